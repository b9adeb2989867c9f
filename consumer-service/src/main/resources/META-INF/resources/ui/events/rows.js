// The list of events. A row shows an event in one line, and opens in place.

import { valueOf } from "./attributes.js";
import { element, keepFocus, visible } from "../basics/dom.js";
import { textOf } from "../basics/json.js";
import * as highlight from "./highlight.js";
import { columns, panel, templateOf } from "./panel.js";
import { difference, exact } from "../state/times.js";
import { note, value, view } from "../state/url.js";

const list = document.getElementById("events");
const linked = document.getElementById("linked");
const NANO_DIGITS = 9;
// Characters of a message in its row; the opened event shows all of it.
const SHOWN_CHARACTERS = 4_000;
// Characters of it that a screen reader speaks when the row gets the focus.
const SPOKEN_CHARACTERS = 150;

let rows = new Map();
let marker = null;

/** The range of a severity: ERROR for ERROR3. */
export function range(severity) {
  return severity.replace(/\d/, "").toLowerCase();
}

/** Compares in the archive's order: by observed time to the nanosecond, then by id. */
function key(event) {
  const [seconds, fraction = ""] = event.observed_timestamp.slice(0, -1).split(".");
  return `${seconds}.${fraction.padEnd(NANO_DIGITS, "0")} ${event.id}`;
}

export function clear() {
  rows = new Map();
  marker = highlight.marker(value("q"));
  for (const each of [list, linked]) {
    keepFocus(() => each.replaceChildren());
    each.style.setProperty("--columns", view() === "dead-letters" ? "" : templateOf(columns()));
    each.classList.toggle("wrapped", Boolean(value("wrap")));
  }
}

/** Shows the same events with the URL's settings, such as its time zone and columns. */
export function redraw() {
  const events = [...list.children].map((row) => row.logEvent);
  clear();
  events.forEach(append);
}

/** The newest event, if the newest come first. */
export function newest() {
  return list.firstElementChild?.logEvent;
}

export function size() {
  return rows.size;
}

export function has(id) {
  return rows.has(id);
}

/** Whether rows must not move now, because one is open or text is selected. */
export function isInUse() {
  const selection = getSelection();
  return list.querySelector(".panel") !== null || (!selection.isCollapsed && list.contains(selection.anchorNode));
}

/** Inserts an event in order, newest first, unless it is listed already. Removes the oldest beyond `most`. */
export function insert(event, most) {
  if (rows.has(event.id)) {
    return;
  }
  const row = eventRow(event);
  let before = list.firstElementChild;
  while (before && before.dataset.key > row.dataset.key) {
    before = before.nextElementSibling;
  }
  place(event.id, row, before);
  if (rows.size > most) {
    rows.delete(list.lastElementChild.dataset.id);
    list.lastElementChild.remove();
  }
}

/** Adds an event at the end. */
export function append(event) {
  if (!rows.has(event.id)) {
    place(event.id, eventRow(event), null);
  }
}

/** Inserts a row before another, or at the end. */
export function place(id, row, before = null) {
  row.dataset.id = id;
  rows.set(id, row);
  list.insertBefore(row, before);
}

/** Shows an event that does not belong to the list above it. */
export function showLinked(event) {
  const row = eventRow(event);
  row.dataset.id = event.id;
  linked.replaceChildren(row);
  row.querySelector(".toggle").click();
}

/** Opens the event if it is in the list. */
export function open(id) {
  const row = rows.get(id);
  if (row && !row.querySelector(".panel")) {
    toggle(row);
    row.scrollIntoView({ block: "nearest" });
  }
  return Boolean(row);
}

/** Opens the event whose context is shown, in the middle of the window. */
export function emphasise(id) {
  open(id);
  rows.get(id).classList.add("named");
  rows.get(id).firstElementChild.scrollIntoView({ block: "center" });
}

/** The parts of a row; `toggle` opens it. */
export function line(severity, label, ...parts) {
  const made = element("div", `line ${range(severity)}`);
  const opener = element("button", "toggle");
  opener.type = "button";
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-label", label);
  made.append(opener, ...parts);
  return made;
}

export function timeElement(timestamp) {
  const time = element("time", "", exact(timestamp));
  time.dateTime = timestamp;
  return time;
}

/** The time that a search is ordered by; everything else goes by the observed time. */
function shownTime(event) {
  const isOwn = view() === "search" && value("time") === "timestamp";
  return (isOwn && event.timestamp) || event.observed_timestamp;
}

function eventRow(event) {
  const row = element("li");
  row.dataset.key = key(event);
  row.logEvent = event;
  const source = element("span", "source", event.source);
  source.title = visible(event.source);
  const message = element("span", "message");
  const ownTime = difference(event);
  if (ownTime) {
    message.append(element("span", "own-time", `own time ${ownTime}`), " ");
  }
  highlight.append(message, event.message.slice(0, SHOWN_CHARACTERS), marker);
  row.append(line(
    event.severity,
    `${event.severity} from ${event.source}`,
    timeElement(shownTime(event)),
    element("span", `severity ${range(event.severity)}`, event.severity),
    source,
    ...columns().map((name) => column(name, valueOf(event.attributes, name))),
    message,
  ));
  row.querySelector(".toggle").setAttribute("aria-description", visible(event.message.slice(0, SPOKEN_CHARACTERS)));
  row.firstElementChild.addEventListener("click", (click) => {
    // Selecting text with the pointer must not open the row.
    if (click.detail === 0 || getSelection().isCollapsed) {
      toggle(row);
    }
  });
  return row;
}

function column(name, content) {
  const text = content === undefined ? "" : textOf(content);
  const made = element("span", "column", text);
  made.dataset.name = name;
  made.title = visible(`${name}=${text}`);
  return made;
}

/** Opens or closes a row; the URL names the event that was opened last. */
function toggle(row) {
  const panelOfRow = row.querySelector(".panel");
  const opener = row.querySelector(".toggle");
  panelOfRow?.remove();
  if (!panelOfRow) {
    row.append(panel(row.logEvent, marker, (step) => move(row, step)));
  }
  opener.setAttribute("aria-expanded", String(!panelOfRow));
  note({ view: view(), event: panelOfRow ? "" : row.dataset.id });
}

/** Closes this row and opens its neighbour. */
function move(row, step) {
  const other = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  if (other?.logEvent) {
    toggle(row);
    open(other.dataset.id);
    other.querySelector(step > 0 ? ".step + button" : ".step")?.focus();
  }
}
