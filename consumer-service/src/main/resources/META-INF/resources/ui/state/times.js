// Formats times, all in one zone: the browser's or UTC.

import { value } from "./url.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const YEAR = 365 * DAY;

function isUtc() {
  return value("zone") === "utc";
}

/** How far the zone is ahead of UTC, in milliseconds. */
export function offset(time) {
  return isUtc() ? 0 : -new Date(time).getTimezoneOffset() * MINUTE;
}

/** The time on the clocks of the chosen zone; empty if it is not a time. */
function iso(time) {
  const millis = new Date(time).getTime();
  return Number.isNaN(millis) ? "" : new Date(millis + offset(millis)).toISOString();
}

/** Such as 2026-01-31 13:00:05.123. */
export function exact(time) {
  return iso(time).slice(0, 23).replace("T", " ");
}

/** Such as 2026-01-31 13:00:05. */
export function toSeconds(time) {
  return exact(time).slice(0, 19);
}

/** Such as 2026-01-31 13:00:05 – 13:15:00; the second time has a date if it is of another day. */
export function span(from, to) {
  const [first, last] = [toSeconds(from), toSeconds(to)];
  return `${first} – ${first.slice(0, 10) === last.slice(0, 10) ? last.slice(11) : last}`;
}

/** Such as 2026-01-31, 01-31, 01-31 13:00, 13:00 or 13:00:05: short, but enough to distinguish neighbours on a time axis. */
export function tick(time, stepMillis, spanMillis) {
  const text = iso(time);
  const clock = stepMillis < MINUTE ? text.slice(11, 19) : text.slice(11, 16);
  if (spanMillis <= DAY) {
    return clock;
  }
  const date = text.slice(spanMillis < YEAR ? 5 : 0, 10);
  return stepMillis < DAY ? `${date} ${clock}` : date;
}

/** How far an event's own time is from its observed time, such as 37 min 12 s earlier; empty below a minute. */
export function difference({ timestamp, observed_timestamp: observed }) {
  const millis = timestamp ? Date.parse(observed) - Date.parse(timestamp) : 0;
  return Math.abs(millis) < MINUTE ? "" : `${duration(Math.abs(millis))} ${millis > 0 ? "earlier" : "later"}`;
}

/** How long ago it was, such as 38 min 5 s; empty below a minute. */
export function age(time) {
  const millis = Date.now() - Date.parse(time);
  return millis < MINUTE ? "" : duration(millis);
}

/** Such as 38 min 5 s, in its two largest units. */
export function duration(millis) {
  const parts = [["d", DAY], ["h", 60 * MINUTE], ["min", MINUTE], ["s", 1_000]]
    .map(([unit, size], i, units) => [Math.floor((i ? millis % units[i - 1][1] : millis) / size), unit]);
  const first = parts.findIndex(([count]) => count > 0);
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map((part) => part.join(" ")).join(" ");
}

/** For an input of type datetime-local. */
export function toInput(time) {
  return iso(time).slice(0, 19);
}

/** The value of such an input, in the service's format. */
export function fromInput(text) {
  return (isUtc() ? new Date(`${text}Z`) : new Date(text)).toISOString();
}

/** Such as UTC or UTC+02:00. */
export function zoneName(time = Date.now()) {
  const minutes = offset(time) / MINUTE;
  const pad = (digits) => String(digits).padStart(2, "0");
  const size = Math.abs(minutes);
  return minutes === 0 ? "UTC" : `UTC${minutes < 0 ? "−" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
