// The states of types in words, announcements of new alerts, and the list of recent alerts.
import { get } from "./api.js";
import { h } from "./dom.js";
import { ago, calendar, count, number } from "./format.js";
import { onChange } from "./store.js";
import { toast } from "./toast.js";

/** From best to worst. Each has a sign and a word, since not everyone can see colors. */
export const STATES = {
  ok: { word: "OK", sign: "●", rank: 0 },
  warning: { word: "Warning", sign: "▲", rank: 1 },
  alarm: { word: "Alarm", sign: "◆", rank: 2 },
  exhausted: { word: "Out of stock", sign: "■", rank: 3 },
};

const MAX_TOASTS = 3;
const REFRESH_MILLIS = 60_000;

export function badge(state) {
  const sign = h("span", { "aria-hidden": "true" }, STATES[state].sign);
  return h("span", { class: `badge badge-${state}` }, sign, ` ${STATES[state].word}`);
}

/** Why a type is in its state, as a sentence. */
export function reason(type) {
  switch (type.state) {
    case "exhausted":
      return "No codes are available. Claims fail until more are uploaded.";
    case "alarm":
      return `${count(type.available, "code")} available. The alarm level is ${number(type.alarm)}.`;
    case "warning":
      return `${count(type.available, "code")} available. The warning level is ${number(type.warning)}.`;
    default:
      return `${count(type.available, "code")} available. The warning level is ${number(type.warning)}.`;
  }
}

/** Shows a message when the state of a type gets worse. */
export function announceAlerts() {
  onChange((changes) => {
    const worse = changes.filter(({ before, now }) => before && STATES[now.state].rank > STATES[before.state].rank);
    for (const { now } of worse.slice(0, MAX_TOASTS)) {
      toast(`${STATES[now.state].word}: ${now.type}. ${reason(now)}`, now.state);
    }
    if (worse.length > MAX_TOASTS) {
      const more = worse.length - MAX_TOASTS;
      toast(more === 1 ? "1 more type needs attention" : `${number(more)} more types need attention`, "warning");
    }
  });
}

function describe(alert) {
  const discount = alert.discount === undefined ? "" : ` at the ${alert.discount}% discount`;
  switch (alert.alert) {
    case "warning":
    case "alarm":
      return `${count(alert.available, "code")} available${discount}`
        + ` (${alert.alert} level: ${number(alert.threshold)})`;
    case "exhausted":
      return `no codes available${discount}`;
    case "expiring":
      return `${count(alert.available, "code")}${discount} ${expire(alert)} ${calendar(Date.parse(alert.by))}`;
    case "running-out":
      return `forecast to run out ${calendar(Date.parse(alert.by))}`;
    default:
      return alert.alert;
  }
}

function expire(alert) {
  if (Date.parse(alert.by) <= Date.now()) return "expired";
  return alert.available === 1 ? "expires" : "expire";
}

/** Alerts are shown with the sign of a state. */
const STATE_OF_ALERT = {
  warning: "warning", alarm: "alarm", exhausted: "exhausted", expiring: "warning", "running-out": "warning",
};

function line(alert, withType) {
  const when = ago(Date.parse(alert.at));
  const state = STATE_OF_ALERT[alert.alert] ?? "ok";
  return h(
    "li",
    {},
    h("span", { class: `alert-sign sign-${state}`, "aria-hidden": "true" }, STATES[state].sign),
    h("span", { class: "alert-text" },
      withType && h("a", { href: `#/types/${encodeURIComponent(alert.type)}` }, alert.type), withType && ": ",
      describe(alert)),
    h("time", { datetime: alert.at, title: when.title }, when.text),
  );
}

/**
 * The recent alerts of all types, or of one. The list updates itself.
 *
 * @returns an element, and `close()`
 */
export function recentAlerts({ type, max }) {
  const list = h("ul", { class: "alerts" });
  let requests = 0;
  const refresh = async () => {
    const request = ++requests;
    try {
      const { last } = await get("v1/alerts", { limit: type === undefined ? max : 1_000 });
      if (request !== requests) return;
      const shown = last.filter((alert) => type === undefined || alert.type === type).slice(0, max);
      list.replaceChildren(...shown.map((alert) => line(alert, type === undefined)));
      if (!shown.length) list.append(h("li", { class: "quiet" }, "No alerts yet."));
    } catch {
      // The banner at the top of the page shows that the service can't be reached.
    }
  };
  const timer = setInterval(refresh, REFRESH_MILLIS);
  const stop = onChange((changes) => {
    if (changes.some(({ before, now }) => before && before.state !== now.state)) refresh();
  });
  refresh();
  return {
    element: list,
    close: () => {
      requests++;
      clearInterval(timer);
      stop();
    },
  };
}
