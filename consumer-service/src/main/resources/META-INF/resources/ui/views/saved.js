// Saved searches, shared by everybody: links to them, and a form that saves the present search.

import { button, element, link } from "../basics/dom.js";
import { attempt, call, get, showProblem } from "../basics/http.js";
import { query } from "../state/filters.js";
import { ofView, value } from "../state/url.js";

const SEARCHES = "api/v1/searches";
// A saved search also sets these, besides the filters; those that it lacks get their defaults.
const SHOWN = ["order", "columns", "time"];

const box = document.getElementById("saved");
const list = box.querySelector("ul");
const form = box.querySelector("form");

async function load() {
  const { searches } = await get(SEARCHES);
  list.replaceChildren(...searches.map(item));
  if (searches.length === 0) {
    list.append(element("li", "quiet", "There are none yet."));
  }
  return searches;
}

function item({ name, parameters }) {
  const made = element("li");
  const opening = link(name, target(parameters));
  opening.title = Object.entries(parameters).map(([each, text]) => `${each}=${text}`).join(" ");
  const remove = button("×", () => change(() => removing(name)), "small");
  remove.setAttribute("aria-label", `Delete saved search ${name}`);
  made.append(opening, remove);
  return made;
}

function target(parameters) {
  const wanted = ofView("search");
  SHOWN.forEach((name) => wanted.delete(name));
  Object.entries(parameters).forEach(([name, text]) => wanted.set(name, text));
  return wanted;
}

function present() {
  const parameters = query(true);
  if (!value("to")) {
    parameters.delete("to");
  }
  SHOWN.filter(value).forEach((name) => parameters.set(name, value(name)));
  return Object.fromEntries(parameters);
}

function path(name) {
  return `${SEARCHES}/${encodeURIComponent(name)}`;
}

async function removing(name) {
  if (confirm(`Delete the saved search ${name} for everybody?`)) {
    await call("DELETE", path(name));
  }
}

async function saving(name) {
  const searches = await load();
  if (searches.some((each) => each.name === name) && !confirm(`Replace the saved search ${name}?`)) {
    return;
  }
  await call("PUT", path(name), undefined, { body: { parameters: present() } });
  form.reset();
}

/** Runs the action, and lists the searches afterwards. */
function change(action) {
  showProblem("");
  return attempt(undefined, async () => {
    await action();
    await load();
  });
}

box.addEventListener("toggle", () => {
  if (box.open) {
    attempt(undefined, load);
  }
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  change(() => saving(form.elements.name.value.trim()));
});
