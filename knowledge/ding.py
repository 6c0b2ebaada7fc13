"""The German–English dictionary of Debian's package trans-de-en, where it is installed. It is under the GPL, and not ours to ship.

A line is "Aal {m} (note) [food] | Aale {pl} :: eel | eels": what stands in the same place between the bars means the same, and what
semicolons part says it in other words.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from knowledge.stop_words import STOP_WORDS
from knowledge.words import LANGUAGES, stem

INSTALLED: Final = Path("/usr/share/trans/de-en")
_NOTES = re.compile(r"\{[^}]*\}|\([^)]*\)|\[[^\]]*\]|<[^>]*>|/[^/;|a-z]*/")
_WORD = re.compile(r"[^\W_]+")
#: Words of a phrase beside the one that it is about, as in "to sign sth." and "sich an jdn. wenden".
_BESIDE: Final = frozenset("etw jdn jdm jds jd sth sb so sich oneself one's etwas jemand jemanden".split())
#: Of longer phrases, no word alone means what the phrase means.
_LONGEST: Final = 2
#: A word of the same stem as the one that is looked up may be another word: "Bürger" for "Burg".
_SAME_STEM: Final = 0.2
#: So many words stand for each part of a compound.
_FOR_A_PART: Final = 4
_SHORTEST_PART: Final = 3
_BETWEEN: Final = ("", "s", "n", "en", "es", "e", "er")


class Ding:
    """Looks words up, and German compounds by their parts. The file is read when the first word is asked for; it takes seconds."""

    def __init__(self, file: Path = INSTALLED) -> None:
        self._file = file

    def others(self, word: str, language: str) -> tuple[str, ...]:
        """The words for it, those first that stand beside it most often."""
        return self._direct(word, language) or (self._by_parts(word) if language == "de" else ())

    def _direct(self, word: str, language: str) -> tuple[str, ...]:
        other = "en" if language == "de" else "de"
        votes: dict[str, float] = defaultdict(float)
        for place in self._index[language].get(stem(word, language), ()):
            sides = _sides(self._lines[place])
            for here, there in _beside_each_other(sides[language], sides[other]):
                alone = {one[0] for one in _phrases(here, language) if len(one) == 1}
                vote = 1.0 if word in alone else _SAME_STEM if any(_same(one, word, language) for one in alone) else 0.0
                for rank, phrase in enumerate(_phrases(there, other) if vote else ()):
                    for each in phrase:
                        votes[each] += vote / (len(phrase) * (1 + rank))
        by_stem: dict[str, list[str]] = defaultdict(list)
        for one in votes:
            by_stem[stem(one, other)].append(one)
        ranked = sorted(by_stem.values(), key=lambda alike: (-sum(votes[one] for one in alike), alike))
        return tuple(max(alike, key=lambda one: (votes[one], one)) for alike in ranked)

    def _by_parts(self, word: str) -> tuple[str, ...]:
        """The words for the two parts of a compound, of which the last is as long as it can be."""
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            head, tail = word[:cut], self._direct(word[cut:], "de")
            heads = tail and next((found for link in _BETWEEN if head.endswith(link) and (found := self._head(head, link))), ())
            if tail and heads:
                return (*tail[:_FOR_A_PART], *heads[:_FOR_A_PART])
        return ()

    def _head(self, head: str, link: str) -> tuple[str, ...]:
        bare = head.removesuffix(link)
        return self._direct(bare, "de") if len(bare) >= _SHORTEST_PART else ()

    @cached_property
    def _lines(self) -> list[str]:
        try:
            text = self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return _NOTES.sub("", text).casefold().split("\n")

    @cached_property
    def _index(self) -> Mapping[str, Mapping[str, array[int]]]:
        """The lines of each stem that is a word by itself, by language."""
        index: dict[str, dict[str, array[int]]] = {language: {} for language in LANGUAGES}
        for place, line in enumerate(self._lines):
            for language, side in _sides(line).items():
                for phrase in _phrases(side.replace("|", ";"), language):
                    if len(phrase) == 1:
                        index[language].setdefault(stem(phrase[0], language), array("I")).append(place)
        return index


def _same(one: str, word: str, language: str) -> bool:
    return stem(one, language) == stem(word, language)


def _sides(line: str) -> dict[str, str]:
    german, _, english = line.partition("::")
    return {"de": german, "en": english}


def _beside_each_other(here: str, there: str) -> Iterator[tuple[str, str]]:
    """What stands in the same place on both sides; where the places do not match, all stands beside all."""
    one, other = here.split("|"), there.split("|")
    yield from zip(one, other, strict=True) if len(one) == len(other) else ((here, there),)


def _phrases(side: str, language: str) -> list[list[str]]:
    """The short phrases between the semicolons, as their telling words."""
    stop = STOP_WORDS[language]
    found = ([word for word in _WORD.findall(phrase) if word not in stop and word not in _BESIDE] for phrase in side.split(";"))
    return [phrase for phrase in found if 1 <= len(phrase) <= _LONGEST]
