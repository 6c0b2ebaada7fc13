"""What a word is in the other language: by the glossary of partner terms, and by the Ding dictionary where it is installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from knowledge.words import stem

#: So many words of the other language stand for one at most.
_MOST: Final = 6
_OTHER: Final[Mapping[str, str]] = {"de": "en", "en": "de"}


class Source(Protocol):
    """Says which words of the other language stand for a word, the likeliest first."""

    def others(self, word: str, language: str) -> tuple[str, ...]: ...


class Dictionary:
    """Several sources as one, the surest first."""

    def __init__(self, *sources: Source) -> None:
        self._sources = sources
        self._known: dict[tuple[str, str], Mapping[str, tuple[str, ...]]] = {}

    def others(self, word: str, language: str) -> Mapping[str, tuple[str, ...]]:
        """The words for it by language; each stem once."""
        asked = word, language
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = self._look_up(word, language)
        return found

    def _look_up(self, word: str, language: str) -> Mapping[str, tuple[str, ...]]:
        other = _OTHER[language]
        if word[0].isdigit():
            return {}
        by_stem: dict[str, str] = {}
        for source in self._sources:
            for found in source.others(word, language):
                by_stem.setdefault(stem(found, other), found)
        by_stem.pop(stem(word, other), None)
        return {other: tuple(by_stem.values())[:_MOST]} if by_stem else {}
