// The events that a subscription gets, as they are broadcast. Watching takes nothing from its queue.

import { number, plural } from "../basics/dom.js";
import { clearProblem, get, showProblem } from "../basics/http.js";
import { gets, query } from "../state/bindings.js";
import { value } from "../state/url.js";
import * as live from "./live.js";

const state = document.getElementById("watched");
const STATE_MILLIS = 2_000;

let aborted = null;
let timer = 0;
let isLive = false;
let failure = "";

export function open() {
  aborted = new AbortController();
  const { signal } = aborted;
  state.textContent = "Loading …";
  failure = "";
  load(signal);
}

export function close() {
  aborted?.abort();
  clearTimeout(timer);
  if (isLive) {
    live.close();
  }
  isLive = false;
}

function origin(binding) {
  return {
    parameters: () => new URLSearchParams(query(binding) ? { q: query(binding) } : {}),
    takes: (event) => gets(binding, event),
    hasChart: false,
  };
}

/** Shows what waits in the queue, now and every few seconds, whether or not a call fails. */
async function load(signal) {
  const path = `api/v1/subscriptions/${encodeURIComponent(value("name"))}`;
  const answer = await get(path, signal).catch((error) => ({ error }));
  if (signal.aborted) {
    return;
  }
  if (!answer.error?.isFinal) {
    timer = setTimeout(() => load(signal), STATE_MILLIS);
  }
  clearProblem(failure);
  failure = answer.error?.message ?? "";
  if (failure) {
    showProblem(failure);
    return;
  }
  show(answer);
  if (!isLive) {
    isLive = true;
    live.open(origin(answer.binding));
  }
}

function show({ name, binding, ready_messages: waiting, consumers, dropped }) {
  const lost = Object.values(dropped ?? {}).reduce((sum, count) => sum + count, 0);
  state.textContent = `${name}: ${plural(waiting, "message")} waiting, ${plural(consumers, "reader")}, ${number(lost)} dropped.`
    + (binding.type === "none" ? " It gets only what is sent to it, which is not shown here." : "");
}
