"""What two company names have in common and what tells them apart, as numbers between 0 and 1 that a model can weigh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from handlers.understanding.company_fold import LONGEST_INPUT
from handlers.understanding.company_names import NameParts, identity_key, parts, parts_bare
from handlers.understanding.company_words import ABBREVIATIONS, ALIKE, BRANCH_ENDINGS, BRANCHES, CITIES, COUNTRIES, FILLERS, ROMAN

_MOST_WORDS: Final = 24  # what has more is no name; the rest is not compared


class Kind(IntEnum):
    """What a word in a name does there."""

    NAME = 0
    NUMBER = 1
    BRANCH = 2
    PLACE = 3
    FILLER = 4


class Zone(IntEnum):
    """Where in a name a word stands: in the name itself, after "in", or in the address that follows the legal form."""

    NAME = 0
    PLACE = 1
    ADDRESS = 2


_WEIGHT: Final = {Kind.NAME: 1.0, Kind.NUMBER: 0.8, Kind.BRANCH: 0.4, Kind.PLACE: 0.4, Kind.FILLER: 0.05}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written (`text`, folded) and as it is compared (`stem`), and how much it counts."""

    text: str
    stem: str
    kind: Kind
    weight: float
    zone: Zone = Zone.NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A name made ready to be compared, once."""

    words: tuple[Word, ...]
    key: str
    compact: str
    joined: str
    bare: str
    initials: str
    forms: tuple[str, ...]
    digits: tuple[str, ...]


def prepare(name: str) -> Prepared:
    """Read a name for comparison. Names are remembered, for one is compared with many."""
    return _prepare(name[:LONGEST_INPUT])


@lru_cache(maxsize=16_384)
def _prepare(name: str) -> Prepared:
    taken = parts(name)
    words = _words(taken)
    telling = [word.stem for word in words if word.kind is not Kind.FILLER]
    return Prepared(
        words=words,
        key=identity_key(name),
        compact="".join(taken.words),
        joined=" ".join(taken.words),
        bare="".join(parts_bare(name).words),
        initials="".join(stem[0] for stem in telling),
        forms=taken.forms,
        digits=tuple(sorted(word.stem for word in words if word.kind is Kind.NUMBER)),
    )


def _words(taken: NameParts) -> tuple[Word, ...]:
    words: list[Word] = []
    zone = Zone.NAME
    for index, text in enumerate(taken.words[:_MOST_WORDS]):
        stem, kind = _read(text)
        weight = _WEIGHT[kind]
        if index >= len(taken.words) - taken.tail:
            zone = Zone.ADDRESS
        elif index > 0 and text in ("in", "zu", "at"):
            zone = Zone.PLACE
        if zone is not Zone.NAME and kind is not Kind.FILLER:
            said = any(len(stem) >= 4 and stem[:5] == word.stem[:5] for word in words)
            kind = Kind.FILLER if said or kind is Kind.NUMBER or len(stem) < 3 else Kind.PLACE
            weight = _WEIGHT[kind] * 0.5
        elif kind is Kind.NAME and len(stem) == 1:
            weight = 0.2
        elif kind is Kind.NAME and len(stem) >= 8 and text.endswith(BRANCH_ENDINGS):
            weight = 0.7
        words.append(Word(text, stem, kind, weight, zone))
    return tuple(words)


def _read(text: str) -> tuple[str, Kind]:
    stem = ABBREVIATIONS.get(text, text)
    stem = ALIKE.get(stem, stem)
    if stem in ROMAN:
        return ROMAN[stem], Kind.NUMBER
    if any(character.isdigit() for character in stem):
        return stem, Kind.NUMBER
    if stem in FILLERS:
        return stem, Kind.FILLER
    if stem in COUNTRIES or stem in CITIES:
        return stem, Kind.PLACE
    if stem in BRANCHES:
        return stem, Kind.BRANCH
    short = stem.removesuffix("gesellschaft").removesuffix("ges")
    return (short if 4 <= len(short) < len(stem) else stem), Kind.NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Which words of two names stand for each other. `pairs` holds (word, word, likeness)."""

    pairs: tuple[tuple[Word, Word, float], ...]
    left: tuple[Word, ...]
    right: tuple[Word, ...]


