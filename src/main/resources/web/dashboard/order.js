// Which types are shown, and in which order.
import { STATES } from "./alerts.js";

const names = new Intl.Collator(undefined, { numeric: true });
const byName = (a, b) => names.compare(a.type, b.type);
const by = (value) => (a, b) => value(a) - value(b);
const never = Number.MAX_SAFE_INTEGER;
const outAt = (type) => Date.parse(type.runsOutAt ?? type.runsOutAtDailyRate) || never;

/** Each ascending. What most people want to see first comes first where `descends` says to begin the other way. */
export const ORDERS = {
  type: { compare: byName },
  state: { compare: (a, b) => by((type) => STATES[type.state].rank)(a, b) || by(outAt)(b, a), descends: true },
  available: { compare: by((type) => type.available) },
  claimed: { compare: by((type) => type.claimed), descends: true },
  retired: { compare: by((type) => type.retired), descends: true },
  expired: { compare: by((type) => type.expired), descends: true },
  given: { compare: by((type) => type.claimedLastHour), descends: true },
  runsOut: { compare: by((type) => (type.available ? outAt(type) : 0)) },
  expires: { compare: (a, b) => (expiresAt(a) < expiresAt(b) ? -1 : expiresAt(a) > expiresAt(b) ? 1 : 0) },
};

/** As text: all dates are in one zone and of one form. */
function expiresAt(type) {
  return type.nextExpiration?.expirationDate ?? "~";
}

/** @param filter `text` to be found in the name, and `state`: "", "attention" or one of the states */
export function select(types, { text, state }, { by: name, descending }) {
  const wanted = text.trim().toLocaleLowerCase();
  const { compare } = ORDERS[name];
  const sign = descending ? -1 : 1;
  return [...types]
    .filter((type) => !wanted || type.type.toLocaleLowerCase().includes(wanted))
    .filter((type) => !state || (state === "attention" ? type.state !== "ok" : type.state === state))
    .sort((a, b) => sign * compare(a, b) || byName(a, b));
}
