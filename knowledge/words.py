"""Takes text apart into folded words, and words into stems and sequences of four letters; texts and questions alike.

A stem finds "registered" for "registration"; four letters find "Registrierungsfrist" for "Frist", names that were mistyped, and
words that German and English share. Stop words are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import product
from typing import Final
from zlib import crc32

import Stemmer

from knowledge.stop_words import STOP_WORDS

#: The languages that are read as such; whatever is in another is read as English, the one with the plainer endings.
LANGUAGES: Final = ("en", "de")
_LENGTH: Final = 4
#: So many words are remembered with their parts: more than a language has that people use.
_REMEMBERED: Final = 1 << 17

_SOFT_HYPHEN: Final = "\u00ad"
_WORD = re.compile(r"(?:[^\W_]|(?<=\d)[.,](?=\d))+")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_DECIMALS = re.compile(r"(?<=\d),(?=\d)")
_VOWELS: Final = {"ä": "a", "ö": "o", "ü": "u"}
_PLAIN = str.maketrans(_VOWELS)
#: What a letter of a stem may be in the word.
_WRITTEN: Final = {"a": "aä", "o": "oö", "u": "uü", "i": "iy"}
_STEMMERS: Final = {"en": Stemmer.Stemmer("english", 0), "de": Stemmer.Stemmer("german", 0)}


def words(text: str) -> list[str]:
    """Every word in order, folded (ß as ss); numbers without signs for thousands and with a point before decimals."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text).replace(_SOFT_HYPHEN, "").casefold())
    return [_number(word) if word[0].isdigit() else word for word in found]


def telling_words(text: str, language: str) -> list[str]:
    """The words of the text but its stop words."""
    stop = STOP_WORDS[language]
    return [word for word in words(text) if word not in stop]


def _number(word: str) -> str:
    return _DECIMALS.sub(".", _THOUSANDS.sub("", word))


@lru_cache(_REMEMBERED)
def stem(word: str, language: str) -> str:
    """The word without its endings. A stemmer may be used by one thread at a time, which Python's lock sees to."""
    return word if word[0].isdigit() else _STEMMERS[language].stemWord(word)


@lru_cache(_REMEMBERED)
def grams(word: str) -> frozenset[str]:
    """The sequences of four letters of |word|, umlauts as their vowels: a word of one or two letters has one, |a|."""
    padded = f"|{word.translate(_PLAIN)}|"
    return frozenset(padded[at : at + _LENGTH] for at in range(max(1, len(padded) - _LENGTH + 1)))


def with_grams(words: Collection[str], wanted: Iterable[str]) -> dict[str, list[str]]:
    """Those of the words that have any of the grams, each with what it has of them, in their order.

    They are looked for in one text of all words: that is several times as quick as to take every word apart.
    """
    text = plain = f"|{'|'.join(words)}|"
    for umlaut, vowel in _VOWELS.items():
        plain = plain.replace(umlaut, vowel)
    found: dict[str, list[str]] = {}
    for gram in wanted:
        at = plain.find(gram)
        while at >= 0:
            begin = plain.rfind("|", 0, at + 1) + 1
            end = plain.index("|", begin)
            found.setdefault(text[begin:end], []).append(gram)
            at = plain.find(gram, end)
    return found


def with_stems(words: Iterable[str], wanted: Collection[str], language: str) -> dict[str, str]:
    """Those of the words that have any of the stems, each with its own. Only words that begin like a stem are taken apart."""
    begins = {begin for ending in wanted for begin in _begins(ending)}
    likely = [word for word in words if word[:2] in begins or word[0] in begins]
    return {word: ending for word in likely if (ending := stem(word, language)) in wanted}


def _begins(stem: str) -> list[str]:
    """What a word with that stem begins with: its first two letters as they may be written, or a vowel and the e for its dots."""
    written = ["".join(letters) for letters in product(*(_WRITTEN.get(letter, letter) for letter in stem[:2]))]
    return [*written, f"{stem[0]}e"] if stem[0] in _VOWELS.values() else written


def key_of_stem(stem: str) -> int:
    """What a stem is filed under: 32 bits, with a sign. Two that share one by chance are told apart by who reads the text."""
    return _signed(crc32(f"s{stem}".encode()))


@lru_cache(_REMEMBERED)
def key_of_gram(gram: str) -> int:
    return _signed(crc32(f"g{gram}".encode()))


@lru_cache(_REMEMBERED)
def keys_of_word(word: str, language: str) -> tuple[int, tuple[int, ...]]:
    """The term that the word is filed under, and its grams."""
    return key_of_stem(stem(word, language)), tuple(key_of_gram(gram) for gram in sorted(grams(word)))


def _signed(number: int) -> int:
    return number - (1 << 32) if number >> 31 else number
