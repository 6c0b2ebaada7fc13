"""A partner's name and logo get into PDFs and decks at the places made for them, and nothing else in a document changes."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from struct import pack
from typing import Any
from zlib import compress, crc32

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pptx import Presentation

from bot.demo.shelf import made, sources
from handlers.brand import PLACES, Brand, Logo
from handlers.branded_pdf import branded_pdf, places_in_pdf
from handlers.branded_pptx import branded_pptx, places_in_pptx
from handlers.logo_reading import read_logo
from program.co_branding import BrandingFault
from program.policy_reading import read_policy

RULES = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8")).versions[-1].branding
SOURCES = {source.name: source for source in sources(date(2026, 5, 18))}
ONE_PAGER = made(SOURCES["one-pagers/nimbus-backup.pdf"])
DECK = made(SOURCES["decks/company-overview.pptx"])
RED = (200, 16, 46, 255)


def picture(width: int, height: int, form: str = "PNG", **options: Any) -> bytes:
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, width, height), fill=RED)
    sink = BytesIO()
    (image if form == "PNG" else image.convert("RGB")).save(sink, form, **options)
    return sink.getvalue()


def logo(width: int = 900, height: int = 300) -> Logo:
    found = read_logo(picture(width, height), RULES)
    assert isinstance(found, Logo)
    return found


BRAND = Brand(name="Łódź & Söhne <b>", contact="seller@nordwind.example", logo=logo())


# ── the logo ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_within_the_guidelines_becomes_a_logo_of_our_own_making(form: str) -> None:
    found = read_logo(picture(2400, 800, form), RULES)
    assert isinstance(found, Logo)
    assert (found.width, found.height) == (1200, 400)
    again = Image.open(BytesIO(found.content))
    assert again.format == "PNG"
    red, green, blue, opaque = again.getpixel((600, 200))  # type: ignore[misc]  # four bands, since it is RGBA
    assert abs(red - 200) < 4
    assert (green < 24, blue < 60, opaque) == (True, True, 255)


def test_nothing_that_stood_beside_the_dots_is_kept() -> None:
    told = PngInfo()
    told.add_text("Comment", "secret of somebody")
    found = read_logo(picture(400, 200, pnginfo=told), RULES)
    assert isinstance(found, Logo)
    assert b"secret" not in found.content
    assert not Image.open(BytesIO(found.content)).info


def test_what_is_too_small_too_long_or_too_heavy_is_refused_with_every_reason() -> None:
    assert read_logo(picture(200, 100), RULES) == (BrandingFault.TOO_SMALL,)
    assert read_logo(picture(250, 20), RULES) == (BrandingFault.TOO_SMALL, BrandingFault.TOO_LONG)
    assert read_logo(picture(400, 200) + b"\0" * 2_000_000, RULES) == (BrandingFault.TOO_HEAVY,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg><script/></svg>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
    ],
)
def test_what_is_no_png_or_jpeg_is_refused_whatever_its_name_says(content: bytes) -> None:
    assert read_logo(content, RULES) == (BrandingFault.FORMAT,)


def test_a_picture_that_breaks_off_is_refused() -> None:
    assert read_logo(picture(900, 300)[:200], RULES) == (BrandingFault.BROKEN,)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many dots."""

    def part(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", crc32(name + body))

    head = pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", compress(b"\0" * 1000)) + part(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (5_000, 5_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_unpack_into_a_huge_one_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    assert read_logo(bomb(width, height), RULES) == (BrandingFault.TOO_LARGE,)


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def seen(content: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    shown: Image.Image = document[0].render(scale=2).to_pil().convert("RGB")
    return shown


def red_box(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Where the logo stands on the page."""
    red, green, _ = image.split()
    strong, weak = red.point(lambda value: 255 * (value > 150)), green.point(lambda value: 255 * (value < 60))
    return ImageChops.multiply(strong, weak).getbbox()


def test_a_one_pager_has_its_places_and_other_documents_have_none() -> None:
    assert places_in_pdf(ONE_PAGER) == PLACES
    assert places_in_pdf(made(SOURCES["legal/resale-terms.pdf"])) == frozenset()
    assert places_in_pdf(b"no PDF") == frozenset()


def test_the_name_the_contact_and_the_logo_stand_on_the_page_and_the_fields_are_gone() -> None:
    done = branded_pdf(ONE_PAGER, BRAND, RULES)
    text = pypdfium2.PdfDocument(done)[0].get_textpage().get_text_bounded()
    assert "Lódz & Söhne <b>" in text
    assert "seller@nordwind.example" in text
    assert "Backups that ransomware" in text
    assert places_in_pdf(done) == frozenset()


@pytest.mark.parametrize(("width", "height"), [(900, 300), (400, 400), (300, 900), (1800, 300)])
def test_the_logo_keeps_its_shape_and_is_no_higher_than_the_vendors(width: int, height: int) -> None:
    before, after = seen(ONE_PAGER), seen(branded_pdf(ONE_PAGER, Brand(name="", logo=logo(width, height)), RULES))
    box = red_box(after)
    assert red_box(before) is None
    assert box is not None
    wide, high = box[2] - box[0], box[3] - box[1]
    assert abs(wide / high - width / height) < 0.12 * width / height
    assert high <= 13 / 25.4 * 72 * 2 + 2  # the vendor's sign is 13 mm, twice as many dots as points


def test_only_the_foot_of_the_page_changes() -> None:
    before, after = seen(ONE_PAGER), seen(branded_pdf(ONE_PAGER, BRAND, RULES))
    upper = (0, 0, before.width, int(before.height * 0.87))
    assert before.crop(upper).tobytes() == after.crop(upper).tobytes()


# ── decks ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_deck_has_its_places_and_other_files_have_none() -> None:
    assert places_in_pptx(DECK) == PLACES
    assert places_in_pptx(made(SOURCES["battlecards/retail.pptx"])) == frozenset()
    assert places_in_pptx(b"no deck") == frozenset()


def test_the_first_and_the_last_slide_carry_the_brand() -> None:
    deck = Presentation(BytesIO(branded_pptx(DECK, BRAND, RULES)))
    for slide in (deck.slides[0], deck.slides[-1]):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert BRAND.name in texts
        assert BRAND.contact in texts
        vendor = next(shape for shape in slide.shapes if shape.name == "vendor_logo")
        picture = next(shape for shape in slide.shapes if shape.name == BRAND.name)
        assert picture.height <= vendor.height
        assert abs(picture.width / picture.height - 3) < 0.01
    assert BRAND.name not in [shape.name for shape in deck.slides[1].shapes]


def test_without_a_logo_its_place_stays_empty() -> None:
    deck = Presentation(BytesIO(branded_pptx(DECK, Brand(name="Nordwind Systems"), RULES)))
    assert "partner_logo" not in [shape.name for slide in deck.slides for shape in slide.shapes]
    assert red_box(seen(branded_pdf(ONE_PAGER, Brand(name="Nordwind Systems"), RULES))) is None


def test_a_long_name_is_made_to_fit() -> None:
    name = "Gesellschaft für innovative Informationsverarbeitung und Systemintegration mbH & Co. KG"
    text = pypdfium2.PdfDocument(branded_pdf(ONE_PAGER, Brand(name=name), RULES))[0].get_textpage().get_text_bounded()
    assert "Gesellschaft" in text
    deck = Presentation(BytesIO(branded_pptx(DECK, Brand(name=name), RULES)))
    assert any(shape.text_frame.text.startswith("Gesellschaft") for shape in deck.slides[0].shapes if shape.has_text_frame)
