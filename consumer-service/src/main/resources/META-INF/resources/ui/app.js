// Shows the view that the URL names, and follows the URL.

import * as chart from "./chart.js";
import * as deadLetters from "./deadletters.js";
import * as events from "./events.js";
import { formToUrl, go, urlToForm, view } from "./filters.js";
import { showProblem } from "./http.js";
import * as live from "./live.js";
import * as search from "./search.js";
import * as session from "./session.js";

const VIEWS = { live, search, "dead-letters": deadLetters };

const form = document.getElementById("filters");
const status = document.getElementById("status");

let current = null;

function show() {
  current?.close();
  const name = view();
  events.clear();
  chart.clear();
  showProblem("");
  status.textContent = "";
  delete status.dataset.state;
  document.getElementById("empty").hidden = true;
  form.hidden = name === "dead-letters";
  for (const part of document.querySelectorAll("[data-only]")) {
    part.hidden = part.dataset.only !== name;
  }
  for (const tab of document.querySelectorAll("nav a")) {
    if (tab.dataset.view === name) {
      tab.setAttribute("aria-current", "page");
    } else {
      tab.removeAttribute("aria-current");
    }
    // Live and search have the same filters.
    const parameters = new URLSearchParams(location.search);
    parameters.set("view", tab.dataset.view);
    tab.href = `?${parameters}`;
  }
  urlToForm();
  current = VIEWS[name];
  current.open();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  formToUrl();
});

form.addEventListener("reset", (event) => {
  event.preventDefault();
  go(new URLSearchParams({ view: view() }));
});

form.elements.severity.addEventListener("change", formToUrl);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='?']");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go(new URL(link.href).searchParams);
  }
});

addEventListener("popstate", show);

session.show();
show();
