// What is shown while there are no codes yet.
import { save } from "./csv.js";
import { h } from "./dom.js";

const SAMPLE = "code,type,discount,expirationDate\r\n"
  + "BDAY-7QKX-2M4P,birthday,10,2030-12-31T23:59\r\n"
  + "BDAY-9ZTN-6HVC,birthday,10,2030-12-31T23:59\r\n"
  + "BDAY-3WRD-8LJF,birthday,20,never\r\n";

export function welcome() {
  const claim = `curl -H 'Content-Type: application/json' ${location.origin}/v1/claims \\\n`
    + `  -d '{"type": "birthday", "days": 7, "key": "run-17:get-code"}'`;
  return h(
    "section",
    { class: "welcome panel" },
    h("h2", {}, "No codes yet"),
    h("p", {}, "Promopool hands out promo codes, each of them once. Three steps to the first one:"),
    h(
      "ol",
      {},
      h("li", {},
        h("h3", {}, "Upload your codes"),
        h("p", {}, "A CSV from a spreadsheet, JSON or NDJSON. Drop it anywhere on this page. It is checked before anything is stored."),
        h("p", { class: "actions" },
          h("a", { class: "button primary", href: "#/upload" }, "Upload codes"),
          h("button", { class: "button", type: "button", onclick: () => save("sample.csv", "text/csv", SAMPLE) }, "Download a sample"))),
      h("li", {},
        h("h3", {}, "Let a workflow ask for one"),
        h("p", {}, "Its step sends this; the same key gets the same code, however often it asks."),
        h("pre", { tabindex: "0", "aria-label": "Example of a claim" }, claim),
        h("p", {}, h("a", { href: "docs" }, "All calls, to read and to try"))),
      h("li", {},
        h("h3", {}, "Watch them go"),
        h("p", {}, "This page shows what is left of each type, how fast it goes and when it will have run out. It needs no reload.")),
    ),
  );
}
