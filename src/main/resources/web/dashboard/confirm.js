// Asks for confirmation before an action.
import { h } from "./dom.js";

/** @returns a promise: true if the user confirmed */
export function confirmed({ title, text, action }) {
  const go = h("button", { class: "button primary", value: "go" }, action);
  const dialog = h(
    "dialog",
    { class: "dialog", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
    h("form", { method: "dialog" },
      h("h2", { id: "confirm-title" }, title),
      h("p", { id: "confirm-text" }, text),
      h("div", { class: "actions" }, h("button", { class: "button", value: "" }, "Cancel"), go)),
  );
  document.body.append(dialog);
  dialog.showModal();
  go.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "go");
    });
  });
}
