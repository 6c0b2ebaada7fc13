"""Whom the vendor sells to already, from a file: its customers, and the opportunities that its own sellers are working on."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from bot.ids import FreshIds
from bot.importing import values
from bot.importing.files import Company, Files, company
from bot.importing.people_named import named, person
from bot.importing.plan import Counted, Effect, Plan
from bot.importing.problems import quoted
from bot.importing.rows import Cells, Placed, Problems, cells_of
from bot.importing.sheet import Column, Line
from program.partners import Member
from program.periods import start_of_day
from program.policy_table import nearest
from program.registrations import DirectOpportunity
from storage.loading import DirectSale, EndCustomer, Loader, Written

COLUMNS: Final = (
    Column(name="name"),
    Column(name="domain", needed=False),
    Column(name="register_number", needed=False),
    Column(name="relation"),
    Column(name="seller", needed=False),
    Column(name="product_family", needed=False),
    Column(name="opened_on", needed=False),
)
_OF_OPPORTUNITIES: Final = ("seller", "product_family", "opened_on")


class _Relation(StrEnum):
    CUSTOMER = "customer"
    OPPORTUNITY = "opportunity"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A company and what the vendor has with it; an opportunity has a seller (an address or a name) and a day."""

    company: Company
    relation: _Relation
    seller: str
    family: str | None
    opened_on: date


def read(lines: Sequence[Line], problems: Problems, at: datetime) -> Plan:
    """A customer is known by any of name, domain and register number, an open opportunity by its customer and product family."""
    found = [Placed(line=cells.number, record=_listed(cells, at)) for cells in cells_of(lines, COLUMNS, problems)]

    def bring_in(loader: Loader, problems: Problems, ids: FreshIds) -> Counted:
        files = Files(loader, [each.record.company for each in found], ids)
        sales = _Sales(loader, problems)
        effects: list[tuple[Effect, str | None]] = []
        for each in found:
            before, file = files.of(each.record.company, each.line, problems)
            is_customer = file.is_customer or each.record.relation is _Relation.CUSTOMER
            after = replace(file, is_customer=is_customer)
            files.put(after)
            effects.append((_effect(before, after), sales.note(each, after)))
        if problems:
            return Counted()
        loader.customers(files.changed)
        written = loader.direct_sales(sales.all)
        return Counted.by_effect(_with_sale(effect, sale_id, written) for effect, sale_id in effects)

    return bring_in


def _listed(cells: Cells, at: datetime) -> _Listed:
    nothing: str | None = None
    relation = cells.take("relation", values.code_of(_Relation), _Relation.CUSTOMER)
    for column in _OF_OPPORTUNITIES:
        if relation is _Relation.CUSTOMER and cells.has("relation") and cells.has(column):
            cells.wrong(column, "is for opportunities only; leave it empty for a customer")
        if relation is _Relation.OPPORTUNITY and column != "product_family" and not cells.has(column):
            cells.wrong(column, "is empty; an opportunity has one")
    return _Listed(
        company=company(cells),
        relation=relation,
        seller=cells.take("seller", person, ""),
        family=cells.take("product_family", values.text, nothing),
        opened_on=cells.take("opened_on", values.day_until(at), at.date()),
    )


class _Sales:
    """The opportunities of the lines, each once."""

    def __init__(self, loader: Loader, problems: Problems) -> None:
        self._people: Mapping[str, Member] = loader.members_there()
        self._families = loader.families_there()
        self._problems = problems
        self._found: dict[str, tuple[DirectSale, int]] = {}

    @property
    def all(self) -> list[DirectSale]:
        return [sale for sale, _ in self._found.values()]

    def note(self, each: Placed[_Listed], customer: EndCustomer) -> str | None:
        """The id of the line's opportunity; None when it has none, or one that an earlier line has said."""
        listed = each.record
        if listed.relation is not _Relation.OPPORTUNITY:
            return None
        self._check_family(each)
        seller, member = named(listed.seller, self._people, line=each.line, column="seller", problems=self._problems)
        sale = DirectOpportunity(
            id=_opportunity_id(customer.id, listed.family),
            family=listed.family,
            seller=seller,
            opened_at=start_of_day(listed.opened_on, "UTC"),
            seller_id=member.id if member else None,
        )
        said, line = self._found.setdefault(sale.id, (DirectSale(customer_id=customer.id, sale=sale), each.line))
        if said.sale != sale:
            reason = f"says something else than line {line} of an opportunity with the same customer and product family"
            self._problems.add(each.line, "", reason)
        return sale.id if line == each.line else None

    def _check_family(self, each: Placed[_Listed]) -> None:
        family = each.record.family
        if family is None or family in self._families:
            return
        meant = nearest(family, self._families)
        known = ", ".join(sorted(self._families)[:20])
        advice = f"did you mean {meant}?" if meant else f"known are {known}" if known else "import products first"
        self._problems.add(each.line, "product_family", f"{quoted(family)} is not a product family; {advice}")


def _opportunity_id(customer_id: str, family: str | None) -> str:
    """The same for the same customer and family, so that an import that is repeated meets its own opportunities."""
    return "O-" + b32encode(sha256(f"{customer_id}/{family or ''}".encode()).digest()).decode()[:8]


def _effect(before: EndCustomer | None, after: EndCustomer) -> Effect:
    if before is None or (after.is_customer and not before.is_customer):
        return Effect.ADDED
    return Effect.NOTHING if before == after else Effect.CHANGED


def _with_sale(effect: Effect, sale_id: str | None, written: Written) -> Effect:
    if sale_id in written.added or effect is Effect.ADDED:
        return Effect.ADDED
    return Effect.CHANGED if sale_id in written.changed else effect
