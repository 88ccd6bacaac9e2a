// Puts the page together: which view is shown, how the service is, and what holds for all views.
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
    // So that a screen reader says where one is, and the keyboard goes on from there.
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
    connecting: "Connecting …", live: "Live", polling: "Updated now and then", "storage-unavailable": "Storage away", away: "Service away",
    refused: "Refused",
  };
  onState(({ name, message, since, retryAt }) => {
    setText(status.lastElementChild, words[name]);
    status.className = `connection connection-${name}`;
    document.body.dataset.connection = name;
    const isBad = name !== "live" && name !== "connecting";
    banner.hidden = !isBad;
    if (!isBad) return;
    const heading = {
      away: "The service can’t be reached.",
      "storage-unavailable": "The service runs, but its storage is away. Claims and uploads fail until it is back.",
      refused: "The service does not let you in.",
      polling: "Counts are some seconds old.",
    }[name];
    const more = name === "refused" || name === "polling" ? ` ${message}` : "";
    const old = since && name !== "polling" ? ` What you see is from ${time(since)}.` : "";
    const next = retryAt ? ` Tried again every ${duration(Math.max(1_000, retryAt - Date.now()))}.` : "";
    const action = name === "refused"
      ? h("button", { type: "button", class: "button small", onclick: signOut }, "Use another key")
      : retryAt ? h("button", { type: "button", class: "button small", onclick: retryNow }, "Try now") : "";
    banner.className = `banner banner-${name}`;
    const text = `${heading}${more}${old}${name === "refused" ? "" : " It recovers by itself."}`;
    // Said once: a screen reader need not hear of each attempt.
    if (banner.firstElementChild?.textContent !== text) banner.replaceChildren(h("p", {}, text), action);
    banner.title = next.trim();
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
  // The address says which view it is, so a jump inside of it can't be a link.
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
