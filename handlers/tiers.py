"""Questions about tiers: how far, what for, since when, who is at risk. Partners hear of their own, the vendor of its portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers import passing_on
from handlers.assigning import partners_named
from handlers.clauses import clause_sources
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.reply import Choice, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.tier_benefits import benefit_parts
from handlers.tier_risks import at_risk_parts
from handlers.tier_state import PartnerTier, tier_of
from handlers.tier_view import bar, benefits_choice, forecast_words, path_parts, progress_parts
from handlers.understanding.tiers import TierQuestion, Topic, read_tier_question
from handlers.wording import Words
from program.access import Act
from program.partners import Partner, Tier
from program.periods import local_date, start_of_day
from program.tier_history import Cause, TierChange, tier_at
from program.tiering import next_tier, rank, requirements_of

#: A table of changes has so many, the newest.
_LISTED: Final = 12
#: So many partners are offered to pick from.
_OFFERED: Final = 9
_GLANCED: Final = 3


def answer(work: Work, conversation: Conversation, text: str) -> Outcome:
    """The answer to a question about tiers, as far as the viewer may know."""
    words = Words.of(work.viewer.member)
    question = read_tier_question(text, today=local_date(work.at, work.program.zone))
    if work.viewer.partner is None and not work.viewer.may(Act.REVIEW):
        return say(conversation, words("tier.not_yours"))
    if question.topic is Topic.AT_RISK and work.viewer.may(Act.REVIEW):
        return Outcome(parts=at_risk_parts(work, words), conversation=conversation)
    partner = _meant(work, question, words)
    if not isinstance(partner, Partner):
        return Outcome(parts=partner, conversation=conversation)
    return Outcome(parts=_answered(work, tier_of(work, partner), question, words), conversation=conversation)


def _meant(work: Work, question: TierQuestion, words: Words) -> Partner | tuple[Part, ...]:
    """Whose tier is asked for, or what is said where that is not clear."""
    own = work.viewer.partner
    if own is not None and not question.subject:
        return own
    if not question.subject:
        return (*at_risk_parts(work, words), Text(text=words("tier.name_one"), tone=Tone.HINT))
    found = partners_named(work, question.subject)
    if len(found) == 1:
        return found[0]
    if not found:
        said = words("tier.own_only") if own is not None else words("tier.unknown_partner", partner=question.subject[:60])
        return (Text(text=said),)
    choices = [Choice(label=partner.name, action=f"tier.show/{partner.id}") for partner in found[:_OFFERED]]
    return offer(choices, words("tier.which_partner"))


def _answered(work: Work, tier: PartnerTier, question: TierQuestion, words: Words) -> tuple[Part, ...]:
    target = Tier(question.tier) if question.tier else None
    match question.topic:
        case Topic.BENEFITS:
            return benefit_parts(tier, target, words)
        case Topic.WHEN:
            return _when(work, tier, target, words)
        case Topic.WAS if question.day is not None:
            return _was(work, tier, question.day, words)
        case Topic.WAS | Topic.HISTORY:
            return _history(tier, words)
        case _:
            return progress_parts(work, tier, target, words)


def show(work: Work, conversation: Conversation, partner_id: str = "") -> Outcome:
    """The progress of the viewer's own partner, or of one in sight."""
    words, own = Words.of(work.viewer.member), work.viewer.partner
    partner = own if not partner_id and own is not None else work.people.partner(partner_id)
    if partner is None:
        return say(conversation, words("tier.unknown_partner", partner=partner_id[:60]))
    return Outcome(parts=progress_parts(work, tier_of(work, partner), None, words), conversation=conversation)


def show_benefits(work: Work, conversation: Conversation, tier: str, partner_id: str) -> Outcome:
    """What a tier gives a partner in sight; both come from outside and are checked."""
    words, partner = Words.of(work.viewer.member), work.people.partner(partner_id)
    if partner is None or tier not in tuple(Tier):
        return say(conversation, words("press.outdated"))
    return Outcome(parts=benefit_parts(tier_of(work, partner), Tier(tier), words), conversation=conversation)


def ask_for_help(work: Work, conversation: Conversation) -> Outcome:
    """A partner below its tier asks whoever looks after it for support."""
    words, own = Words.of(work.viewer.member), work.viewer.partner
    if own is None:
        return say(conversation, words("press.outdated"))
    tier = tier_of(work, own)
    missing = [one for one in tier.figures.progress(requirements_of(tier.held, tier.policy)) if not one.is_met]
    needs = words.all_of([words(f"need.{one.requirement.need.value}") for one in missing]) if missing else "–"
    return passing_on.pass_on(work, conversation, words("tier.help_text", tier=words(f"tier.{tier.held.value}"), needs=needs))


