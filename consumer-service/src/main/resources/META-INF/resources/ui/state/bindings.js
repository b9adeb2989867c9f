// What a subscription gets, in the query language and event by event.

import { textOf } from "../basics/json.js";
import { LONGEST, ofCountedValue, ofField } from "./terms.js";

const SEVERITIES = ["trace", "debug", "info", "warn", "error", "fatal"];

/** A query that finds at least all that the binding gets; empty for everything. */
export function query(binding) {
  const parts = terms(binding);
  const wanted = parts.some((part) => part === "") ? "" : parts.join(binding.type === "attributes" && binding.match !== "any" ? " " : " or ");
  return wanted.length > LONGEST ? "" : wanted;
}

function terms({ type, severities, patterns, attributes }) {
  switch (type) {
    case "severities": return severities.map((name) => ofField("severity", name.toLowerCase()));
    case "patterns": return patterns.map(ofPattern);
    case "attributes": return Object.entries(attributes).map(([name, text]) => ofCountedValue(name, text));
    default: return [""];
  }
}

/** A pattern's source or the beginning of it, and its severity, as far as they are written out. */
function ofPattern(pattern) {
  const words = pattern.split(".");
  const wildcard = words.findIndex((word) => word === "*" || word === "#");
  const source = words.slice(0, wildcard < 0 ? -1 : wildcard).join(".");
  const parts = [];
  if (source) {
    parts.push(wildcard < 0 ? ofField("source", source) : `(${ofField("source", source)} or ${ofField("source", `${source}.*`)})`);
  }
  if (SEVERITIES.includes(words.at(-1))) {
    parts.push(ofField("severity", words.at(-1)));
  }
  return parts.length > 1 ? `(${parts.join(" ")})` : parts.join("");
}

/** Whether the subscription gets the event when it is broadcast. */
export function gets(binding, event) {
  const severity = event.severity.replace(/\d/, "");
  switch (binding.type) {
    case "none": return false;
    case "severities": return binding.severities.includes(severity);
    case "patterns":
      return binding.patterns.some((pattern) => matches(pattern, `${event.source}.${severity.toLowerCase()}`.split(".")));
    case "attributes": {
      const isEqual = ([name, text]) => event.attributes?.[name] !== undefined && textOf(event.attributes[name]) === text;
      const pairs = Object.entries(binding.attributes);
      return binding.match === "any" ? pairs.some(isEqual) : pairs.every(isEqual);
    }
    default: return true;
  }
}

/** As RabbitMQ compares: * is one word, # any number of words. */
function matches(pattern, words) {
  let reached = [0];
  for (const each of pattern.split(".")) {
    reached = each === "#"
      ? Array.from({ length: words.length + 1 - reached[0] }, (_, i) => reached[0] + i)
      : reached.filter((at) => at < words.length && (each === "*" || each === words[at])).map((at) => at + 1);
    if (reached.length === 0) {
      return false;
    }
  }
  return reached.includes(words.length);
}
