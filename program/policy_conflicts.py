"""The rules on conflicts of a version of the policy: who decides, what is weighed, how a deal is shared, and how quickly."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Final, Protocol

from program.money import Money
from program.partners import Role
from program.policy import Criterion, Ground, OverlapRules, ReviewRules, RoutingRules
from program.policy_table import LARGEST_AMOUNT, Guidance, Table

_DECIDERS: Final = (Role.PARTNER_MANAGER, Role.CHANNEL_ADMIN)
_ROUTED: Final = tuple(ground for ground in Ground if ground.startswith("routing."))
_PARTNER_SOURCED: Final = Guidance(low=Decimal(70), high=Decimal(70))
_DIRECT_SOURCED: Final = Guidance(low=Decimal(30), high=Decimal(30))
_MOST_DAYS: Final = 60
_LARGEST_COMPANY: Final = 10_000_000


class Ends(Protocol):
    """Takes down the words of a rule whose figures are read, closes it, and gives the number of its clause."""

    def __call__(self, rule: Table, ground: Ground | None = None) -> str: ...


class ConflictReading:
    """Reads the sections `routing`, `overlap` and `review`."""

    def __init__(self, ends: Ends, currency: str) -> None:
        self._ends = ends
        self._currency = currency

    def routing(self, section: Table) -> RoutingRules:
        deciders = {}
        employees, amount = 0, Money(amount=Decimal(0), currency=self._currency)
        countries: frozenset[str] = frozenset()
        industries: frozenset[str] = frozenset()
        for ground in _ROUTED:
            rule = section.table(ground.removeprefix("routing."))
            deciders[ground] = rule.code("goes_to", _DECIDERS)
            if ground is Ground.DIRECT_OR_PARTNER:
                employees = rule.whole("direct_from_employees", 0, _LARGEST_COMPANY)
                amount = rule.money("direct_from_amount", self._currency, low=0, high=LARGEST_AMOUNT)
                countries = rule.words("direct_countries", pattern="[A-Z]{2}")
                industries = rule.words("direct_industries", pattern=r"\S.{0,78}\S")
            self._ends(rule, ground)
        section.close()
        return RoutingRules(
            deciders=MappingProxyType(deciders),
            direct_from_employees=employees or None,
            direct_from_amount=amount if amount.amount else None,
            direct_countries=countries,
            direct_industries=frozenset(industry.casefold() for industry in industries),
        )

    def overlap(self, section: Table) -> OverlapRules:
        criteria = section.table("criteria")
        weights = {criterion: criteria.whole(criterion, 0, 100) for criterion in Criterion}
        margin = criteria.whole("margin", 0, 100)
        if set(criteria.keys) >= set(Criterion) and sum(weights.values()) != 100:
            criteria.problems.add(criteria.node, "policy.overlap.weights", value=str(sum(weights.values())))
        self._ends(criteria, Ground.CRITERIA)
        split = section.table("split")
        partner_sourced = split.whole("partner_sourced", 0, 100, guidance=_PARTNER_SOURCED)
        direct_sourced = split.whole("direct_sourced", 0, 100, guidance=_DIRECT_SOURCED)
        self._ends(split, Ground.SPLIT)
        appeal = section.table("appeal")
        appeal_days = appeal.whole("days", 0, 365)
        self._ends(appeal, Ground.APPEAL)
        conflict = section.table("channel_conflict")
        tells, shows = conflict.yes("tells_partner"), conflict.yes("shows_partner")
        self._ends(conflict, Ground.CHANNEL_CONFLICT)
        section.close()
        return OverlapRules(
            weights=MappingProxyType(weights),
            margin=margin,
            partner_sourced=partner_sourced,
            direct_sourced=direct_sourced,
            appeal_days=appeal_days,
            tells_partner=tells,
            shows_partner=shows,
        )

    def review(self, section: Table) -> ReviewRules:
        decision = section.table("decision")
        days = decision.whole("business_days", 1, _MOST_DAYS)
        self._ends(decision, Ground.DECISION_TIME)
        escalation = section.table("escalation")
        remind = escalation.whole("remind_after", 1, _MOST_DAYS)
        hand_over = escalation.whole("hand_over_after", 1, _MOST_DAYS)
        self._ends(escalation, Ground.ESCALATION)
        section.close()
        return ReviewRules(business_days=days, remind_after=remind, hand_over_after=hand_over)
