"""Recorded deals, read to be played under another policy; nothing is locked and nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from program.access import BY_RULE
from program.backtest import Played
from program.billing import BillingFact
from program.partners import Partner
from program.policy import Program
from program.registrations import Status
from program.tier_facts import Facts
from program.tier_history import TierChange
from storage.books import read_fact, read_sale
from storage.ledger_tables import billing_facts, sales
from storage.people import read_partner
from storage.tables import partners, registrations
from storage.tiers import SqlTiers


class SqlPlayed:
    """On a connection at an instant, of the whole program."""

    def __init__(self, connection: Connection, program: Program, at: datetime) -> None:
        self._connection = connection
        self._program = program
        self._tiers = SqlTiers(connection, BY_RULE, at, currency=program.currency)

    def partners(self) -> tuple[Partner, ...]:
        """Those that have won a deal, by their names."""
        won = select(sales.c.partner_id)
        query = select(partners).where(partners.c.id.in_(won)).order_by(partners.c.name, partners.c.id)
        return tuple(read_partner(row) for row in self._connection.execute(query).mappings())

    def standing(self, partner_id: str) -> tuple[Facts, tuple[TierChange, ...]]:
        """What counts for the partner's tier, and the tier's history."""
        return self._tiers.facts(partner_id), self._tiers.changes(partner_id)

    def deals(self, partner_id: str) -> Iterator[Played]:
        """The sales that still stand, in the order in which they were won."""
        facts: dict[str, list[BillingFact]] = defaultdict(list)
        theirs = select(sales.c.registration_id).where(sales.c.partner_id == partner_id)
        of_deals = select(billing_facts).where(billing_facts.c.registration_id.in_(theirs))
        for row in self._connection.execute(of_deals).mappings():
            facts[row["registration_id"]].append(read_fact(row))
        standing = (
            select(sales, registrations.c.policy_version)
            .join(registrations, registrations.c.id == sales.c.registration_id)
            .where(
                sales.c.partner_id == partner_id,
                registrations.c.status == Status.WON.value,
                registrations.c.closed_at == sales.c.won_at,
            )
            .order_by(sales.c.won_at, sales.c.registration_id)
        )
        for row in self._connection.execute(standing).mappings():
            policy = self._program.version(row["policy_version"])
            yield Played(sale=read_sale(row), facts=tuple(facts[row["registration_id"]]), policy=policy)
