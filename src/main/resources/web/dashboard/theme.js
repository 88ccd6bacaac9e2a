// Not a module, so that it runs before the first paint: a page that is to be dark must not flash white.
"use strict";

(() => {
  const root = document.documentElement;
  const NAMES = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" };

  /** Browsers can be told to keep nothing. */
  const kept = () => {
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

  let theme = NAMES[kept()] ? kept() : "auto";
  show(theme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(theme));

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const label = () => {
      button.textContent = NAMES[theme];
      button.setAttribute("aria-label", `Colours: ${theme}. Change`);
    };
    button.addEventListener("click", () => {
      const all = Object.keys(NAMES);
      theme = all[(all.indexOf(theme) + 1) % all.length];
      try {
        localStorage.setItem("promopool.theme", theme);
      } catch {
        // It holds until the page is left, then.
      }
      show(theme);
      label();
    });
    label();
  });
})();
