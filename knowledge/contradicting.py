"""Finds sentences of other documents that speak of the same thing as a quoted one, and say something else.

They count the same and come to another number, or one of them denies what the other says. They speak of the same thing when they
share most of what tells them from others; not when each names something that the other does not: another tier, another product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.ports_library import Citation, Passage
from knowledge.alternatives import kinds_of
from knowledge.analysing import read_as
from knowledge.quantities import is_unit, quantities, uncounted
from knowledge.rareness import rareness
from knowledge.rows import pieces
from knowledge.sentences import sentences
from knowledge.translating import Dictionary
from knowledge.words import stem, telling_words

#: Two sentences speak of the same thing when the one that says less shares so much of what it says but for the numbers, and the
#: other so much.
_SAME: Final = 0.6
_OF_LONGER: Final = 0.4
#: Between languages, what is known to be the same counts for more.
_TRANSLATED: Final = 1.2
#: A denial is one of the same when they share more; of so many words at least.
_DENIED: Final = 0.75
_DENIED_OF_LONGER: Final = 0.5
_FEWEST: Final = 3
_FEWEST_SHARED: Final = 2
#: So much of that without the names: lists of the same products may say anything of them.
_BUT_NAMES: Final = 0.3
_DENIED_BUT_NAMES: Final = 0.6
#: Common words count, too, but little.
_LEAST: Final = 0.1
_DENIES: Final = re.compile(r"\b(?:not|no|never|cannot|nor|none|nicht|nie|niemals|kein\w*)\b|n[’']t\b", re.IGNORECASE)
#: A sentence with one of these says it of some cases only.
_RESTRICTS: Final = re.compile(r"\b(?:except|unless|only|but|however|außer|nur|aber|jedoch|sondern|es sei denn)\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[;:–]\s")
#: What says that it is otherwise than elsewhere is right about both.
_DIFFERS: Final = re.compile(
    r"\b(?:unlike|other than|deviating|differs?|instead of|anders als|abweichend\w*|statt|anstelle)\b", re.IGNORECASE
)
#: So many are shown beside an answer.
_MOST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence, and the language that it is in."""

    text: str
    language: str


def others_that_contradict(cited: Sequence[Citation], found: Sequence[Passage], dictionary: Dictionary) -> tuple[Citation, ...]:
    """Of each document but the cited one, the first sentence of its passage that contradicts what is quoted."""
    own = {one.document.id for one in cited}
    mine = [Said(text=line, language=read_as(one.document.language)) for one in cited for line in _lines(one)]
    others = []
    for passage in found:
        if passage.document.id in own or _is_of_another_product(passage, cited):
            continue
        language = read_as(passage.document.language)
        for theirs in _sentences(passage):
            if any(contradicts(one, Said(text=theirs.said, language=language), dictionary) for one in mine):
                others.append(theirs)
                break
    return tuple(others[:_MOST])


def _lines(one: Citation) -> Iterator[str]:
    """The sentences that are quoted; rows of tables are compared by nobody: their cells count different things."""
    if not one.header:
        yield from (sentence.text for sentence in sentences(one.quote))


def _sentences(passage: Passage) -> Iterator[Citation]:
    text = passage.chunk.text
    found = sentences(text)
    for piece in pieces(text, found, [0.0] * len(found)):
        if piece.header is None and not piece.is_header:
            yield Citation(document=passage.document, place=passage.chunk.place, quote=text[piece.start : piece.end])


def _is_of_another_product(passage: Passage, cited: Sequence[Citation]) -> bool:
    products = {one.document.product for one in cited} - {""}
    return bool(products and passage.document.product) and passage.document.product not in products


