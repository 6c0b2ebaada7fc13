"""How the page looks, and what it is to those who cannot see it: every width, light and dark, names and contrast."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.web.browser import Visit
from tests.web.fake_chat import MANAGER, SELLER, say

pytestmark = pytest.mark.browser


EVERYTHING = ("deal", "deals", "form", "hostile", "w" * 300)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_width_scrolls_sideways(visit: Visit, width: int) -> None:
    visitor = visit(width=width, height=740)
    visitor.open()
    for text in EVERYTHING:
        visitor.say(text)
        assert visitor.overflow() == 0
    expect(visitor.box).to_be_in_viewport(ratio=1)
    expect(visitor.page.get_by_role("combobox", name="You are")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(visit: Visit, scheme: str) -> None:
    visitor = visit(scheme=scheme)
    visitor.open()
    visitor.say("deal")
    visitor.page.get_by_role("button", name="Yes, register it").click()
    visitor.say("deals")
    visitor.say("form")
    visitor.replies.last.get_by_role("button", name="Check it").click()
    expect(visitor.page.locator(".error")).to_be_visible()
    visitor.served.write(SELLER, "news", say("News."))
    visitor.served.write(MANAGER, "news", say("Neues."))
    visitor.say("hello")
    expect(visitor.page.locator(".try.news")).to_be_visible()
    assert visitor.faint_texts() == []


def test_everything_that_can_be_used_has_a_name(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    for text in EVERYTHING:
        visitor.say(text)
    visitor.replies.nth(3).get_by_role("button", name="Check it").click()
    expect(visitor.page.locator(".error").last).to_be_visible()
    named = visitor.named_nodes()
    assert {role for role, _ in named} >= set("button combobox textbox link log progressbar region image form".split())
    assert [role for role, name in named if not name] == []
    assert visitor.broken_references() == []


def test_the_light_is_that_of_the_system_until_it_is_switched_and_remembered(visit: Visit) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        visitor = visit(scheme=scheme)
        visitor.open()
        ground = "() => getComputedStyle(document.body).backgroundColor"
        grounds.append(visitor.page.evaluate(ground))
        switch = visitor.page.get_by_role("button", name="Dark appearance")
        expect(switch).to_have_attribute("aria-pressed", "true" if scheme == "dark" else "false")
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "false" if scheme == "dark" else "true")
        grounds.append(visitor.page.evaluate(ground))
        visitor.page.reload()
        assert visitor.page.evaluate(ground) == grounds[-1]
    light, switched_dark, dark, switched_light = grounds
    assert (light, dark) == (switched_light, switched_dark)
    assert light != dark


def test_the_page_moves_only_for_those_who_like_it(visit: Visit) -> None:
    names = []
    for calm in (True, False):
        visitor = visit(calm=calm)
        visitor.open()
        names.append(visitor.replies.first.evaluate("e => getComputedStyle(e).animationName"))
    assert names == ["none", "arrive"]


def test_what_is_new_is_read_out_and_what_is_put_back_is_not(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    expect(visitor.log).to_have_attribute("aria-live", "polite")
    expect(visitor.log).to_have_accessible_name("Conversation")
    held: list[Route] = []
    visitor.page.route("**/api/transcript**", lambda route: held.append(route))
    visitor.page.reload()
    expect(visitor.log).to_have_attribute("aria-busy", "true")
    while not held:  # the page is busy before it asks
        visitor.page.wait_for_timeout(10)
    held[0].continue_()
    expect(visitor.log).to_have_attribute("aria-busy", "false")
