// Saves everything that the search finds as a file.

import { call, showProblem } from "../basics/http.js";
import { query } from "../state/filters.js";
import { number } from "../basics/dom.js";
import { value } from "../state/url.js";

const ENDINGS = { "application/x-ndjson": "ndjson", "text/csv": "csv" };
// A browser keeps the file in its memory until it is complete.
const MOST_BYTES = 256 * 1024 * 1024;

async function save(button) {
  const type = button.dataset.export;
  const name = button.textContent;
  button.disabled = true;
  showProblem("");
  try {
    const parameters = query(true);
    if (value("order")) {
      parameters.set("order", value("order"));
    }
    const answer = await call("GET", `api/v1/logs?${parameters}`, undefined, { accept: type, as: "response" });
    const parts = await read(answer, (bytes) => {
      button.textContent = `${number(Math.round(bytes / 1024))} KiB …`;
    });
    offer(new Blob(parts, { type }), `logcast-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.${ENDINGS[type]}`);
  } catch (error) {
    showProblem(`Not exported: ${error.message}`);
  } finally {
    button.disabled = false;
    button.textContent = name;
  }
}

async function read(answer, told) {
  const parts = [];
  let bytes = 0;
  const reader = answer.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    bytes += part.value.length;
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      throw new Error("more than 256 MiB. Choose a shorter time, or export with curl.");
    }
    told(bytes);
  }
  return parts;
}

function offer(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

for (const button of document.querySelectorAll("[data-export]")) {
  button.addEventListener("click", () => save(button));
}
