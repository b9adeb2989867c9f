// A list that is loaded page by page, each when its button is pressed.

import { getEvents, showProblem } from "../basics/http.js";

const status = document.getElementById("status");

/**
 * @param more the button
 * @param loading the status shown meanwhile
 * @param request the path and the parameters of the first page
 * @param show takes a page, and whether there are more
 * @param failed is told that there is no page
 */
export function pages(more, loading, request, show, failed = () => {}) {
  let aborted = null;
  let next = null;
  let loads = 0;

  async function load() {
    const { signal } = aborted;
    const turn = ++loads;
    status.textContent = loading;
    more.disabled = true;
    const [path, parameters] = request();
    if (next) {
      parameters.set("cursor", next);
    }
    try {
      const page = await getEvents(`${path}?${parameters}`, signal);
      if (turn !== loads) {
        // The list has been started again meanwhile.
        return;
      }
      next = page.next ?? null;
      more.hidden = !next;
      show(page, next !== null);
    } catch (error) {
      if (!signal.aborted) {
        status.textContent = "";
        // For a further page there is its own button.
        showProblem(error.message, next === null);
        failed();
      }
    } finally {
      more.disabled = false;
    }
  }

  more.addEventListener("click", () => load());

  return {
    open() {
      aborted = new AbortController();
      next = null;
      load();
    },

    close() {
      aborted?.abort();
      more.hidden = true;
    },

    /** Loads the list from the first page on. */
    again() {
      next = null;
      return load();
    },

    /** Aborted once another view is shown. */
    signal() {
      return aborted.signal;
    },
  };
}
