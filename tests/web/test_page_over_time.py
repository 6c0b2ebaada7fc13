"""The page while time passes: coming back, news, other people, and a network that fails."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Route, expect

from handlers.message import Opened, Pressed, Said
from handlers.reply import Choice, Choices, Reply, Text
from tests.web.browser import Visit
from tests.web.fake_chat import MANAGER, PERSONAS, SELLER, START, earlier, say

pytestmark = pytest.mark.browser


# --- coming back, other people, news --------------------------------------------------------------------------------------


def test_a_reload_shows_the_conversation(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("deal")
    visitor.page.get_by_role("button", name="Yes, register it").click()
    expect(visitor.replies).to_have_count(3)
    visitor.page.reload()
    expect(visitor.replies).to_have_count(3)
    expect(visitor.own).to_have_count(2)
    expect(visitor.own.last).to_contain_text("Yes, register it")
    expect(visitor.page.get_by_role("button", name="Yes, register it")).to_be_disabled()
    visitor.box.press("ArrowUp")
    expect(visitor.box).to_have_value("deal")
    assert len(visitor.served.chat.turns) == 3


def test_the_link_of_a_deal_opens_it_once_for_whoever_one_is(visit: Visit) -> None:
    visitor, token = visit(), "0123456789abcdef" * 2
    visitor.page.goto(f"{visitor.served.address}/deals/{token}#as={quote(SELLER)}", wait_until="commit")
    expect(visitor.own).to_have_count(1)
    expect(visitor.own.last).to_contain_text("Link to this deal")
    expect(visitor.replies).to_have_count(2)
    pressed = [turn.what for turn in visitor.served.chat.turns if isinstance(turn.what, Pressed)]
    assert pressed == [Pressed(action=f"deals.open/{token}")]
    assert "/deals/" not in visitor.page.url, "so that a reload shows the conversation"
    visitor.page.reload()
    expect(visitor.replies).to_have_count(2)
    assert len(visitor.served.chat.turns) == 2


def test_days_are_told_apart(visit: Visit) -> None:
    visitor = visit()
    visitor.page.clock.set_fixed_time(START)
    visitor.served.remember(SELLER, earlier(30, "long ago", say("Indeed.")))
    visitor.served.remember(SELLER, earlier(1, "hello", say("Hello.")))
    visitor.open()
    visitor.say("and now")
    expect(visitor.page.locator(".day")).to_have_text(["Sunday, 4 October 2026", "Yesterday", "Today"])
    expect(visitor.own.first.locator("time")).to_have_text("11:15")


def test_each_persona_has_a_conversation_and_a_half_written_message_of_its_own(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("mine alone")
    visitor.box.fill("half written")
    who = visitor.page.get_by_role("combobox", name="You are")
    texts = who.locator("option").all_inner_texts()
    assert texts[0] == "Jana Vogt · Seller · Birke Systemhaus GmbH"
    assert len(texts) == len(PERSONAS)
    who.select_option(MANAGER)
    expect(visitor.replies).to_have_text([re.compile("Guten Tag, Petra")])
    expect(visitor.log).not_to_contain_text("mine alone")
    expect(visitor.box).to_have_value("")
    visitor.page.get_by_role("combobox", name="Sie sind").select_option(SELLER)
    expect(visitor.log).to_contain_text("mine alone")
    expect(visitor.box).to_have_value("half written")


def test_the_page_speaks_the_language_of_the_conversation(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    reply = visitor.say("deutsch")
    expect(reply).to_have_attribute("lang", "de")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "de")
    expect(visitor.box).to_have_attribute("placeholder", "Nachricht schreiben …")
    expect(visitor.page.get_by_role("button", name="Senden", exact=True)).to_be_visible()
    expect(visitor.page.get_by_role("complementary")).to_contain_text("Zum Ausprobieren")


def test_what_the_bot_writes_on_its_own_arrives_and_is_confirmed(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    choices = Choices(choices=(Choice(label="Look at it", action="look"),))
    visitor.served.write(SELLER, "news-1", Reply(parts=(Text(text="Your deal was approved."), choices)))
    notice = visitor.page.locator("article.notice")
    expect(notice).to_contain_text("New for you")
    expect(notice).to_contain_text("Your deal was approved.")
    notice.get_by_role("button", name="Look at it").click()
    expect(visitor.replies.last).to_contain_text("You pressed look.")
    visitor.page.reload()
    expect(notice).to_have_count(1)


def test_news_for_others_are_counted_and_lead_to_them(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.served.write(MANAGER, "news-2", say("Ein Antrag wartet.", language="de"))
    visitor.say("hello")
    waiting = visitor.page.get_by_role("button", name="1 new message for Petra Lang")
    expect(waiting).to_be_visible()
    expect(visitor.page.locator(f"option[value='{MANAGER}']")).to_have_text(re.compile(r"\(1 new\)$"))
    waiting.click()
    expect(visitor.page.locator("article.notice")).to_contain_text("Ein Antrag wartet.")
    expect(visitor.page.locator(f"option[value='{MANAGER}']")).not_to_have_text(re.compile("neu"))


def test_who_reads_further_up_is_not_moved_but_told(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("long")
    visitor.log.evaluate("e => e.scrollTo(0, 0)")
    visitor.served.write(SELLER, "news-3", say("News."))
    jump = visitor.page.get_by_role("button", name="New messages")
    expect(jump).to_be_visible()
    assert visitor.log.evaluate("e => e.scrollTop") == 0
    jump.click()
    expect(visitor.page.get_by_text("News.")).to_be_in_viewport()
    expect(jump).to_be_hidden()


# --- when something fails -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrived", [False, True], ids=["it never arrived", "only the answer was lost"])
def test_a_retry_repeats_the_key(visit: Visit, arrived: bool) -> None:
    visitor = visit()
    visitor.open()

    def lose(route: Route) -> None:
        if arrived:
            route.fetch()
        route.abort()

    visitor.page.route("**/api/turn", lose, times=1)
    visitor.box.fill("hello")
    visitor.box.press("Enter")
    expect(visitor.own.last).to_contain_text("Not sent.")
    visitor.page.get_by_role("button", name="Try again").click()
    expect(visitor.replies.last).to_contain_text("You said: hello")
    expect(visitor.own.last).not_to_contain_text("Not sent.")
    deliveries = [each.key for each in visitor.served.chat.deliveries if each.what == Said(text="hello")]
    assert len(deliveries) == (2 if arrived else 1)
    assert len(set(deliveries)) == 1
    assert [turn.what for turn in visitor.served.chat.turns] == [Opened(), Said(text="hello")]
    visitor.errors.clear()


def test_what_could_not_be_sent_survives_a_reload_under_its_key(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    keys: list[str] = []

    def lose(route: Route) -> None:
        keys.append(json.loads(route.request.post_data or "")["key"])
        route.abort()

    visitor.page.route("**/api/turn", lose)
    visitor.box.fill("hello")
    visitor.box.press("Enter")
    expect(visitor.own.last).to_contain_text("Not sent.")
    visitor.page.unroute("**/api/turn")
    visitor.page.reload()
    expect(visitor.replies.last).to_contain_text("You said: hello")
    assert visitor.served.chat.turns[-1].key == f"web:demo:{SELLER}:{keys[0]}"
    visitor.errors.clear()


def test_what_could_not_be_sent_can_be_discarded(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("deal")
    visitor.page.route("**/api/turn", lambda route: route.abort(), times=1)
    cancel = visitor.page.get_by_role("button", name="Cancel")
    cancel.click()
    visitor.page.get_by_role("button", name="Discard").click()
    expect(visitor.own).to_have_count(1)
    expect(cancel).to_be_enabled()
    visitor.say("hello")
    assert [turn.what for turn in visitor.served.chat.turns] == [Opened(), Said(text="deal"), Said(text="hello")]
    visitor.errors.clear()


def test_an_accident_gives_a_reference_and_can_be_tried_again(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.box.fill("break it")
    visitor.box.press("Enter")
    expect(visitor.own.last).to_contain_text(re.compile(r"Something went wrong on our side \(reference [0-9a-f]{8}\)\."))
    visitor.page.get_by_role("button", name="Try again").click()
    expect(visitor.page.get_by_role("button", name="Try again")).to_be_visible()
    assert len({each.key for each in visitor.served.chat.deliveries if isinstance(each.what, Said)}) == 1
    visitor.errors.clear()


def test_what_is_not_accepted_comes_back_to_the_message_box(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    refusal = {"error": "That cannot be read."}
    visitor.page.route("**/api/turn", lambda route: route.fulfill(status=400, json=refusal), times=1)
    visitor.box.fill("odd")
    visitor.box.press("Enter")
    expect(visitor.own.last).to_contain_text("Not accepted. That cannot be read.")
    expect(visitor.box).to_have_value("odd")
    visitor.box.press("Enter")
    expect(visitor.replies.last).to_contain_text("You said: odd")
    assert len({turn.key for turn in visitor.served.chat.turns}) == 2
    visitor.errors.clear()


def test_a_lost_connection_is_said_and_what_waits_is_sent_when_it_is_back(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.page.route("**/api/**", lambda route: route.abort())
    visitor.served.write(SELLER, "wakes-the-open-question", say("News."))
    expect(visitor.page.locator("#offline")).to_contain_text("No connection.")
    visitor.box.fill("hello")
    visitor.box.press("Enter")
    expect(visitor.own.last).to_contain_text("Not sent.")
    visitor.page.unroute("**/api/**")
    expect(visitor.log).to_contain_text("You said: hello")
    expect(visitor.page.locator("#offline")).to_be_empty()
    visitor.errors.clear()
