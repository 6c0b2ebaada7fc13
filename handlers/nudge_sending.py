"""Reminders on their way: what is due for one reader goes out in one message, unless it is done by now, stopped or put off.

Everything is asked anew when the message is put together, and once more just before it is posted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.clauses import clause_sources
from handlers.dispute_waiting import is_settled
from handlers.nudge_digest import digest_choices, waiting_parts, waits_today, week_parts
from handlers.nudge_finding import dues
from handlers.nudge_hours import hours_of
from handlers.nudge_texts import line_of
from handlers.outcome import offer
from handlers.ports import Work
from handlers.ports_nudges import Nudge, Reader, Waits
from handlers.reply import Choice, Part, Reply, Text, Tone
from handlers.wording import Words
from program.governor import Hours, next_moment, next_opening
from program.nudges import SENT_LATE
from program.policy_nudges import DIGESTS, NudgeKind

#: So many are told in one message; the others wait for the next.
_LINES: Final = 8
#: A message has so many buttons of its lines.
_CHOICES: Final = 5
#: What the button that puts everything off puts it off by, in days.
SNOOZE_DAYS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told a reader in one message: these, under the key of the first."""

    reader: Reader
    nudges: tuple[Nudge, ...]
    reply: Reply

    @property
    def key(self) -> str:
        return self.nudges[0].message_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What became of what is due for some readers: messages, reminders to be put off until an instant, and those dropped."""

    messages: tuple[Message, ...]
    postponed: tuple[tuple[tuple[Nudge, ...], datetime], ...]
    dropped: tuple[tuple[tuple[Nudge, ...], str], ...]


def gather(work: Work, member_ids: Sequence[str]) -> Gathered:
    """Looks at everything that is due for these readers; nothing is written."""
    readers, waiting = work.nudges.readers(member_ids), work.nudges.waiting(member_ids)
    standing = _still_due(work, [nudge for each in waiting.values() for nudge in each])
    waits = _waits(work, (nudge for each in waiting.values() for nudge in each))
    messages: list[Message] = []
    postponed: list[tuple[tuple[Nudge, ...], datetime]] = []
    dropped: list[tuple[tuple[Nudge, ...], str]] = []
    for id, nudges in waiting.items():
        reader = readers[id]
        kept, gone = _sifted(reader, nudges, standing)
        dropped += gone
        moment = _moment(work, reader)
        if kept and moment > work.at:
            postponed.append((tuple(kept), moment))
        elif kept:
            message, empty = compose(work, reader, kept[:_LINES], waits)
            messages += [message] if message else []
            dropped += [(empty, "nothing_to_say")] if empty else []
    return Gathered(messages=tuple(messages), postponed=tuple(postponed), dropped=tuple(dropped))


def send(work: Work, gathered: Gathered) -> int:
    """Puts the messages into the outbox, each once; how many there were. What somebody else has taken meanwhile is theirs."""
    for nudges, until in gathered.postponed:
        work.nudges.postpone(nudges, until)
    for nudges, why in gathered.dropped:
        work.nudges.drop(nudges, why)
    taken = work.nudges.take({message.key: message.nudges for message in gathered.messages})
    told = [(each.key, each.reader.member.id, each.reply) for each in gathered.messages if each.key in taken]
    work.outbox.put_bulk(told)
    return len(taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """Just before posting: the reply as it is now, None where nothing of it is left to say; or until when it has to wait."""

    reply: Reply | None
    gone: tuple[tuple[tuple[Nudge, ...], str], ...] = ()
    wait_until: datetime | None = None


def recheck(work: Work, message_key: str, *, is_looked_at: bool = False) -> Recheck | None:
    """What has become of a message that is about to be posted; None for one that tells no reminders, or what still stands.

    Whoever looks for themselves is not disturbed, at whatever hour.
    """
    nudges = work.nudges.of_message(message_key)
    if not nudges:
        return Recheck(reply=None) if is_settled(work, message_key) else None
    reader = work.nudges.readers([nudges[0].member_id]).get(nudges[0].member_id)
    if reader is None or not reader.member.active:
        return Recheck(reply=None, gone=((nudges, "left"),))
    rules = work.program.in_force(work.at).nudges
    opening = next_opening(max(work.at, reader.wishes.put_off_until or work.at), _hours(reader), rules)
    if opening > work.at and not is_looked_at:
        return Recheck(reply=None, wait_until=opening)
    kept, gone = _sifted(reader, nudges, _still_due(work, nudges))
    message, empty = compose(work, reader, kept, _waits(work, kept)) if kept else (None, ())
    gone += [(empty, "nothing_to_say")] if empty else []
    return Recheck(reply=message.reply if message else None, gone=tuple(gone))


# ── what is left to say ──────────────────────────────────────────────────────────────────────────────────────────────────


def _still_due(work: Work, nudges: Sequence[Nudge]) -> frozenset[str]:
    """The keys of those whose condition holds and whose step is the latest."""
    subjects: dict[NudgeKind, set[str]] = defaultdict(set)
    for nudge in nudges:
        subjects[nudge.kind].add(nudge.subject)
    found: set[str] = set()
    for kind, of_kind in subjects.items():
        found.update(one.key for one in dues(work, kind, work.nudges.seen_of(kind, sorted(of_kind)), late=SENT_LATE))
    return frozenset(found)


def _sifted(
    reader: Reader, nudges: Iterable[Nudge], standing: frozenset[str]
) -> tuple[list[Nudge], list[tuple[tuple[Nudge, ...], str]]]:
    """Those to be told, and those to be dropped with the reason."""
    kept: list[Nudge] = []
    gone: dict[str, list[Nudge]] = defaultdict(list)
    for nudge in nudges:
        if not reader.member.active or (reader.member.partner_id and reader.member.partner_id != nudge.partner_id):
            gone["left"].append(nudge)
        elif nudge.kind in reader.wishes.stopped:
            gone["stopped"].append(nudge)
        elif nudge.key not in standing:
            gone["done"].append(nudge)
        else:
            kept.append(nudge)
    return kept, [(tuple(each), why) for why, each in gone.items()]


def _moment(work: Work, reader: Reader) -> datetime:
    rules = work.program.in_force(work.at).nudges
    return next_moment(work.at, _hours(reader), rules, reader.told, reader.wishes)


def _hours(reader: Reader) -> Hours:
    return hours_of(reader.member, reader.partner, reader.wishes.quiet)


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _waits(work: Work, nudges: Iterable[Nudge]) -> Waits | None:
    """What digests of a day tell from; None where there is none among these."""
    return waits_today(work) if any(nudge.kind is NudgeKind.DAILY for nudge in nudges) else None


def compose(work: Work, reader: Reader, nudges: Sequence[Nudge], waits: Waits | None) -> tuple[Message | None, tuple[Nudge, ...]]:
    """The message in the reader's language and sight, and what has nothing to say to them."""
    theirs, words = work.as_member(reader.member, reader.partner), Words.of(reader.member)
    parts: list[Part] = []
    choices: list[Choice] = []
    told: list[Nudge] = []
    for nudge in nudges:
        if nudge.kind in DIGESTS:
            is_daily = nudge.kind is NudgeKind.DAILY
            found = waiting_parts(theirs, words, waits) if is_daily and waits else week_parts(theirs, words)
            lines, pressed = found, digest_choices(words) if found else ()
        else:
            line = line_of(theirs, nudge, words)
            lines, pressed = ((Text(text=line.text),), line.choices) if line else ((), ())
        if lines:
            told.append(nudge)
            parts += lines
            choices += pressed if len(nudges) == 1 else pressed[:1]
    empty = tuple(nudge for nudge in nudges if nudge not in told)
    if not told:
        return None, empty
    lead = (Text(text=words.count("nudge.several", len(told)), tone=Tone.TITLE),) if len(told) > 1 else ()
    said = (*lead, *parts, *_around(work, told, choices, words))
    return Message(reader=reader, nudges=tuple(told), reply=Reply(parts=said, language=words.language)), empty


def _around(work: Work, told: Sequence[Nudge], choices: Sequence[Choice], words: Words) -> tuple[Part, ...]:
    """The rules that it comes by, what can be done, and how to stop it."""
    policy = work.program.in_force(work.at)
    kinds = list(dict.fromkeys(nudge.kind for nudge in told))
    buttons = list({choice.action: choice for choice in choices}.values())[:_CHOICES]
    later = Choice(label=words.count("choice.snooze", SNOOZE_DAYS), action=f"nudges.snooze/{SNOOZE_DAYS}")
    if len(kinds) == 1:
        stop = Choice(label=words("choice.stop_nudge"), action=f"nudges.stop/{kinds[0].value}")
    else:
        stop = Choice(label=words("choice.nudge_settings"), action="nudges.show")
    sources = clause_sources([policy.nudges.clauses[kind] for kind in kinds], policy, words)
    return (Text(text=words("nudge.how_to_stop"), tone=Tone.HINT), sources, *offer([*buttons, later, stop]))
