"""Everything that happened to a registration, in order: for its partner in words of its own, for the vendor in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from handlers.outcome import Outcome, say, short
from handlers.ports import Happened, Work
from handlers.registration_form import show
from handlers.reply import Table, Text, Tone
from handlers.state import Conversation
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.money import Money
from program.registrations import LossReason, Registration, Status

#: So many lines at once, the newest; nobody reads more in a chat.
_SHOWN: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """How a kind of event is told: whether its own partner is told of it too, and which of its fields go with it, in this order.

    `by_whom`: whether its own partner is told who did it.
    """

    partner: bool = True
    by_whom: bool = True
    told: tuple[str, ...] = ()


_CHANGED: Final = ("amount", "close_date", "contact_name", "contact_email", "contact_phone", "product")
#: Every kind of event of a registration. What only the vendor sees concerns others: who decides, and what others do.
KINDS: Final[Mapping[str, _Line]] = {
    "registration.submitted": _Line(),
    "registration.approved": _Line(told=("clause",)),
    "registration.declined": _Line(told=("clause", "reason")),
    "registration.referred": _Line(told=("clause",)),
    "registration.escalated": _Line(partner=False),
    "registration.action_required": _Line(told=("question",)),
    "registration.answered": _Line(told=("answer",)),
    "registration.extended": _Line(told=("until", "note")),
    "registration.amended": _Line(told=_CHANGED),
    "registration.withdrawn": _Line(),
    "registration.won": _Line(told=("amount", "products")),
    "registration.lost": _Line(told=("loss", "note")),
    "registration.reopened": _Line(told=("reason",)),
    "registration.appealed": _Line(told=("reason",)),
    "registration.handed_over": _Line(),
    "registration.shared": _Line(told=("shares",)),
    "registration.stated": _Line(told=("note",)),
    "registration.importance_rated": _Line(partner=False),
    "registration.transferred": _Line(told=("to",)),
    "registration.reminded": _Line(partner=False),
    "registration.overdue": _Line(partner=False),
    "registration.taken_over": _Line(),
    "registration.met_direct": _Line(partner=False, told=("opportunity",)),
    "registration.channel_conflict": _Line(by_whom=False),
}
#: Fields that only the vendor reads.
_VENDORS: Final = ("reviewer", "policy")


def show_timeline(work: Work, conversation: Conversation, registration_id: str) -> Outcome:
    """The registration's history, oldest first."""
    words = Words.of(work.viewer.member)
    registration = work.registrations.get(registration_id)
    if registration is None:
        return say(conversation, words("deals.unknown", id=registration_id[:20]))
    is_vendor = work.viewer.partner is None
    events = [event for event in work.log.of(registration.id) if event.kind in KINDS and (is_vendor or KINDS[event.kind].partner)]
    rows = tuple(_row(work, event, words, in_full=is_vendor) for event in events[-_SHOWN:])
    title = Text(text=f"{registration.opportunity.company} · {registration.id}", tone=Tone.TITLE)
    columns = tuple(words(f"column.{name}") for name in ("when", "what", "details", "who"))
    table = Table(caption=words("timeline.caption"), columns=columns, rows=(*rows, *_expiry(work, registration, words)))
    return Outcome(parts=(title, table), conversation=conversation)


def _row(work: Work, event: Happened, words: Words, *, in_full: bool) -> tuple[str, ...]:
    told = KINDS[event.kind].told + (_VENDORS if in_full else ())
    details = [_said(work, name, event.fields, words) for name in told if event.fields.get(name)]
    who = _who(work, event, words) if in_full or KINDS[event.kind].by_whom else "–"
    return (words.moment(event.at), words(f"timeline.{event.kind}"), "; ".join(details) or "–", who)


def _who(work: Work, event: Happened, words: Words) -> str:
    if event.actor_id is None:
        return words("role.by_rule")
    if event.actor_id == work.viewer.member.id:
        return words("word.you")
    actor = work.people.member(event.actor_id)
    return actor.name if actor else words("role.former_colleague")


def _said(work: Work, name: str, fields: Mapping[str, str], words: Words) -> str:
    """One field in words: days and amounts as the reader writes them, codes by their name, what people wrote as it is."""
    value = fields[name]
    if name == "until":
        return words("timeline.until", day=words.day(date.fromisoformat(value)))
    if name == "amount" and "currency" in fields:
        return words.money(Money(amount=Decimal(value), currency=fields["currency"]))
    if " → " in value and name in _CHANGED:
        return f"{words(f'slot.{name}')}: {' → '.join(_value(name, side, words) for side in value.split(' → ', 1))}"
    if name == "to":
        to = work.people.member(value)
        return to.name if to else words("role.former_colleague")
    if name == "loss":
        return words(f"loss.{LossReason(value).value}")
    if name == "clause":
        return words("source.clause", id=value)
    if name in ("reviewer", "policy"):
        return value
    return short(value, 200)


def _value(name: str, value: str, words: Words) -> str:
    """A canonical value of a changed field; an amount stands with its currency."""
    if not value:
        return "–"
    amount, _, currency = value.partition(" ") if name == Slot.AMOUNT else (value, "", None)
    return show(Slot(name), amount, words, currency)


def _expiry(work: Work, registration: Registration, words: Words) -> tuple[tuple[str, ...], ...]:
    """That the protection is over is no event: it follows from the clock."""
    if registration.status_at(work.at) is not Status.EXPIRED or registration.protected is None:
        return ()
    return ((words.moment(registration.protected.end), words("timeline.expired"), "–", words("role.by_rule")),)
