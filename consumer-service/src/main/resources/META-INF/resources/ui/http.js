// Calls of the service, and what to tell when one fails.

const problem = document.getElementById("problem");
const UNAUTHORIZED = 401;

/** The answer's JSON; throws with the problem's detail, and whether it is the request that is wrong. */
export function get(path, signal) {
  return call("GET", path, signal);
}

/** The same for any method; null where the answer has no body. */
export async function call(method, path, signal) {
  const response = await fetch(path, { method, headers: { Accept: "application/json" }, signal });
  if (!response.ok) {
    const details = await response.json().catch(() => ({}));
    const error = new Error(response.status === UNAUTHORIZED
      ? "Your session has ended. Reload the page to sign in again."
      : details.detail ?? details.title ?? `The service answered ${response.status}`);
    error.isOurs = response.status < 500;
    throw error;
  }
  return response.status === 204 ? null : response.json();
}

export function showProblem(text) {
  problem.textContent = text;
  problem.hidden = !text;
}
