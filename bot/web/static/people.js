// Who the reader is in the demo: the list to switch with, the card of the chosen one, and what they could try.

import { aside, el, icon } from "./dom.js";
import { examples } from "./examples.js";
import { roleWords, words } from "./words.js";

export class People {
  #personas;
  #on;
  #select = document.getElementById("persona");
  #chosen = null;
  #language = "en";
  #unread = new Map();

  /** `on`: {chosen(persona), example(text)}. */
  constructor(personas, on) {
    this.#personas = personas;
    this.#on = on;
    this.#select.append(...personas.map((persona) => el("option", { value: persona.id })));
    this.#select.addEventListener("change", () => on.chosen(this.find(this.#select.value)));
  }

  find(id) {
    return this.#personas.find((persona) => persona.id === id);
  }

  get ids() {
    return this.#personas.map((persona) => persona.id);
  }

  show(persona, language) {
    this.#chosen = persona;
    this.#language = language;
    this.#unread.delete(persona.id);
    this.#select.value = persona.id;
    this.#showCard();
    this.#showExamples();
    this.#showUnread();
  }

  setUnread(id, count) {
    if (id === this.#chosen.id || count === (this.#unread.get(id) ?? 0)) return;
    this.#unread.set(id, count);
    this.#showUnread();
  }

  #showCard() {
    const { name, role, company } = this.#chosen;
    const [title, does] = roleWords(role, this.#language);
    const letters = name.split(/[\s-]+/).map((word) => word[0]).filter(Boolean);
    const initials = [letters[0], letters.length > 1 ? letters.at(-1) : ""].join("").toUpperCase();
    document.getElementById("card").replaceChildren(
      el("span", { class: "face", "aria-hidden": "true", text: initials }),
      el("div", {}, el("p", { class: "name", text: name }), el("p", { class: "note", text: title }), company && el("p", { class: "note", text: company })),
      el("p", { class: "does", text: does }),
    );
  }

  #showExamples() {
    const w = words(this.#language);
    document.getElementById("tries-title").replaceChildren(w.tries, aside(` (${w.triesHint})`));
    const items = examples(this.#chosen.role, this.#language).map(([name, text]) => {
      const button = el("button", { type: "button", class: "try", on: { click: () => this.#on.example(text) } });
      button.append(el("span", { class: "try-name", text: name }), el("span", { class: "try-text", text }));
      return el("li", {}, button);
    });
    document.getElementById("tries-list").replaceChildren(...items);
  }

  #showUnread() {
    const w = words(this.#language);
    for (const option of this.#select.options) option.textContent = this.#optionText(this.find(option.value), w);
    const waiting = this.#personas.filter((persona) => this.#unread.get(persona.id));
    document.getElementById("waiting").hidden = waiting.length === 0;
    document.getElementById("waiting-title").textContent = w.waiting;
    const items = waiting.map((persona) => {
      const count = this.#unread.get(persona.id);
      const button = el("button", { type: "button", class: "try news", "aria-label": w.waitingFor(persona.name, count) });
      button.addEventListener("click", () => this.#on.chosen(persona));
      const role = roleWords(persona.role, this.#language)[0];
      const who = el("span", {}, el("span", { class: "try-name", text: persona.name }), el("span", { class: "try-text", text: role }));
      button.append(icon("bell"), who, el("span", { class: "count", text: String(count) }));
      return el("li", {}, button);
    });
    document.getElementById("waiting-list").replaceChildren(...items);
  }

  #optionText(persona, w) {
    const count = this.#unread.get(persona.id);
    const who = [persona.name, roleWords(persona.role, this.#language)[0], persona.company].filter(Boolean).join(" · ");
    return count ? `${who} (${w.news(count)})` : who;
  }
}
