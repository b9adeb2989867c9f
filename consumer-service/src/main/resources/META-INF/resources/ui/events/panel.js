// One event in full, below its row: its fields, buttons to copy, and links to related views.

import { copy } from "../basics/clipboard.js";
import { button, element, link, visible } from "../basics/dom.js";
import * as highlight from "./highlight.js";
import { call } from "../basics/http.js";
import { isNumber, isScalar, textOf } from "../basics/json.js";
import { flat } from "./attributes.js";
import { difference, exact, zoneName } from "../state/times.js";
import { LONGEST, ofAtLeast, ofAttribute, ofField, toggled } from "../state/terms.js";
import { changed, go, ofView, value, view } from "../state/url.js";

const TIMES = ["timestamp", "observed_timestamp"];
// The views that a query filters.
const FILTERED = ["live", "search"];
const LONG = 1_500;
const SEARCHED = ["severity", "source", "trace_id", "span_id"];

/**
 * @param marker the pattern to mark in the message
 * @param move opens a neighbouring event: 1 for down, -1 for up
 */
export function panel(event, marker, move) {
  const made = element("div", "panel");
  made.append(actions(event, move), fields(event, marker));
  return made;
}

function actions(event, move) {
  const made = element("div", "actions");
  made.append(
    copying("Copy message", () => event.message),
    copying("Copy JSON", () => json(event)),
    copying("Copy link", () => new URL(`?${ofView("search", { event: event.id })}`, location.href).href),
    link("50 before and after", ofView("context", { event: event.id })),
    link("This source", ofView("search", { q: ofField("source", event.source), from: "-1h" })),
  );
  if (event.trace_id) {
    made.append(link("This trace", ofView("search", { trace_id: event.trace_id, order: "asc" })));
  }
  made.append(button("Previous", () => move(-1), "step"), button("Next", () => move(1)));
  return made;
}

function copying(text, content) {
  const made = button(text, () => copy(made, content));
  // So that screen readers announce "Copied".
  made.setAttribute("aria-live", "polite");
  return made;
}

/** The event as the archive has it, so that numbers keep digits that JavaScript's numbers would lose. */
async function json(event) {
  try {
    return await call("GET", `api/v1/logs/${event.id}`, undefined, { as: "text" });
  } catch {
    // The event is not archived yet, or the archive is away.
    return JSON.stringify(event, null, 2);
  }
}

function fields(event, marker) {
  const { message, attributes = {}, ...others } = event;
  const list = element("dl");
  const text = element("dd", "message");
  // So that a long one can be scrolled by keyboard.
  text.tabIndex = 0;
  text.setAttribute("aria-label", "message");
  highlight.append(text, message, marker);
  list.append(element("dt", "", "message"), text);
  for (const [name, content] of Object.entries(others)) {
    list.append(...(TIMES.includes(name) ? time(name, content, name === "timestamp" ? difference(event) : "")
      : field(name, String(content), SEARCHED.includes(name) ? ofField(name, content) : null)));
  }
  for (const each of flat(attributes)) {
    list.append(...attribute(each));
  }
  return list;
}

/** The time in the chosen zone, with the exact value below it. */
function time(name, content, apart) {
  const shown = element("dd", "", `${exact(content)} ${zoneName(content)}${apart && `, ${apart} than observed`}`);
  shown.title = content;
  return [element("dt", "", name), shown];
}

/** Nested attributes have lines of their own, with the names that a query uses. */
function attribute({ name, content, isFound }) {
  const isValue = isScalar(content);
  const made = field(name, textOf(content), isValue && isFound ? ofAttribute(name, content) : null);
  if (isNumber(content) && isFound) {
    const least = ofAtLeast(name, content);
    made[1].firstElementChild.prepend(filter("≥", `Only events with ${least}`, least));
  }
  if (isValue && !name.includes(",")) {
    made[1].firstElementChild.prepend(column(name));
  }
  return made;
}

function field(name, text, term) {
  const shown = element("dd");
  const tools = element("span", "tools");
  if (term && term.length < LONGEST) {
    tools.append(
      filter("+", `Only events with ${term}`, term),
      filter("−", `Exclude events with ${term}`, `-${term}`),
    );
  }
  shown.append(tools, textElement(name, text));
  return [element("dt", "", name), shown];
}

/** A long text scrolls within its place, also by keyboard. */
function textElement(name, text) {
  const made = element("span", "value", text);
  if (text.length > LONG) {
    made.classList.add("long");
    made.tabIndex = 0;
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", name);
  }
  return made;
}

function filter(sign, meaning, term) {
  const made = button(sign, () =>
    go(FILTERED.includes(view()) ? changed({ q: toggled(value("q"), term) }) : ofView("search", { q: term })), "small");
  made.title = visible(meaning);
  made.setAttribute("aria-label", meaning);
  return made;
}

/** The names of attributes that have a column. */
export function columns() {
  return value("columns").split(",").filter(Boolean);
}

/** The widths of these columns in a row. */
export function templateOf(names) {
  return names.map(() => "minmax(5em, 9em)").join(" ");
}

export function withColumns(names) {
  return changed({ event: value("event"), columns: names.join(",") });
}

function column(name) {
  const isShown = columns().includes(name);
  const made = button("▥", () =>
    go(withColumns(isShown ? columns().filter((each) => each !== name) : [...columns(), name])), "small");
  made.title = `Column ${name}`;
  made.setAttribute("aria-label", made.title);
  made.setAttribute("aria-pressed", String(isShown));
  return made;
}
