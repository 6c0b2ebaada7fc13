"""One spelling for all ways to write the same letters: case, umlauts, accents, apostrophes and other scripts folded to ASCII."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rigour.text.translit import ascii_text

LONGEST_INPUT: Final = 2_000  # what is longer is no name; the rest is not read
_LONGEST_NAME: Final = 400
# Chinese and Japanese write no spaces, so a form is taken out before words are looked for.
_UNSPACED_FORMS: Final = ((re.compile(r"株式会社|[(（]株[)）]|㈱"), " kk "), (re.compile("有限公司|有限責任公司"), " ltd "))
_GLUED: Final = re.compile(r"(?<=[a-zäöüß])(?=(?:AG|GmbH|KG|SE|BV|NV|Ltd|LLC|Inc|SA)\b|Actien-|Aktien-|Commandit)")
# Transliteration may swallow these beside letters of other scripts; they always part words.
_PARTING: Final = re.compile(r"[\x00-\x20\x7f-\xa0!\"#$%*./:<=>?@\\^_{}~]+")
_APOSTROPHES: Final = re.compile("['’‘`´ʼ]")
_SPELLED_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ł": "l", "đ": "d"}
)


def fold(text: str) -> str:
    """Lower case and ASCII: "ä" is "ae" and "ß" is "ss", other accents are dropped, other scripts transliterated."""
    return _fold(text[:LONGEST_INPUT])


@lru_cache(maxsize=16_384)
def _fold(text: str) -> str:
    return _to_ascii(_lower(text).translate(_SPELLED_OUT))


def fold_bare(text: str) -> str:
    """As `fold`, but an umlaut loses its dots ("ä" is "a"): how a name looks when it was typed on a keyboard without them."""
    bare = _lower(text[:LONGEST_INPUT])
    return fold(text) if bare.isascii() else _to_ascii(bare)


def _lower(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    for written, form in _UNSPACED_FORMS:
        text = written.sub(form, text)
    text = _GLUED.sub(" ", text)
    text = _PARTING.sub(" ", _APOSTROPHES.sub("", text))
    return unicodedata.normalize("NFKC", text.casefold())


def _to_ascii(text: str) -> str:
    if not text.isascii():
        # Most of what is not ASCII is accents, which need no transliteration; that is thirty times slower.
        bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
        text = bare if bare.isascii() else _APOSTROPHES.sub("", ascii_text(text)).lower()
    return text[:_LONGEST_NAME]
