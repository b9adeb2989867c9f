// The chart of all events that match a filter.

import * as chart from "./chart.js";
import { number } from "../basics/dom.js";
import { get } from "../basics/http.js";
import { select, widen } from "../state/ranges.js";

/** Draws the histogram and returns it. */
export async function load(parameters, signal, canWiden) {
  const wanted = new URLSearchParams(parameters);
  wanted.set("buckets", chart.bars());
  try {
    const histogram = await get(`api/v1/logs/histogram?${wanted}`, signal);
    if (!signal.aborted) {
      chart.draw(histogram, select, canWiden ? widen : null);
    }
    return histogram;
  } catch (error) {
    if (!signal.aborted) {
      chart.clear();
    }
    throw error;
  }
}

/** Such as 1 event, or at least 1,200 events. */
export function total({ total: count, relation }) {
  return `${relation === "exact" ? "" : "at least "}${number(count)} event${count === 1 ? "" : "s"}`;
}
