// Shows the view that the URL names, and follows the URL.

import * as chart from "./counts/chart.js";
import * as context from "./views/context.js";
import * as deadLetters from "./views/deadletters.js";
import * as display from "./events/display.js";
import "./views/export.js";
import { urlToForm, USUAL_RANGE } from "./state/filters.js";
import { showProblem } from "./basics/http.js";
import "./events/keys.js";
import * as live from "./views/live.js";
import * as ranges from "./state/ranges.js";
import * as rows from "./events/rows.js";
import "./views/saved.js";
import * as search from "./views/search.js";
import * as session from "./session.js";
import * as sources from "./views/sources.js";
import * as subscriptions from "./views/subscriptions.js";
import * as table from "./basics/table.js";
import * as watch from "./views/watch.js";
import { changed, go, value, view } from "./state/url.js";

const TITLES = {
  live: "Live", search: "Search", context: "Before and after", sources: "Sources", subscriptions: "Subscriptions", watch: "Watch",
  "dead-letters": "Dead letters",
};
const VIEWS = { live, search, context, sources, subscriptions, watch, "dead-letters": deadLetters };

const main = document.getElementById("main");
const status = document.getElementById("status");

let current = null;

function show() {
  current?.close();
  const name = view();
  if (name !== "search" || document.body.dataset.view !== name) {
    // A search keeps the results of the one before until it has its own.
    rows.clear();
  }
  chart.clear();
  table.clear();
  showProblem("");
  status.textContent = "";
  delete status.dataset.state;
  document.getElementById("empty").hidden = true;
  document.body.dataset.view = name;
  main.ariaLabel = TITLES[name];
  document.title = `${TITLES[name]} – Logcast`;
  for (const part of document.querySelectorAll("[data-only]")) {
    part.hidden = !part.dataset.only.split(" ").includes(name);
  }
  showTabs(name);
  urlToForm();
  ranges.show();
  display.show();
  current = VIEWS[name];
  current.open();
}

/** Live and search have the same filters, so the links to the views keep them. */
function showTabs(name) {
  for (const tab of document.querySelectorAll("nav a")) {
    if (tab.dataset.view === (name === "watch" ? "subscriptions" : name)) {
      tab.setAttribute("aria-current", "page");
    } else {
      tab.removeAttribute("aria-current");
    }
    const isFirstSearch = tab.dataset.view === "search" && name !== "search" && !value("from");
    tab.href = `?${changed({ view: tab.dataset.view, in: "", ...(isFirstSearch ? { from: USUAL_RANGE } : {}) })}`;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='?']");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go(new URL(link.href).searchParams);
  }
});

addEventListener("popstate", () => {
  show();
  const focused = document.activeElement;
  if (focused === document.body || focused.getClientRects().length === 0) {
    // The element that had the focus is gone or hidden, such as a button of an event. Now the keyboard continues in the new view.
    main.focus({ preventScroll: true });
  }
});

session.show();
show();
