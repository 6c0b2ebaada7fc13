"""The rules by which words become amounts, in the order in which they apply: to teach the reader a turn of phrase, add a line.

Each rule names kinds of words (`money_words.NAMES`) and the function that says what they mean together.
"""

from __future__ import annotations

from typing import Final

from handlers.understanding import money_meaning as means
from handlers.understanding.cascade import Grammar, Rule
from handlers.understanding.money_words import NAMES

R = Rule

_NUMBERS: Final = (
    R("tens ones", means.twenty_five),
    R("word hundred and? word", means.hundreds),
    R("word hundred and? tens", means.hundreds),
    R("one hundred and? word?", means.hundreds),
    R("word hundred and? word?", means.hundreds),
    R("number group group group [unit_after]", means.spaced),
    R("number group group [unit_after]", means.spaced),
    R("number group [unit_after]", means.spaced),
    R("<[currency] number group group", means.spaced),
    R("<[currency] number group", means.spaced),
    R("number percent", means.not_money),
)

_MAGNITUDES: Final = (
    R("countable and one? half scale", means.fraction),
    R("one and one? half scale", means.fraction),
    R("half one? scale", means.fraction),
    R("one? half scale", means.fraction),
    R("countable quarter scale", means.fraction),
    R("one? quarter scale", means.fraction),
    R("one? quarter about one scale", means.fraction),
    R("countable scale", means.scaled),
    R("one scale", means.one_scaled),
    R("scale [currency]", means.one_scaled),
    R("scaled and? scaled", means.summed),
    R("amount counted", means.not_money),
)

_CURRENCIES: Final = (
    R("nationality currency", means.one_currency),
    R("currency currency", means.one_currency),
    R("<![number] minor currency", means.one_currency),
    R("year [currency+figures]", means.not_money),
    R("countable scaled_currency", means.with_scaled_currency),
    R("scaled_currency countable", means.with_scaled_currency),
    R("<![amount] currency colon? amount", means.with_currency),
    R("amount per? per? currency", means.with_currency),
    R("one currency", means.with_currency),
    R("<![amount] currency colon? amount", means.with_currency),
    R("scaled comma currency ![figures]", means.with_currency),
    R("money currency", means.currency_again),
    R("money nationality", means.currency_again),
    R("money and? count_words minor", means.with_cents),
    R("money and? count_words ![not_alone]", means.with_cents),
    R("money and one ![not_alone]", means.with_cents),
)

_RANGES: Final = (
    R("from bound to bound", means.from_to),
    R("from bound and bound", means.from_to),
    R("bound to sum", means.from_to),
    R("sum to bound ![not_alone]", means.from_to),
    R("cue colon? about? about? countable to countable", means.from_to),
    R("<[gap] number to number [gap]", means.from_to),
)

_BARE: Final = (
    R("cue colon? about? about? countable", means.after_cue),
    R("cue colon? about? about? vague", means.after_cue),
    R("cue colon? about? about? range", means.after_cue),
    R("<[gap] number [gap]", means.maybe),
    R("number", means.maybe_grouped),
)

#: In this order: each rule sees what those before it have made.
GRAMMAR: Final = Grammar((*_NUMBERS, *_MAGNITUDES, *_CURRENCIES, *_RANGES, *_BARE), NAMES)
