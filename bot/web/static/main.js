// Puts the page together: who is chosen, in which language, and which part tells which.

import * as api from "./api.js";
import { Attach } from "./attach.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { icon } from "./dom.js";
import { Log } from "./log.js";
import { Notices } from "./notices.js";
import { People } from "./people.js";
import { words } from "./words.js";

const at = (id) => document.getElementById(id);
const drafts = new Map();
const log = new Log(at("log"), at("jump"), at("status"));
const composer = new Composer(at("composer"), (text) => chat?.say(text));
const attach = new Attach(at("attach"), at("file"), at("chat"), {
  file: (name, content) => chat?.sendFile(name, content),
  tooLarge: (name) => chat?.refuseFile(name),
});

let people;
let notices;
let chat = null;
let persona = null;
let language = "en";
let reached = true;
let missed = 0;
let opening = location.pathname.match(/^\/deals\/([0-9a-f]{32})\/?$/)?.[1] ?? null; // the deal of the link that led here

start();

async function start() {
  setLanguage(navigator.language?.startsWith("de") ? "de" : "en");
  setUpTheme();
  const personas = await untilAnswered(api.personas);
  people = new People(personas, { chosen: choose, example: (text) => composer.fill(text) });
  notices = new Notices({ arrived, counted: (id, count) => people.setUnread(id, count), reached: setReached });
  addEventListener("hashchange", () => fromAddress() && fromAddress() !== persona && choose(fromAddress()));
  addEventListener("online", () => chat.drain());
  document.addEventListener("visibilitychange", () => document.hidden || setMissed(0));
  choose(fromAddress() ?? personas[0]);
  if (matchMedia("(pointer: fine)").matches) at("said").focus(); // on a touch screen the keyboard would cover the greeting
}

async function choose(chosen) {
  if (persona) drafts.set(persona.id, composer.text);
  persona = chosen;
  history.replaceState(null, "", `/#${new URLSearchParams({ as: persona.id })}`);
  chat?.leave();
  log.clear();
  composer.forget();
  setLanguage(persona.language);
  composer.text = drafts.get(persona.id) ?? "";
  const mine = new Chat(persona, log, {
    language: setLanguage,
    answered: () => notices.lookAround(),
    history: (text) => composer.remember(text),
    giveBack: (text) => composer.text || composer.fill(text),
  });
  chat = mine;
  await untilAnswered(() => mine.load(), () => chat !== mine);
  if (chat === mine && opening) {
    const token = opening;
    opening = null;
    mine.openDeal(token);
  }
  if (chat === mine) notices.watch(persona.id, people.ids.filter((id) => id !== persona.id));
}

function arrived(found) {
  for (const { key, reply } of found) chat.notify(key, reply);
  if (document.hidden) setMissed(missed + found.length);
}

/** Repeats what must answer before the page can go on. */
async function untilAnswered(ask, given = () => false) {
  for (let pause = 500; !given(); pause = Math.min(pause * 2, 8000)) {
    try {
      const answer = await ask();
      setReached(true);
      return answer;
    } catch (error) {
      if (!(error instanceof api.Unreached || error instanceof api.Declined)) throw error;
      setReached(false);
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }
  return null;
}

function setReached(now) {
  if (now && !reached) chat?.drain();
  reached = now;
  at("offline").textContent = now ? "" : words(language).offline;
}

function setLanguage(code) {
  const w = words(code);
  language = code;
  document.documentElement.lang = code;
  at("skip").textContent = w.skip;
  at("demo").textContent = w.demo;
  at("persona-label").textContent = w.personaLabel;
  at("panel").setAttribute("aria-label", w.help);
  at("theme").setAttribute("aria-label", w.darkTheme);
  at("theme").title = w.darkTheme;
  composer.language = code;
  attach.language = code;
  log.language = code;
  if (persona) people.show(persona, code);
}

function setMissed(count) {
  missed = count;
  document.title = count ? `(${count}) Partnerbot` : "Partnerbot";
}

function setUpTheme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const show = () => {
    at("theme").setAttribute("aria-pressed", String(isDark()));
    at("theme").replaceChildren(icon(isDark() ? "sun" : "moon"));
  };
  at("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Without storage the choice holds until the page is left.
    }
    show();
  });
  system.addEventListener("change", show);
  show();
}

function fromAddress() {
  return people.find(new URLSearchParams(location.hash.slice(1)).get("as"));
}
