// The fields for where a new subscription is pushed. Secrets are only named: the page never has one.

import { element } from "../basics/dom.js";
import { checkbox, input, label, select, words } from "../basics/fields.js";

const FORMATS = { json: "JSON", cloudevents: "CloudEvents", otlp: "OTLP" };
const SCHEMES = { "": "nothing", bearer: "a bearer token", basic: "user and password" };

/** The fields, a way to show or hide them, and their value in the service's format. */
export function pushFields() {
  const url = input("url", "https://hooks.example.com/logs");
  url.inputMode = "url";
  const format = select("format", FORMATS);
  const secrets = input("secrets", "payments", false);
  const scheme = select("scheme", SCHEMES);
  const credentials = input("credentials", "payments-token");
  const credentialsLabel = label("Name of that secret", credentials);
  const ordered = checkbox("ordered", false);
  const fields = element("fieldset");
  fields.append(
    element("legend", "", "Push"),
    label("URL", url),
    label("Format", format),
    label("Names of the secrets that sign", secrets),
    label("Authenticates with", scheme),
    credentialsLabel,
    label("In order", ordered),
  );
  const showCredentials = () => {
    credentialsLabel.hidden = scheme.value === "";
    credentials.disabled = scheme.value === "";
  };
  scheme.addEventListener("change", showCredentials);
  showCredentials();
  return {
    fields,
    show(isShown) {
      fields.hidden = !isShown;
      fields.disabled = !isShown;
    },
    value: () => ({
      url: url.value.trim(),
      format: format.value,
      secrets: words(secrets.value),
      ...(scheme.value && { authentication: { scheme: scheme.value, secret: credentials.value.trim() } }),
      ordered: ordered.checked,
    }),
  };
}
