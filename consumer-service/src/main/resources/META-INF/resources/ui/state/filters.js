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
// What the page wrote into the fields. An input cannot hold every value, such as a text with a line break or a relative time,
// so the URL keeps its own where the user changes nothing.
const written = new Map();
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
  if (withTimes && value(TIME) && isRelative(value("from")) && !value("to")) {
    // Without it, one event of a clock that is ahead would stretch the chart into the future.
    wanted.set("to", "now");
  }
  return wanted;
}

/** Puts the form's values into the URL, as a step of the browser's history. */
function formToUrl() {
  const texts = [
    ...FIELDS.map((name) => [name, changedText(name)?.trim() ?? value(name)]),
    ...TIMES.map((name) => [name, changedTime(name) ?? value(name)]),
    ...(changedText("attributes")?.trim().split(/\s+/).filter(Boolean).map(pair) ?? attributes()),
  ];
  go(ofView(view(), Object.fromEntries(texts.filter(([name, text]) => text || name.startsWith(ATTRIBUTE)))));
}

/** The field's text if the user has changed it. */
function changedText(name) {
  const text = form.elements[name].value;
  return text === written.get(name) ? undefined : text;
}

function changedTime(name) {
  const text = changedText(name);
  return text ? fromInput(text) : text;
}

function pair(word) {
  const [name, ...text] = word.split("=");
  return [ATTRIBUTE + name, text.join("=")];
}

function attributes() {
  return [...parameters()].filter(([name]) => name.startsWith(ATTRIBUTE));
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
  const severity = url.get("severity");
  if (severity && !form.elements.severity.value) {
    // One that the list lacks, such as ERROR2.
    form.elements.severity.add(new Option(severity, severity, false, true));
  }
  for (const name of TIMES) {
    form.elements[name].value = isRelative(value(name)) ? "" : toInput(value(name));
  }
  form.elements.attributes.value = attributes()
    .map(([name, text]) => `${name.slice(ATTRIBUTE.length)}=${text}`)
    .join(" ");
  [...FIELDS, ...TIMES, "attributes"].forEach((name) => written.set(name, form.elements[name].value));
  fold();
}

/** On a phone, the filters are folded; their heading says how many are set. */
function fold() {
  const set = [...query(true)].filter(([name, text]) => !["q", TIME].includes(name) && !(TIMES.includes(name) && isRelative(text))).length;
  more.querySelector("summary").textContent = set > 0 ? `Filters (${set})` : "Filters";
  more.open = WIDE.matches;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  formToUrl();
});

form.addEventListener("reset", (event) => {
  event.preventDefault();
  // The time stays.
  go(ofView(view(), Object.fromEntries(TIMES.filter(value).map((name) => [name, value(name)]))));
});

form.elements.severity.addEventListener("change", formToUrl);
WIDE.addEventListener("change", fold);
