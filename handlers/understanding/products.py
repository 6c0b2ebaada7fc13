"""The vendor's products in a text: by name, by alias, with slips of the keyboard; a word that fits several says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from handlers.understanding.readings import Product, SlotReading

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
    """What the catalogue's products are called: `surfaces` from words run together to product names, `full` the whole names."""

    surfaces: Mapping[str, tuple[str, ...]]
    full: frozenset[str]
    pattern: re.Pattern[str] | None
    letters: frozenset[str]


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
    return _Index(surfaces=long, full=full, pattern=pattern, letters=frozenset(key[0] for key in long))


def read_products(text: str, catalogue: Sequence[Product]) -> tuple[ProductReading, ...]:
    """Every product named in the text, in its order; misspelt names are looked for only where none is written rightly."""
    index = _index(tuple(catalogue))
    if index.pattern is None:
        return ()
    found: list[ProductReading] = []
    for match in index.pattern.finditer(text):
        key = _squash(match[0])
        if key in index.surfaces:
            found.append(ProductReading(span=match.span(), names=index.surfaces[key], sure=key in index.full))
    return tuple(found) if found else _misspelt(text, index)


def _misspelt(text: str, index: _Index) -> tuple[ProductReading, ...]:
    words = list(_WORD.finditer(text))
    for size in (3, 2, 1):
        for first, last in zip(words, words[size - 1 :], strict=False):
            start, end = first.start(), last.end()
            if first[0][0].lower() not in index.letters or end - start > 40 or "@" in text[max(0, start - 1) : end + 1]:
                continue
            key = _nearest(_squash(text[start:end]), index)
            if key:
                return (ProductReading(span=(start, end), names=index.surfaces[key], sure=key in index.full),)
    return ()


def _nearest(written: str, index: _Index) -> str | None:
    slips = 1 if len(written) < 9 else 2
    if len(written) < 6:
        return None
    for key in index.surfaces:
        near = len(key) >= 6 and key[0] == written[0] and abs(len(key) - len(written)) <= slips
        if near and OSA.distance(written, key, score_cutoff=slips) <= slips:
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
