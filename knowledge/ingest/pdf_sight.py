"""The pieces of text on a page of a PDF that can be seen, each with where and how large it stands.

PDF knows no hidden text, only text that is painted so that nobody sees it: in no ink, in the colour of what is behind it, tiny,
beside the page, or under something that is painted over it.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.ingest.colours import WHITE, Colour

#: In points, of the font; smaller text cannot be read.
_SMALLEST: Final = 3.0
_NO_INK: Final = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_STROKED: Final = (raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP)
#: A rectangle has five segments at most; what has more may leave its middle free.
_RECTANGLE: Final = 5
#: Drawings of more parts than these are pictures; what each of them covers is not looked at.
_MOST_PARTS: Final = 3_000
_BOLD: Final = 600
_ENDS_OF_LINE: Final = (10, 13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text on one line, in points from the page's lower left corner. `size` is that of its font as it is painted.

    `is_spaced`: white space stands before it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool
    is_spaced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Painted:
    """Something filled: `at` is when, counted in objects of the page; `colour` None for a picture or a shading."""

    at: int
    left: float
    bottom: float
    right: float
    top: float
    colour: Colour | None
    covers: bool

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


def pieces_of(page: pdfium.PdfPage) -> Iterator[Piece]:
    """In the order in which they are painted, which is that of reading in nearly every file."""
    text_page = page.get_textpage()
    try:
        yield from _Page(page, text_page).pieces()
    finally:
        text_page.close()


class _Page:
    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> None:
        self._raw = text_page.raw
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._painted: list[_Painted] = []
        self._order: dict[int, int] = {}
        parts = list(page.get_objects(max_depth=3)) if raw.FPDFPage_CountObjects(page.raw) <= _MOST_PARTS else []
        for at, part in enumerate(parts[: _MOST_PARTS * 2]):
            if part.type == raw.FPDF_PAGEOBJ_TEXT:
                self._order[_address(part.raw)] = at
            elif part.container is None and (painted := _painted(part, at)) is not None:
                self._painted.append(painted)

    def pieces(self) -> Iterator[Piece]:
        is_spaced = False
        for begin, end, address in self._runs():
            text = "".join(map(_LETTERS.__getitem__, self._codes[begin:end]))
            if address == 0 or not text.strip():
                is_spaced = True
                continue
            piece = self._piece(begin, end, text, address, is_spaced=is_spaced or text[0].isspace())
            is_spaced = text[-1].isspace()
            if piece is not None:
                yield piece

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        """From which letter to which the text is of one object, and its address; 0 for an end of line that PDFium puts in."""
        unicode_of = raw.FPDFText_GetUnicode
        self._codes = [unicode_of(self._raw, index) for index in range(raw.FPDFText_CountChars(self._raw))]
        begin, count = 0, len(self._codes)
        while begin < count:
            if self._codes[begin] in _ENDS_OF_LINE:
                end, address = begin + 1, 0
            else:
                address = self._object(begin)
                end = self._end_of_object(begin, address)
            yield begin, end, address
            begin = end

    def _end_of_object(self, begin: int, address: int) -> int:
        """The letters of one object follow each other: looked for in steps that double, since to ask PDFium takes time."""
        inside, step, count = begin, 1, len(self._codes)
        while step:
            if inside + step < count and self._object(inside + step) == address:
                inside += step
                step *= 2
            else:
                step //= 2
        line = self._codes[begin : inside + 1]
        return begin + next((place for place, code in enumerate(line) if code in _ENDS_OF_LINE), len(line))

    def _object(self, index: int) -> int:
        return _address(raw.FPDFText_GetTextObject(self._raw, index))

    def _piece(self, begin: int, end: int, text: str, address: int, *, is_spaced: bool) -> Piece | None:
        start, stop = end - len(text.lstrip()), begin + len(text.rstrip()) - 1
        first, last = self._box(start), self._box(stop)
        left, right = min(first[0], last[0]), max(first[1], last[1])
        bottom, top = min(first[2], last[2]), max(first[3], last[3])
        size = self._size(start)
        if not self._is_seen(start, address, (left + right) / 2, (bottom + top) / 2, size):
            return None
        weight = raw.FPDFText_GetFontWeight(self._raw, start)
        return Piece(
            text=" ".join(text.split()),
            left=left,
            right=right,
            base=self._base(start),
            size=size,
            is_bold=weight >= _BOLD or "bold" in self._font(start),
            is_spaced=is_spaced,
        )

    def _is_seen(self, index: int, address: int, x: float, y: float, size: float) -> bool:
        inside = self._left <= x <= self._right and self._bottom <= y <= self._top
        mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(self._raw, index))
        if not inside or size < _SMALLEST or mode in _NO_INK:
            return False
        ink = _ink(raw.FPDFText_GetStrokeColor if mode in _STROKED else raw.FPDFText_GetFillColor, self._raw, index)
        if ink is None:
            return False
        at = self._order.get(address)
        if at is None:  # of a form or of a drawing of many parts: what it stands on cannot be known
            return True
        if any(one.at > at and one.covers and one.holds(x, y) for one in self._painted):
            return False
        ground = next((one.colour for one in reversed(self._painted) if one.at < at and one.holds(x, y)), WHITE)
        return ground is None or not ink.is_lost_on(ground)

    # --- what PDFium says of a letter ---

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """Left, right, bottom, top: as wide as the letter, as high as the letters of its font."""
        rect = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self._raw, index, rect)
        return rect.left, rect.right, min(rect.bottom, rect.top), max(rect.bottom, rect.top)

    def _size(self, index: int) -> float:
        """What the font is asked for, times what the page makes of it."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._raw, index, matrix)
        size: float = raw.FPDFText_GetFontSize(self._raw, index) * math.hypot(matrix.c, matrix.d)
        return size

    def _base(self, index: int) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._raw, index, x, y)
        return y.value

    def _font(self, index: int) -> str:
        name = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self._raw, index, name, 128, ctypes.c_int())
        return name.value.decode("utf-8", "replace").lower()


class _Letters(dict[int, str]):
    """What PDFium's codes stand for: 2 is the hyphen that ends a line within a word."""

    def __missing__(self, code: int) -> str:
        self[code] = "-" if code == 2 else chr(code) if code <= 0x10FFFF else "\ufffd"
        return self[code]


_LETTERS: Final = _Letters()


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _ink(of: Any, *where: Any) -> Colour | None:
    """The colour of what is painted; None when it is see-through."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not of(*where, red, green, blue, alpha):
        return Colour(red=0, green=0, blue=0)
    return None if alpha.value < 13 else Colour(red=red.value, green=green.value, blue=blue.value)


def _painted(part: pdfium.PdfObject, at: int) -> _Painted | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if part.type not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
        return None
    if not raw.FPDFPageObj_GetBounds(part.raw, left, bottom, right, top):
        return None
    colour, covers = None, False
    if part.type == raw.FPDF_PAGEOBJ_PATH:
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(part.raw, mode, stroked)
        colour = _ink(raw.FPDFPageObj_GetFillColor, part.raw) if mode.value else None
        if colour is None:
            return None
        covers = raw.FPDFPath_CountSegments(part.raw) <= _RECTANGLE and not raw.FPDFPageObj_HasTransparency(part.raw)
    place = {"left": left.value, "bottom": bottom.value, "right": right.value, "top": top.value}
    return _Painted(at=at, colour=colour, covers=covers, **place)
