"""Finds the passages of a library that may answer a question: the database gives candidates, what they are worth is reckoned here.

Candidates are those chunks that share the question's rarest words, or words that are made of the same letters. Common words do not
choose, they only rank: so the work is bounded however large the library is. Where an embedding model says what the question means,
the chunks nearest to that are candidates, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from handlers.ports_library import Candidate, Counts, Library, Meaning, Passage, Question
from knowledge.analysing import read_as
from knowledge.asking import Sought, keys_of, rarity, read_question
from knowledge.scoring import Scored
from knowledge.translating import Dictionary
from knowledge.weighing import Scale
from knowledge.words import grams, key_of_gram

#: So many chunks are looked at closely.
_CANDIDATES: Final = 64
#: Of so many chunks at most the database adds up what they have, unless even the rarest word is in more.
_READ: Final = 20_000
#: So many words are looked for that only share letters with the question, and grams that are in more of the chunks than this
#: share tell nothing of a word.
_ALIKE: Final = 100
_COMMON: Final = 0.1
#: Weights are whole numbers, so that every database adds them up to the same sum.
_WHOLE: Final = 1000
_FINE: Final = 1_000_000


def search(question: Question, library: Library, dictionary: Dictionary, meaning: Meaning | None = None) -> tuple[Scored, ...]:
    """The candidates, best first; equally good ones by the names of their documents."""
    sought = read_question(question, dictionary)
    if not sought:
        return ()
    counts = library.counts(keys_of(sought))
    weights = _weights(sought, counts, library)
    candidates = library.candidates(weights, question.day, most=_CANDIDATES) if weights else ()
    if meaning is not None:
        candidates = _with_nearest(candidates, library.nearest(meaning, question.day, most=_CANDIDATES))
    by_language: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_language[read_as(candidate.language)].append(candidate)
    scored = [one for language, own in by_language.items() for one in Scale(sought, counts, language).score(own)]
    if meaning is not None:
        scored = _near(scored, library.nearness(meaning, candidates))
    return tuple(sorted(scored, key=_rank))


def _with_nearest(candidates: Sequence[Candidate], nearest: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple({_key(one): one for one in (*candidates, *nearest)}.values())


def _near(scored: Sequence[Scored], cosines: Mapping[tuple[str, int], float]) -> list[Scored]:
    """The same with their nearness. What cosine unlike texts have differs by model: the lowest here counts as none."""
    low = min(cosines.values(), default=0.0)
    return [
        one if cosine is None else replace(one, nearness=max(0.0, (cosine - low) / (1 - low)) if low < 1 else 1.0)
        for one, cosine in ((one, cosines.get(_key(one.candidate))) for one in scored)
    ]


def by_words(scored: Sequence[Scored]) -> tuple[Scored, ...]:
    """The same in the order that they have without a nearness in meaning."""
    return tuple(sorted(scored, key=lambda one: (-one.score, one.candidate.name, one.candidate.number)))


def passages(scored: Sequence[Scored], library: Library) -> tuple[Passage, ...]:
    """The same as people may see them."""
    found = library.found([one.candidate for one in scored])
    return tuple(
        Passage(document=document, chunk=chunk, score=one.worth) for one, (document, chunk) in zip(scored, found, strict=True)
    )


def _rank(one: Scored) -> tuple[float, str, int]:
    return -one.worth, one.candidate.name, one.candidate.number


def _key(candidate: Candidate) -> tuple[str, int]:
    return candidate.document_id, candidate.number


def _weights(sought: Sequence[Sought], counts: Counts, library: Library) -> dict[int, int]:
    """How much each term counts in choosing candidates: what the question says, and what is spelled like it."""
    weights: dict[int, float] = defaultdict(float)
    total = sum(max((rarity(counts, key) for key in one.terms()), default=0.0) for one in sought) or 1.0
    for one in sought:
        for key in one.terms():
            if key in counts.of:
                weights[key] += one.share * rarity(counts, key) / total
    for term, share in _alike(sought, counts, library).items():
        weights[term] += share
    fresh = library.counts(sorted(weights.keys() - counts.of.keys())).of
    often = {term: counts.of.get(term) or fresh.get(term, 0) for term in weights}
    return _affordable({term: weight for term, weight in weights.items() if often[term]}, often)


def _alike(sought: Sequence[Sought], counts: Counts, library: Library) -> dict[int, float]:
    """The terms of words that share the question's rarer letters, and how much of its letters they have."""
    pieces = {key_of_gram(gram): one.share for one in sought for gram in grams(one.word)}
    told = {key: rarity(counts, key) * share for key, share in pieces.items() if key in counts.of}
    total = sum(told.values()) or 1.0
    most = max(_CANDIDATES, _COMMON * counts.chunks)
    rare = {key: max(1, round(_FINE * weight / total)) for key, weight in told.items() if counts.of[key] <= most}
    return {term: weight / _FINE for term, weight in library.spelled_alike(rare, most=_ALIKE).items()}


def _affordable(weights: Mapping[int, float], often: Mapping[int, int]) -> dict[int, int]:
    """The rarest terms, as many as can be read; always one."""
    chosen: dict[int, int] = {}
    left = _READ
    for term in sorted(weights, key=lambda term: (often[term], term)):
        left -= often[term]
        if chosen and left < 0:
            break
        chosen[term] = max(1, round(_WHOLE * weights[term]))
    return chosen
