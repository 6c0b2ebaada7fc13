"""What the styles of a Word document make of its text: headings, lists, and whether it can be seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from knowledge.ingest.colours import WHITE, Colour

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF: Final = frozenset({"0", "false", "off"})
#: In half points; smaller text cannot be read.
_SMALLEST: Final = 6
#: Styles may stand on each other; a file decides how deep, and whether in a circle.
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How text looks; None where nothing is said. `ground` is what is painted behind it, as hexadecimal digits or a name."""

    vanishes: bool | None = None
    colour: str | None = None
    half_points: int | None = None
    ground: str | None = None

    def over(self, other: Look) -> Look:
        """The other look where this one says nothing."""
        return Look(
            vanishes=other.vanishes if self.vanishes is None else self.vanishes,
            colour=self.colour or other.colour,
            half_points=other.half_points if self.half_points is None else self.half_points,
            ground=self.ground or other.ground,
        )

    @property
    def is_seen(self) -> bool:
        if self.vanishes or (self.half_points is not None and self.half_points < _SMALLEST):
            return False
        colour = Colour.of_hex(self.colour or "")
        ground = WHITE if self.ground is None else Colour.of_hex(self.ground)
        return colour is None or ground is None or not colour.is_lost_on(ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphStyle:
    """`level` is that of a heading, 1 for the title; 0 for text."""

    level: int = 0
    is_item: bool = False
    is_contents: bool = False
    look: Look = Look()


def value(element: Any, path: str) -> str | None:
    """The value of the element at the path, "" where it is there without one."""
    found = None if element is None else element.find(path)
    return None if found is None else found.get(W + "val", "")


def look_of(properties: Any) -> Look:
    """What the properties of a run, a paragraph or a cell say."""
    if properties is None:
        return Look()
    vanish = value(properties, W + "vanish")
    size = value(properties, W + "sz") or ""
    ground = value(properties, W + "highlight")
    shade = properties.find(W + "shd")
    if shade is not None and shade.get(W + "fill", "auto") != "auto":
        ground = shade.get(W + "fill")
    return Look(
        vanishes=None if vanish is None else vanish not in _OFF,
        colour=value(properties, W + "color"),
        half_points=int(size) if size.isdecimal() and len(size) < 6 else None,
        ground=None if ground in (None, "none") else ground,
    )


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, element: Any) -> None:
        self._all: Mapping[str, Any] = {one.get(W + "styleId", ""): one for one in element.iter(W + "style")}
        self._default = look_of(element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._made: dict[str, ParagraphStyle] = {}
        self._normal = next((id for id, one in self._all.items() if _is_default(one)), "")

    def paragraph(self, properties: Any) -> ParagraphStyle:
        """What a paragraph with these properties is."""
        id = value(properties, W + "pStyle") or self._normal
        if id not in self._made:
            self._made[id] = self._paragraph(id)
        made = self._made[id]
        if properties is None:
            return made
        level = value(properties, W + "outlineLvl")
        return replace(
            made,
            level=int(level) + 2 if level and level in "012345678" else made.level,
            is_item=made.is_item or properties.find(W + "numPr") is not None,
            look=look_of(properties).over(made.look),
        )

    def look(self, id: str | None) -> Look:
        """The look of the text in a style, with all that it stands on."""
        look = Look()
        for style in self._chain(id or ""):
            look = look.over(look_of(style.find(W + "rPr"))).over(Look(ground=look_of(style.find(W + "pPr")).ground))
        return look

    def is_painted_table(self, id: str | None) -> bool:
        """Whether a style of tables paints grounds, for some rows or all; which, only Word knows."""
        return any(style.find(f".//{W}shd") is not None for style in self._chain(id or ""))

    def _paragraph(self, id: str) -> ParagraphStyle:
        level, is_item, is_contents = 0, False, False
        for style in self._chain(id):
            name = (value(style, W + "name") or "").lower()
            own = value(style.find(W + "pPr"), W + "outlineLvl")
            level = level or _level_of(name) or (int(own) + 2 if own and own in "012345678" else 0)
            is_item = is_item or style.find(f"{W}pPr/{W}numPr") is not None or name.startswith("list ")
            is_contents = is_contents or bool(re.match(r"toc \d|table of figures", name))
        look = self.look(id).over(self._default)
        return ParagraphStyle(level=level, is_item=is_item and not level, is_contents=is_contents, look=look)

    def _chain(self, id: str) -> list[Any]:
        chain: list[Any] = []
        while id in self._all and len(chain) < _DEEPEST:
            chain.append(self._all[id])
            id = value(chain[-1], W + "basedOn") or ""
        return chain


def _level_of(name: str) -> int:
    if name == "title":
        return 1
    match = re.fullmatch(r"heading ([1-9])", name)
    return int(match[1]) + 1 if match else 0


def _is_default(style: Any) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default", "0") not in _OFF
