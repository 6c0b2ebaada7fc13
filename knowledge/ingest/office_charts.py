"""Reads what the charts and diagrams of Office files show, from the values that are kept with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from knowledge.ingest.archives import parsed_xml
from knowledge.ingest.outline import Block, Paragraph, Table

_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
#: More points than these are a curve, not figures that somebody reads off.
_MOST_POINTS: Final = 500


def blocks_of_chart(content: bytes) -> Iterator[Block]:
    """Its titles, then a row for each category with the value of each series."""
    root = parsed_xml(content)
    for title in root.iter(_CHART + "title"):
        if text := "".join(node.text or "" for node in title.iter(_DRAWING + "t")).strip():
            yield Paragraph(text=text)
    series = list(root.iter(_CHART + "ser"))
    names = [_first(one.find(_CHART + "tx")) for one in series]
    values = [_points(one, "val") or _points(one, "yVal") for one in series]
    categories: dict[int, str] = {}
    for one in series:
        categories = (_points(one, "cat") or _points(one, "xVal")) | categories
    places = sorted(set(categories).union(*values))[:_MOST_POINTS]
    rows = [(categories.get(place, ""), *(one.get(place, "") for one in values)) for place in places]
    if rows:
        yield Table(header=("", *names) if any(names) else (), rows=tuple(rows))


def blocks_of_diagram(content: bytes) -> Iterator[Block]:
    """The words of a diagram (SmartArt), in the order in which they were typed."""
    for point in parsed_xml(content).iter(_DIAGRAM + "pt"):
        text = "".join(node.text or "" for node in point.iter(_DRAWING + "t")).strip()
        if text and point.get("type", "node") in ("node", "asst"):
            yield Paragraph(text=text, is_item=True)


def _first(element: Any) -> str:
    found = None if element is None else element.find(f".//{_CHART}v")
    return "" if found is None else found.text or ""


def _points(series: Any, name: str) -> dict[int, str]:
    """The values by their place. A multi-level category is the innermost."""
    holder = series.find(_CHART + name)
    if holder is None:
        return {}
    levels = holder.findall(f".//{_CHART}lvl")
    holder = levels[0] if levels else holder
    form = holder.findtext(f".//{_CHART}formatCode") or ""
    found = {}
    for point in holder.iter(_CHART + "pt"):
        value = point.findtext(_CHART + "v")
        if value and point.get("idx", "").isdecimal():
            found[int(point.get("idx"))] = _written(value, form)
    return found


def _written(value: str, form: str) -> str:
    """As the chart shows it, nearly: a share as per cent where its format says so, and no more digits than mean anything."""
    try:
        number = float(value)
    except ValueError:
        return value
    return f"{number * 100:.10g}%" if "%" in form else f"{number:.10g}"
