// Who is signed in, and the way out; nothing where nobody has to sign in. What only operators may do is shown to them alone.

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
