// Calls to the service, with the API key where one was asked for.
import { signIn, currentKey } from "./key.js";

/** An answer of the service that is not a success: `status`, `message` for people, `field` and `body` as they came. */
export class Problem extends Error {
  constructor(status, body, retryAfterSeconds) {
    super(body.detail || body.title || `The service answered with the status ${status}.`);
    this.status = status;
    this.field = body.field;
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No answer at all. */
export class Unreachable extends Error {
  constructor() {
    super("The service can't be reached.");
  }
}

/** What names a thing in an address. */
export function at(...parts) {
  for (const part of parts) {
    // Browsers take these two for steps in the path, however they are written: the call would be another one.
    if (part === "." || part === "..") {
      throw new Problem(400, { detail: `A browser can't send the name “${part}” in an address. Use the API for it.` });
    }
  }
  return parts.map(encodeURIComponent).join("/");
}

/** @returns the response, whatever its status but 401: then the key is asked for and the call made again */
export async function request(path, { method = "GET", headers = {}, body, signal } = {}) {
  for (;;) {
    const key = currentKey();
    let response;
    try {
      response = await fetch(path, {
        method,
        headers: key ? { ...headers, Authorization: `Bearer ${key}` } : headers,
        body,
        signal,
        // Else the browser would ask for a name and a password in a window of its own.
        credentials: "omit",
        cache: "no-store",
      });
    } catch (error) {
      throw error.name === "AbortError" ? error : new Unreachable();
    }
    if (response.status !== 401) return response;
    const problem = await json(response);
    await signIn(key ? problem.detail : "");
  }
}

async function json(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

export async function problemOf(response) {
  return new Problem(response.status, await json(response), Number(response.headers.get("Retry-After")) || undefined);
}

async function call(path, options) {
  const response = await request(path, options);
  if (!response.ok) throw await problemOf(response);
  return response.json();
}

/** @throws Problem, Unreachable, or an AbortError where the signal says so */
export function get(path, parameters = {}, signal) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined));
  return call(query.size ? `${path}?${query}` : path, { signal });
}

export function send(method, path, value) {
  return call(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });
}
