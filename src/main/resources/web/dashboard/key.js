// The API key, where the service has keys: asked for once, kept until the tab is closed.
import { h } from "./dom.js";

const NAME = "promopool.key";

let key = read();
let asking = null;
const listeners = [];

function read() {
  try {
    return sessionStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

function set(value) {
  key = value;
  try {
    if (value) sessionStorage.setItem(NAME, value);
    else sessionStorage.removeItem(NAME);
  } catch {
    // Then it is asked for again when the page is loaded again.
  }
  for (const listener of listeners) listener(key !== "");
}

export function currentKey() {
  return key;
}

/** Called with whether there is a key, now and whenever that changes. */
export function onKey(listener) {
  listeners.push(listener);
  listener(key !== "");
}

export function signOut() {
  set("");
  location.reload();
}

/**
 * Asks for another key. Calls that find out at the same time that they need one share a question.
 *
 * @param reason why the key of now is not right; empty where there is none
 */
export function signIn(reason) {
  asking ??= ask(reason).finally(() => {
    asking = null;
  });
  return asking;
}

function ask(reason) {
  const input = h("input", {
    id: "api-key", type: "password", required: true, pattern: "[!-~]+", title: "letters, digits and signs, no spaces", autocomplete: "off", spellcheck: "false", maxlength: "500",
    "aria-describedby": "api-key-error",
  });
  const dialog = h(
    "dialog",
    { class: "dialog", "aria-labelledby": "api-key-title" },
    h(
      "form",
      { method: "dialog" },
      h("h2", { id: "api-key-title" }, "API key"),
      h("p", {}, "This service has API keys. Enter one with the role ", h("code", {}, "read"), "; uploads and retiring need ",
        h("code", {}, "upload"), " too. It is kept in this tab until you close it."),
      h("div", { class: "field" }, h("label", { for: "api-key" }, "Key"), input,
        h("p", { id: "api-key-error", class: "field-error", role: "alert" }, reason)),
      h("div", { class: "actions" }, h("button", { class: "button primary" }, "Go on")),
    ),
  );
  // There is nothing to see without a key, so there is no way around the question.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  input.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      set(input.value.trim());
      resolve();
    });
  });
}
