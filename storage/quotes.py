"""The price list, which is everybody's, and quotes within a viewer's sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from handlers.ports import Stale
from program.access import Viewer
from program.money import Money
from program.partners import Role, Tier
from program.policy import Ground
from program.pricing import Line, Price, Unit
from program.quoting import QuoteStatus, RecordedQuote
from program.registrations import Reason
from storage.people import in_sight
from storage.pricing_tables import prices, quotes

#: So many quotes are looked through for a name.
_MOST_NAMED: Final = 20


class SqlPrices:
    """`handlers.ports_pricing.Prices` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, products: Sequence[str]) -> tuple[Price, ...]:
        query = select(prices).where(prices.c.product.in_(list(products)))
        ordered = query.order_by(prices.c.product, prices.c.currency, prices.c.valid_from, prices.c.from_quantity)
        return tuple(read_price(row) for row in self._connection.execute(ordered).mappings())

    def newest(self, day: date) -> date | None:
        query = select(func.max(prices.c.valid_from)).where(prices.c.valid_from <= day)
        found: date | None = self._connection.execute(query).scalar_one()
        return found


def read_price(row: RowMapping) -> Price:
    return Price(
        product=row["product"],
        valid_from=row["valid_from"],
        unit=Unit(row["unit"]),
        amount=Money.from_minor(row["amount_minor"], row["currency"]),
        from_quantity=row["from_quantity"],
    )


def price_row(price: Price) -> dict[str, Any]:
    """The columns that the price fills itself."""
    return {
        "product": price.product,
        "currency": price.amount.currency,
        "valid_from": price.valid_from,
        "from_quantity": price.from_quantity,
        "unit": price.unit.value,
        "amount_minor": price.amount.minor,
    }


class SqlQuotes:
    """`handlers.ports_pricing.Quotes` on a connection, for one viewer at an instant."""

    def __init__(self, connection: Connection, viewer: Viewer, at: datetime) -> None:
        self._connection = connection
        self._viewer = viewer
        self._at = at

    def get(self, quote_id: str) -> RecordedQuote | None:
        return self._one(self._visible().where(quotes.c.id == quote_id))

    def lock(self, quote_id: str) -> RecordedQuote | None:
        return self._one(self._visible().where(quotes.c.id == quote_id).with_for_update(key_share=True))

    def newest(self, most: int) -> tuple[RecordedQuote, ...]:
        return self._read(self._newest_first(self._visible()).limit(most))

    def waiting(self) -> tuple[RecordedQuote, ...]:
        is_open = quotes.c.status == QuoteStatus.OPEN.value, quotes.c.valid_until > self._at
        found = self._read(self._visible().where(*is_open).order_by(quotes.c.asked_at, quotes.c.id))
        return tuple(one for one in found if self._viewer.may_approve(one.partner_id, one.reviewer))

    def named(self, company: str) -> tuple[RecordedQuote, ...]:
        query = self._visible().where(quotes.c.company_folded.contains(company.casefold(), autoescape=True))
        return self._read(self._newest_first(query).limit(_MOST_NAMED))

    def add(self, quote: RecordedQuote) -> None:
        self._connection.execute(insert(quotes), _row(quote))

    def change(self, quote: RecordedQuote) -> None:
        sight = in_sight(quotes.c.partner_id, self._viewer)
        changed = self._connection.execute(
            update(quotes)
            .where(quotes.c.id == quote.id, quotes.c.revision == quote.revision, sight)
            .values(_row(quote) | {"revision": quote.revision + 1})
        )
        if changed.rowcount != 1:
            raise Stale

    def _visible(self) -> Select[Any]:
        return select(quotes).where(in_sight(quotes.c.partner_id, self._viewer))

    @staticmethod
    def _newest_first(query: Select[Any]) -> Select[Any]:
        return query.order_by(quotes.c.asked_at.desc(), quotes.c.id)

    def _one(self, query: Select[Any]) -> RecordedQuote | None:
        found = self._read(query)
        return found[0] if found else None

    def _read(self, query: Select[Any]) -> tuple[RecordedQuote, ...]:
        return tuple(_quote(row) for row in self._connection.execute(query).mappings())


def _row(quote: RecordedQuote) -> dict[str, Any]:
    return {
        "id": quote.id,
        "revision": quote.revision,
        "partner_id": quote.partner_id,
        "member_id": quote.member_id,
        "tier": quote.tier.value,
        "company": quote.company,
        "company_folded": quote.company.casefold(),
        "currency": quote.total.currency,
        "lines": [_dump_line(line) for line in quote.lines],
        "status": quote.status.value,
        "asked_at": quote.asked_at,
        "policy_version": quote.policy_version,
        "valid_until": quote.valid_until,
        "reviewer": quote.reviewer.value if quote.reviewer else None,
        "reasons": [[reason.ground.value, reason.clause] for reason in quote.reasons],
        "decided_at": quote.decided_at,
        "decided_by": quote.decided_by,
        "note": quote.note,
    }


def _quote(row: RowMapping) -> RecordedQuote:
    return RecordedQuote(
        id=row["id"],
        revision=row["revision"],
        partner_id=row["partner_id"],
        member_id=row["member_id"],
        tier=Tier(row["tier"]),
        company=row["company"],
        lines=tuple(_load_line(line, row["currency"]) for line in row["lines"]),
        status=QuoteStatus(row["status"]),
        asked_at=row["asked_at"],
        policy_version=row["policy_version"],
        valid_until=row["valid_until"],
        reviewer=Role(row["reviewer"]) if row["reviewer"] else None,
        reasons=tuple(Reason(ground=Ground(ground), clause=clause) for ground, clause in row["reasons"]),
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        note=row["note"],
    )


def _dump_line(line: Line) -> dict[str, Any]:
    """As JSON values; a discount is an exact decimal as text."""
    return {
        "product": line.price.product,
        "family": line.family,
        "valid_from": line.price.valid_from.isoformat(),
        "unit": line.price.unit.value,
        "price_minor": line.price.amount.minor,
        "from_quantity": line.price.from_quantity,
        "quantity": line.quantity,
        "discount": str(line.discount) if line.discount is not None else None,
        "offered_minor": line.offered.minor if line.offered else None,
    }


def _load_line(value: Mapping[str, Any], currency: str) -> Line:
    offered = value["offered_minor"]
    return Line(
        family=value["family"],
        price=Price(
            product=value["product"],
            valid_from=date.fromisoformat(value["valid_from"]),
            unit=Unit(value["unit"]),
            amount=Money.from_minor(value["price_minor"], currency),
            from_quantity=value["from_quantity"],
        ),
        quantity=value["quantity"],
        discount=Decimal(value["discount"]) if value["discount"] is not None else None,
        offered=Money.from_minor(offered, currency) if offered is not None else None,
    )
