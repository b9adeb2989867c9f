// The sources in a span of time, with the number of events and errors of each, and the time of the latest event.

import { element, link, number, plural } from "../basics/dom.js";
import { attempt, get } from "../basics/http.js";
import * as table from "../basics/table.js";
import { exact } from "../state/times.js";
import { ofField } from "../state/terms.js";
import { ofView, value } from "../state/url.js";

const status = document.getElementById("status");
const empty = document.getElementById("empty");
const MOST = 1_000;
const LEAST_RATE = 0.01;

let aborted = null;

export function open() {
  aborted = new AbortController();
  const { signal } = aborted;
  status.textContent = "Counting …";
  attempt(signal, async () => {
    const parameters = new URLSearchParams({ limit: MOST, from: from() });
    if (value("to")) {
      parameters.set("to", value("to"));
    }
    const answer = await get(`api/v1/sources?${parameters}`, signal);
    if (!signal.aborted) {
      show(answer);
    }
  });
}

export function close() {
  aborted?.abort();
}

function from() {
  return value("from") || "-24h";
}

function show({ sources, relation, more }) {
  const least = relation === "exact" ? "" : "at least ";
  status.textContent = `${plural(sources.length, "source")}${more ? ", there are more" : ""}`
    + (relation === "exact" ? "" : ". There was no time to count all events.");
  empty.hidden = sources.length > 0;
  empty.textContent = "No events came in this time.";
  table.show(["Source", "Events", "Errors", "Events a second", "Last event"], sources.map((each) => [
    link(each.source, search(ofField("source", each.source))),
    `${least}${number(each.events)}`,
    each.errors > 0 ? link(number(each.errors), search(`${ofField("source", each.source)} severity>=error`), "error")
      : element("span", "quiet", "0"),
    rate(each.events_per_second),
    exact(each.last_seen).slice(0, 19),
  ]));
}

function rate(each) {
  return each < LEAST_RATE ? `< ${LEAST_RATE}` : each.toLocaleString("en", { maximumSignificantDigits: 2 });
}

function search(q) {
  return ofView("search", { q, from: from(), ...(value("to") ? { to: value("to") } : {}) });
}
