"""A reply as plain text: for pipes, for programs that read along, and for reading aloud."""

from __future__ import annotations

import unicodedata
from typing import Final, assert_never

from handlers.reply import Chart, Choice, Choices, Facts, Field, File, Form, Part, Progress, Reply, Sources, Table, Text

#: What a terminal may act on instead of showing it: controls, what turns the direction of writing, halves of characters.
_ACTED_ON: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Formats that make one sign of several, in scripts and in pictures, and do nothing else.
_JOINERS: Final = frozenset("\u200c\u200d")


def shown(text: str) -> str:
    """The text with nothing in it that a terminal acts on, but line ends."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter == "\n" or letter in _JOINERS or unicodedata.category(letter) not in _ACTED_ON else "�" for letter in text
    )


def render(reply: Reply) -> str:
    """The whole reply, its parts apart by an empty line; choices are numbered over all of it, from 1."""
    number = 0
    blocks = []
    for part in reply.parts:
        blocks.append(in_words(part, number))
        number += len(part.choices) if isinstance(part, Choices) else 0
    return shown("\n\n".join(block for block in blocks if block))


def in_words(part: Part, number: int) -> str:
    """One part as text; `number` choices stand before it in the reply."""
    match part:
        case Text(text=text):
            return text
        case Facts(title=title, facts=facts):
            lines = [f"{fact.label}: {fact.value}" + (f" ({fact.note})" if fact.note else "") for fact in facts]
            return "\n".join([title, *lines] if title else lines)
        case Table():
            return _table(part)
        case Progress(label=label, caption=caption):
            return f"{label}: {caption}"
        case Chart(title=title, labels=labels, shown=shown):
            return "\n".join([title, *(f"{label}: {value}" for label, value in zip(labels, shown, strict=True))])
        case File(title=title, name=name):
            return f"{title}: {name}"
        case Choices(choices=choices, prompt=prompt):
            return _choices(choices, prompt, number)
        case Form(title=title, fields=fields):
            return "\n".join([title, *(_field(field) for field in fields)])
        case Sources(sources=sources):
            return "\n".join(f"[{source.label}, {source.place}] {source.quote}".rstrip() for source in sources)
        case _:
            assert_never(part)


def _choices(choices: tuple[Choice, ...], prompt: str, number: int) -> str:
    lines = [f"  {number + index}. {choice.label}" for index, choice in enumerate(choices, 1)]
    return "\n".join([prompt, *lines] if prompt else lines)


def _field(field: Field) -> str:
    """A field with what is in it, or else with what can be: its options, its hint."""
    known = next((option.label for option in field.options if option.value == field.value), field.value)
    possible = " / ".join(option.label for option in field.options) or field.hint
    return f"{field.label}{'*' if field.required else ''}: {known or possible}" + _error(field.error)


def _error(error: str) -> str:
    return f"  ! {error}" if error else ""


def _table(table: Table) -> str:
    widths = [max(len(row[index]) for row in (table.columns, *table.rows)) for index in range(len(table.columns))]

    def line(cells: tuple[str, ...]) -> str:
        padded = (
            cell.rjust(width) if index in table.numeric else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join(padded).rstrip()

    return "\n".join([table.caption, line(table.columns), *(line(row) for row in table.rows)])
