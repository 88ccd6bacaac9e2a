// Keeps the store up to date: reads everything once, then listens to the service's events. If that fails, starts over.
import { get, Problem, problemOf, request, Unreachable } from "./api.js";
import { tick, setHistory, update } from "./store.js";
import { setZone } from "./zone.js";

/** The service sends at least a comment every 10 s, so after this long the stream is broken. */
const SILENCE_MILLIS = 25_000;
const WAITS_MILLIS = [500, 1_000, 2_000, 4_000, 8_000];

/** How often the counts are read if no live events are available. */
const POLL_MILLIS = 5_000;

const listeners = [];
let state = { name: "connecting" };
let failures = 0;
let wake = () => {};

/** Aborts the requests in flight. */
let abort = new AbortController();
const LEFT = new DOMException("The user left this page.", "AbortError");

/** Resolved while the page is open. */
let shown = Promise.resolve();
let resume = () => {};

/**
 * @param listener called now and on every change with the state. `name` is connecting, live, polling,
 *     storage-unavailable, unreachable or denied; `message` explains it; `since` is the time of the last live data;
 *     `retryAt` is the time of the next attempt.
 */
export function onState(listener) {
  listeners.push(listener);
  listener(state);
}

function setState(name, more = {}) {
  const lastLive = state.since ?? (isFresh() ? Date.now() : undefined);
  state = { name, since: name === "live" || name === "polling" ? undefined : lastLive, ...more };
  for (const listener of listeners) listener(state);
}

function isFresh() {
  return state.name === "live" || state.name === "polling";
}

/** Retries now instead of at `retryAt`. */
export function retryNow() {
  wake();
}

/** Runs as long as the page is open, and again if the user comes back to it. */
export async function run() {
  setInterval(tick, 1_000);
  addEventListener("online", retryNow);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && comeBack());
  for (;;) {
    abort = new AbortController();
    try {
      await readAll(abort.signal);
      await listen();
    } catch (error) {
      if (abort.signal.reason !== LEFT) fail(error);
    }
    await pause(Math.max(0, (state.retryAt ?? 0) - Date.now()));
    await shown;
  }
}

/**
 * Browsers keep a page that was left, for the Back button, and its requests with it. Chromium keeps six pages in a tab
 * and opens six connections to one host: their streams of events would leave no connection for a seventh page.
 */
function leave() {
  shown = new Promise((resolve) => {
    resume = resolve;
  });
  setState("connecting");
  abort.abort(LEFT);
}

function comeBack() {
  resume();
  retryNow();
}

async function readAll(signal) {
  const overview = await get("v1/overview", {}, signal);
  setZone(overview.zone);
  update(overview.types);
  setHistory((await get("v1/history", {}, signal)).types);
}

function fail(error) {
  const wait = WAITS_MILLIS[Math.min(failures++, WAITS_MILLIS.length - 1)];
  const more = { message: error.message, retryAt: Date.now() + wait };
  if (error instanceof NoEvents) {
    setState("polling", { ...more, retryAt: Date.now() + POLL_MILLIS });
  } else if (error instanceof Problem && error.status === 429) {
    const message = `${error.message} The counts can be a few seconds old.`;
    setState("polling", { message, retryAt: Date.now() + POLL_MILLIS });
  } else if (error instanceof Problem && error.status === 403) {
    setState("denied", { ...more, retryAt: Date.now() + 60_000 });
  } else if (error instanceof Problem && error.status === 503) {
    setState("storage-unavailable", more);
  } else if (error instanceof Problem || error instanceof Unreachable) {
    setState("unreachable", more);
  } else {
    // A bug in this page. Log it, and keep trying.
    console.error(error);
    setState("unreachable", more);
  }
}

function pause(millis) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** Requests succeed but no events arrive. */
class NoEvents extends Error {
  constructor(reason) {
    super(`${reason}, so this page updates every few seconds instead of live.`);
  }
}

/** Always throws: the stream ends only if something is wrong. */
async function listen() {
  let watchdog;
  let silent = false;
  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      silent = state.name !== "live";
      abort.abort();
    }, SILENCE_MILLIS);
  };
  heard();
  try {
    // fetch, because an EventSource can't send an API key.
    const response = await request("v1/events", { headers: { Accept: "text/event-stream" }, signal: abort.signal });
    if (response.status === 429) throw new NoEvents("Too many dashboard pages are open");
    if (!response.ok) throw await problemOf(response);
    await read(response.body, heard);
  } catch (error) {
    if (error instanceof Problem || error instanceof NoEvents) throw error;
  } finally {
    clearTimeout(watchdog);
    abort.abort();
  }
  // Some proxies hold a response back until it is complete.
  throw silent ? new NoEvents("Live events do not arrive, possibly because of a proxy") : new Unreachable();
}

async function read(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    heard();
    const events = (rest + value).split(/\r?\n\r?\n/);
    rest = events.pop();
    events.forEach(handleEvent);
  }
}

function handleEvent(text) {
  let name = "message";
  const data = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5));
  }
  if (name === "types") {
    failures = 0;
    if (state.name !== "live") setState("live");
    update(JSON.parse(data.join("\n")).types);
  } else if (name === "unavailable" && state.name !== "storage-unavailable") {
    setState("storage-unavailable", { message: JSON.parse(data.join("\n")).detail });
  }
}
