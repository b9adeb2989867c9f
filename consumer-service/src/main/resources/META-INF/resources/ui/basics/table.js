// A table below the bar, for views that list something other than events.

import { element } from "./dom.js";

const board = document.getElementById("board");

export function clear() {
  board.replaceChildren();
  board.hidden = true;
}

/** Shows rows of texts and elements below the names of their columns, with other elements above the table. */
export function show(names, rows, ...above) {
  board.hidden = false;
  board.replaceChildren(...above);
  if (rows.length > 0) {
    board.append(table(names, rows));
  }
}

function table(names, rows) {
  // Sets the roles, since elements that are not laid out as a table, as on a phone, would lose them.
  const made = element("table");
  made.setAttribute("role", "table");
  const head = made.createTHead().insertRow();
  for (const name of names) {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = made.createTBody();
  body.setAttribute("role", "rowgroup");
  for (const cells of rows) {
    const row = body.insertRow();
    row.setAttribute("role", "row");
    cells.forEach((content, index) => {
      const cell = row.insertCell();
      cell.setAttribute("role", "cell");
      // On a phone, each cell shows its column's name.
      cell.dataset.name = names[index];
      cell.append(content);
    });
  }
  return made;
}
