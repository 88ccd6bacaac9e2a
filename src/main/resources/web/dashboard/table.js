// The table of types: one page of rows. Only cells that change are updated; the table is never rebuilt.
import { h, setAttribute, setText } from "./dom.js";
import { number } from "./format.js";
import { ORDERS, select } from "./order.js";
import { typeRow } from "./row.js";
import { types } from "./store.js";
import { zoneName } from "./zone.js";

/** Rows on a page, about two screens. More would only take time to render. */
const PAGE = 50;

/** Kept while the page is open, so that a user who returns finds the table unchanged. */
const order = { by: "state", descending: true };
let page = 0;

const COLUMNS = [
  ["type", "Type", ""],
  ["state", "State", ""],
  ["available", "Available", "number"],
  ["claimed", "Claimed", "number"],
  ["retired", "Retired", "number"],
  ["expired", "Expired", "number"],
  [null, "Stock", ""],
  ["lastHour", "Claims, last hour", ""],
  ["runsOut", "Runs out", ""],
  ["expires", "Next expiration", ""],
];

/** @param filter see `select`; after changing it, call `arrange()` */
export function typeTable(filter) {
  const rows = new Map();
  const body = h("tbody", { role: "rowgroup" });
  const headings = COLUMNS.map(([name, label, style]) => heading(name, label, style));
  const sortSelect = h(
    "select",
    { id: "sort", onchange: () => sortBy(sortSelect.value) },
    COLUMNS.filter(([name]) => name).map(([name, label]) => h("option", { value: name }, label)),
  );
  const table = h(
    "table",
    { role: "table", class: "types", "aria-label": "Types" },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, headings)),
    body,
  );
  const none = h("p", { class: "quiet empty-filter", hidden: true }, "No type matches the filter.");
  const range = h("span", { role: "status" });
  const previous = h("button", { type: "button", class: "button small", onclick: () => turn(-1) }, "Previous");
  const next = h("button", { type: "button", class: "button small", onclick: () => turn(1) }, "Next");
  const pager = h("nav", { class: "pager", "aria-label": "Pages of types" }, range, previous, next);

  function heading(name, label, style) {
    const button = name && h("button", { type: "button", class: "sort", onclick: () => sortBy(name) },
      label, h("span", { class: "arrow", "aria-hidden": "true" }));
    // On a line of its own: the column is too narrow for the name of a time zone beside the label.
    const zone = name === "expires" && zoneName() !== "UTC" && h("span", { class: "sub" }, zoneName());
    return h("th", { role: "columnheader", scope: "col", class: style, "data-by": name }, button ?? label, zone);
  }

  function sortBy(name) {
    order.descending = order.by === name ? !order.descending : Boolean(ORDERS[name].descends);
    order.by = name;
    page = 0;
    arrange();
  }

  function turn(pages) {
    page += pages;
    arrange();
    table.scrollIntoView({ block: "start" });
  }

  /** Shows the rows of the current page, in order. */
  function arrange() {
    const chosen = select(types.values(), filter, order);
    const pages = Math.max(1, Math.ceil(chosen.length / PAGE));
    page = Math.min(Math.max(0, page), pages - 1);
    const shown = chosen.slice(page * PAGE, (page + 1) * PAGE);
    const names = new Set(shown.map((type) => type.type));
    for (const [name, row] of rows) {
      if (!names.has(name)) {
        row.element.remove();
        rows.delete(name);
      }
    }
    shown.forEach((type, i) => {
      const row = rowOf(type);
      if (body.children[i] !== row.element) body.insertBefore(row.element, body.children[i] ?? null);
    });
    showOrder();
    none.hidden = chosen.length > 0;
    table.hidden = chosen.length === 0;
    const from = page * PAGE;
    setText(range, chosen.length
      ? `${number(from + 1)}–${number(from + shown.length)} of ${number(chosen.length)}`
      : "");
    previous.disabled = page === 0;
    next.disabled = page === pages - 1;
    previous.hidden = next.hidden = pages === 1;
  }

  function showOrder() {
    for (const th of headings) {
      const isIt = th.dataset.by === order.by;
      if (isIt) setAttribute(th, "aria-sort", order.descending ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
      const arrow = th.querySelector(".arrow");
      if (arrow) setText(arrow, isIt ? (order.descending ? "▼" : "▲") : "");
    }
    sortSelect.value = order.by;
  }

  function rowOf(type) {
    let row = rows.get(type.type);
    if (!row) {
      row = typeRow(type.type);
      rows.set(type.type, row);
      row.show(type);
      row.showClaims();
    }
    return row;
  }

  /** While the pointer or the focus is in the table, rows must not move. */
  function isTouched() {
    return body.matches(":hover") || body.contains(document.activeElement);
  }

  return {
    element: h("div", { class: "table-box" }, table, none, pager),
    sort: h("div", { class: "sort-choice" }, h("label", { for: "sort" }, "Sort by"), sortSelect),
    arrange,
    show: (changes) => {
      let isNew = false;
      for (const { before, now } of changes) {
        const row = rows.get(now.type);
        row?.show(now);
        row?.showClaims();
        isNew ||= !before;
      }
      // A new minute has begun, or the history was read: every sparkline changes.
      if (!changes.length) for (const row of rows.values()) row.showClaims();
      if (isNew || !isTouched()) arrange();
    },
  };
}