def glance(work: Work) -> tuple[Part, ...]:
    """The own tier in short: how far to the next one; nothing for the vendor's people."""
    own, words = work.viewer.partner, Words.of(work.viewer.member)
    if own is None:
        return ()
    tier = tier_of(work, own)
    target = next_tier(tier.held) or tier.held
    asked = tier.figures.progress(requirements_of(target, tier.policy))
    missing = [one for one in asked if not one.is_met]
    held = words(f"tier.{tier.held.value}")
    if rank(target) > rank(tier.held):
        done = words.number(len(asked) - len(missing))
        said = words("tier.glance", held=held, target=words(f"tier.{target.value}"), met=done, total=words.number(len(asked)))
    else:
        said = words("tier.glance_top", held=held)
    choice = Choice(label=words("choice.tier"), action="tier.show")
    return (Text(text=said, tone=Tone.TITLE), *(bar(tier, one, words) for one in missing[:_GLANCED]), *offer([choice]))


def _when(work: Work, tier: PartnerTier, target: Tier | None, words: Words) -> tuple[Part, ...]:
    """When the tier is reached if open deals close on their dates, and what else it takes."""
    target = target or next_tier(tier.held) or tier.held
    asked = requirements_of(target, tier.policy)
    if rank(target) <= rank(tier.held) and tier.figures.meets(asked):
        return progress_parts(work, tier, target, words)
    said = forecast_words(tier, target, words) or words("tier.no_forecast", target=words(f"tier.{target.value}"))
    missing = [one.requirement.clause for one in tier.figures.progress(asked) if not one.is_met]
    sources = clause_sources([*missing, tier.policy.tiers.review.clause], tier.policy, words)
    return (Text(text=said), *path_parts(tier, target, words), sources, *offer([benefits_choice(tier, target, words)]))


def _was(work: Work, tier: PartnerTier, day: date, words: Words) -> tuple[Part, ...]:
    """The tier at the end of a day, and the line of the history that says so."""
    end = min(start_of_day(day + timedelta(days=1), tier.zone), start_of_day(tier.today + timedelta(days=1), tier.zone))
    instant = end - timedelta(microseconds=1)
    held = tier_at(tier.history, instant, own=tier.partner.tier)
    said = words("tier.was", partner=tier.partner.name, day=words.day(day), tier=words(f"tier.{held.value}"))
    lines = [line for line in tier.history if line.at <= instant]
    if not lines:
        begins = words.day(local_date(tier.history[0].at, tier.zone) if tier.history else tier.today)
        return (Text(text=said), Text(text=words("tier.was_before", day=begins), tone=Tone.HINT))
    since, cause = _since(lines, held)
    why = words(
        "tier.was_since", day=words.day(local_date(since.until or since.at, tier.zone)), cause=words(f"cause.{cause.value}")
    )
    return (Text(text=said), Text(text=why), *_source(work, since, words))


def _since(lines: Sequence[TierChange], held: Tier) -> tuple[TierChange, Cause]:
    """The line from which on the tier was held that holds after all of them; an override that is over has ended by itself."""
    if lines[-1].tier is not held:
        return lines[-1], Cause.OVERRIDE_ENDED
    first = lines[-1]
    for line in reversed(lines):
        if line.tier is not held:
            break
        first = line
    return replace(first, until=None), first.cause


def _source(work: Work, line: TierChange, words: Words) -> tuple[Part, ...]:
    """The clause in the version of the policy that the line was written under, while that is still in the policy."""
    policy = next((one for one in work.program.versions if one.version == line.policy_version), None)
    return (clause_sources([line.clause], policy, words),) if policy is not None and line.clause in policy.clauses else ()


def _history(tier: PartnerTier, words: Words) -> tuple[Part, ...]:
    """The partner's changes and reviews, newest first."""
    if not tier.history:
        return (Text(text=words("tier.no_history", partner=tier.partner.name, tier=words(f"tier.{tier.held.value}"))),)
    rows = tuple(_line(tier, line, words) for line in reversed(tier.history[-_LISTED:]))
    columns = tuple(words(f"column.{name}") for name in ("when", "tier", "what", "why"))
    return (Table(caption=words("tier.history", partner=tier.partner.name), columns=columns, rows=rows),)


def _line(tier: PartnerTier, line: TierChange, words: Words) -> tuple[str, ...]:
    day = words.short_day(local_date(line.at, tier.zone))
    return (day, words(f"tier.{line.tier.value}"), words(f"cause.{line.cause.value}"), line.reason or "–")
