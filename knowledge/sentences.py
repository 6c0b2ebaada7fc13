"""Where sentences begin and end in English and German text, so that they can be quoted as they stand.

A sentence ends with a full stop, question or exclamation mark, or with its line. Where a full stop may also belong to an
abbreviation, an initial or an ordinal ("z. B.", "Dr.", "am 3. März", "bzw."), the words around it decide; when they leave it open,
the sentence goes on: too long a quote is still true, half a one may not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: Never the last word of a sentence: something has to follow.
_GOES_ON: Final = frozenset(
    """dr prof mr mrs ms fr dipl jur phil rer nat jr vs cf viz approx ca bzw bspw evtl ggf ggfs insb inkl exkl incl excl zzgl abzgl
    gem sog vgl zb d.h dh bsp nr nos abb tab hrsg aufl verf gest mind mtl jährl vorm nachm zw betr bez eig allg urspr entspr einschl
    ausschl i.d.r z.b u.a.m e.g i.e resp eg ie ungef dept gov sen capt sgt jan feb mrz apr jun jul aug sep sept okt oct nov dez dec
    rev par ziff anm""".split()
)
#: Short for something only where a number follows; else a word like others ("He said no.").
_BEFORE_A_NUMBER: Final = frozenset(
    "no art abs fig sec kap bd max min tel vol ch pp p s pos col kl lit st mo di mi do sa so".split()
)
#: May be the last word or not: the sentence ends only where what follows is a word that often begins one.
_MAY_END: Final = frozenset(
    """usw etc inc ltd co corp llc plc bros u.a o.ä o.g s.o s.u str a.m p.m u.s u.k u.s.a e.v i.a i.v z.t al ff jh jhd std min sek
    mio mrd tsd stk pers mwst ust z.z z.zt p.a v.a a.d m.e""".split()
)
_STARTERS: Final = frozenset(
    """the a an this that these those it its they there we you your our he she his her i in on at for from with if when while where
    as after before since once by to but and or so however then thus every each all no not please see what which how why who
    der die das den dem des ein eine einen einem einer dies diese dieser dieses diesem diesen es er sie wir ihr ihre ihren ich man
    im in am an auf aus bei beim bis für mit nach seit über um unter von vom vor während wegen wenn wie wo zu zum zur aber auch
    außerdem daher damit danach dann darum dazu deshalb doch falls jede jeder jedes kein keine nur ob oder sobald sofern so
    sowohl und was welche welcher wer weil bitte alle alles ab als da dabei dadurch""".split()
)
#: What an ordinal counts; after any other word with a capital, a number ends its sentence.
_COUNTED: Final = re.compile(
    r"(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jan|feb|mär|mrz|apr|jun|jul|aug|"
    r"sept?|okt|nov|dez|quartal|halbjahr|jahr|jahrhundert|monat|woche|tag|kalendertag|werktag|arbeitstag|stufe|ebene|kapitel|absatz|"
    r"abschnitt|auflage|generation|version|platz|schritt|teil|mal|level|etage|stock|obergeschoss|vertragsjahr|laufzeitjahr|lebensjahr|"
    r"person|nutzer|lizenz|kunde|partner)(?:e[ns]?|s|n|er)?\b",
    re.IGNORECASE,
)
_BEFORE_AN_ORDINAL: Final = re.compile(
    r"\b(?:am|vom|zum|beim|bis|ab|seit|der|die|das|dem|den|des|jede[mnrs]?|ein(?:e[mnrs]?)?|ihr|im)\s+$", re.IGNORECASE
)

_END: Final = re.compile(r"(?P<mark>[.!?…]+)(?P<closing>[\"'”“’‘»›)\]]*(?:\[\d{1,3}\])*)(?=\s)|\n")
_LAST_WORD: Final = re.compile(r"[^\s(\[\"„“»‚'/]+$")
_NEXT_WORD: Final = re.compile(r"[\s\"„“”»«›‹‚'(\[]*([\w§]*)")
_LETTERS_WITH_STOPS: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]$")
_SPACED_LETTER: Final = re.compile(r"(?:^|[\s(„\"])[^\W\d_]\.\s$")
#: How far back the words before a full stop are looked at.
_BACK: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as it stands in a text: `text[start:end]`, with no space around it."""

    start: int
    end: int
    text: str


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences in their order; between two of them there is only white space."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    begin = 0
    for match in _END.finditer(text):
        if match.start() < begin or (match["mark"] is not None and not _ends(text, begin, match)):
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, len(text))


def _trimmed(text: str, begin: int, end: int) -> Iterator[Sentence]:
    inside = text[begin:end]
    stripped = inside.strip()
    if stripped:
        start = begin + inside.index(stripped[0])
        yield Sentence(start=start, end=start + len(stripped), text=stripped)


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the mark is the last of its sentence, which began at `begin`."""
    following = _NEXT_WORD.match(text, match.end())
    word = following[1] if following else ""
    if word[:1].islower():
        return False
    if match["mark"] != ".":
        return True
    before = text[max(begin, match.start() - _BACK) : match.start()]
    found = _LAST_WORD.search(before)
    last = found[0] if found else ""
    if last.isdecimal():
        return not _is_ordinal(last, before[: -len(last)], word, begins=not text[begin : match.start() - len(last)].strip())
    lower = last.lower()
    if match["closing"]:
        return True
    if lower in _GOES_ON or (lower in _BEFORE_A_NUMBER and word[:1].isdecimal()):
        return False
    if lower in _MAY_END or _LETTERS_WITH_STOPS.fullmatch(last):
        return word.lower() in _STARTERS and not _spaced_pair(before, last, word)
    return True


def _spaced_pair(before: str, last: str, word: str) -> bool:
    """Whether a single letter stands among others, as in "z. B." or "i. d. R.": then more of the same words follow."""
    return len(last) == 1 and (bool(_SPACED_LETTER.search(before[:-1])) or len(word) == 1)


def _is_ordinal(number: str, before: str, word: str, *, begins: bool) -> bool:
    """Whether "3." counts something ("am 3. März"), or numbers what begins with it ("3. Open the door")."""
    if begins:
        return True
    if len(number) > 2 or not word:
        return False
    return bool(_COUNTED.fullmatch(word)) or bool(_BEFORE_AN_ORDINAL.search(before))
