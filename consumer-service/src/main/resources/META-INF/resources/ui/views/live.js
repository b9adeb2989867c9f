// The live view: the newest archived events, and then each new one as it arrives. Rows do not move while somebody reads them.

import { number, plural } from "../basics/dom.js";
import { query } from "../state/filters.js";
import { keepDrawing } from "./livechart.js";
import { newest } from "./newest.js";
import { rate } from "./rate.js";
import * as rows from "../events/rows.js";
import { age } from "../state/times.js";
import { stream } from "./stream.js";

const status = document.getElementById("status");
const rateShown = document.getElementById("rate");
const pauseButton = document.getElementById("pause");
const newButton = document.getElementById("new");
const list = document.getElementById("events");
const empty = document.getElementById("empty");
const MOST_ROWS = 1_000;
const RENDER_MILLIS = 250;
// A tab that was hidden for longer begins again with the newest events.
const LONGEST_RESUMED_MILLIS = 60_000;

const STATES = {
  connecting: "Connecting …",
  live: "Live",
  replay: "Catching up …",
  waiting: "Catching up …",
  lost: "Connection lost, trying again …",
  refused: "Stopped",
  hidden: "Out of sight",
};

/** Everything that matches the filters. */
const FILTERED = { parameters: () => query(false), takes: () => true, hasChart: true };

let origin = FILTERED;
let connection = null;
let aborted = null;
let timer = 0;
let state = "connecting";
let paused = false;
let waiting = [];
let skipped = 0;
let seen = new Set();
let arrivals = rate();
let hiddenAt = 0;

/** @param wanted the parameters of the stream, which of its events are shown, and whether there is a chart of them */
export function open(wanted = FILTERED) {
  origin = wanted;
  aborted = new AbortController();
  empty.textContent = "";
  seen = new Set();
  waiting = [];
  skipped = 0;
  arrivals = rate();
  connection = stream(origin.parameters, {
    event: arrived,
    state: (next) => { state = next; },
    opened: newest(origin.parameters, showNewest, aborted.signal),
  });
  setPaused(false);
  document.addEventListener("visibilitychange", visibilityChanged);
  if (document.hidden) {
    state = "hidden";
  } else {
    connection.connect();
  }
  timer = setInterval(render, RENDER_MILLIS);
  if (origin.hasChart) {
    keepDrawing(origin.parameters, aborted.signal);
  }
}

export function close() {
  document.removeEventListener("visibilitychange", visibilityChanged);
  connection?.close();
  aborted?.abort();
  clearInterval(timer);
  newButton.hidden = true;
}

/**
 * A hidden tab closes its connection: over HTTP/1.1 a browser has six connections to a host, and a seventh tab would
 * not load.
 */
function visibilityChanged() {
  if (document.hidden) {
    hiddenAt = Date.now();
    connection.release();
    state = "hidden";
  } else if (Date.now() - hiddenAt > LONGEST_RESUMED_MILLIS) {
    close();
    rows.clear();
    open(origin);
  } else {
    connection.connect();
  }
}

function showNewest(events) {
  events.filter(origin.takes).forEach(add);
  empty.textContent = "No event yet. New ones appear here as they arrive.";
}

function arrived(event) {
  if (origin.takes(event)) {
    arrivals.count();
    add(event);
  }
}

function add(event) {
  if (seen.has(event.id)) {
    return;
  }
  seen.add(event.id);
  waiting.push(event);
  if (waiting.length > MOST_ROWS) {
    waiting.shift();
    skipped++;
  }
  if (seen.size > 10 * MOST_ROWS) {
    seen.delete(seen.values().next().value);
  }
}

function render() {
  const isReading = rows.size() > 0 && (rows.isInUse() || list.getBoundingClientRect().top < 0);
  if (!paused && !isReading) {
    flush();
  }
  newButton.hidden = paused || waiting.length === 0;
  newButton.textContent = `${number(waiting.length + skipped)} new`;
  pauseButton.textContent = paused ? `Resume (${number(waiting.length + skipped)} new)` : "Pause";
  empty.hidden = rows.size() > 0 || waiting.length > 0 || !empty.textContent;
  const old = rows.size() > 0 ? age(rows.newest().observed_timestamp) : "";
  rateShown.textContent = `${arrivals.text()} · ${plural(rows.size(), "event")} shown${old && `, the newest ${old} old`}`;
  const text = paused ? "Paused" : `${STATES[state]}${newButton.hidden ? "" : ", new events are waiting"}`;
  if (status.textContent !== text) {
    // Screen readers announce only changes.
    status.textContent = text;
  }
  status.dataset.state = paused ? "paused" : state;
}

function flush() {
  waiting.forEach((event) => rows.insert(event, MOST_ROWS));
  waiting = [];
  skipped = 0;
}

function setPaused(next) {
  paused = next;
  pauseButton.setAttribute("aria-pressed", String(paused));
  render();
}

pauseButton.addEventListener("click", () => setPaused(!paused));

newButton.addEventListener("click", () => {
  flush();
  scrollTo({ top: 0 });
  render();
});
