"""Lines on the books for the tests of payouts and disputes: won deals of two partners, each line payable on a day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import insert

from program.disputes import Dispute
from program.ledger import Due, StatementLine
from program.money import Money
from program.partners import Member, Role
from program.payouts import Prepared, Run, RunDecision, RunOutcome, prepare
from program.reckoning import LineKind
from program.registrations import Status
from storage.people import member_row
from storage.tables import members
from storage.work import SqlWork
from tests.storage.build import CHANNEL, NOW, POLICY, PROTECTED, RIVAL, SELLER, Record, member, opportunity, put, registration

TODAY: Final = date(2026, 11, 23)
#: The second channel admin, and a third.
CORA: Final = member("cora", role=Role.CHANNEL_ADMIN)
CEM: Final = member("cem", role=Role.CHANNEL_ADMIN)


def furnish(record: Record) -> None:
    """Two more channel admins, and a won deal each of Nordwind's seller, of a colleague's and of the rival."""
    with record.database.transaction() as connection:
        connection.execute(insert(members), [member_row(CORA), member_row(CEM)])
    for id, who in (("R-1", SELLER), ("R-2", RIVAL)):
        put(
            record,
            registration(id, who, opportunity=opportunity(company=f"{id} GmbH"), status=Status.WON, protected=PROTECTED),
        )


def line(id: str, amount: int, deal: str = "R-1", partner: str = "nordwind", **more: Any) -> StatementLine:
    known: dict[str, Any] = {
        "item": id,
        "number": 1,
        "kind": LineKind.COMMISSION,
        "policy_version": POLICY.version,
        "base": euros(50_000),
        "percent": Decimal(23),
        "amount": euros(amount),
        "steps": (),
        "earned_on": TODAY,
        "booked_at": NOW,
    }
    return StatementLine(id=id, partner_id=partner, registration_id=deal, **(known | more))


def euros(amount: int) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def book(record: Record, *lines: StatementLine, due: date | None = TODAY) -> None:
    with record.turn(CHANNEL) as work:
        work.books.book(lines, [Due(line_id=one.id, on=due) for one in lines] if due else [])


def make_run(work: SqlWork, today: date = TODAY) -> tuple[Run, Prepared]:
    """Prepares what is payable, with a minimum of 50 euros, and keeps it if there is anything."""
    run = Run(
        id=work.ids.payout(),
        prepared_at=work.at,
        prepared_by=work.viewer.member.id,
        through=today,
        policy_version=POLICY.version,
    )
    prepared = prepare(work.payouts.payable(today), lambda currency: Money(amount=Decimal(50), currency=currency))
    if prepared.lines:
        work.payouts.add(run, prepared)
    return run, prepared


def prepared(record: Record, by: Member = CHANNEL, at: datetime = NOW) -> tuple[Run, Prepared]:
    with record.turn(by, at) as work:
        return make_run(work)


def decide(record: Record, run: Run, by: Member, outcome: RunOutcome = RunOutcome.APPROVED, at: datetime = NOW) -> None:
    with record.turn(by, at) as work:
        work.payouts.decide(run, RunDecision(outcome=outcome, at=at, by=by.id, reason="because"))


def a_dispute(id: str, of: StatementLine, by: Member = SELLER) -> Dispute:
    return Dispute(
        id=id,
        line_id=of.id,
        partner_id=of.partner_id,
        registration_id=of.registration_id,
        policy_version=POLICY.version,
        opened_at=NOW,
        opened_by=by.id,
        reason="too little",
    )


def dispute(record: Record, id: str, of: StatementLine, by: Member = SELLER) -> Dispute:
    with record.turn(by) as work:
        made = a_dispute(id, of, by)
        work.disputes.add(made)
        return made
