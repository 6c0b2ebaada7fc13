"""Cuts a text into the words and numbers that amounts are made of, and leaves everything else as gaps no amount reaches across."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from handlers.understanding.cascade import Skimmer, Token, without_addresses
from handlers.understanding.money_meaning import figure, plain
from handlers.understanding.money_words import EXACT, LETTER_SCALES, NAMES_BEFORE, WORDS, Scale
from handlers.understanding.number_words import german_number

_PIECE: Final = re.compile(
    r"(\d+(?:[.,'’]\d+)*)(?:[.,][-–—]{1,2}(?!\d))?"  # "12.500", "12.000,-"
    r"|([uU]\.\s?[sS]\b\.?|(?:[A-Za-z]{1,2}|SFr)\$|[pP]\.\s?a\b\.?|[^\W\d_]+)"
    r"|(/\s?(?:yr|year|mo|month|Jahr|Monat|a)\b)"
    r"|(\S|\n)"
)
_MARKS: Final = {",": ",", ";": "|", "|": "|", "\n": "|", "!": "|", "?": "|", ":": ":", "&": "&", "+": "x", "#": "x"}
_SYMBOLS: Final = frozenset("€$£¥₹₪₩₺元¢%")
_DASHES: Final = frozenset("-–—~")
_SILENT: Final = frozenset("()[]*\"“”„'’")
_ABBREVIATED: Final = frozenset("rs fr sfr kr ca approx max vol".split())
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Kinds of words of which no amount is made without others.
_BESIDE: Final = frozenset("eupbof-=&yx:")
#: Words that mean nothing by themselves and something to what stands beside them.
_LOOKED_AT: Final = _ABBREVIATED.union(NAMES_BEFORE, "yr year mo month jahr monat a s u p".split())
_MAX_DIGITS: Final = 24


def words(text: str) -> list[Token]:
    """The text as tokens; what no amount is made of is "x", the end of a sentence or line "|"."""
    lexer = _Lexer(without_addresses(text))
    lexer.run()
    return [Token("|", None, 0, 0), *lexer.tokens, Token("|", None, len(text), len(text))]


def _kind_of(written: str) -> str:
    """What the skimmer has to know of a word; looked at beside others are those that no amount is made of by themselves."""
    parts = _WORD.findall(written)
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


_SKIMMER: Final = Skimmer(_kind_of, signs=_SYMBOLS)


class _Lexer:
    """One reading of one text, from left to right."""

    __slots__ = ("_at", "_pieces", "_text", "tokens")

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[re.Match[str]] = []
        self._at = 0
        self.tokens: list[Token] = []

    def run(self) -> None:
        text = self._text
        for before, start, end, after in _SKIMMER.stretches(text):
            self._gap(before, start)
            self._pieces = list(_PIECE.finditer(text, start, end))
            self._at = 0
            self._look()
            self._gap(after, end)

    def _gap(self, kind: str, at: int) -> None:
        if kind and (not self.tokens or self.tokens[-1].kind != "x"):
            self.tokens.append(Token("x", None, at, at))

    def _look(self) -> None:
        while self._at < len(self._pieces):
            piece = self._pieces[self._at]
            self._at += 1
            if piece[1]:
                self._number(piece)
            elif word := piece[2]:
                if not _is_gap(word):
                    self._word(piece)
                elif not self.tokens or self.tokens[-1].kind != "x":
                    self._emit("x", None, piece)
            elif piece[3]:
                self._emit("p", None, piece)
            else:
                self._mark(piece)

    def _emit(self, kind: str, value: Any, piece: re.Match[str], end: int | None = None) -> None:
        if kind not in "x|" or self._last() != kind:  # a gap is a gap, however long
            self.tokens.append(Token(kind, value, piece.start(), piece.end() if end is None else end))

    def _last(self) -> str:
        return self.tokens[-1].kind if self.tokens else "|"

    def _next(self) -> re.Match[str] | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _glued(self, end: int) -> str:
        following = self._next()
        return following[0].lower() if following and following.start() == end else ""

    def _number(self, piece: re.Match[str]) -> None:
        before = self._text[piece.start() - 1 : piece.start()]
        glued = before.isalnum() and self._last() not in "ck"  # "Q1", "M365", but "EUR45000"
        named = self._at > 1 and self._names_a_number(self._pieces[self._at - 2])
        if piece[1][0] == "0" and len(re.split(r"\D", piece[1])[0]) == 3 and self._last() in "nz" and before.isspace():
            self._emit("z", plain(Decimal(0), piece[1]), piece)  # "300 000": the second group
            return
        amount = figure(piece[1]) if len(piece[1]) <= _MAX_DIGITS and not glued and not named else None
        following = self._text[piece.end() : piece.end() + 1]
        if amount is None or (following in "-./" and following and self._date_goes_on(piece.end())):
            self._skip_blob(piece)
            return
        if self._negative(piece):
            self.tokens[-1] = Token("n", plain(-amount.value, piece[1]), self.tokens[-1].start, piece.end())
            return
        year = len(piece[1]) == 4 and piece[1].isdigit() and 1990 <= amount.value < 2100
        self._emit("j" if year else "n", amount, piece)

    def _names_a_number(self, word: re.Match[str]) -> bool:
        """Whether the word before a number says that it is none to pay; the "s" of "it's" says nothing."""
        return word[0].lower() in NAMES_BEFORE and self._text[word.start() - 1 : word.start()] not in ("'", "’")

    def _date_goes_on(self, end: int) -> bool:
        """Whether digits follow a slash or a second hyphen, as in a date or a phone number."""
        return bool(re.match(r"/\d|-\d+-\d|\.\d", self._text[end : end + 24]))

    def _skip_blob(self, piece: re.Match[str]) -> None:
        """Everything up to the next space belongs to what is no number."""
        self._emit("x", None, piece)
        end = piece.end()
        while (following := self._next()) and following.start() == end and (following[1] or following[0] in "/-."):
            end = following.end()
            self._at += 1

    def _negative(self, piece: re.Match[str]) -> bool:
        """Whether "-500" is below zero: only a currency or a word for an amount stands before it; else the dash is a dash."""
        if self._text[piece.start() - 1 : piece.start()] != "-" or not self.tokens or self._last() != "-":
            return False
        return len(self.tokens) == 1 or self.tokens[-2].kind in "cb:o|"

    def _word(self, piece: re.Match[str]) -> None:
        written, word = piece[0], piece[0].lower()
        glued = self._glued(piece.end())
        if glued in _SYMBOLS and word + glued in WORDS:  # "T€", "k€", "Mio€"
            self._at += 1
            self._emit(*WORDS[word + glued], piece, piece.end() + 1)
        elif written in EXACT:
            self._emit(*EXACT[written], piece)
        elif word in LETTER_SCALES:
            self._letter(word, piece)
        elif word in WORDS:
            self._emit(*WORDS[word], piece)
        elif word.rstrip(".").replace(" ", "") in ("u.s", "p.a"):
            kind, value = ("y", "USD") if word[0] == "u" else ("p", None)
            self._emit(kind, value, piece)
        elif word.endswith("$"):
            self._emit("x", None, piece)
        else:
            self._unknown(word, piece)

    def _unknown(self, word: str, piece: re.Match[str]) -> None:
        number = german_number(word) if "hundert" in word or "tausend" in word else None
        if number is None:
            self._emit("x", None, piece)
        else:
            self._emit("A" if number >= 1000 else "N", plain(Decimal(number)), piece)

    def _letter(self, word: str, piece: re.Match[str]) -> None:
        """One letter for a magnitude: "m" and "MM" right after the number, "t" and "b" before a currency."""
        following = self._next()
        currency = following is not None and WORDS.get(following[0].lower(), ("x", None))[0] == "c"
        hyphen = following is not None and following[0] == "-"  # "Kilo-Euro"
        glued = self._text[piece.start() - 1 : piece.start()].isdigit()
        fits = currency or (word == "kilo" and hyphen) or (word in ("m", "mm") and glued and (word == "m" or piece[0].isupper()))
        fits = fits or (piece[0] == "T" and glued)
        if fits and self._last() in "njNwt":
            self._emit("s", Scale(LETTER_SCALES[word]), piece)
        else:
            self._emit("x", None, piece)

    def _mark(self, piece: re.Match[str]) -> None:
        mark, start, end = piece[0], piece.start(), piece.end()
        before, behind = self._text[start - 1 : start], self._text[end : end + 1]
        if mark in _SYMBOLS and mark in WORDS:
            self._emit(*WORDS[mark], piece)
        elif mark in _DASHES:
            if before.isalpha() and behind.isalpha():
                return  # "Kilo-Euro", "twenty-five"
            following = self._next()
            if before.isalnum() and following and WORDS.get(following[0].lower(), ("x", None))[0] in "ck":
                return  # "40.000-Euro-Registrierung"
            spaced = (not before or before.isspace()) and (not behind or behind.isspace())
            self._emit("=" if spaced else "-", mark, piece)
        elif mark == ".":
            short = self._at > 1 and self._pieces[self._at - 2][0].lower() in _ABBREVIATED
            if not short and self._last() not in "sp" and not behind.isalnum():
                self._emit("|", None, piece)
        elif mark == "/":
            self._emit("|" if before.isspace() else "x", None, piece)
        elif mark not in _SILENT:
            self._emit(_MARKS.get(mark, "x"), None, piece)
