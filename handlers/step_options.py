"""Which of a question's options an answer names, which of several questions it answers, and what follows from the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handlers.reply import Option, Part
from handlers.understanding.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What follows from the answers so far, and what a yes would do; with no `submit` there is nothing to say yes to."""

    about: tuple[Part, ...] = ()
    submit: str = ""


def named_option(options: Sequence[Option], text: str) -> Option | None:
    """The option that the answer names: by its value, its label, the beginning of its label, or its number."""
    said = fold(text).strip(" .!")
    if said.isascii() and said.isdigit() and len(said) < 3 and 0 < int(said) <= len(options):
        return options[int(said) - 1]
    for option in options:
        if said in (option.value, fold(option.label)):
            return option
    starting = [option for option in options if said and (fold(option.label).startswith(said) or fold(option.label) in said)]
    return starting[0] if len(starting) == 1 else None


def read_by_one(readers: Mapping[str, Callable[[str], str | None]], text: str) -> dict[str, str]:
    """The value by the name of its reader, where one of them alone can read the text."""
    found = {name: value for name, read in readers.items() if (value := read(text)) is not None}
    return found if len(found) == 1 else {}
