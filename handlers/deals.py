"""Looking deals up: the list with status and days left, and one registration in full."""

from __future__ import annotations

from handlers.evidence import opportunity_values
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.registration_form import SHOWN, label, show
from handlers.reply import Choice, Fact, Facts, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.submitting import clause_sources
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.access import Act
from program.partners import Partner
from program.registrations import UNDECIDED, Registration, Status

#: A list shows so many at once, newest first.
LISTED = 15


def list_deals(work: Work, conversation: Conversation) -> Outcome:
    """The deals in the viewer's sight: a seller's own company's, a manager's portfolio's."""
    words = Words.of(work.viewer.member)
    if work.viewer.partner is not None:
        found = work.registrations.of_partner(work.viewer.partner.id)
    elif work.viewer.may(Act.REVIEW):
        found = work.registrations.all()
    else:
        return say(conversation, words("deals.not_yours"))
    if not found:
        choices = [Choice(label=words("choice.start"), action="register.start", style="primary")]
        can = work.viewer.may(Act.REGISTER)
        return Outcome(parts=(Text(text=words("deals.none")), *offer(choices if can else [])), conversation=conversation)
    parts: list[Part] = [_table(work, found[:LISTED], words, len(found))]
    if len(found) > LISTED:
        parts.append(Text(text=words("deals.more", shown=words.number(LISTED), total=words.number(len(found))), tone=Tone.HINT))
    return Outcome(parts=tuple(parts), conversation=conversation)


def _table(work: Work, found: tuple[Registration, ...], words: Words, total: int) -> Table:
    rows = []
    for registration in found:
        partner = work.people.partner(registration.partner_id)
        amount = registration.opportunity.amount
        rows.append(
            (
                registration.id,
                short(registration.opportunity.company),
                words(f"status.{registration.status_at(work.at).value}"),
                days_left(work, registration, partner, words),
                words.money(amount) if amount else "–",
                _by(work, registration, partner, words),
            )
        )
    names = ("id", "company", "status", "days_left", "amount", "by" if work.viewer.partner else "partner")
    return Table(
        caption=words.count("deals.caption", total),
        columns=tuple(words(f"column.{name}") for name in names),
        rows=tuple(rows),
        numeric=frozenset({4}),
    )


def days_left(work: Work, registration: Registration, partner: Partner | None, words: Words) -> str:
    """How long the protection still holds, in words; a dash where there is none."""
    if registration.status_at(work.at) is not Status.APPROVED or registration.protected is None or partner is None:
        return "–"
    left = registration.protected.days_left(work.at, partner.zone)
    return words.count("note.days", left) if left else words("note.last_day")


def _by(work: Work, registration: Registration, partner: Partner | None, words: Words) -> str:
    if work.viewer.partner is None:
        return partner.name if partner else ""
    if registration.member_id == work.viewer.member.id:
        return words("word.you")
    colleague = work.people.member(registration.member_id)
    return colleague.name if colleague else words("role.former_colleague")


def on_behalf_note(work: Work, registration: Registration, words: Words) -> str:
    """That the vendor's person made it for the partner, worded for either side; nothing where a member did."""
    if not registration.on_behalf:
        return ""
    return words("note.on_our_behalf" if work.viewer.partner else "note.on_behalf")


def show_deal(work: Work, conversation: Conversation, registration_id: str) -> Outcome:
    """One registration in full, as its own partner sees it."""
    words = Words.of(work.viewer.member)
    registration = work.registrations.get(registration_id)
    if registration is None:
        return say(conversation, words("deals.unknown", id=registration_id[:20]))
    partner = work.people.partner(registration.partner_id)
    status = registration.status_at(work.at)
    found = [
        Fact(label=words("fact.status"), value=words(f"status.{status.value}")),
        Fact(
            label=words("fact.registered_by"),
            value=_by(work, registration, partner, words),
            note=on_behalf_note(work, registration, words),
        ),
        Fact(label=words("fact.registered_at"), value=words.moment(registration.registered_at)),
    ]
    if registration.protected is not None and partner is not None:
        until = words.day(registration.protected.last_day(partner.zone))
        left = days_left(work, registration, partner, words)
        found.append(Fact(label=words("fact.protected_until"), value=until, note="" if left == "–" else left))
    if registration.note:
        found.append(
            Fact(label=words("fact.question" if status is Status.ACTION_REQUIRED else "fact.reason"), value=registration.note)
        )
    values = opportunity_values(registration)
    found += [
        Fact(label=label(slot, words), value=show(slot, values[slot], words, values.get(Slot.CURRENCY)))
        for slot in SHOWN
        if slot in values and slot is not Slot.COMPANY
    ]
    parts: list[Part] = [Facts(title=f"{registration.opportunity.company} · {registration.id}", facts=tuple(found))]
    if registration.reasons and status in UNDECIDED | {Status.DECLINED}:
        policy = work.program.version(registration.policy_version)
        parts.append(clause_sources([reason.clause for reason in registration.reasons], policy, words))
    choices = []
    if status is Status.ACTION_REQUIRED and work.viewer.partner is not None:
        choices.append(Choice(label=words("choice.answer_question"), action=f"step/more/{registration.id}", style="primary"))
    return Outcome(parts=(*parts, *offer(choices)), conversation=conversation)


def find(work: Work, conversation: Conversation, subject: str, open_with: str) -> Outcome | Registration:
    """The registration that the words name, by its id or by its company; several are offered, none is said.

    `open_with` is the action that a pick among several leads to ("deals.show", say).
    """
    words = Words.of(work.viewer.member)
    by_id = work.registrations.get(subject.strip().upper())
    if by_id is not None:
        return by_id
    found = work.registrations.named(subject.strip()) if subject.strip() else ()
    if len(found) == 1:
        return found[0]
    if not found:
        return say(conversation, words("deals.unknown", id=subject[:60]))
    choices = [
        Choice(
            label=words(
                "choice.pick_deal",
                company=short(one.opportunity.company),
                id=one.id,
                status=words(f"status.{one.status_at(work.at).value}"),
            ),
            action=f"{open_with}/{one.id}",
        )
        for one in found[:9]
    ]
    return Outcome(parts=offer(choices, words.count("deals.which", len(found))), conversation=conversation)
