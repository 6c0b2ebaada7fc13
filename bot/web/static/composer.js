// The message box: grows with its text, sends on Enter, brings back what was written, and says when a text gets too long.

import { icon } from "./dom.js";
import { words } from "./words.js";

const LIMIT = 10000; // characters; what a person could want to paste, a long mail thread
const NEAR = 500;

export class Composer {
  #form;
  #box;
  #send;
  #keys;
  #limit;
  #label;
  #language = "en";
  #history = [];
  #at = 0;

  constructor(form, onSay) {
    const find = (id) => form.querySelector(`#${id}`);
    this.#form = form;
    [this.#box, this.#send, this.#keys, this.#limit, this.#label] = ["said", "send", "keys", "limit", "said-label"].map(find);
    this.#send.append(icon("send"));
    this.#box.addEventListener("input", () => this.#changed());
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.#box.value;
      if (!text.trim() || text.length > LIMIT) return this.#box.focus();
      this.text = "";
      this.#box.focus();
      return onSay(text);
    });
  }

  set language(language) {
    const w = words(language);
    this.#language = language;
    this.#form.setAttribute("aria-label", w.message);
    this.#label.textContent = w.message;
    this.#box.placeholder = w.composerPlaceholder;
    this.#send.setAttribute("aria-label", w.send);
    this.#send.title = w.send;
    this.#keys.textContent = w.keys;
    this.#changed();
  }

  get text() {
    return this.#box.value;
  }

  set text(text) {
    this.#box.value = text;
    this.#at = this.#history.length;
    this.#changed();
  }

  /** Puts a text in and the cursor after it. */
  fill(text) {
    this.text = text;
    this.#box.focus();
    this.#box.setSelectionRange(text.length, text.length);
  }

  /** What was said before, oldest first, for the arrow keys. */
  forget() {
    this.#history = [];
    this.#at = 0;
  }

  remember(text) {
    if (this.#history.at(-1) !== text) this.#history.push(text);
    this.#at = this.#history.length;
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#form.requestSubmit();
    } else if (event.key === "ArrowUp" && this.#mayRecall() && this.#at > 0) {
      event.preventDefault();
      this.#recall(this.#at - 1);
    } else if (event.key === "ArrowDown" && this.#mayRecall() && this.#at < this.#history.length) {
      event.preventDefault();
      this.#recall(this.#at + 1);
    }
  }

  /** Arrows move the cursor as always, unless the box is empty or shows what they brought back. */
  #mayRecall() {
    const shown = this.#at < this.#history.length ? this.#history[this.#at] : "";
    return this.#box.value === shown;
  }

  #recall(at) {
    this.#at = at;
    this.#box.value = this.#history[at] ?? "";
    this.#box.setSelectionRange(this.#box.value.length, this.#box.value.length);
    this.#changed();
  }

  #changed() {
    const left = LIMIT - this.#box.value.length;
    this.#limit.textContent = left <= NEAR ? words(this.#language).limit(left) : "";
    this.#limit.classList.toggle("over", left < 0);
    this.#box.setAttribute("aria-invalid", String(left < 0));
    this.#form.classList.toggle("empty", !this.#box.value.trim());
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }
}
