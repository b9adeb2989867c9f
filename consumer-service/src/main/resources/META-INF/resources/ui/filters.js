// The filter form, the page's URL and the query of a call: three forms of one thing.

const form = document.getElementById("filters");
const FIELDS = ["severity", "source", "q", "trace_id"];
const TIMES = ["from", "to"];
const ATTRIBUTE = "attr.";

/** The view and the filters of the page's URL. */
export function view() {
  const name = new URLSearchParams(location.search).get("view");
  return ["search", "dead-letters"].includes(name) ? name : "live";
}

/** Query parameters for the service; times only where they are asked for. */
export function query(withTimes) {
  const url = new URLSearchParams(location.search);
  const wanted = new URLSearchParams();
  for (const [name, value] of url) {
    const known = FIELDS.includes(name) || name.startsWith(ATTRIBUTE) || (withTimes && TIMES.includes(name));
    if (known && value !== "") {
      wanted.set(name, value);
    }
  }
  return wanted;
}

/** Puts the form's values into the URL, as a step of the browser's history. */
export function formToUrl() {
  const url = new URLSearchParams({ view: view() });
  for (const name of FIELDS) {
    const value = form.elements[name].value.trim();
    if (value) {
      url.set(name, value);
    }
  }
  for (const name of TIMES) {
    const value = form.elements[name].value;
    if (value) {
      url.set(name, new Date(value).toISOString());
    }
  }
  for (const pair of form.elements.attributes.value.trim().split(/\s+/).filter(Boolean)) {
    const [name, ...value] = pair.split("=");
    url.set(ATTRIBUTE + name, value.join("="));
  }
  go(url);
}

/** Puts the URL's values into the form. */
export function urlToForm() {
  const url = new URLSearchParams(location.search);
  for (const name of FIELDS) {
    form.elements[name].value = url.get(name) ?? "";
  }
  for (const name of TIMES) {
    form.elements[name].value = url.has(name) ? local(url.get(name)) : "";
  }
  form.elements.attributes.value = [...url]
    .filter(([name]) => name.startsWith(ATTRIBUTE))
    .map(([name, value]) => `${name.slice(ATTRIBUTE.length)}=${value}`)
    .join(" ");
}

function local(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? ""
    : new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** Another view or other filters. */
export function go(parameters) {
  history.pushState(null, "", `?${parameters}`);
  dispatchEvent(new PopStateEvent("popstate"));
}
