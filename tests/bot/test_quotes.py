"""Two clicks give one decision on a quote; what is decided is no more than what was asked; a similar name goes to a person."""

from __future__ import annotations

from functools import partial

import pytest

from handlers.message import Pressed
from storage.pricing_tables import quotes
from storage.tables import customers, events, outbox
from tests.bot.house import House, Talk
from tests.storage.build import at_once


def asked(house: House, discount: str = "12 %", *, who: str = "nordwind") -> str:
    """The id of a quote that waits for a decision."""
    talk = house.talk(who)
    talk.say(f"Can I give {discount} on 50 FlowDesk CRM to Müller Bau?")
    talk.say("yes")
    return str(house.rows(quotes)[-1]["id"])


def decided(house: House) -> list[str]:
    kinds = ("quote.approved", "quote.declined")
    return [row["kind"].partition(".")[2] for row in house.rows(events) if row["kind"] in kinds]


def told(house: House, who: str) -> int:
    """How many notices of a decision a person has."""
    kinds = ("quote.approved:", "quote.declined:")
    return sum(row["member_id"] == f"m-{who}" and row["key"].startswith(kinds) for row in house.rows(outbox))


def deciders(house: House) -> tuple[Talk, Talk]:
    """Mara and Otto, who is her deputy today."""
    mara, otto = house.talk("manager"), house.talk("other-manager")
    mara.say("otto@vendor.example is my deputy from 23 to 26 November")
    return mara, otto


def test_a_manager_and_a_deputy_who_approve_at_one_moment_decide_once(house: House) -> None:
    quote, (mara, otto) = asked(house), deciders(house)
    press = Pressed(action=f"quote.approve/{quote}/1")
    replies = at_once([partial(talk.do, press) for talk in (mara, otto)])
    first = ["Approved for Nordwind Systems" in reply for reply in replies]
    assert sorted(first) == [False, True]
    winner = ("Mara Manthey", "Otto Oehler")[first.index(True)]
    assert f"Already decided: Approved, by {winner}" in replies[first.index(False)]
    assert decided(house) == ["approved"]
    assert told(house, "nordwind") == 1


def test_the_same_button_pressed_twenty_times_decides_once(house: House) -> None:
    quote = asked(house)
    press = Pressed(action=f"quote.approve/{quote}/1")
    replies = at_once([partial(house.talk("manager").do, press) for _ in range(20)])
    assert sum("Approved for Nordwind Systems" in reply for reply in replies) == 1
    assert sum("Already decided: Approved, by Mara Manthey" in reply for reply in replies) == 19
    assert (decided(house), told(house, "nordwind")) == (["approved"], 1)


def test_one_approves_while_the_other_declines(house: House) -> None:
    quote, (mara, otto) = asked(house), deciders(house)
    jobs = [partial(mara.do, Pressed(action=f"quote.approve/{quote}/1")), partial(otto.say, f"decline {quote}: too much")]
    replies = at_once(jobs)
    assert sum("Already decided" in reply for reply in replies) == 1
    assert len(decided(house)) == 1
    assert told(house, "nordwind") == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestOnOneDatabase:
    def test_a_quote_that_has_changed_since_it_was_shown_is_shown_again(self, house: House) -> None:
        quote = asked(house)
        said = house.talk("manager").do(Pressed(action=f"quote.approve/{quote}/7"))
        assert "changed since" in said
        assert "Price for the customer: 10,560 EUR a year" in said
        assert decided(house) == []

    @pytest.mark.parametrize("who", ["nordwind", "admin", "rival", "other-manager", "direct"])
    def test_nobody_else_decides(self, house: House, who: str) -> None:
        quote = asked(house)
        house.talk(who).do(Pressed(action=f"quote.approve/{quote}/1"))
        house.talk(who).say(f"approve {quote}")
        house.talk(who).say(f"decline {quote}: no")
        assert decided(house) == []

    def test_what_has_lapsed_is_not_decided_any_more(self, house: House) -> None:
        quote = asked(house)
        house.later(days=31)
        assert "Lapsed" in house.talk("manager").say(f"approve {quote}")
        assert decided(house) == []

    def test_asking_opens_no_file_for_a_customer_whom_nobody_knows(self, house: House) -> None:
        before = house.rows(customers)
        asked(house)
        assert house.rows(customers) == before

    def test_a_name_like_a_protected_customers_goes_to_a_person(self, house: House) -> None:
        nora = house.talk("nordwind")
        said = nora.say("Can I give 3 % on 5 FlowDesk CRM to Rheingold Pharma Holding AG?")
        assert "It is not certain which company is meant" in said
        assert "Clause 3.8" in said
        assert "Felsenkante" not in said

    def test_a_spelling_of_a_protected_customers_name_is_that_customer(self, house: House) -> None:
        said = house.talk("nordwind").say("Can I give 3 % on 5 FlowDesk CRM to RHEINGOLD PHARMA Aktiengesellschaft?")
        assert "No discount is possible here" in said

    def test_what_is_on_record_is_what_was_shown(self, house: House) -> None:
        asked(house, "12.5 %")
        (row,) = house.rows(quotes)
        assert [(line["discount"], line["quantity"], line["price_minor"]) for line in row["lines"]] == [("12.5", 50, 24_000)]
        assert (row["tier"], row["reviewer"], row["policy_version"]) == ("silver", "partner_manager", "2026-01")

    def test_the_form_gives_the_same_verdict_before_anything_is_asked(self, house: House) -> None:
        nora = house.talk("nordwind")
        nora.do(Pressed(action="quote.begin/FlowDesk CRM"))
        said = nora.submit(discount="9 %", company="Müller Bau", quantity="10", note="They compare three offers")
        assert "9% is more than the 8%" in said
        assert house.rows(quotes) == []
        assert "now waits for Mara Manthey" in nora.press("Ask for approval")
        assert house.rows(quotes)[0]["note"] == "They compare three offers"

    def test_a_form_with_faults_comes_back_with_all_of_them(self, house: House) -> None:
        nora = house.talk("nordwind")
        nora.do(Pressed(action="quote.begin/FlowDesk CRM"))
        said = nora.submit(discount="cheap", company="Müller Bau", quantity="many")
        assert "I need a discount such as “8 %”" in said
        assert "I need a whole number of units" in said
