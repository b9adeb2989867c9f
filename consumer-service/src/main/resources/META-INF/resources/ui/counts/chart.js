// Draws the number of events over time, as bars divided by severity, with axes.

import { element, number } from "../basics/dom.js";
import * as pointer from "./chartpointer.js";
import { duration, offset, span, tick, zoneName } from "../state/times.js";

const figure = document.getElementById("chart");
const SVG = "http://www.w3.org/2000/svg";
const SEVERITIES = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const HEIGHT = 132;
const LEFT = 46;
const TOP = 8;
const BOTTOM = 20;
const LABEL_WIDTH = 96;
const WIDEST_BAR = 10;
const HOUR = 3_600;
const DAY = 24 * HOUR;
const ROUND_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY];

let shown = null;

export function clear() {
  shown = null;
  pointer.reset();
  figure.replaceChildren();
  figure.hidden = true;
}

/** How many bars fit. */
export function bars() {
  figure.hidden = false;
  return Math.max(20, Math.min(150, Math.floor(plotWidth() / WIDEST_BAR)));
}

function plotWidth() {
  const style = getComputedStyle(figure);
  return figure.clientWidth - LEFT - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
}

/**
 * Draws a histogram from the service's answer.
 *
 * @param select takes the start and end, in milliseconds, of a range that is dragged over the chart
 * @param widen takes the start and end of the whole chart; null if it cannot be wider
 */
export function draw(histogram, select, widen) {
  if (pointer.isBusy()) {
    // If the chart changed during a drag, another range would be selected.
    return;
  }
  shown = [histogram, select, widen];
  figure.hidden = false;
  const scale = scaleOf(histogram);
  const svg = svgElement("svg", { width: scale.right, height: HEIGHT, role: "img", "aria-label": summary(histogram) });
  svg.append(...yAxis(scale), ...xAxis(scale), ...histogram.buckets.flatMap((bucket) => stack(bucket, scale)));
  const plot = element("div", "plot");
  plot.append(svg);
  pointer.attach(plot, scale, histogram, select);
  figure.replaceChildren(plot, caption(histogram, widen));
}

function scaleOf(histogram) {
  const from = Date.parse(histogram.from);
  const to = Math.max(Date.parse(histogram.to), from + 1);
  const step = histogram.interval_seconds * 1000;
  const width = plotWidth();
  const most = ceiling(Math.max(1, ...histogram.buckets.map((bucket) => bucket.count)));
  const bottom = HEIGHT - BOTTOM;
  return {
    from, to, step, most, bottom,
    left: LEFT,
    right: LEFT + width,
    top: TOP,
    x: (time) => LEFT + ((Math.max(from, Math.min(to, time)) - from) / (to - from)) * width,
    time: (x) => from + (Math.max(0, Math.min(width, x - LEFT)) / width) * (to - from),
    height: (count) => (count / most) * (bottom - TOP),
  };
}

/** The next number of the form 1, 2 or 5 with zeros. */
function ceiling(count) {
  const power = 10 ** Math.floor(Math.log10(count));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= count);
}

function stack(bucket, scale) {
  const start = Date.parse(bucket.start);
  const left = scale.x(start);
  const width = Math.max(1, scale.x(start + scale.step) - left - 1);
  let y = scale.bottom;
  return SEVERITIES.filter((severity) => bucket.severities[severity]).map((severity) => {
    const height = Math.max(1, scale.height(bucket.severities[severity]));
    y -= height;
    return svgElement("rect", { class: severity.toLowerCase(), x: left, y, width, height });
  });
}

function yAxis({ most, left, right, bottom, height }) {
  const values = most > 1 ? [0, most / 2, most] : [0, most];
  return values.filter(Number.isInteger).flatMap((value) => {
    const y = bottom - height(value) + 0.5;
    return [
      svgElement("line", { class: "axis", x1: left, x2: right, y1: y, y2: y }),
      label(compact(value), { x: left - 6, y: y + 4, "text-anchor": "end" }),
    ];
  });
}

function compact(count) {
  return Intl.NumberFormat("en", { notation: "compact" }).format(count);
}

/** Labels at round times of the zone, as many as fit. */
function xAxis({ from, to, left, right, x }) {
  const room = Math.max(1, Math.floor((right - left) / LABEL_WIDTH));
  const between = ROUND_SECONDS.map((seconds) => 1_000 * seconds).find((millis) => millis * room >= to - from)
    ?? Math.ceil((to - from) / room);
  const ahead = offset(from);
  const labels = [];
  for (let time = Math.ceil((from + ahead) / between) * between - ahead; time <= to; time += between) {
    const at = x(time);
    if (at - left >= LABEL_WIDTH / 4 && right - at >= LABEL_WIDTH / 3) {
      labels.push(
        svgElement("line", { class: "axis", x1: at, x2: at, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM + 5 }),
        label(tick(time, between, to - from), { x: at, y: HEIGHT - 4, "text-anchor": "middle" }));
    }
  }
  return labels;
}

function label(text, attributes) {
  const made = svgElement("text", attributes);
  made.textContent = text;
  return made;
}

function svgElement(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
  return made;
}

function totals(histogram) {
  return SEVERITIES.map((severity) => [
    severity.toLowerCase(),
    histogram.buckets.reduce((sum, bucket) => sum + (bucket.severities[severity] ?? 0), 0),
  ]).filter(([, count]) => count > 0);
}

function summary(histogram) {
  const numbers = totals(histogram).map(([severity, count]) => `${count} ${severity}`);
  return `Events of ${span(histogram.from, histogram.to)}: ${numbers.join(", ") || "none"}`;
}

function caption(histogram, widen) {
  const made = element("figcaption");
  const keys = element("span");
  for (const [severity, count] of totals(histogram)) {
    keys.append(element("span", `key ${severity}`, `${severity} ${number(count)}`));
  }
  const range = element("span", "",
    `Events per ${duration(1_000 * histogram.interval_seconds)}, ${span(histogram.from, histogram.to)} ${zoneName(histogram.to)}`);
  if (widen) {
    const wider = element("button", "quiet", "Zoom out");
    wider.type = "button";
    wider.addEventListener("click", () => widen(Date.parse(histogram.from), Date.parse(histogram.to)));
    range.append(" ", wider);
  }
  made.append(keys, range);
  return made;
}

new ResizeObserver(() => {
  if (shown && !figure.hidden) {
    draw(...shown);
  }
}).observe(figure);
