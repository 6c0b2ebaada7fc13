"""The moment of the yes: a draft becomes a registration, decided in the same turn on the end customer's file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import assert_never

from handlers.approval_cards import ask_for
from handlers.channel_conflict import tell_sellers
from handlers.clauses import clause_sources, reason_parts
from handlers.draft_view import registrant
from handlers.due import due_words
from handlers.identity import identify
from handlers.notices import tell, tell_all
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.registration_form import Rules, identity_keys, opportunity
from handlers.reply import Choice, Choices, Fact, Facts, Part, Text, Tone
from handlers.state import Conversation, Draft, Lookalike
from handlers.wording import Words
from program.conflicts import next_step
from program.deciding import AlreadyOurs, Approved, Declined, Referred, Request, decide
from program.partners import Partner
from program.policy import Ground, NextStep, Policy
from program.registrations import Opportunity, Registration, Reviewer, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A registration that was just decided and stored, and the verdict on it."""

    registration: Registration
    verdict: Approved | Declined | Referred
    partner: Partner


def submit(work: Work, conversation: Conversation, draft: Draft, rules: Rules) -> Outcome:
    """Decides the draft and writes what follows. The draft is done with, whatever the verdict."""
    partner = registrant(work, draft)
    if partner is None:
        raise LookupError("a registration belongs to a partner")
    done = replace(conversation, draft=None, asked=None, failures=0, cancelled=None)
    found = register(work, partner, opportunity(draft, rules), draft.lookalike, rules.policy, renews=draft.renews)
    if isinstance(found, AlreadyOurs):
        parts, id = _already_ours(work, partner, found, rules.words), found.claim.registration_id
    else:
        id, on_behalf = found.registration.id, found.registration.on_behalf
        parts = _behalf_parts(work, found, rules) if on_behalf else verdict_parts(work, found, rules.words)
        if on_behalf:
            _tell_of_behalf(work, found, rules.policy)
    return Outcome(parts=parts, conversation=replace(done, last=id), state="submitted", draft=draft)


def register(
    work: Work,
    partner: Partner,
    sale: Opportunity,
    lookalike: Lookalike | None,
    policy: Policy,
    *,
    renews: str | None = None,
) -> Registered | AlreadyOurs:
    """Decides what the partner asks for, stores it, and tells those who have to act on it."""
    identity = identify(work, sale, lookalike)
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
    verdict = decide(request, policy=policy, at=work.at)
    if isinstance(verdict, AlreadyOurs):
        return verdict
    registration = replace(_registration(work, request, verdict, policy), renews=_renewed(renews, request))
    work.registrations.add(registration, identity.relations)
    if identity.is_certain and not isinstance(verdict, Declined):
        work.files.learn(identity.files[0], identity_keys(sale))
    work.files.touch(identity.files)
    work.log.add("registration.submitted", registration.id, policy=policy.version)
    found = Registered(registration=registration, verdict=verdict, partner=partner)
    _carry_out(work, found, request, policy)
    return found


def _renewed(renews: str | None, request: Request) -> str | None:
    """The won registration that is renewed, when it is one of the partner's own on this customer's file."""
    own = {claim.registration_id for file in request.files for claim in file.claims if claim.partner_id == request.partner.id}
    return renews if renews in own else None


