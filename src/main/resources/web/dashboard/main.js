// Puts the page together: the current view, the state of the connection, and what all views share.
import { announceAlerts, STATES } from "./alerts.js";
import { openDetail } from "./detail.js";
import { h, setText } from "./dom.js";
import { duration, number, time } from "./format.js";
import { signOut, onKey } from "./key.js";
import { onState, retryNow, run } from "./live.js";
import { openLookup } from "./lookup.js";
import { openOverview } from "./overview.js";
import { onChange, types } from "./store.js";
import { isUploading, openUpload, chooseFiles } from "./upload.js";

const VIEWS = {
  "": { open: openOverview, title: () => "Overview" },
  types: { open: openDetail, title: (name) => name },
  upload: { open: openUpload, title: () => "Upload" },
  "look-up": { open: openLookup, title: () => "Look up" },
};

const main = document.getElementById("main");
let close = () => {};
let title = "";

function show(isFirst) {
  const [, name = "", text] = location.hash.match(/^#\/([^/]*)(?:\/(.*))?$/) ?? [];
  const view = VIEWS[name] && !(name === "types" && !text) ? name : "";
  const argument = text === undefined ? undefined : decode(text);
  close();
  main.replaceChildren();
  close = VIEWS[view].open(main, argument) ?? (() => {});
  title = VIEWS[view].title(argument);
  showTitle();
  for (const link of document.querySelectorAll("#nav a[data-view]")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!isFirst) {
    // So that a screen reader announces the new view, and the Tab key continues from its heading.
    (main.querySelector("h1") ?? main).focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function showTitle() {
  const bad = [...types.values()].filter((type) => STATES[type.state].rank > STATES.warning.rank).length;
  document.title = `${bad ? `(${number(bad)}) ` : ""}${title} – Promopool`;
}

function showConnection() {
  const status = document.getElementById("connection");
  const banner = document.getElementById("banner");
  const words = {
    connecting: "Connecting…",
    live: "Live",
    polling: "Polling",
    "storage-unavailable": "Storage unavailable",
    unreachable: "Service unreachable",
    denied: "Access denied",
  };
  onState(({ name, message, since, retryAt }) => {
    setText(status.lastElementChild, words[name]);
    status.className = `connection connection-${name}`;
    document.body.dataset.connection = name;
    const isBad = name !== "live" && name !== "connecting";
    banner.hidden = !isBad;
    if (!isBad) return;
    const heading = {
      unreachable: "The service can’t be reached.",
      "storage-unavailable": "The service is running, but its storage is unavailable. Claims and uploads fail for now.",
      denied: "Access denied.",
      polling: message,
    }[name];
    const more = name === "denied" ? ` ${message}` : "";
    const age = since && name !== "polling" ? ` The counts shown are from ${time(since)}.` : "";
    const next = retryAt ? `Next attempt in ${duration(Math.max(1_000, retryAt - Date.now()))}` : "";
    const action = name === "denied"
      ? h("button", { type: "button", class: "button small", onclick: signOut }, "Use another key")
      : retryAt ? h("button", { type: "button", class: "button small", onclick: retryNow }, "Retry now") : "";
    banner.className = `banner banner-${name}`;
    const text = `${heading}${more}${age}${name === "denied" ? "" : " This page reconnects automatically."}`;
    // Only a new text is written, so that a screen reader does not announce every attempt.
    if (banner.firstElementChild?.textContent !== text) banner.replaceChildren(h("p", {}, text), action);
    banner.title = next;
  });
}

function handleDrops() {
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    chooseFiles(event.dataTransfer.files);
    if (!location.hash.startsWith("#/upload")) location.hash = "#/upload";
  });
}

function handleShortcuts() {
  addEventListener("keydown", (event) => {
    const filter = document.getElementById("filter");
    const isTyping = event.target.closest?.("input, textarea, select, dialog");
    if (event.key === "/" && filter && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      filter.focus();
      filter.select();
    }
  });
}

document.getElementById("skip").addEventListener("click", (event) => {
  // The part of the URL after # names the view, so a link can't use it for a jump within the view.
  event.preventDefault();
  (main.querySelector("h1") ?? main).focus();
});
onKey((has) => {
  document.getElementById("sign-out").hidden = !has;
});
document.getElementById("sign-out").addEventListener("click", signOut);
addEventListener("hashchange", () => show(false));
addEventListener("beforeunload", (event) => {
  if (isUploading()) event.preventDefault();
});
onChange(showTitle);
handleDrops();
handleShortcuts();
announceAlerts();
showConnection();
show(true);
run();
