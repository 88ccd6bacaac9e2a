// A CSV that a spreadsheet may open.

/** A spreadsheet takes what begins like this for a formula; a quotation mark before it makes it text. */
const FORMULA = /^[\s]*[=+\-@\t\r]/;

function cell(value) {
  const text = String(value ?? "");
  const defused = typeof value !== "number" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

/** With a byte order mark, without which Excel does not take it for UTF-8. */
export function csv(columns, rows) {
  const lines = [columns, ...rows].map((row) => row.map(cell).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** Has the browser save a text as a file. */
export function save(name, mediaType, text) {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
