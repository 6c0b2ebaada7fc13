"""A picture that somebody sent as their company's logo: looked at before it is decoded, and kept as a picture of our own making.

Only PNG and JPEG are tried, whatever the name says. The dots are counted by the head of the file, so that a small file that unpacks
into a huge picture is refused before it is unpacked. What is kept is drawn anew: no text, no profile, no second picture is in it.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from handlers.brand import Logo
from program.co_branding import BrandingFault, Picture, faults_of
from program.policy_branding import BrandingRules

#: A larger one is made smaller: enough for print in the size that the guidelines allow.
_KEPT: Final = 1200
#: What Pillow raises for a file that is none, or a broken one.
_BROKEN: Final = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)


def read_logo(content: bytes, rules: BrandingRules) -> Logo | tuple[BrandingFault, ...]:
    """The logo, or everything that is wrong with the picture."""
    known = _looked_at(content, rules)
    if known is None:
        return (BrandingFault.FORMAT,)
    faults = faults_of(known, rules)
    if faults:
        return faults
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=rules.formats) as picture:
                return _kept(picture)
    except _BROKEN:
        return (BrandingFault.BROKEN,)


def _looked_at(content: bytes, rules: BrandingRules) -> Picture | None:
    """What the head of the file says; None where it is no picture of a format that is allowed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=rules.formats) as picture:
                return Picture(format=picture.format or "", width=picture.width, height=picture.height, size=len(content))
    except Image.DecompressionBombError:
        # So many dots that even opening is refused: far beyond what any policy allows.
        side = Image.MAX_IMAGE_PIXELS or rules.most_pixels + 1
        return Picture(format=rules.formats[0], width=side, height=side, size=len(content))
    except _BROKEN:
        return None


def _kept(picture: Image.Image) -> Logo:
    """Turned as it is meant, in plain colours with its transparency, and no larger than needed."""
    upright = ImageOps.exif_transpose(picture)
    plain = upright.convert("RGBA")
    plain.thumbnail((_KEPT, _KEPT), Image.Resampling.LANCZOS)
    fresh = Image.new("RGBA", plain.size)
    fresh.paste(plain)
    sink = BytesIO()
    fresh.save(sink, format="PNG", optimize=True)
    return Logo(content=sink.getvalue(), width=fresh.width, height=fresh.height)
