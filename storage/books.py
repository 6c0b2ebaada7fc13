"""The books: what billing said, exchange rates, and the ledger, which only ever grows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, RowMapping, Select, and_, exists, func, insert, or_, select

from handlers.ports import Stale
from handlers.ports_ledger import Contradicted, Deal
from program.access import BY_RULE
from program.billing import BillingFact, Exchange, FactKind
from program.earning import Sale, Sold, Step, StepKind
from program.ledger import Due, Entry, StatementLine
from program.money import Money
from program.partners import Partner, PartnerKind, Tier
from program.payouts import RunOutcome
from program.periods import Period
from program.reckoning import LineKind
from program.registrations import Registration, Sourced, Status
from storage.exchange import read_exchange
from storage.ledger_tables import billing_facts, exchange_rates, line_dues, sales, statement_lines
from storage.payout_tables import dispute_outcomes, disputes, payout_decisions, payout_lines
from storage.people import read_partner
from storage.registrations import read_registration
from storage.tables import partners, registrations
from storage.tiers import SqlTiers
from storage.upsert import insert_new

#: Names in one statement; SQLite takes 32,766.
_AT_ONCE: Final = 500

Item = TypeVar("Item")


class SqlBooks:
    """`handlers.ports_ledger.Books` on a connection at an instant; amounts are worth something in the program's currency."""

    def __init__(self, connection: Connection, at: datetime, currency: str) -> None:
        self._connection = connection
        self._at = at
        self._currency = currency
        self._exchange: Exchange | None = None

    def deals(self, registration_ids: Sequence[str]) -> tuple[Deal, ...]:
        found: list[tuple[Registration, Partner]] = []
        facts: dict[str, list[BillingFact]] = defaultdict(list)
        entries: dict[str, list[Entry]] = defaultdict(list)
        wins: dict[tuple[str, datetime], Sale] = {}
        for ids in _chunks(sorted(registration_ids)):
            found += self._registrations(ids)
            for row in self._connection.execute(select(sales).where(sales.c.registration_id.in_(ids))).mappings():
                wins[(row["registration_id"], row["won_at"])] = read_sale(row)
            for row in self._connection.execute(select(billing_facts).where(billing_facts.c.registration_id.in_(ids))).mappings():
                facts[row["registration_id"]].append(read_fact(row))
            for row in self._connection.execute(entries_where(statement_lines.c.registration_id.in_(ids))).mappings():
                entries[row["registration_id"]].append(read_entry(row))
        tiers = SqlTiers(self._connection, BY_RULE, self._at, currency=self._currency)
        histories = tiers.histories(sorted({partner.id for _, partner in found}))
        return tuple(
            Deal(
                registration=registration,
                partner=partner,
                history=histories[partner.id],
                sale=wins.get((registration.id, registration.closing.at)) if registration.closing else None,
                facts=tuple(facts[registration.id]),
                entries=tuple(sorted(entries[registration.id], key=lambda entry: (entry.line.booked_at, entry.line.id))),
            )
            for registration, partner in found
        )

    def _registrations(self, ids: Sequence[str]) -> list[tuple[Registration, Partner]]:
        # Always in the order of their ids, so that two turns that lock several never wait for each other.
        query = (
            select(registrations, *(column.label(f"their_{column.name}") for column in partners.columns))
            .join(partners, partners.c.id == registrations.c.partner_id)
            .where(registrations.c.id.in_(ids))
            .order_by(registrations.c.id)
            .with_for_update(of=registrations, key_share=True)
        )
        return [(read_registration(row), read_partner(row, "their_")) for row in self._connection.execute(query).mappings()]

    def registrations(self, registration_ids: Collection[str]) -> tuple[Registration, ...]:
        return tuple(one for ids in _chunks(sorted(registration_ids)) for one, _ in self._registrations(ids))

    def keep(self, won: Sequence[Sale]) -> None:
        if won:
            self._connection.execute(insert(sales), [_sale_row(sale) for sale in won])

    def record(self, facts: Sequence[BillingFact]) -> int:
        new = 0
        # Always in the same order, so that two turns that record the same facts never wait for each other.
        for some in _chunks(sorted(facts, key=_key)):
            known = self.recorded(some)
            fresh: dict[tuple[FactKind, str], BillingFact] = {}
            for fact in some:
                key = _key(fact)
                if (known.get(key) or fresh.setdefault(key, fact)) != fact:
                    raise Contradicted(fact.source)
            if fresh:
                rows = [_fact_row(fact, self._at) for fact in fresh.values()]
                written = self._connection.execute(insert_new(self._connection, billing_facts), rows)
                if written.rowcount not in (-1, len(fresh)):
                    raise Stale
                new += len(fresh)
        return new

    def recorded(self, facts: Sequence[BillingFact]) -> dict[tuple[FactKind, str], BillingFact]:
        known: dict[tuple[FactKind, str], BillingFact] = {}
        for kind in {fact.kind for fact in facts}:
            for sources in _chunks(sorted({fact.source for fact in facts if fact.kind is kind})):
                query = select(billing_facts).where(billing_facts.c.kind == kind.value, billing_facts.c.source.in_(sources))
                known |= {_key(fact): fact for fact in map(read_fact, self._connection.execute(query).mappings())}
        return known

    def exchange(self) -> Exchange:
        if self._exchange is None:
            self._exchange = read_exchange(self._connection, self._currency)
        return self._exchange

    def set_rates(self, rates: Mapping[tuple[str, date], Decimal]) -> int:
        known = self.exchange().rates
        for key, rate in rates.items():
            if known.get(key, rate) != rate:
                raise Contradicted(f"{key[0]} {key[1]:%Y-%m}")
        rows = [
            {"currency": currency, "month": month, "rate": format(rate, "f"), "recorded_at": self._at}
            for (currency, month), rate in rates.items()
            if (currency, month) not in known
        ]
        if rows:
            self._connection.execute(insert(exchange_rates), rows)
            self._exchange = None
        return len(rows)

    def book(self, lines: Sequence[StatementLine], dues: Sequence[Due]) -> None:
        if lines:
            self._connection.execute(insert(statement_lines), [_line_row(line) for line in lines])
        if dues:
            self._connection.execute(insert(line_dues), [{"line_id": due.line_id, "on": due.on} for due in dues])

    def won(self, policy_version: str, period: Period) -> tuple[str, ...]:
        query = select(registrations.c.id).where(
            registrations.c.status == Status.WON.value,
            registrations.c.policy_version == policy_version,
            registrations.c.closed_at >= period.start,
            registrations.c.closed_at < period.end,
        )
        return tuple(self._connection.execute(query.order_by(registrations.c.id)).scalars())

    def unkept(self, period: Period) -> tuple[str, ...]:
        kept = exists().where(sales.c.registration_id == registrations.c.id, sales.c.won_at == registrations.c.closed_at)
        query = select(registrations.c.id).where(
            registrations.c.status == Status.WON.value,
            registrations.c.final_minor.is_not(None),
            registrations.c.closed_at >= period.start,
            registrations.c.closed_at < period.end,
            ~kept,
        )
        return tuple(self._connection.execute(query.order_by(registrations.c.id)).scalars())

    def rated(self, since: datetime) -> tuple[tuple[str, date], ...]:
        query = select(exchange_rates.c.currency, exchange_rates.c.month).where(exchange_rates.c.recorded_at >= since)
        return tuple(sorted((row.currency, row.month) for row in self._connection.execute(query)))

    def touched_by(self, currency: str, period: Period) -> tuple[str, ...]:
        used = select(billing_facts.c.registration_id).where(
            billing_facts.c.kind == FactKind.USAGE.value,
            billing_facts.c.on >= period.start.date(),
            billing_facts.c.on <= period.end.date(),
        )
        query = (
            select(registrations.c.id)
            .join(partners, partners.c.id == registrations.c.partner_id)
            .outerjoin(sales, and_(sales.c.registration_id == registrations.c.id, sales.c.won_at == registrations.c.closed_at))
            .where(
                registrations.c.status == Status.WON.value,
                # What a deal is paid in is settled when it is won; its partner may be paid in another currency by now.
                or_(registrations.c.final_currency == currency, func.coalesce(sales.c.currency, partners.c.currency) == currency),
                or_(
                    (registrations.c.closed_at >= period.start) & (registrations.c.closed_at < period.end),
                    registrations.c.id.in_(used),
                ),
            )
        )
        return tuple(self._connection.execute(query.order_by(registrations.c.id)).scalars())


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


