// The search: a page of the archive, and older ones below it.

import * as chart from "./chart.js";
import * as events from "./events.js";
import { query } from "./filters.js";
import { pages } from "./pages.js";

const status = document.getElementById("status");
const more = document.getElementById("more");
const empty = document.getElementById("empty");
const PAGE = 100;

const list = pages(more, "Searching …", () => ["api/v1/logs", firstPage()], show);

export const { open, close } = list;

function firstPage() {
  const parameters = query(true);
  parameters.set("limit", PAGE);
  return parameters;
}

function show(page, hasMore) {
  for (const event of page.events) {
    if (!events.has(event.id)) {
      chart.count(event);
      events.append(event);
    }
  }
  more.textContent = page.partial ? "Search on" : "Show older";
  empty.hidden = events.size() > 0;
  empty.textContent = hasMore ? "Nothing found so far." : "No event matches.";
  status.textContent = `${events.size()} events${hasMore ? ", there are more" : ""}`
    + (page.partial ? ". The search took long; this is what it found so far." : "");
  const span = chart.span();
  if (span) {
    chart.draw(...span);
  }
}
