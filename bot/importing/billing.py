"""What billing says, from files: invoices, payments, refunds, customers who left, monthly usage, and exchange rates by month.

Nothing of it is ever changed: the same line again changes nothing, the same source with other content is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.ids import FreshIds
from bot.importing import figures, values
from bot.importing.importer import ImportResult
from bot.importing.problems import quoted
from bot.importing.rows import Cells, Problems, cells_of
from bot.importing.sheet import Column, Line, Unreadable, read_sheet
from handlers.billing import ClaimedFact, ClaimedRate, Objection, TakenIn, take_in, take_in_rates
from handlers.ports import Stale
from handlers.registration_form import customer_keys
from program.access import BY_RULE
from program.billing import BillingFact, FactKind
from program.money import Money
from program.periods import local_date, months_after
from program.policy import Program
from storage.engine import Database, Transaction
from storage.won_deals import won_under
from storage.work import SqlWork

#: How often it is run again because a turn changed in between what it had looked up.
_ATTEMPTS: Final = 5
_WHOSE: Final = (Column(name="deal", needed=False), Column(name="customer", needed=False))
_MUCH: Final = (Column(name="amount"), Column(name="currency"))
_DATED: Final = (Column(name="source"), *_WHOSE, Column(name="date"), *_MUCH)
RATES: Final = "exchange-rates"
_KINDS: Final[Mapping[str, FactKind]] = MappingProxyType(
    {
        "invoices": FactKind.INVOICE,
        "payments": FactKind.PAYMENT,
        "refunds": FactKind.REFUND,
        "churn": FactKind.CHURN,
        "usage": FactKind.USAGE,
    }
)
#: The columns of each kind of file, by the word for it on the command line.
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        "invoices": _DATED,
        "payments": _DATED,
        "refunds": _DATED,
        "churn": (Column(name="source"), *_WHOSE, Column(name="date")),
        "usage": (Column(name="source"), *_WHOSE, Column(name="month"), *_MUCH),
        RATES: (Column(name="currency"), Column(name="month"), Column(name="rate")),
    }
)
#: An invoice or a month's usage can be less than nothing (a credit note, a correction); what was paid or refunded cannot.
_SIGNED: Final = frozenset({FactKind.INVOICE, FactKind.USAGE})
_REASONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "billing.said_twice": ("source", "says something else than line {place}, which has the same source"),
        "billing.contradicted": (
            "source",
            "was recorded with other content before; what is recorded stays, so correct it with a line of its own",
        ),
        "billing.deal_unknown": ("deal", "there is no such registration"),
        "billing.deal_not_won": ("deal", "the registration is not won"),
        "billing.deal_without_value": ("deal", "the registration was won without a value, so nothing can be earned by it"),
        "billing.other_currency": ("currency", "the deal was won in {currency}"),
        "billing.rate_said_twice": ("rate", "says something else than line {place}, which has the same currency and month"),
        "billing.rate_contradicted": ("rate", "was recorded otherwise before; a rate that is recorded stays"),
        "billing.own_currency": ("currency", "is the program's own currency, which needs no rate"),
    }
)


def import_billing(kind: str, path: Path, database: Database, program: Program, *, at: datetime, ids: FreshIds) -> ImportResult:
    """Takes in a file of the kind (a key of COLUMNS) and settles what it concerns, in one transaction.

    Raises Stale when people kept changing the same deals all the while: nothing was written, and it can be tried again.
    """
    try:
        lines, found = read_sheet(path, COLUMNS[kind])
    except Unreadable as unreadable:
        return ImportResult(problems=unreadable.problems)
    problems = Problems(found)
    today = local_date(at, program.zone)
    carry_out = _rates(lines, problems, today) if kind == RATES else _facts(kind, lines, problems, today)
    if problems:
        return ImportResult(problems=problems.sorted())
    for _ in range(_ATTEMPTS):
        try:
            with database.transaction() as connection:
                work = SqlWork(connection, viewer=BY_RULE, at=at, program=program, ids=ids)
                return _brought_in(kind, path, work, carry_out(work, connection))
        except Stale:
            continue
    raise Stale


_CarryOut = Callable[[SqlWork, Transaction], TakenIn | Problems]


def _brought_in(kind: str, path: Path, work: SqlWork, taken: TakenIn | Problems) -> ImportResult:
    if isinstance(taken, Problems):
        return ImportResult(problems=taken.sorted())
    if taken.objections:
        return ImportResult(problems=_worded(taken.objections).sorted())
    if taken.added:
        work.log.add("program.imported", kind, file=path.name[:200], added=str(taken.added), changed="0")
    return ImportResult(added=taken.added, unchanged=taken.known)


def _worded(objections: Sequence[Objection]) -> Problems:
    problems = Problems()
    for one in objections:
        column, reason = _REASONS[one.code]
        problems.add(one.place, column, reason.format_map(one.fields))
    return problems


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A fact whose deal may not be known yet: then it is the one that was won with the customer of the name."""

    claim: ClaimedFact
    customer: str


