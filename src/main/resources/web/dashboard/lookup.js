// One code, or the claim of a key: what it is, who has it, take it out of use and put it back.
import { at, get, send } from "./api.js";
import { confirmed } from "./confirm.js";
import { h } from "./dom.js";
import { ago } from "./format.js";
import { toast } from "./toast.js";
import { expiry } from "./zone.js";

const STATE_WORDS = {
  available: "Available: it can be given out",
  claimed: "Claimed: it was given out",
  retired: "Retired: it is not given out",
  expired: "Expired: its date has come",
};

/** @returns what is to be done when the view is left */
export function openLookup(root, text) {
  const input = h("input", { id: "look-up-text", type: "search", value: text, autocomplete: "off", spellcheck: "false", maxlength: "500" });
  const result = h("div", { class: "results", "aria-live": "polite" });
  root.append(
    h("h1", { tabindex: "-1" }, "Look up"),
    h("form", { class: "panel look-up", role: "search", onsubmit: go },
      h("div", { class: "field" },
        h("label", { for: "look-up-text" }, "A code, or the key of a claim"),
        h("div", { class: "with-button" }, input, h("button", { class: "button primary" }, "Look up")),
        h("p", { class: "hint" }, "Exactly as it is; capitals matter."))),
    result,
  );
  let isOpen = true;
  if (text) find();
  return () => {
    isOpen = false;
  };

  function go(event) {
    event.preventDefault();
    const wanted = input.value.trim();
    if (!wanted) return input.focus();
    const target = `#/look-up/${encodeURIComponent(wanted)}`;
    if (location.hash === target) find();
    else location.hash = target;
  }

  async function find() {
    result.replaceChildren(h("p", { class: "quiet" }, "Looking …"));
    try {
      const [code, claim] = await Promise.all([found("v1/codes", { code: text }), found("v1/claims", { key: text })]);
      // A claim is shown as its code, with all that is known of that.
      const ofClaim = claim && (await found("v1/codes", { code: claim.promocode }));
      if (!isOpen) return;
      const cards = [code && card("Code", code), ofClaim && card(`Claim of the key “${text}”`, ofClaim)].filter(Boolean);
      result.replaceChildren(...(cards.length ? cards : [nothing()]));
    } catch (error) {
      if (isOpen) result.replaceChildren(h("p", { class: "panel problem", role: "alert" }, error.message));
    }
  }

  function nothing() {
    return h("p", { class: "panel quiet" }, `There is no code and no claim key “${text}”. Mind capitals, and whether the code was ever uploaded.`);
  }

  function card(title, code) {
    const when = code.claimedAt && ago(Date.parse(code.claimedAt));
    const rows = [
      ["Code", h("code", {}, code.code)],
      ["State", STATE_WORDS[code.state]],
      ["Type", h("a", { href: `#/types/${encodeURIComponent(code.type)}` }, code.type)],
      ["Discount", `${code.discount} %`],
      ["Expires", h("span", { title: expiry(code.expirationDate).title }, expiry(code.expirationDate).text)],
      when && ["Claimed", h("time", { datetime: code.claimedAt, title: when.title }, `${when.text} (${when.title})`)],
      code.key && ["Claim key", h("code", {}, code.key)],
    ].filter(Boolean);
    const put = code.state === "claimed"
      ? h("p", { class: "hint" }, "A code that was claimed stays with its claim for ever.")
      : h("div", { class: "actions" }, code.inUse
        ? h("button", { type: "button", class: "button", onclick: () => setInUse(code, false) }, "Put back")
        : h("button", { type: "button", class: "button", onclick: () => setInUse(code, true) }, "Retire"));
    return h("section", { class: "panel", "aria-label": title },
      h("h2", {}, title),
      h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
      put);
  }

  async function setInUse(code, inUse) {
    const goesOn = await confirmed(inUse
      ? { title: `Retire ${code.code}?`, text: "It will not be given out any more. You can put it back later.", action: "Retire" }
      : { title: `Put ${code.code} back?`, text: "From then on it can be given out again.", action: "Put back" });
    if (!goesOn) return;
    try {
      const now = await send("PATCH", `v1/codes/${at(code.code)}`, { inUse });
      toast(`${now.code} is ${now.state} now`);
    } catch (error) {
      toast(error.message, "alarm");
    }
    await find();
    result.querySelector("button")?.focus();
  }
}

/** Null where there is none of that name. */
async function found(path, parameters) {
  try {
    return await get(path, parameters);
  } catch (error) {
    if (error.status === 404) return null;
    // A key may be a text that no code can be, and the other way round.
    if (error.status === 400) return null;
    throw error;
  }
}
