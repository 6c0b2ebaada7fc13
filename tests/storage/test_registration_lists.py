"""Lists of registrations: what waits, what a partner has, what a word finds, what counts as open; and questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from program.partners import Member
from program.periods import Period
from program.registrations import Registration, Reviewer, Status
from storage.work import SqlWork
from tests.storage.build import (
    ADMIN,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    LONER,
    MANAGER,
    NOW,
    OTHER_MANAGER,
    PROTECTED,
    RIVAL,
    SELLER,
    Record,
    at_once,
    exactly,
    ids,
    opportunity,
    put,
    question,
    registration,
)

EVERYBODY = (SELLER, COLLEAGUE, ADMIN, RIVAL, LONER, MANAGER, OTHER_MANAGER, DIRECT, CHANNEL)


def test_what_waits_is_shown_to_who_may_decide_it_the_longest_waiting_first(record: Record) -> None:
    def waits(
        id: str, who: Member, hours: int, reviewer: Reviewer | None = Reviewer.PARTNER_MANAGER, **more: object
    ) -> Registration:
        return registration(id, who, registered_at=NOW - timedelta(hours=hours), reviewer=reviewer, **more)

    put(
        record,
        waits("R-1", SELLER, 1),
        waits("R-3", COLLEAGUE, 3),
        waits("R-2", RIVAL, 2),
        waits("R-4", SELLER, 4, Reviewer.CHANNEL_ADMIN),
        waits("R-5", SELLER, 5, status=Status.ACTION_REQUIRED),
        waits("R-6", SELLER, 6, status=Status.APPROVED, protected=PROTECTED),
        waits("R-7", LONER, 7, Reviewer.CHANNEL_ADMIN),
    )
    expected = {MANAGER: ["R-3", "R-1"], OTHER_MANAGER: ["R-2"], CHANNEL: ["R-7", "R-4", "R-3", "R-2", "R-1"]}
    for who in EVERYBODY:
        with record.turn(who) as work:
            assert ids(work.registrations.waiting()) == expected.get(who, [])


def test_a_partners_registrations_come_newest_first(record: Record) -> None:
    put(record, *(registration(f"R-{days}", SELLER, registered_at=NOW - timedelta(days=days)) for days in (2, 0, 1)))
    with record.turn(COLLEAGUE) as work:
        assert ids(work.registrations.of_partner("nordwind")) == ["R-0", "R-1", "R-2"]


@pytest.fixture
def named(record: Record) -> Record:
    companies = ("Müller Maschinenbau AG", "Straßenbau Groß", "100 % Bio_Markt", "Plain Markt", "ÇELİK A.Ş.", "back\\slash / Co")
    put(record, *(registration(f"R-{n}", SELLER, opportunity=opportunity(name)) for n, name in enumerate(companies)))
    return record


def test_companies_are_found_by_words_of_their_name(named: Record) -> None:
    expected = {
        "müller": ["R-0"],
        "MÜLLER MASCH": ["R-0"],
        "strassen": ["R-1"],
        "GROSS": ["R-1"],
        "çelik": [],  # the Turkish dotted capital is another letter
        "Çel": ["R-4"],
        "Markt": ["R-2", "R-3"],
        "%": ["R-2"],
        "_": ["R-2"],
        "Bio_": ["R-2"],
        "Plain_Markt": [],
        "M%r": [],
        "\\": ["R-5"],
        "/": ["R-5"],
        "'; DROP TABLE registrations; --": [],
    }
    with named.turn(SELLER) as work:
        assert {words: ids(work.registrations.named(words)) for words in expected} == expected


def test_open_are_those_undecided_and_those_protected_now(record: Record) -> None:
    end = PROTECTED.end
    put(
        record,
        registration("R-1", SELLER, status=Status.IN_REVIEW),
        registration("R-2", COLLEAGUE, status=Status.ACTION_REQUIRED),
        registration("R-3", SELLER, status=Status.APPROVED, protected=PROTECTED),
        registration("R-4", SELLER, status=Status.APPROVED, protected=Period(start=NOW - timedelta(days=90), end=NOW)),
        registration("R-5", SELLER, status=Status.DECLINED),
        registration("R-6", SELLER, status=Status.WON, protected=PROTECTED),
        registration("R-7", RIVAL),
    )
    for at, number in ((NOW, 3), (end - timedelta(microseconds=1), 3), (end, 2)):
        with record.turn(SELLER, at) as work:
            assert work.registrations.open_count("nordwind") == number


def test_the_cap_holds_for_colleagues_who_register_at_once(record: Record) -> None:
    """Each counts, then adds if there is room for one more; with the count locked, the room is never used twice."""

    def add_if_room(number: int, work: SqlWork) -> bool:
        if work.registrations.open_count("nordwind") >= 3:
            return False
        work.registrations.add(registration(f"R-{number}", SELLER), exactly(work.files.open([f"name:c{number}"], name="C")))
        return True

    added = at_once([partial(record.until_quiet, SELLER, partial(add_if_room, number)) for number in range(10)])
    assert sum(added) == 3


def test_a_question_is_answered_once(record: Record) -> None:
    with record.turn(SELLER) as work:
        work.requests.add(question("Q-1", SELLER))
        assert work.requests.waiting() == (question("Q-1", SELLER),)
    with record.turn(MANAGER) as work:
        assert work.requests.answer("Q-1", text="Soon", by=MANAGER.id)
        assert not work.requests.answer("Q-1", text="Later", by=MANAGER.id)
        assert work.requests.waiting() == ()
        assert work.requests.get("Q-1") == replace(question("Q-1", SELLER), answer="Soon", answered_by=MANAGER.id)
