"""Whether the text on a slide can be seen: its size and colour, what is painted behind it, and where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from knowledge.ingest.colours import BLACK, WHITE, Colour

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
#: In hundredths of a point; smaller text cannot be read.
_SMALLEST: Final = 300
#: The colours of a theme that are white and black in all but the darkest of them; what else there is can be any colour.
_THEME: Final = {"bg1": WHITE, "lt1": WHITE, "tx1": BLACK, "dk1": BLACK}
_FILLS: Final = tuple(A + name for name in ("solidFill", "noFill", "gradFill", "blipFill", "pattFill", "grpFill"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where something lies on a slide, in English metric units."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds_middle_of(self, other: Box) -> bool:
        across, down = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= across <= self.right and self.top <= down <= self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How a group moves and scales what is in it."""

    across: float = 0
    down: float = 0
    wide: float = 1
    high: float = 1

    def box(self, left: float, top: float, width: float, height: float) -> Box:
        x, y = self.across + left * self.wide, self.down + top * self.high
        return Box(left=x, top=y, right=x + width * self.wide, bottom=y + height * self.high)

    def into(self, group: Any) -> Moved:
        """For the children of a group: its frame on the slide, and the frame that its children are measured in."""
        frame = group.find(f"{P}grpSpPr/{A}xfrm")
        parts = [frame.find(A + name) for name in ("off", "ext", "chOff", "chExt")] if frame is not None else []
        if not parts or any(part is None for part in parts):
            return self
        off, extent, child_off, child_extent = parts
        wide = _number(extent, "cx") / (_number(child_extent, "cx") or 1)
        high = _number(extent, "cy") / (_number(child_extent, "cy") or 1)
        return Moved(
            across=self.across + (_number(off, "x") - _number(child_off, "x") * wide) * self.wide,
            down=self.down + (_number(off, "y") - _number(child_off, "y") * high) * self.high,
            wide=self.wide * wide,
            high=self.high * high,
        )


def _number(element: Any, name: str) -> float:
    return float(element.get(name, "0"))


def ground_of_slide(slide: Any) -> Colour | None:
    """The colour of the slide, its layout's or its master's background; None where that is no one colour."""
    for part in (slide, slide.slide_layout, slide.slide_layout.slide_master):
        ground = part.element.find(f"{P}cSld/{P}bg")
        if ground is not None:
            properties = ground.find(P + "bgPr")
            return _colour_in(ground.find(P + "bgRef")) if properties is None else _colour_in(properties.find(A + "solidFill"))
    return WHITE


class Paint:
    """What has been painted on a slide so far, from the back to the front."""

    def __init__(self, ground: Colour | None) -> None:
        self._ground = ground
        self._boxes: list[tuple[Box, Colour | None]] = []

    def add(self, box: Box, colour: Colour | None) -> None:
        """Something opaque of this colour, None for a picture or the like."""
        self._boxes.append((box, colour))

    def behind(self, box: Box | None) -> Colour | None:
        """The colour behind what lies there; None where it cannot be known."""
        if box is None:
            return None
        return next((colour for painted, colour in reversed(self._boxes) if painted.holds_middle_of(box)), self._ground)


def fill_of(properties: Any) -> tuple[bool, Colour | None]:
    """Whether the shape or cell with these properties is filled, and with which colour; None for one that cannot be known."""
    fill = next((child for child in properties if child.tag in _FILLS), None) if properties is not None else None
    if fill is None or fill.tag == A + "noFill":
        return False, None
    return True, _colour_in(fill) if fill.tag == A + "solidFill" else None


def seen_text(paragraph: Any, ground: Colour | None) -> str:
    """The text of a paragraph that can be seen on that ground, without the slide's own number."""
    return "".join(_seen(paragraph, ground))


def _seen(paragraph: Any, ground: Colour | None) -> Iterator[str]:
    for child in paragraph:
        if child.tag == A + "br":
            yield "\n"
        elif child.tag in (A + "r", A + "fld") and child.get("type") != "slidenum" and _is_seen(child.find(A + "rPr"), ground):
            yield child.findtext(A + "t") or ""


def _is_seen(properties: Any, ground: Colour | None) -> bool:
    if properties is None:
        return True
    size = properties.get("sz", "")
    if size.isdecimal() and int(size) < _SMALLEST:
        return False
    fill = properties.find(A + "solidFill")
    if fill is None:
        return properties.find(A + "noFill") is None
    if any(alpha.get("val") in ("0", "0%") for alpha in fill.iter(A + "alpha")):
        return False
    colour = _colour_in(fill)
    return colour is None or ground is None or not colour.is_lost_on(ground)


def _colour_in(fill: Any) -> Colour | None:
    """The colour that an element names; None where it depends on the theme, or is changed in other ways."""
    for colour in fill if fill is not None else ():
        if any(change.tag != A + "alpha" for change in colour):
            return None
        if colour.tag == A + "srgbClr":
            return Colour.of_hex(colour.get("val", ""))
        if colour.tag == A + "schemeClr":
            return _THEME.get(colour.get("val", ""))
        if colour.tag in (A + "prstClr", A + "sysClr"):
            return {"white": WHITE, "window": WHITE, "black": BLACK, "windowText": BLACK}.get(colour.get("val", ""))
    return None
