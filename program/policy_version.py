"""One version of the policy, read rule by rule: its figures, the number of its clause, and its words with the figures filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from program.partners import PartnerKind, Tier
from program.policy import (
    AccessRules,
    Clause,
    CommissionRules,
    Detail,
    Ground,
    KindRules,
    NextStep,
    Pay,
    Policy,
    ProtectionRules,
    ProtectionScope,
    Rates,
    RateTable,
    RegistrationRules,
    Shares,
)
from program.policy_branding_reading import read_branding
from program.policy_conflicts import ConflictReading
from program.policy_earning_reading import EarningReading
from program.policy_nudges_reading import read_nudges
from program.policy_pricing_reading import PricingReading
from program.policy_support_reading import read_support
from program.policy_table import LARGEST_AMOUNT, Guidance, Table, nearest
from program.policy_tiers import TierReading

LANGUAGES: Final = ("en", "de")

#: What the field recommends (a value outside needs a reason).
_PROTECTED_DAYS: Final = Guidance(low=Decimal(30), high=Decimal(90))
_COMMISSION: Final = {
    RateTable.REFERRAL: Guidance(low=Decimal(15), high=Decimal(30)),
    RateTable.RESELLER: Guidance(low=Decimal(20), high=Decimal(40)),
}
_REVENUE_SHARE: Final = Guidance(low=Decimal(10), high=Decimal(25))
_MDF: Final = Guidance(low=Decimal(3), high=Decimal(5))

#: What no program means: beyond these a value is a slip.
_DAYS: Final = (1, 3650)
_LONGEST_CLAUSE: Final = 600

_OPTIONAL_DETAILS: Final = tuple(d for d in Detail if d not in (Detail.COMPANY, Detail.CONTACT, Detail.CLOSE_DATE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the file says of the program as a whole."""

    name: str
    vendor: str
    currency: str
    zone: str
    languages: tuple[str, ...]


