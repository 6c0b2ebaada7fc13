"""Messages that nobody asked for in this turn: written in the reader's own language, put into the outbox under a key."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handlers.nudge_hours import hours_of
from handlers.ports import Work
from handlers.reply import Part, Reply
from handlers.wording import Words
from program.governor import next_opening
from program.partners import Member
from program.registrations import Registration

Compose = Callable[[Words], tuple[Part, ...]]


def tell(work: Work, member: Member, *, key: str, compose: Compose) -> None:
    """Tells the member once under the key, however often it is called; nobody is told what they do themselves in this turn."""
    if member.id == work.viewer.member.id:
        return
    words = Words.of(member)
    work.outbox.put(f"{key}:{member.id}", member.id, Reply(parts=compose(words), language=words.language))


def tell_all(work: Work, members: Iterable[Member], *, key: str, compose: Compose) -> None:
    for member in members:
        tell(work, member, key=key, compose=compose)


def remind_all(work: Work, members: Iterable[Member], *, key: str, compose: Compose) -> None:
    """As `tell_all`, but nobody is disturbed: it comes when reminders may come to the reader."""
    rules = work.program.in_force(work.at).nudges
    for member in members:
        if member.id != work.viewer.member.id:
            words = Words.of(member)
            due_at = next_opening(work.at, hours_of(member, None, work.nudges.wishes(member.id).quiet), rules)
            reply = Reply(parts=compose(words), language=words.language)
            work.outbox.put(f"{key}:{member.id}", member.id, reply, bulk=True, due_at=due_at)


def registrants(work: Work, registration: Registration) -> tuple[Member, ...]:
    """Whom of the partner a registration's news are for: whoever registered it; all colleagues, once they have left."""
    member = work.people.member(registration.member_id)
    there = member is not None and member.partner_id == registration.partner_id
    return (member,) if member and there else work.people.colleagues(registration.partner_id)
