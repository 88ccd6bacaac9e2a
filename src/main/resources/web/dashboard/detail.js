// The view of one type: its stock, claims, lots and alert levels.
import { badge, recentAlerts, reason } from "./alerts.js";
import { claimsChart } from "./chart.js";
import { h, setText, setTime } from "./dom.js";
import { count, number, runsOut } from "./format.js";
import { levelForms } from "./levels.js";
import { lotTable } from "./lots.js";
import { CODE_STATES, stockBar } from "./stock.js";
import { claimsOf, isKnown, onChange, types } from "./store.js";
import { expiry, soon } from "./zone.js";

/** @returns a function to call when the user leaves the view */
export function openDetail(root, name) {
  const back = h("nav", { class: "crumbs", "aria-label": "Back" }, h("a", { href: "#/" }, "← All types"));
  const title = h("h1", { tabindex: "-1" }, name);
  const content = h("div");
  root.append(back, h("div", { class: "title" }, title), content);
  let view = null;
  const show = (changes) => {
    const type = types.get(name);
    if (!type) {
      content.replaceChildren(h("p", { class: "quiet" }, isKnown() ? "There is no type with this name." : "Loading…"));
    } else if (!view) {
      view = typeView(type, root.querySelector(".title"));
      content.replaceChildren(view.element);
      view.show(type, true);
    } else {
      view.show(type, changes.some(({ now }) => now.type === name));
    }
  };
  const stop = onChange(show);
  show([]);
  return () => {
    stop();
    view?.close();
  };
}

function typeView(type, title) {
  const state = h("span");
  const upload = h("a", { class: "button", href: `#/upload/${encodeURIComponent(type.type)}` }, "Upload codes");
  title.append(state, upload);
  const why = h("p", { class: "why" });
  const bar = stockBar();
  const counts = CODE_STATES.map((name) => h("dd"));
  const legend = h("dl", { class: "counts" }, CODE_STATES.map((name, i) =>
    h("div", {}, h("dt", {}, h("span", { class: `swatch stock-${name}`, "aria-hidden": "true" }), name), counts[i])));
  const forecast = forecastList();
  const chart = claimsChart(236);
  const alerts = recentAlerts({ type: type.type, max: 5 });
  const lots = lotTable(type.type);
  const levels = levelForms(type.type);
  const element = h(
    "div",
    { class: "detail" },
    h("section", { class: "panel", "aria-label": "Stock" }, why, bar.element, legend, forecast.element),
    h("section", { class: "panel" }, h("h2", {}, "Claims per minute"), chart.element),
    h("section", { class: "panel wide flush" }, h("h2", {}, "Lots"),
      h("p", { class: "hint" }, "A lot is all codes of this type with the same discount and expiration date."),
      lots.element),
    h("section", { class: "panel" }, h("h2", {}, "Alert levels"), levels.element),
    h("section", { class: "panel" }, h("h2", {}, "Recent alerts"), alerts.element),
  );
  return {
    element,
    show: (now, changed) => {
      chart.show(claimsOf(now.type));
      forecast.show(now);
      if (!changed) return;
      state.replaceChildren(badge(now.state));
      setText(why, reason(now));
      bar.show(now);
      CODE_STATES.forEach((name, i) => setText(counts[i], number(now[name])));
      lots.refresh();
    },
    close: () => {
      chart.close();
      alerts.close();
      lots.close();
    },
  };
}

/** What someone who has to order new codes wants to know. */
function forecastList() {
  const LINES = [
    "Claimed in the last hour",
    "Claimed in the last 24 hours",
    "Runs out, at the rate of the last hour",
    "Runs out, at the rate of the last 24 hours",
    "Next expiration",
  ];
  const values = LINES.map(() => h("dd"));
  const element = h("dl", { class: "forecast" }, LINES.map((line, i) => h("div", {}, h("dt", {}, line), values[i])));
  const out = (type, at) => {
    if (type.available === 0) return { text: "out of stock", title: "No codes are available" };
    if (at === null) return { text: "–", title: "No claims in that time" };
    const { text, when, title } = runsOut(at);
    return { text: when ? `${text} (${when})` : text, title };
  };
  const next = (expiration) => {
    if (expiration === null) return { text: "–", title: "None of the available codes has an expiration date" };
    const { text, title } = expiry(expiration.expirationDate);
    return { text: `${count(expiration.codes, "code")} ${soon(expiration.expirationDate).text} (${text})`, title };
  };
  return {
    element,
    show: (type) => {
      setText(values[0], number(type.claimedLastHour));
      setText(values[1], number(type.claimedLastDay));
      setTime(values[2], out(type, type.runsOutAt));
      setTime(values[3], out(type, type.runsOutAtDailyRate));
      setTime(values[4], next(type.nextExpiration));
    },
  };
}
