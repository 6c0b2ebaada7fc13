"""A case: a registration that a person decides, with everything that the decision rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handlers.asked_to_decide import where_it_stands
from handlers.clauses import clause_sources
from handlers.own_deals import files_of
from handlers.ports import Happened, Work
from handlers.reply import Part, Text
from handlers.understanding.text import fold
from handlers.waiting import has_been_taken_over
from handlers.wording import Words
from program.access import Act
from program.conflicts import Proposal, direct_on, propose, rivals_of
from program.partners import Partner
from program.policy import Ground, Policy
from program.registrations import UNDECIDED, Claim, CustomerFile, DirectOpportunity, Registration

#: A first word of at least so many letters tells which company is meant.
_A_NAME: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`files` are the customer's own, `rivals` the claims that an approval declines, `direct` what direct sales work on.

    `log` is what happened to the registration so far.
    """

    registration: Registration
    partner: Partner
    policy: Policy
    files: tuple[CustomerFile, ...]
    rivals: tuple[Claim, ...]
    direct: tuple[DirectOpportunity, ...]
    proposal: Proposal
    log: tuple[Happened, ...]

    @property
    def mark(self) -> str:
        """Changes with everything that the decision rests on; a decision made on another mark is asked for again."""
        return f"{self.registration.revision}.{sum(file.revision for file in self.files)}"


def open_case(work: Work, registration: Registration) -> Case:
    """The case of a registration in the viewer's sight; its customer's files are locked."""
    partner = work.people.partner(registration.partner_id)
    if partner is None:
        raise LookupError("whoever sees a registration sees its partner")
    policy = work.program.version(registration.policy_version)
    files = files_of(work, registration)
    log = work.log.of(registration.id)
    proposal = propose(
        registration,
        files,
        policy=policy,
        at=work.at,
        zone=partner.zone,
        has_answered=any(event.kind == "registration.answered" for event in log),
    )
    return Case(
        registration=registration,
        partner=partner,
        policy=policy,
        files=files,
        rivals=rivals_of(registration, files, policy=policy, at=work.at),
        direct=direct_on(registration, files, policy),
        proposal=proposal,
        log=log,
    )


def to_decide(work: Work, registration_id: str) -> Case | tuple[Part, ...]:
    """The case, or why the viewer cannot decide it now."""
    words = Words.of(work.viewer.member)
    if work.viewer.may(Act.REVIEW):
        work.files.of_registration(registration_id)  # locked before it is read: of two who decide at once, the second reads how
    registration = work.registrations.get(registration_id)
    if registration is None or not work.viewer.may(Act.REVIEW):
        return (Text(text=words("review.unknown", id=registration_id[:20])),)
    if registration.status not in UNDECIDED:
        return (_decided(work, registration, words),)
    if not work.viewer.may_decide(registration):
        return (Text(text=words(f"review.{_whose(work, registration)}", id=registration.id)),)
    case = open_case(work, registration)
    if _is_own_decision(work, case):
        sources = clause_sources([case.policy.clause(Ground.APPEAL).id], case.policy, words)
        return (Text(text=words("review.own_appeal", company=registration.opportunity.company)), sources)
    return case


def partner_named_in(work: Work, case: Case, text: str, *, everybody: bool = False) -> str | None:
    """A partner with a registration for the customer whom words for this one, or for `everybody`, would give away."""
    said = fold(text)
    for claim in work.files.history(case.files):
        told = claim.partner_id == case.partner.id and not everybody
        other = None if told else work.people.partner(claim.partner_id)
        if other is not None and any(name in said for name in names_of(other)):
            return other.name
    return None


def names_of(partner: Partner) -> tuple[str, ...]:
    """What a partner is called: its name, and the first word of it where that is a name by itself."""
    name = fold(partner.name)
    first = name.split()[0]
    return (name, first) if len(first) >= _A_NAME else (name,)


def _decided(work: Work, registration: Registration, words: Words) -> Text:
    decider = work.people.member(registration.decided_by) if registration.decided_by else None
    status = registration.status_at(work.at)
    who = decider.name if decider else None
    return where_it_stands(status, who, registration.decided_at, words, note=registration.note)


def _whose(work: Work, registration: Registration) -> str:
    """Why the channel admins decide it and not the viewer."""
    if registration.appealed_at is not None:
        return "appeal_for_admin"
    return "taken_over" if has_been_taken_over(work, registration) else "for_admin"


def _is_own_decision(work: Work, case: Case) -> bool:
    """Whether it is an appeal against what the viewer decided, and somebody else could decide it."""
    if case.registration.appealed_at is None:
        return False
    me = work.viewer.member.id
    decided = [event.actor_id for event in case.log if event.kind == "registration.declined"]
    return decided[-1:] == [me] and any(admin.id != me for admin in work.people.channel_admins())
