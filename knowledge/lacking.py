"""What a question asks for and a passage does not have, though it speaks of much the same: then it only comes close.

A name or a number of the question that is nowhere in the passage; another tier, edition, country or currency than the one that was
asked for; no number where one was asked for; a question for what is not, where nothing is denied.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from difflib import get_close_matches
from typing import Final

from handlers.ports_library import Citation, Passage, Question
from knowledge.alternatives import kinds_of, only_others
from knowledge.analysing import read_as
from knowledge.asking import Sought
from knowledge.scoring import Scored
from knowledge.words import grams, stem, words

#: A name is there with so many of its sequences of letters, in a compound; or mistyped, as like as that.
_LETTERS: Final = 0.5
_MISTYPED: Final = 0.8
#: A name that is everywhere in the library, as the vendor's, need not be said again: how rare it is there, from 0 to 1.
_RARE: Final = 0.5
#: Of a question of so few words, a word that is so rare in its language and nowhere in the library is what was asked for.
_SHORT: Final = 3
_TELLING: Final = 0.75
_LONG: Final = 5
_NOWHERE: Final = 1.0
_TOKEN: Final = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ASKS_NUMBER: Final = re.compile(
    r"\b(?:how (?:many|much)|what (?:percent\w*|number|amount|year|date)|when|which (?:year|date)|wie ?viele?|wie hoch|wann|"
    r"welche[mnrs]? (?:jahr|datum))\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|(?:m|b)illions?|half|once|"
    r"twice|first|second|third|ein(?:e[nmrs]?|mal)?|zwei\w*|drei\w*|vier\w*|fünf\w*|sechs\w*|sieben\w*|acht\w*|neun\w*|zehn\w*|elf|zwölf\w*|"
    r"hundert\w*|tausend\w*|milli\w+|hälfte|free|unlimited|none|no|kostenlos\w*|kostenfrei\w*|unbegrenzt\w*|kein\w*|always|daily|every|"
    r"each|immer|täglich|jede[mnrs]?|after|before|during|until|since|as soon as|nach|vor|während|bis|seit|sobald|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|"
    r"oktober|dezember|centur\w+|jahrhundert\w*)\b",
    re.IGNORECASE,
)
_ASKS_WHAT_IS_NOT: Final = re.compile(r"\b(?:not|never|nicht|nie|niemals|kein\w*)\b", re.IGNORECASE)
_DENIES: Final = re.compile(
    r"\b(?:not|no|never|nor|without|none|neither|cannot|except|only|nicht|nie|niemals|ohne|kein\w*|weder|außer|nur|un\w{4,}|non)\b|"
    r"n[’']t\b",
    re.IGNORECASE,
)


def lacks(question: Question, sought: Sequence[Sought], found: Scored, passage: Passage, quoted: Sequence[Citation]) -> bool:
    """Whether the passage, of which the sentences are quoted, lacks something that an answer would have."""
    said = " ".join(f"{one.header} {one.quote}" for one in quoted)
    if _ASKS_WHAT_IS_NOT.search(question.text) and not _DENIES.search(said):
        return True
    if _ASKS_NUMBER.search(question.text) and not _NUMBER.search(said):
        return True
    document = passage.document
    there = frozenset(words("\n".join((document.title, document.product, *passage.chunk.place.headings, passage.chunk.text))))
    asks, speaks = read_as(question.language), read_as(document.language)
    own = [one for one in sought if one.share == 1.0]
    if only_others(kinds_of((one.word for one in own), asks), kinds_of(there, speaks)):
        return True
    names = _names(question.text, own, asks)
    for one, weight in zip(own, found.question.weights, strict=False):  # what is carried over from before comes last
        is_new = len(own) <= _SHORT and len(one.word) >= _LONG and one.rareness >= _TELLING and weight > _NOWHERE
        if (is_new or (one.word in names and weight >= _RARE)) and not _is_there(one, passage.chunk.text, there, speaks):
            return True
    return False


def _names(text: str, sought: Sequence[Sought], language: str) -> frozenset[str]:
    """Words that may not be exchanged: those with capitals or digits inside, and those with a capital where a common word has none.

    In German every noun has one: there, it is a name when it is as rare as can be. Of numbers, years are, and those that follow
    what they number: "severity 4", "ISO 9001"; how many users there are may be within what a document says.
    """
    rare = {one.word for one in sought if one.rareness == 1.0}
    telling = {one.word for one in sought}
    found: set[str] = set()
    before: list[str] = []
    for number, token in enumerate(_TOKEN.findall(text)):
        own = words(token)
        capitals = sum(map(str.isupper, token))
        is_capital = capitals == 1 and number > 0 and (language == "en" or rare.issuperset(own))
        if token[0].isdigit() and not any(map(str.isalpha, token)):
            is_name = bool(_YEAR.fullmatch(token)) or (bool(before) and telling.issuperset(before) and not before[0][0].isdigit())
        else:
            is_name = capitals > 1 or is_capital or any(map(str.isdigit, token))
        if is_name:
            found.update(own)
        before = own
    return frozenset(found)


def _is_there(one: Sought, text: str, there: Set[str], language: str) -> bool:
    forms = one.forms(language)
    stems = {stem(form, language) for form in forms}
    if not there.isdisjoint(forms) or any(stem(word, language) in stems for word in there):
        return True
    if _is_spelled_out(one.word, words(text)):
        return True
    if any(map(str.isdigit, one.word)):
        return False
    if get_close_matches(one.word, there, n=1, cutoff=_MISTYPED):
        return True
    letters = frozenset[str]().union(*map(grams, there))
    return any(len(grams(form) & letters) >= _LETTERS * len(grams(form)) for form in forms)


def _is_spelled_out(short: str, told: Sequence[str]) -> bool:
    """Whether words that follow each other begin with its letters: "2FA" is two-factor authentication."""
    initials = "".join(word[0] for word in told)
    return len(short) > 1 and any(short.replace("2", two) in initials for two in "2tz")
