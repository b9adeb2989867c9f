// Shows who is signed in, and the link to sign out; nothing without authentication. Shows operators' buttons to operators only.

import { get, showProblem } from "./basics/http.js";

const session = document.getElementById("session");
const user = document.getElementById("user");
const signOut = document.getElementById("sign-out");

export async function show() {
  try {
    const { name, signOut: path, operator } = await get("ui/session");
    document.body.classList.toggle("can-operate", operator);
    user.textContent = name ?? "";
    signOut.hidden = !path;
    signOut.href = path ?? "";
    session.hidden = !name;
  } catch (error) {
    showProblem(error.message);
  }
}
