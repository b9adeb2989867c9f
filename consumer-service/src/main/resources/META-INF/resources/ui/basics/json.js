// JSON with each number as it is written: digits that JavaScript's numbers would lose are kept.

/** A number that JavaScript would write differently, such as 9007199254740993 or 1.0. */
class WrittenNumber {
  constructor(source) {
    this.source = source;
  }

  toString() {
    return this.source;
  }

  toJSON() {
    return JSON.rawJSON(this.source);
  }
}

/** Older browsers do not tell how a number is written, and round it. */
export function parse(text) {
  return JSON.parse(text, (name, value, context) =>
    typeof value === "number" && JSON.rawJSON && context.source !== String(value) ? new WrittenNumber(context.source) : value);
}

export function isNumber(value) {
  return typeof value === "number" || value instanceof WrittenNumber;
}

/** Whether it is a text, a number or a boolean. */
export function isScalar(value) {
  return ["string", "boolean"].includes(typeof value) || isNumber(value);
}

/** Whether it is an object with names and values. */
export function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !isScalar(value);
}

/** A text as it is, anything else as JSON. */
export function textOf(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
