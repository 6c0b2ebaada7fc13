"""A partner's tier as it is shown: how far each requirement is met, the cheapest way on, when it will be, and what may be lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from handlers.clauses import clause_sources
from handlers.outcome import offer
from handlers.ports import Work
from handlers.reply import Choice, Fact, Facts, Part, Text, Tone
from handlers.reply import Progress as ProgressPart
from handlers.tier_state import PartnerTier
from handlers.wording import Words
from program.money import Money
from program.partners import Tier
from program.periods import Period, local_date, start_of_day
from program.tier_facts import OpenDeal
from program.tier_history import Cause, ends_on, next_review, override_at
from program.tier_path import PathStep, cheapest_path, forecast, next_loss
from program.tiering import Need, Progress, next_tier, rank, requirements_of

_THERE_OR_NOT: Final = (Need.DEDICATED_PRACTICE, Need.EXECUTIVE_SPONSOR)
#: Further away than these months nothing is said of what may be lost.
_AHEAD: Final = 6
#: So many deals are named one by one.
_NAMED: Final = 3


def progress_parts(work: Work, tier: PartnerTier, target: Tier | None, words: Words) -> tuple[Part, ...]:
    """How far the partner is from the tier (None: the next one), and the cheapest way there."""
    target = target or next_tier(tier.held) or tier.held
    asked = tier.figures.progress(requirements_of(target, tier.policy))
    missing = [one for one in asked if not one.is_met]
    met = [one for one in asked if one.is_met]
    clauses = [one.requirement.clause for one in missing] or [one.requirement.clause for one in met[-1:]]
    headline = Text(text=_headline(tier, target, len(met), len(asked), words), tone=Tone.TITLE)
    parts: list[Part] = [headline, *standing_parts(work, tier, words)]
    parts += [bar(tier, one, words) for one in missing]
    if met and missing:
        parts.append(Text(text=words("tier.met", needs=words.all_of([words(f"need.{one.requirement.need.value}") for one in met]))))
    parts += _uncounted(tier, words)
    parts += path_parts(tier, target, words)
    parts += [Text(text=said) for said in (forecast_words(tier, target, words), loss_words(tier, words)) if said]
    parts.append(clause_sources([*dict.fromkeys(clauses), tier.policy.tiers.clause], tier.policy, words))
    return (*parts, *offer([benefits_choice(tier, target, words)]))


def benefits_choice(tier: PartnerTier, target: Tier, words: Words) -> Choice:
    label = words("choice.benefits", tier=words(f"tier.{target.value}"))
    return Choice(label=label, action=f"tier.benefits/{target.value}/{tier.partner.id}")


def _headline(tier: PartnerTier, target: Tier, met: int, asked: int, words: Words) -> str:
    name, held, goal = tier.partner.name, words(f"tier.{tier.held.value}"), words(f"tier.{target.value}")
    if rank(target) <= rank(tier.held):
        if met == asked:
            return words("tier.holds", partner=name, held=held, target=goal)
        return words("tier.holds_below", partner=name, held=held, target=goal, met=words.number(met), total=words.number(asked))
    return words("tier.headline", partner=name, held=held, target=goal, met=words.number(met), total=words.number(asked))


def standing_parts(work: Work, tier: PartnerTier, words: Words) -> tuple[Part, ...]:
    """An override that holds, or where a review stands that found the partner below its tier."""
    override = override_at(tier.history, work.at)
    held = words(f"tier.{tier.held.value}")
    if override is not None and override.until is not None:
        day = words.day(Period(start=override.at, end=override.until).last_day(tier.zone))
        return (Text(text=words("tier.overridden", held=held, day=day, reason=override.reason), tone=Tone.HINT),)
    last_line = tier.history[-1] if tier.history else None
    if last_line is None or last_line.cause not in (Cause.WARNED, Cause.GRACE):
        return ()
    day = words.day(ends_on(last_line, tier.policy, tier.zone))
    said = words(f"tier.standing.{last_line.cause.value}", held=held, day=day)
    return (Text(text=said, tone=Tone.WARNING), *(help_choice(work, tier, words) if work.viewer.partner else ()))


def help_choice(work: Work, tier: PartnerTier, words: Words) -> tuple[Part, ...]:
    """The button by which a partner asks its manager for support."""
    manager = work.people.manager_of(tier.partner.id)
    who = manager.name if manager else words("role.channel_team")
    return offer([Choice(label=words("choice.tier_help", who=who), action="tier.help", style="primary")])


def bar(tier: PartnerTier, progress: Progress, words: Words) -> ProgressPart:
    """A requirement that is not met, with what is done of it."""
    requirement = progress.requirement
    label = words(f"need.{requirement.need.value}")
    if requirement.need in _THERE_OR_NOT:
        return ProgressPart(label=label, done=progress.done, total=requirement.total, caption=words("tier.not_there"))
    done, total, missing = (
        shown(tier, requirement.need, value, words) for value in (progress.done, requirement.total, progress.missing)
    )
    caption = words("tier.bar", done=done, total=total, missing=missing)
    if requirement.need is Need.REVENUE:
        since = words.day(local_date(tier.figures.period.start, tier.zone))
        caption = words("tier.bar_revenue", done=done, total=total, missing=missing, since=since)
    return ProgressPart(label=label, done=min(progress.done, requirement.total), total=requirement.total, caption=caption)


def shown(tier: PartnerTier, need: Need, value: Decimal, words: Words) -> str:
    """A figure of the need: money for revenue, else a number."""
    if need is not Need.REVENUE:
        return words.number(value)
    return words.money(Money(amount=value, currency=_currency(tier)))


def _currency(tier: PartnerTier) -> str:
    return tier.policy.tiers.requirements[-1].revenue.currency


def _uncounted(tier: PartnerTier, words: Words) -> list[Part]:
    """How many won deals of the period have no value in the program's currency yet."""
    count = sum(deal.value is None for deal in tier.facts.won if deal.at in tier.figures.period)
    return [Text(text=words.count("tier.uncounted", count), tone=Tone.HINT)] if count else []


