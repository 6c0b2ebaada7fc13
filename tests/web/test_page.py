"""Talking on the page: with the keyboard alone, and with everything that a reply can hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from handlers.message import LARGEST_FILE, Opened, Pressed, Said, Submitted, Uploaded
from tests.web.browser import Visit
from tests.web.fake_chat import CLAUSE, MARKUP

pytestmark = pytest.mark.browser


# --- talking ------------------------------------------------------------------------------------------------------------


def test_a_newcomer_is_greeted_once_and_sends_with_the_keyboard_alone(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    keys = visitor.page.keyboard
    expect(visitor.box).to_be_focused()
    skip = visitor.page.get_by_role("link", name="Skip to the message box")
    for _ in range(30):
        keys.press("Shift+Tab")
        if skip.evaluate("e => e === document.activeElement"):
            break
    expect(skip).to_be_in_viewport(ratio=1)
    keys.press("Enter")
    expect(visitor.box).to_be_focused()
    keys.type("first line")
    keys.press("Shift+Enter")
    keys.type("second line")
    keys.press("Enter")
    expect(visitor.replies.last).to_contain_text("You said: first line\nsecond line", use_inner_text=True)
    expect(visitor.box).to_be_focused()
    expect(visitor.box).to_have_value("")
    assert [turn.what for turn in visitor.served.chat.turns] == [Opened(), Said(text="first line\nsecond line")]


def test_the_arrow_brings_back_what_was_said(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("one")
    visitor.say("two")
    for key, text in (("ArrowUp", "two"), ("ArrowUp", "one"), ("ArrowUp", "one"), ("ArrowDown", "two"), ("ArrowDown", "")):
        visitor.box.press(key)
        expect(visitor.box).to_have_value(text)
    visitor.box.fill("half a")
    visitor.box.press("ArrowUp")
    expect(visitor.box).to_have_value("half a")


def test_nothing_is_sent_when_nothing_was_written(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.box.fill("  \n ")
    visitor.box.press("Enter")
    visitor.say("something")
    assert [turn.what for turn in visitor.served.chat.turns] == [Opened(), Said(text="something")]


def test_who_writes_too_much_is_told_and_loses_nothing(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.box.fill("x" * 9_600)
    expect(visitor.page.locator("#limit")).to_have_text("400 characters left")
    visitor.box.fill("x" * 10_007)
    expect(visitor.page.locator("#limit")).to_have_text("7 characters too many")
    visitor.box.press("Enter")
    expect(visitor.box).to_have_value("x" * 10_007)
    expect(visitor.own).to_have_count(0)


def test_a_file_is_sent_by_the_button_or_by_dropping_it(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    visitor.open()
    list_of_deals = tmp_path / "deals.csv"
    list_of_deals.write_bytes("Firma;Ansprechpartner\nMüller GmbH;Max".encode("cp1252"))
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.get_by_role("button", name="Send a file (a list of deals, a document, a logo)").click()
    chooser.value.set_files(list_of_deals)
    expect(visitor.replies.last).to_contain_text("You sent deals.csv with 2 lines.")
    visitor.page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["Company\\nAcme\\nBerta"], "more.csv"));
          for (const type of ["dragenter", "drop"]) {
            const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
            document.getElementById("chat").dispatchEvent(event);
          }
        }"""
    )
    expect(visitor.replies.last).to_contain_text("You sent more.csv with 3 lines.")
    sent = [turn.what for turn in visitor.served.chat.turns][1:]
    assert sent[0] == Uploaded(name="deals.csv", content=list_of_deals.read_bytes())


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    visitor.open()
    (tmp_path / "all.csv").write_bytes(b"x" * (LARGEST_FILE + 1))
    visitor.page.locator("#file").set_input_files(tmp_path / "all.csv")
    expect(visitor.page.locator(".own").last).to_contain_text("That is too long to send at once.")
    assert [turn.what for turn in visitor.served.chat.turns] == [Opened()]