def _facts(kind: str, lines: Sequence[Line], problems: Problems, today: date) -> _CarryOut:
    listed = [_listed(cells, _KINDS[kind], today) for cells in cells_of(lines, COLUMNS[kind], problems)]

    def carry_out(work: SqlWork, connection: Transaction) -> TakenIn | Problems:
        unnamed = Problems()
        claims = list(_with_deals(listed, connection, unnamed))
        return unnamed or take_in(work, claims)

    return carry_out


def _listed(cells: Cells, kind: FactKind, today: date) -> _Listed:
    deal, customer = cells.take("deal", _deal, ""), cells.take("customer", values.company, "")
    if not cells.has("deal") and not cells.has("customer"):
        cells.wrong("deal", "is empty, and so is customer; one of them says what it is about")
    day = "month" if kind is FactKind.USAGE else "date"
    on = cells.take(day, figures.month_until(today) if kind is FactKind.USAGE else values.day_up_to(today), today)
    fact = BillingFact(
        source=cells.take("source", figures.source, ""),
        kind=kind,
        registration_id=deal,
        on=on,
        amount=None if kind is FactKind.CHURN else _amount(cells, signed=kind in _SIGNED),
    )
    return _Listed(claim=ClaimedFact(place=cells.number, fact=fact), customer="" if deal else customer)


def _deal(cell: str) -> str:
    """The id of a registration, in either case."""
    return values.text(cell).upper()


def _amount(cells: Cells, *, signed: bool) -> Money | None:
    amount, currency = cells.take("amount", figures.number, Decimal(1)), cells.take("currency", values.currency, "")
    if not signed and amount <= 0:
        cells.wrong("amount", f"“{amount}” is not above 0")
    if not currency:
        return None
    try:
        return figures.money(amount, currency)
    except values.Wrong as wrong:
        cells.wrong("amount", str(wrong))
        return None


def _with_deals(listed: Sequence[_Listed], connection: Transaction, problems: Problems) -> Iterator[ClaimedFact]:
    """The facts with their deals; a customer's name that does not say which deal is meant is a problem of its line."""
    keys = {one.customer: customer_keys(one.customer, None, None)[0] for one in listed if one.customer}
    won = won_under(connection, set(keys.values()))
    for one in listed:
        if not one.customer:
            yield one.claim
            continue
        deals = won.get(keys[one.customer], ())
        if len(deals) == 1:
            yield replace(one.claim, fact=replace(one.claim.fact, registration_id=deals[0]))
        elif deals:
            named = ", ".join(deals[:10])
            problems.add(one.claim.place, "customer", f"{quoted(one.customer)} has several won deals; name one in deal: {named}")
        else:
            problems.add(one.claim.place, "customer", f"{quoted(one.customer)} has no won deal")


# ── exchange rates ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _rates(lines: Sequence[Line], problems: Problems, today: date) -> _CarryOut:
    """Up to the rates of the next month, which may be fixed before it begins."""
    last = months_after(today, 1)
    claims = [
        ClaimedRate(
            place=cells.number,
            currency=cells.take("currency", values.currency, ""),
            month=cells.take("month", figures.month_until(last), last),
            rate=cells.take("rate", figures.rate, Decimal(1)),
        )
        for cells in cells_of(lines, COLUMNS[RATES], problems)
    ]
    return lambda work, _: take_in_rates(work, claims)
