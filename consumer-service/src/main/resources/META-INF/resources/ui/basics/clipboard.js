// Copies a text, and says so.

const SHOWN_MILLIS = 1_500;

/** Copies the text that `text` returns or promises, and shows on the button that it was copied. */
export async function copy(button, text) {
  const name = button.textContent;
  try {
    await write(await text());
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not copied";
  }
  setTimeout(() => {
    button.textContent = name;
  }, SHOWN_MILLIS);
}

async function write(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Browsers offer the clipboard only over TLS and on localhost.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) {
    throw new Error("not copied");
  }
}
