// The form for a new subscription.

import { element } from "../basics/dom.js";

const KINDS = {
  all: ["all events", null],
  patterns: ["routing keys like", "payments.# orders.*.error"],
  severities: ["severities", "ERROR FATAL"],
  attributes: ["attributes", "tenant=acme"],
};

/** @param create takes the name and the definition in the service's format */
export function form(create) {
  const made = element("form", "create");
  const name = input("name", "billing");
  const kind = element("select");
  kind.name = "kind";
  kind.append(...Object.entries(KINDS).map(([type, [text]]) => {
    const option = element("option", "", text);
    option.value = type;
    return option;
  }));
  const values = input("values", "");
  const durable = element("input");
  durable.type = "checkbox";
  durable.name = "durable";
  durable.checked = true;
  const valuesLabel = label("Which", values);
  const showKind = () => {
    const [, example] = KINDS[kind.value];
    valuesLabel.hidden = example === null;
    values.required = example !== null;
    values.placeholder = example ?? "";
  };
  kind.addEventListener("change", showKind);
  showKind();
  const submit = element("button", "primary", "Create subscription");
  made.append(label("Name", name), label("Gets", kind), valuesLabel, label("Kept until deleted", durable), submit);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    create(name.value.trim(), { binding: binding(kind.value, values.value), durable: durable.checked });
  });
  return made;
}

function input(name, placeholder) {
  const made = element("input");
  made.name = name;
  made.placeholder = placeholder;
  made.required = true;
  made.spellcheck = false;
  made.autocapitalize = "off";
  return made;
}

function label(text, field) {
  const made = element("label", field.type === "checkbox" ? "inline" : "", text);
  made.append(field);
  return made;
}

function binding(type, text) {
  const words = text.trim().split(/[\s,]+/).filter(Boolean);
  switch (type) {
    case "patterns": return { type, patterns: words };
    case "severities": return { type, severities: words };
    case "attributes": return { type, attributes: Object.fromEntries(words.map(pair)) };
    default: return { type };
  }
}

function pair(word) {
  const [name, ...text] = word.split("=");
  return [name, text.join("=")];
}
