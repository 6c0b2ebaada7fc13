"""Stretches of text that could be a name: words outside the talk about deals, with what stands before and after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from handlers.understanding.text import Kind, Token
from handlers.understanding.wording import COMPANY_WORDS, ENGLISH, FRAME, GERMAN, JOINERS, TITLES

# Signs that end what stands before a name; a colon does not ("Contact: Jane Doe").
_ENDS: Final = frozenset(",;|/.!?\n()[]–—-•*<>")
# Ordinary words that may open a company's name when they are written with a capital after a preposition: "for New Horizon Ltd".
_OPENERS: Final = frozenset(
    "new neue neuer neues first last next best great good big open quick super hot cold direct active early point one level".split()
)
# Words that end a name however they are written.
_NEVER_INSIDE: Final = frozenset(
    """contact kontakt ansprechpartner ansprechpartnerin herr herrn hr frau fr mr mrs ms abschluss entscheidung volumen wert
    betrag summe produkt closing close amount product country land phone tel telefon email mail registrierung registration
    status firma kunde endkunde customer company ansprechperson""".split()
)
# After what stands before "für" or "for" inside a name: "Institut für Bauforschung", "Centre for Robotics".
_OF_A_SUBJECT: Final = re.compile(
    r".*(?:institut\w*|zentrum|centrum|cent(?:er|re)|verband|verein|akademie|academy|praxis|schule|school|museum|stiftung|foundation|amt|ministerium|"
    r"ministry|klinik|clinic|agentur|agency|society|association|department|bund|kammer|labor|büro|werkstatt|haus|fonds|fund|bureau|college)"
)
# What goes on with a name after "&" or "+", and after "und" too where it cannot be said of anybody else.
_FAMILY: Final = frozenset("söhne soehne sohn sons son töchter brüder brothers co cie kollegen partners fils figli hijos".split())
_PARTNERS: Final = _FAMILY | {"partner", "team", "friends", "freunde"}
# Everyday words that German writes small: with a capital behind a name they are a surname ("Eva Kurz").
_SMALL_IN_GERMAN: Final = frozenset("kurz gut neu schnell bald ganz frei heiß knapp rund wohl fest".split())
# Particles a name may begin with, where they are written with a capital inside a sentence.
_FIRST: Final = frozenset("van von de da di del la le les los las el du st san santa sankt".split())
_NUMBER_OF_A_NAME: Final = re.compile(r"(?:^|(?<=[\s(\"„]))(?:\d{1,2}/\d{1,2}|\d{1,4}) $")
_BEFORE_A_NAME: Final = frozenset("for with at from für mit bei beim von der die das dem firma register registrieren".split())
_ARTICLES: Final = frozenset("the die der das".split())
_CUSTOMERS: Final = frozenset("kunde endkunde firma unternehmen customer client company account".split())
_BEFORE: Final = 7
#: What begins no name when it is written small: most words of a message.
_NEVER_OPENING: Final = FRAME - _FIRST
_OF_IT = re.compile(r"'s?$")
_DOTTED = re.compile(r"\b(?:inc|ltd|co|corp|s\.?à?\s?r\.?l|[^\W\d_]\.[^\W\d_])\.$", re.IGNORECASE)
_QUOTES: Final = frozenset("\"'„“”«»")


class Run(NamedTuple):
    """Words that could be a name, at `[start, end)`.

    `before` and `after` are the words around it in the same clause, in lower case with marks as "<money>". `opens` says that the
    run stands at the start of its clause, `closes` at the end of it. `legal` that it ends with a legal form, `cased` that it is
    written with a capital where the message uses capitals at all.
    """

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    before: str
    after: str
    opens: bool
    closes: bool
    legal: bool
    cased: bool


def is_cased(tokens: Sequence[Token]) -> bool:
    """Whether the writer uses capitals inside the message, so that a small word is no name."""
    small, named, first = False, False, True
    for kind, text, norm, _, _, capital in tokens:
        if kind is not Kind.WORD and kind is not Kind.LEGAL:
            continue
        named = named or (capital and not first and kind is Kind.WORD and norm not in FRAME)
        small = small or text[0].islower()
        if small and named:
            return True
        first = False
    return False


def runs(tokens: Sequence[Token], text: str) -> tuple[Run, ...]:
    """Every run of the text, in its order."""
    cased = is_cased(tokens)
    found: list[Run] = []
    end = 0
    for at, (kind, written, norm, _, _, _) in enumerate(tokens):
        if kind is not Kind.WORD or at < end or (norm in _NEVER_OPENING and not written[0].isupper()):
            continue
        if not _opens(tokens, at, cased):
            continue
        end = _end(tokens, at)
        for first, last in _of_a_company(tokens, _parts(tokens, at, end, cased)):
            found.append(_run(tokens, first, last, text, cased))
    return tuple(found)


def _opens(tokens: Sequence[Token], at: int, cased: bool) -> bool:
    token = tokens[at]
    if _may_be_of_a_name(token.norm, token.text) or (token.norm in _FIRST and _is_first(tokens, at)):
        return True
    if token.capital and at + 2 < len(tokens) and tokens[at + 1].norm == "&" and tokens[at + 2].capital:  # "Kurz & Klein GbR"
        return True
    return (
        cased and token.norm in _OPENERS and token.capital and at > 0 and tokens[at - 1].kind is Kind.WORD
        and tokens[at - 1].text.islower() and at + 1 < len(tokens) and tokens[at + 1].capital and _is_content(tokens[at + 1])
    )  # fmt: skip


def _is_first(tokens: Sequence[Token], at: int) -> bool:
    """ "for Van den Berg", "bei La Fattoria": a particle with a capital where no sentence begins."""
    token = tokens[at]
    if not token.capital or at == 0 or at + 1 >= len(tokens):
        return False
    inside = tokens[at - 1].kind is Kind.WORD or tokens[at - 1].norm == ":"
    after = tokens[at + 1]
    return inside and after.kind is Kind.WORD and ((after.capital and _is_content(after)) or after.norm in JOINERS)


def _is_content(token: Token) -> bool:
    return token.kind is Kind.WORD and _may_be_of_a_name(token.norm, token.text)


@lru_cache(maxsize=8192)
def _may_be_of_a_name(norm: str, written: str) -> bool:
    if norm in FRAME or norm in JOINERS or norm.removesuffix("'s") in FRAME:
        return False
    if norm.rpartition("-")[2] in FRAME and "-" in norm:  # "Referral-Partnern", "Gold-Stufe"
        return False
    return not written.isdigit() and written.lower().rstrip(".") not in FRAME


def _end(tokens: Sequence[Token], at: int) -> int:
    """Where the run that opens at `at` ends: after its legal form, else before the first word that is no part of a name."""
    end = at + 1
    while end < len(tokens):
        token = tokens[end]
        if token.kind is Kind.LEGAL:
            return end + 1
        if _is_content(token) or _belongs(tokens, end):
            end += 1
            continue
        joined = _joined(tokens, end)
        if joined is None:
            return end
        end = joined
    return end


def _belongs(tokens: Sequence[Token], at: int) -> bool:
    """A number or a capitalised everyday word between the parts of a name: "Best Deal Motors", "Studio 54 Ltd"."""
    token, before = tokens[at], tokens[at - 1]
    after = tokens[at + 1] if at + 1 < len(tokens) else Token(Kind.SIGN, ".", ".", token.end, token.end)
    if token.kind is not Kind.WORD:
        return False
    last = after.norm in _ENDS or after.norm.startswith("<") or after.text in FRAME
    if last and ((token.norm in ENGLISH and token.norm not in GERMAN) or token.norm in _SMALL_IN_GERMAN):
        return token.capital and before.capital and before.kind is Kind.WORD and token.norm not in _NEVER_INSIDE  # "Best Buy,"
    part = (after.kind is Kind.LEGAL) or (after.capital and _is_content(after))
    if token.text.isdigit():  # "Studio 54 Ltd", "Pier 9 Marina"
        return (len(token.text) <= 4 and after.kind is Kind.LEGAL) or (len(token.text) <= 2 and part and before.capital)
    return part and token.capital and before.capital and before.kind is Kind.WORD and token.norm not in _NEVER_INSIDE


def _joined(tokens: Sequence[Token], at: int) -> int | None:
    """The place after "& Söhne", "of Pawnee", "am Park" when that goes on with the name, else None."""
    after = at
    if tokens[at].norm in ("für", "for") and at + 1 < len(tokens) and tokens[at - 1].capital:
        subject = tokens[at + 1]
        if _OF_A_SUBJECT.fullmatch(tokens[at - 1].norm) and subject.capital and _is_content(subject):
            return at + 2
    while after < len(tokens) and after < at + 3 and tokens[after].kind in (Kind.WORD, Kind.SIGN) and tokens[after].norm in JOINERS:
        after += 1
    if after == at or after >= len(tokens):
        return None
    following, before = tokens[after], tokens[at - 1]
    sign = tokens[at].norm in ("&", "+")
    family = following.norm in (_PARTNERS if sign else _FAMILY) and (sign or tokens[at].norm in ("und", "and"))
    if following.kind is Kind.WORD and after == at + 1 and family:
        return after + 1
    if following.kind is Kind.LEGAL:
        return after + 1 if tokens[at].norm in ("&", "and", "und") else None
    if tokens[at].norm in ("&", "+") and following.kind is Kind.WORD and following.capital:
        return after + 1
    if not _is_content(following):
        return None
    if tokens[at].norm in ("&", "+", "of"):
        return after + 1
    return after + 1 if following.capital and before.capital else None


def _parts(tokens: Sequence[Token], start: int, end: int, cased: bool) -> list[tuple[int, int]]:
    """In a message with capitals small words are not the name: "finally convinced Globex" is Globex."""
    legal = tokens[end - 1].kind is Kind.LEGAL
    capitals = [i for i in range(start, end) if tokens[i].capital and tokens[i].kind is Kind.WORD]
    if not cased or not capitals:
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    first: int | None = None
    for i in range(start, end):
        token = tokens[i]
        joins = token.norm in JOINERS or token.norm in ("für", "for")
        inside = token.capital or token.kind is not Kind.WORD or (joins and first is not None) or token.text[0].isdigit()
        if inside and first is None and token.kind is Kind.WORD and (token.norm not in JOINERS or (i == start and token.capital)):
            first = i
        elif not inside and first is not None:
            # small words between a capital and a legal form belong: "Schäfer und partner GmbH"
            if legal and end - i <= 3 and not any(t.norm in FRAME for t in tokens[i : end - 1]):
                continue
            parts.append((first, i))
            first = None
    if first is not None:
        parts.append((first, end))
    trimmed: list[tuple[int, int]] = []
    for first_, last in parts:
        while last > first_ and tokens[last - 1].norm in JOINERS:
            last -= 1
        if last > first_:
            trimmed.append((first_, last))
    return trimmed


def _of_a_company(tokens: Sequence[Token], parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """ "Frau Schulte von der Westfalen Logistik" is a person and a company."""
    found: list[tuple[int, int]] = []
    for first, last in parts:
        if (of := _works_for(tokens, first, last)) is not None:
            found += [(first, of), (of + 1, last)]
            continue
        titled = first > 0 and tokens[first - 1].norm in TITLES
        surname = titled and tokens[first - 1].norm not in ("dr", "prof")
        at = next((i for i in range(first + 1, last - 1) if tokens[i].norm == "von"), None)
        company = at is not None and (last - at > 2 or tokens[at + 1].norm in COMPANY_WORDS)
        if at is not None and tokens[at + 1].norm in ("der", "den", "dem"):
            # "Anna von der Heide" is a person, "Frau Schulte von der Westfalen Logistik" one of a company
            of = last - at > 3 or (surname and at == first + 1) or tokens[last - 1].norm in COMPANY_WORDS
        else:
            of = titled and (company or (at is not None and at == first + 1))
        if at is not None and of:
            after = at + 1 + (tokens[at + 1].norm in ("der", "den", "dem"))
            found += [(first, at), (after, last)]
        else:
            found.append((first, last))
    return [(first, last) for first, last in found if last > first]


def _works_for(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Where "of" stands in "Sal Moretti of Moretti Construction": after a full name, before what can only be a company."""
    of = first + 2
    if last - of < 2 or tokens[of].norm != "of" or tokens[of - 1].norm in JOINERS:
        return None
    names = {token.norm for token in tokens[first:of]}
    formed = tokens[last - 1].kind is Kind.LEGAL or not COMPANY_WORDS.isdisjoint(token.norm for token in tokens[of + 1 : last])
    plain = all(token.kind is Kind.WORD and token.capital and token.text[1:].islower() for token in tokens[first:of])
    return of if formed and plain and COMPANY_WORDS.isdisjoint(names) and not any(map(_OF_A_SUBJECT.fullmatch, names)) else None


