// All types at a glance.
import { recentAlerts, STATES } from "./alerts.js";
import { claimsChart } from "./chart.js";
import { h, setAttribute, setText } from "./dom.js";
import { number } from "./format.js";
import { stockLegend } from "./stock.js";
import { claimsOfAllTypes, isKnown, onChange, types } from "./store.js";
import { typeTable } from "./table.js";
import { welcome } from "./welcome.js";

/** Kept while the page is open, as the order of the table is. */
const filter = { text: "", state: "" };

const CHOICES = [["", "All"], ["attention", "Need attention"], ...Object.entries(STATES).map(([name, { word }]) => [name, word])];

/** @returns what is to be done when the view is left */
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
  content.replaceChildren(h("p", { class: "quiet loading" }, "Reading the counts …"));
  return () => {};
}

function openWelcome(content) {
  content.replaceChildren(welcome());
  return () => {};
}

function openTypes(content) {
  const figures = summary();
  const chart = claimsChart();
  const alerts = recentAlerts({ most: 5 });
  const table = typeTable(filter);
  const choices = stateChoices(table);
  const search = h("input", {
    id: "filter", type: "search", value: filter.text, placeholder: "Filter by name", autocomplete: "off", spellcheck: "false",
    "aria-label": "Filter types by name", "aria-keyshortcuts": "/",
    oninput: () => {
      filter.text = search.value;
      table.arrange();
    },
  });
  content.replaceChildren(
    h("div", { class: "top" },
      h("section", { class: "panel figures", "aria-label": "In all" }, figures.element),
      h("section", { class: "panel" }, h("h2", {}, "Codes given per minute"), chart.element),
      h("section", { class: "panel" }, h("h2", {}, "Last alerts"), alerts.element)),
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
  const [remaining, hour, dayLong, attention] =
    ["Codes remaining", "Given in the last hour", "Given in the last day", "Types that need attention"].map((label) => figure(label));
  return {
    element: h("dl", {}, [remaining, hour, dayLong, attention].map(({ element }) => element)),
    show: () => {
      const all = [...types.values()];
      const sum = (value) => number(all.reduce((total, type) => total + value(type), 0));
      setText(remaining.value, sum((type) => type.available));
      setText(hour.value, sum((type) => type.claimedLastHour));
      setText(dayLong.value, sum((type) => type.claimedLastDay));
      const bad = all.filter((type) => type.state !== "ok").length;
      setText(attention.value, `${number(bad)} of ${number(all.length)}`);
      setAttribute(attention.element, "class", bad ? "attention" : "");
    },
  };
}

/** How many types are in which state; each a button that shows only these. */
function stateChoices(table) {
  const buttons = CHOICES.map(([name, label]) => {
    const amount = h("span", { class: "amount" });
    const button = h("button", { type: "button", class: "choice", onclick: () => choose(name) }, label, " ", amount);
    return { name, button, amount };
  });
  const show = () => {
    const all = [...types.values()];
    for (const { name, button, amount } of buttons) {
      const these = all.filter((type) => !name || (name === "attention" ? type.state !== "ok" : type.state === name)).length;
      setText(amount, number(these));
      setAttribute(button, "aria-pressed", String(filter.state === name));
    }
  };
  const choose = (name) => {
    filter.state = name;
    show();
    table.arrange();
  };
  return { element: h("div", { class: "choices", role: "group", "aria-label": "Filter types by state" }, buttons.map(({ button }) => button)), show };
}
