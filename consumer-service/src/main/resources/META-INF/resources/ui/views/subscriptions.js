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
const NAMES = ["Name", "Gets", "Messages waiting", "Readers", "Events dropped", ""];
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

function load() {
  const { signal } = aborted;
  status.textContent = "Loading …";
  return attempt(signal, async () => {
    const { subscriptions } = await get(SUBSCRIPTIONS, signal);
    all = subscriptions;
    const states = await statesOf(subscriptions.slice(0, MOST), signal);
    if (!signal.aborted) {
      show(subscriptions, states);
    }
  });
}

/** Null if the subscription no longer exists. */
async function statesOf(subscriptions, signal) {
  const states = new Map();
  const left = [...subscriptions];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      states.set(next.name, await stateOf(next, signal).catch(() => null));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return states;
}

async function stateOf({ name, push }, signal) {
  const state = await get(path(name), signal);
  return push ? { ...state, pushed: await get(`${path(name)}/push`, signal).catch(() => undefined) } : state;
}

function path(name) {
  return `${SUBSCRIPTIONS}/${encodeURIComponent(name)}`;
}

function show(subscriptions, states) {
  const shown = subscriptions.slice(0, MOST);
  status.textContent = plural(subscriptions.length, "subscription")
    + (subscriptions.length > shown.length ? `, the first ${shown.length} by name are shown` : "");
  empty.hidden = subscriptions.length > 0;
  empty.textContent = "There are no subscriptions.";
  table.show(NAMES, shown.map((each) => row(each, states.get(each.name))), form(create));
}

function row(subscription, state) {
  const { name, durable } = subscription;
  return [
    element("strong", "", name),
    `${gets(subscription.binding)}${durable ? "" : ", temporary"}`,
    state ? number(state.ready_messages) : "?",
    state ? readers(name, state) : "?",
    state ? dropped(state.dropped) : "?",
    actions(subscription, state),
  ];
}

/** A pushed subscription has no other readers, so it shows how the push goes. */
function readers(name, { consumers, pushed }) {
  return pushed ? pushButton(name, pushed, (call, told) => controlPush(name, call, told)) : number(consumers);
}

function actions({ name, push }, state) {
  const made = element("span", "links");
  made.append(
    link("Watch", ofView("watch", { name })),
    button("Delete …", () => remove(name, state), push ? "operate" : ""),
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

function remove(name, state) {
  const waiting = state ? ` and the ${plural(state.ready_messages, "message")} in it` : "";
  if (confirm(`Delete subscription ${name}${waiting}? This cannot be undone.`)) {
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
