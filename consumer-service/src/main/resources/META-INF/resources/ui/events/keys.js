// Keyboard shortcuts. They are off while the user types, and can be switched off, since speech input may trigger them.

import * as dialog from "../basics/dialog.js";
import { element } from "../basics/dom.js";
import * as preferences from "../state/preferences.js";

const MOVES = { j: 1, k: -1, n: 1, p: -1 };
const OPENING = ["n", "p"];
const SINGLE_KEYS = "single-keys";

function toggles() {
  return [...document.querySelectorAll(".events .toggle")];
}

function row(toggle) {
  return toggle?.closest("li");
}

/** The row with the focus; otherwise the open one. */
function current(all) {
  const focused = document.activeElement.closest?.(".events > li");
  const at = all.findIndex((toggle) => row(toggle) === focused);
  return at >= 0 ? at : all.findIndex((toggle) => toggle.ariaExpanded === "true");
}

function move(step, isOpening) {
  const all = toggles();
  const at = current(all);
  const next = all[at < 0 ? 0 : at + step];
  if (!next) {
    return;
  }
  if (isOpening) {
    close(all[at]);
    if (next.ariaExpanded !== "true") {
      next.click();
    }
  }
  next.focus({ preventScroll: true });
  row(next).scrollIntoView({ block: "nearest" });
}

function close(toggle) {
  if (toggle?.ariaExpanded === "true") {
    toggle.click();
  }
}

addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, select, textarea");
  const isOfBrowser = event.ctrlKey || event.metaKey || event.altKey;
  if (isTyping || isOfBrowser || document.querySelector("dialog[open]")) {
    return;
  }
  if (!preferences.isOn(SINGLE_KEYS) && event.key !== "Escape") {
    return;
  }
  const all = toggles();
  if (event.key === "/") {
    document.querySelector("#filters input[name=q]").focus();
  } else if (event.key === "?") {
    help();
  } else if (event.key === "Escape") {
    const at = current(all);
    close(all[at]);
    all[at]?.focus();
  } else if (event.key in MOVES) {
    move(MOVES[event.key], OPENING.includes(event.key));
  } else {
    return;
  }
  event.preventDefault();
});

function help() {
  const keys = element("input");
  keys.type = "checkbox";
  keys.checked = preferences.isOn(SINGLE_KEYS);
  keys.addEventListener("change", () => preferences.set(SINGLE_KEYS, keys.checked));
  const label = element("label", "inline", "Single-key shortcuts");
  label.prepend(keys);
  dialog.help([label]);
}

document.getElementById("help").addEventListener("click", help);
