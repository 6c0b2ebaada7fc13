"""First to register wins: of twenty partners who register one customer at the same moment, one is protected.

Each runs in a thread of its own, along the path that a submitted registration takes: open the file, decide, add, touch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest

from program.policy import Ground
from program.registrations import Approved, Declined, Registration, Request, Status, decide
from storage.work import SqlWork
from tests.storage.build import CHANNEL, NOW, POLICY, SELLER, Record, at_once, member, opportunity, registration
from tests.storage.build import partner as company

MANY = 20
PARTNERS = tuple(company(f"p{number}") for number in range(MANY))
SELLERS = tuple(member(f"s{number}", f"p{number}") for number in range(MANY))

NAME, DOMAIN, REGISTER, OLD_NAME = "name:acme gmbh", "domain:acme.example", "register:DE HRB 1", "name:acme holding"
#: Ways to name one customer. Whoever names it shares at least one key with everybody else who does.
WAYS: dict[str, Sequence[Sequence[str]]] = {
    "all by its name": [(NAME,)],
    "by name, some with the website": [(NAME,), (NAME, DOMAIN)],
    "by name, with website and register number in any order": [(NAME,), (NAME, DOMAIN), (REGISTER, DOMAIN, NAME), (NAME, REGISTER)],
    "by website, under two names": [(NAME, DOMAIN), (DOMAIN, OLD_NAME), (REGISTER, DOMAIN)],
    "by register number, under two names": [(REGISTER, NAME), (OLD_NAME, REGISTER), (REGISTER, DOMAIN)],
}

Submit = Callable[[SqlWork, Sequence[str], str], Status]


def submit(work: SqlWork, keys: Sequence[str], id: str) -> Status:
    """What handlers.submitting does with a draft, without its words."""
    partner = work.viewer.partner
    assert partner is not None
    sale = opportunity()
    files = work.files.open(keys, name=sale.company)
    manager = work.people.manager_of(partner.id)
    request = Request(
        partner=partner,
        manager_id=manager.id if manager else None,
        opportunity=sale,
        files=files,
        territories=work.catalogue.territories(),
        open_count=work.registrations.open_count(partner.id),
    )
    decided = _registration(work, request, id)
    work.registrations.add(decided, files)
    work.files.touch(files)
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


def registered_at_once(crowd: Record, ways: Sequence[Sequence[str]], moments: Sequence[datetime]) -> Counter[Status]:
    """The verdicts of twenty sellers who register the customer at the same moment; as in a turn, nobody is told of a Stale."""
    jobs = [
        partial(
            crowd.until_quiet,
            seller,
            lambda work, number=number: submit(work, ways[number % len(ways)], f"R-{number}"),
            moments[number % len(moments)],
        )
        for number, seller in enumerate(SELLERS)
    ]
    return Counter(at_once(jobs))


@pytest.mark.parametrize("way", WAYS)
def test_one_of_twenty_is_protected_and_nobody_sees_an_error(crowd: Record, way: str) -> None:
    verdicts = registered_at_once(crowd, WAYS[way], [NOW])
    assert verdicts == {Status.APPROVED: 1, Status.DECLINED: MANY - 1}
    with crowd.turn(CHANNEL) as work:
        (file,) = work.files.open([key for key in WAYS[way][0]], name="")
        held = [one.id for one in work.registrations.all() if one.status is Status.APPROVED]
        assert [claim.registration_id for claim in file.claims] == held
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
        assert submit(work, [NAME], "R-late") is Status.DECLINED
    with crowd.turn(SELLER, end) as work:
        assert submit(work, [NAME], "R-free") is Status.APPROVED


def test_without_lock_and_revision_two_would_be_protected(crowd: Record) -> None:
    """Shows that the tests above can fail: two who read, then decide, then write, and keep no order, are both approved."""
    both_have_read = Barrier(2, timeout=30)

    def read_then_write(number: int) -> Status:
        seller, id = SELLERS[number], f"R-{number}"
        with crowd.turn(seller) as work:
            work.files.open([NAME], name="Acme")
        with crowd.database.reading() as connection:
            work = crowd.work(connection, seller)
            (file_id,) = work.files._owners([NAME])
            claims = tuple(claim for _, claim in work.files._claims([file_id]))
        with crowd.turn(seller) as work:
            (file,) = work.files.open([NAME], name="Acme")
        request = Request(
            partner=PARTNERS[number], manager_id="manager", opportunity=opportunity(), files=(replace(file, claims=claims),)
        )
        decided = _registration(work, request, id)
        both_have_read.wait()
        with crowd.turn(seller) as work:
            work.registrations.add(decided, [file])
        return decided.status

    assert at_once([partial(read_then_write, number) for number in range(2)]) == [Status.APPROVED, Status.APPROVED]
