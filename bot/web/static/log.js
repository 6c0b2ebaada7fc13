// The list of messages: what was said and answered, day by day, and where the reader stands in it.

import { aside, el, icon } from "./dom.js";
import { drawParts, isWide } from "./parts.js";
import { clock, day, sameDay, words } from "./words.js";

const NEAR = 120; // pixels from the end within which the reader follows what is new

export class Log {
  #list;
  #jump;
  #status;
  #language = "en";
  #lastDay = null;
  #typing = null;
  #kept = [];
  #atEnd = true;

  /** `list` scrolls; `jump` is the button that leads back to its end; `status` is read out when an answer is on its way. */
  constructor(list, jump, status) {
    this.#list = list;
    this.#jump = jump;
    this.#status = status;
    list.addEventListener("scroll", () => {
      this.#atEnd = this.#isNear();
      if (this.#atEnd) this.#hideJump();
    });
    // The message box grows at the cost of the list: who was at its end stays there.
    new ResizeObserver(() => this.#atEnd && this.#toEnd()).observe(list);
    jump.addEventListener("click", () => {
      this.#toEnd();
      list.focus();
    });
  }

  set language(language) {
    this.#language = language;
    const w = words(language);
    this.#list.setAttribute("aria-label", w.conversation);
    this.#jump.replaceChildren(icon("down"), w.jump);
  }

  /** While true, additions are not read out one by one: an earlier conversation is being put back. */
  set busy(busy) {
    this.#list.setAttribute("aria-busy", String(busy));
    if (!busy) this.#toEnd();
  }

  clear() {
    for (const release of this.#kept) release();
    this.#kept = [];
    this.#list.replaceChildren();
    this.#lastDay = null;
    this.#typing = null;
    this.#hideJump();
  }

  /** Releases something when the list is cleared. */
  keep(release) {
    this.#kept.push(release);
  }

  /** What the person said, pressed or sent: `{text}` or `{title, rows}`. The view shows how far it has come. */
  addOwn(shown, at) {
    this.#startDay(at);
    const foot = el("p", { class: "foot" });
    const node = el("article", { class: "message own" }, aside(`${words(this.#language).you}: `), this.#ownBody(shown), foot);
    this.#list.append(node);
    this.#toEnd();
    return this.#ownView(node, foot, at);
  }

  /** A line without a message of its own: the conversation is being opened. */
  addOpening(at) {
    this.#startDay(at);
    const foot = el("p", { class: "foot" });
    const node = el("div", { class: "opening" }, foot);
    this.#list.append(node);
    return this.#ownView(node, foot, null);
  }

  /** The bot's reply, after the message it answers if there is one; `notice` when the bot wrote on its own. */
  addReply(reply, page, { at, after = null, notice = false }) {
    if (!after) this.#startDay(at);
    const w = words(reply.language);
    const follow = this.#isNear();
    const who = el("p", { class: "who-said" }, notice ? el("span", { class: "news" }, icon("bell"), w.notice) : null, el("span", { text: w.bot }));
    who.append(el("time", { datetime: at.toISOString(), text: clock(at, reply.language) }));
    const kind = `message bot${isWide(reply) ? " wide" : ""}${notice ? " notice" : ""}`;
    const body = el("div", { class: "body" }, ...drawParts(reply, page), ...(reply.link ? [dealLink(reply.link, w)] : []));
    const node = el("article", { class: kind, lang: reply.language }, who, body);
    if (after) after.after(node);
    else this.#list.append(node);
    this.#show(node, after, follow);
    return node;
  }

  /** The dots of an answer on its way, after the message it will answer. */
  typing(after) {
    this.#typing?.remove();
    this.#typing = null;
    this.#status.textContent = "";
    if (!after) return;
    this.#status.textContent = words(this.#language).answering;
    this.#typing = el("div", { class: "typing", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    after.after(this.#typing);
    if (this.#isNear()) this.#toEnd();
  }

  #ownBody(shown) {
    if (shown.text !== undefined) return el("div", { class: "body", text: shown.text });
    const rows = shown.rows.map(([label, value]) => el("div", {}, el("dt", { text: label }), el("dd", { text: value })));
    return el("div", { class: "body" }, el("p", { class: "own-title", text: shown.title }), el("dl", {}, ...rows));
  }

  #ownView(node, foot, at) {
    const w = () => words(this.#language);
    const time = () => (at ? el("time", { datetime: at.toISOString(), text: clock(at, this.#language) }) : "");
    const button = (text, act) => el("button", { type: "button", class: "link", text, on: { click: act } });
    const put = (state, ...content) => {
      node.dataset.state = state;
      foot.replaceChildren(...content.filter(Boolean));
    };
    return {
      node,
      sending: () => put("sending", at ? w().sending : ""),
      sent: () => put("sent", time()),
      failed: (sentence, retry, discard) => {
        put("failed", icon("warn"), el("span", { text: sentence }), button(w().retry, retry), discard ? button(w().discard, discard) : null);
        this.#status.textContent = sentence;
      },
      declined: (sentence) => {
        put("failed", icon("warn"), el("span", { text: `${w().notTaken} ${sentence}` }));
        this.#status.textContent = sentence;
      },
    };
  }

  #startDay(at) {
    if (this.#lastDay && sameDay(this.#lastDay, at)) return;
    this.#lastDay = at;
    const date = el("time", { datetime: at.toISOString().slice(0, 10), text: day(at, this.#language) });
    this.#list.append(el("p", { class: "day" }, date));
  }

  /** A reply longer than the view is shown from its beginning; who reads further up is not moved. */
  #show(node, question, follow) {
    if (!follow) {
      this.#jump.hidden = false;
      return;
    }
    const first = question ?? node;
    const height = node.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
    if (height < this.#list.clientHeight - 16) this.#toEnd();
    else this.#list.scrollTop += first.getBoundingClientRect().top - this.#list.getBoundingClientRect().top - 16;
  }

  #isNear() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < NEAR;
  }

  #toEnd() {
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#hideJump();
  }

  #hideJump() {
    this.#jump.hidden = true;
  }
}

/** The link to the deal that a reply is about: the address stays the same, and opens it for whoever may see it. */
function dealLink(path, w) {
  return el("p", { class: "deal-link" }, el("a", { href: path + location.hash }, w.dealLink));
}
