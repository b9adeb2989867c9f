// The dead letters: what could not be stored, and why.

import * as events from "./events.js";
import { get, showProblem } from "./http.js";

const status = document.getElementById("status");
const more = document.getElementById("older-letters");
const empty = document.getElementById("empty");

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
  status.textContent = "Loading …";
  const parameters = new URLSearchParams(next ? { cursor: next } : {});
  try {
    show(await get(`api/v1/dead-letters?${parameters}`, signal));
  } catch (error) {
    if (!signal.aborted) {
      status.textContent = "";
      showProblem(error.message);
    }
  }
}

function show(page) {
  page.dead_letters.forEach((letter) => events.appendDeadLetter(letter, () => details(letter.id)));
  next = page.next ?? null;
  more.hidden = !next;
  empty.hidden = events.size() > 0;
  empty.textContent = "There are no dead letters.";
  const count = events.size();
  status.textContent = `${count} dead letter${count === 1 ? "" : "s"}${next ? ", there are more" : ""}`;
}

async function details(id) {
  try {
    const letter = await get(`api/v1/dead-letters/${id}`, aborted.signal);
    events.show("Dead letter", Object.entries(letter));
  } catch (error) {
    showProblem(error.message);
  }
}

more.addEventListener("click", () => load());
