// Sending a file: by the button next to the message box, or by dropping it on the conversation.

import { icon } from "./dom.js";
import { words } from "./words.js";

const LIMIT = 200 * 1024; // bytes; a list of a hundred deals has far fewer

export class Attach {
  #button;
  #input;
  #zone;
  #depth = 0;

  /** `button` opens the picker `input`; `zone` takes what is dropped; `on`: {file(name, text), tooLarge(name)}. */
  constructor(button, input, zone, on) {
    [this.#button, this.#input, this.#zone] = [button, input, zone];
    button.append(icon("clip"));
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", async () => {
      const [file] = input.files;
      if (file) await this.#take(file, on);
      input.value = ""; // so that the same file can be sent again
    });
    for (const type of ["dragenter", "dragover", "dragleave", "drop"]) zone.addEventListener(type, (event) => this.#drag(event, on));
  }

  set language(language) {
    const w = words(language);
    this.#button.setAttribute("aria-label", w.attach);
    this.#button.title = w.attach;
    this.#input.setAttribute("aria-label", w.attach);
    this.#zone.dataset.drop = w.dropHere;
  }

  #drag(event, on) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (event.type === "dragenter") this.#depth += 1;
    if (event.type === "dragleave") this.#depth -= 1;
    if (event.type === "drop") {
      this.#depth = 0;
      const [file] = event.dataTransfer.files;
      if (file) this.#take(file, on);
    }
    this.#zone.classList.toggle("dropping", this.#depth > 0);
  }

  async #take(file, on) {
    if (file.size > LIMIT) return on.tooLarge(file.name);
    return on.file(file.name, decoded(await file.arrayBuffer()));
  }
}

/** UTF-8, or what spreadsheets on Windows write where it is not. */
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
