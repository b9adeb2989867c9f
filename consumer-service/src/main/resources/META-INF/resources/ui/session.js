// Who is signed in, and the way out; nothing where nobody has to sign in.

import { get, showProblem } from "./http.js";

const session = document.getElementById("session");
const user = document.getElementById("user");
const signOut = document.getElementById("sign-out");

export async function show() {
  try {
    const { name, signOut: path } = await get("ui/session");
    user.textContent = name ?? "";
    signOut.hidden = !path;
    signOut.href = path ?? "";
    session.hidden = !name;
  } catch (error) {
    showProblem(error.message);
  }
}
