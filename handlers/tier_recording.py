"""What counts for a partner's tier is recorded: people's certificates, customer references, a practice and a sponsor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.reply import FieldKind, Option, Part, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.tier_moves import move
from handlers.tier_partner import partner_for
from handlers.wording import Words
from program.access import Act
from program.partners import Partner
from program.periods import local_date
from program.tier_facts import Area, Certificate, FactKind, PartnerFact

#: Names are kept no longer than these many letters.
_LONGEST: Final = 200
#: A form offers so many people to pick from; of a larger partner, the file of certificates is the way.
_MOST_PEOPLE: Final = 100
_EVERY: Final = "all"


# ── certificates ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def _ask_certificate(work: Work, partner_id: str) -> Asked | tuple[Part, ...]:
    partner = partner_for(work, Act.QUALIFY, partner_id)
    if not isinstance(partner, Partner):
        return partner
    words = Words.of(work.viewer.member)
    people = work.people.colleagues(partner.id)[:_MOST_PEOPLE]
    if not people:
        return (Text(text=words("certify.nobody", partner=partner.name)),)
    families = sorted({product.family for product in work.catalogue.products()})
    every = Option(value=_EVERY, label=words("certify.all_families"))
    return Asked(
        title=words("certify.ask", partner=partner.name),
        submit=words("certify.submit"),
        questions=(
            Question(
                name="member", label=words("certify.member"), options=tuple(Option(value=one.id, label=one.name) for one in people)
            ),
            Question(
                name="area",
                label=words("certify.area"),
                options=tuple(Option(value=area.value, label=words(f"area.{area.value}")) for area in Area),
            ),
            Question(
                name="family",
                label=words("certify.family"),
                options=(every, *(Option(value=family, label=family) for family in families)),
                required=False,
                known=_EVERY,
            ),
            *_days(work, words),
        ),
        confirm=True,
    )


def _certify(work: Work, conversation: Conversation, partner_id: str, values: Mapping[str, str]) -> Outcome:
    partner = partner_for(work, Act.QUALIFY, partner_id)
    if not isinstance(partner, Partner):
        return Outcome(parts=partner, conversation=conversation)
    words = Words.of(work.viewer.member)
    member = next((one for one in work.people.colleagues(partner.id) if one.id == values["member"]), None)
    if member is None:
        return Outcome(parts=(Text(text=words("press.outdated")),), conversation=conversation)
    family = values.get("family", _EVERY)
    certificate = Certificate(
        partner_id=partner.id,
        member_id=member.id,
        area=Area(values["area"]),
        family=None if family == _EVERY else family,
        first=_first(work, values),
        last=_last(values),
    )
    if certificate.last is not None and certificate.last < certificate.first:
        return Outcome(parts=(Text(text=words("record.ends_before"), tone=Tone.WARNING),), conversation=conversation)
    work.tiers.certify(certificate)
    work.log.add("tier.certified", partner.id, member=member.id, area=certificate.area.value, first=certificate.first.isoformat())
    done = words("certify.done", name=member.name, area=words(f"area.{certificate.area.value}"), partner=partner.name)
    return Outcome(parts=(Text(text=done, tone=Tone.SUCCESS), *move(work, partner.id)), conversation=conversation)


# ── references, practice, sponsor ────────────────────────────────────────────────────────────────────────────────────────
def _ask_fact(kind: FactKind, work: Work, partner_id: str) -> Asked | tuple[Part, ...]:
    partner = partner_for(work, Act.QUALIFY, partner_id)
    if not isinstance(partner, Partner):
        return partner
    words = Words.of(work.viewer.member)
    return Asked(
        title=words(f"record.{kind.value}.ask", partner=partner.name),
        submit=words("certify.submit"),
        questions=(Question(name="name", label=words(f"record.{kind.value}.name"), kind=FieldKind.TEXT), *_days(work, words)),
        confirm=True,
    )


def _record(kind: FactKind, work: Work, conversation: Conversation, partner_id: str, values: Mapping[str, str]) -> Outcome:
    partner = partner_for(work, Act.QUALIFY, partner_id)
    if not isinstance(partner, Partner):
        return Outcome(parts=partner, conversation=conversation)
    words = Words.of(work.viewer.member)
    name = " ".join(values["name"].split())[:_LONGEST]
    fact = PartnerFact(partner_id=partner.id, kind=kind, name=name, first=_first(work, values), last=_last(values))
    if fact.last is not None and fact.last < fact.first:
        return Outcome(parts=(Text(text=words("record.ends_before"), tone=Tone.WARNING),), conversation=conversation)
    work.tiers.record(fact)
    work.log.add(f"tier.{kind.value}", partner.id, name=name, first=fact.first.isoformat())
    done = Text(text=words(f"record.{kind.value}.done", name=name, partner=partner.name), tone=Tone.SUCCESS)
    return Outcome(parts=(done, *move(work, partner.id)), conversation=conversation)


def _days(work: Work, words: Words) -> tuple[Question, ...]:
    """From when, today where nothing is said, and until when, where that is known."""
    today = local_date(work.at, work.viewer.member.zone).isoformat()
    first = Question(name="first", label=words("record.first"), kind=FieldKind.DATE, required=False, known=today)
    last = Question(
        name="last", label=words("record.last"), kind=FieldKind.DATE, ahead=True, required=False, hint=words("hint.record_last")
    )
    return (first, last)


def _first(work: Work, values: Mapping[str, str]) -> date:
    said = values.get("first")
    return date.fromisoformat(said) if said else local_date(work.at, work.program.zone)


def _last(values: Mapping[str, str]) -> date | None:
    said = values.get("last")
    return date.fromisoformat(said) if said else None


def _step(verb: str, kind: FactKind) -> Step:
    return Step(verb=verb, ask=partial(_ask_fact, kind), do=partial(_record, kind))


CERTIFY: Final = Step(verb="tier.certify", ask=_ask_certificate, do=_certify)
REFERENCE: Final = _step("tier.reference", FactKind.REFERENCE)
PRACTICE: Final = _step("tier.practice", FactKind.PRACTICE)
SPONSOR: Final = _step("tier.sponsor", FactKind.SPONSOR)
