"""What stands for the braces of the ids that are put together where collateral and the return of a product are told."""

from __future__ import annotations

from handlers.roi import NAMES
from handlers.understanding.collateral_words import KINDS
from program.co_branding import BrandingFault

_FACTS = "first paid payback percent price replaces saved time value_of_years".split()

COLLATERAL_IDS: dict[str, list[str]] = {
    "branding.{fault.value}": [fault.value for fault in BrandingFault],
    "collateral.kind.{wish.kind}": [kind for kind, _ in KINDS],
    "roi.fact.{name}": _FACTS,
    "roi.{name}": [name for name in NAMES if name != "product"],
    "roi.{name}.hint": [name for name in NAMES if name != "product"],
}