class VersionReading:
    """Reads a version's table; the clauses met on the way are kept, each number once."""

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self._clauses: dict[str, Clause] = {}
        self._grounds: dict[Ground, str] = {}

    def read(self, version: Table, *, id: str, effective: date) -> Policy:
        registration = self._registration(version.table("registration"))
        protection = self._protection(version.table("protection"))
        conflicts = ConflictReading(self._ends, self._heading.currency)
        routing = conflicts.routing(version.table("routing"))
        overlap = conflicts.overlap(version.table("overlap"))
        review = conflicts.review(version.table("review"))
        kinds = self._kinds(version.table("kinds"))
        commission_section = version.table("commission")
        commission = self._commission(commission_section)
        earning = EarningReading(self._ends, self._heading.currency).read(version, commission_section)
        commission_section.close()
        revenue_share = self._shares(version.table("revenue_share"), _REVENUE_SHARE)
        mdf = self._shares(version.table("mdf"), _MDF)
        tiers = TierReading(self._ends, self._heading.currency).tiers(version.table("tiers"))
        prices = PricingReading(self._ends, self._heading.currency)
        pricing = prices.pricing(version.table("pricing"))
        economics = prices.economics(version.table("economics"))
        branding = read_branding(version.table("co_branding"), self._ends)
        support = read_support(version.table("support"), self._ends)
        nudges = read_nudges(version.table("nudges"), self._ends)
        access = self._access(version.table("invitations"), version.table("links"))
        version.close()
        in_order = sorted(self._clauses, key=lambda number: [int(part) for part in number.split(".")])
        return Policy(
            version=id,
            effective=effective,
            clauses=MappingProxyType({number: self._clauses[number] for number in in_order}),
            grounds=MappingProxyType(self._grounds),
            registration=registration,
            protection=protection,
            routing=routing,
            overlap=overlap,
            review=review,
            kinds=kinds,
            commission=commission,
            earning=earning,
            revenue_share=revenue_share,
            mdf=mdf,
            tiers=tiers,
            pricing=pricing,
            economics=economics,
            branding=branding,
            support=support,
            nudges=nudges,
            access=access,
        )

    # ── a rule and its words ─────────────────────────────────────────────────────────────────────────────────────────
    def _ends(self, rule: Table, ground: Ground | None = None) -> str:
        """The number of the rule's clause, once its figures are read: takes down its words, and closes it."""
        number = rule.text("clause", pattern=r"[1-9][0-9]?(\.[1-9][0-9]?){1,2}")
        texts = rule.table("text")
        words = {}
        for language in LANGUAGES:
            text = texts.text(language, longest=_LONGEST_CLAUSE, optional=language not in self._heading.languages)
            words[language] = self._filled(rule, texts, language, text)
        texts.close()
        if number in self._clauses:
            rule.problems.add(rule.placed("clause"), "policy.clause.twice", value=number)
        elif re.fullmatch(r"[0-9.]+", number):
            said = {language: words[language] for language in self._heading.languages}
            self._clauses[number] = Clause(id=number, text=MappingProxyType(said))
        if ground is not None:
            self._grounds[ground] = number
        rule.close()
        return number

    def _filled(self, rule: Table, texts: Table, language: str, text: str) -> str:
        """The words with {figures} of the rule (and {vendor}, {currency}) put in as the language writes them."""
        known = {name: _written(figure, language) for name, figure in rule.figures.items()}
        known |= rule.names | {"vendor": self._heading.vendor, "currency": self._heading.currency}

        def fill(match: re.Match[str]) -> str:
            if match[1] not in known:
                fields = {"value": match[1], "known": ", ".join(sorted(known)), "nearest": nearest(match[1], known)}
                texts.problems.add(texts.placed(language), "policy.text.figure", **fields)
            return known.get(match[1], "")

        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)):
            texts.problems.add(texts.placed(language), "policy.text.brace")
        return re.sub(r"\{([^{}]*)\}", fill, text)

    # ── the sections ─────────────────────────────────────────────────────────────────────────────────────────────────
    def _registration(self, section: Table) -> RegistrationRules:
        information = section.table("required_information")
        required = information.codes("required", tuple(Detail))
        if Detail.COMPANY not in required and "required" in information.keys:
            information.problems.add(information.placed("required"), "policy.value.lacks", value=Detail.COMPANY)
        self._ends(information, Ground.REQUIRED_INFORMATION)
        close_date = section.table("close_date")
        months = close_date.whole("max_months_ahead", 1, 120)
        self._ends(close_date, Ground.CLOSE_DATE_LIMIT)
        amount = section.table("amount")
        maximum = amount.money("maximum", self._heading.currency, low=1, high=LARGEST_AMOUNT)
        self._ends(amount, Ground.AMOUNT_LIMIT)
        at_once = section.table("decided_at_once")
        enabled = at_once.yes("enabled")
        self._ends(at_once, Ground.DECIDED_AT_ONCE)
        for ground in (Ground.AMENDMENT, Ground.CLOSING, Ground.RENEWAL, Ground.ON_BEHALF):
            self._ends(section.table(ground.removeprefix("registration.")), ground)
        section.close()
        return RegistrationRules(required=required, max_months_ahead=months, max_amount=maximum, decided_at_once=enabled)

    def _protection(self, section: Table) -> ProtectionRules:
        self._ends(section.table("first_registered_wins"), Ground.FIRST_REGISTERED_WINS)
        period = section.table("period")
        days = period.whole("days", *_DAYS, guidance=_PROTECTED_DAYS)
        self._ends(period, Ground.PROTECTED_PERIOD)
        extension = section.table("extension")
        extension_days = extension.whole("days", *_DAYS)
        times = extension.whole("times", 0, 12)
        self._ends(extension, Ground.EXTENSION)
        cool_down = section.table("cool_down")
        cool_down_days = cool_down.whole("days", 0, _DAYS[1])
        self._ends(cool_down, Ground.COOL_DOWN)
        cap = section.table("open_cap")
        max_open = cap.whole("registrations", 1, 100_000)
        self._ends(cap, Ground.OPEN_CAP)
        scope_rule = section.table("scope")
        scope = scope_rule.code("protects", tuple(ProtectionScope))
        self._ends(scope_rule, Ground.SCOPE)
        self._ends(section.table("price"), Ground.PRICE)
        section.close()
        return ProtectionRules(
            days=days,
            extension_days=extension_days,
            extensions=times,
            cool_down_days=cool_down_days,
            max_open=max_open,
            scope=scope,
        )

    def _kinds(self, section: Table) -> Mapping[PartnerKind, KindRules]:
        kinds = {kind: self._kind(section.table(kind), kind) for kind in PartnerKind}
        section.close()
        return MappingProxyType(kinds)

    def _kind(self, rule: Table, kind: PartnerKind) -> KindRules:
        offers = rule.codes("offers", _OPTIONAL_DETAILS)
        pays = rule.code("pays", tuple(Pay))
        rates = rule.optional_code("rates", tuple(RateTable))
        if rule.placed("pays").value == pays and (rates is None) != (pays is Pay.REVENUE_SHARE):
            code = "policy.kind.rates_missing" if rates is None else "policy.kind.rates_unused"
            rule.problems.add(rule.placed("pays" if rates is None else "rates"), code, pays=pays)
        after = rule.code("after_approval", tuple(NextStep))
        clause = self._ends(rule)
        return KindRules(kind=kind, clause=clause, offers=offers, pays=pays, rates=rates, after_approval=after)

    def _commission(self, section: Table) -> CommissionRules:
        rates = {table: self._rates(section.table(table), _COMMISSION[table]) for table in RateTable}
        on_top = section.table("complex")
        points = on_top.percent("points")
        on_top_clause = self._ends(on_top)
        renewal = section.table("renewal")
        share = renewal.percent("share")
        renewal_clause = self._ends(renewal)
        return CommissionRules(
            rates=MappingProxyType(rates),
            complex_points=points,
            complex_clause=on_top_clause,
            renewal_share=share,
            renewal_clause=renewal_clause,
        )

    def _rates(self, rule: Table, guidance: Guidance) -> Rates:
        by_tier = _by_tier(rule, guidance)
        cap = rule.percent("cap", guidance=guidance)
        for tier, rate in by_tier.items():
            if "cap" in rule.figures and rate > cap:
                rule.problems.add(rule.placed(tier), "policy.rate.above_cap", value=str(rate), cap=str(cap))
        return Rates(clause=self._ends(rule), by_tier=by_tier, cap=cap)

    def _shares(self, rule: Table, guidance: Guidance) -> Shares:
        by_tier = _by_tier(rule, guidance)
        return Shares(clause=self._ends(rule), by_tier=by_tier)

    def _access(self, invitations: Table, links: Table) -> AccessRules:
        code = invitations.table("code")
        hours = code.whole("valid_hours", 1, 720)
        self._ends(code, Ground.INVITATION)
        invitations.close()
        attempts = links.table("attempts")
        per_hour = attempts.whole("per_hour", 1, 100)
        self._ends(attempts, Ground.LINK_ATTEMPTS)
        self._ends(links.table("unlinking"), Ground.UNLINKING)
        links.close()
        return AccessRules(code_hours=hours, attempts_per_hour=per_hour)


def _by_tier(rule: Table, guidance: Guidance) -> Mapping[Tier, Decimal]:
    return MappingProxyType({tier: rule.percent(tier, guidance=guidance) for tier in Tier})


def _written(figure: Decimal, language: str) -> str:
    """The number with thousands marked, as the language writes it: 100,000,000 and 2.5, 100.000.000 and 2,5."""
    text = f"{figure:,f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text
