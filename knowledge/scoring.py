"""Scores a chunk for a question: its words, their letters, its best sentence, its headings, and words that stand together.

Each is a share of the highest possible for the question. The same numbers come of the same chunk wherever it is kept, so that every
database puts the same passages first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from math import log
from typing import Final

from handlers.ports_library import Candidate, Counts
from knowledge.analysing import filed_lines, impact
from knowledge.asking import Sought, rarity
from knowledge.words import grams, key_of_gram, key_of_stem, stem

#: How much each counts beside the words. Chosen by the hits on labelled sets, as round numbers; it matters little.
_LETTERS: Final = 1.5
_SENTENCE: Final = 1.0
_HEADING: Final = 0.5
_TOGETHER: Final = 0.5
_ALL: Final = 1 + _LETTERS + _SENTENCE + _HEADING + _TOGETHER
#: How much nearness in meaning counts beside all of these together, and from where on it is worth a look by itself.
_NEARNESS: Final = 0.5
_NEAR: Final = 0.5
#: A word of another language is not quite the word that was asked for.
_TRANSLATED: Final = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A word of the question, and what a chunk has of it; each from 0 to 1.

    `rareness` is how rare it is in its language, `weight` how rare in this library, `letters` the share of its letters that is
    here; `is_here` where it stands here itself.
    """

    rareness: float
    weight: float
    letters: float
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How much of the question is in a chunk, each from 0 to 1.

    `words` and `letters` say it of the whole, `sentences` of each sentence under its headings, `heading` of the letters of the best
    heading alone, `together` how many neighbours of the question are neighbours here, `alike` how much of its letters is here.

    What is no share: `asked` is how much the question says, in words as rare as can be, and `evidence` how much of that the chunk
    says again. `unknown` is the share of its words that are nowhere, `missed` the weight, from 0 to 1, of the rarest not here.

    `nearness` is how near the two are in meaning, from 0 to 1; None where nothing says so.
    """

    candidate: Candidate
    words: float
    letters: float
    heading: float
    together: float
    alike: float
    asked: float
    evidence: float
    unknown: float
    told: tuple[Told, ...]
    sentences: tuple[float, ...]
    nearness: float | None = None

    @property
    def best(self) -> float:
        return max(self.sentences, default=0.0)

    @property
    def score(self) -> float:
        weighed = self.words + _LETTERS * self.letters + _SENTENCE * self.best + _HEADING * self.heading + _TOGETHER * self.together
        return weighed / _ALL

    @property
    def worth(self) -> float:
        """The score and the nearness in meaning together, from 0 to 1."""
        return self.score if self.nearness is None else (self.score + _NEARNESS * self.nearness) / (1 + _NEARNESS)

    @property
    def is_near(self) -> bool:
        return self.nearness is not None and self.nearness >= _NEAR


@dataclass(slots=True, kw_only=True)
class _Bag:
    """What a text has of the question: how often each form and each gram, which neighbours, and how many telling words in all."""

    forms: dict[int, int] = field(default_factory=dict)
    grams: dict[str, int] = field(default_factory=dict)
    pairs: set[int] = field(default_factory=set)
    length: int = 0

    def add(self, other: _Bag) -> None:
        for form, times in other.forms.items():
            self.forms[form] = self.forms.get(form, 0) + times
        for gram, times in other.grams.items():
            self.grams[gram] = self.grams.get(gram, 0) + times
        self.pairs |= other.pairs
        self.length += other.length


class Scale:
    """Weighs texts of one language for one question.

    A word of the question may have several forms: itself, and what it is in the language of the text; the best one counts.
    """

    def __init__(self, sought: Sequence[Sought], counts: Counts, language: str) -> None:
        self._language = language
        self._by_stem: dict[str, list[int]] = {}
        self._by_gram: dict[str, list[tuple[int, float]]] = {}
        self._word_of: list[int] = []
        self._rareness = [one.share * one.rareness for one in sought]
        self._values: list[float] = []
        self._word_weights: list[float] = []
        self._letter_weights: list[float] = []
        for place, one in enumerate(sought):
            self._weigh(place, one, counts)
        self._neighbours = max(1, len(sought) - 1)
        self._all_words = sum(self._word_weights) or 1.0
        self._all_letters = sum(self._letter_weights) or 1.0
        self._rarest = log(counts.chunks + 1) or 1.0
        self._asked = self._all_letters / self._rarest
        nowhere = {place for place, one in enumerate(sought) if one.terms().isdisjoint(counts.of)}
        self._unknown = _sum({place: self._word_weights[place] for place in nowhere}) / self._all_words
        self._met: dict[str, tuple[list[int], list[str]]] = {}
        self._known: set[str] = set()

    def _weigh(self, place: int, one: Sought, counts: Counts) -> None:
        """The weight of a word is that of its rarest form which is there at all."""
        there: list[tuple[float, float]] = []
        own = 0.0, 0.0
        for form in one.forms(self._language):
            ending, pieces = stem(form, self._language), grams(form)
            key = key_of_stem(ending)
            rare, each = rarity(counts, key), {gram: rarity(counts, key_of_gram(gram)) for gram in sorted(pieces)}
            sure = 1.0 if form == one.word else _TRANSLATED
            number = len(self._values)
            self._word_of.append(place)
            self._values.append(sure * rare)
            self._by_stem.setdefault(ending, []).append(number)
            total = sum(each.values())
            for gram, weight in each.items():
                self._by_gram.setdefault(gram, []).append((number, sure * weight / total))
            if form == one.word:
                own = rare, total
            if key in counts.of:
                there.append((rare, total))
        self._word_weights.append(one.share * max([rare for rare, _ in there] or [own[0]]))
        self._letter_weights.append(one.share * max([total for _, total in there] or [own[1]]))

    def score(self, candidate: Candidate) -> Scored:
        headings, sentences = ([self._bag(line) for line in lines] for lines in filed_lines(candidate.words))
        above, whole = _Bag(), _Bag()
        for bag in headings:
            above.add(bag)
            whole.add(bag)
        for bag in sentences:
            whole.add(bag)
        letters = self._letters({gram: impact(times, whole.length) for gram, times in whole.grams.items()})
        alike = self._shares(dict.fromkeys(whole.grams, 1.0))
        return Scored(
            candidate=candidate,
            words=self._words({form: impact(times, whole.length) for form, times in whole.forms.items()}),
            letters=letters,
            heading=max((self._letters(dict.fromkeys(bag.grams, 1.0)) for bag in headings), default=0.0),
            together=max((len(bag.pairs) for bag in (*headings, *sentences)), default=0) / self._neighbours,
            alike=self._weighed(alike),
            asked=self._asked,
            evidence=letters * self._asked,
            unknown=self._unknown,
            told=self._told(alike, {self._word_of[form] for form in whole.forms}),
            sentences=tuple(self._under(bag, above) for bag in sentences),
        )

    def _told(self, letters: Mapping[int, float], here: Set[int]) -> tuple[Told, ...]:
        return tuple(
            Told(rareness=rare, weight=weight / self._rarest, letters=letters.get(place, 0.0), is_here=place in here)
            for place, (rare, weight) in enumerate(zip(self._rareness, self._word_weights, strict=True))
        )

    def _under(self, bag: _Bag, above: _Bag) -> float:
        """How much of the question a sentence and the headings over it have together."""
        words = self._words(dict.fromkeys((*bag.forms, *above.forms), 1.0))
        return (words + self._letters(dict.fromkeys((*bag.grams, *above.grams), 1.0))) / 2

    def _words(self, there: Mapping[int, float]) -> float:
        best: dict[int, float] = {}
        for form, much in there.items():
            place, value = self._word_of[form], min(self._values[form], self._word_weights[self._word_of[form]]) * much
            if value > best.get(place, 0.0):
                best[place] = value
        return _sum(best) / self._all_words

    def _letters(self, there: Mapping[str, float]) -> float:
        return self._weighed(self._shares(there))

    def _weighed(self, shares: Mapping[int, float]) -> float:
        return _sum({place: share * self._letter_weights[place] for place, share in shares.items()}) / self._all_letters

    def _shares(self, there: Mapping[str, float]) -> Mapping[int, float]:
        """How much of the letters of each word is there, by the word's place; of its forms the best one."""
        shares: dict[int, float] = {}
        for gram in sorted(there):
            for form, weight in self._by_gram[gram]:
                shares[form] = shares.get(form, 0.0) + weight * there[gram]
        best: dict[int, float] = {}
        for form, share in shares.items():
            place = self._word_of[form]
            if share > best.get(place, 0.0):
                best[place] = share
        return best

    def _bag(self, words: Sequence[str]) -> _Bag:
        self._meet(words)
        bag = _Bag(length=len(words))
        met = [(at, *self._met[word]) for at, word in enumerate(words) if word in self._met]
        for _, forms, pieces in met:
            for form in forms:
                bag.forms[form] = bag.forms.get(form, 0) + 1
            for gram in pieces:
                bag.grams[gram] = bag.grams.get(gram, 0) + 1
        for (at, forms, _), (next_at, following, _) in pairwise(met):
            if next_at == at + 1:
                places = {self._word_of[form] for form in following}
                bag.pairs.update(place for place in (self._word_of[form] for form in forms) if place + 1 in places)
        return bag

    def _meet(self, words: Iterable[str]) -> None:
        """Looks at each word once, and keeps those that have anything of the question."""
        fresh = set(words) - self._known
        self._known |= fresh
        for word in fresh:
            own, forms = grams(word), self._by_stem.get(stem(word, self._language))
            if forms is not None or not own.isdisjoint(self._by_gram):
                self._met[word] = forms or [], [gram for gram in own if gram in self._by_gram]


def _sum(values: Mapping[int, float]) -> float:
    """In one order, so that the last digit is the same everywhere."""
    return sum(values[place] for place in sorted(values))
