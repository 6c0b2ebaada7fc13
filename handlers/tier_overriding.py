"""A channel admin gives a partner another tier for a while and a reason, or ends that before its time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from handlers.clauses import clause_sources
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.reply import Fact, Facts, FieldKind, Option, Part, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.tier_moves import move, take
from handlers.tier_partner import begin_for, partner_for
from handlers.tier_state import PartnerTier, tier_of
from handlers.understanding.dates import read_dates
from handlers.understanding.tiers import read_reason, read_tier
from handlers.wording import Words
from program.access import Act
from program.partners import Partner, Tier
from program.periods import local_date
from program.tier_history import last_override_day, overridden, override_ended


def begin_override(work: Work, conversation: Conversation, subject: str, said: str) -> Outcome:
    """ "Override the tier of Nordwind to Gold until 30 June because …": begins with what the words say, and asks for the rest."""
    today = local_date(work.at, work.program.zone)
    until = next((one.value for one in read_dates(said, today=today) if one.value >= today), None)
    given = {"tier": read_tier(said), "until": until.isoformat() if until else "", "reason": read_reason(said)}
    return begin_for(work, conversation, OVERRIDE, Act.OVERRIDE_TIER, subject, given)


def _ask(work: Work, partner_id: str) -> Asked | tuple[Part, ...]:
    partner = partner_for(work, Act.OVERRIDE_TIER, partner_id)
    if not isinstance(partner, Partner):
        return partner
    words, tier = Words.of(work.viewer.member), tier_of(work, partner)
    last = words.day(last_override_day(work.at, tier.policy, tier.zone))
    held, met = words(f"tier.{tier.held.value}"), words(f"tier.{tier.met.value}")
    about = Facts(facts=(Fact(label=words("override.now"), value=held), Fact(label=words("override.met"), value=met)))
    return Asked(
        title=words("override.ask", partner=partner.name),
        submit=words("override.submit"),
        questions=(
            Question(
                name="tier",
                label=words("override.tier"),
                options=tuple(Option(value=one.value, label=words(f"tier.{one.value}")) for one in Tier),
            ),
            Question(
                name="until",
                label=words("override.until"),
                kind=FieldKind.DATE,
                ahead=True,
                hint=words("hint.override_until", day=last),
            ),
            Question(name="reason", label=words("override.reason"), hint=words("hint.override_reason", partner=partner.name)),
        ),
        confirm=True,
        about=(about, clause_sources([tier.policy.tiers.override.clause], tier.policy, words)),
    )


def _override(work: Work, conversation: Conversation, partner_id: str, values: Mapping[str, str]) -> Outcome:
    partner = partner_for(work, Act.OVERRIDE_TIER, partner_id)
    if not isinstance(partner, Partner):
        return Outcome(parts=partner, conversation=conversation)
    words, tier = Words.of(work.viewer.member), _locked(work, partner)
    until, reason, wanted = date.fromisoformat(values["until"]), values["reason"].strip(), Tier(values["tier"])
    latest = last_override_day(work.at, tier.policy, tier.zone)
    if not tier.today <= until <= latest or not reason:
        said = words("override.too_long", day=words.day(latest))
        sources = clause_sources([tier.policy.tiers.override.clause], tier.policy, words)
        return Outcome(parts=(Text(text=said, tone=Tone.WARNING), sources), conversation=conversation)
    actor = work.viewer.actor_id
    line = overridden(tier.known, wanted, until, reason, actor_id=actor, at=work.at, policy=tier.policy, zone=tier.zone)
    take(work, tier, line)
    done = words("override.done", partner=partner.name, tier=words(f"tier.{wanted.value}"), day=words.day(until))
    return Outcome(parts=(Text(text=done, tone=Tone.SUCCESS),), conversation=conversation)


def _ask_end(work: Work, partner_id: str) -> Asked | tuple[Part, ...]:
    partner = partner_for(work, Act.OVERRIDE_TIER, partner_id)
    if not isinstance(partner, Partner):
        return partner
    words, tier = Words.of(work.viewer.member), tier_of(work, partner)
    ended = override_ended(tier.known, reason="", actor_id=None, at=work.at, policy=tier.policy)
    if ended is None:
        return (Text(text=words("override.none", partner=partner.name)),)
    after = Fact(label=words("override.then"), value=words(f"tier.{ended.tier.value}"))
    return Asked(
        title=words("override.end_ask", partner=partner.name),
        submit=words("override.end_submit"),
        questions=(Question(name="reason", label=words("override.reason")),),
        confirm=True,
        about=(Facts(facts=(after,)),),
    )


def _end(work: Work, conversation: Conversation, partner_id: str, values: Mapping[str, str]) -> Outcome:
    partner = partner_for(work, Act.OVERRIDE_TIER, partner_id)
    if not isinstance(partner, Partner):
        return Outcome(parts=partner, conversation=conversation)
    words, tier = Words.of(work.viewer.member), _locked(work, partner)
    reason, actor = values["reason"].strip(), work.viewer.actor_id
    line = override_ended(tier.known, reason=reason, actor_id=actor, at=work.at, policy=tier.policy)
    if line is None:
        return Outcome(parts=(Text(text=words("override.none", partner=partner.name)),), conversation=conversation)
    take(work, tier, line)
    done = words("override.ended", partner=partner.name, tier=words(f"tier.{line.tier.value}"))
    return Outcome(parts=(Text(text=done, tone=Tone.SUCCESS),), conversation=conversation)


def _locked(work: Work, partner: Partner) -> PartnerTier:
    """The tier with everything done that is due by rule, and nobody else at it."""
    move(work, partner.id)
    return tier_of(work, work.tiers.lock(partner.id) or partner)


OVERRIDE: Final = Step(verb="tier.override", ask=_ask, do=_override)
END: Final = Step(verb="tier.end", ask=_ask_end, do=_end)
