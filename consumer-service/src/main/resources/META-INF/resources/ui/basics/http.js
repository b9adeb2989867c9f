// Calls the service, and describes failures.

import { visible } from "./dom.js";
import { parse } from "./json.js";

const problem = document.getElementById("problem");
const retry = document.getElementById("retry");
const UNAUTHORIZED = 401;
const FINAL = [400, UNAUTHORIZED, 403];
const NO_CONTENT = 204;
const LONGEST_MILLIS = 120_000;
const UNREACHABLE = "The server cannot be reached.";
// These views try again by themselves, and would lose their rows if they were loaded again.
const TRYING = ["live", "watch"];

/** The answer's JSON; throws an error with the problem's detail, which also says whether it is useless to try again. */
export function get(path, signal) {
  return call("GET", path, signal);
}

/** The same for events, whose numbers keep all digits. */
export async function getEvents(path, signal) {
  return parse(await call("GET", path, signal, { as: "text" }));
}

/**
 * The same for any method; null if the answer has no body.
 *
 * @param body becomes JSON
 * @param accept the requested content type
 * @param as json, text, or response for the answer itself
 */
export async function call(method, path, signal, { body, accept = "application/json", as = "json" } = {}) {
  const headers = { Accept: accept, ...(body ? { "Content-Type": "application/json" } : {}) };
  const response = await fetch(path, { method, headers, signal: limited(signal, as), body: body && JSON.stringify(body) })
    .catch((error) => {
      throw failure(error, method);
    });
  if (!response.ok) {
    const details = await response.json().catch(() => ({}));
    const error = new Error(response.status === UNAUTHORIZED
      ? "Your session has ended. Reload the page to sign in again."
      : details.detail ?? details.title ?? `The service answered ${response.status}`);
    error.isFinal = FINAL.includes(response.status);
    throw error;
  }
  if (as === "response") {
    return response;
  }
  return response.status === NO_CONTENT ? null
    // The connection may also break within the answer.
    : response[as]().catch((error) => {
      throw failure(error, method);
    });
}

function failure(error, method) {
  switch (error.name) {
    case "TimeoutError": return new Error("No answer within two minutes. It may still be under way.");
    // What browsers throw then, in words of their own.
    case "TypeError": return new Error(method === "GET" ? UNREACHABLE : `${UNREACHABLE} Whether this was done is not known.`);
    default: return error;
  }
}

/** Without an answer the request fails, except that a file may take any time. Older browsers wait for ever. */
function limited(signal, as) {
  return as === "response" || !AbortSignal.any ? signal
    : AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(LONGEST_MILLIS)]);
}

/** Runs the action and shows its failure, unless the user has left the view by then. */
export async function attempt(signal, action) {
  try {
    await action();
  } catch (error) {
    if (!signal?.aborted) {
      showProblem(error.message);
    }
  }
}

/** Removes this text, unless another one is shown by now. */
export function clearProblem(text) {
  if (problem.textContent === visible(text)) {
    showProblem("");
  }
}

/** @param isRepeatable whether it helps to load the view again */
export function showProblem(text, isRepeatable = true) {
  problem.textContent = visible(text);
  problem.hidden = !text;
  retry.hidden = !isRepeatable || text !== UNREACHABLE || TRYING.includes(document.body.dataset.view);
}

retry.addEventListener("click", () => dispatchEvent(new PopStateEvent("popstate")));
