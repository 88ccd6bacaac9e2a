// What is known of the types, kept up to date by live.js; views listen.
const MINUTE = 60_000;

/** How many minutes the charts go back, the one under way among them. */
export const MINUTES = 60;

/** From the name of a type to what /v1/overview says of it. */
export const types = new Map();

/** From the name of a type to the codes given out in each minute, the oldest first. Types without any are not in it. */
const given = new Map();

/** How many claims of a type, of all times, are in there already. */
const counted = new Map();

const listeners = new Set();
let minute = minuteOf(Date.now());
let known = false;

function minuteOf(millis) {
  return Math.floor(millis / MINUTE);
}

/**
 * @param listener called after each change with the changes, `{ before, now }` of each type; `before` is undefined for
 *     a type that is new. A minute that began is a change too, of no type.
 * @returns what ends it
 */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A mistake in one view must not keep the others from the news. */
function tell(changes) {
  for (const listener of [...listeners]) {
    try {
      listener(changes);
    } catch (error) {
      reportError(error);
    }
  }
}

/** Whether the types have been read at least once: "none" and "not yet known" are not the same. */
export function isKnown() {
  return known;
}

/** Takes over what the service says of some types, or all. */
export function update(list) {
  advance();
  known = true;
  const changes = list.map((now) => {
    const before = types.get(now.type);
    types.set(now.type, now);
    count(now);
    return { before, now };
  });
  tell(changes);
}

/** Claims since the last look, into the minute under way. */
function count(now) {
  const more = now.claimed - (counted.get(now.type) ?? now.claimed);
  if (more > 0) minutesOf(now.type)[MINUTES - 1] += more;
  if (more >= 0) counted.set(now.type, now.claimed);
}

function minutesOf(type) {
  if (!given.has(type)) given.set(type, new Array(MINUTES).fill(0));
  return given.get(type);
}

/** Takes over the history as the service has recorded it. */
export function setHistory(list) {
  advance();
  given.clear();
  for (const { type, claimedByMinute, claimed } of list) {
    given.set(type, claimedByMinute.slice(-MINUTES));
    counted.set(type, claimed);
  }
  for (const now of types.values()) count(now);
  tell([]);
}

/** To be called every now and then: minutes pass also where nothing is given. */
export function tick() {
  if (advance()) tell([]);
}

function advance() {
  const passed = minuteOf(Date.now()) - minute;
  if (passed === 0) return false;
  minute += passed;
  for (const [type, minutes] of given) {
    for (let i = 0; i < Math.min(Math.max(passed, 0), MINUTES); i++) {
      minutes.shift();
      minutes.push(0);
    }
    if (minutes.every((codes) => codes === 0)) given.delete(type);
  }
  return true;
}

/** Codes of a type given out by the minute; undefined where there were none for an hour. */
export function claimsOf(type) {
  return given.get(type);
}

/** The same of all types together. */
export function claimsOfAllTypes() {
  const sum = new Array(MINUTES).fill(0);
  for (const minutes of given.values()) minutes.forEach((codes, i) => (sum[i] += codes));
  return sum;
}

/** When the last of the minutes began, in epoch milliseconds. */
export function lastMinute() {
  return minute * MINUTE;
}
