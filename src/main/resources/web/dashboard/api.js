// Requests to the service, with the API key if the user has signed in.
import { signIn, currentKey } from "./key.js";

/** An error response: its `status`, a `message` for people, and `field` and `body` as received. */
export class Problem extends Error {
  constructor(status, body, retryAfterSeconds) {
    super(body.detail || body.title || `The service responded with status ${status}.`);
    this.status = status;
    this.field = body.field;
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No response at all. */
export class Unreachable extends Error {
  constructor() {
    super("The service can’t be reached.");
  }
}

/** The parts of a path, percent-encoded. */
export function pathOf(...parts) {
  for (const part of parts) {
    // Browsers resolve these two as steps in the path, even percent-encoded, and would send a different request.
    if (part === "." || part === "..") {
      throw new Problem(400, {
        detail: `This page can’t look up the name “${part}”, because browsers drop it from URLs. Use the API instead.`,
      });
    }
  }
  return parts.map(encodeURIComponent).join("/");
}

/** @returns the response, whatever its status. Except 401: then the user signs in, and the request is sent again. */
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
        // Otherwise the browser would open its own dialog for a user name and a password.
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

/** @throws Problem, Unreachable, or an AbortError when the signal aborts the request */
export function get(path, parameters = {}, signal) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined));
  return call(query.size ? `${path}?${query}` : path, { signal });
}

export function send(method, path, value) {
  return call(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });
}
