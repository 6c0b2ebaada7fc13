"""What each side of a conflict is told of its outcome: the reason and the clause, never who else was concerned."""

from __future__ import annotations

from typing import Final

from handlers.case import Case
from handlers.clauses import clause_sources
from handlers.notices import Compose, registrants, tell, tell_all
from handlers.outcome import offer
from handlers.ports import Work
from handlers.reply import Choice, Fact, Facts, Part, Text, Tone
from handlers.submitting import approval_parts, hand_over_if_due
from handlers.wording import Words
from program.conflicts import Advice
from program.lifecycle import Cannot, last_appeal_day, may_appeal
from program.partners import Partner
from program.policy import Ground, Policy
from program.registrations import Reason, Registration

#: Grounds that say in a sentence why somebody else was preferred; the others are told by their clause.
_SAID: Final = frozenset({Ground.FIRST_REGISTERED_WINS, Ground.CRITERIA})
#: What an outcome means for direct sales, whatever it was decided on.
_FOR_DIRECT: Final = {
    Advice.APPROVE: Ground.CHANNEL_CONFLICT,
    Advice.SPLIT: Ground.SPLIT,
    Advice.DECLINE: Ground.DIRECT_OPPORTUNITY,
}


def tell_partner(work: Work, registration: Registration, what: str, compose: Compose) -> None:
    """Tells the registration's own side, once for what became of it at this revision."""
    tell_all(
        work, registrants(work, registration), key=f"registration.{what}:{registration.id}:{registration.revision}", compose=compose
    )


def tell_approved(work: Work, case: Case, after: Registration) -> None:
    """The partner learns what is protected, and, of a shared deal, its share; a lead is handed over."""
    hand_over_if_due(work, after, case.partner, case.policy)
    tell_partner(
        work,
        after,
        "approved",
        lambda their: (
            *approval_parts(work, after, case.partner, case.policy, their),
            *(share_parts(case, after, their) if after.split else ()),
        ),
    )


def tell_shared(work: Work, case: Case, after: Registration) -> None:
    """The partner learns that its protected deal is shared from now on."""
    tell_partner(work, after, "shared", lambda their: share_parts(case, after, their))


def share_parts(case: Case, after: Registration, words: Words) -> tuple[Part, ...]:
    """The partner's share in words, with the clause."""
    split = after.split
    if split is None:
        raise ValueError("a shared deal has its shares")
    seller = next(sale.seller for sale in case.direct if sale.id == split.opportunity_id)
    percent, rest = words.number(split.partner_percent), words.number(100 - split.partner_percent)
    text = words(
        f"notice.shared.{split.sourced.value}", company=after.opportunity.company, percent=percent, rest=rest, seller=seller
    )
    return (Text(text=text), clause_sources([case.policy.clause(Ground.SPLIT).id], case.policy, words))


def tell_declined(work: Work, after: Registration, partner: Partner, policy: Policy, reasons: tuple[Reason, ...]) -> None:
    """The partner learns the reason, its clause, and whether and until when it can appeal."""
    tell_partner(work, after, "declined", lambda their: _declined_parts(work, after, partner, policy, reasons, their))


def _declined_parts(
    work: Work, after: Registration, partner: Partner, policy: Policy, reasons: tuple[Reason, ...], words: Words
) -> tuple[Part, ...]:
    said = tuple(Text(text=words(f"reason.{reason.ground.value}")) for reason in reasons if reason.ground in _SAID)
    note = (Facts(facts=(Fact(label=words("fact.reason"), value=after.note),)),) if after.note else ()
    cannot = may_appeal(after, partner, policy=policy, at=work.at)
    clauses = [reason.clause for reason in reasons]
    appeal: tuple[Part, ...] = ()
    if cannot is None and after.decided_at is not None:
        day = words.day(last_appeal_day(after.decided_at, partner, policy))
        choice = Choice(label=words("choice.appeal"), action=f"step/appeal/{after.id}")
        appeal = (Text(text=words("appeal.possible", day=day)), *offer([choice]))
    elif cannot is Cannot.APPEALED:
        appeal = (Text(text=words("appeal.final")),)
    if appeal:
        clauses.append(policy.clause(Ground.APPEAL).id)
    lead = Text(text=words("notice.declined", company=after.opportunity.company, id=after.id), tone=Tone.WARNING)
    return (lead, *note, *said, *appeal[:1], clause_sources(clauses, policy, words), *appeal[1:])


def tell_direct(work: Work, case: Case, after: Registration, outcome: Advice) -> None:
    """Direct sellers who work on the same opportunity learn how the registration was decided: approved, shared or declined.

    Which partner it is, they learn as far as the policy shows it.
    """
    policy, proposal, split = case.policy, case.proposal, after.split
    clauses = [policy.clause(_FOR_DIRECT[outcome]).id]
    if proposal.advice is outcome:
        clauses.insert(0, proposal.reason.clause)

    def compose(their: Words) -> tuple[Part, ...]:
        who = case.partner.name if policy.overlap.shows_partner else their("role.a_partner")
        rest = their.number(100 - split.partner_percent) if split else ""
        text = their(f"notice.direct.{outcome.value}", company=after.opportunity.company, partner=who, percent=rest)
        return (Text(text=text, tone=Tone.TITLE), clause_sources(clauses, policy, their))

    for sale in case.direct:
        seller = work.people.member(sale.seller_id) if sale.seller_id else None
        if seller is not None and (split is None or split.opportunity_id == sale.id):
            tell(work, seller, key=f"opportunity.{outcome.value}:{sale.id}:{after.id}:{after.revision}", compose=compose)
