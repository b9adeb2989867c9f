// The dead letters: messages that could not be processed, with the reasons, and buttons to replay or discard them.

import * as dialog from "../basics/dialog.js";
import { button as anyButton, element, plural } from "../basics/dom.js";
import { call, get, showProblem } from "../basics/http.js";
import { exact, zoneName } from "../state/times.js";
import { pages } from "./pages.js";
import * as rows from "../events/rows.js";

const LETTERS = "api/v1/dead-letters";

const status = document.getElementById("status");
const more = document.getElementById("older-letters");
const empty = document.getElementById("empty");
const kinds = document.getElementById("kind");
const replayAll = document.getElementById("replay-all");
const discardAll = document.getElementById("discard-all");

const list = pages(more, "Loading …", () => [LETTERS, filter()], show);

export const { open, close } = list;

function filter() {
  return new URLSearchParams(kinds.value ? { kind: kinds.value } : {});
}

function show(page, hasMore) {
  if (page.counts) {
    showCounts(page.counts);
  }
  page.dead_letters.forEach((letter) => rows.place(String(letter.id), row(letter)));
  empty.hidden = rows.size() > 0;
  empty.textContent = "There are no dead letters.";
  const count = rows.size();
  status.textContent = `${letters(count)}${hasMore ? ", there are more" : ""}`;
  replayAll.disabled = count === 0;
  discardAll.disabled = count === 0;
}

/** Opens with everything that the service knows about the dead letter. */
function row(letter) {
  const made = element("li");
  const message = element("span", "message", letter.reason);
  made.append(rows.line(
    "ERROR",
    `Dead letter ${letter.id} of ${letter.queue}`,
    rows.timeElement(letter.dead_lettered_at),
    element("span", "severity error", `${letter.attempts}×`),
    element("span", "source", letter.queue),
    message,
  ));
  made.querySelector(".toggle").setAttribute("aria-description", letter.reason);
  made.firstElementChild.addEventListener("click", () => details(letter.id));
  return made;
}

/** All kinds, with the number of dead letters of each. */
function showCounts(counts) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const chosen = kinds.value;
  if (chosen) {
    counts[chosen] ??= 0;
  }
  kinds.replaceChildren(
    option("", "all", total),
    ...Object.entries(counts).map(([kind, count]) => option(kind, kind, count)),
  );
  kinds.value = chosen;
}

function option(value, text, count) {
  const made = element("option", "", `${text} (${count})`);
  made.value = value;
  return made;
}

function letters(count) {
  return plural(count, "dead letter");
}

async function details(id) {
  try {
    const letter = await get(`${LETTERS}/${id}`, list.signal());
    dialog.show("Dead letter", Object.entries(letter).map(shown), [
      button("Replay …", () => {
        if (confirm(`Replay dead letter ${id}? It goes back to queue ${letter.queue}.`)) {
          change("POST", `${LETTERS}/${id}/replay`, () => "Replayed.");
        }
      }),
      ...(letter.kind === "id-conflict" ? [button("Replay under a new id …", () => {
        if (confirm(`Replay dead letter ${id} under a new id? It is archived beside the event that has its id.`)) {
          change("POST", `${LETTERS}/${id}/replay?new_id=true`, (answer) => `Replayed as ${answer.new_ids.join(", ")}.`);
        }
      })] : []),
      button("Discard …", () => {
        if (confirm(`Discard dead letter ${id}? It cannot be brought back.`)) {
          change("DELETE", `${LETTERS}/${id}`, () => "Discarded.");
        }
      }),
    ]);
  } catch (error) {
    showProblem(error.message);
  }
}

function shown([name, content]) {
  return [name, name.endsWith("_at") && content ? `${exact(content)} ${zoneName(content)}` : content];
}

function button(text, act) {
  return anyButton(text, () => {
    dialog.hide();
    act();
  }, "operate");
}

/** Runs the action, shows the remaining dead letters, and then the outcome. */
async function change(method, path, told) {
  const signal = list.signal();
  showProblem("");
  let text = "";
  try {
    text = told(await call(method, path, signal));
  } catch (error) {
    if (!signal.aborted) {
      showProblem(error.message);
    }
  }
  if (signal.aborted) {
    // The user has gone to another view by now.
    return;
  }
  rows.clear();
  await list.again();
  status.textContent = `${text} ${status.textContent}`.trim();
}

function replayed(answer) {
  const [reason] = Object.values(answer.reasons);
  if (reason) {
    showProblem(`${letters(answer.failed)} not replayed: ${reason}`);
  }
  return `Replayed ${answer.replayed}.`;
}

/** The dead letters that the two buttons act on. */
function all() {
  return kinds.value ? `all dead letters of kind ${kinds.value}` : "all dead letters";
}

replayAll.addEventListener("click", () => {
  if (confirm(`Replay ${all()}? Each goes back to the queue that it came from.`)) {
    change("POST", `${LETTERS}/replay?${filter()}`, replayed);
  }
});

discardAll.addEventListener("click", () => {
  if (confirm(`Discard ${all()}? They cannot be brought back.`)) {
    change("DELETE", `${LETTERS}?${filter()}`, (answer) => `Discarded ${answer.discarded}.`);
  }
});

kinds.addEventListener("change", () => {
  rows.clear();
  list.again();
});
