"""What the vendor hands its partners to sell with: who may see a document, and on which days it counts.

A document is for everybody unless it says for whom: a tier, a kind of partner, a country. All that it says must hold. The vendor's
own people see every document; what is internal is for them alone. A document counts from its first day to its last, both included;
outside these days it answers nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from program.partners import Partner, PartnerKind, Tier


class DocumentKind(StrEnum):
    """What a document is for."""

    DOCUMENTATION = "documentation"
    DATASHEET = "datasheet"
    FAQ = "faq"
    PRICE_LIST = "price_list"
    SECURITY = "security"
    LEGAL = "legal"
    BATTLECARD = "battlecard"
    CASE_STUDY = "case_study"
    ONE_PAGER = "one_pager"
    DECK = "deck"
    TEMPLATE = "template"
    VERIFIED_ANSWER = "verified_answer"  # what a person at the vendor answered, and confirmed

    @property
    def is_strict(self) -> bool:
        """Whether a wrong answer from it costs: prices, what is legal, what is secure."""
        return self in (DocumentKind.PRICE_LIST, DocumentKind.SECURITY, DocumentKind.LEGAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """For whom a document is; an empty set means everybody. `countries` are ISO 3166-1 alpha-2, of the partner."""

    tiers: frozenset[Tier] = frozenset()
    kinds: frozenset[PartnerKind] = frozenset()
    countries: frozenset[str] = frozenset()
    is_internal: bool = False

    def admits(self, partner: Partner | None) -> bool:
        """Whether the partner's members may see the document; None stands for the vendor's own people, who may."""
        if partner is None:
            return True
        return (
            not self.is_internal
            and (not self.tiers or partner.tier in self.tiers)
            and (not self.kinds or bool(self.kinds & partner.kinds))
            and (not self.countries or partner.country in self.countries)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One version of a document. `name` is its path in the library, the same for all its versions; `version` counts from 1.

    `language` is "en", "de" or "" where it is in neither; `product` is a product of the catalogue, "" for all; `industry` is the
    industry that it was written for, "" for all. `valid_from` and `valid_until` are days, both included; None: no limit. `size`
    is in bytes, `digest` the SHA-256 of the file in hexadecimal, `pages` how many pages, slides or sections it has. `owner_id` is
    who looks after it.
    """

    id: str
    name: str
    version: int
    title: str
    kind: DocumentKind
    media_type: str
    language: str
    added_at: datetime
    size: int
    digest: str
    pages: int = 1
    product: str = ""
    industry: str = ""
    owner_id: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    audience: Audience = field(default_factory=Audience)

    def counts_on(self, day: date) -> bool:
        """Whether the document answers on that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)
