"""What stands on a screen of Slack, said as the terminal says it, so that what people read can be compared from chat to chat.

Made of the blocks alone: what only the fallback text says, nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.slack_fake.elements import Json

#: What is markup, and no sign that somebody typed: those have a space of no width before them.
_MARK = re.compile("(?<!\u200b)[*_~`]")
#: What is under way: a label, and below it a bar that says the same as the words after it.
_BAR = re.compile(r"(?m)^(.+)\n[█░]+ +(.+)$")
_DATE = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")


def read_aloud(blocks: Iterable[Json], *, errors: Mapping[str, str] | None = None, buttons: int = 0) -> str:
    """The blocks of messages or of a view one after the other, apart by an empty line; `errors` stand under the fields of a view.

    Buttons are counted on from `buttons`.
    """
    said: list[str] = []
    for block in blocks:
        if block["type"] == "actions":
            said.append("\n".join(f"  {buttons + index}. {_text(each['text'])}" for index, each in enumerate(block["elements"], 1)))
            buttons += len(block["elements"])
        else:
            said.append(_block(block, errors or {}))
    return "\n\n".join(each for each in said if each)


def _block(block: Json, errors: Mapping[str, str]) -> str:
    match block:
        case {"type": "section"}:
            text = [_BAR.sub(r"\1: \2", _text(block["text"]))] if "text" in block else []
            return "\n".join([*text, *(_field(field) for field in block.get("fields", ()))])
        case {"type": "header", "text": text}:
            return _text(text)
        case {"type": "context", "elements": elements}:
            return "\n".join(_source(each) for each in elements)
        case {"type": "table", "rows": rows}:
            return "\n".join("  ".join(_cell(cell) for cell in row) for row in rows)
        case {"type": "input"}:
            return _input(block, errors.get(block["block_id"], ""))
        case {"type": "divider"}:
            return ""
    raise ValueError(f"nobody knows how to read {block}")


def _text(text: Json) -> str:
    said = str(text["text"])
    if text["type"] == "mrkdwn":
        said = _MARK.sub("", _DATE.sub(r"\1", said)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return said.replace("\u200b", "")


def _field(field: Json) -> str:
    """A label over its value, and perhaps a note below."""
    label, _, rest = str(field["text"]).partition("\n")
    value, _, note = rest.rpartition("\n") if rest.endswith("_") and "\n_" in rest else (rest, "", "")
    read = [_text(field | {"text": each}) for each in (label, value, note)]
    return f"{read[0]}: {read[1]}" + (f" ({read[2]})" if note else "")


def _source(element: Json) -> str:
    if element["type"] == "image":
        return str(element["alt_text"])
    return _text(element)


def _cell(cell: Json) -> str:
    return str(cell["text"]) if cell["type"] == "raw_text" else " ".join(_texts(cell))


def _texts(value: Any) -> list[str]:
    match value:
        case {"type": "text", "text": str(text)}:
            return [text]
        case dict():
            return [text for inner in value.values() for text in _texts(inner)]
        case list():
            return [text for inner in value for text in _texts(inner)]
    return []


def _input(block: Json, error: str) -> str:
    element = block["element"]
    known = str(element.get("initial_value", ""))
    if "initial_option" in element:
        known = _text(element["initial_option"]["text"])
    elif "initial_date" in element:
        known = str(element["initial_date"])
    possible = " / ".join(_text(option["text"]) for option in element.get("options", ())) or _text(block.get("hint", _NOTHING))
    return f"{_text(block['label'])}{'' if block.get('optional') else '*'}: {known or possible}" + (f"  ! {error}" if error else "")


_NOTHING: Json = {"type": "plain_text", "text": ""}
