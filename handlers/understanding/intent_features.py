"""What speaks for one intent or another in a message: its words without the names in it, and what was found beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def features(tokens: Sequence[Token], names: Sequence[Run], evidence: Evidence, ruled: str) -> frozenset[str]:
    """The features of a message. `names` are the stretches that are names, `ruled` is the intent that the phrases give."""
    words = list(_words(tokens, names))[:_WORDS]
    found = {f"rule {ruled or '-'}", *_evident(words, evidence)}
    framed = ["^", *words, "$"]
    for at, word in enumerate(framed):
        found.add(word)
        if at:
            found.add(f"{framed[at - 1]} {word}")
        if at > 1:
            found.add(f"{framed[at - 2]} _ {word}")
        if len(word) > _GRAM and word.isalpha():
            edged = f"({word})"
            found.update(edged[i : i + _GRAM] for i in range(len(edged) - _GRAM + 1))
    found.update(_groups(words))
    found.update(_inside(names))
    return frozenset(found)


def _groups(words: Sequence[str]) -> Iterator[str]:
    """The groups of words in the message, alone, in their order and beside each other."""
    rows = [groups for word in words if (groups := groups_of(word) or ((word,) if word[0] == "<" else ()))]
    present = sorted({group for groups in rows for group in groups})
    yield from (f"@{group}" for group in present)
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
