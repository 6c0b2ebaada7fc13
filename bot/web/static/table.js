// Tables keep their width to themselves: they scroll in a box of their own, under a head that stays.

import { el, freshId } from "./dom.js";

/** From so many characters on, a cell may break into lines. */
const LONG = 14;

/** A table that scrolls in a box of its own; `numeric` columns stand right, in figures of one width. */
export function drawTable(part) {
  const id = freshId("table");
  const numeric = new Set(part.numeric);
  const look = (index) => (numeric.has(index) ? "number" : null);
  const head = part.columns.map((column, index) => el("th", { scope: "col", class: look(index), text: column }));
  const rows = part.rows.map((row) => el("tr", {}, ...row.map((cell, index) => el("td", { class: look(index) ?? (cell.length > LONG ? "long" : null), text: cell }))));
  const table = el(
    "table",
    {},
    el("caption", { id, text: part.caption }),
    el("thead", {}, el("tr", {}, ...head)),
    el("tbody", {}, ...rows),
  );
  return el("div", { class: "table", role: "region", "aria-labelledby": id, tabindex: "0" }, table);
}
