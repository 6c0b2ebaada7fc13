"""Chooses the one or two sentences of a passage that answer a question best, and quotes them as they stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from knowledge.sentences import Sentence, sentences

#: So much of a passage is quoted at most, and no less: a word or two prove nothing.
LONGEST: Final = 600
SHORTEST: Final = 15
#: A sentence of another paragraph than the best one has to be worth this share of it: what happens to stand near proves nothing.
_APART: Final = 0.6
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
#: What it counts for a sentence to have the kind of thing that was asked for, beside its share of the question.
_KIND: Final = 0.12
_COUNTED: Final = "many|much|long|old|far|large|big|high|often|tall"
_ASKS: Final = (
    (
        re.compile(
            rf"\b(?:how (?:{_COUNTED})|what (?:percent\w*|number|year|date|price|amount|share)|(?:what|which) (?:year|century)|"
            r"when|costs?|kostet|wie (?:viele?|lange|alt|weit|groß|hoch|oft|teuer)|wann|"
            r"wieviele?|welche[mnrs]? (?:jahr|jahrhundert|höhe))\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)\b"
        ),
    ),
    (
        re.compile(r"\b(?:who|whose|whom|wer|wem|wen|wessen|where|wo|wohin|woher)\b", re.IGNORECASE),
        re.compile(r"(?<=[^.!?\s] )[A-ZÄÖÜ]\w+|(?<=\s)[A-ZÄÖÜ]\w+ [A-ZÄÖÜ]\w+"),
    ),
)


def asked_kind(question: str) -> re.Pattern[str] | None:
    """What a sentence has that answers such a question: a number, a name; None where it may be anything."""
    return next((has for asks, has in _ASKS if asks.search(question)), None)


def best_quotes(text: str, shares: Sequence[float], question: str, *, most: int = 2) -> tuple[str, ...]:
    """Up to `most` sentences of the text, in their order, neighbours as one quote; together no longer than LONGEST.

    `shares` says how much of the question is in each sentence. No quote is shorter than SHORTEST if the text is not.
    """
    found = sentences(text)
    if not found:
        return ()
    kind = asked_kind(question)
    worth = [share + (_KIND if kind and kind.search(one.text) else 0.0) for one, share in zip(found, shares, strict=False)]
    order = sorted(range(len(worth)), key=lambda place: (-worth[place], place))
    chosen: list[int] = []
    for place in order:
        if chosen and worth[place] < _APART * worth[order[0]] and _is_apart(text, found[place], found[order[0]]):
            continue
        length = sum(len(found[one].text) for one in (*chosen, place))
        if len(chosen) < most and length + len(chosen) <= LONGEST:
            chosen.append(place)
    if not chosen:
        return (_cut(found[order[0]].text),)
    return tuple(text[start:end] for start, end in _spans(found, sorted(chosen)))


def _is_apart(text: str, one: Sentence, other: Sentence) -> bool:
    """Whether a paragraph ends between the two."""
    first, last = sorted((one, other), key=lambda sentence: sentence.start)
    return _PARAGRAPH.search(text, first.end, last.start) is not None


def _spans(found: Sequence[Sentence], chosen: Sequence[int]) -> list[tuple[int, int]]:
    """Where the chosen stand, neighbours together; what is too short takes in the sentence after it, or before."""
    runs: list[list[int]] = []
    for place in chosen:
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    spans = []
    for first, last in runs:
        while found[last].end - found[first].start < SHORTEST and (first > 0 or last + 1 < len(found)):
            first, last = (first, last + 1) if last + 1 < len(found) else (first - 1, last)
        spans.append((found[first].start, found[last].end))
    return spans


def _cut(sentence: str) -> str:
    """A sentence that is too long, up to a word's end."""
    return sentence[:LONGEST].rsplit(" ", 1)[0] if len(sentence) > LONGEST else sentence
