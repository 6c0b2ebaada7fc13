"""Takes a question apart that asks two things: "How long is the trial, and what does Team cost?"

Only where the second part is a question by itself; "price and term of Team" asks for one row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers.ports_library import Question
from knowledge.analysing import read_as
from knowledge.words import telling_words

_BEGINS: Final = (
    r"(?:how|what|which|who|whom|whose|when|where|why|is|are|do|does|did|can|could|will|wie|was|welche[mnrs]?|wer|wem|wen|wann|wo|woher|"
    r"wohin|warum|ist|sind|kann|können|gibt es|hat|haben|wird|werden)\b"
)
_BETWEEN: Final = re.compile(
    rf"(?:\?\s+|[,;]?\s+(?:and|und|sowie|as well as)\s+|;\s+)(?:and\s+|und\s+)?(?={_BEGINS})", re.IGNORECASE
)
_IS_QUESTION: Final = re.compile(rf"\W*(?:{_BEGINS}|\w+\s+(?:which|what|how|welche[mnrs]?)\b)", re.IGNORECASE)
#: Whoever asks more at once is answered as if it were one question.
_MOST: Final = 3


def parts(question: Question) -> tuple[Question, ...]:
    """Each part as a question that goes on from the one before it; the question alone where it asks one thing."""
    texts = [text.strip() for text in _BETWEEN.split(question.text) if text.strip()]
    language = read_as(question.language)
    if not 1 < len(texts) <= _MOST or not _IS_QUESTION.match(texts[0]) or not all(telling_words(text, language) for text in texts):
        return (question,)
    asked: list[Question] = []
    for text in texts:
        asked.append(replace(question, text=text, before=(*question.before, *(one.text for one in asked))))
    return tuple(asked)
