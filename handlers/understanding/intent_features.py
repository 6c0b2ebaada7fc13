"""What speaks for one intent or another in a message: its words without the names in it, and what was found beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from handlers.understanding.intent_lexicon import groups_of
from handlers.understanding.intents import Evidence
from handlers.understanding.names import Run
from handlers.understanding.text import Kind, Token
from handlers.understanding.wording import FRAME

#: Longer messages are letters: what they are for is said at their beginning.
_WORDS: Final = 60
_KEPT_SIGNS: Final = frozenset("?:|")
_GRAM: Final = 4
NAME: Final = "<name>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """`words` are the different words of a message, each of which stands for its own features (`of_word`); `others` is all else."""

    words: frozenset[str]
    others: frozenset[str]


def features(tokens: Sequence[Token], names: Sequence[Run], evidence: Evidence, ruled: str) -> Features:
    """The features of a message. `names` are the stretches that are names, `ruled` is the intent that the phrases give."""
    words = list(_words(tokens, names))[:_WORDS]
    pairs = (f"{one} {other}" for one, other in pairwise(["^", *words, "$"]))
    others = {f"rule {ruled or '-'}", *_evident(words, evidence), *pairs, *_groups(words), *_inside(names)}
    return Features(words=frozenset(words), others=frozenset(others))


def of_word(word: str) -> Iterator[str]:
    """What a word says by itself: that it is there, of which groups it is, and its parts, by which its other forms are known."""
    yield word
    yield from (f"@{group}" for group in groups_of(word))
    if len(word) > _GRAM and word.isalpha():
        edged = f"({word})"
        yield from {edged[at : at + _GRAM] for at in range(len(edged) - _GRAM + 1)}


def _groups(words: Sequence[str]) -> Iterator[str]:
    """The groups of words in the message, two by two and beside each other."""
    rows = [groups for word in words if (groups := groups_of(word) or ((word,) if word[0] == "<" else ()))]
    present = sorted({group for groups in rows for group in groups})
    yield from (f"@{one} + {other}" for one, other in combinations(present, 2))
    for first, second in pairwise(rows):
        yield from (f"@{one} > {other}" for one in first for other in second)


def _inside(names: Sequence[Run]) -> Iterator[str]:
    """The words of names without a legal form, which may be none: in German every noun has a capital."""
    for run in names:
        if not run.legal and len(run.words) <= 2:
            yield from (f"name {word}" for word in run.words)
            yield from (f"name @{group}" for word in run.words for group in groups_of(word))


def _words(tokens: Sequence[Token], names: Sequence[Run]) -> Iterator[str]:
    """The words in order, each name one word."""
    starts = {run.start: run.end for run in names}
    until = -1
    for token in tokens:
        if token.start < until:
            continue
        if token.start in starts:
            until = starts[token.start]
            yield NAME
        elif token.kind is Kind.IDENTIFIER:
            yield NAME
        elif token.kind in (Kind.LINE, Kind.LEGAL):
            continue
        elif token.kind is not Kind.SIGN or token.norm in _KEPT_SIGNS:
            yield token.norm


def _evident(words: Sequence[str], evidence: Evidence) -> Iterator[str]:
    strange = sum(word not in FRAME and word.isalpha() for word in words)
    yield f"strange {min(strange, 4)}"
    yield f"kinds {min(evidence.kinds, 4)}"
    yield f"length {min(len(words) // 4, 5)}"
    named = evidence.company or evidence.legal
    if named:
        yield "company"
        yield f"company, kinds {min(evidence.kinds, 3)}"
    if evidence.legal:
        yield "legal form"
    if evidence.named:
        yield "some name"
    if evidence.labels >= 2:
        yield "labels"
    if "<product>" in words and "<money>" in words:
        yield "product, money"
    if "<date>" in words and "<money>" in words:
        yield "date, money"
    if named and "<product>" in words:
        yield "company, product"
    asks = bool(words) and words[-1] == "?"
    yield f"asks {asks}, company {named}, kinds {min(evidence.kinds, 2)}"
