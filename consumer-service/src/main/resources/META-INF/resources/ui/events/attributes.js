// The attributes of an event by the names that a query uses, in which each dot may mean nesting.

import { isObject } from "../basics/json.js";

// In longer names, a query takes all dots for nesting or none.
const MOST_DOTS = 5;

/** The value of that name; undefined if there is none. */
export function valueOf(attributes = {}, name) {
  return Object.hasOwn(attributes, name) ? attributes[name] : named(attributes, "").find(({ name: each }) => each === name)?.content;
}

/** The names and values of an event, with those of nested objects instead of the objects, and whether a query finds them. */
export function flat(attributes = {}) {
  return named(attributes, "").filter(({ content }) => !isFilled(content));
}

function named(values, outer, depth = 1) {
  return Object.entries(values).flatMap(([key, content]) => {
    const name = outer + key;
    const dots = name.split(".").length - 1;
    const isFound = dots <= MOST_DOTS || depth === 1 || depth === dots + 1;
    return [{ name, content, isFound }, ...(isFilled(content) ? named(content, `${name}.`, depth + 1) : [])];
  });
}

function isFilled(content) {
  return isObject(content) && Object.keys(content).length > 0;
}
