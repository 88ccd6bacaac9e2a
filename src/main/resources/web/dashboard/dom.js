// Builds elements without a framework. Text is never parsed as HTML: types, codes and keys can contain any characters.

/**
 * Creates an element: `h("p", { class: "hint", onclick: f }, "text", child)`. Properties that begin with "on" are
 * listeners, all others are attributes. Properties and children that are undefined, null or false are skipped.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Creates an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Writes only a text that differs, because writing costs a layout and clears the user's selection. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Shows a short time, with the full time as its tooltip. */
export function setTime(element, { text, title }) {
  setText(element, text);
  setAttribute(element, "title", title);
}

/** A label and its input, with space for a hint and an error. */
export function field(label, input, hint) {
  const hintId = `${input.id}-hint`;
  const errorId = `${input.id}-error`;
  input.setAttribute("aria-describedby", `${hintId} ${errorId}`);
  return h(
    "div",
    { class: "field" },
    h("label", { for: input.id }, label),
    input,
    h("p", { class: "hint", id: hintId }, hint ?? ""),
    h("p", { class: "field-error", id: errorId, role: "alert" }),
  );
}

/** Shows an error below an input; an empty text clears it. */
export function setFieldError(input, text = "") {
  input.toggleAttribute("aria-invalid", text !== "");
  if (text) input.setAttribute("aria-invalid", "true");
  const place = document.getElementById(`${input.id}-error`);
  if (place) setText(place, text);
}
