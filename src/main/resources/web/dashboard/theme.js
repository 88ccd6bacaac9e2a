// Not a module, so that it runs before the first paint and a dark page does not flash white.
"use strict";

(() => {
  const root = document.documentElement;
  const NAMES = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" };

  /** The browser can block storage. */
  const stored = () => {
    try {
      return localStorage.getItem("promopool.theme") || "auto";
    } catch {
      return "auto";
    }
  };

  const show = (theme) => {
    root.dataset.theme = theme;
    document.dispatchEvent(new Event("theme"));
  };

  let theme = NAMES[stored()] ? stored() : "auto";
  show(theme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(theme));

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const label = () => {
      button.textContent = NAMES[theme];
      button.setAttribute("aria-label", `Theme: ${theme}. Change`);
    };
    button.addEventListener("click", () => {
      const all = Object.keys(NAMES);
      theme = all[(all.indexOf(theme) + 1) % all.length];
      try {
        localStorage.setItem("promopool.theme", theme);
      } catch {
        // Storage is blocked. The theme applies until the page is closed.
      }
      show(theme);
      label();
    });
    label();
  });
})();
