"""A deal's money is settled whenever something about it changed: what is due by now is reckoned, and the difference is booked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from handlers.ports import CatalogueProduct, Work
from handlers.ports_ledger import Deal
from program.earning import Sale, Sold
from program.ledger import Booking, Draft, Due, StatementLine, differences
from program.partners import leading_kind
from program.periods import local_date
from program.reckoning import Reckoned, Terms, reckon
from program.registrations import Registration, Status
from program.tier_history import last_promotion, tier_at

#: Deals whose money is in memory at a time.
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was booked, and the exchange rates (currency, month) that some of it still waits for."""

    lines: tuple[StatementLine, ...] = ()
    missing: frozenset[tuple[str, date]] = frozenset()


def settle(work: Work, registration_ids: Sequence[str]) -> Settled:
    """Books what is missing for these deals as they are stored; nothing where everything is booked.

    Raises Stale when another turn books for one of them at the same time.
    """
    lines: list[StatementLine] = []
    dues: list[Due] = []
    missing: set[tuple[str, date]] = set()
    deals = tuple(_kept(work, deal) for deal in work.books.deals(registration_ids))
    work.books.keep([new for deal, new in deals if new is not None])
    for deal, _ in deals:
        reckoned = reckoned_for(work, deal)
        missing |= reckoned.missing
        booking = differences(reckoned.entitlements, deal.entries, today=today_of(work))
        booked, due = _named(work, deal, booking)
        lines += booked
        dues += due
    if lines or dues:
        work.books.book(lines, dues)
    return Settled(lines=tuple(lines), missing=frozenset(missing))


def settle_all(work: Work, registration_ids: Iterable[str]) -> Settled:
    """The same for any number of deals, some at a time. Raises Stale."""
    ordered = sorted(set(registration_ids))
    lines: list[StatementLine] = []
    missing: frozenset[tuple[str, date]] = frozenset()
    for start in range(0, len(ordered), _AT_ONCE):
        settled = settle(work, ordered[start : start + _AT_ONCE])
        lines += settled.lines
        missing |= settled.missing
    return Settled(lines=tuple(lines), missing=missing)


def today_of(work: Work) -> date:
    """The day in the program's zone: the ledger's days are of that zone."""
    return local_date(work.at, work.program.zone)


def reckoned_for(work: Work, deal: Deal) -> Reckoned:
    """What is due for the deal by now; nothing unless it is won with a value."""
    if deal.sale is None:
        return Reckoned(entitlements=())
    return reckon(deal.sale, deal.facts, terms_of(work, deal))


def _kept(work: Work, deal: Deal) -> tuple[Deal, Sale | None]:
    """The deal with its sale, and the sale where it is new."""
    new = sale_of(work, deal) if deal.sale is None else None
    return (replace(deal, sale=new), new) if new else (deal, None)


def terms_of(work: Work, deal: Deal) -> Terms:
    return Terms(
        policy=work.program.version(deal.registration.policy_version),
        exchange=work.books.exchange(),
        tier_at=partial(tier_at, deal.history, own=deal.partner.tier),
        zone=work.program.zone,
        today=today_of(work),
    )


def sale_of(work: Work, deal: Deal) -> Sale | None:
    """The deal as it is won now, as far as money goes; None unless it is won with a value."""
    registration, partner = deal.registration, deal.partner
    closing = registration.closing
    if registration.status is not Status.WON or closing is None or closing.amount is None:
        return None
    booked = {entry.line.amount.currency for entry in deal.entries}
    return Sale(
        registration_id=registration.id,
        partner_id=partner.id,
        kind=leading_kind(partner.kinds),
        tier=tier_at(deal.history, closing.at, own=partner.tier),
        # What is booked stays in its currency, even if the partner is paid in another one from now on.
        currency=next(iter(booked), partner.currency),
        won_at=closing.at,
        won_on=local_date(closing.at, work.program.zone),
        value=closing.amount,
        products=sold(_products(registration), work.catalogue.products()),
        industry=registration.opportunity.industry,
        renewal=registration.renews is not None,
        rewarded=_is_rewarded(work, deal, closing.at),
        sourced=registration.split.sourced if registration.split else None,
        partner_percent=registration.split.partner_percent if registration.split else 100,
    )


def _is_rewarded(work: Work, deal: Deal, at: datetime) -> bool:
    """Whether the win falls into the days that a promotion to a higher tier rewards."""
    promoted, days = last_promotion(deal.history, at), work.program.version(deal.registration.policy_version).tiers.reward.days
    if promoted is None:
        return False
    zone = work.program.zone
    return local_date(at, zone) <= local_date(promoted, zone) + timedelta(days=days)


def sold(names: Iterable[str], catalogue: Sequence[CatalogueProduct]) -> tuple[Sold, ...]:
    """The products of these names as the catalogue marks them; a name that it does not have is a simple product of its own."""
    known = {product.name: product for product in catalogue}
    return tuple(
        Sold(
            name=name,
            family=known[name].family if name in known else name,
            is_complex=name in known and known[name].is_complex,
        )
        for name in names
    )


def _products(registration: Registration) -> tuple[str, ...]:
    """What was sold: as the deal was closed, else as it was registered."""
    closing, product = registration.closing, registration.opportunity.product
    if closing is not None and closing.products:
        return closing.products
    return (product,) if product else ()


def _named(work: Work, deal: Deal, booking: Booking) -> tuple[list[StatementLine], list[Due]]:
    lines = [_line(work, deal, draft) for draft in booking.drafts]
    dues = [Due(line_id=line.id, on=draft.due_on) for line, draft in zip(lines, booking.drafts, strict=True) if draft.due_on]
    return lines, [*booking.dues, *dues]


def _line(work: Work, deal: Deal, draft: Draft) -> StatementLine:
    return StatementLine(
        id=work.ids.line(),
        partner_id=deal.partner.id,
        registration_id=deal.registration.id,
        item=draft.item,
        number=draft.number,
        kind=draft.kind,
        policy_version=deal.registration.policy_version,
        base=draft.base,
        percent=draft.percent,
        amount=draft.amount,
        steps=draft.steps,
        earned_on=draft.on,
        booked_at=work.at,
        corrects=draft.corrects,
    )
