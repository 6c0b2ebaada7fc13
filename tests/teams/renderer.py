"""The second judge of cards: Microsoft's own renderer in a headless Chromium, in a page that looks like Teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.browser import ARGUMENTS

NPM: Final = Path(__file__).parent / "npm"
_SCRIPTS: Final = (
    "node_modules/adaptivecards/dist/adaptivecards.min.js",
    "node_modules/markdown-it/dist/markdown-it.min.js",
    "host.js",
)


@contextmanager
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield launched
        launched.close()


def prepare(page: Page) -> None:
    """Loads the renderer and the host into the page. The packages are there after `make install-dev`."""
    page.set_content('<!doctype html><html lang="en"><meta charset="utf-8"><body></body>')
    for script in _SCRIPTS:
        page.add_script_tag(path=NPM / script)
    page.add_style_tag(path=NPM / "host.css")


def objections(page: Page, cards: Sequence[dict[str, Any]], *, width: int) -> list[list[str]]:
    """For each of the cards, what the renderer has against it, and what is odd about it when it is so many pixels wide."""
    found: list[list[str]] = page.evaluate("([cards, width]) => judge(cards, width)", [list(cards), width])
    return found
