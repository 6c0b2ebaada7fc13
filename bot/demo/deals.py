"""Two years of deals for every partner: the cases that somebody will look at, and all the others, which make the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from bot.demo.cases import CASES, Case
from bot.demo.catalogue import PRODUCTS
from bot.demo.companies import Company, company_in, company_named, contact_at
from bot.demo.history import Deal, Move, Step
from bot.demo.partners import PARTNERS
from bot.demo.sequence import Rolls, fixed_id
from program.money import Money
from program.partners import Member, Partner, Tier
from program.periods import local_date, start_of_day
from program.registrations import Opportunity

_YEARS: Final = 730
#: The last one lies at least so many days back: every usual deal has been decided.
_LAST: Final = 5
#: How many deals a partner of the tier has registered in that time, and what they are worth in thousands of euros: from, to, and a
#: won one at least, so that the tier is earned.
_VOLUME: Final = {
    Tier.REGISTERED: (3, 8, 20, 8),
    Tier.BRONZE: (7, 10, 40, 10),
    Tier.SILVER: (10, 24, 64, 51),
    Tier.GOLD: (12, 70, 140, 103),
    Tier.PLATINUM: (14, 150, 320, 255),
}
#: What a euro is in the currency, roughly: enough for an invented amount.
_WORTH: Final = {"EUR": 1, "CHF": 1, "GBP": 1, "USD": 1, "PLN": 4, "DKK": 7, "SEK": 10, "CZK": 25}
_FAMILIES: Final = {product.name: product.family for product in PRODUCTS}
#: Partners whose deals are all cases.
_CAST: Final = frozenset({"nordwind", "alpenblick", "hafenwerk"})

_DECLINED_BECAUSE: Final = (
    "Our own team has been in talks about this project for some months.",
    "The project was tendered before this registration, and we are in the tender ourselves.",
)
_LOOK: Final = timedelta(days=1, hours=3)


def case_deals(people: Mapping[str, Member], partners: Mapping[str, Partner], at: datetime) -> list[Deal]:
    """The cases as deals, counted back from the instant."""
    return [
        _case_deal(case, people[case.who], partners[people[case.who].partner_id or ""], at, place)
        for place, case in enumerate(CASES)
    ]


def _case_deal(case: Case, member: Member, partner: Partner, at: datetime, place: int) -> Deal:
    rolls = Rolls(7_000 + place)
    company = company_named(case.company, case.country, employees=case.employees)
    today = local_date(at, partner.zone)
    return Deal(
        id=_case_id(case),
        member=member,
        renews=next((_case_id(other) for other in CASES if other.company == case.renews and other is not case), None),
        registered_at=_moment(at, case.days_ago, partner.zone, rolls),
        sale=Opportunity(
            company=company.name,
            # A group's domain is not the company's alone, and these two are known by their names.
            domain=company.domain if case.company != "Siemens AG" else None,
            contact=contact_at(company, rolls),
            close_date=today + timedelta(days=case.closes_in),
            amount=Money(amount=Decimal(case.amount), currency=case.currency or partner.currency) if case.amount else None,
            product=case.product,
            family=_FAMILIES[case.product] if case.product else None,
            country=case.country,
            employees=case.employees,
            vendor_engaged=case.engaged,
        ),
        then=case.then,
    )


def _case_id(case: Case) -> str:
    return fixed_id("R-", f"{case.who}/{case.company}/{case.days_ago}")


def usual_deals(people: Mapping[str, Member], names: Iterator[tuple[str, int]], at: datetime) -> list[Deal]:
    """Every other partner's deals over two years."""
    rolls = Rolls(20)
    found: list[Deal] = []
    known: list[Company] = []
    for partner in PARTNERS:
        if partner.id in _CAST:
            continue
        team = [member for member in people.values() if member.partner_id == partner.id]
        count, *_ = _VOLUME[partner.tier]
        for place in range(count):
            again = known and rolls.below(9) == 0
            company = rolls.pick(known[-40:]) if again else company_in(partner.country, next(names), rolls)
            if not again:
                known.append(company)
            days_ago = _LAST + ((count - 1 - place) * (_YEARS - 10) + rolls.below(_YEARS - 50)) // count
            found.append(_usual_deal(partner, rolls.pick(team), company, days_ago, place, at, rolls))
    return found


def _usual_deal(partner: Partner, member: Member, company: Company, days_ago: int, place: int, at: datetime, rolls: Rolls) -> Deal:
    _, least, most, won_least = _VOLUME[partner.tier]
    product = rolls.pick(PRODUCTS) if rolls.below(6) else None
    ends = _ending(partner, place, rolls)
    is_won = any(step.move is Move.WIN for step in ends)
    thousands = max(least + rolls.below(most - least), won_least if is_won else 0)
    amount = _money(thousands * 1000 * _WORTH[partner.currency], partner) if is_won or rolls.below(8) else None
    weekday = (local_date(at, partner.zone) - timedelta(days=days_ago)).weekday()
    days_ago += max(0, weekday - 4)
    moment = _moment(at, days_ago, partner.zone, rolls)
    return Deal(
        id=fixed_id("R-", f"{member.email}/{place}"),
        member=member,
        registered_at=moment,
        sale=Opportunity(
            company=company.name,
            domain=company.domain,
            contact=contact_at(company, rolls),
            close_date=local_date(moment, partner.zone) + timedelta(days=30 + rolls.below(120)),
            amount=amount,
            product=product.name if product else None,
            family=product.family if product else None,
            country=company.country,
            industry=company.industry,
            employees=company.employees,
            vendor_engaged=rolls.below(14) == 0 or None,
        ),
        then=(_look(rolls), *ends),
    )


def _look(rolls: Rolls) -> Step:
    """What a person decides the day after, where a rule did not."""
    refused = rolls.below(3) == 0
    return (
        Step(after=_LOOK, move=Move.DECLINE, words=rolls.pick(_DECLINED_BECAUSE))
        if refused
        else Step(after=_LOOK, move=Move.APPROVE)
    )


def _ending(partner: Partner, place: int, rolls: Rolls) -> tuple[Step, ...]:
    """How the deal goes on: of five, two are won (none by a partner that is only Registered), one is lost, two take their time."""
    after = timedelta(days=20 + rolls.below(60), hours=2)
    if place % 5 in (1, 3):
        move = Move.LOSE if partner.tier is Tier.REGISTERED else Move.WIN
    elif place % 5 == 2:
        move = Move.WITHDRAW if rolls.below(3) == 0 else Move.LOSE
    else:
        return ()
    return (Step(after=after, move=move),)


def _moment(at: datetime, days_ago: int, zone: str, rolls: Rolls) -> datetime:
    """Within the working hours of a day so long ago, in the zone."""
    midnight = start_of_day(local_date(at, zone) - timedelta(days=days_ago), zone).astimezone(ZoneInfo(zone))
    local = midnight.replace(hour=8 + rolls.below(9), minute=rolls.below(60), second=rolls.below(60))
    return local.astimezone(UTC)


def _money(amount: int, partner: Partner) -> Money:
    return Money(amount=Decimal(amount), currency=partner.currency)
