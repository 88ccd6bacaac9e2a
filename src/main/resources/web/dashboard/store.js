// The stock of all types. live.js keeps it up to date; the views listen for changes.
const MINUTE = 60_000;

/** How many minutes the charts show, including the current one. */
export const MINUTES = 60;

/** The name of each type and its entry in /v1/overview. */
export const types = new Map();

/** The name of each type with claims in this time, and how many there were per minute, oldest first. */
const claimsByMinute = new Map();

/** For each type, the total number of its claims up to which `claimsByMinute` is complete. */
const counted = new Map();

const listeners = new Set();
let minute = minuteOf(Date.now());
let known = false;

function minuteOf(millis) {
  return Math.floor(millis / MINUTE);
}

/**
 * @param listener called with the changes: `{ before, now }` for each type, where `before` is undefined if the type is
 *     new. When a new minute begins, it is called without any changes.
 * @returns a function that removes the listener
 */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** An error in one view must not keep the other views from being updated. */
function notify(changes) {
  for (const listener of [...listeners]) {
    try {
      listener(changes);
    } catch (error) {
      reportError(error);
    }
  }
}

/** Whether the types have been read at least once: "no types" and "not yet known" look different. */
export function isKnown() {
  return known;
}

/** Stores the new state of some types, or of all. */
export function update(list) {
  advance();
  known = true;
  const changes = list.map((now) => {
    const before = types.get(now.type);
    types.set(now.type, now);
    count(now);
    return { before, now };
  });
  notify(changes);
}

/** Adds the claims since the last update to the current minute. */
function count(now) {
  const more = now.claimed - (counted.get(now.type) ?? now.claimed);
  if (more > 0) minutesOf(now.type)[MINUTES - 1] += more;
  if (more >= 0) counted.set(now.type, now.claimed);
}

function minutesOf(type) {
  if (!claimsByMinute.has(type)) claimsByMinute.set(type, new Array(MINUTES).fill(0));
  return claimsByMinute.get(type);
}

/** Stores the history that the service has recorded. */
export function setHistory(list) {
  advance();
  claimsByMinute.clear();
  for (const { type, claimedByMinute, claimed } of list) {
    claimsByMinute.set(type, claimedByMinute.slice(-MINUTES));
    counted.set(type, claimed);
  }
  for (const now of types.values()) count(now);
  notify([]);
}

/** Call this regularly: minutes also pass when there are no claims. */
export function tick() {
  if (advance()) notify([]);
}

function advance() {
  const passed = minuteOf(Date.now()) - minute;
  if (passed === 0) return false;
  minute += passed;
  for (const [type, minutes] of claimsByMinute) {
    for (let i = 0; i < Math.min(Math.max(passed, 0), MINUTES); i++) {
      minutes.shift();
      minutes.push(0);
    }
    if (minutes.every((codes) => codes === 0)) claimsByMinute.delete(type);
  }
  return true;
}

/** The claims per minute of a type; undefined if there were none in the last hour. */
export function claimsOf(type) {
  return claimsByMinute.get(type);
}

/** The claims per minute of all types together. */
export function claimsOfAllTypes() {
  const sum = new Array(MINUTES).fill(0);
  for (const minutes of claimsByMinute.values()) minutes.forEach((codes, i) => (sum[i] += codes));
  return sum;
}

/** The start of the current minute, in epoch milliseconds. */
export function lastMinute() {
  return minute * MINUTE;
}
