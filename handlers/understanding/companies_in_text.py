"""The end customer's name in free text, with its legal form and without article or "Firma"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final

from handlers.understanding import name_words as words
from handlers.understanding.names import Run
from handlers.understanding.phrase_needs import Where, begun_by, heads_of
from handlers.understanding.phrases import Phrases, phrase
from handlers.understanding.pieces import Told, pieces_of
from handlers.understanding.text import fold
from handlers.understanding.wording import COMPANY_WORDS

_AFTER_A_FORM: Final = r"(?![\w&-])(?!\.\w)"
_LEGAL = re.compile(
    rf" (?<=[\w.)&'-] )((?i:{'|'.join(words.LEGAL_FORMS)})|{words.LEGAL_FORMS_AS_WRITTEN}|(?:ag)(?=\W|$)){_AFTER_A_FORM}"
)
_LEGAL_BEGINS = begun_by(rf"(?:{'|'.join(words.LEGAL_FORMS)}|{words.LEGAL_FORMS_AS_WRITTEN}){_AFTER_A_FORM}")
_HEAVIEST_FIRST = sorted(words.BEFORE_A_COMPANY, key=lambda line: line[1], reverse=True)
_CUES = Phrases(rf"(?:^|\s){cue}$" for cue, _ in _HEAVIEST_FIRST)
_CUE_WEIGHTS = tuple(weight for _, weight in _HEAVIEST_FIRST)
_PLACE = phrase(words.BEFORE_A_PLACE)
_BUYS = phrase(words.AFTER_A_BUYER, where=Where.AT_THE_START)
# "ERP rollout at Acme", "Server-Umzug bei Acme": what comes next is the name.
_LEADS_ON = re.compile(r"(?:at|for|bei|beim|für) (?![<\d])")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_FIRST_HALF = phrase(words.BEFORE_A_HALF)
_SECOND_HALF = re.compile(words.AFTER_A_HALF)
_TO_REGISTER = phrase(words.AFTER_ONE_TO_REGISTER, where=Where.AT_THE_START)
#: What has to speak for a name before it is taken for the company.
ENOUGH: Final = 15
#: The same where everything else in the message is about a deal.
ENOUGH_IN_A_DEAL: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name that could be the end customer's; `weight` says how much speaks for it, `cued` that the words before it do."""

    run: Run
    weight: int
    cued: bool


def legal_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where legal forms stand in the text."""
    pieces, starts = pieces_of(text)
    found: list[tuple[int, int]] = []
    for start in compress(starts, map(_MAY_BE_LEGAL.__getitem__, pieces)):
        match = _LEGAL.match(text, start - 1) if start else None
        if match and (not found or match.start() >= found[-1][1]):
            found.append(match.span(1))
    return tuple(found)


def _may_be_legal(piece: str) -> bool:
    """Whether a legal form may begin with the piece: with its first word, or with its marks and then the next word."""
    heads = heads_of(piece)
    return _LEGAL_BEGINS is None or not heads or not heads.isdisjoint(_LEGAL_BEGINS)


_MAY_BE_LEGAL: Final = Told(_may_be_legal)


def candidates(runs: Sequence[Run], hosts: Sequence[str] = ()) -> tuple[Candidate, ...]:
    """The runs that could be companies, in their order; `hosts` are the domains of websites and business e-mails in the message."""
    cores = tuple(_squash(host.split(".")[-3] if host.count(".") > 1 and len(host.split(".")[-2]) <= 3 else host.rsplit(".", 1)[0])
                  for host in hosts)  # fmt: skip
    return tuple(_weighed(run, cores) for run in runs)


def _weighed(run: Run, cores: Sequence[str]) -> Candidate:
    found = _CUES.place(run.before) if run.before else None
    cue = 0 if found is None else _CUE_WEIGHTS[found]
    if _FIRST_HALF.fit(run.before) and _SECOND_HALF.match(run.after):
        cue = max(cue, 38)
    place = not run.legal and _PLACE.fit(run.before)
    weight = 0 if place else cue
    weight += 50 if run.legal else 0
    weight += 40 if cores and _named_by(run, cores) else 0
    weight += 15 if run.opens and (len(run.words) > 1 or run.closes) else 0
    weight += 20 if run.cased and _BUYS.fit(run.after) else 0
    weight += 25 if _TO_REGISTER.fit(run.after) else 0
    weight += 8 if COMPANY_WORDS.intersection(run.words) else 0
    weight -= 0 if run.cased else 20
    weight -= 20 if not run.legal and _LEADS_ON.match(run.after) else 0
    weight -= 40 if place else 0
    return Candidate(run=run, weight=weight, cued=cue >= 25 and not place)


def _squash(text: str) -> str:
    plain = fold(text).replace(" ", "").replace("-", "")
    return plain if plain.isascii() and plain.isalnum() else _NO_LETTERS.sub("", plain)


def _named_by(run: Run, cores: Sequence[str]) -> bool:
    """Whether a domain is made of the name: "stark energy llc" and starkenergy.com, "Technik Museum" and tm-altstadt.de."""
    whole = _squash(" ".join(run.words[:-1] if run.legal and len(run.words) > 1 else run.words))
    first = _squash(run.words[0])
    return any(
        core
        and len(core) >= 3
        and (core in whole or (len(whole) >= 4 and whole in core) or (len(first) >= 4 and core.startswith(first)))
        for core in cores
    )


def best(found: Sequence[Candidate], *, least: int = ENOUGH) -> Candidate | None:
    """The likeliest company, the first of equals; None when nothing speaks clearly enough."""
    chosen = max(found, key=lambda candidate: candidate.weight, default=None)
    return chosen if chosen and chosen.weight >= least else None
