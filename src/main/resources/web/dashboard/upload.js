// Uploads: choose files, check them, upload them. An upload continues while the user looks at another view.
import { Problem } from "./api.js";
import { field, h, setFieldError, setText } from "./dom.js";
import { ACCEPTED, firstLinesOf, bodyOf, objection } from "./files.js";
import { bytes, count, duration, number } from "./format.js";
import { effect, reportView } from "./report.js";
import { types } from "./store.js";
import { Canceled, transfer } from "./transfer.js";
import { zoneName } from "./zone.js";

let view = null;

/** @returns a function to call when the user leaves the view */
export function openUpload(root, type) {
  view ??= uploadView();
  root.append(view.element);
  view.opened(type);
  return () => {};
}

/** Selects files that were dropped on the page. */
export function chooseFiles(files) {
  view ??= uploadView();
  view.choose([...files]);
}

/** Whether closing the page would interrupt an upload. */
export function isUploading() {
  return view?.isBusy() ?? false;
}

function uploadView() {
  let files = [];
  let busy = null;

  const chooser = h("input", {
    id: "file", type: "file", multiple: true, accept: ACCEPTED, onchange: () => choose([...chooser.files]),
  });
  const names = h("p", { class: "file-names", "aria-live": "polite" });
  const preview = h("pre", { class: "preview", tabindex: "0", "aria-label": "First lines of the file", hidden: true });
  const known = h("datalist", { id: "known-types" });
  const type = h("input", {
    id: "upload-type", list: "known-types", autocomplete: "off", spellcheck: "false", maxlength: "200",
  });
  const discount = h("input", {
    id: "upload-discount", type: "number", inputmode: "numeric", min: 0, max: 99, step: 1,
  });
  const date = h("input", { id: "upload-date", type: "datetime-local", max: "9999-12-31T23:59" });
  const reactivate = h("input", { id: "upload-reactivate", type: "checkbox" });
  const check = h("button", { class: "button primary" }, "Check file");
  const error = h("p", { class: "field-error", role: "alert" });
  const outcome = h("div", { class: "outcome", "aria-live": "polite" });
  const dateField = field("Expires", date,
    "Used for rows without an expiration date. If empty, new codes never expire.");
  const form = h(
    "form",
    {
      class: "panel upload", novalidate: true,
      onsubmit: (event) => (event.preventDefault(), run(true)),
      oninput: () => outcome.replaceChildren(),
    },
    h("div", { class: "drop" },
      h("label", { for: "file" }, "Files"),
      chooser,
      h("p", { class: "hint" },
        "CSV, JSON or NDJSON, optionally compressed (.gz). You can drop files anywhere on this page."),
      names),
    preview,
    h("div", { class: "fields" },
      field("Type", type, "Used for rows without a type."),
      field("Discount, %", discount, "Used for rows without a discount. If empty, new codes get 0."),
      dateField,
      known),
    h("p", { class: "check" }, reactivate,
      h("label", { for: "upload-reactivate" }, "Make retired codes available again if their row has inUse=false")),
    error,
    h("div", { class: "actions" }, check, h("span", { class: "hint" }, "A check stores nothing.")),
  );
  const element = h("div", {}, h("h1", { tabindex: "-1" }, "Upload codes"), form, outcome);

  return {
    element,
    choose,
    isBusy: () => busy !== null,
    opened: (name) => {
      known.replaceChildren(...[...types.keys()].slice(0, 1_000).map((value) => h("option", { value })));
      setText(dateField.querySelector("label"), `Expires (time in ${zoneName()})`);
      if (name === undefined || busy || name === type.value) return;
      type.value = name;
      outcome.replaceChildren();
    },
  };

  async function choose(chosen) {
    if (!chosen.length || busy) return;
    files = chosen;
    outcome.replaceChildren();
    const total = files.reduce((sum, file) => sum + file.size, 0);
    setText(names, `${files.map((file) => file.name).join(", ")} (${bytes(total)})`);
    setText(error, objection(files));
    const firstLines = objection(files) ? "" : await firstLinesOf(files[0]);
    preview.hidden = firstLines === "";
    setText(preview, firstLines);
  }

  function path(isDryRun) {
    const query = new URLSearchParams();
    if (type.value.trim()) query.set("type", type.value);
    if (discount.value) query.set("discount", discount.value);
    if (date.value) query.set("expirationDate", date.value);
    if (isDryRun) query.set("dryRun", "true");
    if (reactivate.checked) query.set("reactivate", "true");
    return query.size ? `v1/codes?${query}` : "v1/codes";
  }

  function isFilled() {
    [type, discount, date].forEach((input) => setFieldError(input));
    setText(error, files.length ? objection(files) : "Choose a file first.");
    if (error.textContent) chooser.focus();
    const bad = [discount, date].find((input) => !input.checkValidity());
    if (bad) setFieldError(bad, bad.validationMessage), bad.focus();
    return !error.textContent && !bad;
  }

  async function run(isDryRun) {
    if (busy || !isFilled()) return;
    busy = new AbortController();
    form.inert = true;
    const bar = progress(isDryRun ? "Checking" : "Uploading", () => busy.abort());
    outcome.replaceChildren(bar.element);
    try {
      const report = await transfer(path(isDryRun), bodyOf(files), bar.show, busy.signal);
      outcome.replaceChildren(isDryRun ? checked(report) : done(report));
    } catch (problem) {
      outcome.replaceChildren(failed(problem, isDryRun));
    } finally {
      busy = null;
      form.inert = false;
    }
    (outcome.querySelector(".primary") ?? check).focus();
  }

  function panel(title, report, isDryRun, ...actions) {
    return h("section", { class: "panel", "aria-label": title },
      h("h2", {}, title),
      report && reportView(report, { isDryRun, fileName: files[0].name }),
      h("div", { class: "actions" }, actions));
  }

  function checked(report) {
    const rows = effect(report);
    return rows
      ? panel("Check result", report, true,
          h("button", { type: "button", class: "button primary", onclick: () => run(false) },
            `Upload ${count(rows, "row")}`),
          h("button", { type: "button", class: "button", onclick: reset }, "Cancel"))
      : panel("Check result: no changes", report, true,
          h("button", { type: "button", class: "button", onclick: reset }, "Choose another file"));
  }

  function done(report) {
    const name = type.value.trim();
    return panel(report.rejected ? `Uploaded, ${count(report.rejected, "row")} rejected` : "Uploaded", report, false,
      name
        ? h("a", { class: "button primary", href: `#/types/${encodeURIComponent(name)}` }, "Show type")
        : h("a", { class: "button primary", href: "#/" }, "Show all types"),
      h("button", { type: "button", class: "button", onclick: reset }, "Upload another file"));
  }

  function failed(problem, isDryRun) {
    if (problem instanceof Canceled) {
      return panel("Canceled", null, isDryRun, h("p", {}, isDryRun
        ? "Nothing was stored."
        : "Part of the file might have been stored. You can upload it again: no code is added twice."));
    }
    const byName = { type, discount, expirationDate: date }[problem.field];
    if (byName && problem.status === 400) setFieldError(byName, problem.message);
    const report = problem instanceof Problem ? problem.body.report : null;
    const unknown = problem.body?.unknownRows;
    return h("section", { class: "panel problem", role: "alert" },
      h("h2", {}, isDryRun ? "The check failed" : "The upload failed"),
      h("p", {}, problem.message),
      unknown && h("p", {},
        `Lines ${number(unknown.firstLine)} to ${number(unknown.lastLine)} might or might not have been stored.`),
      report?.read ? reportView(report, { isDryRun, fileName: files[0].name }) : null);
  }

  function reset() {
    files = [];
    chooser.value = "";
    setText(names, "");
    preview.hidden = true;
    outcome.replaceChildren();
    chooser.focus();
  }
}

/** A progress bar with the bytes sent, the rate and the time to go. */
function progress(verb, cancel) {
  const bar = h("progress", { "aria-label": verb });
  const text = h("p", { class: "progress-text" }, `${verb}…`);
  return {
    element: h("section", { class: "panel", "aria-label": verb },
      h("h2", {}, verb),
      bar,
      h("div", { class: "with-button" },
        text,
        h("button", { type: "button", class: "button small", onclick: cancel }, "Cancel"))),
    show: ({ sent, total, bytesPerSecond, millisLeft }) => {
      bar.max = total;
      bar.value = sent;
      const rate = bytesPerSecond === undefined ? "" : `, ${bytes(bytesPerSecond)}/s`;
      const toGo = millisLeft === undefined ? "" : `, ${duration(millisLeft)} left`;
      setText(text, `${bytes(sent)} of ${bytes(total)}${rate}${sent === total ? "; waiting for the report" : toGo}`);
    },
  };
}
