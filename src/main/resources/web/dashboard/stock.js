// A bar that shows how many codes of a type or lot are in each state.
import { h, setAttribute } from "./dom.js";
import { number } from "./format.js";

export const CODE_STATES = ["available", "claimed", "retired", "expired"];

/** @returns an element and `show(counts)` */
export function stockBar() {
  const parts = CODE_STATES.map((name) => h("span", { class: `stock-part stock-${name}` }));
  const element = h("span", { class: "stock-bar", role: "img" }, parts);
  return {
    element,
    show: (counts) => {
      CODE_STATES.forEach((name, i) => {
        const grow = String(counts[name]);
        if (parts[i].style.flexGrow !== grow) parts[i].style.flexGrow = grow;
        parts[i].hidden = counts[name] === 0;
      });
      const text = CODE_STATES
        .map((name) => `${name} ${number(counts[name])}${percent(counts[name], counts.total)}`)
        .join(", ");
      setAttribute(element, "aria-label", text);
      setAttribute(element, "title", text);
    },
  };
}

function percent(part, total) {
  return total ? ` (${Math.round((part * 100) / total)}%)` : "";
}

export function stockLegend() {
  return h(
    "ul",
    { class: "legend" },
    CODE_STATES.map((name) => h("li", {}, h("span", { class: `swatch stock-${name}`, "aria-hidden": "true" }), name)),
  );
}
