// The list of events. A row shows one in a line; it opens in place.

import { element } from "../basics/dom.js";
import * as highlight from "./highlight.js";
import { columns, panel } from "./panel.js";
import { exact } from "../state/times.js";
import { note, value, view } from "../state/url.js";

const list = document.getElementById("events");
const linked = document.getElementById("linked");
const NANO_DIGITS = 9;
// Of a message in its row; the rest is in the opened event.
const SHOWN_CHARACTERS = 4_000;

let rows = new Map();
let marker = null;

/** ERROR3 is an error. */
export function range(severity) {
  return severity.replace(/\d/, "").toLowerCase();
}

/** Orders like the archive: by the observed time to the nanosecond, then by id. */
function key(event) {
  const [seconds, fraction = ""] = event.observed_timestamp.slice(0, -1).split(".");
  return `${seconds}.${fraction.padEnd(NANO_DIGITS, "0")} ${event.id}`;
}

export function clear() {
  rows = new Map();
  marker = highlight.marker(value("q"));
  for (const each of [list, linked]) {
    each.replaceChildren();
    each.style.setProperty("--columns", columns().map(() => "minmax(5em, 9em)").join(" "));
    each.classList.toggle("wrapped", Boolean(value("wrap")));
  }
}

export function size() {
  return rows.size;
}

export function has(id) {
  return rows.has(id);
}

/** Whether somebody looks at rows that must not move now: one is open, or text is selected. */
export function isInUse() {
  const selection = getSelection();
  return list.querySelector(".panel") !== null || (!selection.isCollapsed && list.contains(selection.anchorNode));
}

/** Puts an event where it belongs, newest first, unless it is there; beyond `most` the oldest goes. */
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

/** Puts an event behind all others. */
export function append(event) {
  if (!rows.has(event.id)) {
    place(event.id, eventRow(event), null);
  }
}

/** Puts any row before another, or at the end. */
export function place(id, row, before = null) {
  row.dataset.id = id;
  rows.set(id, row);
  list.insertBefore(row, before);
}

/** An event that is not among the others, above them. */
export function showLinked(event) {
  const row = eventRow(event);
  row.dataset.id = event.id;
  linked.replaceChildren(row);
  row.querySelector(".toggle").click();
}

/** Opens the event in the list, if it is there. */
export function open(id) {
  const row = rows.get(id);
  if (row && !row.querySelector(".panel")) {
    toggle(row);
    row.scrollIntoView({ block: "nearest" });
  }
  return Boolean(row);
}

/** Opens the event that the others are shown for, in the middle of the window. */
export function emphasise(id) {
  open(id);
  rows.get(id).classList.add("named");
  rows.get(id).firstElementChild.scrollIntoView({ block: "center" });
}

/** A row's parts; `toggle` opens it. */
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

function eventRow(event) {
  const row = element("li");
  row.dataset.key = key(event);
  row.logEvent = event;
  const source = element("span", "source", event.source);
  source.title = event.source;
  const message = element("span", "message");
  highlight.append(message, event.message.slice(0, SHOWN_CHARACTERS), marker);
  row.append(line(
    event.severity,
    `${event.severity} from ${event.source}`,
    timeElement(event.observed_timestamp),
    element("span", `severity ${range(event.severity)}`, event.severity),
    source,
    ...columns().map((name) => column(name, event.attributes?.[name])),
    message,
  ));
  row.firstElementChild.addEventListener("click", (click) => {
    // Who selects text with the pointer does not want the row to open.
    if (click.detail === 0 || getSelection().isCollapsed) {
      toggle(row);
    }
  });
  return row;
}

function column(name, content) {
  const text = content === undefined ? "" : typeof content === "string" ? content : JSON.stringify(content);
  const made = element("span", "column", text);
  made.dataset.name = name;
  made.title = `${name}=${text}`;
  return made;
}

/** Opens or closes; the URL names the event that was opened last. */
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

/** Closes this one and opens its neighbour. */
function move(row, step) {
  const other = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  if (other?.logEvent) {
    toggle(row);
    open(other.dataset.id);
    other.querySelector(step > 0 ? ".step + button" : ".step")?.focus();
  }
}
