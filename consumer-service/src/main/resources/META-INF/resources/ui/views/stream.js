// The stream of events as they arrive. After a lost connection it resumes where it was.

import { get, showProblem } from "../basics/http.js";
import { parse } from "../basics/json.js";

const RECONNECT_MILLIS = 1_000;

/**
 * @param parameters returns the filter
 * @param told is called for each event and each state (connecting, live, replay, waiting, lost, refused), and when a
 *   stream that does not resume another one has opened
 */
export function stream(parameters, { event: arrived, state, opened }) {
  const aborted = new AbortController();
  const { signal } = aborted;
  let source = null;
  let timer = 0;
  let lastId = "";

  function connect() {
    release();
    state("connecting");
    const wanted = parameters();
    if (lastId) {
      wanted.set("after", lastId);
    }
    source = new EventSource(`api/v1/logs/stream?${wanted}`);
    source.onopen = () => {
      state(lastId ? "replay" : "live");
      if (!lastId) {
        opened();
      }
    };
    source.onmessage = ({ data, lastEventId }) => {
      lastId = lastEventId;
      arrived(parse(data));
    };
    for (const name of ["replay", "waiting", "live"]) {
      source.addEventListener(name, () => state(name));
    }
    source.addEventListener("dropped", ({ data }) =>
      showProblem(`${JSON.parse(data).count} events came faster than this page could take them. Search has them.`));
    source.addEventListener("gap", () =>
      showProblem("Events may be missing here. Search will have them."));
    source.onerror = reconnect;
  }

  /** The browser connects again by itself, unless the service answered with an error. */
  function reconnect() {
    state("lost");
    if (source?.readyState === EventSource.CLOSED) {
      release();
      timer = setTimeout(tryAgain, RECONNECT_MILLIS);
    }
  }

  async function tryAgain() {
    try {
      // Shows faults in the filters, which an EventSource does not report.
      await get(`api/v1/logs?limit=1&${parameters()}`, signal);
      showProblem("");
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      showProblem(error.message);
      if (error.isFinal) {
        state("refused");
        return;
      }
    }
    if (!signal.aborted) {
      connect();
    }
  }

  function release() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  return {
    connect,

    /** Closes the connection; `connect` resumes from there. */
    release,

    close() {
      aborted.abort();
      release();
    },
  };
}
