// A form drawn whole: labels, hints and errors belong to their fields, and what is wrong is found by the server alone.

import { aside, el, freshId, icon } from "./dom.js";
import { words } from "./words.js";

// Dates and amounts are typed as people write them; the server reads "end of March" and "45k".
const TYPES = {
  text: { type: "text" },
  email: { type: "email", inputmode: "email" },
  phone: { type: "tel", inputmode: "tel" },
  date: { type: "text" },
  money: { type: "text", inputmode: "text" },
  number: { type: "text", inputmode: "decimal" },
};

export function drawForm(part, page) {
  const w = words(page.language);
  const fields = part.fields.map((field) => drawField(field, w));
  const set = el(
    "fieldset",
    {},
    el("legend", { text: part.title }),
    part.fields.some((field) => field.required) ? el("p", { class: "note", text: w.requiredNote }) : null,
    el("div", { class: "fields" }, ...fields.map((field) => field.node)),
    el("button", { type: "submit", class: "choice primary" }, el("span", { class: "choice-label", text: part.submit })),
  );
  const node = el("form", { class: "form", novalidate: true, autocomplete: "off", "aria-label": part.title, on: { submit: send } }, set);
  const shown = { title: part.title, rows: (values) => rows(part, values), close };
  page.offersForm(part.id, shown, fields.find((field) => field.wrong)?.input);
  return node;

  function send(event) {
    event.preventDefault();
    if (set.disabled) return;
    const values = Object.fromEntries(fields.map((field) => [field.name, field.input.value]));
    page.submit(part.id, values, { ...shown, reopen });
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  }

  /** Nothing more can be entered; `sent` says so on it. */
  function close(sent) {
    set.disabled = true;
    if (sent && !node.querySelector(".sent")) set.append(el("p", { class: "sent" }, icon("check"), w.formSent));
  }

  function reopen() {
    set.disabled = false;
    node.querySelector(".sent")?.remove();
  }
}

function drawField(field, w) {
  const id = freshId("field");
  const notes = [
    field.hint ? el("p", { class: "note", id: `${id}-hint`, text: field.hint }) : null,
    field.error ? el("p", { class: "error", id: `${id}-error` }, icon("warn"), el("span", { text: field.error })) : null,
  ].filter(Boolean);
  const input = drawInput(field, w, {
    id,
    name: field.name,
    required: field.required,
    "aria-invalid": field.error ? "true" : null,
    "aria-describedby": notes.map((note) => note.id).join(" ") || null,
  });
  const mark = field.required ? el("span", { class: "mark", "aria-hidden": "true", text: " *" }) : null;
  const label = el("label", { for: id }, field.label, mark, field.required ? aside(` (${w.required})`) : null);
  const whole = field.type === "long_text" ? "field whole" : "field";
  return { node: el("div", { class: whole }, label, input, ...notes), input, name: field.name, wrong: Boolean(field.error) };
}

function drawInput(field, w, attributes) {
  if (field.type === "choice") {
    const none = el("option", { value: "", text: w.choose });
    const options = field.options.map((option) => el("option", { value: option.value, text: option.label }));
    const select = el("select", attributes, none, ...options);
    select.value = field.options.some((option) => option.value === field.value) ? field.value : "";
    return select;
  }
  const input = field.type === "long_text" ? el("textarea", { rows: "3", ...attributes }) : el("input", { ...attributes, ...TYPES[field.type] });
  input.value = field.value;
  return input;
}

/** What was entered, as `[label, text]`, for the message that shows it. */
function rows(part, values) {
  return part.fields
    .filter((field) => (values[field.name] ?? "").trim() !== "")
    .map((field) => [field.label, field.options.find((option) => option.value === values[field.name])?.label ?? values[field.name]]);
}
