// What became of the rows of an upload, or would become of them.
import { csv, save } from "./csv.js";
import { h } from "./dom.js";
import { count, number } from "./format.js";

const OUTCOMES = [
  ["added", "Added", "new codes"],
  ["updated", "Updated", "moved to another discount or date"],
  ["retired", "Retired", "taken out of use"],
  ["reactivated", "Put back", "retired before, in use again"],
  ["unchanged", "Unchanged", "as they were"],
  ["rejected", "Rejected", "see below"],
];

/** How many rows an upload changes something for. */
export function effect(report) {
  return report.added + report.updated + report.retired + report.reactivated;
}

/** @param fileName that the list of rejected rows is named after */
export function reportView(report, { isDryRun, fileName }) {
  return h(
    "div",
    { class: "report" },
    h("p", { class: "report-read" },
      isDryRun ? `${count(report.read, "row")} checked. Nothing is stored yet.` : `${count(report.read, "row")} read.`),
    h("dl", { class: "tiles" }, OUTCOMES.map(([name, label, hint]) =>
      h("div", { class: `tile${report[name] ? "" : " zero"}${name === "rejected" && report[name] ? " bad" : ""}`, title: hint },
        h("dt", {}, isDryRun && name !== "unchanged" && name !== "rejected" ? `To be ${label.toLowerCase()}` : label),
        h("dd", {}, number(report[name]))))),
    isDryRun && h("p", { class: "hint" }, "Each row was judged against what is stored now. A code that stands twice in the file is found only when it is uploaded."),
    report.errors.length > 0 && rejectedRows(report, fileName),
  );
}

function rejectedRows(report, fileName) {
  const hasFiles = report.errors.some((error) => error.file !== undefined);
  const columns = [...(hasFiles ? ["file"] : []), "line", "code", "field", "reason"];
  const download = () => {
    const rows = report.errors.map((error) => columns.map((name) => error[name]));
    save(`${fileName.replace(/\.[^.]*$/, "")}-rejected.csv`, "text/csv", csv(columns, rows));
  };
  const title = report.errorsTruncated
    ? `Rejected rows, the first ${number(report.errors.length)} of ${number(report.rejected)}`
    : "Rejected rows";
  return h(
    "section",
    { class: "rejected", "aria-label": "Rejected rows" },
    h("div", { class: "title" },
      h("h3", {}, title),
      h("button", { type: "button", class: "button small", onclick: download }, "Download as CSV")),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of rejected rows" },
      h("table", { class: "errors" },
        h("thead", {}, h("tr", {}, columns.map((name) =>
          h("th", { scope: "col", class: name === "line" ? "number" : "" }, name[0].toUpperCase() + name.slice(1))))),
        h("tbody", {}, report.errors.map((error) =>
          h("tr", {}, columns.map((name) =>
            h("td", { class: name === "line" ? "number" : `of-${name}` }, name === "line" ? number(error.line) : (error[name] ?? "")))))))),
  );
}
