// Expiration dates are local times in the time zone of the service, which can differ from that of the browser.
import { calendar, duration, fullTime } from "./format.js";

const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
const SHORT_MILLIS = 300 * 86_400_000;

let zone = "UTC";
let parts = partsIn("UTC");

function partsIn(timeZone) {
  return new Intl.DateTimeFormat("en", {
    timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric", second: "numeric",
  });
}

/** If the browser does not know the time zone, dates are still shown, but not how far away they are. */
export function setZone(name) {
  zone = name;
  try {
    parts = partsIn(name);
  } catch {
    parts = null;
  }
}

export function zoneName() {
  return zone;
}

function offsetAt(millis) {
  const of = Object.fromEntries(parts.formatToParts(millis).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(of.year, of.month - 1, of.day, of.hour, of.minute, of.second) - Math.floor(millis / 1_000) * 1_000;
}

/** The offset of a time that a clock change repeats, such as +02:00. */
const OFFSET = /(Z|[+-]\d\d:\d\d(:\d\d)?)$/;

/**
 * The instant of a local time such as 2030-12-31T23:59, in epoch milliseconds. NaN if the time zone is not known and
 * the time has no offset.
 */
export function instantOf(local) {
  if (OFFSET.test(local)) return Date.parse(local);
  const asUtc = asIfUtc(local);
  if (!parts) return Number.NaN;
  const first = asUtc - offsetAt(asUtc);
  return asUtc - offsetAt(first);
}

function asIfUtc(local) {
  const time = local.replace(OFFSET, "");
  return Date.parse(time.length === 16 ? `${time}:00Z` : `${time}Z`);
}

/** An expiration date in the time zone of the service; null means never. */
export function expiry(local) {
  if (local === null) return { text: "never", title: "Never expires" };
  return { text: `${date.format(asIfUtc(local))}, ${local.slice(11)}`, title: title(local) };
}

/** The day of an expiration date, with the year only if needed. */
export function shortExpiry(local, now = Date.now()) {
  const at = asIfUtc(local);
  return (Math.abs(at - now) < SHORT_MILLIS ? dayOfYear : date).format(at);
}

/** The time until an expiration date. */
export function soon(local, now = Date.now()) {
  const left = instantOf(local) - now;
  if (Number.isNaN(left)) return expiry(local);
  return { text: left <= 0 ? "expired" : `in ${duration(left)}`, title: title(local) };
}

function title(local) {
  const at = instantOf(local);
  const here = Number.isNaN(at) ? "" : `; your time: ${calendar(at)} (${fullTime(at)})`;
  return `${local.replace("T", " ")} in ${zone}${here}`;
}
