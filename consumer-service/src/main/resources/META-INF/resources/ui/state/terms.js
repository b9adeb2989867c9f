// Makes terms of the query language from values, and adds them to a query or removes them.

// A name that needs no quotes. The query language has other letters too, but a browser may know letters that the service does not.
const FIELD = /^[a-z_@](?:[a-z0-9_.@-]*[a-z0-9_])?$/i;
// As the query language reads numbers.
const NUMBER = /^-?(0|[1-9]\d{0,308})(\.\d{1,308})?([eE][+-]?\d{1,3})?$/;
/** The longest query, in characters; a longer one is refused. */
export const LONGEST = 1_000;
const OWN_FIELDS = ["message", "severity", "source", "trace_id", "span_id", "id", "timestamp", "observed_timestamp"];
const QUOTED = '"(?:\\\\.|[^"\\\\])*"';
const PHRASE = new RegExp(`^${QUOTED}$`, "s");
const TOKENS = new RegExp(`[()]|(?:[^\\s"()]|${QUOTED})+`, "g");

function quoted(text) {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** A field of the event itself. */
export function ofField(name, text) {
  return `${name}:${text}`;
}

/** A number or boolean also finds the same value as a text; a text finds only texts. */
export function ofAttribute(name, content) {
  return `${fieldOf(name)}:${typeof content === "string" ? quoted(content) : content}`;
}

/** A term for numbers that are at least this one. */
export function ofAtLeast(name, number) {
  return `${fieldOf(name)}>=${number}`;
}

function fieldOf(name) {
  if (!FIELD.test(name)) {
    return quoted(name);
  }
  return OWN_FIELDS.includes(name.toLowerCase()) || name.startsWith("attr.") ? `attr.${name}` : name;
}

/** The same for a value that is known only as text, which may be a number if it looks like one. */
export function ofCountedValue(name, text) {
  const isBare = text === "true" || text === "false" || NUMBER.test(text);
  return ofAttribute(name, isBare ? { toString: () => text } : text);
}

/** The query's tokens outside of parentheses, with their positions; an `or` among them splits the query. */
function topLevel(query) {
  let depth = 0;
  const found = [];
  for (const { 0: token, index } of query.matchAll(TOKENS)) {
    if (token === "(") {
      depth++;
    } else if (token === ")") {
      depth--;
    } else if (depth === 0) {
      found.push({ token, index });
    }
  }
  return found;
}

function hasOr(query) {
  return topLevel(query).some(({ token }) => token.toLowerCase() === "or");
}

function place(query, term) {
  return hasOr(query) ? undefined : topLevel(query).find(({ token }) => token === term);
}

/** Whether every event that the query finds has to match the term. */
export function has(query, term) {
  return place(query, term) !== undefined;
}

function without(query, term) {
  const { index } = place(query, term);
  return `${query.slice(0, index).trimEnd()} ${query.slice(index + term.length).trimStart()}`.trim();
}

/** The query with the term, or without it if it has it; the opposite term is removed. */
export function toggled(query, term) {
  if (has(query, term)) {
    return without(query, term);
  }
  const opposite = term.startsWith("-") ? term.slice(1) : `-${term}`;
  const rest = has(query, opposite) ? without(query, opposite) : query.trim();
  return `${hasOr(rest) ? `(${rest})` : rest} ${term}`.trim();
}

/** The words and phrases that a query looks for in messages, without those that it excludes and without values of fields. */
export function searchedTexts(query) {
  const texts = [];
  let isOther = false;
  let otherDepth = 0;
  for (const [token] of query.matchAll(TOKENS)) {
    const word = token.toLowerCase();
    if (token === "(") {
      otherDepth += otherDepth > 0 || isOther ? 1 : 0;
      isOther = false;
    } else if (token === ")") {
      otherDepth = Math.max(0, otherDepth - 1);
    } else {
      const text = token.replace(/^message:/i, "");
      if (otherDepth === 0 && !isOther && !["or", "and", "not"].includes(word) && isOfMessage(text)) {
        texts.push(text);
      }
      isOther = word === "not" || word === "-" || text.endsWith(":");
    }
  }
  return texts;
}

function isOfMessage(text) {
  const isField = /^[\p{L}_@][\p{L}\p{N}_.@-]*([<>]|:$|:(?!:|\/\/)\S)/u.test(text);
  return text !== "" && (text.startsWith('"') ? PHRASE.test(text) : !isField && !/^-([^-]|$)/.test(text));
}
