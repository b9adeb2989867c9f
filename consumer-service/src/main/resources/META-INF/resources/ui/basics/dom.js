// Creates elements. Everything from outside goes through textContent, so it is text, never HTML.

// They change the order in which the letters around them are shown, so that exe.png may be written as gnp.exe.
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/g;

/** The text with names instead of the invisible characters that reorder it. */
export function visible(text) {
  return text.replace(REORDERING, (each) => `[U+${each.codePointAt(0).toString(16).toUpperCase()}]`);
}

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = visible(String(text));
  }
  return made;
}

export function button(text, act, className = "") {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** A link to a state of the page. */
export function link(text, parameters, className = "") {
  const made = element("a", className, text);
  made.href = `?${parameters}`;
  return made;
}

/** Makes the change. If what had the focus is gone then, the keyboard goes on from the main part of the page. */
export function keepFocus(change) {
  const before = document.activeElement;
  change();
  if (before !== document.body && document.activeElement === document.body) {
    document.getElementById("main").focus({ preventScroll: true });
  }
}

/** A number with separators between thousands. */
export function number(count) {
  return count.toLocaleString("en");
}

export function plural(count, noun) {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}
