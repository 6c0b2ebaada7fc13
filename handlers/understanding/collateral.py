"""What a message says of collateral: whether a document is asked for, of which kind, in which language, and about what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from handlers.understanding import collateral_words as words
from handlers.understanding.phrases import Phrases, phrase
from handlers.understanding.text import LIMIT, clean, fold

_INTENTS: Final = tuple(intent for intent, _ in words.WORDINGS)
_WORDINGS: Final = Phrases(pattern for _, pattern in words.WORDINGS)
_KINDS: Final = tuple((kind, re.compile(rf"\b(?:{pattern})\b")) for kind, pattern in words.KINDS)
_LANGUAGES: Final = tuple((re.compile(pattern), language) for pattern, language in words.LANGUAGES)
_ELSEWHERE: Final = phrase(words.ELSEWHERE)
_OF_DEALS: Final = re.compile(words.OF_DEALS)
_BRANDED: Final = re.compile(words.BRANDED)
_WORD: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOISE: Final = frozenset(fold(one) for one in words.NOISE)
_SAME: Final = {name: frozenset(group) for group in ([fold(one) for one in line.split()] for line in words.SAME) for name in group}
#: So many letters at the beginning make two words one ("firewalls", "firewall").
_STEM: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which document is wanted: its kind and language ("" for any), the words that say which, whether with a logo."""

    kind: str = ""
    language: str = ""
    about: tuple[str, ...] = ()
    is_branded: bool = False


def read_collateral(text: str, line: str, *, drafting: bool) -> str:
    """The intent of a message; "" when it is about something else. `line` is the text in lower case with its readings marked.

    With a registration in progress, only a question is about collateral.
    """
    if len(line) > LIMIT or (drafting and not line.rstrip(" .").endswith("?")):
        return ""
    likely = _WORDINGS.likely(line)
    if not likely or _ELSEWHERE.fit(line):
        return ""
    if _OF_DEALS.search(line):
        likely = [place for place in likely if _INTENTS[place] != "send_collateral"]
    found = _WORDINGS.first(line, likely)
    return _INTENTS[found[0]] if found else ""


def read_wish(text: str) -> Wish:
    """What the words say of the document that is wanted."""
    line = clean(text).lower()
    language = next((language for pattern, language in _LANGUAGES if pattern.search(line)), "")
    kind = next((name for name, pattern in _KINDS if pattern.search(_BRANDED.sub(" ", line))), "")
    is_handed_out = kind in words.HANDED_OUT or not kind
    # Of what is made to be handed out the word says the kind only; of a contract or a guide, which one it is.
    rest = _BRANDED.sub(" ", line) if is_handed_out else line
    if kind in words.HANDED_OUT:
        rest = dict(_KINDS)[kind].sub(" ", rest)
    about = [word for word in _WORD.findall(fold(rest)) if word not in _NOISE and len(word) > 1]
    is_branded = is_handed_out and _BRANDED.search(line) is not None
    return Wish(kind=kind, language=language, about=tuple(dict.fromkeys(about)), is_branded=is_branded)


def names_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of a document's title, name and subject, as wishes are compared with them."""
    found = {word for text in texts for word in _WORD.findall(fold(text).replace("_", " ").replace("/", " "))}
    return frozenset(found | {part for word in found for part in word.split("-")})


def hits(about: Iterable[str], names: frozenset[str]) -> int:
    """How many of the words are among the names, or another word for the same is."""
    return sum(_is_among(word, names) for word in about)


def _is_among(word: str, names: frozenset[str]) -> bool:
    if word in names or not names.isdisjoint(_SAME.get(word, ())):
        return True
    stem = word[: max(_STEM, len(word) - 3)]
    return len(word) >= _STEM and any(name.startswith(stem) or (len(name) >= _STEM and word.startswith(name)) for name in names)
