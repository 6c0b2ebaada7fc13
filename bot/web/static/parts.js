// One drawing for each kind of part of a reply; `page` is what a drawing may use of the conversation it stands in.

import { drawChart } from "./chart.js";
import { aside, el, freshId, icon } from "./dom.js";
import { drawForm } from "./form.js";
import { drawTable } from "./table.js";
import { size, words } from "./words.js";

const DRAWINGS = {
  text: drawText,
  facts: drawFacts,
  table: drawTable,
  progress: drawProgress,
  chart: drawChart,
  file: drawFile,
  choices: drawChoices,
  form: drawForm,
  sources: drawSources,
};

const TONES = { success: "check", warning: "warn", hint: null };
const PLAIN_KINDS = new Set(["text", "choices"]);

// A file of another type is offered as bytes, so that a browser never opens it as a page of ours.
const OPEN_TYPES = /^(text\/(csv|plain|calendar)|application\/(pdf|json|zip|vnd\.[\w.+-]+)|image\/(png|jpeg))$/;

/** The elements of a reply, in order. `page` is described in chat.js. */
export function drawParts(reply, page) {
  return reply.parts.map((part) => DRAWINGS[part.kind](part, page));
}

/** Whether a reply needs the full width of the conversation. */
export function isWide(reply) {
  return reply.parts.some((part) => !PLAIN_KINDS.has(part.kind));
}

function drawText(part, page) {
  if (part.tone === "title") return el("h3", { class: "title", text: part.text });
  if (!(part.tone in TONES)) return el("p", { class: "text", text: part.text });
  const sign = TONES[part.tone] && icon(TONES[part.tone]);
  const said = el("span", {}, aside(`${words(page.language)[part.tone]} `), part.text);
  return el("p", { class: `text tone ${part.tone}` }, sign, said);
}

function drawFacts(part) {
  const rows = part.facts.map((fact) =>
    el(
      "div",
      { class: "fact" },
      el("dt", { text: fact.label }),
      el("dd", {}, fact.value, fact.note && el("span", { class: "note", text: fact.note })),
    ),
  );
  const list = el("dl", { class: "facts" }, ...rows);
  if (!part.title) return list;
  const id = freshId("facts");
  list.setAttribute("aria-labelledby", id);
  return el("div", { class: "titled" }, el("h4", { id, text: part.title }), list);
}

function drawProgress(part) {
  const id = freshId("progress");
  const bar = el("div", { class: "bar" });
  bar.style.width = `${part.percent}%`;
  const track = el(
    "div",
    {
      class: part.percent === 100 ? "track full" : "track",
      role: "progressbar",
      "aria-labelledby": id,
      "aria-valuemin": "0",
      "aria-valuemax": "100",
      "aria-valuenow": String(part.percent),
      "aria-valuetext": part.caption,
    },
    bar,
  );
  const head = el("p", { class: "progress-head" }, el("span", { id, text: part.label }), el("span", { class: "percent", "aria-hidden": "true", text: `${part.percent} %` }));
  return el("div", { class: "progress" }, head, track, el("p", { class: "note", text: part.caption }));
}

function drawFile(part, page) {
  const bytes = Uint8Array.from(atob(part.content), (character) => character.charCodeAt(0));
  const type = OPEN_TYPES.test(part.media_type) ? part.media_type : "application/octet-stream";
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  page.keep(() => URL.revokeObjectURL(address));
  return el(
    "a",
    { class: "file", href: address, download: part.name },
    icon("file"),
    el(
      "span",
      { class: "file-words" },
      el("span", { class: "file-title", text: part.title || part.name }),
      el("span", { class: "note", text: `${part.name} · ${size(bytes.length, page.language)}` }),
    ),
    el("span", { class: "file-do", text: words(page.language).download }),
  );
}

function drawChoices(part, page) {
  const buttons = part.choices.map((choice) => drawChoice(choice, part.choices.length > 1, page));
  const list = el("div", { class: "buttons" }, ...buttons);
  if (!part.prompt) return el("div", { class: "choices" }, list);
  const id = freshId("choices");
  return el("div", { class: "choices", role: "group", "aria-labelledby": id }, el("p", { id, class: "prompt", text: part.prompt }), list);
}

function drawChoice(choice, counted, page) {
  const style = ["primary", "danger"].includes(choice.style) ? choice.style : "default";
  const button = el(
    "button",
    { type: "button", class: `choice ${style}`, on: { click: () => !isUsed(button) && page.press(choice, button) } },
    counted ? el("span", { class: "index", "aria-hidden": "true", text: String(choice.number) }) : null,
    el("span", { class: "choice-label", text: choice.label }),
  );
  page.offers(choice, button);
  return button;
}

/** The button stays where it is and keeps the focus, but does nothing any more; its neighbours step back. Returns the undoing. */
export function markUsed(button, language) {
  const group = button.closest(".choices");
  const index = button.querySelector(".index");
  const sign = icon("check");
  const note = aside(` (${words(language).used})`);
  button.setAttribute("aria-disabled", "true");
  button.append(note);
  if (index) index.replaceWith(sign);
  else button.prepend(sign);
  group.classList.add("done");
  return () => {
    button.removeAttribute("aria-disabled");
    note.remove();
    if (index) sign.replaceWith(index);
    else sign.remove();
    group.classList.toggle("done", group.querySelector("[aria-disabled]") !== null);
  };
}

function isUsed(button) {
  return button.getAttribute("aria-disabled") === "true";
}

function drawSources(part, page) {
  const list = part.sources.map((source) => {
    const name = [el("span", { class: "source-label", text: source.label }), el("span", { class: "note", text: source.place })];
    if (!source.quote) return el("li", {}, el("p", { class: "source" }, icon("book"), ...name));
    return el("li", {}, el("details", {}, el("summary", { class: "source" }, icon("book"), ...name), el("blockquote", { text: source.quote })));
  });
  const title = words(page.language).sources(part.sources.length);
  return el("div", { class: "sources" }, el("h4", { class: "aside", text: title }), el("ul", {}, ...list));
}
