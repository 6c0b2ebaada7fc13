"""What each kind of reminder does to the time until a partner's first deal, beside those who do without, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from handlers.clauses import clause_sources
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.ports_nudges import Followed
from handlers.reply import Part, Sources, Table, Text, Tone
from handlers.state import Conversation
from handlers.survival import Difference, Wait, curve, difference
from handlers.wording import Words
from program.access import Act
from program.policy_nudges import DIGESTS, NudgeKind

#: Past so many days without a first deal a partner tends to leave: waits are compared up to there.
HORIZON: Final = 180
#: A group of fewer than so many says nothing.
FEWEST: Final = 20
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The mean days until the first deal, up to the horizon in days, with and without reminders of a kind.

    The horizon is no further than somebody of each group was watched.
    `difference` is with less without: below zero, reminders bring the deal sooner. None where a group is too small to tell.
    """

    kind: NudgeKind
    reminded: int
    held_out: int
    horizon: float
    mean_reminded: float | None
    mean_held_out: float | None
    difference: Difference | None


def effects(work: Work) -> tuple[Effect, ...]:
    """Of every kind that some partners in sight do without."""
    sight = None if work.viewer.sees_all else sorted(work.viewer.portfolio)
    found = (effect(kind, work.nudges.followed(kind, sight), work.at) for kind in NudgeKind if kind not in DIGESTS)
    return tuple(one for one in found if one.held_out)


def effect(kind: NudgeKind, followed: Sequence[Followed], at: datetime) -> Effect:
    """Compared are all who drew a lot, told or not: whoever stopped their reminders counts as one who gets them."""
    groups: dict[bool, list[Wait]] = {True: [], False: []}
    for one in followed:
        end = one.won_at or at
        groups[one.is_held_out].append(Wait(days=(end - one.since) / _DAY, came=one.won_at is not None))
    reminded, held_out = groups[False], groups[True]
    can_tell = min(len(reminded), len(held_out)) >= FEWEST
    horizon = min([HORIZON, *(max(each.days for each in group) for group in groups.values() if group)])
    return Effect(
        kind=kind,
        reminded=len(reminded),
        held_out=len(held_out),
        horizon=horizon,
        mean_reminded=curve(reminded, horizon).mean if reminded else None,
        mean_held_out=curve(held_out, horizon).mean if held_out else None,
        difference=difference(reminded, held_out, horizon) if can_tell else None,
    )


def report(work: Work, conversation: Conversation) -> Outcome:
    """The card of whoever looks after partners."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.REVIEW):
        return say(conversation, words("nudge_effect.not_yours"))
    return Outcome(parts=effect_parts(work, words), conversation=conversation)


def effect_parts(work: Work, words: Words) -> tuple[Part, ...]:
    found = effects(work)
    policy = work.program.in_force(work.at)
    sources: Sources = clause_sources([policy.nudges.hold_out_clause], policy, words)
    if not found:
        return (Text(text=words("nudge_effect.none")), sources)
    rows = tuple(_row(one, words) for one in found)
    columns = tuple(words(f"nudge_effect.column.{name}") for name in ("kind", "reminded", "held_out", "horizon", "difference"))
    table = Table(caption=words("nudge_effect.caption"), columns=columns, rows=rows)
    said = tuple(Text(text=_verdict(one, words)) for one in found)
    return (table, *said, Text(text=words("nudge_effect.method"), tone=Tone.HINT), sources)


def _row(one: Effect, words: Words) -> tuple[str, ...]:
    def group(mean: float | None, count: int) -> str:
        return "–" if mean is None else words.count("nudge_effect.group", count, days=_days(mean, words))

    shown = "–" if one.difference is None else _interval(one.difference, words)
    name = words(f"nudge_kind.{one.kind.value}")
    horizon = words.count("note.days", round(one.horizon))
    return (name, group(one.mean_reminded, one.reminded), group(one.mean_held_out, one.held_out), horizon, shown)


def _verdict(one: Effect, words: Words) -> str:
    name = words(f"nudge_kind.{one.kind.value}")
    found = one.difference
    if found is None:
        return words("nudge_effect.too_few", kind=name, fewest=words.number(FEWEST))
    verdict = "unclear" if not found.is_clear else "sooner" if found.days < 0 else "later"
    return words(f"nudge_effect.{verdict}", kind=name, days=_days(abs(found.days), words), interval=_interval(found, words))


def _interval(found: Difference, words: Words) -> str:
    return words("nudge_effect.interval", days=_days(found.days, words), low=_days(found.low, words), high=_days(found.high, words))


def _days(days: float, words: Words) -> str:
    """To a tenth of a day, with a true minus."""
    return words.number(Decimal(str(round(days, 1)))).replace("-", "−")
