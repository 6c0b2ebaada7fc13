"""What waits for a decision, brought to those who decide: to each alone, or in the channel that one of them chose.

Others read along in a channel. A card there has what it takes to know what is meant, and nothing of what the sides say, of contacts
or of rivals: that is shown to whoever may decide, when they press for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from handlers.case import Case, open_case
from handlers.due import due_facts
from handlers.notices import Compose, tell
from handlers.ports import Work
from handlers.ports_approvals import ApprovalPlace
from handlers.quote_view import percent
from handlers.reply import Choice, Choices, Fact, Facts, Part, Reply, Text, Tone
from handlers.wording import Words
from program.partners import Member, Role
from program.quoting import RecordedQuote
from program.registrations import Registration, Reviewer

#: Shows the case, or the quote, of the id to whoever presses, in a window of their own.
SHOW: Final = "approvals.show/"


def ask_for(work: Work, registration: Registration, deciders: Iterable[Member], *, key: str, compose: Compose, lead: str) -> None:
    """Tells those who decide that it waits for them, once for the key; in a channel by a card, of which `lead` says why it comes.

    It is referred, answered or appealed.
    """
    case: Case | None = None
    for member, place in _reached(work, registration.partner_id, deciders):
        if place is None:
            tell(work, member, key=key, compose=compose)
            continue
        case = case or _fresh(work, registration.id)
        _post(work, member, place, key, _card(work, case, lead, member))


def ask_for_quote(work: Work, quote: RecordedQuote, deciders: Iterable[Member], *, key: str, compose: Compose) -> None:
    """The same for a discount that a partner may not give by itself."""
    for member, place in _reached(work, quote.partner_id, deciders):
        if place is None:
            tell(work, member, key=key, compose=compose)
        else:
            _post(work, member, place, key, _quote_card(work, quote, member))


def _reached(work: Work, partner_id: str, deciders: Iterable[Member]) -> Iterable[tuple[Member, ApprovalPlace | None]]:
    """Everybody who is told alone; and of those who chose the same channel, one.

    A choice counts for what is one's own: a deputy is told alone, wherever they have what waits for themselves.
    """
    manager, taken = work.people.manager_of(partner_id), set[tuple[str, str]]()
    for member in deciders:
        is_own = member.role is Role.CHANNEL_ADMIN or (manager is not None and member.id == manager.id)
        place = work.approvals.of(member.id) if is_own else None
        if place is None or not place.is_open:
            yield member, None
        elif (place.chat, place.address) not in taken:
            taken.add((place.chat, place.address))
            yield member, place


def _post(work: Work, member: Member, place: ApprovalPlace, key: str, parts: tuple[Part, ...]) -> None:
    reply = Reply(parts=parts, language=member.language, place=place.address)
    work.outbox.post(f"{key}:{member.id}", member.id, reply, chat=place.chat, conversation=place.address)


def _fresh(work: Work, registration_id: str) -> Case:
    """As it stands after what was done in this turn."""
    ruled = work.by_rule()
    registration = ruled.registrations.get(registration_id)
    if registration is None:
        raise LookupError("what waits for a decision is there")
    return open_case(ruled, registration)


def _card(work: Work, case: Case, lead: str, member: Member) -> tuple[Part, ...]:
    """Where somebody else is concerned, too, it is decided with everything in view."""
    words, registration = Words.of(member), case.registration
    amount, id = registration.opportunity.amount, registration.id
    grounds = [
        words("case.ground", ground=words(f"ground.{reason.ground.value}"), clause=reason.clause) for reason in registration.reasons
    ]
    to_admins = registration.reviewer is Reviewer.CHANNEL_ADMIN
    facts = (
        _whose(member, words, is_admins=to_admins),
        *_partner(case.partner.name, words, is_shown=case.policy.overlap.shows_partner),
        *((Fact(label=words("slot.amount"), value=words.money(amount)),) if amount else ()),
        *((Fact(label=words("approvals.why_here"), value=words.all_of(grounds)),) if grounds else ()),
        *due_facts(work.by_rule(), registration, case.partner, words),
    )
    look = Choice(label=words("choice.approvals_show"), action=f"{SHOW}{id}")
    decline = Choice(label=words("choice.decline"), action=f"step/decline/{id}", style="danger")
    ask = Choice(label=words("choice.ask_more"), action=f"step/ask/{id}")
    if case.rivals or case.direct:
        decide = Choice(label=words("choice.approvals_alone"), action=f"review.show/{id}", style="primary")
        choices = (decide, look, decline, ask)
    else:
        approve = Choice(label=words("choice.approve"), action=f"review.approve/{id}/{case.mark}", style="primary")
        choices = (approve, decline, ask, look)
    title = Text(text=words(f"approvals.card.{lead}", company=registration.opportunity.company, id=id), tone=Tone.TITLE)
    return (title, Facts(facts=facts), Choices(choices=choices))


def _quote_card(work: Work, quote: RecordedQuote, member: Member) -> tuple[Part, ...]:
    words = Words.of(member)
    partner = work.people.partner(quote.partner_id)
    policy = work.program.version(quote.policy_version)
    facts = (
        _whose(member, words, is_admins=quote.reviewer is Role.CHANNEL_ADMIN),
        *_partner(partner.name if partner else "", words, is_shown=policy.overlap.shows_partner),
        Fact(label=words("quote.discount"), value=percent(max(line.percent for line in quote.lines), words)),
        Fact(label=words("quote.price"), value=words("quote.a_year", amount=words.money(quote.total))),
    )
    choices = (
        Choice(label=words("choice.approve"), action=f"quote.approve/{quote.id}/{quote.revision}", style="primary"),
        Choice(label=words("choice.decline"), action=f"step/quote.decline/{quote.id}", style="danger"),
        Choice(label=words("choice.approvals_show_quote"), action=f"{SHOW}{quote.id}"),
    )
    title = Text(text=words("approvals.quote", company=quote.company, id=quote.id), tone=Tone.TITLE)
    return (title, Facts(facts=facts), Choices(choices=choices))


def _whose(member: Member, words: Words, *, is_admins: bool) -> Fact:
    """For whom it is to decide, where several have what waits for them posted."""
    return Fact(label=words("fact.person"), value=words("role.channel_team") if is_admins else member.name)


def _partner(name: str, words: Words, *, is_shown: bool) -> tuple[Fact, ...]:
    """Direct sellers may be in the channel: they learn of partners what the policy lets them."""
    return (Fact(label=words("fact.partner"), value=name),) if is_shown and name else ()
