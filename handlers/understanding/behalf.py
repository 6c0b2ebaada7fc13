"""For whom a message of the vendor's registers: the partner that it names, and the message without these words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.understanding.text import LIMIT, fold

#: What leads to the name of a partner; the first three mean nothing else, "for" often does.
_BEHALF: Final = r"(?:on behalf of|in the name of|im (?:namen|auftrag) (?:von|des|der))"
_LEAD = re.compile(
    rf"\b(?:(?P<behalf>{_BEHALF})|for|für)\s+(?:(?:the|our|my|unseren?|unser|den|die|der|dem)\s+)?(?:partner\s+)?", re.IGNORECASE
)
#: "register for Nordwind: …", whoever that is.
_HEADED = re.compile(
    r"\s*(?:please |pls |bitte )?(?:register|registriere?n?|report|melde)(?: (?:an?|the|new|eine?n?|neuen?|den|die))*"
    r"(?: (?:deals?|registration|registrierung))? (?:for|für) (?P<named>[^:,;\n]{2,80}?)\s*(?::|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_MARKS: Final = " .,:;!?\"'„“”()"
#: No partner's name has more words than are looked at.
_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A partner by its id and name, as far as reading needs it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Behalf:
    """`subject` is the partner's id, or the words where they name none or several; `rest` the message without them.

    `sure`: the words can mean nothing else, whatever the rest says.
    """

    subject: str
    rest: str
    sure: bool


def may_name_a_partner(text: str) -> bool:
    """Whether it is worth looking at all; cheap, since most messages name none."""
    return _LEAD.search(text[:LIMIT]) is not None


def read_behalf(text: str, partners: Sequence[Named]) -> Behalf | None:
    """For whom the message registers, None when it does not say."""
    text = text[:LIMIT]
    known = _by_beginnings(partners)
    headed = _HEADED.match(text)
    leads = sorted(_LEAD.finditer(text), key=lambda lead: lead["behalf"] is None)
    for lead in leads:
        found = _named_at(text, lead.end(), known)
        if found is not None:
            end, ids = found
            subject = next(iter(ids)) if len(ids) == 1 else text[lead.end() : end].strip(_MARKS)
            return Behalf(subject=subject, rest=_without(text, lead.start(), end), sure=bool(headed or lead["behalf"]))
    if headed is not None:
        return Behalf(subject=headed["named"].strip(_MARKS), rest=text, sure=True)
    return None


def _by_beginnings(partners: Iterable[Named]) -> dict[str, set[str]]:
    """The ids of the partners by their ids and by everything that their names begin with, word by word."""
    known: dict[str, set[str]] = {}
    for partner in partners:
        words = fold(partner.name).split()
        for count in range(1, len(words) + 1):
            known.setdefault(" ".join(words[:count]).strip(_MARKS), set()).add(partner.id)
        known[partner.id] = {partner.id}
    return known


def _named_at(text: str, start: int, known: dict[str, set[str]]) -> tuple[int, set[str]] | None:
    """Where the longest name that begins here ends, and whose it is."""
    words = list(_WORD.finditer(text, start, start + 200))[:_MOST_WORDS]
    for last in reversed(range(len(words))):
        said = text[start : words[last].end()]
        ids = known.get(fold(said).strip(_MARKS)) or known.get(fold(said).strip(_MARKS).removesuffix("'s"))
        if ids:
            return words[last].end(), ids
    return None


def _without(text: str, start: int, end: int) -> str:
    """The message without the words from `start` to `end`; a comma after them stays where something stood before."""
    before, last, after = text[:start].rstrip(), text[end - 1], text[end:]
    if before and last in ",;":
        return f"{before}{last}{after}".strip()
    return f"{before} {after.lstrip(' :,')}".strip()
