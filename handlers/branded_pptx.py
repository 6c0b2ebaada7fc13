"""A deck with a partner's name, logo and contact, put into the shapes that are named for them; everything else stays as it is."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.exc import PackageNotFoundError
from pptx.util import Emu, Pt

from handlers.brand import CONTACT, LOGO, NAME, PLACES, VENDOR_LOGO, Brand, cut, size_for
from handlers.packing import fixed
from program.co_branding import Box, placed
from program.policy_branding import BrandingRules

_POINT: Final = 12_700
_INK, _GREY = (0x16, 0x30, 0x3A), (0x5F, 0x71, 0x79)


def places_in_pptx(content: bytes) -> frozenset[str]:
    """Which places for a partner the deck has; none where it cannot be read."""
    try:
        deck = Presentation(BytesIO(content))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError):
        return frozenset()
    return frozenset(shape.name for slide in deck.slides for shape in slide.shapes) & PLACES


def branded_pptx(content: bytes, brand: Brand, rules: BrandingRules) -> bytes:
    """The deck with the brand in every place that it has."""
    deck = Presentation(BytesIO(content))
    for slide in deck.slides:
        shapes = list(slide.shapes)
        vendor = next((Decimal(shape.height) for shape in shapes if shape.name == VENDOR_LOGO), None)
        for shape in shapes:
            match shape.name:
                case name if name == LOGO:
                    _place_logo(slide, shape, brand, vendor, rules)
                case name if name == NAME:
                    _write(shape, brand.name, _INK, 0.62, bold=True)
                case name if name == CONTACT:
                    _write(shape, brand.contact, _GREY, 0.5, bold=False)
                case _:
                    pass
    sink = BytesIO()
    deck.save(sink)
    return fixed(sink.getvalue())


def _place_logo(slide: Any, shape: Any, brand: Brand, vendor: Decimal | None, rules: BrandingRules) -> None:
    if brand.logo is not None:
        place = Box(left=Decimal(shape.left), top=Decimal(shape.top), width=Decimal(shape.width), height=Decimal(shape.height))
        box = placed(brand.logo.width, brand.logo.height, place, vendor or place.height, rules)
        sides = (Emu(int(side)) for side in (box.left, box.top, box.width, box.height))
        picture = slide.shapes.add_picture(BytesIO(brand.logo.content), *sides)
        picture.name = brand.name
    shape._element.getparent().remove(shape._element)


def _write(shape: Any, text: str, colour: tuple[int, int, int], share: float, *, bold: bool) -> None:
    """One line that fits, in the middle of the shape's height; a share of it is the largest size."""
    width, height = shape.width / _POINT, shape.height / _POINT
    size = size_for(text, width, height * share, height * 0.3)
    frame = shape.text_frame
    frame.clear()
    frame.word_wrap = False
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    run = frame.paragraphs[0].add_run()
    run.text = cut(text, width, size)
    run.font.size, run.font.bold = Pt(int(size)), bold
    run.font.color.rgb = RGBColor(*colour)  # type: ignore[no-untyped-call]  # python-pptx says no types here