def contradicts(one: Said, other: Said, dictionary: Dictionary) -> bool:
    """Whether the two cannot both be right, as far as their words tell."""
    if any(said.text.endswith("?") or _DIFFERS.search(said.text) for said in (one, other)):
        return False
    if _count_differently(one.text, other.text) and _is_counted_of_the_same(_compared(one, other, dictionary)):
        return True
    return any(
        _deny_each_other(mine.text, theirs.text) and _is_denied_of_the_same(_compared(mine, theirs, dictionary))
        for mine in _clauses(one)
        for theirs in _clauses(other)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """What two sentences have in common, each from 0 to 1: of the one that has less to say, of the other, and but for names.

    `shared` is how many words they share, `fewest` how many the shorter one has; `is_of_other` where they speak of other things.
    """

    less: float
    more: float
    but_names: float
    shared: int
    fewest: int
    is_of_other: bool


def _compared(one: Said, other: Said, dictionary: Dictionary) -> _Compared:
    mine, theirs = _about(one), _about(other)
    shared, also = _shared(mine, theirs, one.language, other.language, dictionary)
    less, more = sorted((_share(mine, shared), _share(theirs, also)), reverse=True)
    if one.language != other.language:  # few words are known to be the same
        less = min(1.0, less * _TRANSLATED)
    return _Compared(
        less=less,
        more=more,
        but_names=max(_share(_common(mine), shared), _share(_common(theirs), also)),
        shared=len(shared),
        fewest=min(len(mine), len(theirs)),
        is_of_other=_each_names_its_own(mine, theirs, shared, also) or _of_other_kinds(mine, theirs, one.language, other.language),
    )


def _is_counted_of_the_same(both: _Compared) -> bool:
    is_same = both.less >= _SAME and both.more >= _OF_LONGER and both.but_names >= _BUT_NAMES
    return is_same and both.shared >= _FEWEST_SHARED and not both.is_of_other


def _is_denied_of_the_same(both: _Compared) -> bool:
    is_same = both.less >= _DENIED and both.more >= _DENIED_OF_LONGER and both.but_names >= _DENIED_BUT_NAMES
    return is_same and both.fewest >= _FEWEST and not both.is_of_other


def _clauses(said: Said) -> list[Said]:
    return [Said(text=text, language=said.language) for text in _CLAUSE.split(said.text) if text.strip()]


def _count_differently(one: str, other: str) -> bool:
    mine, theirs = quantities(one), quantities(other)
    return any(kind and mine[kind].isdisjoint(theirs[kind]) for kind in mine.keys() & theirs.keys())


def _deny_each_other(one: str, other: str) -> bool:
    if _RESTRICTS.search(one) or _RESTRICTS.search(other):
        return False
    return bool(_DENIES.search(one)) is not bool(_DENIES.search(other))


def _about(said: Said) -> dict[str, float]:
    """Its telling words but numbers and units, with how much each tells."""
    told = telling_words(uncounted(said.text), said.language)
    return {word: _LEAST + rareness(word, said.language) for word in told if not word[0].isdigit() and not is_unit(word)}


def _shared(
    mine: dict[str, float], theirs: dict[str, float], language: str, other: str, dictionary: Dictionary
) -> tuple[frozenset[str], frozenset[str]]:
    """The words of each that the other has, too, in its language."""
    by_stem: dict[str, set[str]] = {}
    for word in theirs:
        by_stem.setdefault(stem(word, other), set()).add(word)
    found: dict[str, set[str]] = {}
    for word in mine:
        forms = [word] if language == other else [word, *dictionary.others(word, language).get(other, ())]
        also = set().union(*(by_stem.get(stem(form, other), ()) for form in forms)) | ({word} & theirs.keys())
        if also:
            found[word] = also
    return frozenset(found), frozenset(word for also in found.values() for word in also)


def _share(words: dict[str, float], shared: frozenset[str]) -> float:
    """How much of the words is shared; all of none."""
    return sum(weight for word, weight in words.items() if word in shared) / (sum(words.values()) or 1.0) if words else 1.0


def _common(words: dict[str, float]) -> dict[str, float]:
    """Those that are no names: not as rare as can be."""
    return {word: weight for word, weight in words.items() if weight < _LEAST + 1.0}


def _each_names_its_own(mine: dict[str, float], theirs: dict[str, float], shared: frozenset[str], also: frozenset[str]) -> bool:
    """Whether each has a word as rare as can be, as names are, that the other has not."""
    rarest = _LEAST + 1.0
    return all(any(words[word] == rarest for word in words.keys() - common) for words, common in ((mine, shared), (theirs, also)))


def _of_other_kinds(mine: dict[str, float], theirs: dict[str, float], language: str, other: str) -> bool:
    """Whether they are of another tier, edition or country."""
    named, others = kinds_of(mine, language), kinds_of(theirs, other)
    return any(named[kind].isdisjoint(others[kind]) for kind in named.keys() & others.keys())
