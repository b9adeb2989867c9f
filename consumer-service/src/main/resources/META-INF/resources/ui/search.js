// The search: a page of the archive, and older ones below it.

import * as chart from "./chart.js";
import * as events from "./events.js";
import { query } from "./filters.js";
import { get, showProblem } from "./http.js";

const status = document.getElementById("status");
const more = document.getElementById("more");
const empty = document.getElementById("empty");
const PAGE = 100;

let aborted = null;
let next = null;

export function open() {
  aborted = new AbortController();
  next = null;
  load();
}

export function close() {
  aborted?.abort();
  more.hidden = true;
}

async function load() {
  const { signal } = aborted;
  status.textContent = "Searching …";
  more.disabled = true;
  const parameters = query(true);
  parameters.set("limit", PAGE);
  if (next) {
    parameters.set("cursor", next);
  }
  try {
    show(await get(`api/v1/logs?${parameters}`, signal));
  } catch (error) {
    if (!signal.aborted) {
      status.textContent = "";
      showProblem(error.message);
    }
  }
}

function show(page) {
  for (const event of page.events) {
    if (!events.has(event.id)) {
      chart.count(event);
      events.append(event);
    }
  }
  next = page.next ?? null;
  more.disabled = false;
  more.hidden = !next;
  more.textContent = page.partial ? "Search on" : "Show older";
  empty.hidden = events.size() > 0;
  empty.textContent = next ? "Nothing found so far." : "No event matches.";
  status.textContent = `${events.size()} events${next ? ", there are more" : ""}`
    + (page.partial ? ". The search took long; this is what it found so far." : "");
  const span = chart.span();
  if (span) {
    chart.draw(...span);
  }
}

more.addEventListener("click", () => load());
