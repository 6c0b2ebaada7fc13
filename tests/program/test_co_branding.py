"""A partner's logo stands beside the vendor's within the guidelines, whatever its shape and its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.co_branding import Box, BrandingFault, Picture, faults_of, may_co_brand, placed
from program.collateral import DocumentKind
from program.partners import Tier
from program.policy_reading import read_policy

RULES = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8")).versions[-1].branding
LOGO = Picture(format="PNG", width=900, height=300, size=40_000)


@pytest.mark.parametrize(
    ("kind", "has_places", "tier", "fault"),
    [
        (DocumentKind.ONE_PAGER, True, Tier.BRONZE, None),
        (DocumentKind.DECK, True, Tier.PLATINUM, None),
        (DocumentKind.ONE_PAGER, True, Tier.REGISTERED, BrandingFault.TIER),
        (DocumentKind.ONE_PAGER, False, Tier.GOLD, BrandingFault.NO_PLACE),
        (DocumentKind.BATTLECARD, True, Tier.PLATINUM, BrandingFault.KIND),
        (DocumentKind.LEGAL, False, Tier.REGISTERED, BrandingFault.KIND),
    ],
)
def test_only_some_documents_carry_a_partners_name_and_only_from_a_tier_on(
    kind: DocumentKind, has_places: bool, tier: Tier, fault: BrandingFault | None
) -> None:
    assert may_co_brand(kind, has_places=has_places, tier=tier, rules=RULES) is fault


@pytest.mark.parametrize(
    ("picture", "faults"),
    [
        (LOGO, ()),
        (replace(LOGO, width=300, height=50), ()),
        (replace(LOGO, width=299, height=299), (BrandingFault.TOO_SMALL,)),
        (replace(LOGO, width=4001, height=2000), (BrandingFault.TOO_LARGE,)),
        (replace(LOGO, size=2_000_001), (BrandingFault.TOO_HEAVY,)),
        (replace(LOGO, width=601, height=100), (BrandingFault.TOO_LONG,)),
        (replace(LOGO, width=100, height=601), (BrandingFault.TOO_LONG,)),
        (
            replace(LOGO, width=5000, height=100, size=3_000_000),
            (BrandingFault.TOO_HEAVY, BrandingFault.TOO_LARGE, BrandingFault.TOO_LONG),
        ),
        (replace(LOGO, format="SVG", width=1), (BrandingFault.FORMAT,)),
    ],
)
def test_everything_that_is_wrong_with_a_logo_is_said_at_once(picture: Picture, faults: tuple[BrandingFault, ...]) -> None:
    assert faults_of(picture, RULES) == faults


SIDES = st.integers(50, 4000)
LENGTHS = st.integers(10, 1000).map(Decimal)


@given(SIDES, SIDES, LENGTHS, LENGTHS, LENGTHS)
def test_a_logo_keeps_its_shape_its_space_and_its_rank(
    width: int, height: int, place_width: Decimal, place_height: Decimal, vendor: Decimal
) -> None:
    place = Box(left=Decimal(7), top=Decimal(11), width=place_width, height=place_height)
    box = placed(width, height, place, vendor, RULES)
    nearly = Decimal("1.000001")
    space = box.height * RULES.clear_space / 100
    assert abs(box.width / box.height - Decimal(width) / height) < Decimal("0.0001") * Decimal(width) / height
    assert box.height <= vendor * RULES.most_share / 100 * nearly
    assert (box.left - place.left + Decimal("0.00001")) >= space
    assert (box.top - place.top + Decimal("0.00001")) >= space
    assert box.left + box.width + space <= (place.left + place.width) * nearly
    assert box.top + box.height + space <= (place.top + place.height) * nearly
