// The chart of the last minutes, drawn again and again while a view of arriving events is open.

import * as histogram from "../counts/histogram.js";

const TIME = "-15m";
const MILLIS = 2_000;
// A count that took long is not repeated soon.
const REST = 10;

/**
 * @param parameters returns the filter
 * @param signal ends it
 */
export async function keepDrawing(parameters, signal) {
  if (signal.aborted) {
    return;
  }
  const begun = performance.now();
  if (!document.hidden) {
    const wanted = parameters();
    wanted.set("from", TIME);
    // The list shows faults in the filters.
    await histogram.load(wanted, signal, false).catch(() => {});
  }
  setTimeout(() => keepDrawing(parameters, signal), Math.max(MILLIS, REST * (performance.now() - begun)));
}
