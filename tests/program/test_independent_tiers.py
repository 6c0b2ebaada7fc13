"""Whatever a partner has and whatever the tiers ask, easy or hard: the tier is the one that counting by hand finds."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from program.money import Money
from program.policy import Policy
from program.policy_reading import read_policy
from program.tier_facts import Area, Certificate, FactKind, Facts, PartnerFact, WonDeal
from program.tiering import standing, tier_met
from tests.program.histories import SHIPPED, ZONE, changed
from tests.program.plain_money import in_twelve

DAY = date(2026, 3, 31)
#: The shipped criteria, faster ones, and ones that ask in another way.
CRITERIA: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    (("revenue = 50_000", "revenue = 20_000"), ("revenue = 200_000", "revenue = 60_000"), ("references = 2", "references = 1")),
    (('months = 12\ntext.en = """Revenue', 'months = 6\ntext.en = """Revenue'), ("certified_people = 3", "certified_people = 1")),
    (("closed_deals = 1", "closed_deals = 3"), ("dedicated_practice = true\n", ""), ("revenue = 500_000", "revenue = 210_000")),
)


def policies() -> list[tuple[Policy, dict[str, Any]]]:
    found = []
    for changes in CRITERIA:
        source = SHIPPED
        for old, new in changes:
            source = changed(source, old, new)
        source = source.replace("{references}", "").replace("{closed_deals}", "")  # words say what is asked no more
        found.append((read_policy(source).versions[0], tomllib.loads(source)["version"][0]["tiers"]))
    return found


POLICIES = policies()


def partner(random: Random) -> Facts:
    """Deals, certificates, references, a practice and a sponsor, some of them over and some not begun."""

    def span() -> tuple[date, date | None]:
        first = DAY + timedelta(days=random.randrange(-700, 60))
        return first, random.choice((None, first + timedelta(days=random.randrange(0, 800))))

    deals = tuple(
        WonDeal(
            id=f"R-{number}",
            company="Acme",
            at=datetime(2024, 12, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(500 * 24 * 60)),
            value=Money.from_minor(random.randrange(1, 12_000_000), "EUR"),
        )
        for number in range(random.randrange(8))
    )
    certificates = []
    for _ in range(random.randrange(9)):
        first, last = span()
        who = f"m{random.randrange(5)}"
        certificates.append(Certificate(partner_id="p", member_id=who, area=random.choice(tuple(Area)), first=first, last=last))
    recorded = []
    for number in range(random.randrange(8)):
        first, last = span()
        kind = random.choice(tuple(FactKind))
        recorded.append(PartnerFact(partner_id="p", kind=kind, name=f"n{number % 3}", first=first, last=last))
    return Facts(won=deals, certificates=tuple(certificates), recorded=tuple(recorded))


def by_hand(tiers: dict[str, Any], facts: Facts) -> str:
    """Tier after tier, from the figures of the file: who meets one and all below it holds it."""
    local = [(deal.at.astimezone(ZoneInfo(ZONE)).date(), deal.value) for deal in facts.won]
    since = in_twelve(DAY + timedelta(days=1), -tiers["revenue"]["months"])
    revenue = sum(value.minor for day, value in local if value and since <= day <= DAY)
    known: list[Certificate | PartnerFact] = [*facts.certificates, *facts.recorded]
    holds = [one for one in known if one.first <= DAY and not (one.last and one.last < DAY)]
    people = {
        area: {one.member_id for one in holds if isinstance(one, Certificate) and one.area == area}
        for area in ("sales", "technical")
    }
    names = {
        kind: {one.name for one in holds if isinstance(one, PartnerFact) and one.kind == kind}
        for kind in ("reference", "practice", "sponsor")
    }
    reached = "registered"
    for name in ("bronze", "silver", "gold", "platinum"):
        asks = tiers[name]
        met = (
            sum(day <= DAY for day, _ in local) >= asks.get("closed_deals", 0)
            and revenue >= asks.get("revenue", 0) * 100
            and len(people["sales"] | people["technical"]) >= asks.get("certified_people", 0)
            and len(people["sales"]) >= asks.get("sales_certified_people", 0)
            and len(people["technical"]) >= asks.get("technically_certified_people", 0)
            and len(names["reference"]) >= asks.get("references", 0)
            and (bool(names["practice"]) or not asks.get("dedicated_practice"))
            and (bool(names["sponsor"]) or not asks.get("executive_sponsor"))
        )
        if not met:
            return reached
        reached = name
    return reached


@pytest.mark.parametrize("criteria", range(len(CRITERIA)))
def test_five_hundred_partners_hold_the_tier_that_counting_by_hand_finds(criteria: int) -> None:
    policy, plain = POLICIES[criteria]
    found = set()
    for seed in range(500):
        facts = partner(Random(seed))
        tier = tier_met(standing(facts, policy=policy, day=DAY, zone=ZONE), policy)
        assert tier.value == by_hand(plain, facts), f"seed {seed}"
        found.add(tier.value)
    assert len(found) > 2, "the partners are too much alike to show anything"


def test_money_counts_to_the_cent() -> None:
    policy, plain = POLICIES[0]
    people = tuple(Certificate(partner_id="p", member_id=f"m{number}", area=Area.SALES, first=DAY, last=DAY) for number in range(3))
    for amount, tier in ((Decimal("49999.99"), "bronze"), (Decimal("50000.00"), "silver")):
        at = datetime(2026, 3, 1, tzinfo=UTC)
        won = (WonDeal(id="R-1", company="Acme", at=at, value=Money(amount=amount, currency="EUR")),)
        facts = Facts(won=won, certificates=people)
        assert tier_met(standing(facts, policy=policy, day=DAY, zone=ZONE), policy).value == by_hand(plain, facts) == tier
