// Events per severity over time, as stacked bars.

import { element, localTime, range } from "./events.js";

const figure = document.getElementById("chart");
const SVG = "http://www.w3.org/2000/svg";
const SEVERITIES = ["trace", "debug", "info", "warn", "error", "fatal"];
const BARS = 60;
const WIDTH = 600;
const HEIGHT = 72;

let counts = new Map();

export function clear() {
  counts = new Map();
  figure.hidden = true;
}

/** Counts an event once; the caller knows which are new. */
export function count(event) {
  const second = Math.floor(Date.parse(event.observed_timestamp) / 1000);
  const bucket = counts.get(second) ?? {};
  const severity = range(event.severity);
  bucket[severity] = (bucket[severity] ?? 0) + 1;
  counts.set(second, bucket);
}

/** Forgets what is older, so that a page that stays open does not grow. */
export function forgetBefore(second) {
  for (const old of counts.keys()) {
    if (old < second) {
      counts.delete(old);
    }
  }
}

/** The span of everything counted. */
export function span() {
  const seconds = [...counts.keys()];
  return seconds.length === 0 ? null : [Math.min(...seconds), Math.max(...seconds) + 1];
}

/** Draws the seconds from `from` to before `to`. */
export function draw(from, to) {
  const bars = Array.from({ length: BARS }, () => ({}));
  const totals = {};
  for (const [second, bucket] of counts) {
    const bar = bars[Math.floor(((second - from) / (to - from)) * BARS)];
    for (const [severity, number] of bar ? Object.entries(bucket) : []) {
      bar[severity] = (bar[severity] ?? 0) + number;
      totals[severity] = (totals[severity] ?? 0) + number;
    }
  }
  const highest = Math.max(1, ...bars.map(sum));
  const svg = svgElement("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" });
  svg.setAttribute("aria-label", summary(totals, from, to));
  bars.forEach((bar, index) => svg.append(...stack(bar, index, highest)));
  svg.append(svgElement("line", { class: "axis", x1: 0, x2: WIDTH, y1: HEIGHT - 0.5, y2: HEIGHT - 0.5 }));
  figure.replaceChildren(svg, caption(totals, from, to));
  figure.hidden = false;
}

function sum(bar) {
  return Object.values(bar).reduce((total, number) => total + number, 0);
}

function stack(bar, index, highest) {
  const width = WIDTH / BARS;
  let top = HEIGHT - 1;
  return SEVERITIES.filter((severity) => bar[severity]).map((severity) => {
    const height = Math.max(1, (bar[severity] / highest) * (HEIGHT - 3));
    top -= height;
    return svgElement("rect", { class: severity, x: index * width + 0.5, y: top, width: width - 1, height });
  });
}

function svgElement(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
  return made;
}

function summary(totals, from, to) {
  const numbers = SEVERITIES.filter((severity) => totals[severity]).map((severity) => `${totals[severity]} ${severity}`);
  return `Events from ${clock(from)} to ${clock(to)}: ${numbers.join(", ") || "none"}`;
}

function clock(second) {
  return localTime(second * 1000).slice(0, 19);
}

function caption(totals, from, to) {
  const made = element("figcaption");
  const keys = element("span");
  for (const severity of SEVERITIES.filter((each) => totals[each])) {
    keys.append(element("span", `key ${severity}`, `${severity} ${totals[severity]}`));
  }
  made.append(keys, element("span", "", `${clock(from)} – ${clock(to)}`));
  return made;
}
