"""A partner and the vendor's direct sales at one customer: what each side learns of the other, as the policy says."""

from __future__ import annotations

from functools import partial
from typing import Final, assert_never

from handlers.clauses import clause_sources
from handlers.notices import tell, tell_all
from handlers.ports import Counterpart, Work
from handlers.reply import Choice, Choices, Fact, Facts, Part, Text, Tone
from handlers.wording import Words
from program.opportunities import Meeting, Met, RecordedOpportunity, meet, worked_on
from program.partners import Partner
from program.policy import Ground, Policy
from program.registrations import CustomerFile, DirectOpportunity, Registration, Reviewer

#: The clauses that a meeting rests on.
_GROUNDS: Final = {
    Meeting.HANDED_OVER: (),
    Meeting.PROTECTED: (Ground.FIRST_REGISTERED_WINS, Ground.CHANNEL_CONFLICT, Ground.PRICE),
    Meeting.UNDECIDED: (Ground.DIRECT_OPPORTUNITY,),
}


def met_parts(work: Work, met: tuple[Met, ...], policy: Policy, words: Words) -> tuple[Part, ...]:
    """What a direct seller is told of the registrations that their opportunity meets, each with what follows."""
    parts: list[Part] = []
    for each in met:
        counterpart = work.leads.counterpart(each.claim.registration_id)
        if counterpart is not None:
            parts += _met_one(work, each, counterpart, policy, words)
    grounds = [policy.clause(ground).id for each in met for ground in _GROUNDS[each.meeting]]
    return (*parts, clause_sources(grounds, policy, words)) if grounds else tuple(parts)


def _met_one(work: Work, met: Met, counterpart: Counterpart, policy: Policy, words: Words) -> tuple[Part, ...]:
    partner, id = counterpart.partner, met.claim.registration_id
    manager = work.people.manager_of(partner.id)
    who = manager.name if manager else words("role.channel_team")
    shows = policy.overlap.shows_partner
    match met.meeting:
        case Meeting.HANDED_OVER:
            return (Text(text=words("conflict.handed_over", partner=partner.name, id=id), tone=Tone.SUCCESS),)
        case Meeting.PROTECTED:
            until = words.day(met.claim.protected.last_day(partner.zone)) if met.claim.protected else "–"
            named = (
                Fact(label=words("fact.partner_of_record"), value=partner.name, note=id),
                Fact(label=words("fact.protected_until"), value=until),
            )
            facts = (*(named if shows else ()), Fact(label=words("fact.partner_manager"), value=who))
            return (
                Text(text=words("conflict.protected"), tone=Tone.WARNING),
                Facts(facts=facts),
                Text(text=words("conflict.protected_next", who=who)),
            )
        case Meeting.UNDECIDED:
            decides = words("role.channel_team") if counterpart.reviewer is Reviewer.CHANNEL_ADMIN else who
            if shows:
                text = words("conflict.undecided", partner=partner.name, id=id, who=decides)
            else:
                text = words("conflict.undecided_unnamed", who=decides)
            return (Text(text=text, tone=Tone.WARNING),)
        case _:
            assert_never(met.meeting)


def tell_of_recorded(work: Work, opportunity: RecordedOpportunity, met: tuple[Met, ...], policy: Policy) -> None:
    """Tells those who decide of a new direct opportunity, and the partner of record if the policy says so; logs what met."""
    for each in met:
        counterpart = work.leads.counterpart(each.claim.registration_id)
        if counterpart is None or each.meeting is Meeting.HANDED_OVER:
            continue
        id = each.claim.registration_id
        work.log.add("registration.met_direct", id, opportunity=opportunity.id)
        admins = counterpart.reviewer is Reviewer.CHANNEL_ADMIN and each.meeting is Meeting.UNDECIDED
        deciders = work.people.deciders_for(counterpart.partner.id)
        told = (*deciders, *work.people.channel_admins()) if admins else deciders
        notice = partial(
            _to_decider, seller=work.viewer.member.name, opportunity=opportunity, met=each, partner=counterpart.partner
        )
        tell_all(work, told, key=f"opportunity.met:{opportunity.id}:{id}", compose=notice)
        if each.meeting is Meeting.PROTECTED and policy.overlap.tells_partner:
            _tell_partner(work, opportunity.company, id, counterpart, policy)


