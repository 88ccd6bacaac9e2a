// Finds a code, or the claim of a key. Codes can be retired and made available again.
import { get, pathOf, send } from "./api.js";
import { confirmed } from "./confirm.js";
import { h } from "./dom.js";
import { ago } from "./format.js";
import { toast } from "./toast.js";
import { expiry } from "./zone.js";

const STATE_WORDS = {
  available: "Available: can be claimed",
  claimed: "Claimed: has been handed out",
  retired: "Retired: is not handed out",
  expired: "Expired: past its expiration date",
};

/** @returns a function to call when the user leaves the view */
export function openLookup(root, text) {
  const input = h("input", {
    id: "look-up-text", type: "search", value: text, maxlength: "500", autocomplete: "off", spellcheck: "false",
  });
  const result = h("div", { class: "results", "aria-live": "polite" });
  root.append(
    h("h1", { tabindex: "-1" }, "Look up"),
    h("form", { class: "panel look-up", role: "search", onsubmit: go },
      h("div", { class: "field" },
        h("label", { for: "look-up-text" }, "Code or claim key"),
        h("div", { class: "with-button" }, input, h("button", { class: "button primary" }, "Look up")),
        h("p", { class: "hint" }, "Case-sensitive. Enter the whole code or key."))),
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
    result.replaceChildren(h("p", { class: "quiet" }, "Loading…"));
    try {
      const [code, claim] = await Promise.all([found("v1/codes", { code: text }), found("v1/claims", { key: text })]);
      // A claim is shown as its code, which has all the details.
      const ofClaim = claim && (await found("v1/codes", { code: claim.promocode }));
      if (!isOpen) return;
      const cards = [
        code && card("Code", code),
        ofClaim && card(`Claim with the key “${text}”`, ofClaim),
      ].filter(Boolean);
      result.replaceChildren(...(cards.length ? cards : [nothing()]));
    } catch (error) {
      if (isOpen) result.replaceChildren(h("p", { class: "panel problem", role: "alert" }, error.message));
    }
  }

  function nothing() {
    return h("p", { class: "panel quiet" },
      `There is no code or claim key “${text}”. Check upper and lower case, and whether the code was uploaded.`);
  }

  function card(title, code) {
    const when = code.claimedAt && ago(Date.parse(code.claimedAt));
    const rows = [
      ["Code", h("code", {}, code.code)],
      ["State", STATE_WORDS[code.state]],
      ["Type", h("a", { href: `#/types/${encodeURIComponent(code.type)}` }, code.type)],
      ["Discount", `${code.discount}%`],
      ["Expires", h("span", { title: expiry(code.expirationDate).title }, expiry(code.expirationDate).text)],
      when && ["Claimed", h("time", { datetime: code.claimedAt, title: when.title }, `${when.text} (${when.title})`)],
      code.key && ["Claim key", h("code", {}, code.key)],
    ].filter(Boolean);
    const action = code.state === "claimed"
      ? h("p", { class: "hint" }, "A claimed code stays claimed forever.")
      : h("div", { class: "actions" }, code.inUse
        ? h("button", { type: "button", class: "button", onclick: () => setInUse(code, false) }, "Make available")
        : h("button", { type: "button", class: "button", onclick: () => setInUse(code, true) }, "Retire"));
    return h("section", { class: "panel", "aria-label": title },
      h("h2", {}, title),
      h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
      action);
  }

  async function setInUse(code, inUse) {
    const isConfirmed = await confirmed(inUse
      ? {
        title: `Retire ${code.code}?`,
        text: "The code will no longer be handed out. You can make it available again later.",
        action: "Retire",
      }
      : {
        title: `Make ${code.code} available?`,
        text: "The code can then be claimed, unless it is past its expiration date.",
        action: "Make available",
      });
    if (!isConfirmed) return;
    try {
      const now = await send("PATCH", `v1/codes/${pathOf(code.code)}`, { inUse });
      toast(`${now.code} is now ${now.state}`);
    } catch (error) {
      toast(error.message, "alarm");
    }
    await find();
    result.querySelector("button")?.focus();
  }
}

/** Null if it does not exist. */
async function found(path, parameters) {
  try {
    return await get(path, parameters);
  } catch (error) {
    if (error.status === 404) return null;
    // Not every text that is valid as a key is valid as a code, and vice versa.
    if (error.status === 400) return null;
    throw error;
  }
}
