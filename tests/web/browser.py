"""A visitor of the page in headless Chromium, who notices requests that leave the machine and errors in the console."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import CDPSession, ConsoleMessage, Locator, Page, Request

from tests.web.fake_chat import SELLER, Served

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

# Roles that a screen reader announces by name; of an article (a message) it reads the text.
_NAMED = frozenset(
    "button checkbox combobox complementary form image link listbox log option progressbar radio region table textbox".split()
)

# Every text that is seen, with the contrast of its colour to what is painted behind it (WCAG 2.2, 1.4.3).
_CONTRASTS = """() => {
  const parse = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return [...n.slice(0, 3), n[3] ?? 1]; };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
  const light = (c) => c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const luminance = (c) => light(c).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => e ? over(parse(getComputedStyle(e).backgroundColor), behind(e.parentElement)) : [255, 255, 255];
  const opacity = (e) => e ? Number(getComputedStyle(e).opacity) * opacity(e.parentElement) : 1;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || e.closest(".aside, noscript, :disabled, [hidden]") || !e.checkVisibility()) continue;
    const ground = behind(e);
    const ink = parse(getComputedStyle(e).color);
    const [a, b] = [luminance(over([...ink.slice(0, 3), ink[3] * opacity(e)], ground)), luminance(ground)];
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), `${e.className}: ${text.slice(0, 40)}`]);
  }
  return found;
}"""


@dataclass(kw_only=True)  # not slotted: Playwright keeps its own marks on the object of a listener
class Visitor:
    """`errors` and `strays` have to be empty at the end; a test that provokes an error clears it."""

    page: Page
    served: Served
    errors: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, persona: str = SELLER) -> None:
        """Comes in and waits for the conversation to stand."""
        self.page.goto(f"{self.served.address}/#as={quote(persona)}", wait_until="commit")
        self.page.wait_for_function("() => document.querySelector('#log[aria-busy=false] article.bot')")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def replies(self) -> Locator:
        return self.page.locator("article.bot")

    @property
    def own(self) -> Locator:
        return self.page.locator("article.own")

    @property
    def box(self) -> Locator:
        return self.page.locator("#said")

    def say(self, text: str) -> Locator:
        """Says it and waits for the reply, which it returns."""
        before = self.own.count()
        self.box.fill(text)
        self.box.press("Enter")
        sent = "n => document.querySelectorAll('article.own')[n]?.dataset.state === 'sent'"
        self.page.wait_for_function(sent, arg=before)
        return self.replies.nth(self.replies.count() - 1)

    def named_nodes(self) -> list[tuple[str, str]]:
        """Role and name of everything that a screen reader announces by name."""
        session: CDPSession = self.page.context.new_cdp_session(self.page)
        nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
        shown = [node for node in nodes if not node["ignored"] and node["role"]["value"] in _NAMED]
        return [(node["role"]["value"], node.get("name", {}).get("value", "").strip()) for node in shown]

    def broken_references(self) -> list[str]:
        """Ids that a label or a description points to and that are not there, and ids used twice."""
        found: list[str] = self.page.evaluate(
            """() => {
              const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
              const pointed = ["aria-labelledby", "aria-describedby", "for"].flatMap((name) =>
                [...document.querySelectorAll(`[${name}]`)].flatMap((e) => e.getAttribute(name).split(" ")));
              return [...ids.filter((id, at) => ids.indexOf(id) !== at), ...pointed.filter((id) => !ids.includes(id))];
            }"""
        )
        return found

    def overflow(self) -> int:
        """How many pixels the page or the conversation is wider than what is shown of it."""
        found: int = self.page.evaluate(
            "() => Math.max(...['html', '#log'].map((s) => document.querySelector(s)).map((e) => e.scrollWidth - e.clientWidth))"
        )
        return found

    def faint_texts(self) -> list[tuple[float, str]]:
        contrasts: list[tuple[float, str]] = self.page.evaluate(_CONTRASTS)
        assert len(contrasts) > 20, "there was something to look at"
        return [(contrast, text) for contrast, text in contrasts if contrast < 4.5]

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in ("blob", "data") and not request.url.startswith(self.served.address + "/"):
            self.strays.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)


Visit = Callable[..., Visitor]
