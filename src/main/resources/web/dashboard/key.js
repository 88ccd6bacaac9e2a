// The API key, if the service has API keys. It is entered once, and kept until the tab is closed.
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
    // Storage is blocked. The user has to sign in again after a reload.
  }
  for (const listener of listeners) listener(key !== "");
}

export function currentKey() {
  return key;
}

/** @param listener called with whether there is a key, now and on every change */
export function onKey(listener) {
  listeners.push(listener);
  listener(key !== "");
}

export function signOut() {
  set("");
  location.reload();
}

/**
 * Asks for an API key. Requests that need one at the same time share one dialog.
 *
 * @param reason why the current key was rejected; empty if there is no key
 */
export function signIn(reason) {
  asking ??= ask(reason).finally(() => {
    asking = null;
  });
  return asking;
}

function ask(reason) {
  const input = h("input", {
    id: "api-key", type: "password", required: true, maxlength: "500", autocomplete: "off", spellcheck: "false",
    pattern: "[!-~]+", title: "ASCII characters without spaces", "aria-describedby": "api-key-error",
  });
  const dialog = h(
    "dialog",
    { class: "dialog", "aria-labelledby": "api-key-title" },
    h(
      "form",
      { method: "dialog" },
      h("h2", { id: "api-key-title" }, "Sign in"),
      h("p", {}, "This service requires an API key with the role ", h("code", {}, "read"), ". To upload codes, retire ",
        "codes or set alert levels, the key also needs the role ", h("code", {}, "upload"),
        ". The key is kept until you sign out or close this tab."),
      h("div", { class: "field" }, h("label", { for: "api-key" }, "API key"), input,
        h("p", { id: "api-key-error", class: "field-error", role: "alert" }, reason)),
      h("div", { class: "actions" }, h("button", { class: "button primary" }, "Sign in")),
    ),
  );
  // Without a key the page can't show anything, so the dialog can't be canceled.
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
