"""Writes commands.md from the commands themselves, so that the page cannot say what a command does not do.

Run from the top of the repository: `.venv/bin/python -m docs.reference.make_commands`
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from typer.main import get_command

from bot.cli import app

PAGE: Final = Path(__file__).with_name("commands.md")
_HEAD: Final = """# Commands

Made from the commands themselves by `docs/reference/make_commands.py`.

Every command reads its [configuration](configuration.md) from the environment and `.env`. A command that cannot do what it was
asked ends with 1, a command that was called wrongly with 2.
"""
#: What stands for a value of the type, where the command does not say so itself.
_VALUES: Final = {int: "NUMBER", Path: "FILE"}


def commands() -> dict[str, Any]:
    """Every command that does something, by its whole name ("partnerbot db upgrade"), in the order of the help."""
    return dict(_walk(get_command(app), "partnerbot"))


def page() -> str:
    """The page as it has to be."""
    parts = [_HEAD]
    for name, command in commands().items():
        given = [parameter for parameter in command.params if parameter.name != "help"]
        usage = " ".join([name, *(_shown(each) if each.required else f"[{_shown(each)}]" for each in given)])
        parts.append(f"## {name}\n\n{_sentence(command.help)}\n\n```text\n{usage}\n```\n")
        if given:
            parts.append("\n".join(["| | |", "|---|---|", *map(_row, given)]) + "\n")
    return "\n".join(parts)


def _walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for word, each in inner.items():
        yield from _walk(each, f"{name} {word}")


def _type(parameter: Any) -> type:
    found: type = parameter.type_descriptor.annotation
    return found


def _shown(parameter: Any) -> str:
    """How it is written: `FILE`, `--port NUMBER`, `--json`."""
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    flag = str(parameter.opts[0])
    value = parameter.metavar or _VALUES.get(_type(parameter)) or flag.removeprefix("--").upper()
    return flag if parameter.is_flag else f"{flag} {value}"


def _row(parameter: Any) -> str:
    kind = _type(parameter)
    words = _sentence(parameter.help or "")
    if issubclass(kind, StrEnum):
        words += " One of " + ", ".join(f"`{each.value}`" for each in kind) + "."
    if parameter.default and kind is not bool:
        words += f" `{parameter.default}` when left out."
    return f"| `{_shown(parameter)}` | {words} |"


def _sentence(text: str) -> str:
    """The help on one line, ended, and safe in a table."""
    line = " ".join(text.split()).replace("|", "\\|")
    return line if line.endswith((".", "/")) else f"{line}."


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
