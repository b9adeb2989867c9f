// The subscriptions: how much waits in each, what was dropped, how a push goes, and buttons to create and delete them.

import { button, element, link, number, plural } from "../basics/dom.js";
import { ofView } from "../state/url.js";
import { attempt, call, get, showProblem } from "../basics/http.js";
import { pushButton } from "./push.js";
import { form } from "./subscriptionform.js";
import * as table from "../basics/table.js";

const SUBSCRIPTIONS = "api/v1/subscriptions";
const status = document.getElementById("status");
const empty = document.getElementById("empty");
const NAMES = ["Name", "Gets", "Messages waiting", "Readers", "Events dropped", "Actions"];
// Each is loaded on its own, this many at a time.
const AT_ONCE = 4;
const MOST = 200;

let aborted = null;
let all = [];

export function open() {
  aborted = new AbortController();
  load();
}

export function close() {
  aborted?.abort();
}

/** Shows all subscriptions at once, and then what is known of each. */
function load() {
  const { signal } = aborted;
  status.textContent = "Loading …";
  return attempt(signal, async () => {
    const { subscriptions } = await get(SUBSCRIPTIONS, signal);
    if (!signal.aborted) {
      all = subscriptions;
      show();
      loadStates(signal);
    }
  });
}

function loadStates(signal) {
  const mine = all;
  const left = mine.slice(0, MOST);
  const work = async () => {
    // Ends once the subscriptions are loaded again.
    for (let next = left.shift(); next && mine === all; next = left.shift()) {
      // Null if the subscription no longer exists.
      next.state = await stateOf(next, signal).catch(() => null);
      fill(next);
    }
  };
  attempt(signal, () => Promise.all(Array.from({ length: AT_ONCE }, work)));
}

async function stateOf({ name, push }, signal) {
  const state = await get(path(name), signal);
  return push ? { ...state, pushed: await get(`${path(name)}/push`, signal).catch(() => undefined) } : state;
}

function path(name) {
  return `${SUBSCRIPTIONS}/${encodeURIComponent(name)}`;
}

function show() {
  const shown = all.slice(0, MOST);
  status.textContent = plural(all.length, "subscription")
    + (all.length > shown.length ? `, the first ${shown.length} by name are shown` : "");
  empty.hidden = all.length > 0;
  empty.textContent = "There are no subscriptions.";
  table.show(NAMES, shown.map(row), form(create));
}

function row(subscription) {
  subscription.cells = [1, 2, 3].map(() => element("span", "quiet", "…"));
  return [
    element("strong", "", subscription.name),
    `${gets(subscription.binding)}${subscription.durable ? "" : ", temporary"}`,
    ...subscription.cells,
    actions(subscription),
  ];
}

/** Writes what is known by now into the cells of its row. */
function fill({ name, state, cells }) {
  const contents = state ? [number(state.ready_messages), readers(name, state), dropped(state.dropped)] : ["?", "?", "?"];
  cells.forEach((cell, index) => cell.replaceWith(contents[index]));
}

/** A pushed subscription has no other readers, so it shows how the push goes. */
function readers(name, { consumers, pushed }) {
  return pushed ? pushButton(name, pushed, (call, told) => controlPush(name, call, told)) : number(consumers);
}

function actions(subscription) {
  const made = element("span", "links");
  made.append(
    link("Watch", ofView("watch", { name: subscription.name })),
    button("Delete …", () => remove(subscription), subscription.push ? "operate" : ""),
  );
  return made;
}

function gets({ type, severities, patterns, attributes, match }) {
  switch (type) {
    case "severities": return severities.join(", ");
    case "patterns": return patterns.join(", ");
    case "attributes":
      return Object.entries(attributes).map(([name, text]) => `${name}=${text}`).join(match === "any" ? " or " : " and ");
    case "none": return "only what is sent to it";
    default: return "all events";
  }
}

function dropped(counts) {
  const reasons = Object.entries(counts ?? {}).filter(([, count]) => count > 0);
  return reasons.length === 0 ? element("span", "quiet", "0")
    : element("span", "error", reasons.map(([reason, count]) => `${number(count)} ${reason}`).join(", "));
}

function create(name, definition) {
  const existing = all.find((each) => each.name === name);
  const lost = existing?.push && !definition.push ? ", which is pushed," : "";
  if (existing && !confirm(`Subscription ${name}${lost} exists already. Replace its definition?`)) {
    return undefined;
  }
  return change(() => call("PUT", path(name), aborted.signal, { body: definition }), () => `Subscription ${name} is ready.`);
}

function controlPush(name, action, told) {
  return change(() => call("POST", `${path(name)}/push/${action}`, aborted.signal), told);
}

function remove({ name, state }) {
  const waiting = state ? `the ${plural(state.ready_messages, "message")}` : "all messages";
  if (confirm(`Delete subscription ${name} and ${waiting} in it? This cannot be undone.`)) {
    change(() => call("DELETE", path(name), aborted.signal), () => `Subscription ${name} was deleted.`);
  }
}

/** Runs the action, and then shows the subscriptions and what `told` says about the answer. */
function change(action, told) {
  const { signal } = aborted;
  showProblem("");
  status.textContent = "Waiting for the answer …";
  return attempt(signal, async () => {
    const answer = await action();
    await load();
    if (!signal.aborted) {
      status.textContent = `${told(answer)} ${status.textContent}`;
    }
  });
}
