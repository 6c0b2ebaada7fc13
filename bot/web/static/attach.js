// Sending a file: by the button next to the message box, or by dropping it on the conversation.

import { icon } from "./dom.js";
import { words } from "./words.js";

const LIMIT = 10 * 1024 * 1024; // bytes

export class Attach {
  #button;
  #input;
  #zone;
  #depth = 0;

  /** `button` opens the picker `input`; `zone` takes what is dropped; `on`: {file(name, content in base64), tooLarge(name)}. */
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
    return on.file(file.name, await inBase64(file));
  }
}

function inBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1))); // after "data:…;base64,"
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
