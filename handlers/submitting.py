"""The moment of the yes: a draft becomes a registration, decided in the same turn on the end customer's file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import assert_never

from handlers.due import due_words
from handlers.identity import identify
from handlers.notices import tell, tell_all
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.registration_form import Rules, identity_keys, opportunity
from handlers.reply import Choice, Choices, Fact, Facts, Part, Source, Sources, Text, Tone
from handlers.state import Conversation, Draft
from handlers.wording import Words
from program.conflicts import next_step
from program.deciding import AlreadyOurs, Approved, Declined, Referred, Request, decide
from program.partners import Partner
from program.policy import Ground, NextStep, Policy
from program.registrations import Reason, Registration, Reviewer, Status


def submit(work: Work, conversation: Conversation, draft: Draft, rules: Rules) -> Outcome:
    """Decides the draft and writes what follows. The draft is done with, whatever the verdict."""
    partner = work.viewer.partner
    if partner is None:
        raise LookupError("only members of a partner register")
    sale = opportunity(draft, rules)
    identity = identify(work, sale, draft.lookalike)
    manager = work.people.manager_of(partner.id)
    request = Request(
        partner=partner,
        manager_id=manager.id if manager else None,
        opportunity=sale,
        files=identity.files,
        is_certain=identity.is_certain,
        related=identity.related,
        territories=work.catalogue.territories(),
        open_count=work.registrations.open_count(partner.id),
    )
    verdict = decide(request, policy=rules.policy, at=work.at)
    done = replace(conversation, draft=None, asked=None, failures=0, cancelled=None)
    if isinstance(verdict, AlreadyOurs):
        parts = _already_ours(work, verdict, rules.words)
        return Outcome(parts=parts, conversation=replace(done, last=verdict.claim.registration_id), state="submitted", draft=draft)
    registration = replace(_registration(work, partner, request, verdict, rules.policy), renews=_renewed(draft, request))
    work.registrations.add(registration, identity.relations)
    if identity.is_certain and not isinstance(verdict, Declined):
        work.files.learn(identity.files[0], identity_keys(sale))
    work.files.touch(identity.files)
    work.log.add("registration.submitted", registration.id, policy=rules.policy.version)
    parts = _carry_out(work, registration, verdict, request, rules)
    return Outcome(parts=parts, conversation=replace(done, last=registration.id), state="submitted", draft=draft)


def _renewed(draft: Draft, request: Request) -> str | None:
    """The won registration that is renewed, when it is one of the partner's own on this customer's file."""
    own = {claim.registration_id for file in request.files for claim in file.claims if claim.partner_id == request.partner.id}
    return draft.renews if draft.renews in own else None


def _registration(
    work: Work, partner: Partner, request: Request, verdict: Approved | Declined | Referred, policy: Policy
) -> Registration:
    fresh = Registration(
        id=work.ids.registration(),
        partner_id=partner.id,
        member_id=work.viewer.member.id,
        opportunity=request.opportunity,
        status=Status.IN_REVIEW,
        registered_at=work.at,
        policy_version=policy.version,
    )
    match verdict:
        case Approved(protected=protected):
            return replace(fresh, status=Status.APPROVED, protected=protected, decided_at=work.at)
        case Declined(reasons=reasons):
            return replace(fresh, status=Status.DECLINED, reasons=reasons, decided_at=work.at)
        case Referred(reasons=reasons, reviewer=reviewer):
            return replace(fresh, reasons=reasons, reviewer=reviewer, review_since=work.at)
        case _:
            assert_never(verdict)


def _carry_out(
    work: Work, registration: Registration, verdict: Approved | Declined | Referred, request: Request, rules: Rules
) -> tuple[Part, ...]:
    words, policy, partner = rules.words, rules.policy, request.partner
    match verdict:
        case Approved(clause=clause):
            work.log.add("registration.approved", registration.id, clause=clause)
            return approved_parts(work, registration, partner, policy, words)
        case Declined(reasons=reasons):
            work.log.add("registration.declined", registration.id, clause=reasons[0].clause)
            return (
                Text(
                    text=words("verdict.declined", company=registration.opportunity.company, id=registration.id), tone=Tone.WARNING
                ),
                *reason_parts(reasons, policy, words),
            )
        case Referred(reasons=reasons, reviewer=reviewer, escalates=escalates):
            work.log.add("registration.referred", registration.id, clause=reasons[0].clause, reviewer=reviewer.value)
            _escalate(work, request, escalates)
            tell_deciders(work, registration)
            who = who_decides(work, registration, words)
            day, company = due_words(work, registration, partner, words), registration.opportunity.company
            return (
                Text(text=words("verdict.in_review", company=company, id=registration.id, who=who, day=day)),
                *reason_parts(reasons, policy, words),
                Choices(choices=(Choice(label=words("choice.statement"), action=f"step/statement/{registration.id}"),)),
            )
        case _:
            assert_never(verdict)


def approved_parts(work: Work, registration: Registration, partner: Partner, policy: Policy, words: Words) -> tuple[Part, ...]:
    """What the partner is told of an approval: until when it is protected, under which clause, and what comes next.

    A partner whose kind hands the lead over has it handed over here: the vendor's direct sellers are told.
    """
    protected = registration.protected
    if protected is None:
        raise ValueError("an approval has a protected period")
    step = next_step(partner.kinds, policy)
    if step is NextStep.HAND_OVER:
        _hand_over(work, registration, partner)
    company = registration.opportunity.company
    facts = (
        Fact(label=words("fact.registration"), value=registration.id),
        Fact(
            label=words("fact.protected_until"),
            value=words.day(protected.last_day(partner.zone)),
            note=words.count("note.days", protected.days_left(work.at, partner.zone)),
        ),
    )
    return (
        Text(text=words("verdict.approved", company=company), tone=Tone.SUCCESS),
        Facts(facts=facts),
        Text(text=words(f"next.{step.value}", company=company)),
        clause_sources([policy.clause(Ground.PROTECTED_PERIOD).id], policy, words),
    )


def reason_parts(reasons: tuple[Reason, ...], policy: Policy, words: Words) -> tuple[Part, ...]:
    """Each reason in a sentence, with the clause it rests on to look up. Nothing in them tells who else is concerned."""
    sentences = [Text(text=words(f"reason.{reason.ground.value}")) for reason in reasons]
    return (*sentences, clause_sources([reason.clause for reason in reasons], policy, words))


def clause_sources(clauses: list[str], policy: Policy, words: Words) -> Sources:
    """Clauses of the policy, each once, with their text."""
    return Sources(
        sources=tuple(
            Source(
                label=words("source.clause", id=id),
                place=words("source.policy", version=policy.version),
                quote=policy.clauses[id].text[words.language],
            )
            for id in dict.fromkeys(clauses)
        )
    )


def _already_ours(work: Work, verdict: AlreadyOurs, words: Words) -> tuple[Part, ...]:
    claim = verdict.claim
    colleague = work.people.member(claim.member_id)
    mine = claim.member_id == work.viewer.member.id
    name = colleague.name if colleague else words("role.former_colleague")
    text = words("verdict.already_mine" if mine else "verdict.already_colleague", id=claim.registration_id, name=name)
    choice = Choice(label=words("choice.show", id=claim.registration_id), action=f"deals.show/{claim.registration_id}")
    return (Text(text=text), Choices(choices=(choice,)))


def who_decides(work: Work, registration: Registration, words: Words) -> str:
    """The person or team who decides a registration that waits, as its partner may know them."""
    manager = work.people.manager_of(registration.partner_id)
    to_manager = manager is not None and registration.reviewer is not Reviewer.CHANNEL_ADMIN
    return manager.name if manager is not None and to_manager else words("role.channel_team")


def tell_deciders(work: Work, registration: Registration) -> None:
    """Those who decide learn that a registration waits for them, once for each time that it comes to them."""
    to_admins = registration.reviewer is Reviewer.CHANNEL_ADMIN
    deciders = work.people.channel_admins() if to_admins else work.people.deciders_for(registration.partner_id)
    tell_all(
        work,
        deciders,
        key=f"registration.referred:{registration.id}:{registration.revision}",
        compose=lambda words: (
            Text(text=words("notice.referred", company=registration.opportunity.company, id=registration.id)),
            Choices(
                choices=(
                    Choice(
                        label=words("choice.show", id=registration.id), action=f"review.show/{registration.id}", style="primary"
                    ),
                )
            ),
        ),
    )


def _escalate(work: Work, request: Request, escalates: tuple[str, ...]) -> None:
    """Moves the rivals' undecided registrations to the channel admins too, and tells those who had them before."""
    work.registrations.escalate(escalates)
    partners = {claim.registration_id: claim.partner_id for file in request.files for claim in file.claims}
    for escalated in escalates:
        work.log.add("registration.escalated", escalated)
        tell_all(
            work,
            work.people.deciders_for(partners[escalated]),
            key=f"registration.escalated:{escalated}",
            compose=partial(_escalated, id=escalated),
        )


def _escalated(words: Words, *, id: str) -> tuple[Part, ...]:
    return (Text(text=words("notice.escalated", id=id)),)


def _hand_over(work: Work, registration: Registration, partner: Partner) -> None:
    work.log.add("registration.handed_over", registration.id)
    sale = registration.opportunity
    for seller in work.people.direct_sellers():
        tell(
            work,
            seller,
            key=f"registration.handed_over:{registration.id}",
            compose=lambda words: (
                Text(
                    text=words("notice.handed_over", company=sale.company, partner=partner.name, id=registration.id),
                    tone=Tone.TITLE,
                ),
                Facts(
                    facts=tuple(
                        Fact(label=words(f"slot.contact_{part}"), value=value)
                        for part, value in (
                            ("name", sale.contact.name),
                            ("email", sale.contact.email),
                            ("phone", sale.contact.phone),
                        )
                        if value
                    )
                ),
            ),
        )
