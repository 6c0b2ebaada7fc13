"""Whether two company names are one company: same (acts alone), possible (ask) or different, always with the reasons.

A register number or a web domain that both sides state decides first. Else a trained model weighs how alike the names are, and
no likeness makes "same" of two names that state different digits, different legal forms, or a country, place, branch or further
name that only one of them has: those a person has to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from handlers.understanding.company_features import (
    Alignment,
    Kind,
    Prepared,
    Word,
    Zone,
    align,
    features,
    forms_differ,
    is_acronym,
    prepare,
)
from handlers.understanding.company_keys import decides, domain_key, register_key
from handlers.understanding.company_model import Model, shipped
from handlers.understanding.company_words import COUNTRIES


class Verdict(StrEnum):
    """Same: may be acted upon. Possible: a person is asked. Different: never mentioned."""

    SAME = "same"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyName:
    """A company as far as it is known: `domain` may be a web address or an e-mail, `register_number` with or without its court."""

    name: str
    domain: str | None = None
    register_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: a stable code, and the words of the first and the second name that it rests on, folded ("" where there are none)."""

    code: str
    a: str = ""
    b: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyMatch:
    """`score` is from 0 to 1 and ranks pairs; the verdict is not the score alone. `reasons` are in the order of their weight."""

    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...] = field(default=())


# With one of these reasons a pair is never "same".
LIMITING: Final = frozenset(
    """legal_form_differs digits_differ country_word place_word place_differs branch_word name_word typo abbreviation acronym
    domain_differs register_number_close""".split()
)


def match(a: CompanyName | str, b: CompanyName | str) -> CompanyMatch:
    """Judge two companies. The order of the two changes neither score nor verdict."""
    return judge(a, b, shipped())


def judge(a: CompanyName | str, b: CompanyName | str, model: Model) -> CompanyMatch:
    """As `match`, by a model of one's own: how training measures models that are not shipped."""
    first, second = (CompanyName(name=side) if isinstance(side, str) else side for side in (a, b))
    return _by_register(first, second) or _by_domain(first, second) or _by_name(first, second, model)


def _by_register(a: CompanyName, b: CompanyName) -> CompanyMatch | None:
    """Equal numbers of one court decide; without the court on one side they only say that it is possible."""
    numbers = _numbers(a, b)
    if numbers is None:
        return None
    first, second = numbers
    if first == second and decides(first):
        return CompanyMatch(score=1.0, verdict=Verdict.SAME, reasons=(Reason(code="same_register_number", a=first, b=second),))
    if first.split("@")[0] != second.split("@")[0] or (decides(first) and decides(second)):
        return CompanyMatch(
            score=0.0, verdict=Verdict.DIFFERENT, reasons=(Reason(code="register_number_differs", a=first, b=second),)
        )
    return None


def _by_domain(a: CompanyName, b: CompanyName) -> CompanyMatch | None:
    domains = _domains(a, b)
    if domains is None or domains[0] != domains[1]:
        return None
    return CompanyMatch(score=1.0, verdict=Verdict.SAME, reasons=(Reason(code="same_domain", a=domains[0], b=domains[1]),))


def _numbers(a: CompanyName, b: CompanyName) -> tuple[str, str] | None:
    """The keys of both register numbers, where both are stated; most names come without, and that must cost nothing."""
    if not a.register_number or not b.register_number:
        return None
    first, second = register_key(a.register_number), register_key(b.register_number)
    return (first, second) if first and second else None


def _domains(a: CompanyName, b: CompanyName) -> tuple[str, str] | None:
    """The keys of both domains, where both are stated."""
    if not a.domain or not b.domain:
        return None
    first, second = domain_key(a.domain), domain_key(b.domain)
    return (first, second) if first and second else None


def _by_name(a: CompanyName, b: CompanyName, model: Model) -> CompanyMatch:
    reasons = list(_known_reasons(a, b))
    first, second = prepare(a.name), prepare(b.name)
    if not first.words or not second.words:
        return CompanyMatch(score=0.0, verdict=Verdict.DIFFERENT, reasons=(Reason(code="nothing_to_compare"),))
    if first.key == second.key:
        return _judged(1.0, [Reason(code="same_name", a=first.key, b=second.key), *reasons], model)
    aligned = align(first, second)
    found = features(first, second, aligned)
    score = model.probability(found)
    reasons += _likenesses(first, second, aligned)
    reasons += limits(first, second, aligned)
    if is_acronym(first, second):
        score = max(score, _ACRONYM)
        reasons.append(Reason(code="acronym", a=first.joined, b=second.joined))
    if _same_but_for_place(first, second) or any(reason.code == "register_number_close" for reason in reasons):
        score = max(score, model.possible)
    return _judged(score, reasons, model)


