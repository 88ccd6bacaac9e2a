// The overview of all types.
import { recentAlerts, STATES } from "./alerts.js";
import { claimsChart } from "./chart.js";
import { h, setAttribute, setText } from "./dom.js";
import { number } from "./format.js";
import { isInState } from "./order.js";
import { stockLegend } from "./stock.js";
import { claimsOfAllTypes, isKnown, onChange, types } from "./store.js";
import { typeTable } from "./table.js";
import { welcome } from "./welcome.js";

/** Kept while the page is open, like the order of the table. */
const filter = { text: "", state: "" };

const CHOICES = [
  ["", "All"],
  ["attention", "Need attention"],
  ...Object.entries(STATES).map(([name, { word }]) => [name, word]),
];

/** @returns a function to call when the user leaves the view */
export function openOverview(root) {
  const content = h("div");
  root.append(h("h1", { class: "visually-hidden", tabindex: "-1" }, "Overview"), content);
  let shown = null;
  let close = () => {};
  const show = (changes) => {
    const wanted = !isKnown() ? "loading" : types.size ? "types" : "welcome";
    if (wanted !== shown) {
      close();
      shown = wanted;
      close = { loading: openLoading, types: openTypes, welcome: openWelcome }[wanted](content);
    } else if (wanted === "types") {
      close.show(changes);
    }
  };
  const stop = onChange(show);
  show([]);
  return () => {
    stop();
    close();
  };
}

function openLoading(content) {
  content.replaceChildren(h("p", { class: "quiet loading" }, "Loading…"));
  return () => {};
}

function openWelcome(content) {
  content.replaceChildren(welcome());
  return () => {};
}

function openTypes(content) {
  const figures = summary();
  const chart = claimsChart();
  const alerts = recentAlerts({ max: 5 });
  const table = typeTable(filter);
  const choices = stateChoices(table);
  const search = h("input", {
    id: "filter", type: "search", value: filter.text, placeholder: "Filter by name", autocomplete: "off",
    spellcheck: "false", "aria-label": "Filter types by name", "aria-keyshortcuts": "/",
    oninput: () => {
      filter.text = search.value;
      table.arrange();
    },
  });
  content.replaceChildren(
    h("div", { class: "top" },
      h("section", { class: "panel figures", "aria-label": "Totals" }, figures.element),
      h("section", { class: "panel" }, h("h2", {}, "Claims per minute"), chart.element),
      h("section", { class: "panel" }, h("h2", {}, "Recent alerts"), alerts.element)),
    h("section", { class: "panel flush", "aria-label": "Types" },
      h("div", { class: "bar-above" }, search, choices.element, table.sort, stockLegend()),
      table.element),
  );
  const showAll = (changes) => {
    figures.show();
    choices.show();
    chart.show(claimsOfAllTypes());
    table.show(changes);
  };
  table.arrange();
  showAll([]);
  return Object.assign(
    () => {
      chart.close();
      alerts.close();
    },
    { show: showAll },
  );
}

function summary() {
  const figure = (label) => {
    const value = h("dd");
    return { value, element: h("div", {}, h("dt", {}, label), value) };
  };
  const available = figure("Available codes");
  const lastHour = figure("Claimed in the last hour");
  const lastDay = figure("Claimed in the last 24 hours");
  const attention = figure("Types that need attention");
  return {
    element: h("dl", {}, [available, lastHour, lastDay, attention].map(({ element }) => element)),
    show: () => {
      const all = [...types.values()];
      const sum = (value) => number(all.reduce((total, type) => total + value(type), 0));
      setText(available.value, sum((type) => type.available));
      setText(lastHour.value, sum((type) => type.claimedLastHour));
      setText(lastDay.value, sum((type) => type.claimedLastDay));
      const bad = all.filter((type) => type.state !== "ok").length;
      setText(attention.value, `${number(bad)} of ${number(all.length)}`);
      setAttribute(attention.element, "class", bad ? "attention" : "");
    },
  };
}

/** For each state, a button with the number of types in it. It shows only these types. */
function stateChoices(table) {
  const buttons = CHOICES.map(([name, label]) => {
    const amount = h("span", { class: "amount" });
    const button = h("button", { type: "button", class: "choice", onclick: () => choose(name) }, label, " ", amount);
    return { name, button, amount };
  });
  const show = () => {
    const all = [...types.values()];
    for (const { name, button, amount } of buttons) {
      setText(amount, number(all.filter((type) => isInState(type, name)).length));
      setAttribute(button, "aria-pressed", String(filter.state === name));
    }
  };
  const choose = (name) => {
    filter.state = name;
    show();
    table.arrange();
  };
  const element = h("div", { class: "choices", role: "group", "aria-label": "Filter types by state" },
    buttons.map(({ button }) => button));
  return { element, show };
}
