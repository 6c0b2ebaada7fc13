"""What stands on a screen of Teams: the texts, buttons and inputs of messages and dialogs, said as the terminal says them.

Made of what is drawn alone: what only a summary or a fallback says, nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from tests.teams_fake.world import Json

_CARD: Final = "application/vnd.microsoft.card.adaptive"
_ACTIONS: Final = ("Action.Execute", "Action.Submit", "Action.ShowCard")
_BAR: Final = re.compile(r"(?m)^(.+)\n\n[█░]+\n\n(.+)$")
#: What keeps Markdown from reading marks into what people wrote.
_KEPT: Final = re.compile(r"\\([\\*_~`|#+-])|\u2060")


def cards(activity: Json) -> list[Json]:
    """The contents of the cards of a message."""
    return [each["content"] for each in activity.get("attachments") or [] if each.get("contentType") == _CARD]


def offers(activity: Json) -> list[Json]:
    """Files that one may have."""
    return [each for each in activity.get("attachments") or [] if str(each.get("contentType")).endswith(".file.consent")]


def read_aloud(activity: Json, *, buttons: int = 0) -> str:
    """A message; its buttons are counted on from `buttons`."""
    said = [_plain(activity)] if activity.get("text") else []
    said += [f"{each['content']['description']}: {each['name']}" for each in offers(activity)]
    for card in cards(activity):
        said.append(read_card(card, buttons=buttons))
        buttons += sum(1 for _ in actions(card))
    return "\n\n".join(each for each in said if each)


def read_card(card: Json, *, buttons: int = 0) -> str:
    said: list[str] = []
    for element in card["body"]:
        said += _element(element, buttons)
        buttons += sum(1 for _ in actions(element))
    return _BAR.sub(r"\1: \2", "\n\n".join(each for each in _joined(said) if each))


def actions(within: Any) -> Iterator[Json]:
    """Every button that can be pressed at once; not those of what a button shows."""
    if isinstance(within, dict):
        if within.get("type") in _ACTIONS:
            yield within
            return
        for name, value in within.items():
            yield from actions(value if name != "refresh" else None)
    elif isinstance(within, list):
        for value in within:
            yield from actions(value)


def inputs(within: Any) -> Iterator[Json]:
    if isinstance(within, dict):
        if str(within.get("type")).startswith("Input."):
            yield within
        for value in within.values():
            yield from inputs(value)
    elif isinstance(within, list):
        for value in within:
            yield from inputs(value)


def _plain(activity: Json) -> str:
    text = str(activity["text"])
    if activity.get("textFormat") == "markdown":
        text = _KEPT.sub(r"\1", re.sub(r"\*\*(.+?)\*\*", r"\1", text))
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\n\n", "\n")
    return text.replace("\u2060", "")


def _element(element: Json, buttons: int = 0) -> list[str]:
    match element["type"]:
        case "RichTextBlock":
            runs = [str(each["text"]).replace("\u2060", "") for each in element["inlines"]]
            is_file = len(runs) == 2 and runs[0].startswith("📄 ")
            return [f"{runs[0].removeprefix('📄 ')}: {runs[1].strip()}" if is_file else "".join(runs)]
        case "TextBlock":
            return [str(element["text"]).replace("\u2060", "")]
        case "ActionSet":
            return ["\n".join(f"  {buttons + at}. {each['title']}" for at, each in enumerate(element["actions"], 1))]
        case "Container":
            names = "  ".join(name for each in element["items"] for name in _names(each))
            return [names, "  ".join(said for each in element["items"] for said in _cells(each))]
        case "Table":
            return ["\n".join(_row(element, row) for row in element["rows"])]
        case "Input.Text" | "Input.ChoiceSet":
            return [_input(element)]
        case "Image":
            return [str(element["altText"])]
    raise ValueError(f"nobody knows how to read {element}")


def _names(element: Json) -> list[str]:
    """What stands in small before the values of a row of its own."""
    return [str(run["text"]).strip(" ·:") for run in element.get("inlines", []) if run.get("isSubtle")]


def _cells(element: Json) -> list[str]:
    """The values of a row of its own, without the names that stand before them in small."""
    runs = element.get("inlines", [])
    is_named = any(run.get("isSubtle") for run in runs)
    return [str(run["text"]) for run in runs if not run.get("isSubtle")] if is_named else _element(element)


def _row(table: Json, row: Json) -> str:
    cells = [[said for each in cell["items"] for said in _element(each)] for cell in row["cells"]]
    if table.get("firstRowAsHeaders"):
        return "  ".join(" ".join(cell) for cell in cells)
    if len(cells) == 2:  # a label and its value, perhaps with a note
        items = row["cells"][1]["items"]
        notes = [each for each in items if any(run.get("size") == "small" for run in each.get("inlines", ()))]
        value = "\n".join(said for each in items if each not in notes for said in _element(each))
        note = "".join(f" ({said})" for each in notes for said in _element(each))
        return f"{cells[0][0]}: {value}{note}"
    return f"{cells[0][0]}: {cells[-1][0]}"


def _input(element: Json) -> str:
    choices = {each["value"]: each["title"] for each in element.get("choices", ())}
    value = str(element.get("value", ""))
    known = choices.get(value, value) or " / ".join(choices.values())
    return f"{element['label']}{'*' if element.get('isRequired') else ''}: {known}"


def _joined(said: list[str]) -> Iterator[str]:
    """What stands below a field belongs to it: its hint, and what is wrong with it."""
    held: str | None = None
    for each in said:
        if held is not None and each.startswith("⚠️ "):
            held += f"  ! {each.removeprefix('⚠️ ')}"
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held
