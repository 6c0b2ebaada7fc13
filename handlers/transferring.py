"""A member's deals go to a colleague: one of them, or everything open of somebody who leaves or has left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from handlers.notices import tell
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.reply import Choice, Lookup, Option, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step, begin
from handlers.understanding.text import fold
from handlers.wording import Words
from program.access import Act
from program.partners import Member
from program.registrations import Registration
from program.transferring import is_open, transfer

#: A list shows so many deals at once.
_LISTED: Final = 10
_ID = re.compile(r"R-[0-9A-Z]{6}")
_MY: Final = frozenset({"my", "all my", "meine", "alle meine"})
#: Whose deals they are when it is nobody's any more.
_FORMER: Final = "former"
_LEFT = re.compile(r"\b(?:former|ehemalig\w*|frueher\w*|ausgeschieden\w*)\b")


def transfer_deals(work: Work, conversation: Conversation, whose: str, whom: str) -> Outcome:
    """ "Move Jane's deals to carl@company.com": begins with what the words say, and asks for the rest."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.TRANSFER):
        return say(conversation, words("transfer.not_allowed"))
    to = [member for member in work.people.named(whom) if member.active]
    if whom and not to:
        return say(conversation, words("transfer.nobody", name=whom[:60]))
    subjects = _subjects(work, whose, to)
    if not subjects:
        return say(conversation, words("transfer.unknown", name=whose[:60]) if whose else words("transfer.how"))
    if len(subjects) > 1:
        choices = [Choice(label=label, action=f"step/transfer/{subject}") for subject, label in subjects.items()]
        return Outcome(parts=offer(choices, words("transfer.whose")), conversation=conversation)
    known = {"to": to[0].email} if len(to) == 1 else {}
    return begin(work, conversation, TRANSFER, next(iter(subjects)), known)


def open_deals_of(work: Work, member: Member) -> tuple[tuple[Part, ...], list[Choice]]:
    """How many open deals a member holds, in a sentence, and the way to hand them over; nothing where there are none."""
    words = Words.of(work.viewer.member)
    subject = f"{member.partner_id}:{member.id}"
    count = len(_held(work, subject)) if work.viewer.may(Act.TRANSFER) and member.partner_id else 0
    if not count:
        return (), []
    choice = Choice(label=words.count("choice.transfer", count), action=f"step/transfer/{subject}", style="primary")
    return (Text(text=words.count("transfer.holds", count, name=member.name)),), [choice]


def _subjects(work: Work, whose: str, to: Sequence[Member]) -> dict[str, str]:
    """What the words may mean, as the step's subject, with a label: a registration, a member's deals, or those of who has left."""
    folded, viewer = fold(whose), work.viewer
    if _ID.fullmatch(whose.upper()):
        return {whose.upper(): whose.upper()}
    if folded in _MY and viewer.partner is not None:
        return {f"{viewer.partner.id}:{viewer.member.id}": viewer.member.name}
    if _LEFT.search(folded):
        partner_ids = {viewer.partner.id} if viewer.partner is not None else {str(member.partner_id) for member in to}
        return {f"{id}:{_FORMER}": id for id in sorted(partner_ids)}
    found = work.people.named(whose) or work.people.named(whose.removesuffix("s"))
    exact = [member for member in found if fold(member.name) == folded or member.email == folded]
    return {f"{member.partner_id}:{member.id}": f"{member.name}, {member.email}" for member in exact or found}


def _held(work: Work, subject: str) -> tuple[Registration, ...]:
    """The open deals that a subject means, newest first; nothing out of the viewer's sight."""
    partner_id, _, holder = subject.partition(":")
    if not holder:
        found = work.registrations.get(subject)
        return (found,) if found is not None and is_open(found, work.at) else ()
    opened = [one for one in work.registrations.of_partner(partner_id) if is_open(one, work.at)]
    if holder != _FORMER:
        return tuple(one for one in opened if one.member_id == holder)
    here = {member.id for member in work.people.colleagues(partner_id)}
    return tuple(one for one in opened if one.member_id not in here and not _is_vendors(work, one.member_id))


def _is_vendors(work: Work, member_id: str) -> bool:
    member = work.people.member(member_id)
    return member is not None and member.partner_id is None


def _holder(work: Work, held: Sequence[Registration]) -> Member | None:
    """Who holds all of them, as long as they are there."""
    ids = {one.member_id for one in held}
    return work.people.member(ids.pop()) if len(ids) == 1 else None


def _candidates(work: Work, held: Sequence[Registration]) -> tuple[Member, ...]:
    """The active members of the deals' partner who do not hold them all already."""
    holder = _holder(work, held)
    return tuple(one for one in work.people.colleagues(held[0].partner_id) if holder is None or one.id != holder.id)


def _ask(work: Work, subject: str) -> Asked | tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    held = _held(work, subject) if work.viewer.may(Act.TRANSFER) else ()
    if not held:
        return (Text(text=words("transfer.none")),)
    candidates = _candidates(work, held)
    if not candidates:
        return (Text(text=words("transfer.no_colleague")),)
    options = tuple(Option(value=one.email, label=one.name) for one in candidates)
    question = Question(name="to", label=words("transfer.to"), options=options, lookup=Lookup.MEMBER)
    return Asked(
        title=words.count("transfer.ask", len(held)),
        submit=words("transfer.submit"),
        questions=(question,),
        confirm=True,
        about=_listed(held, words),
    )


def _listed(held: Sequence[Registration], words: Words) -> tuple[Part, ...]:
    rows = tuple((one.id, short(one.opportunity.company)) for one in held[:_LISTED])
    columns = (words("column.id"), words("column.company"))
    table = Table(caption=words.count("deals.caption", len(held)), columns=columns, rows=rows)
    if len(held) <= _LISTED:
        return (table,)
    more = words("deals.more", shown=words.number(_LISTED), total=words.number(len(held)))
    return (table, Text(text=more, tone=Tone.HINT))


def _do(work: Work, conversation: Conversation, subject: str, values: Mapping[str, str]) -> Outcome:
    words = Words.of(work.viewer.member)
    held = _held(work, subject) if work.viewer.may(Act.TRANSFER) else ()
    to = next((one for one in _candidates(work, held) if one.email == values.get("to")), None) if held else None
    if to is None:
        return say(conversation, words("transfer.none"))
    before = _holder(work, held)
    moved = []
    for registration in held:
        after = transfer(registration, to, at=work.at)
        if isinstance(after, Registration) and after != registration:
            work.registrations.change(after)
            work.log.add("registration.transferred", after.id, **{"from": registration.member_id, "to": to.id})
            moved.append(after)
    _tell_both(work, moved, before, to, key=f"registration.transferred:{subject}:{work.at.isoformat()}")
    said = words.count("transfer.done", len(moved), name=to.name)
    return say(conversation, said, tone=Tone.SUCCESS)


def _tell_both(work: Work, moved: Sequence[Registration], before: Member | None, to: Member, *, key: str) -> None:
    count, by = len(moved), work.viewer.member.name
    tell(
        work,
        to,
        key=key,
        compose=lambda their: (
            Text(text=their.count("notice.transferred_to_you", count, name=by), tone=Tone.TITLE),
            *_listed(moved, their),
        ),
    )
    if before is not None:
        tell(
            work,
            before,
            key=key,
            compose=lambda their: (
                Text(text=their.count("notice.transferred_from_you", count, name=by, to=to.name), tone=Tone.TITLE),
                *_listed(moved, their),
            ),
        )


TRANSFER: Final = Step(verb="transfer", ask=_ask, do=_do)
