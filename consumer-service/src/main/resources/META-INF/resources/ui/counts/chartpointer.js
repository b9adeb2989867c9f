// The pointer over the chart: a tooltip for the bar below it, and a drag that selects a range.

import { element, number } from "../basics/dom.js";
import { span } from "../state/times.js";

// A shorter drag is a click, which selects a bar.
const SHORTEST_DRAG = 4;

let busy = false;

/** Whether a range is being selected. */
export function isBusy() {
  return busy;
}

/** Forgets a drag whose chart is gone. */
export function reset() {
  busy = false;
}

export function attach(plot, scale, histogram, select) {
  const tooltip = element("div", "tooltip");
  const selection = element("div", "selection");
  tooltip.hidden = true;
  selection.hidden = true;
  plot.append(selection, tooltip);
  let start = null;

  const position = (event) => event.clientX - plot.getBoundingClientRect().left;

  function end() {
    start = null;
    busy = false;
    selection.hidden = true;
  }

  plot.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && position(event) >= scale.left) {
      start = position(event);
      busy = true;
      plot.setPointerCapture(event.pointerId);
      event.preventDefault();
    }
  });

  plot.addEventListener("pointermove", (event) => {
    const x = position(event);
    tell(tooltip, bucketAt(histogram, scale, x), x, scale);
    if (start !== null) {
      mark(selection, scale.x(scale.time(start)), scale.x(scale.time(x)), scale);
    }
  });

  plot.addEventListener("pointerup", (event) => {
    if (start === null) {
      return;
    }
    const [from, to] = [start, position(event)].sort((one, other) => one - other);
    end();
    if (to - from >= SHORTEST_DRAG) {
      select(Math.floor(scale.time(from)), Math.ceil(scale.time(to)));
    } else {
      const bucket = bucketAt(histogram, scale, from);
      if (bucket && scale.step > 1000) {
        select(Date.parse(bucket.start), Date.parse(bucket.start) + scale.step);
      }
    }
  });

  plot.addEventListener("pointercancel", end);
  plot.addEventListener("pointerleave", () => {
    tooltip.hidden = true;
  });
}

function bucketAt(histogram, scale, x) {
  const time = scale.time(x);
  return x < scale.left ? undefined
    : histogram.buckets.findLast((bucket) => Date.parse(bucket.start) <= time);
}

function tell(tooltip, bucket, x, scale) {
  tooltip.hidden = !bucket;
  if (!bucket) {
    return;
  }
  const start = Date.parse(bucket.start);
  tooltip.replaceChildren(
    element("div", "", span(start, start + scale.step)),
    element("div", "", `${number(bucket.count)} in all`),
    ...Object.entries(bucket.severities).map(([severity, count]) =>
      element("div", severity.toLowerCase(), `${severity.toLowerCase()} ${number(count)}`)),
  );
  const isRight = x > (scale.left + scale.right) / 2;
  tooltip.style.left = isRight ? "" : `${x + 14}px`;
  tooltip.style.right = isRight ? `${scale.right - x + 14}px` : "";
}

function mark(selection, one, other, scale) {
  selection.hidden = false;
  selection.style.left = `${Math.min(one, other)}px`;
  selection.style.width = `${Math.abs(other - one)}px`;
  selection.style.top = `${scale.top}px`;
  selection.style.height = `${scale.bottom - scale.top}px`;
}
