// The report of an upload or of a check.
import { csv, save } from "./csv.js";
import { h } from "./dom.js";
import { count, number } from "./format.js";

const OUTCOMES = [
  ["added", "Added", "new codes"],
  ["updated", "Updated", "moved to another discount or expiration date"],
  ["retired", "Retired", "no longer handed out"],
  ["reactivated", "Reactivated", "retired before, now available again"],
  ["unchanged", "Unchanged", "no change needed"],
  ["rejected", "Rejected", "see the list of rejected rows"],
];

/** The number of rows that change something. */
export function effect(report) {
  return report.added + report.updated + report.retired + report.reactivated;
}

/** @param fileName names the download of rejected rows */
export function reportView(report, { isDryRun, fileName }) {
  return h(
    "div",
    { class: "report" },
    h("p", { class: "report-read" },
      isDryRun ? `${count(report.read, "row")} checked. Nothing is stored yet.` : `${count(report.read, "row")} read.`),
    h("dl", { class: "tiles" }, OUTCOMES.map((outcome) => tile(outcome, report, isDryRun))),
    isDryRun && h("p", { class: "hint" },
      `Each row was checked against the codes stored now. ${
        report.duplicates === 0
          ? "No code occurs twice in the file."
          : `The codes of ${count(report.duplicates, "row")} are in earlier rows too. Each code is added once.`}`),
    report.errors.length > 0 && rejectedRows(report, fileName),
  );
}

function tile([name, label, hint], report, isDryRun) {
  const style = report[name] === 0 ? " zero" : name === "rejected" ? " bad" : "";
  const isPlan = isDryRun && name !== "unchanged" && name !== "rejected";
  return h("div", { class: `tile${style}`, title: hint },
    h("dt", {}, isPlan ? `To be ${label.toLowerCase()}` : label),
    h("dd", {}, number(report[name])));
}

function rejectedRows(report, fileName) {
  const hasFiles = report.errors.some((error) => error.file !== undefined);
  const columns = [...(hasFiles ? ["file"] : []), "line", "code", "field", "reason"];
  const download = () => {
    const rows = report.errors.map((error) => columns.map((name) => error[name]));
    save(`${fileName.replace(/\.[^.]*$/, "")}-rejected.csv`, "text/csv", csv(columns, rows));
  };
  const title = report.errorsTruncated
    ? `Rejected rows (first ${number(report.errors.length)} of ${number(report.rejected)})`
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
            h("td", { class: name === "line" ? "number" : `of-${name}` },
              name === "line" ? number(error.line) : (error[name] ?? "")))))))),
  );
}
