// What the states of types mean in words; alerts as they come up, and the last ones.
import { get } from "./api.js";
import { h } from "./dom.js";
import { ago, calendar, count, number } from "./format.js";
import { onChange } from "./store.js";
import { toast } from "./toast.js";

/** From the best to the worst. Signs and words too, since not everybody sees colours. */
export const STATES = {
  ok: { word: "OK", sign: "●", rank: 0 },
  warning: { word: "Warning", sign: "▲", rank: 1 },
  alarm: { word: "Alarm", sign: "◆", rank: 2 },
  exhausted: { word: "Exhausted", sign: "■", rank: 3 },
};

const MAX_TOASTS = 3;
const REFRESH_MILLIS = 60_000;

export function badge(state) {
  const sign = h("span", { "aria-hidden": "true" }, STATES[state].sign);
  return h("span", { class: `badge badge-${state}` }, sign, ` ${STATES[state].word}`);
}

/** Why a type is in its state. */
export function reason(type) {
  switch (type.state) {
    case "exhausted":
      return "No code is left. Claims are refused until more are uploaded.";
    case "alarm":
      return `${count(type.available, "code")} left; the alarm is at ${number(type.alarm)}.`;
    case "warning":
      return `${count(type.available, "code")} left; the warning is at ${number(type.warning)}.`;
    default:
      return `A warning comes at ${number(type.warning)} codes, an alarm at ${number(type.alarm)}.`;
  }
}

/** Says aloud when a type gets worse. */
export function announceAlerts() {
  onChange((changes) => {
    const worse = changes.filter(({ before, now }) => before && STATES[now.state].rank > STATES[before.state].rank);
    for (const { now } of worse.slice(0, MAX_TOASTS)) {
      toast(`${STATES[now.state].word}: ${now.type}. ${reason(now)}`, now.state);
    }
    if (worse.length > MAX_TOASTS) {
      toast(`${number(worse.length - MAX_TOASTS)} more types got worse`, "warning");
    }
  });
}

function told(alert) {
  const discount = alert.discount === undefined ? "" : ` with ${alert.discount} %`;
  switch (alert.alert) {
    case "warning":
    case "alarm":
      return `${count(alert.available, "code")}${discount} left (${alert.alert} at ${number(alert.threshold)})`;
    case "exhausted":
      return `no code${discount} left`;
    case "expiring":
      return `${count(alert.available, "code")}${discount} will expire ${calendar(Date.parse(alert.by))}`;
    case "running-out":
      return `will have run out ${calendar(Date.parse(alert.by))}`;
    default:
      return alert.alert;
  }
}

const KINDS = { warning: "warning", alarm: "alarm", exhausted: "exhausted", expiring: "warning", "running-out": "warning" };

function line(alert, withType) {
  const when = ago(Date.parse(alert.at));
  return h(
    "li",
    {},
    h("span", { class: `alert-sign sign-${KINDS[alert.alert]}`, "aria-hidden": "true" }, STATES[KINDS[alert.alert] ?? "ok"].sign),
    h("span", { class: "alert-text" },
      withType && h("a", { href: `#/types/${encodeURIComponent(alert.type)}` }, alert.type), withType && ": ", told(alert)),
    h("time", { datetime: alert.at, title: when.title }, when.text),
  );
}

/**
 * The last alerts, of all types or of one, kept up to date.
 *
 * @returns an element, and what ends it
 */
export function recentAlerts({ type, most }) {
  const list = h("ul", { class: "alerts" });
  let asked = 0;
  const refresh = async () => {
    const turn = ++asked;
    try {
      const { last } = await get("v1/alerts", { limit: type === undefined ? most : 1_000 });
      if (turn !== asked) return;
      const shown = last.filter((alert) => type === undefined || alert.type === type).slice(0, most);
      list.replaceChildren(...shown.map((alert) => line(alert, type === undefined)));
      if (!shown.length) list.append(h("li", { class: "quiet" }, "No alerts so far."));
    } catch {
      // Whether the service can be reached is said at the top of the page.
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
      asked++;
      clearInterval(timer);
      stop();
    },
  };
}
