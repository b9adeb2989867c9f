// The page's state is its URL: the view, the filters, the open event, and how events are shown. A link keeps all of it.

const VIEWS = ["live", "search", "context", "sources", "subscriptions", "watch", "dead-letters"];
// How events are shown in every view.
const DISPLAY = ["zone", "wrap", "columns", "order", "time"];

export function parameters() {
  return new URLSearchParams(location.search);
}

/** A link that names only an event shows it in the search. */
export function view() {
  const name = parameters().get("view");
  return VIEWS.includes(name) ? name : value("event") ? "search" : "live";
}

export function value(name) {
  return parameters().get(name) ?? "";
}

/** Parameters of a view that keep the present way of showing events. */
export function ofView(name, others = {}) {
  const now = parameters();
  const shown = DISPLAY.filter((each) => now.get(each)).map((each) => [each, now.get(each)]);
  return new URLSearchParams({ view: name, ...Object.fromEntries(shown), ...others });
}

/** The URL's parameters with some changed; an empty value removes one. No event is open then, unless one is named. */
export function changed(changes) {
  const url = parameters();
  for (const [name, text] of Object.entries({ event: "", ...changes })) {
    if (text) {
      url.set(name, text);
    } else {
      url.delete(name);
    }
  }
  return url;
}

/** Goes to another view or other filters, as a step of the browser's history. */
export function go(wanted) {
  history.pushState(null, "", `?${wanted}`);
  dispatchEvent(new PopStateEvent("popstate"));
}

/** Writes a change into the URL that the page already shows. */
export function note(changes) {
  history.replaceState(null, "", `?${changed(changes)}`);
}
