"""The day and the week of a partner manager in one message: what waits, what ends soon, and who has not won a first deal yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from handlers.outcome import short
from handlers.ports import Work
from handlers.ports_nudges import Waits
from handlers.reply import Choice, Fact, Facts, Part, Table
from handlers.wording import Words
from program.access import Viewer
from program.periods import local_date

_DAY: Final = timedelta(days=1)
_TODAY: Final = timedelta(days=2)
_THIS_WEEK: Final = timedelta(days=8)
_LISTED: Final = 5


def waits_today(work: Work) -> Waits:
    """Asked once for many readers."""
    return work.nudges.waits(ends_before=work.at + _TODAY)


def waiting_parts(work: Work, words: Words, waits: Waits) -> tuple[Part, ...]:
    """What waits for the viewer today, or ends by tomorrow; nothing where nothing does."""
    viewer = work.viewer
    reviews = sum(map(viewer.may_decide, work.registrations.waiting())) if _sees_any(viewer, waits.reviews) else 0
    questions = len(work.requests.waiting()) if _sees_any(viewer, waits.questions) else 0
    disputes = len(work.disputes.waiting()) if _sees_any(viewer, waits.disputes) else 0
    ending = sum(waits.ending.get(id, 0) for id in viewer.portfolio)
    counts = {"reviews": reviews, "questions": questions, "disputes": disputes, "ending": ending}
    facts = tuple(Fact(label=words(f"digest.{name}"), value=words.number(count)) for name, count in counts.items() if count)
    return (Facts(title=words("digest.daily"), facts=facts),) if facts else ()


def _sees_any(viewer: Viewer, partner_ids: frozenset[str]) -> bool:
    return bool(partner_ids) if viewer.sees_all else not viewer.portfolio.isdisjoint(partner_ids)


def week_parts(work: Work, words: Words) -> tuple[Part, ...]:
    """What ends in the week, and which partners are late with their first deal; nothing where there is nothing."""
    ending = work.nudges.ending(_portfolio(work), before=work.at + _THIS_WEEK)
    without = work.nudges.without_deal(_portfolio(work), joined_by=_long_ago(work))
    partners = work.nudges.partners_of(sorted({id for _, id, _ in ending} | {id for id, _ in without}))
    parts: list[Part] = []
    if ending:
        rows = tuple(
            (id, short(partners[partner].name), words.short_day(local_date(ends, partners[partner].zone)))
            for id, partner, ends in ending[:_LISTED]
        )
        ends = (words("column.id"), words("column.partner"), words("column.ends"))
        parts.append(Table(caption=words.count("digest.ending_week", len(ending)), columns=ends, rows=rows))
    if without:
        today = local_date(work.at, words.zone)
        latest = without[-_LISTED:][::-1]
        waits = tuple((short(partners[id].name), words.number((today - joined).days)) for id, joined in latest)
        columns = (words("column.partner"), words("column.days_in_program"))
        caption = words.count("digest.without_deal", len(without))
        parts.append(Table(caption=caption, columns=columns, rows=waits, numeric=frozenset({1})))
    return tuple(parts)


def digest_choices(words: Words) -> tuple[Choice, ...]:
    queue = Choice(label=words("choice.queue"), action="review.queue", style="primary")
    return (queue, Choice(label=words("choice.nudge_report"), action="nudges.report"))


def _portfolio(work: Work) -> list[str]:
    return sorted(work.viewer.portfolio)


def _long_ago(work: Work) -> date:
    """Who joined by then is late with the first deal."""
    rules = work.program.in_force(work.at).nudges
    return local_date(work.at, work.program.zone) - _DAY * rules.manager_from
