// Filters, in their three forms: the form on the page, the page's URL and the query of a call.

import { fromInput, toInput } from "./times.js";
import { go, ofView, parameters, value, view } from "./url.js";

const form = document.getElementById("filters");
const more = document.getElementById("more-filters");
const FIELDS = ["severity", "source", "q", "trace_id"];
const TIMES = ["from", "to"];
/** Which time of the events these compare. */
const TIME = "time";
const ATTRIBUTE = "attr.";
const WIDE = matchMedia("(min-width: 721px)");
/** The default range of a first search; a link without a range searches everything. */
export const USUAL_RANGE = "-1h";

/** Query parameters for the service, with times only if requested. */
export function query(withTimes) {
  const wanted = new URLSearchParams();
  for (const [name, text] of parameters()) {
    const known = FIELDS.includes(name) || name.startsWith(ATTRIBUTE) || (withTimes && (TIMES.includes(name) || name === TIME));
    if (known && text !== "") {
      wanted.set(name, text);
    }
  }
  return wanted;
}

/** Puts the form's values into the URL, as a step of the browser's history. */
function formToUrl() {
  const url = ofView(view());
  for (const name of FIELDS) {
    const text = form.elements[name].value.trim();
    if (text) {
      url.set(name, text);
    }
  }
  for (const name of TIMES) {
    const text = form.elements[name].value;
    if (text) {
      url.set(name, fromInput(text));
    } else if (isRelative(value(name))) {
      url.set(name, value(name));
    }
  }
  for (const pair of form.elements.attributes.value.trim().split(/\s+/).filter(Boolean)) {
    const [name, ...text] = pair.split("=");
    url.set(ATTRIBUTE + name, text.join("="));
  }
  go(url);
}

/** A relative time such as -15m, which an input for a date cannot show. */
function isRelative(time) {
  return time === "now" || time.startsWith("-");
}

/** Puts the URL's values into the form. */
export function urlToForm() {
  const url = parameters();
  for (const name of FIELDS) {
    form.elements[name].value = url.get(name) ?? "";
  }
  for (const name of TIMES) {
    form.elements[name].value = isRelative(value(name)) ? "" : toInput(value(name));
  }
  form.elements.attributes.value = [...url]
    .filter(([name]) => name.startsWith(ATTRIBUTE))
    .map(([name, text]) => `${name.slice(ATTRIBUTE.length)}=${text}`)
    .join(" ");
  fold();
}

/** On a phone, the filters are folded; their heading says how many are set. */
function fold() {
  const set = [...query(true).keys()].filter((name) => !["q", TIME].includes(name) && !isRelative(value(name))).length;
  more.querySelector("summary").textContent = set > 0 ? `Filters (${set})` : "Filters";
  more.open = WIDE.matches;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  formToUrl();
});

form.addEventListener("reset", (event) => {
  event.preventDefault();
  go(ofView(view(), view() === "search" ? { from: USUAL_RANGE } : {}));
});

form.elements.severity.addEventListener("change", formToUrl);
WIDE.addEventListener("change", fold);
