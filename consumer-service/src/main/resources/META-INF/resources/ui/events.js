// The list of events, newest first as the archive has them, and the details of one.
// Everything that came from outside goes through textContent: it is text, never HTML.

const list = document.getElementById("events");
const dialog = document.getElementById("details");
const NANO_DIGITS = 9;

let rows = new Map();

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

/** ERROR3 is an error. */
export function range(severity) {
  return severity.replace(/\d/, "").toLowerCase();
}

/** Orders like the archive: by the observed time to the nanosecond, then by id. */
function key(event) {
  const [seconds, fraction = ""] = event.observed_timestamp.slice(0, -1).split(".");
  return `${seconds}.${fraction.padEnd(NANO_DIGITS, "0")} ${event.id}`;
}

export function localTime(timestamp) {
  const date = new Date(timestamp);
  const pad = (number, digits = 2) => String(number).padStart(digits, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} `
    + `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

export function clear() {
  rows = new Map();
  list.replaceChildren();
}

export function size() {
  return rows.size;
}

export function has(id) {
  return rows.has(id);
}

/** Puts an event where it belongs, unless it is there; beyond `most` the oldest goes. */
export function insert(event, most = Infinity) {
  if (rows.has(event.id)) {
    return;
  }
  const row = eventRow(event);
  let before = list.firstElementChild;
  while (before && before.dataset.key > row.dataset.key) {
    before = before.nextElementSibling;
  }
  add(event.id, row, before);
  if (rows.size > most) {
    rows.delete(list.lastElementChild.dataset.id);
    list.lastElementChild.remove();
  }
}

/** Puts an event behind all others. */
export function append(event) {
  if (!rows.has(event.id)) {
    add(event.id, eventRow(event), null);
  }
}

function add(id, row, before) {
  row.dataset.id = id;
  rows.set(id, row);
  list.insertBefore(row, before);
}

function eventRow(event) {
  const row = element("li");
  row.dataset.key = key(event);
  const button = element("button", range(event.severity));
  button.type = "button";
  button.append(
    timeElement(event.observed_timestamp),
    element("span", `severity ${range(event.severity)}`, event.severity),
    element("span", "source", event.source),
    element("span", "message", event.message),
  );
  button.addEventListener("click", () => showEvent(event));
  row.append(button);
  return row;
}

function timeElement(timestamp) {
  const time = element("time", "", localTime(timestamp));
  time.dateTime = timestamp;
  return time;
}

/** A dead letter's row, which opens with what the service knows of it. */
export function appendDeadLetter(letter, open) {
  const row = element("li");
  const button = element("button", "error");
  button.type = "button";
  button.append(
    timeElement(letter.dead_lettered_at),
    element("span", "severity error", `${letter.attempts}×`),
    element("span", "source", letter.queue),
    element("span", "message", letter.reason),
  );
  button.addEventListener("click", open);
  row.append(button);
  add(String(letter.id), row, null);
}

function showEvent(event) {
  const { attributes = {}, ...fields } = event;
  const pairs = [...Object.entries(fields), ...Object.entries(attributes).map(attributeText)];
  const links = [];
  if (event.trace_id) {
    links.push(link("All events of this trace", { view: "search", trace_id: event.trace_id }));
  }
  links.push(link("All events of this source", { view: "search", source: event.source }));
  show(`${event.severity} from ${event.source}`, pairs, links);
}

function attributeText([name, value]) {
  return [`attributes.${name}`, typeof value === "string" ? value : JSON.stringify(value)];
}

function link(text, parameters) {
  const made = element("a", "", text);
  made.href = `?${new URLSearchParams(parameters)}`;
  made.addEventListener("click", () => dialog.close());
  return made;
}

/** Closes the details. */
export function hide() {
  dialog.close();
}

/** Shows names and values; texts with line breaks keep them. Below them, links or buttons. */
export function show(title, pairs, links = []) {
  document.getElementById("details-title").textContent = title;
  dialog.querySelector("dl").replaceChildren(
    ...pairs.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", String(value))]),
  );
  dialog.querySelector(".links").replaceChildren(...links);
  dialog.showModal();
}
