// The time range of a search: presets, and ranges wider or narrower than the current one.

import { button } from "../basics/dom.js";
import { toSeconds } from "./times.js";
import { changed, go, value, view } from "./url.js";

const group = document.getElementById("ranges");
const PRESETS = [["5 min", "-5m"], ["15 min", "-15m"], ["1 h", "-1h"], ["6 h", "-6h"], ["24 h", "-24h"], ["7 d", "-7d"]];
const SECOND = 1_000;
const EVERYTHING = ["All", ""];

/** Shows the presets and marks the chosen one. */
export function show() {
  const presets = view() === "sources" ? PRESETS : [...PRESETS, EVERYTHING];
  const usual = view() === "sources" ? "-24h" : "";
  const chosen = value("to") ? null : value("from") || usual;
  group.replaceChildren(...presets.map(([text, from]) => {
    const made = button(text, () => go(changed({ from, to: "" })));
    made.setAttribute("aria-pressed", String(from === chosen));
    return made;
  }));
}

/** The time range in words, such as "in the last 15 min"; empty for all times. */
export function text() {
  const [from, to] = [value("from"), value("to")];
  if (from.startsWith("-") && !to) {
    return `in the last ${PRESETS.find(([, start]) => start === from)?.[0] ?? from.slice(1)}`;
  }
  return [["from", from], ["to", to]].filter(([, time]) => time).map(([word, time]) => `${word} ${toSeconds(time) || time}`).join(" ");
}

/** Searches from one time to another, in whole seconds as in the form, from any view. */
export function select(from, to) {
  const time = (millis) => new Date(millis).toISOString();
  go(changed({
    view: "search",
    from: time(SECOND * Math.floor(from / SECOND)),
    to: time(SECOND * Math.ceil(to / SECOND)),
  }));
}

/** A range twice as long, with the same middle. */
export function widen(from, to) {
  const half = (to - from) / 2;
  select(from - half, to + half);
}
