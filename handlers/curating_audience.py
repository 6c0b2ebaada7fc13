"""For whom a document is, as it is asked and read: all partners or the vendor alone, from a tier on, kinds, countries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from handlers.reply import FieldKind, Option
from handlers.steps import Question
from handlers.understanding.countries import country_slot, read_countries
from handlers.understanding.text import fold
from handlers.wording import LANGUAGES, Words
from program.collateral import Audience
from program.partners import PartnerKind, Tier

_TIERS: Final = tuple(Tier)


def audience_questions(words: Words, known: Audience | None = None) -> tuple[Question, ...]:
    """Who may see it, asked; `known` is what holds so far."""
    known = known or Audience()
    reach = "vendor" if known.is_internal else _from_tier(known)
    options = [Option(value="all", label=words("audience.all")), Option(value="vendor", label=words("audience.vendor"))]
    options += [
        Option(value=tier.value, label=words("audience.from_tier", tier=words(f"tier.{tier.value}"))) for tier in _TIERS[1:]
    ]
    return (
        Question(name="reach", label=words("audience.who"), kind=FieldKind.CHOICE, options=tuple(options), known=reach),
        Question(
            name="kinds",
            label=words("audience.kinds"),
            kind=FieldKind.TEXT,
            required=False,
            hint=words("audience.kinds_hint"),
            known=_kind_names(known.kinds, words),
            reads=lambda text: _kind_names(kinds, words) if (kinds := _kinds(text)) else None,
            fault=words("audience.kinds_fault"),
        ),
        Question(
            name="countries",
            label=words("audience.countries"),
            kind=FieldKind.TEXT,
            required=False,
            hint=words("audience.countries_hint"),
            known=_country_names(known.countries, words),
            reads=lambda text: _country_names(codes, words) if (codes := _countries(text)) else None,
            fault=words("audience.countries_fault"),
        ),
    )


def audience_of(values: Mapping[str, str]) -> Audience:
    """The audience that the answers name."""
    reach = values.get("reach", "all")
    tiers = frozenset(_TIERS[_TIERS.index(Tier(reach)) :]) if reach not in ("all", "vendor") else frozenset()
    return Audience(
        tiers=tiers,
        kinds=_kinds(values.get("kinds", "")),
        countries=_countries(values.get("countries", "")),
        is_internal=reach == "vendor",
    )


def audience_words(audience: Audience, words: Words) -> str:
    """For whom it is, in words."""
    if audience.is_internal:
        return words("audience.vendor")
    said = []
    if audience.tiers:
        said.append(words.all_of([words(f"tier.{tier.value}") for tier in _TIERS if tier in audience.tiers]))
    said += [names for names in (_kind_names(audience.kinds, words), _country_names(audience.countries, words)) if names]
    return "; ".join(said) or words("audience.all")


def _from_tier(audience: Audience) -> str:
    return next((tier.value for tier in _TIERS if tier in audience.tiers), "all")


def _kind_names(kinds: frozenset[PartnerKind], words: Words) -> str:
    return ", ".join(words(f"kind.{kind.value}") for kind in PartnerKind if kind in kinds)


def _country_names(codes: frozenset[str], words: Words) -> str:
    return ", ".join(sorted(words.country(code) for code in codes))


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r",|;|/| und | and ", text) if part.strip()]


def _kinds(text: str) -> frozenset[PartnerKind]:
    """Kinds by their names in either language; none where one of them is none."""
    names = {fold(Words(language)(f"kind.{kind.value}")): kind for kind in PartnerKind for language in LANGUAGES}
    found = [next((kind for name, kind in names.items() if fold(part).startswith(name)), None) for part in _split(text)]
    return frozenset() if None in found else frozenset(kind for kind in found if kind)


def _countries(text: str) -> frozenset[str]:
    """Countries by name, by their ISO 3166-1 alpha-2 codes; none where one of them is none."""
    found = [country_slot(read_countries(part), part) for part in _split(text)]
    return frozenset() if None in found else frozenset(slot.value for slot in found if slot)
