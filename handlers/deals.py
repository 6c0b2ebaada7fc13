"""Looking deals up: the list with status and days left, and one registration in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from handlers.clauses import clause_sources
from handlers.due import due_facts
from handlers.evidence import opportunity_values
from handlers.opportunities import list_opportunities, show_opportunity
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.registration_form import SHOWN, label, show
from handlers.reply import Choice, Fact, Facts, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.access import Act
from program.conflicts import next_step
from program.lifecycle import extend, may_appeal
from program.partners import Partner, PartnerKind
from program.policy import NextStep
from program.registrations import UNDECIDED, Registration, Status

#: A list shows so many at once, newest first.
LISTED = 15
#: What is meant by the state that a question names.
_IN_STATE: Final[Mapping[str, frozenset[Status]]] = {
    "won": frozenset({Status.WON}),
    "lost": frozenset({Status.LOST}),
    "approved": frozenset({Status.APPROVED}),
    "undecided": UNDECIDED,
    "open": UNDECIDED | {Status.APPROVED},
    "declined": frozenset({Status.DECLINED}),
    "expired": frozenset({Status.EXPIRED}),
    "withdrawn": frozenset({Status.WITHDRAWN}),
}
#: So many of those that end next.
_ENDING: Final = 5


def list_deals(work: Work, conversation: Conversation, states: Sequence[str] = ()) -> Outcome:
    """The deals in the viewer's sight: a seller's own company's, a manager's portfolio's; in these states, where any are named."""
    words = Words.of(work.viewer.member)
    if work.viewer.partner is not None:
        found = work.registrations.of_partner(work.viewer.partner.id)
    elif work.viewer.may(Act.REVIEW):
        found = work.registrations.all()
    else:
        return list_opportunities(work, conversation)
    if not found:
        choices = [Choice(label=words("choice.start"), action="register.start", style="primary")]
        can = work.viewer.may(Act.REGISTER)
        return Outcome(parts=(Text(text=words("deals.none")), *offer(choices if can else [])), conversation=conversation)
    wanted = frozenset(status for state in states for status in _IN_STATE[state])
    found = tuple(each for each in found if not wanted or each.status_at(work.at) in wanted)
    if not found:
        return say(conversation, words("deals.none_so", states=words.either([words(f"deals.state.{state}") for state in states])))
    parts: list[Part] = [_table(work, found[:LISTED], words, len(found))]
    if len(found) > LISTED:
        parts.append(Text(text=words("deals.more", shown=words.number(LISTED), total=words.number(len(found))), tone=Tone.HINT))
    return Outcome(parts=tuple(parts), conversation=conversation)


def list_expiring(work: Work, conversation: Conversation) -> Outcome:
    """The protected deals in the viewer's sight, the one first whose protection ends first; nothing else."""
    words = Words.of(work.viewer.member)
    own = work.viewer.partner
    sight = work.registrations.all() if own is None else work.registrations.of_partner(own.id)
    ends = sorted(
        (each.protected.end, each.id, each) for each in sight if each.protected and each.status_at(work.at) is Status.APPROVED
    )
    if not ends:
        return say(conversation, words("deals.none_protected"))
    found = tuple(registration for _, _, registration in ends[:_ENDING])
    title = Text(text=words("deals.ending"), tone=Tone.TITLE)
    return Outcome(parts=(title, _table(work, found, words, len(found))), conversation=conversation)


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
    """One registration in full, as its own partner sees it; to a direct seller, what they work on themselves."""
    if work.viewer.may(Act.RECORD):
        return show_opportunity(work, conversation, registration_id)
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
    found += due_facts(work, registration, partner, words)
    if registration.protected is not None and partner is not None:
        until = words.day(registration.protected.last_day(partner.zone))
        left = days_left(work, registration, partner, words)
        found.append(Fact(label=words("fact.protected_until"), value=until, note="" if left == "–" else left))
    if registration.note:
        found.append(
            Fact(label=words("fact.question" if status is Status.ACTION_REQUIRED else "fact.reason"), value=registration.note)
        )
    found += _ending(registration, words)
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
    return Outcome(parts=(*parts, *offer(_next_steps(work, registration, partner, words))), conversation=conversation)


