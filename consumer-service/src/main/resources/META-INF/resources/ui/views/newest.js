// Loads the newest events of the archive, with which a view of arriving events begins.

import { clearProblem, getEvents, showProblem } from "../basics/http.js";

const COUNT = 200;
// By then, events published just before the stream opened are archived.
const LATE_MILLIS = 3_000;
const LONGEST_RETRY_MILLIS = 60_000;

/**
 * Returns a function that loads them, and once more when late ones are archived; after a failure, it tries again after growing pauses.
 *
 * @param parameters returns the filter
 * @param loaded receives the events
 * @param signal ends it
 */
export function newest(parameters, loaded, signal) {
  let timer = 0;
  let retryMillis = LATE_MILLIS;
  let failure = "";

  async function load() {
    try {
      const page = await getEvents(`api/v1/logs?limit=${COUNT}&${parameters()}`, signal);
      loaded(page.events);
      clearProblem(failure);
      failure = "";
      retryMillis = LATE_MILLIS;
    } catch (error) {
      if (!signal.aborted) {
        failure = error.message;
        showProblem(failure);
        clearTimeout(timer);
        timer = setTimeout(load, retryMillis);
        retryMillis = Math.min(2 * retryMillis, LONGEST_RETRY_MILLIS);
      }
    }
  }

  return () => {
    load();
    setTimeout(load, LATE_MILLIS);
  };
}
