// The live view: the newest archived events, and then each one as it arrives.

import * as chart from "./chart.js";
import * as events from "./events.js";
import { query } from "./filters.js";
import { get, showProblem } from "./http.js";

const status = document.getElementById("status");
const pauseButton = document.getElementById("pause");
const MOST_ROWS = 1_000;
const FIRST_PAGE = 200;
const CHART_SECONDS = 600;
const SHORTEST_CHART_SECONDS = 60;
// What was published just before the stream opened is archived by then.
const LATE_MILLIS = 3_000;
const RECONNECT_MILLIS = 1_000;
// A tab that was out of sight for longer begins with the newest events again.
const LONGEST_RESUMED_MILLIS = 60_000;

const STATES = {
  connecting: "Connecting …",
  live: "Live",
  replay: "Catching up …",
  waiting: "Catching up …",
  lost: "Connection lost, trying again …",
  hidden: "Out of sight",
};

let source = null;
let aborted = null;
let timers = [];
let state = "connecting";
let paused = false;
let lastId = "";
let received = 0;
let waiting = [];
let seen = new Set();
let hiddenAt = 0;

export function open() {
  aborted = new AbortController();
  seen = new Set();
  lastId = "";
  received = 0;
  waiting = [];
  setState("connecting");
  setPaused(false);
  document.addEventListener("visibilitychange", visibilityChanged);
  connect();
  timers.push(setInterval(render, 250), setInterval(drawChart, 1_000));
}

export function close() {
  document.removeEventListener("visibilitychange", visibilityChanged);
  release();
  aborted?.abort();
  timers.forEach(clearTimeout);
  timers = [];
}

/**
 * A tab that nobody looks at gives its connection back: over HTTP/1.1 a browser has six to a host, and the seventh tab would
 * not load.
 */
function visibilityChanged() {
  if (document.hidden) {
    hiddenAt = Date.now();
    release();
    setState("hidden");
  } else if (Date.now() - hiddenAt > LONGEST_RESUMED_MILLIS) {
    close();
    events.clear();
    chart.clear();
    open();
  } else {
    setState("connecting");
    connect();
  }
}

function release() {
  source?.close();
  source = null;
}

function connect() {
  release();
  if (document.hidden) {
    setState("hidden");
    return;
  }
  const parameters = query(false);
  if (lastId) {
    parameters.set("after", lastId);
  }
  source = new EventSource(`api/v1/logs/stream?${parameters}`);
  source.onopen = () => {
    setState(lastId ? "replay" : "live");
    if (!lastId) {
      loadNewest();
      timers.push(setTimeout(loadNewest, LATE_MILLIS));
    }
  };
  source.onmessage = ({ data, lastEventId }) => {
    lastId = lastEventId;
    add(JSON.parse(data));
  };
  for (const name of ["replay", "waiting", "live"]) {
    source.addEventListener(name, () => setState(name));
  }
  source.addEventListener("dropped", ({ data }) =>
    showProblem(`${JSON.parse(data).count} events came faster than this page could take them. Search has them.`));
  source.addEventListener("gap", () =>
    showProblem("Events may be missing here: the archive is behind. Search will have them."));
  source.onerror = reconnect;
}

/** The browser connects again by itself, unless the service answered with an error. */
function reconnect() {
  setState("lost");
  if (source?.readyState === EventSource.CLOSED) {
    release();
    timers.push(setTimeout(() => tryAgain(), RECONNECT_MILLIS));
  }
}

async function tryAgain() {
  const { signal } = aborted;
  try {
    // Tells what is wrong with the filters, which an EventSource does not.
    await get(`api/v1/logs?limit=1&${query(false)}`, signal);
    showProblem("");
  } catch (error) {
    if (!signal.aborted) {
      showProblem(error.message);
    }
    if (error.isOurs) {
      return;
    }
  }
  if (!signal.aborted) {
    connect();
  }
}

async function loadNewest() {
  const { signal } = aborted;
  try {
    const page = await get(`api/v1/logs?limit=${FIRST_PAGE}&${query(false)}`, signal);
    page.events.forEach(add);
  } catch (error) {
    if (!signal.aborted) {
      showProblem(error.message);
    }
  }
}

function add(event) {
  if (seen.has(event.id)) {
    return;
  }
  seen.add(event.id);
  received++;
  chart.count(event);
  waiting.push(event);
  if (waiting.length > MOST_ROWS) {
    waiting.shift();
  }
  if (seen.size > 10 * MOST_ROWS) {
    seen.delete(seen.values().next().value);
  }
}

function render() {
  if (!paused) {
    waiting.forEach((event) => events.insert(event, MOST_ROWS));
    waiting = [];
  }
  pauseButton.textContent = paused ? `Resume (${waiting.length} new)` : "Pause";
  const shown = events.size();
  status.textContent = `${paused ? "Paused" : STATES[state]} · ${received} events`
    + (received > shown + waiting.length ? `, the newest ${shown} shown` : "");
  status.dataset.state = paused ? "paused" : state;
}

function drawChart() {
  const now = Math.ceil(Date.now() / 1000);
  chart.forgetBefore(now - CHART_SECONDS);
  // As long as what there is to show, so that the first events are not one bar.
  const [oldest] = chart.span() ?? [now];
  chart.draw(Math.min(oldest, now - SHORTEST_CHART_SECONDS), now);
}

function setState(next) {
  state = next;
}

function setPaused(next) {
  paused = next;
  pauseButton.setAttribute("aria-pressed", String(paused));
  render();
}

pauseButton.addEventListener("click", () => setPaused(!paused));
