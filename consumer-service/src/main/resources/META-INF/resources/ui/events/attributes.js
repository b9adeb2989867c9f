// The attributes of an event by the names that a query uses: a name with dots is found flat and nested.

import { isObject } from "../basics/json.js";

/** The value of that name; undefined if there is none. */
export function valueOf(attributes, name) {
  return inner(attributes, name) ?? name.split(".").reduce(inner, attributes);
}

function inner(values, name) {
  return isObject(values) && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** Names and values, with those of nested objects instead of the objects. */
export function flat(attributes = {}, outer = "") {
  return Object.entries(attributes).flatMap(([name, content]) =>
    (isObject(content) ? flat(content, `${outer}${name}.`) : [[outer + name, content]]));
}
