"""A company's name in parts: what it is called, its legal form, and the keys under which it is exactly the same company."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from rigour.names import extract_org_types
from rigour.text.normalize import Cleanup, Normalize

from handlers.understanding.company_fold import fold, fold_bare
from handlers.understanding.company_keys import domain_key, register_key

__all__ = ["NameParts", "core_name", "domain_key", "identity_key", "legal_form", "parts", "parts_bare", "register_key"]


# Legal forms beside the some 1,200 that rigour knows: the form's code → how it is also written, folded.
_SPELLINGS: Final = {
    "ag": "actiengesellschaft|aktien gesellschaft|actien gesellschaft|akt ges|act ges|aktien ges|actien ges|aktges|actges|akg",
    "gmbh": "gesellschaft mit beschrankter haftung|ges mbh|gesmbh|mbh|gesellschaft mbh",
    "ug": "ug haftungsbeschraenkt|ug haftungsbeschrankt|unternehmergesellschaft haftungsbeschraenkt|unternehmergesellschaft",
    "kgaa": "komm ges auf aktien|kg auf aktien|kommanditgesellschaft auf actien|commanditgesellschaft auf aktien",
    "kg": "kommanditgesellschaft|kommandit gesellschaft|commanditgesellschaft|commandit gesellschaft|komm ges",
    "cokg": "co kg",
    "coohg": "co ohg",
    "stiftungcokg": "stiftung co kg",
    "cokgaa": "co kgaa|co kg auf aktien|co kommanditgesellschaft auf aktien",
    "aoer": "aoer|aor|anstalt des oeffentlichen rechts",
    "eg": "e g|egmbh",
    "ek": "e kfm|e kfr|ekfm|ekfr|e kauffrau|e kaufmann",
    "ev": "eingetragener verein",
    "nv": "naamlooze vennootschap",
    "corp": "corp|corporation",
    "co": "co|cie|company|compagnie",
    "inc": "inc|incorporated|co inc|company inc",
    "ltd": "co ltd|company ltd|co limited|company limited|pvt ltd|private ltd|private limited|corp ltd|corporation limited|pte ltd"
    "|pty ltd|pty limited",
    "spzoo": "sp zoo|spolka zoo|spolka z ograniczona odpowiedzialnoscia",
    "sarl": "sarl|societe a responsabilite limitee",
    "srl": "societatea cu raspundere limitata|societa a responsabilita limitata",
    "sl": "sl|slu",
    "as": "anonim sirketi",
    "ao": "aktsionernoe obshchestvo|jsc|pao|oao|zao|ojsc|open joint stock company|joint stock company|public joint stock company",
    "ooo": "obshchestvo s ogranichennoy otvetstvennostyu",
    "ab": "ab publ",
    "kk": "kk|kabushiki kaisha",
    "doo": "doo",
    "asa": "asa",
    "eood": "eood",
    "tbk": "tbk",
}
_FORMS: Final = {tuple(words.split()): code for code, all_of_it in _SPELLINGS.items() for words in (*all_of_it.split("|"), code)}
#: How long the forms are that begin with a word, the longest first.
_FORM_LENGTHS: Final = {
    first: sorted({len(words) for words in _FORMS if words[0] == first}, reverse=True) for first in {words[0] for words in _FORMS}
}
_COMPOUND_FORM: Final = re.compile(r"(?:gmbh|ag|se|ug|stiftung|ltd|mbh|bv|sa)?co(?:kg|kgaa|ohg)")
# Written out, a legal form may have a slip of the finger in it.
_LONG_FORMS: Final = {"aktiengesellschaft": "ag", "actiengesellschaft": "ag", "incorporated": "inc", "corporation": "corp"}
# Forms of up to three letters are words and initials too ("AS Roma", "SAS Institute"): they are forms only where a name, or a part
# of it before a comma, ends – but for these, which are forms anywhere …
_ANYWHERE: Final = frozenset("ag kg bv nv inc llc ltd llp plc ohg gbr srl sro ooo bhd".split())
# … or, these, where it begins ("PT Astra", "ООО Байкал").
_LEADING: Final = frozenset("pt ao ab kk".split())
# What else rigour knows of one or two letters is a word, a number or a place in too many names ("in", "II", "SC").
_SHORT_FORMS: Final = frozenset("ag kg bv nv sa se as ab oy ug eg ek ev ao pt lp na sl ad kb ky ry ks og cv sp".split())
_NO_FORMS: Final = frozenset("trust bank verein stiftung genossenschaft cooperative foundation".split())
_LOCATIVES: Final = frozenset("in zu te at am".split())

_WORDS: Final = re.compile(r"[a-z0-9]+|[&+]|[,;()\[\]|]|(?<= )[-–—](?= )")
_BREAKS: Final = frozenset(",;()[]|-–—")
_CONNECTORS: Final = frozenset(("&", "+", "and", "und"))
# Initials that run into the initials of a form: "D S M N. V." is DSM and N.V.
_FORM_INITIALS: Final = re.compile(r"^(\w{2,}?)(nv|bv|sa|ag|kg|spa|srl|sarl|plc|gmbh|mbh)$")
_SALUTATIONS: Final = frozenset(("fa", "firma", "messrs", "the"))
_BRANCH_OFFICE: Final = frozenset(("zweigniederlassung", "zweigniederlassungen", "zweigndl", "zndl", "niederlassung", "filiale"))
_WINDING_UP: Final = ("liqu", "abwicklung", "konkurs", "insolvenz", "gruendung")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameParts:
    """`words` are the folded words of the name without legal form and fillers; `forms` the codes of its legal forms, as written.

    `tail` is how many of the last words come after the legal form as an address does ("Acme AG, Basel": 1).
    """

    words: tuple[str, ...]
    forms: tuple[str, ...]
    tail: int = 0


def parts(name: str) -> NameParts:
    """Take a name apart. What has nothing but a legal form ("AG") is called that."""
    return _parts(fold(name))


def parts_bare(name: str) -> NameParts:
    """As `parts`, from `fold_bare`."""
    return _parts(fold_bare(name))


@lru_cache(maxsize=16_384)
def _parts(folded: str) -> NameParts:
    tokens = _without_notes(_join_initials(_WORDS.findall(folded)))
    words = [token for token in tokens if token not in _BREAKS and token not in _CONNECTORS]
    ends = _segment_ends(tokens)
    spans = _accepted(_form_spans(words), ends)
    taken = {index for start, end, _ in spans for index in range(start, end)}
    kept = [index for index in range(len(words)) if index not in taken]
    if not kept:
        return NameParts(words=tuple(words), forms=())
    forms = _merged([code for _, _, code in sorted(spans)])
    return NameParts(words=tuple(words[index] for index in kept), forms=forms, tail=_address(words, kept, sorted(spans), ends))


def _address(words: list[str], kept: list[int], spans: list[tuple[int, int, str]], ends: frozenset[int]) -> int:
    """How many of the kept words follow a form and a comma, or a form and "in"; a form that begins a name begins no address."""
    for start, end, _ in spans:
        if kept[0] < start and (end in ends or (words[end : end + 1] and words[end] in _LOCATIVES)):
            return sum(index >= end for index in kept)
    return 0


def _merged(codes: list[str]) -> tuple[str, ...]:
    """ "ag" and "cokg" are one form, "agcokg"; beside another form "& Co" says nothing."""
    merged: list[str] = []
    for code in dict.fromkeys(codes):
        if merged and code in ("cokg", "coohg", "cokgaa") and _COMPOUND_FORM.fullmatch(merged[-1] + code):
            merged[-1] += code
        else:
            merged.append(code)
    return tuple(code for code in merged if code != "co") or tuple(merged)


def _join_initials(tokens: list[str]) -> list[str]:
    """ "g m b h" → "gmbh", "j p morgan" → "jp morgan", "d s m n v" → "dsm nv"."""
    joined: list[str] = []
    run = ""
    for token in (*tokens, ""):
        if len(token) == 1 and token.isalpha():
            run += token
            continue
        if run:
            split = _FORM_INITIALS.match(run)
            joined.extend(split.groups() if split else (run,))
            run = ""
        if token:
            joined.append(token)
    return joined


def _without_notes(tokens: list[str]) -> list[str]:
    """Without what is said about a company and is not its name: the firm of, branch office (and where), being wound up."""
    kept: list[str] = []
    skip = False
    for index, word in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        if skip:
            skip = False
        elif word in _BRANCH_OFFICE and kept:
            break
        elif word == "in" and kept and following.startswith(_WINDING_UP):
            skip = True
        elif word in ("il", "igr") and kept and not following:
            break
        elif not (word in _SALUTATIONS and not kept and following):
            kept.append(word)
    return kept


def _segment_ends(tokens: list[str]) -> frozenset[int]:
    """The word indexes at which a part of the name ends, the end of the name among them."""
    ends, count = set(), 0
    for token in tokens:
        if token in _BREAKS:
            ends.add(count)
        elif token not in _CONNECTORS:
            count += 1
    return frozenset({*ends, count} - {0})


def _form_spans(words: list[str]) -> list[tuple[int, int, str]]:
    """Every place where a legal form might stand: [start, end) in words, and the form's code."""
    spans: list[tuple[int, int, str]] = []
    index = 0
    while index < len(words):
        length, code = _own_form(words, index) or (1, "")
        if code:
            spans.append((index, index + length, code))
        index += length
    chosen: list[tuple[int, int, str]] = []
    for span in sorted([*spans, *_rigour_spans(words)], key=lambda span: span[0] - span[1]):  # stable: of equal length, the own
        if all(span[1] <= start or span[0] >= end for start, end, _ in chosen):
            chosen.append(span)
    return sorted(chosen)