#: A line's open dispute holds it.
IS_DISPUTED: Final = exists(
    select(1)
    .where(
        disputes.c.line_id == statement_lines.c.id,
        ~exists(select(1).where(dispute_outcomes.c.dispute_id == disputes.c.id)),
    )
    .correlate(statement_lines)
)
_DUE_ON: Final = select(func.min(line_dues.c.on)).where(line_dues.c.line_id == statement_lines.c.id).scalar_subquery()
_PAID_AT: Final = (
    select(func.min(payout_decisions.c.decided_at))
    .join(payout_lines, payout_lines.c.run_id == payout_decisions.c.run_id)
    .where(payout_lines.c.line_id == statement_lines.c.id, payout_decisions.c.outcome == RunOutcome.APPROVED.value)
    .scalar_subquery()
)


def entries_where(*conditions: Any) -> Select[Any]:
    """The lines that meet the conditions, each with the first day on which it is payable, since when it is paid, and whether it is
    disputed, as `due_on`, `paid_at` and `disputed`."""
    stands = (_DUE_ON.label("due_on"), _PAID_AT.label("paid_at"), IS_DISPUTED.label("disputed"))
    return select(statement_lines, *stands).where(*conditions)


def read_entry(row: RowMapping) -> Entry:
    return Entry(line=read_line(row), due_on=row["due_on"], paid_at=row["paid_at"], disputed=bool(row["disputed"]))


