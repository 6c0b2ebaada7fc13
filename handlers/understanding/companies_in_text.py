"""The end customer's name in free text, with its legal form and without article or "Firma"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.understanding.names import Run
from handlers.understanding.text import fold
from handlers.understanding.wording import COMPANY_WORDS, DEAL_NOUNS

# Legal forms, the longer before the shorter. A newcomer adds one by one line.
_LEGAL_FORMS: Final = (
    r"(?:gmbh|ag|ug|se|ges\.?m\.?b\.?h\.?)(?: ?\(haftungsbeschränkt\))? ?(?:&|und|u\.|\+) ?co\.? ?(?:kgaa|kg|ohg)",
    r"ug ?\(haftungsbeschränkt\)",
    r"part(?:nerschafts)?g(?:esellschaft)? ?mbb",
    r"(?:& ?)?co\.? ?(?:kgaa|kg|ohg)",
    r"g?gmbh",
    r"ges\.?m\.?b\.?h\.?",
    r"(?:partg|mbb|mbh|kgaa|kg|ohg|gbr|ug|vvag|kdör|aör)",
    r"e\. ?v\.|e\. ?k\.|e\. ?g\.|i\. ?l\.",
    r"(?:inc|llc|l\.l\.c|llp|ltd|limited|plc|corp|incorporated|corporation)\.?",
    r"p(?:ty|vt|te)\.? ltd\.?",
    r"s\. ?à ?r\. ?l\.|s\.?à\.?r\.?l\.?|s\. ?r\. ?l\.|s\. ?p\. ?a\.|sp\. ?z ?o\.? ?o\.?|s\. ?r\. ?o\.|d\. ?o\. ?o\.|a\. ?s\.|b\. ?v\.|n\. ?v\.|s\. ?a\. ?s?\.?|s\. ?l\.",
    r"(?:sarl|sàrl|srl|spa|sro|doo|kft|zrt|bv|nv|sas|oyj?|aps|s/a|a/s|gmbh)",
)
# Forms that are words or abbreviations of something else in small letters: only as they are officially written.
_WRITTEN_SO: Final = r"(?:AG|SE|SA|SL|AB|AS|ASA|Co\.|Co|Company|LP|KG|eG|eV|eK|e\.V|e\.K|Oy|NV|BV|SCE|GIE|Lda\.?|Ltda\.?)"
_LEGAL = re.compile(rf"(?<=[\w.)&'-] )(?:(?i:{'|'.join(_LEGAL_FORMS)})|{_WRITTEN_SO}|(?:ag)(?=\W|$))(?![\w&-])(?!\.\w)")

# What stands directly before the company's name, the stronger the better known: (words at the end, weight).
_ARTICLE: Final = r"(?: (?:the|a|an|our|my|new|der|die|das|dem|den|unser\w*|mein\w*|neue\w*|firma|fa|customer|client|kunden?|company|prospect|account|of))*"
_CUES: Final[tuple[tuple[str, int], ...]] = (
    (rf"{DEAL_NOUNS}(?: (?:reg|registration|registrierung))?(?: (?:is|ist|would be|wäre))?(?: <money>| <product>| over| über)*"
     rf"(?: (?:for|with|at|by|from|to|on|mit|für|fuer|bei|beim|von|der|zu))?(?: :)?{_ARTICLE}", 40),
    (r"(?:customer|client|prospect|company|end ?user|account|kunden?|endkunden?|interessent|unternehmen|firma|fa)(?: (?:is|ist|name|named|"
     rf"called|heißt|heisst|namens|wäre|would be|will be))*(?: :)?{_ARTICLE}", 45),
    (r"(?:regist(?:er|ering|rier|riere|rieren)|protect|reserve|log|claim|file|add|create|enter|schütze|schützen|sichere|anmelden|melde|"
     rf"extend|withdraw|remove|pull|drop|delete|cancel|renew|verlängere?|lösche?|storniere?|entferne?)(?: (?:me|mir|us|uns|bitte|please|for|now|noch))*(?: :)?{_ARTICLE}", 38),
    (rf"(?:dealschutz|projektschutz|kundenschutz|protection|schutz|put|opp|offer|quote|budget|proposal|demo|meeting|projekt)"
     rf"(?: (?:for|with|at|on|mit|für|bei|beim|von))?{_ARTICLE}", 32),
    (r"(?:named|called|namens|heißt|heisst)", 40),
    (rf"(?:for|with|at|für|fuer|bei|beim|mit|on|an){_ARTICLE}", 25),
    (rf"(?:anyone|someone|somebody|jemand|already|schon|have|has|hat|got|is|are|ist|sind|about|re|zu|zur|by|von|vom|der|die|to|and|und){_ARTICLE}", 12),
)  # fmt: skip
_CUE = tuple((re.compile(rf"(?:^|\s){cue}$"), weight) for cue, weight in _CUES)
_PLACE = re.compile(
    r"(?:^|\s)(?:in|aus|based in|located in|from|near|sitz in|mit sitz in|standort|of|nach|event in|office|headquartered in|im|to)$"
)
_BUYS = re.compile(
    r"^(?:(?:has|have|is|are|who|which|die|das|der|would|will|hat|haben|möchten?|will|wollen?|ist|sind|also|now|jetzt|just)\s)*"
    r"(?:wants?|needs?|would like|looking|interested|plan\w*|buy\w*|order\w*|signed|möchten?|braucht|brauchen|sucht|suchen|kauft|kaufen|"
    r"bestell\w+|interessiert\w*|evaluier\w*|will|wollen|entscheide\w*)\b"
)
ENOUGH: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name that could be the end customer's; `weight` says how much speaks for it, `cued` that the words before it do."""

    run: Run
    weight: int
    cued: bool


def legal_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where legal forms stand in the text."""
    return tuple(match.span() for match in _LEGAL.finditer(text))


def candidates(runs: Sequence[Run], hosts: Sequence[str] = ()) -> tuple[Candidate, ...]:
    """The runs that could be companies, in their order; `hosts` are the domains of websites and business e-mails in the message."""
    cores = tuple(_squash(host.split(".")[-3] if host.count(".") > 1 and len(host.split(".")[-2]) <= 3 else host.rsplit(".", 1)[0])
                  for host in hosts)  # fmt: skip
    return tuple(_weighed(run, cores) for run in runs)


def _weighed(run: Run, cores: Sequence[str]) -> Candidate:
    cue = max((weight for pattern, weight in _CUE if run.before and pattern.search(run.before)), default=0)
    place = bool(_PLACE.search(run.before)) and not run.legal
    weight = 0 if place else cue
    weight += 50 if run.legal else 0
    weight += 40 if cores and _named_by(run, cores) else 0
    weight += 15 if run.opens and (len(run.words) > 1 or run.closes) else 0
    weight += 20 if _BUYS.match(run.after) and run.cased else 0
    weight += 8 if COMPANY_WORDS.intersection(run.words) else 0
    weight -= 0 if run.cased else 20
    weight -= 40 if place else 0
    return Candidate(run=run, weight=weight, cued=cue >= 25 and not place)


def _squash(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", fold(text))


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
