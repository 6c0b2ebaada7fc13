"""The vendor's products in a text: by name, by alias, with slips of the keyboard; a word that fits several says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from rapidfuzz.distance import OSA

from handlers.understanding.phrase_needs import head_of, heads_of
from handlers.understanding.pieces import Told, pieces_of
from handlers.understanding.readings import Product, SlotReading
from handlers.understanding.wording import FRAME

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_GAP = r"[\s\-]?"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductReading:
    """A product named at `span`: the names it could be in catalogue order. `sure` is False for a bare alias or a part of a name."""

    span: tuple[int, int]
    names: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """What the catalogue's products are called.

    `surfaces` leads from words run together to product names, `full` holds the whole names, `by_letter` the surfaces that are long
    enough to be recognised when misspelt, by their first letter. `begins` tells of a piece of text whether a surface may begin in
    it, `resembles` whether a misspelt one may.
    """

    surfaces: Mapping[str, tuple[str, ...]]
    full: frozenset[str]
    pattern: re.Pattern[str] | None
    by_letter: Mapping[str, tuple[str, ...]]
    begins: Told[bool]
    resembles: Told[bool]


def _squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


@lru_cache(maxsize=32)
def _index(catalogue: tuple[Product, ...]) -> _Index:
    surfaces: dict[str, list[str]] = {}
    written: set[str] = set()
    for product in catalogue:
        first = product.name.split()[0] if product.name.split() else ""
        parts = [first] if len(first) >= 4 and first != product.name else []
        for surface in (product.name, *product.aliases, *parts):
            if _squash(surface):
                names = surfaces.setdefault(_squash(surface), [])
                names.extend([product.name] if product.name not in names else [])
                written.add(surface)
    full = frozenset(_squash(product.name) for product in catalogue)
    for name in full & surfaces.keys():  # a whole name is that product, whatever else begins with it
        surfaces[name] = [product.name for product in catalogue if _squash(product.name) == name]
    ordered = sorted(written, key=len, reverse=True)
    alternation = "|".join(_GAP.join(re.escape(part) for part in re.split(r"[\s\-]+", surface)) for surface in ordered)
    pattern = re.compile(rf"(?<![\w-])(?:{alternation})(?![\w]|-\w)", re.IGNORECASE) if ordered else None
    long = {surface: tuple(names) for surface, names in surfaces.items()}
    letters = {key[0] for key in long if len(key) >= 6}
    by_letter = {letter: tuple(key for key in long if key[0] == letter and len(key) >= 6) for letter in letters}
    heads = {head for surface in written for head in _heads(surface)}
    return _Index(
        surfaces=long, full=full, pattern=pattern, by_letter=by_letter,
        begins=Told(lambda piece: not heads.isdisjoint(heads_of(piece))),
        resembles=Told(lambda piece: any(_near(word, by_letter) for word in _WORD.findall(piece))),
    )  # fmt: skip


def _heads(surface: str) -> Iterator[str]:
    """The beginnings that the surface can have, with or without the gaps between its parts."""
    parts = re.split(r"[\s\-]+", surface)
    yield from filter(None, (head_of("".join(parts[: count + 1])) for count in range(len(parts))))


def _near(word: str, by_letter: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The surfaces that the word may mean misspelt; none for an everyday word."""
    near = by_letter.get(word[0].lower(), ())
    return near if near and word.lower() not in FRAME else ()


def read_products(text: str, catalogue: Sequence[Product]) -> tuple[ProductReading, ...]:
    """Every product named in the text, in its order; misspelt names are looked for only where none is written rightly."""
    index = _index(tuple(catalogue))
    if index.pattern is None:
        return ()
    pieces, _ = pieces_of(text)
    found: list[ProductReading] = []
    for match in _written_rightly(text, index, index.pattern):
        key = _squash(match[0])
        if key in index.surfaces:
            found.append(_whole_name(text, match.span(), index.surfaces[key], index) or _reading(match.span(), key, index))
    if found or not any(map(index.resembles.__getitem__, pieces)):
        return tuple(found)
    return _misspelt(text, index)


def _written_rightly(text: str, index: _Index, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What the pattern finds, which is looked for only from pieces on in which it may begin."""
    pieces, starts = pieces_of(text)
    at = 0
    for place in compress(range(len(pieces)), map(index.begins.__getitem__, pieces)):
        match = pattern.search(text, max(at, starts[place])) if starts[place + 1] > at else None
        while match is not None and match.start() < starts[place + 1]:
            yield match
            at = match.end()
            match = pattern.search(text, at) if at < starts[place + 1] else None


def _reading(span: tuple[int, int], key: str, index: _Index) -> ProductReading:
    return ProductReading(span=span, names=index.surfaces[key], sure=key in index.full)


def _whole_name(text: str, span: tuple[int, int], names: Sequence[str], index: _Index) -> ProductReading | None:
    """ "Nimbus Bakup": where the first word fits several products, the next one may say which although it is misspelt."""
    following = _WORD.match(text, span[1] + 1) if len(names) > 1 else None
    if following is None:
        return None
    key = _nearest(_squash(text[span[0] : following.end()]), [_squash(name) for name in names])
    return _reading((span[0], following.end()), key, index) if key else None


def _misspelt(text: str, index: _Index) -> tuple[ProductReading, ...]:
    words = list(_WORD.finditer(text))
    for at, first in enumerate(words):
        near = _near(first[0], index.by_letter)
        for last in words[at : at + 3] if near else ():
            start, end = first.start(), last.end()
            key = _nearest(_squash(text[start:end]), near)
            if key and "@" not in text[max(0, start - 1) : end + 1]:
                return (_reading((start, end), key, index),)
    return ()


def _nearest(written: str, surfaces: Sequence[str]) -> str | None:
    slips = 1 if len(written) < 9 else 2
    if len(written) < 6:
        return None
    for key in surfaces:
        if abs(len(key) - len(written)) <= slips and OSA.distance(written, key, score_cutoff=slips) <= slips:
            return key
    return None


def product_slot(readings: Sequence[ProductReading], text: str) -> SlotReading | None:
    """The product meant. With several it could be, the first in catalogue order is the value and the rest are alternatives."""
    if not readings:
        return None
    certain = [reading for reading in readings if len(reading.names) == 1]
    chosen = certain or list(readings)
    names = list(dict.fromkeys(name for reading in chosen for name in reading.names))
    start, end = chosen[0].span
    return SlotReading(value=names[0], text=text[start:end], alternatives=tuple(names[1:]))
