// Keeps the store up to date: reads all once, then listens to the service's events, and begins anew where that breaks.
import { get, Problem, problemOf, request, Unreachable } from "./api.js";
import { tick, setHistory, update } from "./store.js";
import { setZone } from "./zone.js";

/** The service says something each 10 s, be it nothing. */
const SILENCE_MILLIS = 25_000;
const WAITS_MILLIS = [500, 1_000, 2_000, 4_000, 8_000];

/** Where the service can't take another listener, it is asked now and then. */
const POLL_MILLIS = 5_000;

const listeners = [];
let state = { name: "connecting" };
let failures = 0;
let wake = () => {};

/**
 * @param listener called with the state now and whenever it changes: `name` is connecting, live, polling,
 *     storage-unavailable, away or refused; `message` says more, `since` is when it was last live, `retryAt` when it is tried
 *     again
 */
export function onState(listener) {
  listeners.push(listener);
  listener(state);
}

function setState(name, more = {}) {
  const since = name === "live" || name === "polling" ? undefined : (state.since ?? (isFresh() ? Date.now() : undefined));
  state = { name, since, ...more };
  for (const listener of listeners) listener(state);
}

function isFresh() {
  return state.name === "live" || state.name === "polling";
}

/** Tries again now rather than later. */
export function retryNow() {
  wake();
}

/** Runs as long as the page is open. */
export async function run() {
  setInterval(tick, 1_000);
  addEventListener("online", retryNow);
  for (;;) {
    try {
      await readAll();
      await listen();
    } catch (error) {
      fail(error);
    }
    await pause(Math.max(0, (state.retryAt ?? 0) - Date.now()));
  }
}

async function readAll() {
  const overview = await get("v1/overview");
  setZone(overview.zone);
  update(overview.types);
  setHistory((await get("v1/history")).types);
}

function fail(error) {
  const wait = WAITS_MILLIS[Math.min(failures++, WAITS_MILLIS.length - 1)];
  const more = { message: error.message, retryAt: Date.now() + wait };
  if (error instanceof Silent || (error instanceof Problem && error.status === 429)) {
    setState("polling", { ...more, retryAt: Date.now() + POLL_MILLIS });
  } else if (error instanceof Problem && error.status === 403) {
    setState("refused", { ...more, retryAt: Date.now() + 60_000 });
  } else if (error instanceof Problem && error.status === 503) {
    setState("storage-unavailable", more);
  } else if (error instanceof Problem || error instanceof Unreachable) {
    setState("away", more);
  } else {
    // A mistake of ours: it must show up, and must not be the end.
    console.error(error);
    setState("away", more);
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

/** What comes through in whole answers and not as a stream: some proxies hold back what is not yet complete. */
class Silent extends Error {}

/** Never returns: a stream comes to its end only where something is wrong. */
async function listen() {
  const abort = new AbortController();
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
    // Not an EventSource, which can't send a key.
    const response = await request("v1/events", { headers: { Accept: "text/event-stream" }, signal: abort.signal });
    if (!response.ok) throw await problemOf(response);
    await read(response.body, heard);
  } catch (error) {
    if (error instanceof Problem) throw error;
  } finally {
    clearTimeout(watchdog);
    abort.abort();
  }
  throw silent ? new Silent("No live events come through; the counts are read now and then.") : new Unreachable();
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
    events.forEach(take);
  }
}

function take(text) {
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
