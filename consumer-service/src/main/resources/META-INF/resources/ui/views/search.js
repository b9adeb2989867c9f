// The search: a page of the archive, further pages below it, and the chart and counts of all matching events.

import * as facets from "../counts/facets.js";
import { query } from "../state/filters.js";
import * as histogram from "../counts/histogram.js";
import { attempt, getEvents } from "../basics/http.js";
import { button, number } from "../basics/dom.js";
import { pages } from "./pages.js";
import * as ranges from "../state/ranges.js";
import * as rows from "../events/rows.js";
import { changed, go, value } from "../state/url.js";

const status = document.getElementById("status");
const events = document.getElementById("events");
const more = document.getElementById("more");
const empty = document.getElementById("empty");
const problem = document.getElementById("problem");
const PAGE = 100;

let counts = null;
let isLoaded = false;
let isPartial = false;
let firstEvents = [];

const list = pages(more, "Searching …", () => ["api/v1/logs", firstPage()], show, failed);

export function close() {
  list.close();
  events.ariaBusy = "false";
}

export function open() {
  events.ariaBusy = "true";
  counts = null;
  isLoaded = false;
  firstEvents = [];
  list.open();
  const signal = list.signal();
  facets.open(signal, rows.size() > 0);
  attempt(signal, async () => {
    counts = await histogram.load(query(true), signal, value("from") !== "");
    if (isLoaded) {
      tellCounts();
    }
  });
}

function firstPage() {
  const parameters = query(true);
  parameters.set("limit", PAGE);
  if (value("order")) {
    parameters.set("order", value("order"));
  }
  return parameters;
}

function failed() {
  events.ariaBusy = "false";
  if (isLoaded) {
    return;
  }
  facets.clear();
  rows.redraw();
  if (rows.size() > 0) {
    status.textContent = "The list still shows the results of the search before.";
  }
  problem.scrollIntoView({ block: "nearest" });
}

function show(page, hasMore) {
  if (!isLoaded) {
    rows.clear();
    events.ariaBusy = "false";
    if (events.parentElement.getBoundingClientRect().top < 0) {
      // The page was scrolled to a row of the search before.
      scrollTo({ top: 0 });
    }
  }
  page.events.forEach(rows.append);
  isLoaded = true;
  isPartial = Boolean(page.partial);
  more.textContent = isPartial ? "Continue the search" : value("order") === "asc" ? "Show newer" : "Show older";
  empty.hidden = rows.size() > 0;
  empty.replaceChildren(...(hasMore ? ["Nothing found so far."] : nothing()));
  tellCounts();
  if (firstEvents.length === 0) {
    firstEvents = page.events;
    facets.count(firstEvents);
    showNamedEvent();
  }
}

/** That nothing matches, with the time in which it does not, and a button for all times. */
function nothing() {
  const time = ranges.text();
  return time ? [`No event matches ${time}. `, button("Search all times", () => go(changed({ from: "", to: "" })))] : ["No event matches."];
}

function tellCounts() {
  status.textContent = (counts ? `${histogram.total(counts)}, ` : "") + `${number(rows.size())} shown`
    + (isPartial ? ". The search took long; this is what it found so far." : "");
}

/** Opens the event that the URL names, wherever it is in the archive. */
function showNamedEvent() {
  const id = value("event");
  if (!id || rows.open(id)) {
    return;
  }
  const signal = list.signal();
  attempt(signal, async () => {
    const event = await getEvents(`api/v1/logs/${encodeURIComponent(id)}`, signal);
    if (!signal.aborted) {
      rows.showLinked(event);
    }
  });
}

document.getElementById("facets").addEventListener("toggle", () => {
  if (firstEvents.length > 0) {
    facets.count(firstEvents);
  }
});
