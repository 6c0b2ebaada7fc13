"""How long an approval takes is told from real decisions: enough of them, and never so that a partner learns of another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.bot.house import NOW, House, leaked
from tests.bot.waiting import approved_at_once, decided, wait

#: A Monday; the days before it were business days, the weekend aside.
WEEKS_AGO = datetime(2026, 11, 2, 9, tzinfo=UTC)
QUESTION, FRAGE = "How long does an approval take?", "Wie lange dauert eine Genehmigung?"
HOURS, DAYS = timedelta(hours=5), timedelta(days=1)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def decisions(house: House) -> None:
    """Five decisions by a person, in three portfolios' partners: after 0, 1, 1, 2 and 4 business days; and one at once."""
    decided(house, "nordwind", WEEKS_AGO, HOURS)
    decided(house, "nordwind", WEEKS_AGO, DAYS)
    decided(house, "hafenwerk", WEEKS_AGO + 4 * DAYS, 3 * DAYS)  # from Friday to Monday
    decided(house, "alpenblick", WEEKS_AGO, 2 * DAYS)
    decided(house, "felsenkante", WEEKS_AGO, 4 * DAYS)
    approved_at_once(house, "nordwind", WEEKS_AGO)


def test_a_partner_is_told_share_and_median_and_nothing_to_count(house: House) -> None:
    decisions(house)
    said = house.talk("nordwind").say(QUESTION)
    assert "A person decides within 2 business days" in said
    assert "Decided at once, by rule: 38%\n" in said  # three of eight: the rival's two are on record, too
    assert "Median when a person decides: 1 business day (half of them took no longer)" in said
    assert "Clause 9.1" in said
    assert leaked(said) == []
    assert "registration)" not in said
    assert "registrations)" not in said


def test_it_is_told_in_german(house: House) -> None:
    decisions(house)
    said = house.talk("alpenblick").say(FRAGE)
    assert "Sofort nach den Regeln entschieden: 38\u00a0%" in said
    assert "Median, wenn eine Person entscheidet: 1 Arbeitstag (die Hälfte dauerte nicht länger)" in said
    assert "Klausel 9.1" in said


def test_a_channel_admin_is_told_the_counts_of_the_program(house: House) -> None:
    decisions(house)
    said = house.talk("channel").say(QUESTION)
    assert "Decided at once, by rule: 38% (3 registrations)" in said
    assert "Median when a person decides: 1 business day (5 registrations)" in said


def test_a_partner_manager_is_told_of_the_own_portfolio(house: House) -> None:
    decisions(house)
    assert "A person has decided too few" in house.talk("manager").say(QUESTION)
    decided(house, "hafenwerk", WEEKS_AGO, HOURS)
    said = house.talk("manager").say(QUESTION)
    assert "Your partners, the last 12 months" in said
    assert "Decided at once, by rule: 17% (1 registration)" in said
    assert "Median when a person decides: 1 business day (5 registrations)" in said
    assert "too few" in house.talk("other-manager").say(QUESTION)


def test_decisions_of_the_same_day_are_said_so(house: House) -> None:
    for partner in ("nordwind", "hafenwerk", "alpenblick", "nordwind", "hafenwerk"):
        decided(house, partner, WEEKS_AGO, HOURS)
    assert "Median when a person decides: the same business day" in house.talk("nordwind").say(QUESTION)


def test_a_case_that_waits_or_is_long_past_does_not_count(house: House) -> None:
    for partner in ("nordwind", "hafenwerk", "alpenblick", "nordwind"):
        decided(house, partner, WEEKS_AGO, HOURS)
    wait(house, "hafenwerk", WEEKS_AGO)
    decided(house, "hafenwerk", NOW - timedelta(days=366), HOURS)
    assert "too few" in house.talk("channel").say(QUESTION)


def test_among_two_partners_neither_learns_of_the_other(house: House) -> None:
    before = house.talk("nordwind").say(QUESTION)
    for _ in range(5):
        decided(house, "felsenkante", WEEKS_AGO, HOURS)
        decided(house, "nordwind", WEEKS_AGO, HOURS)
    assert house.talk("nordwind").say(QUESTION) == before
    assert "(10 registrations)" in house.talk("channel").say(QUESTION)


def test_a_decision_in_chat_is_one_of_them(house: House) -> None:
    for partner in ("hafenwerk", "alpenblick", "felsenkante", "hafenwerk"):
        decided(house, partner, WEEKS_AGO, DAYS)
    house.talk("nordwind").register("Zeppelin Werke AG")
    house.later(days=1)
    house.talk("manager").say("approve Zeppelin Werke AG")
    assert "1 business day (5 registrations)" in house.talk("channel").say(QUESTION)
