// Sends a body and reports the progress, which `fetch` can't do.
import { get, Problem } from "./api.js";
import { currentKey } from "./key.js";

/** The rate is measured over this time, so that it follows a connection that slows down. */
const RATE_MILLIS = 5_000;

export class Canceled extends Error {}

/**
 * @param onProgress called with `sent` and `total` bytes, `bytesPerSecond` and `millisLeft`; the last two are undefined
 *     until they can be measured
 * @param signal cancels the transfer
 * @throws Problem, Canceled, or an Error with a message for the user if the connection was lost
 */
export async function transfer(path, { body, headers }, onProgress, signal) {
  // Finds out before a long upload, not after it, whether the service can be reached and still accepts the key.
  await get("v1/alerts", { limit: 1 });
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", path);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    if (currentKey()) xhr.setRequestHeader("Authorization", `Bearer ${currentKey()}`);
    xhr.responseType = "json";
    const past = [];
    xhr.upload.addEventListener("progress", ({ loaded, total }) => onProgress(measure(past, loaded, total)));
    xhr.addEventListener("load", () => {
      if (xhr.status === 200 && xhr.response) resolve(xhr.response);
      else reject(new Problem(xhr.status, xhr.response ?? {}));
    });
    xhr.addEventListener("error", () => reject(new Error(
      "The connection was lost. Part of the file might have been stored. Upload it again: no code is added twice.")));
    xhr.addEventListener("abort", () => reject(new Canceled("Canceled")));
    signal.addEventListener("abort", () => xhr.abort());
    xhr.send(body);
  });
}

function measure(past, sent, total) {
  const now = performance.now();
  past.push({ now, sent });
  while (past.length > 2 && now - past[0].now > RATE_MILLIS) past.shift();
  const [first] = past;
  const seconds = (now - first.now) / 1_000;
  if (seconds < 0.5) return { sent, total };
  const bytesPerSecond = (sent - first.sent) / seconds;
  const millisLeft = bytesPerSecond > 0 ? ((total - sent) / bytesPerSecond) * 1_000 : undefined;
  return { sent, total, bytesPerSecond, millisLeft };
}
