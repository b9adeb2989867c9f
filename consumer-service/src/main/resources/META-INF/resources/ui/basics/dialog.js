// The dialog: names and values, or the help.

import { element } from "./dom.js";

const dialog = document.getElementById("details");

const HELP = [
  ["/", "go to the query"],
  ["j, k", "go to the next or previous event; Enter opens it"],
  ["n, p", "open the next or previous event"],
  ["Esc", "close the event"],
  ["?", "show this help"],
  ["words", "in the message. card declined: both words; \"card declined\": in a row; time*: how a word begins; -test: without"],
  ["fields", "severity>=warn, source:payments.*, order:4711, http.status>=500, trace_id:…"],
  ["or, ( )", "timeout or refused; (card or account) declined"],
  ["+ − ≥ ▥", "beside a value: only events with it; without it; with a number at least as large; its field as a column"],
  ["chart", "drag over it to choose a time; click a bar for its time"],
];

export function hide() {
  dialog.close();
}

/** Shows names and values, with line breaks kept, and links or buttons below them. */
export function show(title, pairs, links = []) {
  document.getElementById("details-title").textContent = title;
  dialog.querySelector("dl").replaceChildren(
    ...pairs.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", String(value))]),
  );
  dialog.querySelector(".links").replaceChildren(...links);
  dialog.showModal();
  dialog.querySelector(".content").scrollTop = 0;
}

/** @param others elements below the text */
export function help(others) {
  show("Keys and queries", HELP, others);
}