def _own_form(words: list[str], index: int) -> tuple[int, str] | None:
    word = words[index]
    for length in _FORM_LENGTHS.get(word, ()):
        code = _FORMS.get(tuple(words[index : index + length]))
        if code and index + length <= len(words):
            return length, code
    if _COMPOUND_FORM.fullmatch(word):
        return 1, word
    if len(word) >= 10:
        for form, code in _LONG_FORMS.items():
            if OSA.distance(word, form, score_cutoff=1) <= 1:
                return 1, code
    return None


def _rigour_spans(words: list[str]) -> list[tuple[int, int, str]]:
    spans, position = [], 0
    for text, target in _known_forms(" ".join(words)):
        matched = text.split()
        while position < len(words) and words[position : position + len(matched)] != matched:
            position += 1
        if position < len(words) and text not in _NO_FORMS and (len(text) > 2 or text in _SHORT_FORMS):
            spans.append((position, position + len(matched), _code(text, target)))
        position += len(matched)
    return spans


def _known_forms(text: str) -> list[tuple[str, str]]:
    return extract_org_types(text, Normalize.CASEFOLD, Cleanup.Strong)


@lru_cache(maxsize=4_096)
def _code(text: str, target: str) -> str:
    """The form's code, such that reading the code yields the code: a key must stay the same when it is made a key again."""
    folded = " ".join(_WORDS.findall(fold(target)))
    if tuple(folded.split()) in _FORMS:
        return _FORMS[tuple(folded.split())]
    if _COMPOUND_FORM.fullmatch(folded) or [folded] == [code for _, code in _known_forms(folded)]:
        return folded
    return text


