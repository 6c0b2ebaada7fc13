"""Stretches of text that could be a name: words outside the talk about deals, with what stands before and after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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
    status firma kunde endkunde customer company""".split()
)
_BEFORE: Final = 7
_QUOTES: Final = frozenset("\"'„“”«»")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
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
    words = [token for token in tokens if token.kind in (Kind.WORD, Kind.LEGAL)]
    capital = sum(token.capital for token in words[1:])
    small = sum(token.text[:1].islower() for token in words)
    return capital > 0 and small > 0 and any(t.capital and t.kind is Kind.WORD and t.norm not in FRAME for t in words[1:])


def runs(tokens: Sequence[Token], text: str) -> tuple[Run, ...]:
    """Every run of the text, in its order."""
    cased = is_cased(tokens)
    found: list[Run] = []
    at = 0
    while at < len(tokens):
        if not _opens(tokens, at, cased):
            at += 1
            continue
        end = _end(tokens, at)
        for first, last in _of_a_company(tokens, _parts(tokens, at, end, cased)):
            found.append(_run(tokens, first, last, text, cased))
        at = end
    return tuple(found)


def _opens(tokens: Sequence[Token], at: int, cased: bool) -> bool:
    token = tokens[at]
    if token.kind is not Kind.WORD:
        return False
    if _is_content(token):
        return True
    return (
        cased and token.norm in _OPENERS and token.capital and at > 0 and tokens[at - 1].kind is Kind.WORD
        and tokens[at - 1].text.islower() and at + 1 < len(tokens) and tokens[at + 1].capital and _is_content(tokens[at + 1])
    )  # fmt: skip


def _is_content(token: Token) -> bool:
    if token.kind is not Kind.WORD or token.norm in FRAME or token.norm in JOINERS:
        return False
    if token.norm.rpartition("-")[2] in FRAME and "-" in token.norm:  # "Referral-Partnern", "Gold-Stufe"
        return False
    return not token.text.isdigit() and token.text.lower().rstrip(".") not in FRAME


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
    if last and token.norm in ENGLISH and token.norm not in GERMAN:
        return token.capital and before.capital and before.kind is Kind.WORD and token.norm not in _NEVER_INSIDE  # "Best Buy,"
    part = (after.kind is Kind.LEGAL) or (after.capital and _is_content(after))
    if token.text.isdigit():
        return len(token.text) <= 4 and after.kind is Kind.LEGAL
    return part and token.capital and before.capital and before.kind is Kind.WORD and token.norm not in _NEVER_INSIDE


def _joined(tokens: Sequence[Token], at: int) -> int | None:
    """The place after "& Söhne", "of Pawnee", "am Park" when that goes on with the name, else None."""
    after = at
    while after < len(tokens) and after < at + 3 and tokens[after].kind in (Kind.WORD, Kind.SIGN) and tokens[after].norm in JOINERS:
        after += 1
    if after == at or after >= len(tokens):
        return None
    following, before = tokens[after], tokens[at - 1]
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
        inside = (
            token.capital or token.kind is not Kind.WORD or (token.norm in JOINERS and first is not None) or token.text[0].isdigit()
        )
        if inside and first is None and token.kind is Kind.WORD and token.norm not in JOINERS:
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
        titled = first > 0 and tokens[first - 1].norm in TITLES
        at = next((i for i in range(first + 1, last - 1) if tokens[i].norm == "von"), None)
        company = at is not None and (last - at > 2 or tokens[at + 1].norm in COMPANY_WORDS)
        if at is not None and (tokens[at + 1].norm in ("der", "den", "dem") or (titled and (at == first + 1 or company))):
            after = at + 1 + (tokens[at + 1].norm in ("der", "den", "dem"))
            found += [(first, at), (after, last)]
        else:
            found.append((first, last))
    return [(first, last) for first, last in found if last > first]


def _run(tokens: Sequence[Token], first: int, last: int, text: str, cased: bool) -> Run:
    start, end = tokens[first].start, tokens[last - 1].end
    before, opens = _context(tokens, first)
    after: list[str] = []
    closes = last >= len(tokens) or tokens[last].norm in _ENDS
    for token in tokens[last : last + _BEFORE]:
        if token.norm in _ENDS and token.norm not in "()":
            break
        after.append(token.norm)
    written = text[start:end] if _dotted(text[start:end]) else text[start:end].strip(" .,;:")
    if not closes:  # "Acme's deal" is of Acme; "Ben & Jerry's, 50k" is called so
        written = re.sub(r"'s?$", "", written)
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


def _context(tokens: Sequence[Token], first: int) -> tuple[str, bool]:
    before: list[str] = []
    for token in reversed(tokens[max(0, first - _BEFORE) : first]):
        if token.norm in _ENDS:
            break
        if token.norm not in _QUOTES:
            before.append(token.norm)
    return " ".join(reversed(before)), not before or before[0] == ":"


def _dotted(text: str) -> bool:
    """Whether the full stop at the end belongs to the name: "Virtucon Inc.", "Monsters Energy S.r.l."."""
    return bool(re.search(r"\b(?:inc|ltd|co|corp|s\.?à?\s?r\.?l|[^\W\d_]\.[^\W\d_])\.$", text, re.IGNORECASE))
