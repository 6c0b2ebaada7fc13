"""PDF files for tests, made on the fly."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

STYLES = getSampleStyleSheet()


def drawn(*pages: Callable[[Canvas], object], encrypt: str | None = None) -> bytes:
    """A page for each function, which draws it."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, encrypt=encrypt)
    for page in pages:
        canvas.setFont("Helvetica", 11)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def flowing(*story: Flowable, footer: str = "") -> bytes:
    """Laid out by reportlab, with a footer and the page's number on every page."""

    def foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 30, footer)
        canvas.drawRightString(540, 30, f"Page {document.page}")

    file = BytesIO()
    # The header of a page is painted first, its footer as well.
    SimpleDocTemplate(file, pagesize=A4).build(list(story), onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


def text(words: str, style: str = "Normal") -> Paragraph:
    return Paragraph(words, STYLES[style])
