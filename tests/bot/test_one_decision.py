"""Two clicks give one decision: pressed twice, by a manager and a deputy at one moment, or on two rivals at once."""

from __future__ import annotations

from functools import partial

import pytest

from handlers.message import Pressed
from storage.tables import customers, events, outbox, registrations
from tests.bot.house import House, Talk
from tests.storage.build import at_once

COMPANY = "Zeppelin Werke AG"


@pytest.fixture
def deciders(house: House) -> tuple[Talk, Talk]:
    """Mara and Otto, who is her deputy today."""
    mara, otto = house.talk("manager"), house.talk("other-manager")
    assert "is your deputy" in mara.say("otto@vendor.example is my deputy from 23 to 26 November")
    return mara, otto


def case_of(house: House, *who: str) -> list[str]:
    """The ids of their registrations for the customer, in the order in which they were made."""
    for name in who:
        house.talk(name).register(COMPANY)
        house.later(minutes=10)
    found = [row for row in house.rows(registrations) if row["company"] == COMPANY]
    return [row["id"] for row in sorted(found, key=lambda row: row["registered_at"])]


def button(talk: Talk, registration_id: str, label: str) -> str:
    """What the button of the case sends, as it is drawn on the person's screen."""
    talk.do(Pressed(action=f"review.show/{registration_id}"))
    return next(choice.action for choice in reversed(talk.offered) if label in choice.label)


def decided(house: House) -> list[str]:
    kinds = ("registration.approved", "registration.declined", "registration.shared")
    return sorted(row["kind"].partition(".")[2] for row in house.rows(events) if row["kind"] in kinds)


def told(house: House, partner_id: str) -> int:
    """How many notices of a decision the partner's people have."""
    ids = {row["id"] for row in house.rows(registrations) if row["partner_id"] == partner_id}
    return sum(
        row["key"].split(":")[0] in ("registration.approved", "registration.declined")
        for row in house.rows(outbox)
        if row["key"].split(":")[1] in ids
    )


def test_a_manager_and_a_deputy_who_approve_at_one_moment_decide_once(house: House, deciders: tuple[Talk, Talk]) -> None:
    (case,) = case_of(house, "nordwind")
    actions = [button(talk, case, "Approve") for talk in deciders]
    replies = at_once([partial(talk.do, Pressed(action=action)) for talk, action in zip(deciders, actions, strict=True)])
    first = ["Approved: Zeppelin Werke AG" in reply for reply in replies]
    assert sorted(first) == [False, True]
    winner = ("Mara Manthey", "Otto Oehler")[first.index(True)]
    assert f"Already decided: Protected, by {winner}" in replies[first.index(False)]
    assert decided(house) == ["approved"]
    assert told(house, "nordwind") == 1


def test_the_same_button_pressed_five_times_at_once_decides_once(house: House) -> None:
    first, _ = case_of(house, "nordwind", "hafenwerk")
    mara = house.talk("manager")
    action = button(mara, first, "Award")
    screens = [house.talk("manager") for _ in range(5)]
    replies = at_once([partial(screen.do, Pressed(action=action)) for screen in screens])
    assert sum("Approved: Zeppelin Werke AG" in reply for reply in replies) == 1
    assert sum("Already decided: Protected, by Mara Manthey" in reply for reply in replies) == 4
    assert decided(house) == ["approved", "declined"]
    assert (told(house, "nordwind"), told(house, "hafenwerk")) == (1, 1)


def test_one_approves_while_the_other_declines(house: House, deciders: tuple[Talk, Talk]) -> None:
    (case,) = case_of(house, "nordwind")
    mara, otto = deciders
    action = button(mara, case, "Approve")
    replies = at_once([partial(mara.do, Pressed(action=action)), partial(otto.say, f"decline {case} because they buy directly")])
    assert sum("Already decided" in reply for reply in replies) == 1
    assert len(decided(house)) == 1
    assert told(house, "nordwind") == 1


def test_two_rivals_that_are_awarded_at_one_moment_are_never_both_protected(house: House, deciders: tuple[Talk, Talk]) -> None:
    first, second = case_of(house, "nordwind", "hafenwerk")
    mara, otto = deciders
    action = button(mara, first, "Award")
    otto.say(f"approve {second}")  # not the first: why?
    replies = at_once([partial(mara.do, Pressed(action=action)), partial(otto.say, "The customer wants those it knows.")])
    assert sum("is protected for" in reply and "Approved" in reply for reply in replies) == 1
    assert sum("Already decided: Declined" in reply for reply in replies) == 1
    assert sorted(house.statuses(COMPANY).values()) == ["approved", "declined"]
    assert (told(house, "nordwind"), told(house, "hafenwerk")) == (1, 1)


def test_a_rival_that_registers_in_the_moment_of_the_award_is_decided_by_rule_or_shown_first(house: House) -> None:
    (case,) = case_of(house, "nordwind")
    mara, hanna = house.talk("manager"), house.talk("hafenwerk")
    action = button(mara, case, "Approve")
    hanna.say(f"Register {COMPANY}, contact buyer@zeppelin.example, closing end of March")
    approved, registered = at_once([partial(mara.do, Pressed(action=action)), partial(hanna.say, "yes")])
    statuses = house.statuses(COMPANY)
    if "This case has changed since" in approved:
        assert statuses == {"nordwind": "in_review", "hafenwerk": "in_review"}
        assert "Award to Nordwind Systems" in approved
    else:
        assert statuses == {"nordwind": "approved", "hafenwerk": "declined"}
        assert "can’t be registered" in registered


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_decision_moves_the_customers_file_on(house: House) -> None:
    def revision() -> int:
        return int(next(row["revision"] for row in house.rows(customers) if row["name"] == COMPANY))

    first, _ = case_of(house, "nordwind", "hafenwerk")
    before = revision()
    house.talk("nordwind").say(f"statement on {first}")
    assert revision() == before  # nothing is said yet
    mara = house.talk("manager")
    mara.do(Pressed(action=button(mara, first, "Award")))
    assert revision() == before + 1