def _registration(work: Work, request: Request, verdict: Approved | Declined | Referred, policy: Policy) -> Registration:
    fresh = Registration(
        id=work.ids.registration(),
        partner_id=request.partner.id,
        member_id=work.viewer.member.id,
        on_behalf=work.viewer.partner is None,
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


def _carry_out(work: Work, found: Registered, request: Request, policy: Policy) -> None:
    """What follows from the verdict, but the words for the one who speaks."""
    registration, partner = found.registration, found.partner
    match found.verdict:
        case Approved(clause=clause):
            work.log.add("registration.approved", registration.id, clause=clause)
            hand_over_if_due(work, registration, partner, policy)
        case Declined(reasons=reasons):
            work.log.add("registration.declined", registration.id, clause=reasons[0].clause)
        case Referred(reasons=reasons, reviewer=reviewer, escalates=escalates):
            work.log.add("registration.referred", registration.id, clause=reasons[0].clause, reviewer=reviewer.value)
            _escalate(work, request, escalates)
            tell_deciders(work, registration)
            tell_sellers(work, registration, partner, request.files, policy)
        case _:
            assert_never(found.verdict)


def _tell_of_behalf(work: Work, found: Registered, policy: Policy) -> None:
    """The partner's members learn what was registered on their behalf, and the verdict."""
    registration, name = found.registration, work.viewer.member.name
    tell_all(
        work,
        work.people.colleagues(found.partner.id),
        key=f"registration.on_behalf:{registration.id}",
        compose=lambda their: (
            Text(text=their("notice.on_behalf", name=name, company=registration.opportunity.company), tone=Tone.TITLE),
            *verdict_parts(work, found, their),
            clause_sources([policy.clause(Ground.ON_BEHALF).id], policy, their),
        ),
    )


def verdict_parts(work: Work, found: Registered, words: Words) -> tuple[Part, ...]:
    """The verdict as the partner is told it."""
    registration, partner = found.registration, found.partner
    policy, company = work.program.version(registration.policy_version), registration.opportunity.company
    match found.verdict:
        case Approved():
            return approval_parts(work, registration, partner, policy, words)
        case Declined(reasons=reasons):
            text = words("verdict.declined", company=company, id=registration.id)
            return (Text(text=text, tone=Tone.WARNING), *reason_parts(reasons, policy, words))
        case Referred(reasons=reasons):
            who, day = who_decides(work, registration, words), due_words(work, registration, partner, words)
            text = words("verdict.in_review", company=company, id=registration.id, who=who, day=day)
            statement = Choice(label=words("choice.evidence"), action=f"step/statement/{registration.id}")
            return (Text(text=text), *reason_parts(reasons, policy, words), Choices(choices=(statement,)))
        case _:
            assert_never(found.verdict)


def _behalf_parts(work: Work, found: Registered, rules: Rules) -> tuple[Part, ...]:
    """The verdict as the vendor's person is told it, who registered for the partner."""
    registration, words, policy = found.registration, rules.words, rules.policy
    said = {"company": registration.opportunity.company, "id": registration.id, "partner": found.partner.name}
    reasons = registration.reasons
    grounds = words.all_of([words(f"ground.{reason.ground.value}") for reason in reasons])
    clauses = [reason.clause for reason in reasons] + [policy.clause(Ground.ON_BEHALF).id]
    match found.verdict:
        case Approved(clause=clause):
            facts = Facts(facts=_protection_facts(work, registration, found.partner, words))
            told: tuple[Part, ...] = (Text(text=words("behalf.approved", **said), tone=Tone.SUCCESS), facts)
            clauses = [clause, *clauses]
        case Declined():
            told = (Text(text=words("behalf.declined", grounds=grounds, **said), tone=Tone.WARNING),)
        case Referred():
            who = who_decides(work, registration, words)
            told = (Text(text=words("behalf.in_review", grounds=grounds, who=who, **said)),)
        case _:
            assert_never(found.verdict)
    show = Choice(label=words("choice.show", id=registration.id), action=f"review.show/{registration.id}")
    return (*told, clause_sources(clauses, policy, words), Choices(choices=(show,)))


def approval_parts(work: Work, registration: Registration, partner: Partner, policy: Policy, words: Words) -> tuple[Part, ...]:
    """What the partner is told of an approval: until when it is protected, under which clause, and what comes next."""
    company, step = registration.opportunity.company, next_step(partner.kinds, policy)
    return (
        Text(text=words("verdict.approved", company=company), tone=Tone.SUCCESS),
        Facts(facts=_protection_facts(work, registration, partner, words)),
        Text(text=words(f"next.{step.value}", company=company)),
        clause_sources([policy.clause(Ground.PROTECTED_PERIOD).id], policy, words),
    )


def _protection_facts(work: Work, registration: Registration, partner: Partner, words: Words) -> tuple[Fact, ...]:
    protected = registration.protected
    if protected is None:
        raise ValueError("an approval has a protected period")
    return (
        Fact(label=words("fact.registration"), value=registration.id),
        Fact(
            label=words("fact.protected_until"),
            value=words.day(protected.last_day(partner.zone)),
            note=words.count("note.days", protected.days_left(work.at, partner.zone)),
        ),
    )


def _already_ours(work: Work, partner: Partner, verdict: AlreadyOurs, words: Words) -> tuple[Part, ...]:
    claim = verdict.claim
    holder = work.people.member(claim.member_id)
    name = holder.name if holder else words("role.former_colleague")
    if work.viewer.partner is None:
        text = words("behalf.already", partner=partner.name, id=claim.registration_id, name=name)
    elif claim.member_id == work.viewer.member.id:
        text = words("verdict.already_mine", id=claim.registration_id)
    elif holder is not None and holder.partner_id is None:
        text = words("verdict.already_on_behalf", id=claim.registration_id, name=name)
    else:
        text = words("verdict.already_colleague", id=claim.registration_id, name=name)
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
    ask_for(
        work,
        registration,
        deciders,
        key=f"registration.referred:{registration.id}:{registration.revision}",
        lead="referred",
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


def hand_over_if_due(work: Work, registration: Registration, partner: Partner, policy: Policy) -> None:
    """The approved lead of a partner whose kind hands leads over goes to the vendor's direct sellers: once, with the approval."""
    if next_step(partner.kinds, policy) is not NextStep.HAND_OVER:
        return
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
                Choices(choices=(Choice(label=words("choice.show", id=registration.id), action=f"deals.show/{registration.id}"),)),
            ),
        )
