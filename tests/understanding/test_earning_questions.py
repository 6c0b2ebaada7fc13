"""What a question about money asks: the period, the line, the assumptions; in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handlers.understanding.earning_questions import Ask, read_earning_question
from program.partners import Tier

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("payout Q2?", date(2026, 4, 1), date(2026, 6, 30)),
        ("How much did I earn in September?", date(2026, 9, 1), date(2026, 9, 30)),
        ("What did I earn in December?", date(2025, 12, 1), date(2025, 12, 31)),
        ("Was habe ich im letzten Quartal verdient?", date(2026, 7, 1), date(2026, 9, 30)),
        ("What did I earn from January to March?", date(2026, 1, 1), date(2026, 3, 31)),
        ("earnings 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("Abrechnung Oktober als PDF", date(2026, 10, 1), date(2026, 10, 31)),
        ("What did I earn?", None, None),
    ],
)
def test_a_period_is_the_last_one_that_has_begun(text: str, first: date | None, last: date | None) -> None:
    question = read_earning_question(text, today=TODAY)
    assert (question.ask, question.first, question.last) == (Ask.STATEMENT, first, last)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("why 23 % and not 26 %?", Ask.EXPLAIN),
        ("Wieso 23 % und nicht 26 %?", Ask.EXPLAIN),
        ("L-7K3M2QAB", Ask.EXPLAIN),
        ("what would Gold pay me on this deal?", Ask.WHAT_IF),
        ("Was bringt mir Platin bei 60k?", Ask.WHAT_IF),
        ("commission forecast", Ask.FORECAST),
        ("Provisionsprognose", Ask.FORECAST),
        ("Was habe ich dieses Jahr verdient?", Ask.STATEMENT),
    ],
)
def test_what_is_wanted(text: str, ask: Ask) -> None:
    assert read_earning_question(text, today=TODAY).ask is ask


def test_the_figures_and_names_of_a_question() -> None:
    contrast = read_earning_question("Warum 23 % und nicht 26,5 %?", today=TODAY)
    assert contrast.percents == (Decimal(23), Decimal("26.5"))
    supposed = read_earning_question("what would platinum pay on this deal with a 70/30 split?", today=TODAY)
    assert (supposed.tier, supposed.partner_percent, supposed.this_deal) == (Tier.PLATINUM, 70, True)
    assert read_earning_question("earnings with a 50/40 split", today=TODAY).partner_percent is None
    line = read_earning_question("explain l-7k3m2qab as csv", today=TODAY)
    assert (line.line, line.file) == ("L-7K3M2QAB", "csv")


def test_a_year_is_no_deal() -> None:
    assert not read_earning_question("Was habe ich dieses Jahr verdient?", today=TODAY).this_deal
