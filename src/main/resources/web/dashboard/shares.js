// A bar of what has become of the codes of a type or a lot.
import { h, setAttribute } from "./dom.js";
import { number } from "./format.js";

export const SHARES = ["available", "claimed", "retired", "expired"];

/** @returns an element, and `show(counts)` */
export function sharesBar() {
  const parts = SHARES.map((name) => h("span", { class: `share share-${name}` }));
  const element = h("span", { class: "shares", role: "img" }, parts);
  return {
    element,
    show: (counts) => {
      SHARES.forEach((name, i) => {
        const grow = String(counts[name]);
        if (parts[i].style.flexGrow !== grow) parts[i].style.flexGrow = grow;
        parts[i].hidden = counts[name] === 0;
      });
      const words = SHARES.map((name) => `${name} ${number(counts[name])}${percent(counts[name], counts.total)}`).join(", ");
      setAttribute(element, "aria-label", words);
      setAttribute(element, "title", words);
    },
  };
}

function percent(part, total) {
  return total ? ` (${Math.round((part * 100) / total)} %)` : "";
}

export function sharesLegend() {
  return h(
    "ul",
    { class: "legend" },
    SHARES.map((name) => h("li", {}, h("span", { class: `swatch share-${name}`, "aria-hidden": "true" }), name)),
  );
}
