// How events are shown: the time zone, the order, wrapped or in one line, and columns for attributes.

import { button, element } from "../basics/dom.js";
import { columns, templateOf, withColumns } from "./panel.js";
import { zoneName } from "../state/times.js";
import { changed, go, value } from "../state/url.js";

const zone = document.getElementById("zone");
const order = document.getElementById("order");
const time = document.getElementById("time");
const wrap = document.getElementById("wrap");
const chosen = document.getElementById("columns");
const heads = document.getElementById("heads");

/** Applies the URL's settings. */
export function show() {
  zone.value = value("zone");
  zone.title = zoneName();
  order.value = value("order");
  time.value = value("time");
  wrap.setAttribute("aria-pressed", String(Boolean(value("wrap"))));
  showColumns(columns());
}

function showColumns(names) {
  const removing = (name) => {
    const made = button(`${name} ×`, () => go(withColumns(names.filter((each) => each !== name))), "quiet");
    made.title = `Remove the column ${name}`;
    return made;
  };
  heads.style.setProperty("--columns", templateOf(names));
  heads.hidden ||= names.length === 0;
  const text = (each) => element("span", "", each);
  heads.replaceChildren(...["", "Time", "Severity", "Source"].map(text), ...names.map(removing), text("Message"));
  // A phone has no heads.
  chosen.hidden ||= names.length === 0;
  chosen.replaceChildren(...names.map(removing));
}

function set(name, text) {
  go(changed({ event: value("event"), [name]: text }));
}

zone.addEventListener("change", () => set("zone", zone.value));
order.addEventListener("change", () => set("order", order.value));
time.addEventListener("change", () => set("time", time.value));
wrap.addEventListener("click", () => set("wrap", value("wrap") ? "" : "1"));
