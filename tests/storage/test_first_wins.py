"""First to register wins: of twenty partners who register one customer at the same moment, one is protected.

Each runs in a thread of its own, along the path that a submitted registration takes: open the file, decide, add, touch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest

from handlers.identity import identify
from handlers.registration_form import identity_keys
from program.deciding import Approved, Declined, Request, decide
from program.policy import Ground
from program.registrations import Contact, Opportunity, Registration, Status
from storage.work import SqlWork
from tests.storage.build import CHANNEL, NOW, POLICY, SELLER, Record, at_once, member, opportunity, registration
from tests.storage.build import partner as company

MANY = 20
PARTNERS = tuple(company(f"p{number}") for number in range(MANY))
SELLERS = tuple(member(f"s{number}", f"p{number}") for number in range(MANY))

Way = Mapping[str, str]
NAMED = {"company": "Acme GmbH"}
AT_WEB, AT_COURT, RENAMED = {"domain": "acme.example"}, {"register_number": "CHE-109.322.551"}, {"company": "Old Holding AG"}
#: Ways to name one customer. Whoever names it shares at least one key with everybody else who does.
WAYS: dict[str, Sequence[Way]] = {
    "all by its name": [NAMED],
    "by name, some with the website": [NAMED, NAMED | AT_WEB],
    "by name, with website and register number": [NAMED, NAMED | AT_WEB, NAMED | AT_WEB | AT_COURT, NAMED | AT_COURT],
    "by website, under two names": [NAMED | AT_WEB, RENAMED | AT_WEB, RENAMED | AT_WEB | AT_COURT],
    "by register number, under two names": [NAMED | AT_COURT, RENAMED | AT_COURT, RENAMED | AT_WEB | AT_COURT],
}


def named(way: Way) -> Opportunity:
    return opportunity(contact=Contact(name="Jo"), **way)


def submit(work: SqlWork, sale: Opportunity, id: str) -> Status:
    """What handlers.submitting does with a draft, without its words."""
    partner = work.viewer.partner
    assert partner is not None
    identity = identify(work, sale, None)
    manager = work.people.manager_of(partner.id)
    request = Request(
        partner=partner,
        manager_id=manager.id if manager else None,
        opportunity=sale,
        files=identity.files,
        is_certain=identity.is_certain,
        related=identity.related,
        territories=work.catalogue.territories(),
        open_count=work.registrations.open_count(partner.id),
    )
    decided = _registration(work, request, id)
    work.registrations.add(decided, identity.relations)
    work.files.touch(identity.files)
    return decided.status


def _registration(work: SqlWork, request: Request, id: str) -> Registration:
    fresh = registration(id, work.viewer.member, opportunity=request.opportunity, registered_at=work.at)
    match decide(request, policy=POLICY, at=work.at):
        case Approved(protected=protected):
            return replace(fresh, status=Status.APPROVED, protected=protected, decided_at=work.at)
        case Declined(reasons=reasons):
            assert [reason.ground for reason in reasons] == [Ground.FIRST_REGISTERED_WINS]
            return replace(fresh, status=Status.DECLINED, reasons=reasons, decided_at=work.at)
        case _:
            return fresh


@pytest.fixture
def crowd(record: Record) -> Record:
    """The record with twenty partners of one manager, each with a seller."""
    with record.database.transaction() as connection:
        record.add(connection, PARTNERS, SELLERS)
        people = record.work(connection, CHANNEL).people
        for partner in PARTNERS:
            people.assign(partner.id, "manager")
    return record


def registered_at_once(crowd: Record, ways: Sequence[Way], moments: Sequence[datetime]) -> Counter[Status]:
    """The verdicts of twenty sellers who register the customer at the same moment; as in a turn, nobody is told of a Stale."""
    jobs = [
        partial(
            crowd.until_quiet,
            seller,
            partial(submit, sale=named(ways[number % len(ways)]), id=f"R-{number}"),
            moments[number % len(moments)],
        )
        for number, seller in enumerate(SELLERS)
    ]
    return Counter(at_once(jobs))


@pytest.mark.parametrize("way", WAYS)
def test_each_way_shares_a_key_with_every_other(way: str) -> None:
    keys = [set(identity_keys(named(one))) for one in WAYS[way]]
    assert all(one & other for one in keys for other in keys)
    assert [len(one) for one in keys] == [len(one) for one in WAYS[way]]


@pytest.mark.parametrize("way", WAYS)
def test_one_of_twenty_is_protected_and_nobody_sees_an_error(crowd: Record, way: str) -> None:
    verdicts = registered_at_once(crowd, WAYS[way], [NOW])
    assert verdicts[Status.APPROVED] == 1
    # A website under two names that have nothing in common is no certainty: whoever has the other name waits for a person.
    waiting = verdicts[Status.IN_REVIEW] if "website, under" in way else 0
    assert verdicts[Status.DECLINED] == MANY - 1 - waiting
    assert crowd.reruns == []  # they waited for each other in one order: no deadlock, and nothing had to be done twice
    with crowd.turn(CHANNEL) as work:
        (file,) = identify(work, named(WAYS[way][0]), None).files
        held = [one.id for one in work.registrations.all() if one.status is Status.APPROVED]
        assert [claim.registration_id for claim in file.claims if claim.status is Status.APPROVED] == held
        assert file.revision == MANY + 1


def test_a_clock_that_is_behind_protects_nobody_twice(crowd: Record) -> None:
    """Turns read the clock before they wait for the file: whoever writes first may carry the later instant."""
    moments = [NOW, NOW - timedelta(seconds=2), NOW + timedelta(seconds=2), NOW - timedelta(milliseconds=1)]
    verdicts = registered_at_once(crowd, WAYS["all by its name"], moments)
    assert verdicts == {Status.APPROVED: 1, Status.DECLINED: MANY - 1}


def test_whoever_comes_after_the_protection_has_ended_is_protected(crowd: Record) -> None:
    registered_at_once(crowd, WAYS["all by its name"], [NOW])
    with crowd.turn(CHANNEL) as work:
        (held,) = (one for one in work.registrations.all() if one.status is Status.APPROVED)
    assert held.protected is not None
    end = held.protected.end
    with crowd.turn(SELLER, end - timedelta(microseconds=1)) as work:
        assert submit(work, named(NAMED), "R-late") is Status.DECLINED
    with crowd.turn(SELLER, end) as work:
        assert submit(work, named(NAMED), "R-free") is Status.APPROVED


def test_without_lock_and_revision_two_would_be_protected(crowd: Record) -> None:
    """Shows that the tests above can fail: two who read, then decide, then write, and keep no order, are both approved."""
    both_have_read = Barrier(2, timeout=30)

    def read_then_write(number: int) -> Status:
        with crowd.turn(SELLERS[number]) as work:
            identity = identify(work, named(NAMED), None)
            request = Request(partner=PARTNERS[number], manager_id="manager", opportunity=named(NAMED), files=identity.files)
            decided = _registration(work, request, f"R-{number}")
        both_have_read.wait()
        with crowd.turn(SELLERS[number]) as work:
            work.registrations.add(decided, identity.relations)
        return decided.status

    assert at_once([partial(read_then_write, number) for number in range(2)]) == [Status.APPROVED, Status.APPROVED]
