"""Whether and how a partner's name and logo stand beside the vendor's: chapter 13 of the policy.

A document is co-branded where its kind allows it, the document has a place for the partner, and the partner's tier is high enough.
A logo is a picture of a known format, neither too small to print nor too large to carry, and no ribbon. It is put into its place
whole and in its own colours, no higher than the vendor's logo, with free space around it in proportion to its height.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from program.collateral import DocumentKind
from program.partners import Tier
from program.policy import Ground
from program.policy_branding import BrandingRules
from program.tiering import rank


class BrandingFault(StrEnum):
    """What keeps a document or a logo from being used."""

    TIER = "tier"
    KIND = "kind"
    NO_PLACE = "no_place"
    FORMAT = "format"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    TOO_HEAVY = "too_heavy"
    TOO_LONG = "too_long"
    BROKEN = "broken"

    @property
    def ground(self) -> Ground:
        """The clause that says so."""
        is_of_document = self in (BrandingFault.TIER, BrandingFault.KIND, BrandingFault.NO_PLACE)
        return Ground.CO_BRANDING if is_of_document else Ground.PARTNER_LOGO


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is known of a logo before its dots are looked at; `format` as its own first bytes say, "" for none that is known."""

    format: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place on a page: its upper left corner, width and height, in whatever unit the document is measured."""

    left: Decimal
    top: Decimal
    width: Decimal
    height: Decimal


def may_co_brand(kind: DocumentKind, *, has_places: bool, tier: Tier, rules: BrandingRules) -> BrandingFault | None:
    """Why a partner of the tier cannot have the document with its name; None where it can."""
    if kind not in rules.kinds:
        return BrandingFault.KIND
    if rank(tier) < rank(rules.least_tier):
        return BrandingFault.TIER
    return None if has_places else BrandingFault.NO_PLACE


def faults_of(picture: Picture, rules: BrandingRules) -> tuple[BrandingFault, ...]:
    """Everything that keeps the picture from being a logo."""
    found = []
    if picture.format not in rules.formats:
        return (BrandingFault.FORMAT,)
    if picture.size > rules.most_bytes:
        found.append(BrandingFault.TOO_HEAVY)
    longer, shorter = max(picture.width, picture.height), min(picture.width, picture.height)
    if longer < rules.least_pixels:
        found.append(BrandingFault.TOO_SMALL)
    if longer > rules.most_pixels:
        found.append(BrandingFault.TOO_LARGE)
    if shorter == 0 or longer > shorter * rules.most_ratio:
        found.append(BrandingFault.TOO_LONG)
    return tuple(found)


def placed(width: int, height: int, place: Box, vendor_height: Decimal, rules: BrandingRules) -> Box:
    """Where a logo of so many dots goes: as large as the rules allow, its sides in proportion, in the middle of its place.

    With the clear space around it the logo fits into the place: both grow with its height.
    """
    ratio = Decimal(width) / Decimal(height)
    space = Decimal(rules.clear_space) / 100
    high = min(
        place.height / (1 + 2 * space),
        place.width / (ratio + 2 * space),
        vendor_height * Decimal(rules.most_share) / 100,
    )
    wide = high * ratio
    return Box(left=place.left + (place.width - wide) / 2, top=place.top + (place.height - high) / 2, width=wide, height=high)
