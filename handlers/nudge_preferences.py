"""What a person wishes about reminders: which kinds they get, and until when all are put off; said or pressed, in every chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from handlers import approval_places
from handlers.clauses import clause_sources
from handlers.nudge_hours import hours_of
from handlers.nudge_quiet import hour_choices
from handlers.nudge_sending import SNOOZE_DAYS
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.reply import Choice, Fact, Facts, Part, Text, Tone
from handlers.state import Conversation
from handlers.understanding.dates import read_dates
from handlers.understanding.nudge_words import kinds_named
from handlers.wording import Words
from program.governor import next_opening, open_hours
from program.partners import Role
from program.periods import local_date, start_of_day
from program.policy_nudges import DIGESTS, NudgeKind

_DAY: Final = timedelta(days=1)
#: What the vendor's people get; partners' members get everything but digests.
_OF_MANAGERS: Final = (NudgeKind.FIRST_DEAL, NudgeKind.INACTIVE, NudgeKind.DAILY, NudgeKind.WEEKLY)


def kinds_of(role: Role) -> tuple[NudgeKind, ...]:
    """The kinds that somebody of the role can get."""
    if role.is_partner_side:
        return tuple(kind for kind in NudgeKind if kind not in DIGESTS)
    return _OF_MANAGERS if role is not Role.DIRECT_SELLER else ()


def show(work: Work, conversation: Conversation, *lead: Part) -> Outcome:
    """All kinds with their state, and a button for each to change it."""
    member, words = work.viewer.member, Words.of(work.viewer.member)
    kinds = kinds_of(member.role)
    if not kinds:
        return say(conversation, words("nudges.none_for_you"))
    wishes, rules = work.nudges.wishes(member.id), work.program.in_force(work.at).nudges
    facts = tuple(
        Fact(label=words(f"nudge_kind.{kind.value}"), value=words("nudges.off" if kind in wishes.stopped else "nudges.on"))
        for kind in kinds
    )
    opens, closes = open_hours(rules, wishes.quiet)
    when = Fact(label=words("nudges.hours"), value=words("nudges.between", opens=words.hour(opens), closes=words.hour(closes)))
    parts: list[Part] = [*lead, Facts(title=words("nudges.yours"), facts=(*facts, when, *approval_places.fact(work, words)))]
    until = wishes.put_off_until
    if until is not None and until > work.at:
        parts.append(Text(text=words("nudges.put_off", when=words.moment(until)), tone=Tone.HINT))
        pause = Choice(label=words("choice.unsnooze"), action="nudges.snooze/0")
    else:
        pause = Choice(label=words.count("choice.snooze", SNOOZE_DAYS), action=f"nudges.snooze/{SNOOZE_DAYS}")
    parts.append(clause_sources([rules.quiet_clause, rules.cap_clause, rules.stop_clause], work.program.in_force(work.at), words))
    toggles = [_toggle(kind, words, is_off=kind in wishes.stopped) for kind in kinds]
    channel = approval_places.choices(work, words)
    return Outcome(parts=(*parts, *offer([pause, *hour_choices(work, words), *toggles, *channel])), conversation=conversation)


def _toggle(kind: NudgeKind, words: Words, *, is_off: bool) -> Choice:
    named = words(f"nudge_kind.{kind.value}")
    if is_off:
        return Choice(label=words("choice.allow_kind", kind=named), action=f"nudges.allow/{kind.value}")
    return Choice(label=words("choice.stop_kind", kind=named), action=f"nudges.stop/{kind.value}")


def change(work: Work, conversation: Conversation, said: str, *, allowed: bool) -> Outcome:
    """Stops or allows what the words name, everything where they name nothing."""
    if not said.strip():
        return set_kinds(work, conversation, kinds_of(work.viewer.member.role), allowed=allowed)
    named = {NudgeKind(kind) for kind in kinds_named(said)}
    kinds = [kind for kind in kinds_of(work.viewer.member.role) if kind in named]
    if not kinds:
        words = Words.of(work.viewer.member)
        return show(work, conversation, Text(text=words("nudges.which", said=said[:60])))
    return set_kinds(work, conversation, kinds, allowed=allowed)


def press(work: Work, conversation: Conversation, named: str, *, allowed: bool) -> Outcome:
    """The same by a button."""
    kinds = [kind for kind in kinds_of(work.viewer.member.role) if kind.value == named]
    if not kinds:
        return say(conversation, Words.of(work.viewer.member)("press.outdated"))
    return set_kinds(work, conversation, kinds, allowed=allowed)


def set_kinds(work: Work, conversation: Conversation, kinds: Sequence[NudgeKind], *, allowed: bool) -> Outcome:
    member, words = work.viewer.member, Words.of(work.viewer.member)
    if not kinds:
        return say(conversation, words("nudges.none_for_you"))
    (work.nudges.allow if allowed else work.nudges.stop)(member.id, kinds)
    named = words.all_of([words(f"nudge_kind.{kind.value}") for kind in kinds])
    text = words("nudges.allowed" if allowed else "nudges.stopped", kinds=named)
    if allowed:
        back = [Choice(label=words("choice.nudge_settings"), action="nudges.show")]
    else:
        undo = [_toggle(kind, words, is_off=True) for kind in kinds] if len(kinds) == 1 else []
        back = [*undo, Choice(label=words("choice.nudge_settings"), action="nudges.show")]
    return Outcome(parts=(Text(text=text, tone=Tone.SUCCESS), *offer(back)), conversation=conversation)


def snooze(work: Work, conversation: Conversation, said: str) -> Outcome:
    """Puts everything off for as long, or until when, the words say; for some days where they say nothing."""
    words, today = Words.of(work.viewer.member), local_date(work.at, work.viewer.member.zone)
    if not said.strip():
        return put_off(work, conversation, today + _DAY * SNOOZE_DAYS)
    day = next((one.value for one in read_dates(said, today=today) if one.value > today), None)
    if day is None:
        return say(conversation, words("nudges.when", said=said[:60]))
    return put_off(work, conversation, day)


def press_snooze(work: Work, conversation: Conversation, days: str) -> Outcome:
    """The same by a button, for so many days; 0 ends it."""
    if not (days.isascii() and days.isdigit() and len(days) < 4):
        return say(conversation, Words.of(work.viewer.member)("press.outdated"))
    if not int(days):
        work.nudges.put_off(work.viewer.member.id, None)
        return say(conversation, Words.of(work.viewer.member)("nudges.no_longer_put_off"), tone=Tone.SUCCESS)
    return put_off(work, conversation, local_date(work.at, work.viewer.member.zone) + _DAY * int(days))


def put_off(work: Work, conversation: Conversation, day: date) -> Outcome:
    """Until the morning of the day, or of the next on which reminders come; at most as long as the policy lets."""
    member, words = work.viewer.member, Words.of(work.viewer.member)
    if not kinds_of(member.role):
        return say(conversation, words("nudges.none_for_you"))
    rules = work.program.in_force(work.at).nudges
    last = local_date(work.at, member.zone) + _DAY * rules.longest_snooze
    until = _morning(work, min(day, last))
    work.nudges.put_off(member.id, until)
    text = words("nudges.put_off_longest" if day > last else "nudges.put_off", when=words.moment(until))
    choices = [
        Choice(label=words("choice.unsnooze"), action="nudges.snooze/0"),
        Choice(label=words("choice.nudge_settings"), action="nudges.show"),
    ]
    return Outcome(parts=(Text(text=text, tone=Tone.SUCCESS), *offer(choices)), conversation=conversation)


def _morning(work: Work, day: date) -> datetime:
    member = work.viewer.member
    hours = hours_of(member, work.viewer.partner, work.nudges.wishes(member.id).quiet)
    return next_opening(start_of_day(day, hours.zone), hours, work.program.in_force(work.at).nudges)