_FAMILY_ENDINGS: Final = ("mann", "man", "sen", "son", "er", "ert", "ke", "ski", "sky", "dt", "tz", "arz")
#: What makes another name of one that it is added to, and what does so to a short one.
_NAME_ENDINGS: Final = frozenset(
    """mann man manns sen son sons er ers ert ner ler ke ker ski sky feld felder field fields hof hofer berg berger burg burger bach
    bacher stein steiner heim hausen dorf dorfer thal thaler tal au auer ton town ham ford wood worth land halter huber meier meyer
    mueller bauer lein ling ei erei in ing ingen""".split()
)
_SHORT_NAME_ENDINGS: Final = frozenset("e n en el i y a o l le li".split())
_VOWELS: Final = re.compile("[aeiouy]")
_ACRONYM: Final = 0.6  # initials alone say "ask"
_LIMITED: Final = 0.9  # what a person must confirm ranks below what needs none


def _same_but_for_place(a: Prepared, b: Prepared) -> bool:
    """Whether both are called the same, and only where they are differs: companies move, and have branches."""
    first, second = (
        {word.stem for word in name.words if word.zone is Zone.NAME and word.kind is not Kind.FILLER} for name in (a, b)
    )
    return first == second and any(word.kind is Kind.NAME and word.weight >= 1.0 for word in a.words)


def _judged(score: float, reasons: list[Reason], model: Model) -> CompanyMatch:
    limited = any(reason.code in LIMITING for reason in reasons)
    if limited:
        score *= _LIMITED
    if score >= model.same and not limited:
        verdict = Verdict.SAME
    else:
        verdict = Verdict.POSSIBLE if score >= model.possible * (_LIMITED if limited else 1) else Verdict.DIFFERENT
    return CompanyMatch(score=round(score, 4), verdict=verdict, reasons=tuple(reasons))


def _known_reasons(a: CompanyName, b: CompanyName) -> list[Reason]:
    """What domain and register number say where they do not decide."""
    reasons = []
    domains = _domains(a, b)
    if domains and domains[0].split(".")[0] != domains[1].split(".")[0]:
        reasons.append(Reason(code="domain_differs", a=domains[0], b=domains[1]))
    numbers = _numbers(a, b)
    if numbers:
        reasons.append(Reason(code="register_number_close", a=numbers[0], b=numbers[1]))
    return reasons


def _likenesses(a: Prepared, b: Prepared, aligned: Alignment) -> list[Reason]:
    """What speaks for one company, without the model: the strongest only, and a legal form that only one states."""
    reasons = []
    shared = [(x.text, y.text) for x, y, likeness in aligned.pairs if likeness == 1.0 and x.kind is not Kind.FILLER]
    if a.joined == b.joined:
        reasons.append(Reason(code="same_core", a=a.joined, b=b.joined))
    elif a.compact == b.compact or a.bare == b.bare:
        reasons.append(Reason(code="same_letters", a=a.joined, b=b.joined))
    elif sorted(word.stem for word in a.words) == sorted(word.stem for word in b.words):
        reasons.append(Reason(code="same_words", a=a.joined, b=b.joined))
    elif shared:
        reasons.append(Reason(code="shared_words", a=" ".join(x for x, _ in shared), b=" ".join(y for _, y in shared)))
    if bool(a.forms) != bool(b.forms):
        reasons.append(Reason(code="legal_form_missing", a=" ".join(a.forms), b=" ".join(b.forms)))
    return reasons


def limits(a: Prepared, b: Prepared, aligned: Alignment) -> list[Reason]:
    """Every reason for which the two names cannot be called the same without asking."""
    reasons = []
    if a.digits != b.digits:
        reasons.append(Reason(code="digits_differ", a=" ".join(a.digits), b=" ".join(b.digits)))
    if forms_differ(a, b):
        reasons.append(Reason(code="legal_form_differs", a=" ".join(a.forms), b=" ".join(b.forms)))
    if a.compact == b.compact or a.bare == b.bare:
        return reasons
    reasons += _unlike(aligned)
    reasons += [_extra(word, "a") for word in aligned.left if _tells(word)]
    reasons += [_extra(word, "b") for word in aligned.right if _tells(word)]
    return reasons + _places(a, b, aligned)


