"""Understands a question that goes on from the one before it, as "and for Gold?": what it leaves out is taken from there.

What the question says itself goes before, and what it says instead of something is not asked for any more: Gold stands for Silver.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers.ports_library import Question
from knowledge.alternatives import kind_of, kinds_of
from knowledge.analysing import read_as
from knowledge.words import stem, telling_words

#: How much a word of the question before counts beside the words of this one.
SHARE: Final = 0.5
_GOES_ON: Final = re.compile(
    r"^\W*(?:and|or|but|also|what about|how about|what if|same (?:for|with)|then|in that case|why|since when|"
    r"und|oder|aber|auch|wie (?:ist|sieht|steht) (?:es|das)\b|was ist mit|gilt das|und wenn|dann|in dem fall|warum|wieso|"
    r"seit wann)\b|"
    r"\b(?:it|that|this|they|them|those|there|one|das|dies|diese[rsnm]?|es|dafür|davon|damit|dort|dazu|dabei|darauf)\W*$",
    re.IGNORECASE,
)
#: A question of so few telling words says too little by itself.
_FEW: Final = 1


def carried_over(question: Question) -> tuple[str, ...]:
    """The telling words of the question before that this one leaves out; none where it stands by itself."""
    language = read_as(question.language)
    own = telling_words(question.text, language)
    if not question.before or not (len(own) <= _FEW or _GOES_ON.search(question.text)):
        return ()
    return tuple(_still_meant(own, telling_words(question.before[-1], language), language))


def _still_meant(own: Sequence[str], before: Sequence[str], language: str) -> list[str]:
    said = {stem(word, language) for word in own}
    instead = kinds_of(own, language).keys()
    numbers = any(word[0].isdigit() for word in own)
    return [
        word
        for word in dict.fromkeys(before)
        if stem(word, language) not in said and kind_of(word, language) not in instead and not (numbers and word[0].isdigit())
    ]