def align(a: Prepared, b: Prepared) -> Alignment:
    """Pair off the words, the most alike first; words written apart in one name and together in the other count as one."""
    first, second = _together(a.words, b.words), _together(b.words, a.words)
    candidates = sorted(
        (
            (-likeness * (x.weight + y.weight), abs(i - j), i + j, i, j, likeness)
            for i, x in enumerate(first)
            for j, y in enumerate(second)
            if (likeness := _likeness(x, y)) > 0
        ),
    )
    used_first: set[int] = set()
    used_second: set[int] = set()
    pairs = []
    for _, _, _, i, j, likeness in candidates:  # ties are broken alike when the names are swapped
        if i not in used_first and j not in used_second:
            used_first.add(i)
            used_second.add(j)
            pairs.append((first[i], second[j], likeness))
    return Alignment(
        pairs=tuple(pairs),
        left=tuple(word for i, word in enumerate(first) if i not in used_first),
        right=tuple(word for j, word in enumerate(second) if j not in used_second),
    )


def _together(words: tuple[Word, ...], others: tuple[Word, ...]) -> list[Word]:
    wanted = {word.text for word in others if len(word.text) > 3}
    joined: list[Word] = []
    index = 0
    while index < len(words):
        for length in (3, 2):
            stem = "".join(word.text for word in words[index : index + length])
            stem = ABBREVIATIONS.get(stem, stem)
            if index + length <= len(words) and stem in wanted:
                joined.append(Word(stem, stem, Kind.NAME, 1.0))
                index += length
                break
        else:
            joined.append(words[index])
            index += 1
    return joined


def _likeness(x: Word, y: Word) -> float:
    if x.stem == y.stem:
        return 1.0
    if Kind.NUMBER in (x.kind, y.kind):
        return 0.0
    short, long = sorted((x.stem, y.stem), key=len)
    if len(short) >= 3 and long.startswith(short):
        return 0.9 if len(short) >= 5 else 0.8
    if len(short) < 3:
        return 0.0
    likeness = OSA.normalized_similarity(short, long, score_cutoff=0.6)
    return likeness if likeness >= 0.6 else 0.0


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _forms(a: Prepared, b: Prepared) -> tuple[float, float, float]:
    """(equal, one is not written, different); one form that is the end of the other ("kg", "gmbhcokg") is half of each."""
    if a.forms == b.forms:
        return (1.0, 0.0, 0.0) if a.forms else (0.0, 1.0, 0.0)
    if not a.forms or not b.forms:
        return 0.0, 1.0, 0.0
    if "co" in (*a.forms, *b.forms):  # "Co" alone is short for what it stands before
        return 0.0, 1.0, 0.0
    if set(a.forms) & set(b.forms) or a.forms[-1].endswith(b.forms[-1]) or b.forms[-1].endswith(a.forms[-1]):
        return 0.5, 0.0, 0.5
    return 0.0, 0.0, 1.0


def forms_differ(a: Prepared, b: Prepared) -> bool:
    """Whether both names state a legal form, and the two have nothing in common."""
    return _forms(a, b)[2] == 1.0


def is_acronym(a: Prepared, b: Prepared) -> bool:
    """Whether one name is the initials of the other ("IBM", "International Business Machines")."""
    short, long = sorted((a, b), key=lambda name: len(name.compact))
    if not 2 <= len(short.compact) <= 6 or len(long.words) < 2:
        return False
    return short.compact in (long.initials, long.initials[:-1] if len(long.initials) > 3 else None)


_RATIOS: Final[tuple[tuple[str, Callable[[Prepared, Prepared], float]], ...]] = (
    ("ratio", lambda a, b: fuzz.ratio(a.joined, b.joined) / 100),
    ("token_sort", lambda a, b: fuzz.token_sort_ratio(a.joined, b.joined) / 100),
    ("token_set", lambda a, b: fuzz.token_set_ratio(a.joined, b.joined) / 100),
    ("partial", lambda a, b: _partial(a.compact, b.compact)),
    ("compact", lambda a, b: OSA.normalized_similarity(a.compact, b.compact)),
    ("start", lambda a, b: (JaroWinkler.similarity(a.compact, b.compact) + JaroWinkler.similarity(b.compact, a.compact)) / 2),
)