def _tells(word: Word) -> bool:
    return word.zone is Zone.NAME and word.kind not in (Kind.FILLER, Kind.NUMBER) and len(word.stem) > 1


def _extra(word: Word, side: str) -> Reason:
    if word.kind is Kind.PLACE:
        return _reason("country_word" if word.stem in COUNTRIES else "place_word", word.text, side)
    return _reason("branch_word" if word.kind is Kind.BRANCH else "name_word", word.text, side)


def _reason(code: str, text: str, side: str) -> Reason:
    return Reason(code=code, a=text) if side == "a" else Reason(code=code, b=text)


def _places(a: Prepared, b: Prepared, aligned: Alignment) -> list[Reason]:
    """Two places must agree. One may be left out when it is an address ("Acme AG, Basel", "Acme in Basel"), not when it tells
    which one of many it is ("Sparkasse in Bremen").

    Where one place agrees, or is already in the name ("Stettiner Werke in Stettin"), what else is said of it does not count.
    """
    first, second = _located(a.words), _located(b.words)
    if any(likeness >= 0.8 and (x in first or y in second) for x, y, likeness in aligned.pairs):
        return []
    if first and second:
        return [Reason(code="place_differs", a=" ".join(word.text for word in first), b=" ".join(word.text for word in second))]
    named = any(likeness == 1.0 and Kind.NAME in (x.kind, y.kind) and x.weight >= 1.0 for x, y, likeness in aligned.pairs)
    for words, side in ((first, "a"), (second, "b")):
        for word in words:
            if word.stem in COUNTRIES or (word.zone is Zone.PLACE and not named):
                return [_reason("country_word" if word.stem in COUNTRIES else "place_word", word.text, side)]
    return []


def _located(words: Sequence[Word]) -> list[Word]:
    located = [word for word in words if word.zone is not Zone.NAME]
    if any(word.kind is Kind.FILLER and len(word.stem) > 3 for word in located[:2]):
        return []
    return [word for word in located if word.kind is Kind.PLACE]


def _unlike(aligned: Alignment) -> list[Reason]:
    """Pairs of words that are alike and not equal: a slip in a long word is one, a letter in a short one may be another company."""
    equal = [(x, y) for x, y, likeness in aligned.pairs if likeness == 1.0]
    firm = sum(min(x.weight, y.weight) for x, y in equal if Kind.NAME in (x.kind, y.kind))
    firm += any(Kind.PLACE in (x.kind, y.kind) and Zone.NAME not in (x.zone, y.zone) for x, y in equal)
    reasons = []
    for x, y, likeness in aligned.pairs:
        if likeness == 1.0 or (x.zone is not Zone.NAME and y.zone is not Zone.NAME) or Kind.FILLER in (x.kind, y.kind):
            continue
        short, long = sorted((x.stem, y.stem), key=len)
        shortened = long.startswith(short)
        if shortened:
            fine = firm >= 2.0 or (not _is_another_name(short, long) and _may_be_short(short, long, firm))
        else:
            fine = likeness >= 0.8 and Kind.PLACE not in (x.kind, y.kind) and _is_a_slip(short, long, firm)
        code = "spelling" if fine else "abbreviation" if shortened else "typo"
        reasons.append(Reason(code=code, a=x.text, b=y.text))
    return reasons


def _is_another_name(short: str, long: str) -> bool:
    """Whether what is behind a word makes another family or place of it: "Keller", "Kellermann"; "Stein", "Steiner"."""
    rest = long[len(short) :]
    return rest in _NAME_ENDINGS or (len(short) <= 5 and rest in _SHORT_NAME_ENDINGS)


def _may_be_short(short: str, long: str, firm: float) -> bool:
    return long == short + "s" or (len(short) >= 5 and len(long) - len(short) <= 2) or (len(short) >= 4 and firm >= 1.0)


def _is_a_slip(short: str, long: str, firm: float) -> bool:
    """Whether two spellings are one word. One letter makes another family name ("Krüger", "Kröger"; "Hellmann", "Heilmann")."""
    if firm >= 2.0:
        return True
    vowel_for_vowel = len(short) == len(long) and _VOWELS.sub("", short) == _VOWELS.sub("", long)
    if vowel_for_vowel or short.endswith(_FAMILY_ENDINGS) or long.endswith(_FAMILY_ENDINGS):
        return len(short) >= 12
    return len(long) >= 7 or (firm >= 1.0 and len(short) >= 5)
