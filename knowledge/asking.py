"""Reads a question into the words that it looks for, and weighs them by how rare they are where it looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from handlers.ports_library import Counts, Question
from knowledge.analysing import read_as
from knowledge.following import SHARE, carried_over
from knowledge.rareness import rareness
from knowledge.translating import Dictionary
from knowledge.words import LANGUAGES, grams, key_of_gram, key_of_stem, stem, telling_words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A word that the question looks for; `share` is how much of it counts, from 0 to 1.

    `rareness` is how rare it is in its language, from 0 to 1; `others` are words of other languages that say the same, by language.
    """

    word: str
    rareness: float
    share: float = 1.0
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def forms(self, language: str) -> tuple[str, ...]:
        """The words that stand for it in texts of the language, its own first."""
        return (self.word, *self.others.get(language, ()))

    def terms(self) -> frozenset[int]:
        """Under which terms chunks with the word are filed, in whatever language they are."""
        return frozenset(key_of_stem(stem(form, language)) for language in LANGUAGES for form in self.forms(language))


def read_question(question: Question, dictionary: Dictionary) -> tuple[Sought, ...]:
    """The words of a question, each once, with what they are in the other language; then those that it leaves out."""
    language = read_as(question.language)
    telling = telling_words(question.text, language) or words(question.text)
    shares = dict.fromkeys(telling, 1.0) | dict.fromkeys(carried_over(question), SHARE)
    return tuple(
        Sought(word=word, rareness=rareness(word, language), share=share, others=dictionary.others(word, language))
        for word, share in shares.items()
    )


def keys_of(sought: Sequence[Sought]) -> list[int]:
    """Every key whose rarity matters to the words."""
    stems = {key for one in sought for key in one.terms()}
    return sorted(stems | {key_of_gram(gram) for one in sought for form in _all_forms(one) for gram in grams(form)})


def _all_forms(one: Sought) -> Iterator[str]:
    yield one.word
    for forms in one.others.values():
        yield from forms


def rarity(counts: Counts, key: int) -> float:
    """What it tells that a chunk has the key: the fewer have it, the more; above 0, as BM25 has it."""
    found = counts.of.get(key, 0)
    return log(1 + (counts.chunks - found + 0.5) / (found + 0.5))