def _run(tokens: Sequence[Token], first: int, last: int, text: str, cased: bool) -> Run:
    end = tokens[last - 1].end
    first, start = _with_number(tokens, _with_title(tokens, first), last, text)
    before, opens = _context(tokens, first)
    after: list[str] = []
    closes = last >= len(tokens) or tokens[last].norm in _ENDS
    for token in tokens[last : last + _BEFORE]:
        if token.norm in _ENDS and token.norm not in "()":
            break
        after.append(token.norm)
    written = text[start:end] if _dotted(text[start:end]) else text[start:end].strip(" .,;:")
    if not closes:  # "Acme's deal" is of Acme; "Ben & Jerry's, 50k" is called so
        written = _OF_IT.sub("", written)
    capital = any(token.capital for token in tokens[first:last] if token.kind is Kind.WORD)
    return Run(
        text=" ".join(written.split()),
        start=start,
        end=start + len(written),
        words=tuple(token.norm for token in tokens[first:last]),
        before=before,
        after=" ".join(after),
        opens=opens,
        closes=closes,
        legal=tokens[last - 1].kind is Kind.LEGAL,
        cased=capital or not cased,
    )


def _with_title(tokens: Sequence[Token], first: int) -> int:
    """Where the name begins when it is told as the customer's and a title belongs to it: "Kunde: Dr. Oetting Zahnmedizin"."""
    told = first > 2 and tokens[first - 2].norm == ":" and tokens[first - 3].norm in _CUSTOMERS
    return first - 1 if told and tokens[first - 1].norm in ("dr", "prof") and tokens[first - 1].capital else first


