// The lots of a type. A lot is all codes with the same discount and expiration date.
import { get } from "./api.js";
import { h, setText, setTime } from "./dom.js";
import { number } from "./format.js";
import { stockBar } from "./stock.js";
import { expiry, instantOf, soon, zoneName } from "./zone.js";

const PAGE = 100;

/** A busy type changes every second; its lots are read less often than that. */
const REST_MILLIS = 2_000;

export function lotTable(type) {
  const rows = new Map();
  const body = h("tbody", { role: "rowgroup" });
  const heading = (label, style) => h("th", { role: "columnheader", scope: "col", class: style }, label);
  const table = h(
    "table",
    { role: "table", class: "lots", "aria-label": "Lots" },
    h("thead", { role: "rowgroup" },
      h("tr", { role: "row" },
        heading("Discount"), heading(`Expires (${zoneName()})`), heading("Available", "number"),
        heading("Claimed", "number"), heading("Retired", "number"), heading("Expired", "number"),
        heading("Total", "number"), heading("Stock"))),
    body,
  );
  const note = h("p", { class: "quiet", role: "status" });
  const more = h("button", { type: "button", class: "button small", hidden: true, onclick: () => readMore() },
    "Show more lots");
  const abort = new AbortController();
  let pages = 1;
  let reading = false;
  let again = false;

  async function refresh() {
    again = true;
    if (reading) return;
    reading = true;
    while (again && !abort.signal.aborted) {
      again = false;
      await read();
      await new Promise((resolve) => setTimeout(resolve, REST_MILLIS));
    }
    reading = false;
  }

  async function read() {
    try {
      const lots = [];
      let cursor;
      for (let page = 0; page < pages && (page === 0 || cursor); page++) {
        const answer = await get("v1/types", { type, limit: PAGE, cursor }, abort.signal);
        lots.push(...answer.lots);
        cursor = answer.cursor;
      }
      show(lots);
      more.hidden = !cursor;
      setText(note, lots.length ? "" : "This type has no lots.");
    } catch (error) {
      if (error.name !== "AbortError") setText(note, `Could not load the lots: ${error.message}`);
    }
  }

  function readMore() {
    pages++;
    more.disabled = true;
    read().finally(() => {
      more.disabled = false;
    });
  }

  function show(lots) {
    const seen = new Set();
    lots.forEach((lot, i) => {
      const key = `${lot.discount} ${lot.expirationDate}`;
      seen.add(key);
      if (!rows.has(key)) rows.set(key, lotRow(lot));
      const row = rows.get(key);
      row.show(lot);
      if (body.children[i] !== row.element) body.insertBefore(row.element, body.children[i] ?? null);
    });
    for (const [key, row] of rows) {
      if (!seen.has(key)) {
        row.element.remove();
        rows.delete(key);
      }
    }
  }

  return {
    element: h("div", { class: "table-box" }, table, note, h("p", { class: "pager" }, more)),
    refresh,
    close: () => abort.abort(),
  };
}

function lotRow(lot) {
  const cell = (label, style, ...children) => h("td", { role: "cell", class: style, "data-label": label }, ...children);
  const COUNTS = ["available", "claimed", "retired", "expired", "total"];
  const counts = COUNTS.map(() => h("span"));
  const date = h("span", { class: "main" });
  const untilThen = h("span", { class: "sub" });
  const bar = stockBar();
  const element = h(
    "tr",
    { role: "row" },
    h("th", { role: "rowheader", scope: "row", "data-label": "Discount" }, `${lot.discount}%`),
    cell("Expires", "two", date, untilThen),
    cell("Available", "number strong", counts[0]),
    cell("Claimed", "number", counts[1]),
    cell("Retired", "number", counts[2]),
    cell("Expired", "number", counts[3]),
    cell("Total", "number", counts[4]),
    cell("Stock", "bar", bar.element),
  );
  return {
    element,
    show: (now) => {
      setTime(date, expiry(now.expirationDate));
      setText(untilThen, now.expirationDate === null ? "" : soon(now.expirationDate).text);
      element.classList.toggle("past", now.expirationDate !== null && instantOf(now.expirationDate) <= Date.now());
      COUNTS.forEach((name, i) => setText(counts[i], number(now[name])));
      bar.show(now);
    },
  };
}
