// Elements without a framework. All text goes in as text: types, codes and keys may hold any characters.

/**
 * An element: `h("p", { class: "hint", onclick: f }, "text", child)`. What is undefined, null or false is left out.
 * Properties that begin with "on" are listeners; all others are attributes.
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

/** The same in SVG. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Writes only what differs: what is written costs a layout, and loses a selection that somebody made. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** A time in words, with the whole of it for those who point at it. */
export function setTime(element, { text, title }) {
  setText(element, text);
  setAttribute(element, "title", title);
}

/** A label and its field, with room for what is wrong with it. */
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

/** What is wrong with a field; nothing takes it back. */
export function setFieldError(input, text = "") {
  input.toggleAttribute("aria-invalid", text !== "");
  if (text) input.setAttribute("aria-invalid", "true");
  const place = document.getElementById(`${input.id}-error`);
  if (place) setText(place, text);
}
