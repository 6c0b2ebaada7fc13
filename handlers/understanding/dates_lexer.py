"""Cuts a text into the words and numbers that dates are made of, and leaves everything else as gaps no date reaches across."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from handlers.understanding.cascade import Token
from handlers.understanding.dates_calendar import Grain, Recurring, When, month, within
from handlers.understanding.dates_meaning import Setting, numeric, year_span
from handlers.understanding.dates_words import FILLERS, KNOWN, PHRASES, PURPOSES, UNIT_LETTERS, WORDS, Entry, meant
from handlers.understanding.pieces import Told, pieces_of
from handlers.understanding.skimming import Cutter, Part, Skimmer

_CUTTER: Final = Cutter(r"(\d+(?:[.,/:\-]\d+)*)|([^\W\d_]+(?:['’][^\W\d_]+)*)|(\S|\n)")
_NUMBER, _WORD, _MARK = 1, 2, 3  # the groups above
_TWO_PARTS: Final = re.compile(r"(\d{1,2})([./])(\d{1,2})")
_THREE_PARTS: Final = re.compile(r"(\d{1,2})([./\-])(\d{1,2})\2(\d{4}|\d{2})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})([./\-])(\d{1,2})\2(\d{1,2})")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[./\-](\d{4})")
_YEAR_MONTH: Final = re.compile(r"(\d{4})([/\-])(\d{2})")
_DECIMAL: Final = re.compile(r"\d{1,3}[.,]\d")
_ORDINAL_ENDINGS: Final = frozenset("st nd rd th te ten ter tes er".split())
_FRACTIONS: Final = frozenset("1/2 1/3 2/3 1/4 3/4".split())
_NO_DATES: Final = frozenset("24/7".split())
_ONLY_SMALL: Final = frozenset(["heuer"])  # with a capital it is somebody's name
_VERSION_WORDS: Final = frozenset("version v release kapitel abschnitt section ziffer punkt chapter ver".split())
_ARTICLES: Final = frozenset("the der den dem".split())
_MARKS: Final = {
    "-": "-", "–": "-", "—": "-", "~": "-", "/": "/", ",": ",", "&": "&", "(": "(", "+": "+", "%": "$",
    "€": "€", "$": "€", "£": "€",
}  # fmt: skip
#: Kinds of words of which no date is made without others.
_BESIDE: Final = frozenset("IkOfiVA-&eCxr$€")
#: Words that mean nothing by themselves and something to what stands beside them.
_LOOKED_AT: Final = _VERSION_WORDS | PURPOSES | {word for phrases in PHRASES.values() for rest, _ in phrases for word in rest}
_SILENT: Final = frozenset("'’\"“”„[]*)_`")
_NAMED: Final = {"q": (Grain.QUARTER, 4), "h": (Grain.HALF, 2)}


def stretches(text: str) -> Iterator[Stretch]:
    """The stretches of the text that a date may stand in, each from one gap to the next that no date reaches across."""
    _, starts = pieces_of(text)
    for before, first, last, after in _SKIMMER.stretches(text):
        yield Stretch(text[starts[first] : starts[last]], starts[first], before, after)


def row(stretch: Stretch, setting: Setting) -> list[Token]:
    """The stretch as tokens, with offsets inside of it.

    What no date is made of is "x" ("X" where it is capitalised), the end of a sentence or line "|".
    """
    text, end = stretch.text, len(stretch.text)
    lexer = _Lexer(text, setting, [Token(stretch.before, None, 0, 0)] if stretch.before else [])
    lexer.read(_CUTTER.parts(text, 0, len(pieces_of(text)[0])))
    tokens = lexer.tokens
    if stretch.after:
        if tokens[-1].kind != stretch.after:
            tokens.append(Token(stretch.after, None, end, end))
    else:
        while tokens and tokens[-1].kind in "|,-":
            tokens.pop()
    return tokens


def _kind_of(written: str) -> str:
    """What the skimmer has to know of a word; looked at beside others are those that no date is made of by themselves."""
    word = written.lower().replace("’", "'")
    if gap := _gap(written):
        return "-" if word in _LOOKED_AT else gap
    entries = WORDS.get(word, ())
    beside = word in FILLERS or (entries and all(kind in _BESIDE for kind, _ in entries))
    return "-" if beside else "?"


@lru_cache(maxsize=8192)
def _gap(written: str) -> str:
    """The kind of gap that a word makes which has nothing to do with dates, else "": most words of a message."""
    word = written.lower().replace("’", "'")
    if word in _ONLY_SMALL and word != written:
        return "X"
    if word in _NAMED or word in KNOWN or meant(word) in KNOWN:
        return ""
    return "X" if written != written.lower() else "x"


def _plainly(written: str) -> tuple[str, Entry]:
    """The gap that a word makes, or what it means, where that is so whatever stands beside it."""
    if gap := _gap(written):
        return gap, ()
    word = written.lower().replace("’", "'")
    meaning = word if word in KNOWN else meant(word)
    plain = word not in _NAMED and meaning in WORDS and meaning not in PHRASES and meaning not in FILLERS
    return "", WORDS[meaning] if plain else ()


_SKIMMER: Final = Skimmer(_kind_of)
_TOLD: Final = Told(_plainly)


class Stretch(NamedTuple):
    """A stretch of a text and where it begins; `before` and `after` are the kinds of the gaps, "" at the ends of the text."""

    text: str
    start: int
    before: str
    after: str


class _Lexer:
    """One reading of one text, from left to right."""

    __slots__ = ("_at", "_parts", "_setting", "_text", "tokens")

    def __init__(self, text: str, setting: Setting, tokens: list[Token]) -> None:
        """`tokens` is the gap before, if there is one."""
        self._text = text
        self._setting = setting
        self._parts: list[Part] = []
        self._at = 0
        self.tokens = tokens

    def read(self, parts: list[Part]) -> None:
        self._parts = parts
        while self._at < len(parts):
            part = parts[self._at]
            self._at += 1
            if part.sort == _WORD:
                gap, entries = _TOLD[part.said]
                if gap:
                    self._skip(gap, part)
                elif entries:
                    self.tokens += [Token(kind, value, part.start, part.end) for kind, value in entries]
                else:
                    self._word(part, part.said)
            elif part.sort == _NUMBER:
                self._numeral(part)
            else:
                self._mark(part)

    def _emit(self, kind: str, value: Any, start: int, end: int) -> None:
        if kind not in "x|" or not self.tokens or self.tokens[-1].kind != kind:  # a gap is a gap, however long
            self.tokens.append(Token(kind, value, start, end))

    def _last_kind(self) -> str:
        return self.tokens[-1].kind if self.tokens else "|"

    def _next(self, ahead: int = 0) -> Part | None:
        index = self._at + ahead
        return self._parts[index] if index < len(self._parts) else None

    def _glued(self, end: int) -> str:
        """The word or number that follows without a space, in lower case; else empty."""
        following = self._next()
        return following.text.lower() if following and following.start == end and following.sort != _MARK else ""

    # words

    def _word(self, part: Part, written: str) -> None:
        word = written.lower().replace("’", "'")
        if word in _NAMED and self._named(word, part):
            return
        word = word if word in KNOWN else meant(word)
        if word not in KNOWN or not self._known(word, part):
            self._skip("X" if written != written.lower() else "x", part)

    def _skip(self, gap: str, part: Part) -> None:
        start, end = part.start, part.end
        if not self.tokens or self.tokens[-1].kind != gap:
            self._emit(gap, None, start, end)
        if self._text[end : end + 1].isdigit():  # "M365": the number belongs to the name
            self._at += 1

    def _known(self, word: str, part: Part) -> bool:
        """False where the word only means something in a phrase, and this is none."""
        found = self._phrase(word) if word in PHRASES else None
        if found:
            entry, end = found
            self._emit(*entry, part.start, end)
        elif word in FILLERS:
            self._filler(word, part)
        elif word in WORDS:
            for kind, value in WORDS[word]:
                self._emit(kind, value, part.start, part.end)
        else:
            return False
        return True

    def _phrase(self, word: str) -> tuple[tuple[str, Any], int] | None:
        for rest, entry in PHRASES[word]:
            parts = [self._next(ahead) for ahead in range(len(rest))]
            if all(part and part.text.lower().replace("’", "'") == want for part, want in zip(parts, rest, strict=True)):
                self._at += len(rest)
                last = parts[-1]
                return (entry[0], last.end) if last else None
        return None

    def _filler(self, word: str, part: Part) -> None:
        following = self._next()
        if word in _ARTICLES and following and following.sort == _NUMBER and self._last_kind() in "xX|$":
            self._emit("i", None, part.start, part.end)  # "… the 22nd": the article says that a day comes

    def _named(self, letter: str, part: Part) -> bool:
        """As in "Q1", "H2", "Q1/27"."""
        number = self._glued(part.end)
        grain, last = _NAMED[letter]
        apart = self._next()
        if letter == "q" and not number and apart and re.fullmatch("[1-4]", apart.text) and apart.start == part.end + 1:
            self._at += 1  # "Q 1"
            self._emit("Q", (grain, int(apart.text)), part.start, apart.end)
            return True
        if not number or not number[0].isdigit() or not 1 <= int(number[0]) <= last or number[1:2].isdigit():
            return False
        self._at += 1
        self._emit("Q", (grain, int(number[0])), part.start, part.end + 1)
        if len(number) > 1:
            self._emit(_MARKS.get(number[1], "|"), None, part.end + 1, part.end + 2)
            self._plain(number[2:], part.end + 2)
        return True

    # numbers

    def _numeral(self, part: Part) -> None:
        number, start, end = part.text, part.start, part.end
        glued = self._glued(end)
        if glued:
            self._number_with_letters(number, start, end, glued)
        elif self._text[end : end + 1] == "." and self._with_dot(number, start, end):
            self._at += 1
        else:
            self._written(number, start)

    def _number_with_letters(self, number: str, start: int, end: int, glued: str) -> None:
        """As in "3rd", "6mo", "1Q27", "12Mar", "2027Q1"; anything else is no date ("45k")."""
        single = number.isdigit() and len(number) <= 2
        joins = WORDS.get(glued, (("x", 0),))[0][0] in "Mmj" or (len(number) == 4 and glued in _NAMED)
        if single and glued in _ORDINAL_ENDINGS:
            self._at += 1
            self._emit("o", int(number), start, end + len(glued))
        elif glued in UNIT_LETTERS and number.isdigit() and len(number) <= 3:
            self._at += 1
            self._plain(number, start)
            self._emit("U", UNIT_LETTERS[glued], end, end + len(glued))
        elif glued in _NAMED and single and 1 <= int(number) <= _NAMED[glued][1]:
            self._at += 1
            self._emit("Q", (_NAMED[glued][0], int(number)), start, end + 1)
        elif number.isdigit() and joins:
            self._plain(number, start)
        else:
            self._at += 1
            self._emit("x", None, start, end + len(glued))

    def _with_dot(self, number: str, start: int, end: int) -> bool:
        """Read "15." as the fifteenth and "15.01." as a date; whether the dot was taken."""
        if number.isdigit() and 1 <= int(number[:3]) <= 53 and len(number) <= 2:
            if self._last_kind() == "u" and self.tokens[-1].end == start:  # "FY27." ends a sentence
                return False
            self._emit("o", int(number), start, end + 1)
            return True
        parts = _TWO_PARTS.fullmatch(number)
        if parts and parts[2] == "." and not self._after_version():
            when = numeric(Setting(today=self._setting.today), int(parts[1]), int(parts[3]))
            if isinstance(when, Recurring) and int(parts[3]) <= 12:
                self._emit("Y", _only(when), start, end + 1)
                return True
        return False

    def _after_version(self) -> bool:
        before = self._parts[self._at - 2].text.lower() if self._at > 1 else ""
        return before in _VERSION_WORDS

    def _written(self, number: str, start: int) -> None:
        """A number or numeric date as it stands, or two with a hyphen between."""
        if number.isdigit():
            self._plain(number, start)
            return
        kind, value = ("x", None) if self._after_version() else self._numeric(number)
        week = self._last_kind() == "K"  # "KW 8/27" is no 8/27
        parts = re.split("([/-])" if week else "(-)", number)
        if len(parts) == 3 and (week or kind == "x"):
            self._written(parts[0], start)
            self._emit(_MARKS[parts[1]], None, start + len(parts[0]), start + len(parts[0]) + 1)
            self._written(parts[2], start + len(parts[0]) + 1)
        else:
            self._emit(kind, value, start, start + len(number))

    def _plain(self, number: str, start: int) -> None:
        end = start + len(number)
        value = int(number) if number.isdigit() and len(number) <= 4 else -1
        before = self._text[start - 1 : start]
        if before in ("'", "’") and len(number) == 2:
            self._emit("z", self._setting.today.year // 100 * 100 + value, start, end)
        elif len(number) == 4 and 1990 <= value < 2200:
            self._emit("y", value, start, end)
        elif value < 0 or len(number) == 4 or (len(number) == 3 and number[0] == "0"):
            self._emit("n", 9999, start, end)
        else:
            self._emit("a" if 1 <= value <= 12 else "b" if 13 <= value <= 31 else "n", value, start, end)

    def _numeric(self, number: str) -> tuple[str, Any]:
        """The kind and meaning of digits with dots, slashes or hyphens between."""
        when: When | None = None
        if parts := _THREE_PARTS.fullmatch(number):
            when = self._day(int(parts[1]), int(parts[3]), parts[4], parts[2] == ".")
        elif parts := _YEAR_FIRST.fullmatch(number):
            if 1990 <= int(parts[1]) < 2200:
                when = numeric(Setting(today=self._setting.today, day_first=False), int(parts[3]), int(parts[4]), int(parts[1]))
                when = _only(when)
        elif parts := _MONTH_YEAR.fullmatch(number):
            when = _month(int(parts[1]), int(parts[2]))
        elif parts := _YEAR_MONTH.fullmatch(number):
            if parts[2] == "/" and int(parts[3]) == (int(parts[1]) + 1) % 100:
                return "z", int(parts[1]) + 1  # "2026/27": a fiscal year has the name of the year it ends in
            when = _month(int(parts[3]), int(parts[1]))
        elif _DECIMAL.fullmatch(number) and self._unit_follows():
            return "n", Decimal(number.replace(",", "."))
        elif parts := _TWO_PARTS.fullmatch(number):
            return self._two_parts(parts)
        return ("x", None) if when is None else ("S", when)

    def _unit_follows(self) -> bool:
        following = self._next()
        return following is not None and WORDS.get(following.text.lower(), (("x", 0),))[0][0] in "uU"

    def _two_parts(self, parts: re.Match[str]) -> tuple[str, Any]:
        if parts[0] in _NO_DATES:
            return "x", None
        dotted = parts[2] == "."
        setting = Setting(today=self._setting.today, day_first=self._setting.day_first or dotted)
        when = numeric(setting, int(parts[1]), int(parts[3]))
        if not isinstance(when, Recurring):
            return "x", None
        return ("d", _only(when)) if dotted else ("d" if parts[0] in _FRACTIONS else "Y", when)

    def _day(self, first: int, second: int, year: str, dotted: bool) -> When | None:
        number = int(year) if len(year) == 4 else self._setting.today.year // 100 * 100 + int(year)
        if not 1990 <= number < 2200:
            return None
        day_first = self._setting.day_first or dotted
        found = numeric(Setting(today=self._setting.today, day_first=day_first), first, second, number)
        return _only(found) if dotted else found

    # marks

    def _mark(self, part: Part) -> None:
        mark, start, end = part.text, part.start, part.end
        before, behind = self._text[start - 1 : start], self._text[end : end + 1]
        if mark in _SILENT:
            return
        kind = _MARKS.get(mark, "|")
        if mark == "." and self._abbreviated(behind):
            return
        if mark == ":" and self._last_kind() == "i":
            return
        if mark == "," and (following := self._next()) and following.text.lower() in PURPOSES:
            kind = "|"
        if mark == "-" and before.isalnum() and behind.isalnum():
            ranges = behind.isalpha() and self._last_kind() in "MmjWwqSYQT"
            if not ranges and not (before.isdigit() and behind.isdigit()):
                return  # "mid-March", "12-Mar-2027"
        self._emit(kind, None, start, end)

    def _abbreviated(self, behind: str) -> bool:
        if behind.isalnum():
            return self._last_kind() in "MmjWwq"
        before = self._parts[self._at - 2].text.lower() if self._at > 1 else ""
        return self._last_kind() in "mwqK" or (before in FILLERS and len(before) < 5)


def _month(number: int, year: int) -> When | None:
    return within(month(number), year_span(year)) if 1 <= number <= 12 and 1990 <= year < 2200 else None


def _only(when: When | None) -> When | None:
    """Without what it could mean as well."""
    if isinstance(when, Recurring):
        return Recurring(spans=when.spans, grain=when.grain, day=when.day)
    return when._replace(others=()) if when else None
