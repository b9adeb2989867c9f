// What the user prefers in this browser. It is not in the URL, so that a shared link does not change it for others.

const PREFIX = "logcast.";
const OFF = "off";

// For browsers that keep nothing, for as long as the page is open.
const kept = new Map();

/** True unless it was switched off. */
export function isOn(name) {
  return (kept.get(name) ?? stored(name)) !== OFF;
}

function stored(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function set(name, isOn) {
  kept.set(name, isOn ? "on" : OFF);
  try {
    localStorage.setItem(PREFIX + name, kept.get(name));
  } catch {
    // The browser keeps nothing.
  }
}
