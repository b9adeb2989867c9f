// The most frequent values of the events that a search finds; each value can be used as a filter.

import { button, element, keepFocus, number, visible } from "../basics/dom.js";
import { query } from "../state/filters.js";
import { flat } from "../events/attributes.js";
import { get } from "../basics/http.js";
import { isScalar } from "../basics/json.js";
import { ofCountedValue, ofField, has, toggled } from "../state/terms.js";
import { changed, go, value } from "../state/url.js";

const box = document.getElementById("facets");
const lists = box.querySelector(".lists");
const ATTRIBUTE = "attr.";
const MOST_ATTRIBUTES = 5;
const MOST_VALUES = 8;
// The most that all names together may have: the service refuses a longer list.
const MOST_CHARACTERS = 900;

let signal = null;
let counted = null;

// Folded on a phone.
box.open = matchMedia("(min-width: 1001px)").matches;

/** @param keeps whether the values of the search before stay until those of this one are counted */
export function open(untilClosed, keeps) {
  signal = untilClosed;
  counted = new Set();
  if (!keeps) {
    clear();
  }
}

export function clear() {
  keepFocus(() => lists.replaceChildren());
}

/** Counts severities, sources and the most common attributes of these events, once for each search. */
export function count(events) {
  if (counted.size > 0) {
    return;
  }
  // Those of the search before.
  clear();
  if (!box.open) {
    return;
  }
  // In two calls, since sources and severities alone are counted sooner.
  load(["severity", "source"]);
  load(frequentAttributes(events));
}

function frequentAttributes(events) {
  const frequency = new Map();
  for (const event of events) {
    for (const { name, content, isFound } of flat(event.attributes)) {
      if (isScalar(content) && isFound && name.length <= MOST_CHARACTERS / MOST_ATTRIBUTES && !name.includes(",")) {
        frequency.set(name, (frequency.get(name) ?? 0) + 1);
      }
    }
  }
  return [...frequency].sort(([, one], [, other]) => other - one).slice(0, MOST_ATTRIBUTES).map(([name]) => ATTRIBUTE + name);
}

function load(fields) {
  fields.forEach((field) => counted.add(field));
  const place = element("div");
  lists.append(place);
  if (fields.length > 0) {
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", fields.map(nameOf).join(", "));
    // So that it can take the focus from a button within it.
    place.tabIndex = -1;
    fill(place, fields, signal);
  }
}

async function fill(place, fields, own) {
  const parameters = query(true);
  parameters.set("fields", fields.join(","));
  parameters.set("limit", MOST_VALUES);
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(element("p", "quiet", "Counting …"));
  if (hadFocus) {
    place.focus({ preventScroll: true });
  }
  const again = (text) => [element("p", "", text), button("Count again", () => fill(place, fields, own))];
  try {
    const { facets, relation } = await get(`api/v1/logs/facets?${parameters}`, own);
    place.replaceChildren(
      ...facets.filter((facet) => isTelling(facet, relation)).map((facet) => list(facet, relation)),
      ...(relation === "exact" ? [] : again("There was no time to count all events.")),
    );
  } catch (error) {
    if (!own.aborted) {
      place.replaceChildren(...again(`${fields.map(nameOf).join(", ")} could not be counted: ${error.message}`));
    }
  }
}

/** Excludes a field with another value in each event, such as an order's number. */
function isTelling({ values, other }, relation) {
  return values.length === 0 ? relation !== "exact" : other === 0 || values[0].count > 1;
}

function nameOf(field) {
  return field.startsWith(ATTRIBUTE) ? field.slice(ATTRIBUTE.length) : field;
}

function list({ field, values, other }, relation) {
  const made = element("section");
  made.append(element("h2", "", nameOf(field)));
  const items = element("ul");
  const most = Math.max(...values.map((each) => each.count));
  items.append(...values.map((each) => item(term(field, each.value), each, most, relation)));
  made.append(items);
  if (other > 0) {
    made.append(element("p", "quiet", `${number(other)} with other values`));
  }
  return made;
}

function term(field, text) {
  if (field === "severity") {
    return ofField(field, text.toLowerCase());
  }
  return field === "source" ? ofField(field, text) : ofCountedValue(nameOf(field), text);
}

function item(wanted, { value: text, count: events }, most, relation) {
  const made = element("li");
  const only = toggle(wanted, `Only events with ${wanted}`);
  const bar = element("span", "share");
  bar.style.width = `${(100 * events) / most}%`;
  only.append(bar, element("span", "value", text === "" ? "(empty)" : text),
    element("span", "count", `${relation === "exact" ? "" : "≥ "}${number(events)}`));
  const without = toggle(`-${wanted}`, `Exclude events with ${wanted}`);
  without.classList.add("small");
  without.append("−");
  made.append(only, without);
  return made;
}

function toggle(wanted, meaning) {
  const made = button("", () => go(changed({ q: toggled(value("q"), wanted) })));
  made.title = visible(meaning);
  made.setAttribute("aria-pressed", String(has(value("q"), wanted)));
  if (wanted.startsWith("-")) {
    made.setAttribute("aria-label", meaning);
  }
  return made;
}