def _ending(registration: Registration, words: Words) -> list[Fact]:
    """How it ended, what it renews, and with whom it is shared."""
    closing, found = registration.closing, []
    if closing is not None and closing.amount is not None:
        found.append(Fact(label=words("won.amount"), value=words.money(closing.amount)))
    if closing is not None and closing.products:
        found.append(Fact(label=words("won.products"), value=words.all_of(closing.products)))
    if closing is not None and closing.loss is not None:
        found.append(Fact(label=words("lost.reason"), value=words(f"loss.{closing.loss.value}")))
    if registration.renews is not None:
        found.append(Fact(label=words("fact.renews"), value=registration.renews))
    if registration.split is not None:
        share = words("share.value", partner=words.number(registration.split.partner_percent))
        found.append(Fact(label=words("fact.share"), value=share))
    return found


#: What is offered for a registration, by where it stands; the first is what most people want next.
_OFFERED: Final[Mapping[Status, tuple[str, ...]]] = {
    Status.IN_REVIEW: ("statement", "amend", "withdraw"),
    Status.ACTION_REQUIRED: ("more", "statement", "amend", "withdraw"),
    Status.APPROVED: ("won", "extend", "amend", "lost", "withdraw"),
    Status.DECLINED: ("appeal",),
    Status.EXPIRED: ("lost",),
    Status.LOST: ("reopen",),
    Status.WON: ("renew",),
}


def _next_steps(work: Work, registration: Registration, partner: Partner | None, words: Words) -> list[Choice]:
    """What can be done with it now, and its history."""
    verbs = _OFFERED.get(registration.status_at(work.at), ()) if work.viewer.partner is not None else ()
    possible = [verb for verb in verbs if partner is not None and _is_possible(work, verb, registration, partner)]
    choices = [
        Choice(
            label=words(f"choice.{verb}"),
            action=f"renew/{registration.id}" if verb == "renew" else f"step/{verb}/{registration.id}",
            style="primary" if verb == "more" else "default",
        )
        for verb in possible
    ]
    return [*choices, Choice(label=words("choice.timeline"), action=f"timeline/{registration.id}")]


def _is_possible(work: Work, verb: str, registration: Registration, partner: Partner) -> bool:
    """Whether the policy would let it: nobody is offered what is refused then."""
    policy = work.program.version(registration.policy_version)
    match verb:
        case "extend":
            return isinstance(extend(registration, partner, policy=policy, at=work.at), Registration)
        case "appeal":
            return may_appeal(registration, partner, policy=policy, at=work.at) is None
        case "won" | "lost":
            return next_step(partner.kinds, policy) is not NextStep.HAND_OVER
        case "renew":
            return PartnerKind.RESELLER in partner.kinds
        case _:
            return True


def _in_sight(work: Work) -> tuple[Registration, ...]:
    """The own company's registrations, or the portfolio's, newest first."""
    partner = work.viewer.partner
    return work.registrations.all() if partner is None else work.registrations.of_partner(partner.id)


def find(
    work: Work,
    conversation: Conversation,
    subject: str,
    open_with: str,
    *,
    fits: Callable[[Registration], bool] = lambda _: True,
) -> Outcome | Registration:
    """The registration that the words name, by its id or by its company; several are offered, none is said.

    `open_with` is the action that a pick among several leads to ("deals.show", say). Of several, those that `fits` come first: one
    alone is meant.
    """
    words = Words.of(work.viewer.member)
    by_id = work.registrations.get(subject.strip().upper())
    if by_id is not None:
        return by_id
    named = work.registrations.named(subject.strip()) if subject.strip() else tuple(filter(fits, _in_sight(work)))
    if not subject.strip() and not named:
        return say(conversation, words("deals.none_fits"))
    found = tuple(one for one in named if fits(one)) or named
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