def _partial(a: str, b: str) -> float:
    """The better of both ways: on names of equal length rapidfuzz's answer depends on which comes first."""
    return max(fuzz.partial_ratio(a, b), fuzz.partial_ratio(b, a)) / 100


def features(a: Prepared, b: Prepared, aligned: Alignment) -> dict[str, float]:
    """Every feature by its name. Swapping the names changes none of them."""
    found = {name: measure(a, b) for name, measure in _RATIOS}
    equal, missing, different = _forms(a, b)
    matched = sum(likeness * (x.weight + y.weight) for x, y, likeness in aligned.pairs)
    total_a, total_b = (sum(word.weight for word in name.words) for name in (a, b))
    own_a = sum(x.weight * likeness for x, _, likeness in aligned.pairs)
    own_b = sum(y.weight * likeness for _, y, likeness in aligned.pairs)
    there_a, there_b = (_where(name.words) for name in (a, b))
    extra_a, extra_b = (_extra(words) for words in (aligned.left, aligned.right))
    names = [(min(x.weight, y.weight), likeness) for x, y, likeness in aligned.pairs if Kind.NAME in (x.kind, y.kind)]
    distance = OSA.distance(a.compact, b.compact, score_cutoff=6)
    a_digits, b_digits = set(a.digits), set(b.digits)
    found |= {
        "dice": _share(matched, total_a + total_b),
        "covered_less": min(_share(own_a, total_a), _share(own_b, total_b)),
        "covered_more": max(_share(own_a, total_a), _share(own_b, total_b)),
        "same_core": float(a.joined == b.joined),
        "same_letters": float(bool(a.compact) and (a.compact == b.compact or a.bare == b.bare)),
        "bare": OSA.normalized_similarity(a.bare, b.bare),
        "one_slip": float(distance == 1),
        "two_slips": float(distance == 2),
        "extra_name_both": min(1.0, min(extra_a[Kind.NAME], extra_b[Kind.NAME])),
        "extra_name_one": min(2.0, max(extra_a[Kind.NAME], extra_b[Kind.NAME])) / 2,
        "extra_branch_both": float(extra_a[Kind.BRANCH] > 0 and extra_b[Kind.BRANCH] > 0),
        "extra_branch_one": float((extra_a[Kind.BRANCH] > 0) != (extra_b[Kind.BRANCH] > 0)),
        "extra_place_both": float(extra_a[Kind.PLACE] > 0 and extra_b[Kind.PLACE] > 0),
        "extra_place_one": float((extra_a[Kind.PLACE] > 0) != (extra_b[Kind.PLACE] > 0)),
        "where_equal": float(bool(there_a & there_b)),
        "where_differs": float(bool(there_a and there_b) and not there_a & there_b),
        "where_one": float(bool(there_a) != bool(there_b)),
        "strongest_shared": max((weight * likeness for weight, likeness in names), default=0.0),
        "shared_names": min(3.0, sum(weight * likeness**4 for weight, likeness in names)) / 3,
        "weakest_shared": min((likeness for _, likeness in names), default=0.0),
        "first_word": _likeness(a.words[0], b.words[0]) if a.words and b.words else 0.0,
        "form_equal": equal,
        "form_missing": missing,
        "form_different": different,
        "digits_differ": float(bool(a_digits and b_digits) and a_digits != b_digits),
        "digits_one": float(bool(a_digits) != bool(b_digits)),
        "digits_equal": float(bool(a_digits) and a_digits == b_digits),
        "acronym": float(is_acronym(a, b)),
        "short": 1 / max(1, min(len(a.compact), len(b.compact))),
        "long": min(1.0, max(len(a.compact), len(b.compact)) / 40),
        "length_ratio": _share(min(len(a.compact), len(b.compact)), max(len(a.compact), len(b.compact))),
    }
    return {name: round(value, 6) for name, value in found.items()}  # sums in another order must fall on the same side of a cut


def _where(words: tuple[Word, ...]) -> set[str]:
    return {word.stem[:5] for word in words if word.zone is not Zone.NAME and word.kind is Kind.PLACE}


def _extra(words: tuple[Word, ...]) -> dict[Kind, float]:
    extra = dict.fromkeys(Kind, 0.0)
    for word in words:
        extra[word.kind] += word.weight
    return extra
