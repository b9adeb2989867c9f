// The form for a new subscription.

import { element } from "../basics/dom.js";
import { checkbox, input, label, select, words } from "../basics/fields.js";
import { pushFields } from "./pushform.js";

const KINDS = { all: "all events", patterns: "routing keys like", severities: "severities", attributes: "attributes" };
const EXAMPLES = { patterns: "payments.# orders.*.error", severities: "ERROR FATAL", attributes: "tenant=acme" };

/** @param create takes the name and the definition in the service's format */
export function form(create) {
  const made = element("form", "create");
  const name = input("name", "billing");
  const kind = select("kind", KINDS);
  const values = input("values", "");
  const valuesLabel = label("Which", values);
  const pushed = checkbox("pushed", false);
  const pushedLabel = label("Pushed to a URL", pushed);
  pushedLabel.classList.add("operate");
  const push = pushFields();
  const durable = checkbox("durable", true);
  const durableLabel = label("Kept until deleted", durable);
  const showFields = () => {
    const example = EXAMPLES[kind.value];
    valuesLabel.hidden = !example;
    values.required = Boolean(example);
    values.placeholder = example ?? "";
    push.show(pushed.checked);
    // A pushed subscription is always durable.
    durableLabel.hidden = pushed.checked;
  };
  kind.addEventListener("change", showFields);
  pushed.addEventListener("change", showFields);
  showFields();
  const submit = element("button", "primary", "Create subscription");
  made.append(label("Name", name), label("Gets", kind), valuesLabel, durableLabel, pushedLabel, push.fields, submit);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    create(name.value.trim(), {
      binding: binding(kind.value, values.value),
      ...(pushed.checked ? { push: push.value() } : { durable: durable.checked }),
    });
  });
  return made;
}

function binding(type, text) {
  switch (type) {
    case "patterns": return { type, patterns: words(text) };
    case "severities": return { type, severities: words(text) };
    case "attributes": return { type, attributes: Object.fromEntries(words(text).map(pair)) };
    default: return { type };
  }
}

function pair(word) {
  const [name, ...text] = word.split("=");
  return [name, text.join("=")];
}