def _with_number(tokens: Sequence[Token], first: int, last: int, text: str) -> tuple[int, int]:
    """Where the name begins when a number belongs to it: "24/7 Pflegedienst", "1822 Direktbank AG"."""
    start = tokens[first].start
    counted = start > 1 and text[start - 1] == " " and text[start - 2].isdigit() and tokens[first].capital
    number = _NUMBER_OF_A_NAME.search(text, max(0, start - 8), start) if counted else None
    if number is None:
        return first, start
    at = next((i for i in range(first - 1, -1, -1) if tokens[i].start <= number.start()), first)
    plain = tokens[at].start == number.start() and all(token.kind in (Kind.WORD, Kind.SIGN) for token in tokens[at:first])
    alone = at == 0 or tokens[at - 1].norm in _ENDS or tokens[at - 1].norm == ":" or tokens[at - 1].norm in _BEFORE_A_NAME
    legal = tokens[last - 1].kind is Kind.LEGAL
    return (at, number.start()) if plain and ("/" in number[0] or (legal and alone)) else (first, start)


def _context(tokens: Sequence[Token], first: int) -> tuple[str, bool]:
    before: list[str] = []
    for token in reversed(tokens[max(0, first - _BEFORE) : first]):
        if token.norm in _ENDS:
            break
        if token.norm not in _QUOTES:
            before.append(token.norm)
    nearest = before[1:] if before and before[0] in _ARTICLES else before
    return " ".join(reversed(before)), not nearest or nearest[0] == ":"


def _dotted(text: str) -> bool:
    """Whether the full stop at the end belongs to the name: "Virtucon Inc.", "Monsters Energy S.r.l."."""
    return text.endswith(".") and bool(_DOTTED.search(text))
