"""Tiers, within a viewer's sight: a partner's history and what counts for its next tier, each in one indexed question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, or_, select, update

from program.access import Viewer
from program.billing import Exchange, NoExchangeRate
from program.money import Money
from program.partners import Partner, Tier
from program.periods import local_date
from program.registrations import Status
from program.tier_facts import Certificate, Facts, OpenDeal, PartnerFact, WonDeal
from program.tier_history import TierChange, tier_at
from storage.among import Among
from storage.exchange import read_exchange
from storage.people import in_sight, read_partner
from storage.tables import members, partners, registrations
from storage.tier_rows import certificate_row, change_row, fact_row, read_change, read_deal, read_qualification
from storage.tier_tables import qualifications, tier_changes
from storage.upsert import upsert

_DEAL: Final = tuple(
    registrations.c[name]
    for name in """id partner_id company status close_date amount_minor currency partner_percent closed_at final_minor
    final_currency""".split()
)


class SqlTiers:
    """`handlers.ports_tiers.Tiers` on a connection, for one viewer at an instant; `currency` and `zone` are the program's."""

    def __init__(self, connection: Connection, viewer: Viewer, at: datetime, *, currency: str, zone: str = "UTC") -> None:
        self._connection = connection
        self._viewer = viewer
        self._at = at
        self._currency = currency
        self._zone = zone
        self._exchange: Exchange | None = None

    def at(self, partner_id: str, instant: datetime) -> Tier:
        history = self.changes(partner_id)
        if history:
            return tier_at(history, instant, own=history[0].tier)
        partner = self._partner(partner_id, lock=False)
        if partner is None:
            raise LookupError(partner_id)
        return partner.tier

    def changes(self, partner_id: str) -> tuple[TierChange, ...]:
        return self.histories([partner_id])[partner_id]

    def facts(self, partner_id: str) -> Facts:
        return self.facts_of([partner_id])[partner_id]

    def histories(self, partner_ids: Sequence[str]) -> Mapping[str, tuple[TierChange, ...]]:
        query = select(tier_changes).where(self._of(tier_changes.c.partner_id, partner_ids))
        lines: dict[str, list[TierChange]] = {id: [] for id in partner_ids}
        for row in self._rows(query.order_by(tier_changes.c.partner_id, tier_changes.c.at, tier_changes.c.id)):
            lines[row["partner_id"]].append(read_change(row))
        return {id: tuple(found) for id, found in lines.items()}

    def facts_of(self, partner_ids: Sequence[str]) -> Mapping[str, Facts]:
        won: dict[str, list[WonDeal]] = {id: [] for id in partner_ids}
        still_open: dict[str, list[OpenDeal]] = {id: [] for id in partner_ids}
        for row in self._deals(partner_ids):
            deal = read_deal(row, self._converted, self._expected, self._at)
            if isinstance(deal, WonDeal):
                won[row["partner_id"]].append(deal)
            else:
                still_open[row["partner_id"]].append(deal)
        certificates: dict[str, list[Certificate]] = {id: [] for id in partner_ids}
        recorded: dict[str, list[PartnerFact]] = {id: [] for id in partner_ids}
        for row in self._qualifications(partner_ids):
            found = read_qualification(row)
            if isinstance(found, Certificate):
                certificates[found.partner_id].append(found)
            else:
                recorded[found.partner_id].append(found)
        return {
            id: Facts(
                won=tuple(won[id]), open=tuple(still_open[id]), certificates=tuple(certificates[id]), recorded=tuple(recorded[id])
            )
            for id in partner_ids
        }

    def lock(self, partner_id: str) -> Partner | None:
        return self._partner(partner_id, lock=True)

    def add(self, change: TierChange) -> None:
        sight = in_sight(partners.c.id, self._viewer)
        theirs = update(partners).where(partners.c.id == change.partner_id, sight).values(tier=change.tier.value)
        if self._connection.execute(theirs).rowcount == 1:
            self._connection.execute(insert(tier_changes), change_row(change))

    def certify(self, certificate: Certificate) -> None:
        self._keep(certificate.partner_id, certificate_row(certificate))

    def record(self, fact: PartnerFact) -> None:
        self._keep(fact.partner_id, fact_row(fact))

    def _keep(self, partner_id: str, row: Mapping[str, Any]) -> None:
        if self._viewer.sees(partner_id):
            self._connection.execute(upsert(self._connection, qualifications, ["id"]), dict(row))

    def _deals(self, partner_ids: Sequence[str]) -> Iterable[RowMapping]:
        is_open = and_(registrations.c.status == Status.APPROVED.value, registrations.c.protected_until > self._at)
        counts = or_(registrations.c.status == Status.WON.value, is_open)
        query = select(*_DEAL).where(self._of(registrations.c.partner_id, partner_ids), counts)
        return self._rows(query.order_by(registrations.c.partner_id, registrations.c.registered_at))

    def _qualifications(self, partner_ids: Sequence[str]) -> Iterable[RowMapping]:
        """Without the certificates of people who have left, or belong to another partner by now."""
        still_there = and_(members.c.active, members.c.partner_id == qualifications.c.partner_id)
        query = (
            select(qualifications)
            .outerjoin(members, members.c.id == qualifications.c.member_id)
            .where(self._of(qualifications.c.partner_id, partner_ids), or_(qualifications.c.member_id.is_(None), still_there))
        )
        return self._rows(query.order_by(qualifications.c.id))

    def _partner(self, partner_id: str, *, lock: bool) -> Partner | None:
        query = select(partners).where(partners.c.id == partner_id, in_sight(partners.c.id, self._viewer))
        row = self._connection.execute(query.with_for_update(key_share=True) if lock else query).mappings().first()
        return None if row is None else read_partner(row)

    def _of(self, column: ColumnElement[str], partner_ids: Sequence[str]) -> ColumnElement[bool]:
        return and_(Among(column, partner_ids), in_sight(column, self._viewer))

    def _rows(self, query: Any) -> Iterable[RowMapping]:
        return self._connection.execute(query).mappings()

    def _converted(self, money: Money, at: datetime) -> Money | None:
        """At the rate of its month; None while there is no such rate."""
        return money if money.currency == self._currency else self._exchanged(money, local_date(at, self._zone))

    def _expected(self, money: Money, now: datetime) -> Money | None:
        """What has no value yet, at the newest rate that is known."""
        if money.currency == self._currency:
            return money
        today = local_date(now, self._zone)
        months = [month for currency, month in self._rates().rates if currency == money.currency and month <= today]
        return self._exchanged(money, max(months)) if months else None

    def _exchanged(self, money: Money, day: date) -> Money | None:
        try:
            return self._rates().money(money, self._currency, day)
        except NoExchangeRate:
            return None

    def _rates(self) -> Exchange:
        """Read when an amount of another currency comes first."""
        if self._exchange is None:
            self._exchange = read_exchange(self._connection, self._currency)
        return self._exchange
