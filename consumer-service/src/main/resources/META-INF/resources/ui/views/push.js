// How the push of a subscription goes: a button with its state, and a dialog with all that is known and buttons to control it.

import * as dialog from "../basics/dialog.js";
import { button, plural } from "../basics/dom.js";
import { exact, zoneName } from "../state/times.js";

const COLOURS = { paused: "warn", failing: "error", sending: "" };

/**
 * @param pushed the service's answer about the push
 * @param control takes the last part of a call's path, and a function that describes its answer
 */
export function pushButton(name, pushed, control) {
  const made = button(`${stateOf(pushed)}${percent(pushed.success_rate, ", ")}`, () => show(name, pushed, control), COLOURS[stateOf(pushed)]);
  made.setAttribute("aria-haspopup", "dialog");
  made.title = `Pushed to ${pushed.push.url}`;
  return made;
}

/** The service only says whether it is paused; the latest attempt shows whether the target accepts events. */
function stateOf({ state, last_attempts: [latest] }) {
  return state === "paused" ? state : latest?.outcome === "retry" ? "failing" : "sending";
}

/** A rate close to 100 % is not shown as 100 %. */
function percent(rate, before = "") {
  return rate === undefined ? "" : `${before}${Math.floor(rate * 100)} %`;
}

function show(name, pushed, control) {
  const { push } = pushed;
  const pairs = [
    ["State", stateText(pushed)],
    ["Target", push.url],
    ["Format", `${push.format}${push.ordered ? ", in order" : ""}`],
    ["Signed with", push.secrets.length > 0 ? `the secret ${push.secrets.join(" and the secret ")}` : "nothing"],
    ["Authentication", push.authentication && `${push.authentication.scheme}, with the secret ${push.authentication.secret}`],
    ["Headers", Object.entries(push.headers).map(([header, text]) => `${header}: ${text}`).join("\n")],
    ["TLS", push.tls],
    ["Delivered", percent(pushed.success_rate) && `${percent(pushed.success_rate)} of the last attempts, 100 at most`],
    ["Last attempts", pushed.last_attempts.map(attemptText).join("\n") || "none yet"],
  ];
  dialog.show(`Push of ${name}`, pairs.filter(([, text]) => text), [
    pushed.state === "paused"
      ? act("Resume", () => control("resume", () => `${name} is pushed again.`))
      : act("Pause", () => control("pause", () => `The push of ${name} is paused; its events wait.`)),
    act("Send a test event", () => control("test", (attempt) => `Test of ${name}: ${outcomeText(attempt)}.`)),
  ]);
}

function act(text, action) {
  return button(text, () => {
    dialog.hide();
    action();
  }, "operate");
}

function stateText(pushed) {
  switch (stateOf(pushed)) {
    case "paused":
      return `paused since ${exact(pushed.paused_since)} ${zoneName(pushed.paused_since)}: ${pushed.paused_because}`;
    case "failing": return "failing: the target does not accept events; it is tried again";
    default: return "sending";
  }
}

function attemptText(attempt) {
  return `${exact(attempt.sent_at)}  ${outcomeText(attempt)}, ${plural(attempt.events, "event")}`;
}

function outcomeText({ outcome, status, reason, millis }) {
  return `${outcome}, ${reason ?? status} in ${millis} ms`;
}
