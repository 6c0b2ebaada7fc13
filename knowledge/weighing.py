"""Weighs chunks for a question. The same numbers come of the same chunk wherever it is kept: every database puts the same first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from math import log
from operator import mul
from typing import Final, NamedTuple

from handlers.ports_library import Candidate, Counts
from knowledge.analysing import filed_lines, impact
from knowledge.asking import Sought, rarity
from knowledge.scoring import Asked, Scored
from knowledge.words import grams, key_of_gram, key_of_stem, stem, with_grams, with_stems

#: A word of another language is not quite the word that was asked for.
_TRANSLATED: Final = 0.9


class _Met(NamedTuple):
    """What a word has of the question, as its numbers there: forms, grams and words; each as a set of bits, too."""

    forms: Sequence[int]
    grams: Sequence[int]
    form_bits: int
    gram_bits: int
    word_bits: int


class _Line(NamedTuple):
    """What a heading or a sentence has of the question, as bits: forms, grams, and words whose next neighbour follows here, too."""

    forms: int
    grams: int
    neighbours: int


class Scale:
    """Weighs texts of one language for one question.

    A word of the question may have several forms: itself, and what it is in the language of the text; the best one counts.

    Forms, grams and words of the question are numbers, and what is here of them is a set of bits: sentences have few of them, and
    mostly the same, so that each set is weighed once. Sums are made in the order of the numbers: their last digit is the same
    everywhere.
    """

    def __init__(self, sought: Sequence[Sought], counts: Counts, language: str) -> None:
        self._language = language
        self._by_stem: dict[str, list[int]] = {}
        self._word_of: list[int] = []
        self._values: list[float] = []
        self._word_weights: list[float] = []
        self._letter_weights: list[float] = []
        letters = [each for place, one in enumerate(sought) for each in self._weigh(place, one, counts)]
        self._bit_of = {gram: bit for bit, gram in enumerate(sorted({gram for each in letters for gram in each}))}
        self._forms_with: list[list[tuple[int, float]]] = [[] for _ in self._bit_of]
        for form, each in enumerate(letters):
            for gram, weight in each.items():
                self._forms_with[self._bit_of[gram]].append((form, weight))
        self._values = [min(value, self._word_weights[place]) for value, place in zip(self._values, self._word_of, strict=True)]
        self._neighbours = max(1, len(sought) - 1)
        self._all_words = sum(self._word_weights) or 1.0
        self._all_letters = sum(self._letter_weights) or 1.0
        rarest = log(counts.chunks + 1) or 1.0
        self._asked = self._all_letters / rarest
        self._question = Asked(
            rareness=tuple(one.share * one.rareness for one in sought),
            weights=tuple(weight / rarest for weight in self._word_weights),
        )
        nowhere = [place for place, one in enumerate(sought) if one.terms().isdisjoint(counts.of)]
        self._unknown = sum(self._word_weights[place] for place in nowhere) / self._all_words
        self._words_here: dict[int, float] = {}
        self._letters_here: dict[int, float] = {}

    def _weigh(self, place: int, one: Sought, counts: Counts) -> Iterator[dict[str, float]]:
        """The weight of a word is that of its rarest form which is there at all. Yields how much each gram of each form counts."""
        there: list[tuple[float, float]] = []
        own = 0.0, 0.0
        for form in one.forms(self._language):
            ending = stem(form, self._language)
            key = key_of_stem(ending)
            rare, each = rarity(counts, key), {gram: rarity(counts, key_of_gram(gram)) for gram in sorted(grams(form))}
            sure = 1.0 if form == one.word else _TRANSLATED
            self._by_stem.setdefault(ending, []).append(len(self._values))
            self._word_of.append(place)
            self._values.append(sure * rare)
            total = sum(each.values())
            yield {gram: sure * weight / total for gram, weight in each.items()}
            if form == one.word:
                own = rare, total
            if key in counts.of:
                there.append((rare, total))
        self._word_weights.append(one.share * max([rare for rare, _ in there] or [own[0]]))
        self._letter_weights.append(one.share * max([total for _, total in there] or [own[1]]))

    def score(self, candidates: Sequence[Candidate]) -> list[Scored]:
        """Each of them, in their order; all at once, so that each of their words is looked at once."""
        texts = [filed_lines(one.words) for one in candidates]
        met = self._met({word for blocks in texts for lines in blocks for line in lines for word in line})
        return [self._scored(candidate, blocks, met) for candidate, blocks in zip(candidates, texts, strict=True)]

    def _met(self, words: Set[str]) -> dict[str, _Met]:
        """Those of the words that have anything of the question. Most have the same few letters of it: these are made once."""
        pieces, endings = with_grams(words, self._bit_of), with_stems(words, self._by_stem, self._language)
        found: dict[str, _Met] = {}
        alike: dict[tuple[str | None, tuple[str, ...]], _Met] = {}
        for word in pieces.keys() | endings.keys():
            what = endings.get(word), tuple(pieces.get(word, ()))
            met = alike.get(what)
            if met is None:
                met = alike[what] = self._of_question(*what)
            found[word] = met
        return found

    def _of_question(self, ending: str | None, pieces: Sequence[str]) -> _Met:
        forms = () if ending is None else self._by_stem[ending]
        own = [self._bit_of[gram] for gram in pieces]
        return _Met(forms, own, _set(forms), _set(own), _set(self._word_of[form] for form in forms))

    def _scored(self, candidate: Candidate, blocks: Sequence[Sequence[Sequence[str]]], met: Mapping[str, _Met]) -> Scored:
        here: list[_Met] = []
        headings, sentences = ([_line(map(met.get, line), here) for line in lines] for lines in blocks)
        forms, pieces = _impacts(here, sum([len(line) for lines in blocks for line in lines]))
        above = _all_of(headings)
        letters, shares = self._weighed(self._shares(pieces)), self._shares(dict.fromkeys(pieces, 1.0))
        return Scored(
            candidate=candidate,
            words=self._words(forms),
            letters=letters,
            heading=max((self._letters(line.grams) for line in headings), default=0.0),
            together=max((line.neighbours.bit_count() for line in (*headings, *sentences)), default=0) / self._neighbours,
            alike=self._weighed(shares),
            asked=self._asked,
            evidence=letters * self._asked,
            unknown=self._unknown,
            question=self._question,
            shares=shares,
            here=_set(self._word_of[form] for form in forms),
            sentences=tuple(self._share(line.forms | above.forms, line.grams | above.grams) for line in sentences),
        )

    def _share(self, forms: int, pieces: int) -> float:
        """How much of the question a sentence and the headings over it have together."""
        words = self._words_here.get(forms)
        if words is None:
            words = self._words_here[forms] = self._words(dict.fromkeys(_bits(forms), 1.0))
        return (words + self._letters(pieces)) / 2

    def _letters(self, pieces: int) -> float:
        found = self._letters_here.get(pieces)
        if found is None:
            found = self._letters_here[pieces] = self._weighed(self._shares(dict.fromkeys(_bits(pieces), 1.0)))
        return found

    def _words(self, there: Mapping[int, float]) -> float:
        best = [0.0] * len(self._word_weights)
        for form, much in there.items():
            place, value = self._word_of[form], self._values[form] * much
            if value > best[place]:
                best[place] = value
        return sum(best) / self._all_words

    def _weighed(self, shares: Sequence[float]) -> float:
        weighed: float = sum(map(mul, shares, self._letter_weights))
        return weighed / self._all_letters

    def _shares(self, there: Mapping[int, float]) -> list[float]:
        """How much of the letters of each word is there; of its forms the best one."""
        shares = [0.0] * len(self._word_of)
        for gram in sorted(there):
            much = there[gram]
            for form, weight in self._forms_with[gram]:
                shares[form] += weight * much
        best = [0.0] * len(self._word_weights)
        for place, share in zip(self._word_of, shares, strict=True):
            if share > best[place]:
                best[place] = share
        return best


def _line(words: Iterable[_Met | None], here: list[_Met]) -> _Line:
    """Of the words of a line; those that have something of the question are added to what is here."""
    forms = pieces = neighbours = before = 0
    last = -1
    for at, met in enumerate(words):
        if met is not None:
            here.append(met)
            forms |= met.form_bits
            pieces |= met.gram_bits
            if at == last + 1:
                neighbours |= before & (met.word_bits >> 1)
            last, before = at, met.word_bits
    return _Line(forms, pieces, neighbours)


def _impacts(here: Sequence[_Met], length: int) -> tuple[dict[int, float], dict[int, float]]:
    """How much a text of so many words says about each form and each gram, where it has these words."""
    forms: dict[int, int] = {}
    pieces: dict[int, int] = {}
    for met in here:
        for form in met.forms:
            forms[form] = forms.get(form, 0) + 1
        for gram in met.grams:
            pieces[gram] = pieces.get(gram, 0) + 1
    said = {times: impact(times, length) for times in {*forms.values(), *pieces.values()}}
    return {form: said[times] for form, times in forms.items()}, {gram: said[times] for gram, times in pieces.items()}


def _all_of(lines: Iterable[_Line]) -> _Line:
    """What all of them have together."""
    forms = pieces = 0
    for line in lines:
        forms |= line.forms
        pieces |= line.grams
    return _Line(forms, pieces, 0)


def _set(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in set(numbers))


def _bits(numbers: int) -> list[int]:
    return [number for number in range(numbers.bit_length()) if numbers >> number & 1]
