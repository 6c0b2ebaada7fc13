// One persona's conversation: what is sent goes out in order, each under a key of its own that every retry repeats.

import * as api from "./api.js";
import { markUsed } from "./parts.js";
import { words } from "./words.js";

export class Chat {
  #persona;
  #log;
  #tell;
  #queue = [];
  #busy = false;
  #left = false;
  #language;
  #known = new Set();
  #buttons = new Map();
  #forms = new Map();

  /** `tell`: {language(code), answered(), history(text), giveBack(text)}. */
  constructor(persona, log, tell) {
    this.#persona = persona;
    this.#log = log;
    this.#tell = tell;
    this.#language = persona.language;
  }

  /** Puts the earlier conversation back, and what could not be sent; greets who has none. */
  async load() {
    this.#log.busy = true;
    const exchanges = await api.transcript(this.#persona.id);
    if (this.#left) return;
    for (const exchange of exchanges) this.#putBack(exchange);
    const unsent = this.#stored().filter((entry) => !this.#known.has(entry.key));
    for (const entry of unsent) this.#enqueue({ ...entry, at: new Date(entry.at) });
    if (!exchanges.length && !unsent.length) this.#enqueue(this.#entry({ opened: true }, null));
    this.#log.busy = false;
    await this.drain();
  }

  /** Nothing of this conversation is drawn any more; what is on its way still arrives. */
  leave() {
    this.#left = true;
  }

  /** The deal of a link, for whoever may see it. */
  openDeal(token) {
    this.#send(this.#entry({ pressed: `deals.open/${token}` }, { text: words(this.#language).dealLink }));
  }

  say(text) {
    this.#send(this.#entry({ said: text }, { text }));
  }

  /** A file, by its name and its content in base64. */
  sendFile(name, content) {
    this.#send(this.#entry({ file: { name, content } }, { text: words(this.#language).fileSent(name) }));
  }

  /** A file that is too large never leaves the page. */
  refuseFile(name) {
    const w = words(this.#language);
    this.#log.addOwn({ text: w.fileSent(name) }, new Date()).declined(w.tooLarge);
  }

  /** A notice, unless the conversation shows it already. */
  notify(key, reply) {
    if (this.#left || this.#known.has(key)) return;
    this.#known.add(key);
    this.#draw(reply, { at: new Date(), notice: true });
  }

  /** Sends what waits, oldest first; stops at the first that does not arrive. */
  async drain() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#queue.length && (await this.#deliver(this.#queue[0])));
    this.#busy = false;
  }

  async #deliver(entry) {
    entry.view.sending();
    if (!this.#left) this.#log.typing(entry.view.node);
    try {
      const reply = await api.turn(this.#persona.id, entry.key, entry.what);
      this.#done(entry);
      if (this.#left) return true;
      this.#log.typing(null);
      entry.view.sent();
      this.#draw(reply, { at: new Date(), after: entry.view.node, toForm: entry.what.form !== undefined });
      this.#tell.answered();
      return true;
    } catch (error) {
      if (!this.#left) this.#log.typing(null);
      return this.#failed(entry, error);
    }
  }

  #failed(entry, error) {
    const w = words(this.#language);
    if (error instanceof api.Declined && error.status < 500) {
      this.#done(entry);
      entry.undo?.();
      entry.view.declined(error.status === 413 ? w.tooLarge : error.message);
      if (entry.what.said !== undefined) this.#tell.giveBack(entry.what.said);
      return true;
    }
    if (!(error instanceof api.Unreached || error instanceof api.Declined)) throw error;
    const sentence = error.reference ? w.problem(error.reference) : entry.shown ? w.notSent : w.openFailed;
    const discard = () => {
      this.#done(entry);
      entry.undo?.();
      entry.view.node.remove();
      this.drain();
    };
    entry.view.failed(sentence, () => this.drain(), entry.shown ? discard : null);
    return false;
  }

  #entry(what, shown, undo) {
    return { key: crypto.randomUUID(), what, shown, at: new Date(), undo };
  }

  #send(entry) {
    this.#enqueue(entry);
    this.drain();
  }

  #enqueue(entry) {
    const view = entry.shown ? this.#log.addOwn(entry.shown, entry.at) : this.#log.addOpening(entry.at);
    view.sending();
    if (entry.what.said !== undefined) this.#tell.history(entry.what.said);
    this.#known.add(entry.key);
    this.#queue.push({ ...entry, view });
    this.#store();
  }

  #done(entry) {
    this.#queue = this.#queue.filter((other) => other !== entry);
    this.#store();
  }

  #draw(reply, place) {
    if (reply.language !== this.#language) {
      this.#language = reply.language;
      this.#tell.language(reply.language);
    }
    this.#log.addReply(reply, this.#page(reply.language, place.toForm), place);
  }

  /**
   * What the parts of a reply may use: `keep` releases something with the list, `offers` and `offersForm` make a button or a
   * form known by its id, `press` and `submit` send. Who has just sent a form (`toForm`) is led to what is `wrong` in it.
   */
  #page(language, toForm = false) {
    return {
      language,
      keep: (release) => this.#log.keep(release),
      offers: (choice, button) => this.#buttons.set(choice.action, { label: choice.label, button, language }),
      offersForm: (id, shown, wrong) => {
        this.#forms.get(id)?.close(false);
        this.#forms.set(id, shown);
        if (wrong && toForm) requestAnimationFrame(() => wrong.focus());
      },
      press: (choice, button) => {
        const undo = markUsed(button, language);
        this.#send(this.#entry({ pressed: choice.action }, { text: choice.label }, undo));
      },
      submit: (id, values, shown) => {
        shown.close(true);
        this.#send(this.#entry({ form: id, values }, { title: shown.title, rows: shown.rows(values) }, shown.reopen));
      },
    };
  }

  #putBack({ key, at, what, reply }) {
    const moment = new Date(at);
    this.#known.add(key);
    const shown = what && this.#shownAgain(what);
    const view = shown && this.#log.addOwn(shown, moment);
    view?.sent();
    if (what?.said !== undefined) this.#tell.history(what.said);
    this.#draw(reply, { at: moment, after: view?.node ?? null, notice: what === null });
  }

  /** What an earlier message looks like, in the words of the button or form it came from. */
  #shownAgain(what) {
    if (what.said !== undefined) return { text: what.said };
    if (what.pressed !== undefined) {
      const offered = this.#buttons.get(what.pressed);
      if (offered) markUsed(offered.button, offered.language);
      return { text: offered?.label ?? words(this.#language).pressedUnknown };
    }
    if (what.file !== undefined) return { text: words(this.#language).fileSent(what.file.name) };
    if (what.form === undefined) return null;
    const form = this.#forms.get(what.form);
    form?.close(true);
    return { title: form?.title ?? words(this.#language).formSent, rows: form?.rows(what.values) ?? Object.entries(what.values) };
  }

  #store() {
    const kept = this.#queue.map(({ key, what, shown, at }) => ({ key, what, shown, at }));
    try {
      sessionStorage.setItem(`unsent:${this.#persona.id}`, JSON.stringify(kept));
    } catch {
      // Without storage what is not sent is lost with the page; the conversation itself is not.
    }
  }

  #stored() {
    try {
      return JSON.parse(sessionStorage.getItem(`unsent:${this.#persona.id}`) ?? "[]");
    } catch {
      return [];
    }
  }
}