def _accepted(spans: list[tuple[int, int, str]], ends: frozenset[int]) -> list[tuple[int, int, str]]:
    accepted: list[tuple[int, int, str]] = []
    closing = set(ends)
    for start, end, code in reversed(spans):
        if len(code) > 3 or code in _ANYWHERE or end in closing or (start == 0 and code in _LEADING and not accepted):
            accepted.append((start, end, code))
            if end in closing:
                closing.add(start)
    return accepted


@lru_cache(maxsize=1024)  # a turn asks several times for the same
def identity_key(name: str) -> str:
    """The words of the name and its legal form, each spelled in one way; equal keys are the same company. "" when nothing is left.

    "Müller & Söhne G.m.b.H." and "MUELLER UND SOEHNE Gesellschaft mit beschränkter Haftung" have one key; "Acme GmbH", "Acme AG"
    and "Acme" have three. Making a key of a key changes nothing.
    """
    key = name
    for _ in range(4):  # taking a form out can bring two words together that are a form; this ends at once in all that is a name
        taken = parts(key)
        before, key = key, " ".join((*taken.words, *taken.forms))
        if key == before:
            break
    return key


def core_name(name: str) -> str:
    """The folded name without its legal form, without "the firm of", branch office or liquidation."""
    return " ".join(parts(name).words)


def legal_form(name: str) -> str | None:
    """The code of the legal form ("gmbh", "gmbhcokg", "ltd"), or None when none is written."""
    return " ".join(parts(name).forms) or None
