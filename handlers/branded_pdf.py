"""A PDF with a partner's name, logo and contact: drawn over the places that it has for them, which are form fields by these names.

What the fields say is never shown or kept: they are taken out, and what stands in their place is part of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import POINTER, cast, create_string_buffer
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from threading import Lock
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from handlers.brand import CONTACT, LOGO, NAME, PLACES, VENDOR_LOGO, Brand
from handlers.statement_pdf import written
from program.co_branding import Box, placed
from program.policy_branding import BrandingRules

#: PDFium serves one thread at a time.
_ALONE: Final = Lock()
_INK, _GREY = HexColor("#16303a"), HexColor("#5f7179")
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A named field on a page: its place among the page's annotations, and where it stands, in points from below."""

    name: str
    at: int
    left: float
    foot: float
    width: float
    height: float


def places_in_pdf(content: bytes) -> frozenset[str]:
    """Which places for a partner the document has; none where it cannot be read."""
    with _ALONE:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            return frozenset()
        try:
            found = {field.name for number in range(len(document)) for field in _fields(document[number])}
        finally:
            document.close()
    return frozenset(found) & PLACES


def branded_pdf(content: bytes, brand: Brand, rules: BrandingRules) -> bytes:
    """The document with the brand in every place that it has."""
    with _ALONE:
        document = pypdfium2.PdfDocument(content)
        try:
            for number in range(len(document)):
                _brand_page(document, number, brand, rules)
            sink = BytesIO()
            document.save(sink)
            return sink.getvalue()
        finally:
            document.close()


def _brand_page(document: pypdfium2.PdfDocument, number: int, brand: Brand, rules: BrandingRules) -> None:
    page = document[number]
    fields = [field for field in _fields(page) if field.name in PLACES | {VENDOR_LOGO}]
    if not fields:
        return
    vendor = next((Decimal(field.height) for field in fields if field.name == VENDOR_LOGO), None)
    drawn = _drawn(fields, brand, rules, vendor, page.get_size())
    for field in sorted(fields, key=lambda field: field.at, reverse=True):
        pdfium.FPDFPage_RemoveAnnot(page, field.at)
    over = pypdfium2.PdfDocument(drawn)
    try:
        page.insert_obj(over.page_as_xobject(0, document).as_pageobject())
        page.gen_content()
    finally:
        over.close()


def _fields(page: pypdfium2.PdfPage) -> Iterator[_Field]:
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_WIDGET:
                continue
            box = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, box)
            yield _Field(
                name=_name_of(annotation),
                at=at,
                left=box.left,
                foot=min(box.bottom, box.top),
                width=box.right - box.left,
                height=abs(box.top - box.bottom),
            )
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _name_of(annotation: pdfium.FPDF_ANNOTATION) -> str:
    buffer = create_string_buffer(2 * _LONGEST_NAME)
    length = pdfium.FPDFAnnot_GetStringValue(annotation, b"T", cast(buffer, POINTER(pdfium.FPDF_WCHAR)), len(buffer))
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace") if length <= len(buffer) else ""


def _drawn(fields: list[_Field], brand: Brand, rules: BrandingRules, vendor: Decimal | None, size: tuple[float, float]) -> bytes:
    """A page of the same size with nothing on it but the brand."""
    sink = BytesIO()
    canvas = Canvas(sink, pagesize=size, invariant=1)
    for field in fields:
        match field.name:
            case name if name == LOGO and brand.logo is not None:
                place = _box(field)
                box = placed(brand.logo.width, brand.logo.height, place, vendor or place.height, rules)
                canvas.drawImage(
                    ImageReader(BytesIO(brand.logo.content)),
                    float(box.left),
                    float(box.top),
                    width=float(box.width),
                    height=float(box.height),
                    mask="auto",
                )
            case name if name == NAME:
                _write(canvas, field, brand.name, "Helvetica-Bold", _INK)
            case name if name == CONTACT and brand.contact:
                _write(canvas, field, brand.contact, "Helvetica", _GREY)
            case _:
                pass
    canvas.showPage()
    canvas.save()
    return sink.getvalue()


def _box(field: _Field) -> Box:
    left, foot, width, height = (Decimal(side) for side in (field.left, field.foot, field.width, field.height))
    return Box(left=left, top=foot, width=width, height=height)


def _write(canvas: Canvas, field: _Field, text: str, font: str, colour: Color) -> None:
    """One line that fits, in the middle of the field's height."""
    text = written(text)
    size = field.height * (0.72 if font.endswith("Bold") else 0.56)
    size *= min(1.0, field.width / stringWidth(text, font, size)) if text else 1.0
    canvas.setFont(font, size)
    canvas.setFillColor(colour)
    canvas.drawString(field.left, field.foot + (field.height - size * 0.72) / 2, text)
