// Files to be uploaded: what they are, and how they begin.
const MEDIA_TYPES = { csv: "text/csv", txt: "text/csv", tsv: "text/csv", json: "application/json", ndjson: "application/x-ndjson", jsonl: "application/x-ndjson" };
const PREVIEW_BYTES = 4_096;
const PREVIEW_LINES = 6;
const PREVIEW_COLUMNS = 160;

export const ACCEPTED = ".csv,.tsv,.txt,.json,.ndjson,.jsonl,.gz";

/** By the name: what a browser says of a CSV depends on which office programs are installed. */
export function kindOf(file) {
  const isGzipped = /\.gz$/i.test(file.name);
  const extension = file.name.replace(/\.gz$/i, "").split(".").pop().toLowerCase();
  return { mediaType: MEDIA_TYPES[extension], isGzipped };
}

/** Why these files can't be sent together, or at all; empty where they can. */
export function objection(files) {
  const unknown = files.find((file) => !kindOf(file).mediaType);
  if (unknown) return `${unknown.name} is not of a kind that is taken: CSV, JSON or NDJSON, also packed with gzip (.csv.gz).`;
  const empty = files.find((file) => file.size === 0);
  if (empty) return `${empty.name} is empty.`;
  const packed = files.length > 1 && files.find((file) => kindOf(file).isGzipped);
  if (packed) return `${packed.name} is packed: send it alone, or unpack it.`;
  return "";
}

/** The body and the headers of an upload. Several files go as one form. */
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

/** The first lines, so that somebody who chose the wrong file sees it. Empty for what is packed. */
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