def read_line(row: RowMapping) -> StatementLine:
    return StatementLine(
        id=row["id"],
        partner_id=row["partner_id"],
        registration_id=row["registration_id"],
        item=row["item"],
        number=row["number"],
        kind=LineKind(row["kind"]),
        policy_version=row["policy_version"],
        base=Money.from_minor(row["base_minor"], row["base_currency"]),
        percent=None if row["percent"] is None else Decimal(row["percent"]),
        amount=Money.from_minor(row["amount_minor"], row["currency"]),
        steps=tuple(_read_step(step) for step in row["steps"]),
        earned_on=row["earned_on"],
        booked_at=row["booked_at"],
        corrects=row["corrects"],
    )


def _line_row(line: StatementLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "partner_id": line.partner_id,
        "registration_id": line.registration_id,
        "item": line.item,
        "number": line.number,
        "kind": line.kind.value,
        "policy_version": line.policy_version,
        "base_minor": line.base.minor,
        "base_currency": line.base.currency,
        "percent": None if line.percent is None else format(line.percent, "f"),
        "amount_minor": line.amount.minor,
        "currency": line.amount.currency,
        "steps": [_step_row(step) for step in line.steps],
        "earned_on": line.earned_on,
        "booked_at": line.booked_at,
        "corrects": line.corrects,
    }


def _step_row(step: Step) -> dict[str, Any]:
    """Only what the step has: a line has up to a dozen of them."""
    row: dict[str, Any] = {"kind": step.kind.value}
    if step.clause is not None:
        row["clause"] = step.clause
    if step.percent is not None:
        row["percent"] = format(step.percent, "f")
    if step.money is not None:
        row["minor"], row["currency"] = step.money.minor, step.money.currency
    if step.name:
        row["name"] = step.name
    return row


def _read_step(row: Mapping[str, Any]) -> Step:
    return Step(
        kind=StepKind(row["kind"]),
        clause=row.get("clause"),
        percent=Decimal(row["percent"]) if "percent" in row else None,
        money=Money.from_minor(row["minor"], row["currency"]) if "minor" in row else None,
        name=row.get("name", ""),
    )


def _sale_row(sale: Sale) -> dict[str, Any]:
    return {
        "registration_id": sale.registration_id,
        "won_at": sale.won_at,
        "partner_id": sale.partner_id,
        "kind": sale.kind.value,
        "tier": sale.tier.value,
        "currency": sale.currency,
        "won_on": sale.won_on,
        "value_minor": sale.value.minor,
        "value_currency": sale.value.currency,
        "products": [[product.name, product.family, product.is_complex] for product in sale.products],
        "industry": sale.industry,
        "renewal": sale.renewal,
        "rewarded": sale.rewarded,
        "sourced": sale.sourced.value if sale.sourced else None,
        "partner_percent": sale.partner_percent,
    }


def read_sale(row: RowMapping) -> Sale:
    return Sale(
        registration_id=row["registration_id"],
        won_at=row["won_at"],
        partner_id=row["partner_id"],
        kind=PartnerKind(row["kind"]),
        tier=Tier(row["tier"]),
        currency=row["currency"],
        won_on=row["won_on"],
        value=Money.from_minor(row["value_minor"], row["value_currency"]),
        products=tuple(Sold(name=name, family=family, is_complex=is_complex) for name, family, is_complex in row["products"]),
        industry=row["industry"],
        renewal=row["renewal"],
        rewarded=row["rewarded"],
        sourced=Sourced(row["sourced"]) if row["sourced"] else None,
        partner_percent=row["partner_percent"],
    )


def _fact_row(fact: BillingFact, at: datetime) -> dict[str, Any]:
    return {
        "kind": fact.kind.value,
        "source": fact.source,
        "registration_id": fact.registration_id,
        "on": fact.on,
        "amount_minor": fact.amount.minor if fact.amount else None,
        "currency": fact.amount.currency if fact.amount else None,
        "recorded_at": at,
    }


def read_fact(row: Mapping[str, Any] | RowMapping) -> BillingFact:
    return BillingFact(
        source=row["source"],
        kind=FactKind(row["kind"]),
        registration_id=row["registration_id"],
        on=row["on"],
        amount=None if row["amount_minor"] is None else Money.from_minor(row["amount_minor"], row["currency"]),
    )


def _key(fact: BillingFact) -> tuple[FactKind, str]:
    return fact.kind, fact.source


def _chunks(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
