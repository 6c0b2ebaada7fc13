"""The rules on documents with a partner's name, read from a version of the policy: chapter 13."""

from __future__ import annotations

from typing import Final

from program.collateral import DocumentKind
from program.partners import Tier
from program.policy import Ground
from program.policy_branding import BrandingRules
from program.policy_conflicts import Ends
from program.policy_table import Table

#: Formats that a logo can have; one that may hold programs (SVG) is none of them.
FORMATS: Final = ("PNG", "JPEG")


def read_branding(section: Table, ends: Ends) -> BrandingRules:
    """The section `co_branding`."""
    documents = section.table("documents")
    kinds = documents.codes("kinds", tuple(DocumentKind))
    least_tier = documents.code("least_tier", tuple(Tier))
    documents.names["least_tier"] = least_tier.value.capitalize()
    ends(documents, Ground.CO_BRANDING)
    logo = section.table("logo")
    formats = logo.texts("formats", FORMATS)
    logo.names["formats"] = ", ".join(formats)
    least_pixels = logo.whole("least_pixels", 16, 4000)
    most_pixels = logo.whole("most_pixels", 100, 8000)
    most_kilobytes = logo.whole("most_kilobytes", 10, 10_000)
    most_ratio = logo.whole("most_ratio", 1, 20)
    if most_pixels < least_pixels:
        logo.problems.add(logo.placed("most_pixels"), "policy.not_in_order", value=str(most_pixels), above="least_pixels")
    ends(logo, Ground.PARTNER_LOGO)
    placing = section.table("placing")
    most_share = placing.whole("most_share", 10, 100)
    clear_space = placing.whole("clear_space", 0, 100)
    ends(placing, Ground.LOGO_PLACING)
    section.close()
    return BrandingRules(
        kinds=frozenset(kinds),
        least_tier=least_tier,
        formats=formats,
        least_pixels=least_pixels,
        most_pixels=most_pixels,
        most_bytes=most_kilobytes * 1000,
        most_ratio=most_ratio,
        most_share=most_share,
        clear_space=clear_space,
    )
