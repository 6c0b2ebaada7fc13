"""How registrations were decided is read from the log, the same on both databases, within what a figure may be made of."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from handlers.ports_decisions import Decided
from program.partners import Member
from program.registrations import Reviewer, Status
from tests.storage.build import CHANNEL, DIRECT, MANAGER, NOW, OTHER_MANAGER, RIVAL, SELLER, Record, at_once, exactly, registration

SINCE, HOUR = NOW - timedelta(days=365), timedelta(hours=1)


def put(record: Record, id: str, who: Member, *events: tuple[str, datetime], **more: Any) -> None:
    """A registration of theirs with the events that happened to it."""
    with record.turn(CHANNEL) as work:
        files = work.files.open([f"name:{id}"], name=id)
        work.registrations.add(registration(id, who, **more), exactly(files))
    for kind, at in events:
        with record.turn(CHANNEL, at) as work:
            work.log.add(f"registration.{kind}", id)


@pytest.fixture
def decided(record: Record) -> Record:
    asked = {"reviewer": Reviewer.PARTNER_MANAGER}
    put(record, "R-WAITS", SELLER, ("referred", NOW), **asked)
    put(record, "R-DONE", SELLER, ("referred", NOW), ("declined", NOW + HOUR), **asked, status=Status.DECLINED)
    put(record, "R-GONE", SELLER, ("referred", NOW), ("withdrawn", NOW + HOUR), **asked, status=Status.WITHDRAWN)
    put(record, "R-RULE", SELLER, ("declined", NOW), status=Status.DECLINED)
    # Declined by rule, appealed and decided by a person then: the first decision was the rule's.
    put(
        record,
        "R-RULE2",
        SELLER,
        ("declined", NOW),
        ("appealed", NOW + HOUR),
        ("declined", NOW + 2 * HOUR),
        **asked,
        status=Status.DECLINED,
    )
    # Declined by a person, and approved on appeal: the first decision counts.
    twice = ("referred", NOW), ("declined", NOW + 3 * HOUR), ("appealed", NOW + 4 * HOUR), ("declined", NOW + 50 * HOUR)
    put(record, "R-TWICE", RIVAL, *twice, **asked, status=Status.DECLINED)
    put(
        record, "R-OLD", SELLER, ("referred", SINCE), ("declined", NOW), **asked, status=Status.DECLINED, registered_at=SINCE - HOUR
    )
    return record


def found(record: Record, who: Member) -> tuple[int, list[tuple[str, datetime]]]:
    with record.turn(who) as work:
        persons = [(one.partner_id, one.decided_at) for one in work.decisions.by_person(SINCE)]
        return work.decisions.at_once(SINCE), sorted(persons)


def test_the_first_decision_of_each_is_found_with_its_calendar(decided: Record) -> None:
    with decided.turn(CHANNEL) as work:
        persons = sorted(work.decisions.by_person(SINCE), key=lambda one: one.partner_id)
    assert persons == [
        Decided(partner_id="alpenblick", country="DE", zone="Europe/Zurich", submitted_at=NOW, decided_at=NOW + 3 * HOUR),
        Decided(partner_id="nordwind", country="DE", zone="Europe/Berlin", submitted_at=NOW, decided_at=NOW + HOUR),
    ]


def test_figures_are_of_the_program_and_for_a_manager_of_the_own_portfolio(decided: Record) -> None:
    ours, theirs = ("nordwind", NOW + HOUR), ("alpenblick", NOW + 3 * HOUR)
    for who in (CHANNEL, SELLER, RIVAL, DIRECT):
        assert found(decided, who) == (2, [theirs, ours])
    assert found(decided, MANAGER) == (2, [ours])
    assert found(decided, OTHER_MANAGER) == (0, [theirs])


def test_of_two_who_lock_a_registration_the_second_sees_what_the_first_did(record: Record) -> None:
    put(record, "R-1", SELLER, reviewer=Reviewer.PARTNER_MANAGER)

    def note_once() -> bool:
        with record.turn(CHANNEL) as work:
            assert work.registrations.lock("R-1") is not None
            if work.log.of("R-1"):
                return False
            work.log.add("registration.reminded", "R-1")
            return True

    assert sorted(at_once([partial(note_once) for _ in range(6)])) == [False] * 5 + [True]


def test_nobody_locks_what_they_cannot_see(record: Record) -> None:
    put(record, "R-1", SELLER)
    with record.turn(RIVAL) as work:
        assert work.registrations.lock("R-1") is None
        assert work.registrations.lock("R-NONE") is None
