"""A reply drawn for a person at a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, assert_never

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Line

from bot.plain import shown
from handlers.reply import Chart, Choices, Facts, File, Form, Part, Progress, Reply, Sources, Table, Text, Tone

_TONES: Final = {Tone.PLAIN: "", Tone.TITLE: "bold", Tone.SUCCESS: "green", Tone.WARNING: "yellow", Tone.HINT: "dim"}
_STYLES: Final = {"primary": "bold green", "danger": "red", "default": ""}
_BAR: Final = 30


def show(console: Console, reply: Reply) -> None:
    """Prints the reply. What people typed is printed as it is: nothing in it is read as markup or as a control sequence."""
    number = 0
    for part in reply.parts:
        console.print(Padding(_draw(part, number), (0, 0, 1, 2)))
        number += len(part.choices) if isinstance(part, Choices) else 0


def _draw(part: Part, number: int) -> RenderableType:
    match part:
        case Text(text=text, tone=tone):
            return _line(text, _TONES[tone])
        case Facts(title=title, facts=facts):
            grid = Grid.grid(padding=(0, 2))
            for fact in facts:
                value = Line.assemble(_line(fact.value), _line(f"  {fact.note}" if fact.note else "", "dim"))
                grid.add_row(_line(fact.label, "dim"), value)
            return Group(_line(title, "bold"), grid) if title else grid
        case Table():
            return _grid(part)
        case Progress(label=label, done=done, total=total, caption=caption):
            return Group(_line(label), Line.assemble(_bar(done, total), "  ", _line(caption, "dim")))
        case Chart(title=title, labels=labels, values=values, shown=shown):
            grid = Grid.grid(padding=(0, 2))
            most = max([*values, Decimal(1)])
            for label, amount, words in zip(labels, values, shown, strict=True):
                grid.add_row(_line(label), _bar(amount, most), _line(words, "dim"))
            return Group(_line(title, "bold"), grid)
        case File(title=title, name=name, content=content):
            return _line(f"{title}: {name} ({len(content):,} B)")
        case Choices(choices=choices, prompt=prompt):
            lines = [
                Line.assemble((f"{number + index} ", "cyan"), _line(choice.label, _STYLES[choice.style]))
                for index, choice in enumerate(choices, 1)
            ]
            return Group(_line(prompt, "bold"), *lines) if prompt else Group(*lines)
        case Form(title=title):
            return _line(title, "bold")
        case Sources(sources=sources):
            return Group(*(_line(f"{source.label}, {source.place}: {source.quote}", "dim italic") for source in sources))
        case _:
            assert_never(part)


def _line(text: str, style: str = "") -> Line:
    return Line(shown(text), style=style)


def _bar(value: Decimal, most: Decimal) -> Line:
    full = int(_BAR * max(Decimal(0), min(value / most, Decimal(1))))
    return Line.assemble(("━" * full, "green"), ("━" * (_BAR - full), "dim"))


def _grid(table: Table) -> RenderableType:
    grid = Grid(box=SIMPLE_HEAD, title=_line(table.caption, "bold"), title_justify="left", padding=(0, 1))
    for index, column in enumerate(table.columns):
        grid.add_column(_line(column), justify="right" if index in table.numeric else "left")
    for row in table.rows:
        grid.add_row(*(_line(cell) for cell in row))
    return grid
