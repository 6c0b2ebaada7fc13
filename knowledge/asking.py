"""Reads a question into the words that it looks for, and weighs them by how rare they are where it looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from handlers.ports_library import Counts, Question
from knowledge.words import LANGUAGES, grams, key_of_gram, key_of_stem, stem, telling_words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A word that the question looks for; `share` is how much of it counts, from 0 to 1."""

    word: str
    share: float = 1.0

    def terms(self) -> frozenset[int]:
        """Under which terms chunks with the word are filed, in whatever language they are."""
        return frozenset(key_of_stem(stem(self.word, language)) for language in LANGUAGES)


def read_question(question: Question) -> tuple[Sought, ...]:
    """The words of a question, each once."""
    language = question.language if question.language in LANGUAGES else LANGUAGES[0]
    telling = telling_words(question.text, language) or words(question.text)
    return tuple(Sought(word=word) for word in dict.fromkeys(telling))


def keys_of(sought: Sequence[Sought]) -> list[int]:
    """Every key whose rarity matters to the words."""
    stems = {key for one in sought for key in one.terms()}
    return sorted(stems | {key_of_gram(gram) for one in sought for gram in grams(one.word)})


def rarity(counts: Counts, key: int) -> float:
    """What it tells that a chunk has the key: the fewer have it, the more; above 0, as BM25 has it."""
    found = counts.of.get(key, 0)
    return log(1 + (counts.chunks - found + 0.5) / (found + 0.5))
