// One row of the table of types.
import { STATES } from "./alerts.js";
import { h, setAttribute, setText, setTime } from "./dom.js";
import { count, number, runsOut } from "./format.js";
import { stockBar } from "./stock.js";
import { sparkline } from "./sparkline.js";
import { claimsOf } from "./store.js";
import { expiry, shortExpiry, soon } from "./zone.js";

function cell(label, style, ...children) {
  return h("td", { role: "cell", class: style, "data-label": label }, ...children);
}

/** @returns the element, `show(type)` and `showClaims()` */
export function typeRow(name) {
  const sign = h("span", { "aria-hidden": "true" });
  const word = h("span");
  const state = h("span", { class: "badge" }, sign, word);
  const [available, claimed, retired, expired, lastHour] = Array.from({ length: 5 }, () => h("span"));
  const bar = stockBar();
  const spark = sparkline();
  const out = h("span", { class: "main" });
  const outWhen = h("span", { class: "sub" });
  const expires = h("span", { class: "main" });
  const expiresCodes = h("span", { class: "sub" });
  const link = h("a", { href: `#/types/${encodeURIComponent(name)}`, title: name }, name);
  const element = h(
    "tr",
    { role: "row" },
    h("th", { role: "rowheader", scope: "row", class: "name" }, link),
    cell("State", "state", state),
    cell("Available", "number strong", available),
    cell("Claimed", "number", claimed),
    cell("Retired", "number", retired),
    cell("Expired", "number", expired),
    cell("Stock", "bar", bar.element),
    cell("Claims, last hour", "last-hour", lastHour, spark.element),
    cell("Runs out", "two", out, outWhen),
    cell("Next expiration", "two", expires, expiresCodes),
  );
  // The whole row can be clicked. For keyboards there is the link.
  element.addEventListener("click", (event) => {
    if (!event.target.closest("a") && !getSelection().toString()) link.click();
  });

  return {
    element,
    show: (type) => {
      setAttribute(state, "class", `badge badge-${type.state}`);
      setText(sign, STATES[type.state].sign);
      setText(word, ` ${STATES[type.state].word}`);
      setText(available, number(type.available));
      setText(claimed, number(type.claimed));
      setText(retired, number(type.retired));
      setText(expired, number(type.expired));
      setText(lastHour, number(type.claimedLastHour));
      bar.show(type);
      showForecast(type, out, outWhen);
      showNext(type.nextExpiration, expires, expiresCodes);
    },
    showClaims: () => spark.show(claimsOf(name)),
  };
}

function showForecast(type, main, sub) {
  main.classList.remove("soon");
  if (type.available === 0) {
    setTime(main, { text: type.total ? "out of stock" : "–", title: "No codes are available" });
    return setText(sub, "");
  }
  const at = type.runsOutAt ?? type.runsOutAtDailyRate;
  if (at === null) {
    setTime(main, { text: "–", title: "No claims in the last 24 hours" });
    return setText(sub, "");
  }
  const out = runsOut(at);
  main.classList.toggle("soon", out.isSoon);
  const rate = type.runsOutAt ? "last hour" : "last 24 hours";
  setTime(main, { text: out.text, title: `${out.title}, at the rate of the ${rate}` });
  setText(sub, [out.when, !type.runsOutAt && "at the 24-hour rate"].filter(Boolean).join(", "));
}

function showNext(next, main, sub) {
  if (next === null) {
    setTime(main, { text: "–", title: "None of the available codes has an expiration date" });
    return setText(sub, "");
  }
  setTime(main, { text: soon(next.expirationDate).text, title: expiry(next.expirationDate).title });
  setText(sub, `${count(next.codes, "code")} on ${shortExpiry(next.expirationDate)}`);
}
