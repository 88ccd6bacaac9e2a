// Short messages in a corner, which screen readers read out.
import { h } from "./dom.js";

const SHOWN_MILLIS = 8_000;
const MOST = 4;

/** @param kind of the message: "ok", "warning", "alarm" or "exhausted" */
export function toast(text, kind = "ok") {
  const place = document.getElementById("toasts");
  const close = h("button", { class: "toast-close", type: "button", "aria-label": "Dismiss" }, "×");
  const message = h("div", { class: `toast toast-${kind}` }, h("p", {}, text), close);
  let timer;
  const remove = () => {
    clearTimeout(timer);
    message.remove();
  };
  const leave = () => {
    timer = setTimeout(remove, SHOWN_MILLIS);
  };
  close.addEventListener("click", remove);
  message.addEventListener("pointerenter", () => clearTimeout(timer));
  message.addEventListener("pointerleave", leave);
  place.append(message);
  while (place.children.length > MOST) place.firstElementChild.remove();
  leave();
}
