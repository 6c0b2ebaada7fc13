"""What a question about money asks: for which period, which line or deal, and under which assumptions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from handlers.understanding.dates import read_dates
from handlers.understanding.earning_words import ASKS, FILES, LESS, LINE, PAST, PERCENT, SPLIT, THIS_DEAL, TIER_NAMES, TIERS, YEAR
from handlers.understanding.money import read_money
from handlers.understanding.text import clean, fold
from program.partners import Tier

_ASKS: Final = tuple((name, re.compile(pattern)) for name, pattern in ASKS)
_FILES: Final = tuple((name, re.compile(pattern)) for name, pattern in FILES)
_TIERS, _PERCENT, _SPLIT = re.compile(TIERS), re.compile(PERCENT), re.compile(SPLIT)
_LINE, _THIS_DEAL, _YEAR = re.compile(LINE), re.compile(THIS_DEAL), re.compile(YEAR)
_LESS, _PAST = re.compile(LESS), re.compile(PAST)


class Ask(StrEnum):
    """What is wanted: what a period brought, how a figure came about, what something would bring, what is to come, what is not paid
    yet, which promotions there are, or the rates."""

    STATEMENT = "statement"
    EXPLAIN = "explain"
    WHAT_IF = "what_if"
    FORECAST = "forecast"
    OPEN = "open"
    CAMPAIGNS = "campaigns"
    RATES = "rates"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningQuestion:
    """`first` and `last` are the days of the period, both included, None when none is named. `percents` are those that the question
    names, in written order; `file` is "pdf", "csv" or "". `line` is the name of a statement's line.
    """

    ask: Ask
    first: date | None = None
    last: date | None = None
    tier: Tier | None = None
    percents: tuple[Decimal, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    less: bool = False
    partner_percent: int | None = None
    line: str = ""
    file: str = ""
    this_deal: bool = False


def read_earning_question(text: str, *, today: date) -> EarningQuestion:
    """What the message asks about money; a statement where nothing else is said. A month is the last one that has begun."""
    text = clean(text)
    said = fold(text)
    line, tier, split = _LINE.search(said), _TIERS.search(said), _SPLIT.search(said)
    period = _period(text, today)
    shares = (int(split[1]), int(split[2])) if split else (0, 0)
    amounts = tuple(reading.amount for reading in read_money(text) if reading.amount > 0)
    supposes = tier is not None or (bool(amounts) and period is None and not _PAST.search(said))
    return EarningQuestion(
        ask=_ask(said, has_line=line is not None, supposes=supposes),
        first=period[0] if period else None,
        last=period[1] if period else None,
        tier=Tier(TIER_NAMES.get(tier[1], tier[1])) if tier else None,
        percents=tuple(_percents(said)),
        amounts=amounts,
        less=_LESS.search(said) is not None,
        partner_percent=shares[0] if sum(shares) == 100 else None,
        line=line[0].upper() if line else "",
        file=next((name for name, pattern in _FILES if pattern.search(said)), ""),
        this_deal=_THIS_DEAL.search(said) is not None,
    )


def is_earning_word(folded: str) -> bool:
    """Whether the words, folded, are no name but a tier or a word of such a question."""
    return any(pattern.fullmatch(folded) for pattern in (_TIERS, *(pattern for _, pattern in (*_ASKS, *_FILES))))


def _ask(said: str, *, has_line: bool, supposes: bool) -> Ask:
    """What is wanted; who names a line wants it explained, who names a tier or a value wants to know what it would bring."""
    found = next((Ask(name) for name, pattern in _ASKS if pattern.search(said)), None)
    return found or (Ask.EXPLAIN if has_line else Ask.WHAT_IF if supposes else Ask.STATEMENT)


def _percents(said: str) -> Iterable[Decimal]:
    return (Decimal(found.replace(",", ".")) for found in _PERCENT.findall(said))


def _period(text: str, today: date) -> tuple[date, date] | None:
    """From the first to the last day of what is named, both included; of several, from the first to the last."""
    readings = [reading for reading in read_dates(text, today=today, past=True) if reading.start <= today]
    year = _YEAR.search(text)
    if not readings:
        return (date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)) if year else None
    first = min(reading.start for reading in readings)
    last = max(reading.end for reading in readings) - timedelta(days=1)
    return first, max(first, last)
