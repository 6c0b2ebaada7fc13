"""What CSS says about whether an element can be seen: its own attribute's and that of the style sheets in the same file.

A file is judged as it looks by itself: style sheets that it only points to are not fetched. Of rules that contradict each other,
the later one holds; that is not the whole cascade, but nothing here hangs on more of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import tinycss2
import tinycss2.color4
from bs4 import BeautifulSoup
from bs4.element import Tag
from soupsieve import SelectorSyntaxError
from soupsieve import compile as compile_selector

from knowledge.ingest.colours import Colour

Style = Mapping[str, str]

_SAYS_SOMETHING: Final = frozenset(
    """display visibility opacity font-size color background background-color background-image position left right top bottom
    text-indent width height max-width max-height overflow clip clip-path transform content-visibility""".split()
)
_NUMBER: Final = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|%|vw|vh|)")
#: Text smaller than this cannot be read; in pixels.
_SMALLEST: Final = 3
_IN_PIXELS: Final = {"px": 1.0, "": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16, "vw": 13.0, "vh": 8.0}
#: Further out than any screen is wide.
_OUTSIDE: Final = -900
#: More rules than these are a framework's; matching each would take longer than reading the page.
_MOST_RULES: Final = 2_000


def style_of(attribute: str) -> Style:
    """What a style attribute declares, of what matters here; names and values in lower case."""
    return _declared(tinycss2.parse_declaration_list(attribute, skip_comments=True, skip_whitespace=True))


def sheet_styles(soup: BeautifulSoup) -> Mapping[int, Style]:
    """What the style sheets in the file declare, by the id() of the element. Empty when none of their rules could hide anything."""
    rules = [rule for sheet in soup.find_all("style") for rule in _rules(sheet.get_text())]
    if len(rules) > _MOST_RULES or not any(_may_hide(style) for _, style in rules):
        return {}
    found: dict[int, dict[str, str]] = {}
    for selector, style in rules:
        try:
            matches = compile_selector(selector).select(soup)
        except (SelectorSyntaxError, ValueError):  # of a kind that there is no way to match here, as ::before
            continue
        for element in matches:
            found.setdefault(id(element), {}).update(style)
    return found


def _may_hide(style: Style) -> bool:
    return hides(style) or bool(is_invisible(style)) or bool(is_tiny(style)) or "color" in style


def _rules(sheet: str) -> Iterator[tuple[str, Style]]:
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        yield from _of_rule(rule)


def _of_rule(rule: Any) -> Iterator[tuple[str, Style]]:
    if rule.type == "qualified-rule":
        style = _declared(tinycss2.parse_blocks_contents(rule.content))
        if style:
            yield tinycss2.serialize(rule.prelude).strip(), style
    elif rule.type == "at-rule" and _is_for_screens(rule):
        for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
            yield from _of_rule(inner)


def _is_for_screens(rule: Any) -> bool:
    media = tinycss2.serialize(rule.prelude).lower()
    return rule.lower_at_keyword == "media" and rule.content is not None and re.search(r"\b(?:all|screen)\b", media) is not None


def _declared(items: list[Any]) -> Style:
    return {
        item.lower_name: tinycss2.serialize(item.value).strip().lower()
        for item in items
        if item.type == "declaration" and item.lower_name in _SAYS_SOMETHING
    }


def hides(style: Style) -> bool:
    """Whether the element is not seen, whatever its colours are, nor anything in it."""
    return (
        style.get("display") == "none"
        or style.get("content-visibility") == "hidden"
        or _share(style.get("opacity")) < 0.05
        or _is_outside(style)
        or _is_cut_away(style)
    )


def is_invisible(style: Style) -> bool | None:
    """Whether the element's own text is kept from sight; None where it says nothing of that, and its parent's word holds."""
    value = style.get("visibility")
    return None if value is None else value in ("hidden", "collapse")


def is_tiny(style: Style) -> bool | None:
    """Whether the element's own text is too small to read; None where it says nothing of that, and its parent's word holds."""
    size = _pixels(style.get("font-size"))
    return None if size is None else size < _SMALLEST


def _is_outside(style: Style) -> bool:
    moved = ("left", "top", "right", "bottom") if style.get("position") in ("absolute", "fixed", "relative") else ()
    return any((_pixels(style.get(name)) or 0) <= _OUTSIDE for name in (*moved, "text-indent"))


def _is_cut_away(style: Style) -> bool:
    cuts = style.get("overflow", "").startswith(("hidden", "clip"))
    sizes = [_pixels(style.get(name)) for name in ("width", "height", "max-width", "max-height")]
    return (
        (cuts and any(size is not None and size <= 1 for size in sizes))
        or bool(re.fullmatch(r"rect\((?:[01](?:px)?[ ,]*){4}\)", style.get("clip", "")))
        or style.get("clip-path", "").replace(" ", "") in ("inset(50%)", "inset(100%)", "circle(0)")
        or style.get("transform", "").replace(" ", "") in ("scale(0)", "scale(0,0)", "scalex(0)", "scaley(0)")
    )


def _pixels(value: str | None) -> float | None:
    match = _NUMBER.fullmatch(value or "")
    return float(match[1]) * _IN_PIXELS[match[2]] if match else None


def _share(value: str | None) -> float:
    match = _NUMBER.fullmatch(value or "")
    return 1 if match is None else float(match[1]) / (100 if match[2] == "%" else 1)


# --- colours -----------------------------------------------------------------------------------------------------------


def text_colour(element: Tag, style: Style) -> Colour | None:
    """The colour that the element gives to its text, if any."""
    return _colour(style.get("color") or _attribute(element, "color"))


def is_transparent(style: Style) -> bool:
    """Whether the element's text is painted with nothing."""
    parsed = tinycss2.color4.parse_color(style.get("color", "black"))
    return parsed is not None and parsed != "currentcolor" and parsed.alpha < 0.05


def ground_colour(element: Tag, style: Style, above: Colour | None) -> Colour | None:
    """What is behind the element's text: its own ground, else the one above; None for what is no one colour (a picture)."""
    shorthand = style.get("background", "")
    if "(" in shorthand.replace("rgb(", "").replace("rgba(", "") or style.get("background-image", "none") != "none":
        return None
    for value in (style.get("background-color"), *shorthand.split(), _attribute(element, "bgcolor")):
        if colour := _colour(value):
            return colour
    return above


def _attribute(element: Tag, name: str) -> str | None:
    value = element.get(name)
    return value if isinstance(value, str) else None


def _colour(text: str | None) -> Colour | None:
    parsed = tinycss2.color4.parse_color(text) if text else None
    if parsed is None or parsed == "currentcolor" or parsed.alpha < 0.05:
        return None
    red, green, blue = (round(255 * min(max(part, 0), 1)) for part in parsed.to("srgb").coordinates)
    return Colour(red=red, green=green, blue=blue)
