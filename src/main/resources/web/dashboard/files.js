// The files to upload: their formats and their first lines.
const MEDIA_TYPES = {
  csv: "text/csv", txt: "text/csv", tsv: "text/csv",
  json: "application/json",
  ndjson: "application/x-ndjson", jsonl: "application/x-ndjson",
};
const PREVIEW_BYTES = 4_096;
const PREVIEW_LINES = 6;
const PREVIEW_COLUMNS = 160;

export const ACCEPTED = ".csv,.tsv,.txt,.json,.ndjson,.jsonl,.gz";

/** Judged by the name, since the type that a browser reports for a CSV file depends on the programs installed. */
export function kindOf(file) {
  const isGzipped = /\.gz$/i.test(file.name);
  const extension = file.name.replace(/\.gz$/i, "").split(".").pop().toLowerCase();
  return { mediaType: MEDIA_TYPES[extension], isGzipped };
}

/** Why these files can't be sent together, or at all; empty if they can. */
export function objection(files) {
  const unknown = files.find((file) => !kindOf(file).mediaType);
  if (unknown) return `${unknown.name} is not supported. Use CSV, JSON or NDJSON, optionally compressed (.csv.gz).`;
  const empty = files.find((file) => file.size === 0);
  if (empty) return `${empty.name} is empty.`;
  const gzipped = files.length > 1 && files.find((file) => kindOf(file).isGzipped);
  if (gzipped) return `${gzipped.name} is compressed. Upload it on its own, or decompress it first.`;
  return "";
}

/** The body and headers of an upload. Several files are sent as one form. */
export function bodyOf(files) {
  if (files.length === 1) {
    const { mediaType, isGzipped } = kindOf(files[0]);
    const headers = { "Content-Type": mediaType };
    if (isGzipped) headers["Content-Encoding"] = "gzip";
    return { body: files[0], headers };
  }
  const form = new FormData();
  for (const file of files) form.append("file", file.slice(0, file.size, kindOf(file).mediaType), file.name);
  return { body: form, headers: {} };
}

/** The first lines, so that the user notices a wrong file. Empty for compressed files. */
export async function firstLinesOf(file) {
  if (kindOf(file).isGzipped) return "";
  const text = new TextDecoder().decode(await file.slice(0, PREVIEW_BYTES).arrayBuffer(), { stream: true });
  return text
    .split(/\r?\n/)
    .slice(0, PREVIEW_LINES)
    .map((line) => (line.length > PREVIEW_COLUMNS ? `${line.slice(0, PREVIEW_COLUMNS)} …` : line))
    .join("\n")
    .trim();
}
