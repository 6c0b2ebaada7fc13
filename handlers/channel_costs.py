"""What a new customer costs through partners and through direct sales, for a channel admin; what is missing is said."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.clauses import clause_sources
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.reply import Chart, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.understanding.dates import read_dates
from handlers.wording import Words
from program.access import Act
from program.channel_economics import Acquisition, Channel, Economics, economics, months_between
from program.periods import local_date, months_after, start_of_day
from program.policy import Ground


def show_economics(work: Work, conversation: Conversation, text: str) -> Outcome:
    """Both channels in the months that the words name, else in the last twelve whole ones."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.SEE_ECONOMICS):
        return say(conversation, words("economics.not_yours"))
    first, last = _months(work, text)
    zone, policy = work.program.zone, work.program.in_force(work.at)
    found = economics(
        work.channel_figures.costs(first, last),
        work.channel_figures.wins(start_of_day(last + timedelta(days=1), zone)),
        first=first,
        last=last,
        zone=zone,
        rules=policy.economics,
    )
    sources = clause_sources([policy.clause(Ground.ACQUISITION_COST).id], policy, words)
    if not found.lines and all(line.spent is None for line in found.totals):
        nothing = Text(text=words("economics.nothing", **_period(found, words)))
        return Outcome(parts=(nothing, *_missing(found, words), sources), conversation=conversation)
    parts = (_summary(found, words), _table(found, words), *_chart(found, words), *_missing(found, words), sources)
    return Outcome(parts=parts, conversation=conversation)


def _months(work: Work, text: str) -> tuple[date, date]:
    """The first day of the first month and the last day of the last one; nothing beyond today."""
    today = local_date(work.at, work.program.zone)
    named = next((one for one in read_dates(text, today=today, past=True) if one.start <= today), None)
    if named is not None:
        end = months_after(min(named.end - timedelta(days=1), today).replace(day=1), 1) - timedelta(days=1)
        return named.start.replace(day=1), end
    this_month = today.replace(day=1)
    return months_after(this_month, -12), this_month - timedelta(days=1)


def _period(found: Economics, words: Words) -> dict[str, str]:
    last = months_after(found.last, 1) - timedelta(days=1)
    return {"first": words.day(found.first), "last": words.day(last)}


def _summary(found: Economics, words: Words) -> Text:
    """Both figures in a sentence; a comparison only where there are two."""
    partner, direct = (found.total(channel).each for channel in (Channel.PARTNER, Channel.DIRECT))
    if partner is not None and direct is not None and direct.amount:
        share = words.percent(partner.amount / direct.amount)
        said = words(
            "economics.both", partner=words.money(partner), direct=words.money(direct), share=share, **_period(found, words)
        )
        return Text(text=said, tone=Tone.TITLE)
    return Text(text=words("economics.title", **_period(found, words)), tone=Tone.TITLE)


def _table(found: Economics, words: Words) -> Table:
    rows = [(words(f"segment.{line.segment.value}"), *_cells(line, words)) for line in found.lines if line.segment is not None]
    rows += [(words("segment.all"), *_cells(line, words)) for line in found.totals]
    names = ("segment", "channel", "customers", "spent", "cost_each")
    return Table(
        caption=words("economics.table"),
        columns=tuple(words(f"column.{name}") for name in names),
        rows=tuple(rows),
        numeric=frozenset({2, 3, 4}),
    )


def _cells(line: Acquisition, words: Words) -> tuple[str, ...]:
    spent = words.money(line.spent) if line.spent is not None else "–"
    each = words.money(line.each) + (" *" if line.is_few else "") if line.each is not None else "–"
    return (words(f"channel.{line.channel.value}"), words.number(line.won), spent, each)


def _chart(found: Economics, words: Words) -> tuple[Part, ...]:
    """A bar for every figure there is; none where there is nothing to compare."""
    bars = [(line, each) for line in (*found.lines, *found.totals) if (each := line.each) is not None]
    if len(bars) < len(Channel):
        return ()
    sizes = [words(f"segment.{line.segment.value}") if line.segment else words("segment.all") for line, _ in bars]
    labels = [f"{words(f'channel.{line.channel.value}')} · {size}" for (line, _), size in zip(bars, sizes, strict=True)]
    values, shown = [each.amount for _, each in bars], [words.money(each) for _, each in bars]
    return (Chart(title=words("economics.chart"), labels=tuple(labels), values=tuple(values), shown=tuple(shown)),)


def _missing(found: Economics, words: Words) -> tuple[Part, ...]:
    """What the figures do not rest on: months without costs, few customers, other currencies, costs of no size."""
    months = len(months_between(found.first, found.last))
    said = []
    for channel, missing in found.months_missing.items():
        if missing:
            fields = {"channel": words(f"channel.{channel.value}"), "months": words.number(months)}
            said.append(words("economics.months_missing", missing=words.number(missing), **fields))
    if any(line.is_few and line.each is not None for line in (*found.lines, *found.totals)):
        said.append(words("economics.few"))
    if found.left_out:
        said.append(words("economics.left_out", currencies=words.all_of(sorted(found.left_out))))
    if found.unsplit and found.lines:
        said.append(
            words("economics.unsplit", channels=words.all_of([words(f"channel.{one.value}") for one in sorted(found.unsplit)]))
        )
    return tuple(Text(text=text, tone=Tone.HINT) for text in said)
