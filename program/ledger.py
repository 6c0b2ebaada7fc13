"""The ledger only grows: what is reckoned for an item of a deal, less what is booked for it, becomes a further line.

So booking twice books once, any order of facts ends in the same sums, and a correction names the line that it corrects. A line is
accrued until its day has come, payable from then on, and paid once a payout holds it. Source: chapter 5 of the policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from program.earning import Step, StepKind
from program.money import Money
from program.reckoning import Entitlement, LineKind

#: The items of lines that no rule reckons, and no rule takes back: the outcomes of disputes.
ADJUSTMENTS = "adjustment:"


class LineState(StrEnum):
    ACCRUED = "accrued"
    PAYABLE = "payable"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One line of a partner's statement. `number` counts the lines of one item of a deal from 1; together they are its key.

    `base` is in the deal's currency, `amount` in the partner's. `earned_on` is a day in the program's zone, and says to which
    period the line belongs. `corrects` is the line that this one takes back or corrects.
    """

    id: str
    partner_id: str
    registration_id: str
    item: str
    number: int
    kind: LineKind
    policy_version: str
    base: Money
    percent: Decimal | None
    amount: Money
    steps: tuple[Step, ...]
    earned_on: date
    booked_at: datetime
    corrects: str | None = None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that the line rests on, each once, in the order of its steps."""
        return tuple(dict.fromkeys(step.clause for step in self.steps if step.clause))


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """From when on a line is payable: the first day in the program's zone. Of several, the earliest counts."""

    line_id: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line as it stands: from when on it is payable (None: not known yet), since when it is paid, and whether it is disputed."""

    line: StatementLine
    due_on: date | None = None
    paid_at: datetime | None = None
    disputed: bool = False

    def state(self, today: date) -> LineState:
        """Where it stands on a day in the program's zone. A margin counts as paid: the partner kept it when buying."""
        if self.paid_at is not None or (self.line.kind is LineKind.MARGIN and self.due_on is not None and self.due_on <= today):
            return LineState.PAID
        return LineState.PAYABLE if self.due_on is not None and self.due_on <= today else LineState.ACCRUED


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A line to be booked, before it has its name. `due_on` as the item's."""

    item: str
    number: int
    kind: LineKind
    base: Money
    percent: Decimal | None
    amount: Money
    steps: tuple[Step, ...]
    on: date
    due_on: date | None
    corrects: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What is to be added to the ledger: lines, and from when on lines that are there already are payable."""

    drafts: tuple[Draft, ...]
    dues: tuple[Due, ...]


def differences(entitlements: Sequence[Entitlement], booked: Sequence[Entry], *, today: date) -> Booking:
    """What is missing so that of each item exactly what is due is booked, and payable when it is; nothing when nothing changed.

    `booked` are the deal's own lines. Items that are due no more are taken back. ValueError when an item's currency changed.
    """
    entries: dict[str, list[Entry]] = {}
    for entry in sorted(booked, key=lambda entry: entry.line.number):
        if not entry.line.item.startswith(ADJUSTMENTS):
            entries.setdefault(entry.line.item, []).append(entry)
    drafts = (*_missing(entitlements, entries, today), *_void(entitlements, entries, today))
    return Booking(drafts=drafts, dues=tuple(_falling_due(entitlements, entries)))


def _missing(entitlements: Sequence[Entitlement], entries: dict[str, list[Entry]], today: date) -> Iterator[Draft]:
    """What each item still lacks. A deal's first correction names the line of its commission."""
    commission = entries.get("commission", [])
    for entitled in entitlements:
        known = entries.get(entitled.item, [])
        amount, steps = entitled.amount, entitled.steps
        if known:
            before = _sum(known)
            amount = amount + Money(amount=-before.amount, currency=before.currency)
            steps = (*steps, Step(kind=StepKind.BEFORE, money=before))
        if not amount.amount:
            continue
        corrected = known[-1:] or (commission[:1] if entitled.kind in (LineKind.CLAWBACK, LineKind.TRUE_UP) else [])
        yield Draft(
            item=entitled.item,
            number=len(known) + 1,
            kind=_correction(amount) if known else entitled.kind,
            base=entitled.base,
            percent=entitled.percent,
            amount=amount,
            steps=steps,
            on=today if known else entitled.on,
            due_on=_later(entitled.due_on, today) if known else entitled.due_on,
            corrects=corrected[0].line.id if corrected else None,
        )


def _void(entitlements: Sequence[Entitlement], entries: dict[str, list[Entry]], today: date) -> Iterator[Draft]:
    """Takes back what is booked for items that nothing is due for; payable when what it takes back is."""
    due = {entitled.item for entitled in entitlements}
    for item, known in entries.items():
        before = _sum(known)
        if item in due or not before.amount:
            continue
        amount = Money(amount=-before.amount, currency=before.currency)
        last = known[-1].line
        yield Draft(
            item=item,
            number=len(known) + 1,
            kind=_correction(amount),
            base=last.base,
            percent=last.percent,
            amount=amount,
            steps=(Step(kind=StepKind.VOID), Step(kind=StepKind.BEFORE, money=before)),
            on=today,
            due_on=_later(min((entry.due_on for entry in known if entry.due_on), default=None), today),
            corrects=last.id,
        )


def _falling_due(entitlements: Sequence[Entitlement], entries: dict[str, list[Entry]]) -> Iterator[Due]:
    """The booked lines whose day is known now, or is earlier than it was known."""
    for entitled in entitlements:
        for entry in entries.get(entitled.item, []):
            on = _later(entitled.due_on, entry.line.earned_on)
            if on is not None and (entry.due_on is None or on < entry.due_on):
                yield Due(line_id=entry.line.id, on=on)


def _sum(entries: Sequence[Entry]) -> Money:
    total = entries[0].line.amount
    for entry in entries[1:]:
        total = total + entry.line.amount
    return total


def _correction(amount: Money) -> LineKind:
    return LineKind.CLAWBACK if amount.amount < 0 else LineKind.TRUE_UP


def _later(one: date | None, other: date) -> date | None:
    return max(one, other) if one else None