def test_an_example_fills_the_message_box(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.page.get_by_role("complementary").get_by_role("button", name="My deals").click()
    expect(visitor.box).to_have_value("Show my deals")
    expect(visitor.box).to_be_focused()


def test_who_waits_sees_that_an_answer_is_coming(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    held: list[Route] = []
    visitor.page.route("**/api/turn", lambda route: held.append(route))
    visitor.box.fill("hello")
    visitor.box.press("Enter")
    expect(visitor.page.locator(".typing")).to_be_visible()
    expect(visitor.page.locator("#status")).to_have_text("Partnerbot is answering")
    held[0].continue_()
    expect(visitor.replies.last).to_contain_text("You said: hello")
    expect(visitor.page.locator(".typing")).to_have_count(0)


def test_two_messages_in_a_row_are_answered_in_order(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    for text in ("one", "two"):
        visitor.box.fill(text)
        visitor.box.press("Enter")
    expect(visitor.replies).to_have_count(3)
    assert [turn.what for turn in visitor.served.chat.turns[1:]] == [Said(text="one"), Said(text="two")]
    shown = visitor.page.locator("article .body").all_inner_texts()
    assert shown[1:] == ["one", "You said: one", "two", "You said: two"]


# --- what a reply can hold ------------------------------------------------------------------------------------------------


def test_a_choice_is_made_once_and_keeps_the_focus(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("deal")
    yes = visitor.page.get_by_role("button", name="Yes, register it")
    yes.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.own.last).to_contain_text("Yes, register it")
    expect(visitor.replies.last).to_contain_text("Registered and approved")
    expect(yes).to_be_disabled()
    expect(yes).to_be_focused()
    expect(yes).to_have_accessible_name("Yes, register it (chosen)")
    visitor.page.keyboard.press("Enter")
    visitor.say("hello")
    pressed = [turn.what for turn in visitor.served.chat.turns if isinstance(turn.what, Pressed)]
    assert pressed == [Pressed(action="confirm:1")]


def test_facts_progress_and_sources_are_what_they_look_like(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("deal")
    facts = visitor.replies.last.locator("dl.facts > div")
    expect(facts).to_have_count(4)
    expect(facts.nth(1).locator("dt")).to_have_text("Contact")
    expect(facts.nth(1).locator("dd")).to_contain_text("einkauf@ahornwerk.example")
    visitor.page.get_by_role("button", name="Yes, register it").click()
    done = visitor.replies.last
    expect(done.locator(".success")).to_have_text("Done: Registered and approved: Ahornwerk GmbH & Co. KG is protected for you.")
    bar = done.get_by_role("progressbar", name="Silver")
    expect(bar).to_have_attribute("aria-valuenow", "63")
    expect(bar).to_have_attribute("aria-valuetext", "€31,500 of €50,000 this year")
    expect(done.get_by_text(CLAUSE)).not_to_be_visible()
    done.locator("summary", has_text="Program policy").focus()
    visitor.page.keyboard.press("Enter")
    expect(done.get_by_text(CLAUSE)).to_be_visible()


def test_a_table_scrolls_in_its_own_box_under_a_head_that_stays(visit: Visit) -> None:
    visitor = visit(width=360)
    visitor.open()
    visitor.say("deals")
    box = visitor.page.get_by_role("region", name="Your deals")
    expect(box.get_by_role("columnheader")).to_have_text(["End customer", "Status", "Protected", "Amount"])
    expect(box.get_by_role("row")).to_have_count(16)
    expect(box.locator("td.number").first).to_have_css("text-align", "right")
    box.focus()
    box.evaluate("e => e.scrollTo(40, 200)")
    top = "e => e.getBoundingClientRect().top"
    assert box.evaluate("e => [e.scrollLeft, e.scrollTop]") == [40, 200]
    assert abs(box.locator("th").first.evaluate(top) - box.evaluate(top)) < 2
    assert visitor.overflow() == 0


def test_a_chart_has_the_same_numbers_as_a_table(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("deals")
    chart = visitor.page.get_by_role("img", name="Bar chart: Won per quarter")
    widths = [float((bar.get_attribute("width") or "").rstrip("%")) for bar in chart.locator("rect").all()]
    assert [round(width / widths[1], 2) for width in widths] == [0.38, 1.0, 0.13, 0.7]
    visitor.page.get_by_text("Show as a table").click()
    rows = visitor.page.get_by_role("region", name="Won per quarter").get_by_role("row")
    expect(rows).to_have_text(["WhatValue", "Q1€12,000", "Q2€31,500.50", "Q3−€4,000", "Q4 so far€22,000"])


def test_a_file_comes_out_as_it_went_in(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("deals")
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("link", name=re.compile("All of it as a table")).click()
    assert waiting.value.suggested_filename == "deals-2026-11.csv"
    waiting.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == b"customer,amount\nKunde 1,1250.00\n"


def test_a_form_keeps_what_was_entered_and_says_what_is_wrong(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("form")
    page = visitor.page
    expect(page.get_by_role("textbox", name="Company (required)")).to_have_value("Ahornwerk GmbH")
    page.get_by_label("E-mail of the contact").fill("eva@ahornwerk.example")
    page.get_by_label("Close date").fill("soonish")
    page.get_by_label("Product").select_option(label="Vault")
    page.get_by_label("Notes").fill("two\nlines")
    page.get_by_label("Close date").press("Enter")
    expect(visitor.replies).to_have_count(3)
    expect(visitor.own.last).to_contain_text("Product")
    expect(visitor.own.last).to_contain_text("Vault")
    wrong = visitor.replies.last.get_by_label("Close date")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_value("soonish")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    about = "As you would say it: end of March, in 6 weeks I cannot read this date. Try: end of March."
    expect(wrong).to_have_accessible_description(about)
    expect(visitor.replies.last.get_by_label("Product")).to_have_value("vault")
    expect(visitor.replies.last.get_by_label("Notes")).to_have_value("two\nlines")
    expect(visitor.replies.nth(1).get_by_label("Company")).to_be_disabled()
    wrong.fill("end of March")
    visitor.replies.last.get_by_role("button", name="Check it").click()
    expect(visitor.replies.last).to_contain_text("Shall I register this?")
    sent = [turn.what for turn in visitor.served.chat.turns if isinstance(turn.what, Submitted)]
    assert [dict(each.values)["close_date"] for each in sent] == ["soonish", "end of March"]
    assert set(sent[0].values) == {"company", "email", "phone", "close_date", "amount", "seats", "product", "notes"}


def test_the_fields_of_a_form_bring_the_right_keyboard(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.say("form")
    kinds = {"E-mail of the contact": "email", "Phone": "tel", "Close date": "text", "Amount": "text", "Seats": "text"}
    for label, kind in kinds.items():
        expect(visitor.page.get_by_label(label)).to_have_attribute("type", kind)


def test_markup_is_shown_as_text_wherever_it_stands(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    reply = visitor.say("hostile")
    visitor.say(MARKUP)
    reply.get_by_role("button", name=MARKUP).first.click()
    expect(visitor.own.last).to_have_text(re.compile(re.escape(MARKUP)))
    visitor.page.reload()
    expect(visitor.own).to_have_count(3)
    assert visitor.page.locator("#log :is(img, script, iframe, b, object)").count() == 0
    assert visitor.page.locator("#log").inner_text().count(MARKUP) > 15
    assert visitor.page.title() == "Partnerbot"
