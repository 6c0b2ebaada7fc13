// What the bot writes on its own: one question is kept open for the persona on the page, the others are counted now and then.

import * as api from "./api.js";

const LOOK_AROUND = 10000; // milliseconds between two counts for the others
const SLOWEST = 15000;
const SOON = 1000;

export class Notices {
  #on;
  #open = null;
  #others = [];
  #round = 0;

  /** `on`: {arrived(notices), counted(persona, count), reached(boolean)}. */
  constructor(on) {
    this.#on = on;
    setInterval(() => document.hidden || this.lookAround(), LOOK_AROUND);
  }

  /** Waits for this persona from now on; the others are only counted. */
  watch(persona, others) {
    this.#open?.abort();
    this.#open = new AbortController();
    this.#others = others;
    this.#wait(persona, this.#open.signal);
    this.lookAround();
  }

  async lookAround() {
    const round = ++this.#round;
    for (const persona of this.#others) {
      try {
        const found = await api.notices(persona, { wait: 0 });
        if (round !== this.#round) return;
        this.#on.counted(persona, found.length);
      } catch (error) {
        if (error instanceof api.Unreached || error instanceof api.Declined) return; // the open question says that nobody answers
        throw error;
      }
    }
  }

  async #wait(persona, signal) {
    let pause = 1000;
    while (!signal.aborted) {
      const asked = performance.now();
      try {
        const found = await api.notices(persona, { signal });
        this.#on.reached(true);
        pause = 1000;
        if (found.length) {
          this.#on.arrived(found);
          await api.seen(persona, found.map((notice) => notice.key));
        } else if (performance.now() - asked < SOON) {
          await after(SOON); // the server did not wait: asking again at once would only keep both busy
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#on.reached(error instanceof api.Declined);
        await after(pause);
        pause = Math.min(pause * 2, SLOWEST);
      }
    }
  }
}

function after(milliseconds) {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}
