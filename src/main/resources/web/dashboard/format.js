// Formats numbers, sizes and times for people, in the language of the browser.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const whole = new Intl.NumberFormat(undefined, { useGrouping: "always", maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
const dayOfYear =
  new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

export function number(value) {
  return whole.format(value);
}

/** "1 code", "2 codes". */
export function count(value, noun) {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}

export function bytes(value) {
  for (const [unit, size] of [["GB", 1e9], ["MB", 1e6], ["kB", 1e3]]) {
    if (value >= size) return `${tenths.format(value / size)} ${unit}`;
  }
  return count(value, "byte");
}

export function time(millis) {
  return clock.format(millis);
}

/** A duration in one unit or two; more precision would not help anyone. */
export function duration(millis) {
  if (millis < MINUTE) return `${Math.max(0, Math.round(millis / 1_000))} s`;
  if (millis < HOUR) return `${Math.round(millis / MINUTE)} min`;
  if (millis < 5 * HOUR) {
    const minutes = Math.floor((millis % HOUR) / MINUTE);
    return `${Math.floor(millis / HOUR)} h${minutes ? ` ${minutes} min` : ""}`;
  }
  if (millis < 2 * DAY) return `${Math.round(millis / HOUR)} h`;
  if (millis < 90 * DAY) return `${Math.round(millis / DAY)} days`;
  if (millis < 730 * DAY) return `${Math.round(millis / (30.4 * DAY))} months`;
  return `${Math.round(millis / (365.25 * DAY))} years`;
}

/** "today, 18:20", "tomorrow, 09:05", "Fri, 14:00", "3 Mar, 14:00", "3 Mar 2029". */
export function calendar(millis, now = Date.now()) {
  const days = Math.round((startOfDay(millis) - startOfDay(now)) / DAY);
  if (days === 0) return `today, ${clock.format(millis)}`;
  if (days === 1) return `tomorrow, ${clock.format(millis)}`;
  if (days === -1) return `yesterday, ${clock.format(millis)}`;
  if (days > 1 && days < 7) return weekday.format(millis);
  return Math.abs(days) < 180 ? dayOfYear.format(millis) : day.format(millis);
}

function startOfDay(millis) {
  return new Date(millis).setHours(0, 0, 0, 0);
}

export function fullTime(millis) {
  return full.format(millis);
}

/** "3 min ago", with the full time as its tooltip. */
export function ago(millis, now = Date.now()) {
  const past = now - millis;
  const text = past < MINUTE ? "just now" : past < DAY ? `${duration(past)} ago` : calendar(millis, now);
  return { text, title: fullTime(millis) };
}

/** When a type runs out: the time until then, and the date. */
export function runsOut(instant, now = Date.now()) {
  const at = Date.parse(instant);
  const left = at - now;
  if (left > 3_600 * DAY) {
    return { text: "in years", title: "The stock lasts more than nine years", isSoon: false };
  }
  return {
    isSoon: left < DAY,
    text: left < MINUTE ? "in less than a minute" : `in ${duration(left)}`,
    when: calendar(at, now),
    title: fullTime(at),
  };
}
