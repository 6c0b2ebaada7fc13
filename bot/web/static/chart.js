// One series of bars, drawn from a common line of zero, with the same numbers as a table for who does not see them.

import { el, svg } from "./dom.js";
import { drawTable } from "./table.js";
import { words } from "./words.js";

export function drawChart(part, page) {
  const w = words(page.language);
  // Lengths on the screen only: the numbers that are read come in words, in `shown`.
  const values = part.values.map(Number);
  const low = Math.min(0, ...values);
  const span = Math.max(0, ...values) - low || 1;
  const percent = (value) => (value / span) * 100;
  const zero = percent(-low);
  const rows = part.labels.flatMap((label, index) => [
    el("span", { class: "bar-label", text: label }),
    drawBar(values[index], zero, percent(Math.abs(values[index]))),
    el("span", { class: "bar-value", text: part.shown[index] }),
  ]);
  const bars = el("div", { class: "bars", role: "img", "aria-label": w.chartName(part.title) }, ...rows);
  const table = drawTable({
    caption: part.title,
    columns: w.chartColumns,
    rows: part.labels.map((label, index) => [label, part.shown[index]]),
    numeric: [1],
  });
  const otherwise = el("details", { class: "as-table" }, el("summary", { text: w.asTable }), table);
  return el("figure", { class: "chart" }, el("figcaption", { text: part.title }), bars, otherwise);
}

function drawBar(value, zero, length) {
  const below = value < 0;
  const bar = svg("rect", { class: below ? "below" : "above", x: `${below ? zero - length : zero}%`, y: "0", width: `${length}%`, height: "100%", rx: "3" });
  const line = svg("line", { class: "zero", x1: `${zero}%`, x2: `${zero}%`, y1: "0", y2: "100%" });
  return svg("svg", { class: "bar-space", width: "100%", height: "14", "aria-hidden": "true" }, bar, zero > 0 ? line : null);
}
