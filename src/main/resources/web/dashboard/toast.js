// Short messages in a corner of the page. Screen readers announce them.
import { h } from "./dom.js";

const SHOWN_MILLIS = 8_000;
const MAX_SHOWN = 4;

/** @param kind "ok", "warning", "alarm" or "exhausted" */
export function toast(text, kind = "ok") {
  const place = document.getElementById("toasts");
  const close = h("button", { class: "toast-close", type: "button", "aria-label": "Dismiss" }, "×");
  const message = h("div", { class: `toast toast-${kind}` }, h("p", {}, text), close);
  let timer;
  const remove = () => {
    clearTimeout(timer);
    message.remove();
  };
  const removeLater = () => {
    timer = setTimeout(remove, SHOWN_MILLIS);
  };
  close.addEventListener("click", remove);
  message.addEventListener("pointerenter", () => clearTimeout(timer));
  message.addEventListener("pointerleave", removeLater);
  place.append(message);
  while (place.children.length > MAX_SHOWN) place.firstElementChild.remove();
  removeLater();
}
