"""A registration as its own people work on it: whose it is, whether a step is possible, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers.clauses import clause_sources, reason_parts
from handlers.outcome import offer
from handlers.ports import Work
from handlers.reply import Choice, Part, Text, Tone
from handlers.wording import Words
from program.access import Act
from program.conflicts import next_step
from program.lifecycle import Cannot, Refused, Stepped
from program.partners import Partner
from program.policy import NextStep, Policy
from program.registrations import CustomerFile, Registration

Try = Callable[[Registration, Partner, Policy], Stepped]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A registration that the viewer may work on, with its partner and the version of the policy it was made under."""

    registration: Registration
    partner: Partner
    policy: Policy


def worked_on(work: Work, registration_id: str) -> Worked | tuple[Part, ...]:
    """The registration when the viewer may work on it: its own partner's people, and those who look after the partner."""
    registration = work.registrations.get(registration_id)
    partner = None if registration is None else work.people.partner(registration.partner_id)
    ours = work.viewer.partner is not None or work.viewer.may(Act.REVIEW)
    if registration is None or partner is None or not ours:
        return (Text(text=Words.of(work.viewer.member)("deals.unknown", id=registration_id[:20])),)
    return Worked(registration=registration, partner=partner, policy=policy_of(work, registration))


def policy_of(work: Work, registration: Registration) -> Policy:
    """The version of the policy that the registration was made under."""
    return work.program.version(registration.policy_version)


def files_of(work: Work, registration: Registration) -> tuple[CustomerFile, ...]:
    """The files of the registered customer itself, locked until the turn ends."""
    return tuple(file for file, relation in work.files.of_registration(registration.id) if relation.is_identity)


def tried(work: Work, registration_id: str, attempt: Try) -> Registration | tuple[Part, ...]:
    """What the registration becomes by the step, or why it cannot be taken, in words."""
    found = worked_on(work, registration_id)
    if not isinstance(found, Worked):
        return found
    after = attempt(found.registration, found.partner, found.policy)
    return refusal_parts(work, found.registration, after, found.policy) if isinstance(after, Refused) else after


def refusal_parts(work: Work, registration: Registration, refused: Refused, policy: Policy) -> tuple[Part, ...]:
    """Why a step was not taken, with the clause it rests on, and whom to turn to where a person could do more."""
    words = Words.of(work.viewer.member)
    company, status = registration.opportunity.company, words(f"status.{registration.status_at(work.at).value}")
    said = Text(text=words(f"cannot.{refused.cannot.value}", company=company, id=registration.id, status=status), tone=Tone.WARNING)
    told: tuple[Part, ...] = ()
    if refused.cannot is Cannot.HELD:
        told = reason_parts(refused.reasons, policy, words)
    elif refused.reasons:
        told = (clause_sources([reason.clause for reason in refused.reasons], policy, words),)
    may_help = refused.cannot in (Cannot.EXTENDED, Cannot.ENDED, Cannot.PERSON) and work.viewer.partner is not None
    person = offer([Choice(label=words("choice.person"), action="handover")] if may_help else [])
    return (said, *told, *person)


def is_handed_over(partner: Partner, policy: Policy) -> bool:
    """Whether an approved registration of the partner is direct sales' to work on, who then say how it ended."""
    return next_step(partner.kinds, policy) is NextStep.HAND_OVER
