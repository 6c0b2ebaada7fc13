"""What billing says of the demo's won deals, day by day: invoices, payments, a refund, customers who left, and monthly usage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from bot.demo.sequence import Rolls
from program.billing import BillingFact, FactKind
from program.money import Money
from program.partners import Partner, leading_kind
from program.periods import first_of_month, local_date, months_after, start_of_day
from program.policy import Pay, Program
from program.registrations import Registration, Status

#: Billing runs in the early morning, and settles what it says.
_MORNING: Final = timedelta(hours=4)
#: What stands out, by the customer: the part of the value that was refunded so many days after the win, the days after which the
#: customer left, and what was invoiced later on in the first year, in hundredths of the value.
_REFUNDED: Final = {"Dachsberg Brauerei GmbH": (40, 10)}
_LEFT: Final = {"Wachtelfeld Feinkost GmbH": 96}
_GREW: Final = {"Hagenstolz Schuhe GmbH": 14}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """At the instant, the deal is to be settled: with what billing said of it, or (None) because it was won or a day has come."""

    at: datetime
    registration_id: str
    fact: BillingFact | None = None


def heard(won: Sequence[Registration], partners: dict[str, Partner], program: Program, until: datetime) -> list[Heard]:
    """Everything up to the instant, in order."""
    found: list[Heard] = []
    for place, deal in enumerate(sorted(won, key=lambda deal: deal.id)):
        if deal.status is Status.WON and deal.closing is not None and deal.closing.amount is not None:
            story = _Story(deal, deal.closing.amount, deal.closing.at, program, Rolls(9_000 + place))
            policy = program.version(deal.policy_version)
            is_shared = policy.kinds[leading_kind(partners[deal.partner_id].kinds)].pays is Pay.REVENUE_SHARE
            found += story.of_usage(until) if is_shared else story.of_invoices(policy.earning.true_up.months)
    return sorted((one for one in found if one.at < until), key=lambda one: (one.at, one.registration_id))


class _Story:
    """What happens to one deal after it is won."""

    def __init__(self, deal: Registration, value: Money, won_at: datetime, program: Program, rolls: Rolls) -> None:
        self._deal = deal
        self._value = value
        self._won_at = won_at
        self._zone = program.zone
        self._won_on = local_date(won_at, program.zone)
        self._rolls = rolls
        self._number = 0

    def of_usage(self, until: datetime) -> Iterator[Heard]:
        """A twelfth of the value at first, and a little more from month to month; heard when the month is over."""
        yield self._won()
        month = first_of_month(self._won_on)
        units = int(self._value.amount) // 12
        while (after := months_after(month, 1)) <= local_date(until, self._zone):
            yield self._said(FactKind.USAGE, month, units, heard_on=after + timedelta(days=1))
            units += units * self._rolls.below(4) // 100
            month = after

    def of_invoices(self, months: int) -> Iterator[Heard]:
        """Two halves, each paid some weeks after its invoice; what stands out at some; and the true-up when its day has come."""
        yield self._won()
        company, value = self._deal.opportunity.company, int(self._value.amount)
        rest = value - value // 2
        for units, after in ((value // 2, 4), (rest, 65)):
            on = self._won_on + timedelta(days=after + self._rolls.below(9))
            yield self._said(FactKind.INVOICE, on, units)
            yield self._said(FactKind.PAYMENT, on + timedelta(days=12 + self._rolls.below(20)), units)
        if company in _REFUNDED:
            after, percent = _REFUNDED[company]
            yield self._said(FactKind.REFUND, self._won_on + timedelta(days=after), value * percent // 100)
        if company in _LEFT:
            yield self._said(FactKind.CHURN, self._won_on + timedelta(days=_LEFT[company]), None)
        more = _GREW.get(company, 8 * (self._rolls.below(5) == 0))
        if more:
            yield self._said(FactKind.INVOICE, self._won_on + timedelta(days=200), value * more // 100)
        yield Heard(at=self._morning(months_after(self._won_on, months)), registration_id=self._deal.id)

    def _won(self) -> Heard:
        return Heard(at=self._won_at, registration_id=self._deal.id)

    def _said(self, kind: FactKind, on: date, units: int | None, *, heard_on: date | None = None) -> Heard:
        self._number += 1
        amount = None if units is None else Money(amount=Decimal(units), currency=self._value.currency)
        source = f"{kind.value[:3].upper()}-{self._deal.id.removeprefix('R-')}-{self._number}"
        fact = BillingFact(source=source, kind=kind, registration_id=self._deal.id, on=on, amount=amount)
        return Heard(at=self._morning(heard_on or on + timedelta(days=1)), registration_id=self._deal.id, fact=fact)

    def _morning(self, day: date) -> datetime:
        return start_of_day(day, self._zone) + _MORNING
