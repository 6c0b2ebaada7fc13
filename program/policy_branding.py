"""What a version of the policy says of documents with a partner's name: chapter 13."""

from __future__ import annotations

from dataclasses import dataclass

from program.collateral import DocumentKind
from program.partners import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandingRules:
    """Which documents may carry a partner's name and logo, and what the logo has to be.

    Dots count along the longer side of the logo; that is at most `most_ratio` times as long as the shorter one. `clear_space` is
    per cent of the logo's height, `most_share` per cent of the height of the vendor's logo. `formats` are names such as "PNG".
    """

    kinds: frozenset[DocumentKind]
    least_tier: Tier
    formats: tuple[str, ...]
    least_pixels: int
    most_pixels: int
    most_bytes: int
    most_ratio: int
    most_share: int
    clear_space: int