def tell_of_similar(work: Work, opportunity: RecordedOpportunity, files: tuple[CustomerFile, ...], policy: Policy) -> None:
    """A customer of a similar name that direct sales take for another: those who decide for its partners can look into it."""
    for file in files:
        for each in meet((file,), opportunity.family, policy=policy, at=work.at):
            notice = partial(
                _similar, seller=work.viewer.member.name, opportunity=opportunity, known=file.name, id=each.claim.registration_id
            )
            key = f"opportunity.similar:{opportunity.id}:{each.claim.registration_id}"
            tell_all(work, work.people.deciders_for(each.claim.partner_id), key=key, compose=notice)


def _similar(words: Words, *, seller: str, opportunity: RecordedOpportunity, known: str, id: str) -> tuple[Part, ...]:
    text = words(
        "notice.direct_at_similar", seller=seller, company=opportunity.company, opportunity=opportunity.id, known=known, id=id
    )
    return (Text(text=text), Choices(choices=(Choice(label=words("choice.show", id=id), action=f"review.show/{id}"),)))


def _to_decider(words: Words, *, seller: str, opportunity: RecordedOpportunity, met: Met, partner: Partner) -> tuple[Part, ...]:
    id = met.claim.registration_id
    fields = {"seller": seller, "company": opportunity.company, "opportunity": opportunity.id, "partner": partner.name, "id": id}
    choices = [Choice(label=words("choice.show", id=id), action=f"review.show/{id}", style="primary")]
    if met.meeting is Meeting.PROTECTED:
        choices.append(Choice(label=words("choice.share_deal"), action=f"step/split/{id}"))
        text = words("notice.direct_at_protected", **fields)
    else:
        text = words("notice.direct_at_undecided", **fields)
    return (Text(text=text, tone=Tone.WARNING), Choices(choices=tuple(choices)))


def _tell_partner(work: Work, company: str, id: str, counterpart: Counterpart, policy: Policy) -> None:
    """In neutral words: neither who of direct sales it is, nor what they record."""
    work.log.add("registration.channel_conflict", id)
    manager = work.people.manager_of(counterpart.partner.id)
    tell_all(
        work,
        counterpart.members,
        key=f"registration.channel_conflict:{id}",
        compose=lambda their: (
            Text(
                text=their(
                    "notice.channel_conflict", company=company, id=id, who=manager.name if manager else their("role.channel_team")
                ),
                tone=Tone.TITLE,
            ),
            clause_sources([policy.clause(ground).id for ground in (Ground.CHANNEL_CONFLICT, Ground.PRICE)], policy, their),
        ),
    )


def tell_sellers(work: Work, registration: Registration, partner: Partner, files: tuple[CustomerFile, ...], policy: Policy) -> None:
    """A partner registers where direct sales are at work: each seller is told, with the partner's name if the policy says so."""
    manager = work.people.manager_of(partner.id)
    for sale in worked_on(files, registration.opportunity.family, policy):
        seller = work.people.member(sale.seller_id) if sale.seller_id else None
        if seller is None:
            continue

        def compose(their: Words, sale: DirectOpportunity = sale) -> tuple[Part, ...]:
            by_manager = manager is not None and registration.reviewer is Reviewer.PARTNER_MANAGER
            who = manager.name if manager is not None and by_manager else their("role.channel_team")
            company = registration.opportunity.company
            if policy.overlap.shows_partner:
                text = their(
                    "notice.partner_registers",
                    partner=partner.name,
                    company=company,
                    id=registration.id,
                    opportunity=sale.id,
                    who=who,
                )
            else:
                text = their("notice.partner_registers_unnamed", company=company, opportunity=sale.id, who=who)
            clause = policy.clause(Ground.DIRECT_OPPORTUNITY).id
            choice = Choice(label=their("choice.show", id=sale.id), action=f"deals.show/{sale.id}", style="primary")
            return (Text(text=text, tone=Tone.TITLE), clause_sources([clause], policy, their), Choices(choices=(choice,)))

        tell(work, seller, key=f"registration.referred:{registration.id}:{sale.id}", compose=compose)
