// Filters and sorts the types.
import { STATES } from "./alerts.js";

const names = new Intl.Collator(undefined, { numeric: true });
const byName = (a, b) => names.compare(a.type, b.type);
const by = (value) => (a, b) => value(a) - value(b);
const never = Number.MAX_SAFE_INTEGER;
const outAt = (type) => Date.parse(type.runsOutAt ?? type.runsOutAtDailyRate) || never;

/** All ascending. If `descends` is true, the first click on the column sorts in descending order. */
export const ORDERS = {
  type: { compare: byName },
  state: { compare: (a, b) => by((type) => STATES[type.state].rank)(a, b) || by(outAt)(b, a), descends: true },
  available: { compare: by((type) => type.available) },
  claimed: { compare: by((type) => type.claimed), descends: true },
  retired: { compare: by((type) => type.retired), descends: true },
  expired: { compare: by((type) => type.expired), descends: true },
  lastHour: { compare: by((type) => type.claimedLastHour), descends: true },
  runsOut: { compare: by((type) => (type.available ? outAt(type) : 0)) },
  expires: { compare: (a, b) => (expiresAt(a) < expiresAt(b) ? -1 : expiresAt(a) > expiresAt(b) ? 1 : 0) },
};

/** Compared as text, since all dates have the same time zone and format. */
function expiresAt(type) {
  return type.nextExpiration?.expirationDate ?? "~";
}

/** @param state "" for all types, "attention" for all that are not OK, or one of the states */
export function isInState(type, state) {
  return !state || (state === "attention" ? type.state !== "ok" : type.state === state);
}

/** @param filter `text` is a part of the name; `state` as in `isInState` */
export function select(types, { text, state }, { by: name, descending }) {
  const wanted = text.trim().toLocaleLowerCase();
  const { compare } = ORDERS[name];
  const sign = descending ? -1 : 1;
  return [...types]
    .filter((type) => !wanted || type.type.toLocaleLowerCase().includes(wanted))
    .filter((type) => isInState(type, state))
    .sort((a, b) => sign * compare(a, b) || byName(a, b));
}
