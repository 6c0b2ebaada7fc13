"""The browser and the visitors of the page's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.web.browser import ARGUMENTS, Visit, Visitor
from tests.web.fake_chat import Served


@pytest.fixture(scope="module")  # not the session: its event loop would stand in the way of other tests
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Makes visitors of one server; at the end none of them may have seen an error or asked another machine."""
    visitors: list[Visitor] = []
    with Served() as served:

        def make(width: int = 1280, height: int = 860, scheme: str = "light", *, calm: bool = True) -> Visitor:
            context = browser.new_context(
                viewport=ViewportSize(width=width, height=height),
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce" if calm else "no-preference",
                locale="en-GB",
                timezone_id="Europe/Berlin",
            )
            context.set_default_timeout(5000)
            visitor = Visitor(page=context.new_page(), served=served)
            visitors.append(visitor)
            return visitor

        yield make
        for visitor in visitors:
            visitor.page.context.close()
    assert [visitor.strays for visitor in visitors if visitor.strays] == []
    assert [visitor.errors for visitor in visitors if visitor.errors] == []
