"""What a tier gives, compared with the one that is held: rates of the partner's kinds, funds, support, access and previews."""

from __future__ import annotations

from decimal import Decimal

from handlers.clauses import clause_sources
from handlers.reply import Fact, Facts, Part, Table
from handlers.tier_state import PartnerTier
from handlers.wording import Words
from program.partners import Partner, Tier
from program.policy import Pay, Policy, RateTable
from program.tiering import TIERS, next_tier, rank


def benefit_parts(tier: PartnerTier, target: Tier | None, words: Words) -> tuple[Part, ...]:
    """The tier (None: the next one) beside the one that is held; of the one that is held itself, the next one beside it."""
    target = target or next_tier(tier.held) or tier.held
    if target is tier.held:
        target = next_tier(tier.held) or tier.held
    columns = sorted({tier.held, target}, key=rank)
    names = [words(f"tier.{one.value}") for one in columns]
    rows = [(label, *(row[one] for one in columns)) for label, row in _rows(tier.partner, tier.policy, words)]
    table = Table(
        caption=words("benefits.caption", tiers=words.all_of(names)),
        columns=(words("column.benefit"), *names),
        rows=tuple(rows),
        numeric=frozenset(range(1, len(columns) + 1)),
    )
    return (table, *_reward(tier, target, words), clause_sources(_clauses(tier.partner, tier.policy), tier.policy, words))


def rate_facts(partner: Partner, policy: Policy, tier: Tier, words: Words) -> tuple[tuple[Fact, ...], list[str]]:
    """What the partner earns of a deal at the tier, of complex products, of renewals and of usage; and the clauses of it all."""
    tables, commission = _rate_tables(partner, policy), policy.commission
    facts = [
        Fact(label=words(f"benefit.{table.value}"), value=_percent(commission.rates[table].by_tier[tier], words))
        for table in tables
    ]
    clauses = [commission.rates[table].clause for table in tables]
    if tables and commission.complex_points:
        facts.append(
            Fact(label=words("rates.complex"), value=words("explain.points", points=words.number(commission.complex_points)))
        )
        clauses.append(commission.complex_clause)
    if RateTable.RESELLER in tables and commission.renewal_share:
        share = words("rates.of_rate", percent=_percent(commission.renewal_share, words))
        facts.append(Fact(label=words("rates.renewal"), value=share))
        clauses.append(commission.renewal_clause)
    if any(policy.kinds[kind].pays is Pay.REVENUE_SHARE for kind in partner.kinds):
        facts.append(Fact(label=words("benefit.revenue_share"), value=_percent(policy.revenue_share.by_tier[tier], words)))
        clauses.append(policy.revenue_share.clause)
    return tuple(facts), clauses


def gains(tier: PartnerTier, before: Tier, after: Tier, words: Words) -> Facts:
    """What is better by a promotion, row by row."""
    better = [(label, row) for label, row in _rows(tier.partner, tier.policy, words) if row[before] != row[after]]
    return Facts(
        title=words("benefits.now", tier=words(f"tier.{after.value}")),
        facts=tuple(Fact(label=label, value=row[after], note=words("benefits.was", value=row[before])) for label, row in better),
    )


def reward_facts(tier: PartnerTier, words: Words) -> Facts:
    """What a promotion brings on top for a while; no facts where the policy gives nothing."""
    reward = tier.policy.tiers.reward
    facts = []
    if reward.points and reward.days:
        facts.append(Fact(label=words("reward.commission"), value=_on_top(reward.points, words), note=words("reward.won")))
    if reward.mdf_points and reward.days:
        facts.append(Fact(label=words("reward.mdf"), value=_on_top(reward.mdf_points, words)))
    if reward.recognition:
        facts.append(Fact(label=words("reward.recognition"), value=words("reward.if_you_like")))
    return Facts(title=words("reward.title", days=words.number(reward.days)), facts=tuple(facts))


def _reward(tier: PartnerTier, target: Tier, words: Words) -> tuple[Part, ...]:
    facts = reward_facts(tier, words)
    return (facts,) if facts.facts and rank(target) > rank(tier.held) else ()


def _rows(partner: Partner, policy: Policy, words: Words) -> list[tuple[str, dict[Tier, str]]]:
    """Each benefit by tier, those that better pay first."""
    benefits = policy.tiers.benefits
    rows = []
    for table in _rate_tables(partner, policy):
        rates = policy.commission.rates[table]
        rows.append((words(f"benefit.{table.value}"), {tier: _percent(rates.by_tier[tier], words) for tier in TIERS}))
    if any(policy.kinds[kind].pays is Pay.REVENUE_SHARE for kind in partner.kinds):
        shares = policy.revenue_share.by_tier
        rows.append((words("benefit.revenue_share"), {tier: _percent(shares[tier], words) for tier in TIERS}))
    rows.append((words("benefit.mdf"), {tier: _percent(policy.mdf.by_tier[tier], words) for tier in TIERS}))
    hours = benefits.support_hours
    rows.append((words("benefit.support"), {tier: words.count("benefit.hours", hours[tier]) for tier in TIERS}))
    for label, first in ((words("benefit.previews"), benefits.previews), (words("benefit.executives"), benefits.executive_access)):
        rows.append((label, {tier: words("word.yes") if rank(tier) >= rank(first) else "–" for tier in TIERS}))
    return rows


def _rate_tables(partner: Partner, policy: Policy) -> list[RateTable]:
    tables = {policy.kinds[kind].rates for kind in partner.kinds}
    return [table for table in RateTable if table in tables]


def _clauses(partner: Partner, policy: Policy) -> list[str]:
    rates = [policy.commission.rates[table].clause for table in _rate_tables(partner, policy)]
    shared = any(policy.kinds[kind].pays is Pay.REVENUE_SHARE for kind in partner.kinds)
    shares = [policy.revenue_share.clause] if shared else []
    return [*rates, *shares, policy.mdf.clause, policy.tiers.benefits.clause, policy.tiers.reward.clause]


def _percent(rate: Decimal, words: Words) -> str:
    return words("benefit.percent", n=words.number(rate))


def _on_top(points: Decimal, words: Words) -> str:
    return f"+{words.number(points)}"
