"""Which promotions a partner can take part in, now or later."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

import pytest

from program.earning import promotions_ahead
from program.partners import PartnerKind, Tier
from program.policy_reading import read_policy
from tests.program.histories import SHIPPED

_WORDS: Final = 'text.en = "."\ntext.de = "."\n'
PROMOTIONS: Final = (
    '\n[version.promotions.spring]\nclause = "5.24"\nfirst = 2027-03-01\nlast = 2027-05-31\nkinds = []\n'
    'tiers = ["gold"]\nproducts = []\n'
    f"points = 3\n{_WORDS}"
    '\n[version.promotions.winter]\nclause = "5.25"\nfirst = 2026-11-01\nlast = 2026-12-31\nkinds = ["reseller"]\n'
    "tiers = []\nproducts = []\n"
    f"amount = 500\n{_WORDS}"
)


@pytest.mark.parametrize(
    ("kinds", "tier", "on", "names"),
    [
        ({PartnerKind.RESELLER}, Tier.GOLD, date(2026, 12, 31), ["winter", "spring"]),
        ({PartnerKind.RESELLER}, Tier.SILVER, date(2026, 12, 31), ["winter"]),
        ({PartnerKind.RESELLER}, Tier.SILVER, date(2027, 1, 1), []),
        ({PartnerKind.REFERRAL}, Tier.GOLD, date(2026, 11, 1), ["spring"]),
        ({PartnerKind.REFERRAL, PartnerKind.RESELLER}, Tier.BRONZE, date(2026, 10, 1), ["winter"]),
    ],
)
def test_a_promotion_is_for_kinds_and_tiers_until_its_last_day(
    kinds: Collection[PartnerKind], tier: Tier, on: date, names: list[str]
) -> None:
    (policy,) = read_policy(SHIPPED + PROMOTIONS).versions
    assert [promotion.name for promotion in promotions_ahead(kinds, tier, on, policy)] == names
