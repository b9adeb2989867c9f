// Creates fields of a form, each with a name and a label.

import { element } from "./dom.js";

export function input(name, placeholder, required = true) {
  const made = named("input", name);
  made.placeholder = placeholder;
  made.required = required;
  made.spellcheck = false;
  made.autocapitalize = "off";
  return made;
}

export function checkbox(name, checked) {
  const made = named("input", name);
  made.type = "checkbox";
  made.checked = checked;
  return made;
}

/** @param options values with their texts */
export function select(name, options) {
  const made = named("select", name);
  made.append(...Object.entries(options).map(([value, text]) => {
    const option = element("option", "", text);
    option.value = value;
    return option;
  }));
  return made;
}

export function label(text, field) {
  const made = element("label", field.type === "checkbox" ? "inline" : "", text);
  made.append(field);
  return made;
}

/** The words of a text, separated by spaces or commas. */
export function words(text) {
  return text.trim().split(/[\s,]+/).filter(Boolean);
}

function named(kind, name) {
  const made = element(kind);
  made.name = name;
  return made;
}
