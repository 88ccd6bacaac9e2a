// The overview as long as there are no codes.
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
    h("p", {}, "Promopool hands out promo codes, each code once. Get started in three steps:"),
    h(
      "ol",
      {},
      h("li", {},
        h("h3", {}, "Upload your codes"),
        h("p", {}, "CSV (for example from a spreadsheet), JSON or NDJSON. Drop the file anywhere on this page. ",
          "You can check it before anything is stored."),
        h("p", { class: "actions" },
          h("a", { class: "button primary", href: "#/upload" }, "Upload codes"),
          h("button", { class: "button", type: "button", onclick: () => save("sample.csv", "text/csv", SAMPLE) },
            "Download sample"))),
      h("li", {},
        h("h3", {}, "Claim a code in a workflow"),
        h("p", {}, "Let a step of the workflow send this request. With the same key, it always gets the same code."),
        h("pre", { tabindex: "0", "aria-label": "Example claim" }, claim),
        h("p", {}, h("a", { href: "docs" }, "API reference"))),
      h("li", {},
        h("h3", {}, "Watch the stock"),
        h("p", {}, "This page shows how many codes of each type are available, how fast they are claimed and when ",
          "they run out. It updates itself.")),
    ),
  );
}
