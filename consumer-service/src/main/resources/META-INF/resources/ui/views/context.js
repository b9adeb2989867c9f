// One event with those before and after it in its source or its trace.

import { link, plural } from "../basics/dom.js";
import { attempt, getEvents } from "../basics/http.js";
import * as rows from "../events/rows.js";
import { ofView, value } from "../state/url.js";

const status = document.getElementById("status");
const EACH_SIDE = 50;

let aborted = null;

export function open() {
  aborted = new AbortController();
  const { signal } = aborted;
  const id = value("event");
  const place = value("in") === "trace" ? "trace" : "source";
  status.textContent = "Loading …";
  attempt(signal, async () => {
    const around = await getEvents(
      `api/v1/logs/${encodeURIComponent(id)}/context?before=${EACH_SIDE}&after=${EACH_SIDE}&in=${place}`, signal);
    if (!signal.aborted) {
      show(around, place);
    }
  });
}

export function close() {
  aborted?.abort();
}

function show({ before, event, after, partial }, place) {
  [...before, event, ...after].forEach(rows.append);
  status.replaceChildren(
    `${plural(before.length, "event")} before and ${after.length} after, oldest first, of the ${place}`
      + ` ${place === "trace" ? event.trace_id : event.source}${partial ? ". There may be more." : ""} `);
  if (event.trace_id) {
    const other = place === "trace" ? "source" : "trace";
    status.append(link(`In its ${other}`, ofView("context", { event: event.id, in: other })));
  }
  rows.emphasise(event.id);
}