def path_parts(tier: PartnerTier, target: Tier, words: Words) -> tuple[Part, ...]:
    """The cheapest way to the tier, the least effort first."""
    steps = cheapest_path(tier.figures, tier.facts, target, tier.policy)
    if not steps:
        return ()
    facts = tuple(
        Fact(
            label=f"{words.number(place)}. {words(f'need.{step.need.value}')}",
            value=_step(tier, step, words),
            note=_note(step, words),
        )
        for place, step in enumerate(steps, start=1)
    )
    return (Facts(title=words("tier.path", target=words(f"tier.{target.value}")), facts=facts),)


def _step(tier: PartnerTier, step: PathStep, words: Words) -> str:
    if step.need is Need.REVENUE:
        return words("path.revenue", amount=shown(tier, step.need, step.missing, words))
    if step.need in _THERE_OR_NOT:
        return words(f"path.set_up.{step.need.value}")
    return words.count(f"path.{step.need.value}", int(step.missing))


def _note(step: PathStep, words: Words) -> str:
    if step.newcomers:
        return words.count("path.newcomers", step.newcomers)
    return words("path.deals", deals=deal_names(step.deals, words)) if step.deals else ""


def deal_names(deals: tuple[OpenDeal, ...], words: Words) -> str:
    """The deals with their values, or how many they are."""
    if len(deals) > _NAMED:
        return words.count("path.many_deals", len(deals))
    return words.all_of([f"{deal.company} ({words.money(deal.value)})" if deal.value else deal.company for deal in deals])


def forecast_words(tier: PartnerTier, target: Tier, words: Words) -> str:
    """ "If these two close, Gold on 3 March"; nothing where open deals are not enough."""
    found = forecast(tier.facts, target, policy=tier.policy, day=tier.today, zone=tier.zone)
    if found is None:
        return ""
    fields = {"deals": deal_names(found.deals, words), "target": words(f"tier.{target.value}"), "day": words.day(found.day)}
    if found.missing:
        needs = words.all_of([words(f"need.{one.requirement.need.value}") for one in found.missing])
        return words("tier.forecast_but", needs=needs, **fields)
    return words("tier.forecast", **fields)


def loss_words(tier: PartnerTier, words: Words) -> str:
    """From when on the tier is no longer met if nothing is added, and when that is looked at; nothing where that is far."""
    loss = next_loss(tier.facts, policy=tier.policy, day=tier.today, zone=tier.zone, months=_AHEAD)
    if loss is None or rank(tier.met) < rank(tier.held) or rank(loss.met) >= rank(tier.held):
        return ""
    review = next_review(start_of_day(tier.today, tier.zone), tier.policy, tier.zone)
    needs = words.all_of([words(f"need.{one.requirement.need.value}") for one in loss.missing])
    return words("tier.loss", day=words.day(loss.day), held=words(f"tier.{tier.held.value}"), needs=needs, review=words.day(review))
