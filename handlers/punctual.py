"""How punctual payouts are: the share paid on time, how late the median line was, month by month and partner by partner."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from handlers.clauses import clause_sources
from handlers.outcome import Outcome, say, short
from handlers.ports import Work
from handlers.reply import Chart, Fact, Facts, Part, Table, Text, Tone
from handlers.settling import today_of
from handlers.state import Conversation
from handlers.wording import Words
from program.access import Act
from program.partners import Role
from program.punctuality import by_month, least_punctual, punctuality

_A_YEAR: Final = timedelta(days=365)
#: So many partners are named, the least punctual first.
_SHOWN: Final = 8


def show_punctuality(work: Work, conversation: Conversation) -> Outcome:
    """The figures of the last twelve months: of the portfolio for a partner manager, of all partners for a channel admin."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.WATCH_PAYOUTS):
        return say(conversation, words("punctuality.not_yours"))
    policy, today = work.program.in_force(work.at), today_of(work)
    every = policy.earning.payout.every_days
    since = today - _A_YEAR
    paid = work.payouts.paid(since, work.program.zone)
    overall = punctuality(paid, every_days=every)
    waiting = work.payouts.overdue(today - timedelta(days=every))
    late = (Text(text=words.count("punctuality.overdue", waiting), tone=Tone.WARNING),) if waiting else ()
    clause = clause_sources([policy.earning.payout.clause], policy, words)
    if overall is None:
        return Outcome(parts=(Text(text=words("punctuality.none")), *late, clause), conversation=conversation)
    own = work.viewer.member.role is Role.PARTNER_MANAGER
    facts = (
        Fact(
            label=words.count("punctuality.on_time", every),
            value=words.percent(overall.share),
            note=words.count("punctuality.lines", overall.lines),
        ),
        Fact(label=words("punctuality.median"), value=words.count("punctuality.days", overall.days)),
    )
    title = words("punctuality.title_portfolio" if own else "punctuality.title")
    months = by_month(paid, every_days=every)
    chart = Chart(
        title=words("punctuality.chart"),
        labels=tuple(f"{month:%m/%Y}" for month in months),
        values=tuple(one.share * 100 for one in months.values()),
        shown=tuple(words.percent(one.share) for one in months.values()),
    )
    table = _table(work, since, every, words)
    return Outcome(parts=(Facts(title=title, facts=facts), chart, *table, *late, clause), conversation=conversation)


def _table(work: Work, since: date, every: int, words: Words) -> tuple[Part, ...]:
    """The least punctual partners; nothing where there is only one to tell of."""
    zone = work.program.zone
    rows = []
    for id in least_punctual(work.payouts.punctual(since, zone, every_days=every), _SHOWN):
        partner, one = work.people.partner(id), punctuality(work.payouts.paid(since, zone, id), every_days=every)
        if partner is None or one is None:
            continue
        days = words.count("punctuality.days", one.days)
        rows.append((short(partner.name, 40), words.percent(one.share), days, words.number(one.lines)))
    if len(rows) < 2:
        return ()
    columns = tuple(words(f"column.{name}") for name in ("partner", "on_time", "days_late", "lines"))
    return (Table(caption=words("punctuality.table"), columns=columns, rows=tuple(rows), numeric=frozenset({1, 2, 3})),)
