"""Cuts a text into the words and numbers that amounts are made of, and leaves everything else as gaps no amount reaches across."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from handlers.understanding.cascade import Token
from handlers.understanding.money_meaning import figure, plain
from handlers.understanding.money_words import EXACT, LETTER_SCALES, NAMES_BEFORE, WORDS, Scale
from handlers.understanding.number_words import german_number
from handlers.understanding.pieces import Told, pieces_of
from handlers.understanding.skimming import Cutter, Part, Skimmer

_CUTTER: Final = Cutter(
    r"(\d+(?:[.,'’]\d+)*)(?:[.,][-–—]{1,2}(?!\d))?"  # "12.500", "12.000,-"
    r"|([uU]\.\s?[sS]\b\.?|(?:[A-Za-z]{1,2}|SFr)\$|[pP]\.\s?a\b\.?|[^\W\d_]+)"
    r"|(/\s?(?:yr|year|mo|month|Jahr|Monat|a)\b)"
    r"|(\S|\n)",
    goes_on=r"(?:[uUpP]\.|/)\s*$",
)
_NUMBER, _WORD, _PER = 1, 2, 3  # the groups above
_MARKS: Final = {",": ",", ";": "|", "|": "|", "\n": "|", "!": "|", "?": "|", ":": ":", "=": ":", "&": "&", "+": "x", "#": "x"}
_DATE_GOES_ON: Final = re.compile(r"/\d|-\d+-\d|\.\d")
_SYMBOLS: Final = frozenset("€$£¥₹₪₩₺元¢%")
_DASHES: Final = frozenset("-–—~")
_SILENT: Final = frozenset("()[]*\"“”„'’")
_ABBREVIATED: Final = frozenset("rs fr sfr kr ca approx max vol".split())
_LETTERS: Final = re.compile(r"[^\W\d_]+")
#: Kinds of words of which no amount is made without others.
_BESIDE: Final = frozenset("eupbof-=&yx:")
#: Words that mean nothing by themselves and something to what stands beside them.
_LOOKED_AT: Final = _ABBREVIATED.union(NAMES_BEFORE, "yr year mo month jahr monat a s u p".split())
_MAX_DIGITS: Final = 24


def rows(text: str) -> Iterator[list[Token]]:
    """The text as rows of tokens, each from one gap to the next that no amount reaches across, or to an end of the text.

    What no amount is made of is "x", the end of a sentence or line "|".
    """
    _, starts = pieces_of(text)
    for before, first, last, after in _SKIMMER.stretches(text):
        end = starts[last]
        lexer = _Lexer(text, [Token("x", None, starts[first], starts[first])] if before else [])
        lexer.read(_CUTTER.parts(text, first, last))
        tokens = lexer.tokens if before else [Token("|", None, 0, 0), *lexer.tokens]
        if not after:
            tokens.append(Token("|", None, end, end))
        elif tokens[-1].kind != "x":
            tokens.append(Token("x", None, end, end))
        yield tokens


def _kind_of(written: str) -> str:
    """What the skimmer has to know of a word; looked at beside others are those that no amount is made of by themselves."""
    parts = _LETTERS.findall(written)
    if all(map(_is_gap, parts)):
        return "-" if len(parts) > 1 or written.lower() in _LOOKED_AT else "x"
    beside = all(_is_gap(part) or (part not in EXACT and _kind(part.lower()) in _BESIDE) for part in parts)
    return "-" if beside else "?"


def _kind(word: str) -> str:
    return "?" if word in LETTER_SCALES else WORDS.get(word, ("?", None))[0]


@lru_cache(maxsize=8192)
def _is_gap(written: str) -> bool:
    """Whether a word has nothing to do with amounts, whatever stands beside it: most words of a message."""
    word = written.lower()
    known = written in EXACT or word in LETTER_SCALES or word in WORDS or "." in word or word.endswith("$")
    return not known and "hundert" not in word and "tausend" not in word


def _plainly(written: str) -> tuple[str, Any] | None:
    """What a word means, where that is so whatever stands beside it; a gap is "x"."""
    word = written.lower()
    if _is_gap(written):
        return "x", None
    if word in _BEFORE_SYMBOLS or (word in LETTER_SCALES and written not in EXACT):
        return None
    return EXACT.get(written) or WORDS.get(word)


_BEFORE_SYMBOLS: Final = frozenset(word[:-1] for word in WORDS if word[-1] in _SYMBOLS)
_SKIMMER: Final = Skimmer(_kind_of, signs=_SYMBOLS)
_TOLD: Final = Told(_plainly)


class _Lexer:
    """One reading of one text, from left to right."""

    __slots__ = ("_at", "_parts", "_text", "tokens")

    def __init__(self, text: str, tokens: list[Token]) -> None:
        """`tokens` is the gap before, if there is one."""
        self._text = text
        self._parts: list[Part] = []
        self._at = 0
        self.tokens = tokens

    def read(self, parts: list[Part]) -> None:
        self._parts = parts
        while self._at < len(parts):
            part = parts[self._at]
            self._at += 1
            if part.sort == _NUMBER:
                self._number(part)
            elif part.sort == _WORD:
                entry = _TOLD[part.said]
                if entry is None:
                    self._word(part)
                elif entry[0] != "x" or self._last() != "x":
                    self.tokens.append(tuple.__new__(Token, (*entry, part.start, part.end)))
            elif part.sort == _PER:
                self._emit("p", None, part)
            else:
                self._mark(part)

    def _emit(self, kind: str, value: Any, part: Part, end: int | None = None) -> None:
        if kind not in "x|" or self._last() != kind:  # a gap is a gap, however long
            self.tokens.append(tuple.__new__(Token, (kind, value, part.start, part.end if end is None else end)))

    def _last(self) -> str:
        return self.tokens[-1].kind if self.tokens else "|"

    def _next(self) -> Part | None:
        return self._parts[self._at] if self._at < len(self._parts) else None

    def _glued(self, end: int) -> str:
        following = self._next()
        return following.text.lower() if following and following.start == end else ""

    def _number(self, part: Part) -> None:
        before = self._text[part.start - 1 : part.start]
        glued = before.isalnum() and self._last() not in "ck"  # "Q1", "M365", but "EUR45000"
        named = self._at > 1 and self._names_a_number(self._parts[self._at - 2])
        if part.said[0] == "0" and len(re.split(r"\D", part.said)[0]) == 3 and self._last() in "nz" and before.isspace():
            self._emit("z", plain(Decimal(0), part.said), part)  # "300 000": the second group
            return
        amount = figure(part.said) if len(part.said) <= _MAX_DIGITS and not glued and not named else None
        following = self._text[part.end : part.end + 1]
        if amount is None or (following in "-./" and following and self._date_goes_on(part.end)):
            self._skip_blob(part)
            return
        if self._negative(part):
            self.tokens[-1] = Token("n", plain(-amount.value, part.said), self.tokens[-1].start, part.end)
            return
        year = len(part.said) == 4 and part.said.isdigit() and 1990 <= amount.value < 2100
        self._emit("j" if year else "n", amount, part)

    def _names_a_number(self, word: Part) -> bool:
        """Whether the word before a number says that it is none to pay; the "s" of "it's" says nothing."""
        return word.text.lower() in NAMES_BEFORE and self._text[word.start - 1 : word.start] not in ("'", "’")

    def _date_goes_on(self, end: int) -> bool:
        """Whether digits follow a slash or a second hyphen, as in a date or a phone number."""
        return _DATE_GOES_ON.match(self._text, end, end + 24) is not None

    def _skip_blob(self, part: Part) -> None:
        """Everything up to the next space belongs to what is no number."""
        self._emit("x", None, part)
        end = part.end
        while (following := self._next()) and following.start == end and (following.sort == _NUMBER or following.text in "/-."):
            end = following.end
            self._at += 1

    def _negative(self, part: Part) -> bool:
        """Whether "-500" is below zero: only a currency or a word for an amount stands before it; else the dash is a dash."""
        if self._text[part.start - 1 : part.start] != "-" or not self.tokens or self._last() != "-":
            return False
        return len(self.tokens) == 1 or self.tokens[-2].kind in "cb:o|"

    def _word(self, part: Part) -> None:
        written, word = part.text, part.text.lower()
        glued = self._glued(part.end)
        if glued in _SYMBOLS and word + glued in WORDS:  # "T€", "k€", "Mio€"
            self._at += 1
            self._emit(*WORDS[word + glued], part, part.end + 1)
        elif written in EXACT:
            self._emit(*EXACT[written], part)
        elif word in LETTER_SCALES:
            self._letter(word, part)
        elif word in WORDS:
            self._emit(*WORDS[word], part)
        elif word.rstrip(".").replace(" ", "") in ("u.s", "p.a"):
            kind, value = ("y", "USD") if word[0] == "u" else ("p", None)
            self._emit(kind, value, part)
        elif word.endswith("$"):
            self._emit("x", None, part)
        else:
            self._unknown(word, part)

    def _unknown(self, word: str, part: Part) -> None:
        number = german_number(word) if "hundert" in word or "tausend" in word else None
        if number is None:
            self._emit("x", None, part)
        else:
            self._emit("A" if number >= 1000 else "N", plain(Decimal(number)), part)

    def _letter(self, word: str, part: Part) -> None:
        """One letter for a magnitude: "m" and "MM" right after the number, "t" and "b" before a currency."""
        following = self._next()
        currency = following is not None and WORDS.get(following.text.lower(), ("x", None))[0] == "c"
        hyphen = following is not None and following.text == "-"  # "Kilo-Euro"
        glued = self._text[part.start - 1 : part.start].isdigit()
        fits = currency or (word == "kilo" and hyphen) or (word in ("m", "mm") and glued and (word == "m" or part.text.isupper()))
        fits = fits or (part.text == "T" and glued)
        if fits and self._last() in "njNwt":
            self._emit("s", Scale(LETTER_SCALES[word]), part)
        else:
            self._emit("x", None, part)

    def _mark(self, part: Part) -> None:
        mark, start, end = part.text, part.start, part.end
        before, behind = self._text[start - 1 : start], self._text[end : end + 1]
        if mark in _SYMBOLS and mark in WORDS:
            self._emit(*WORDS[mark], part)
        elif mark in _DASHES:
            if before.isalpha() and behind.isalpha():
                return  # "Kilo-Euro", "twenty-five"
            following = self._next()
            if before.isalnum() and following and WORDS.get(following.text.lower(), ("x", None))[0] in "ck":
                return  # "40.000-Euro-Registrierung"
            spaced = (not before or before.isspace()) and (not behind or behind.isspace())
            self._emit("=" if spaced else "-", mark, part)
        elif mark == ".":
            short = self._at > 1 and self._parts[self._at - 2].text.lower() in _ABBREVIATED
            if not short and self._last() not in "sp" and not behind.isalnum():
                self._emit("|", None, part)
        elif mark == "/":
            self._emit("|" if before.isspace() else "x", None, part)
        elif mark not in _SILENT:
            self._emit(_MARKS.get(mark, "x"), None, part)
