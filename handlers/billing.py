"""What billing says of won deals is taken in whole or not at all, and the deals that it concerns are settled in the same turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from handlers.ports import Work
from handlers.settling import settle_all
from program.billing import BillingFact, FactKind
from program.periods import Period, months_after, start_of_day
from program.registrations import Registration, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedFact:
    """A fact as a line of a file or an event of a delivery says it; `place` is its number there."""

    place: int
    fact: BillingFact


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedRate:
    """Units of the program's currency for one unit of another, in the month of its first day."""

    place: int
    currency: str
    month: date
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why what stands at the place cannot be taken in: a stable code, and what its words need."""

    place: int
    code: str
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """How many were new, how many known, and how many lines were booked; with objections, nothing was written."""

    added: int = 0
    known: int = 0
    lines: int = 0
    objections: tuple[Objection, ...] = ()


def take_in(work: Work, claims: Sequence[ClaimedFact]) -> TakenIn:
    """Records what is new and settles its deals. What was said before in the same words changes nothing. Raises Stale."""
    facts = [claim.fact for claim in claims]
    deals = {deal.id: deal for deal in work.books.registrations({fact.registration_id for fact in facts})}
    recorded = work.books.recorded(facts)
    objections = tuple(_objections(claims, deals, recorded))
    if objections:
        return TakenIn(objections=objections)
    new = [fact for fact in facts if (fact.kind, fact.source) not in recorded]
    added = work.books.record(new)
    settled = settle_all(work, {fact.registration_id for fact in new})
    return TakenIn(added=added, known=len(claims) - added, lines=len(settled.lines))


def _objections(
    claims: Sequence[ClaimedFact], deals: Mapping[str, Registration], recorded: Mapping[tuple[FactKind, str], BillingFact]
) -> Iterator[Objection]:
    said: dict[tuple[FactKind, str], ClaimedFact] = {}
    for claim in claims:
        fact, key = claim.fact, (claim.fact.kind, claim.fact.source)
        earlier = said.setdefault(key, claim)
        if earlier.fact != fact:
            yield Objection(place=claim.place, code="billing.said_twice", fields={"place": str(earlier.place)})
        elif key in recorded:
            if recorded[key] != fact:
                yield Objection(place=claim.place, code="billing.contradicted")
        elif (found := _refused(claim, deals.get(fact.registration_id))) is not None:
            yield found


def _refused(claim: ClaimedFact, deal: Registration | None) -> Objection | None:
    amount = claim.fact.amount
    if deal is None:
        return Objection(place=claim.place, code="billing.deal_unknown")
    if deal.status is not Status.WON or deal.closing is None:
        return Objection(place=claim.place, code="billing.deal_not_won")
    if deal.closing.amount is None:
        return Objection(place=claim.place, code="billing.deal_without_value")
    if amount is not None and amount.currency != deal.closing.amount.currency:
        return Objection(place=claim.place, code="billing.other_currency", fields={"currency": deal.closing.amount.currency})
    return None


def take_in_rates(work: Work, claims: Sequence[ClaimedRate]) -> TakenIn:
    """Records the exchange rates that are new, for good, and settles what waited for them. Raises Stale."""
    objections = tuple(_objections_to_rates(work, claims))
    if objections:
        return TakenIn(objections=objections)
    known = work.books.exchange().rates
    new = {(claim.currency, claim.month): claim.rate for claim in claims if (claim.currency, claim.month) not in known}
    added = work.books.set_rates(new)
    settled = settle_all(work, waiting_for(work, new))
    return TakenIn(added=added, known=len(claims) - added, lines=len(settled.lines))


def waiting_for(work: Work, rates: Iterable[tuple[str, date]]) -> set[str]:
    """The ids of the deals that may have waited for the rates."""
    zone = work.program.zone
    found: set[str] = set()
    for currency, month in rates:
        period = Period(start=start_of_day(month, zone), end=start_of_day(months_after(month, 1), zone))
        found.update(work.books.touched_by(currency, period))
    return found


def _objections_to_rates(work: Work, claims: Sequence[ClaimedRate]) -> Iterator[Objection]:
    known = work.books.exchange().rates
    said: dict[tuple[str, date], ClaimedRate] = {}
    for claim in claims:
        key = (claim.currency, claim.month)
        earlier = said.setdefault(key, claim)
        if claim.currency == work.program.currency:
            yield Objection(place=claim.place, code="billing.own_currency")
        elif earlier.rate != claim.rate:
            yield Objection(place=claim.place, code="billing.rate_said_twice", fields={"place": str(earlier.place)})
        elif known.get(key, claim.rate) != claim.rate:
            yield Objection(place=claim.place, code="billing.rate_contradicted")
