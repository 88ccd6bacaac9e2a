// CSV that is safe to open in a spreadsheet.

/**
 * Spreadsheets read a text that begins like this as a formula. An apostrophe in front prevents that, and an upload
 * takes it away again. Apostrophes in front count too, so that a text that begins with one comes back as it was.
 */
const FORMULA = /^'*[ \t\n\f\r\v]*[=+\-@]/;

export function cell(value) {
  const text = String(value ?? "");
  const defused = typeof value !== "number" && FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n']/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

/** Starts with a byte order mark; without it, Excel does not read the file as UTF-8. */
export function csv(columns, rows) {
  const lines = [columns, ...rows].map((row) => row.map(cell).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** Lets the browser download a text as a file. */
export function save(name, mediaType, text) {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
