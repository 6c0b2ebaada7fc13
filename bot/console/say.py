"""One turn from the command line, and many from a file: what programs and scripts use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TextIO

from bot.console.chat import incoming
from bot.ids import FreshIds
from bot.lines import BadLine, read_objects
from bot.plain import render
from bot.turns import Turns
from handlers.message import Pressed, Said, Submitted, Uploaded, What
from handlers.reply import Reply
from handlers.reply_json import dump
from program.periods import require_utc

_LONGEST_KEY: Final = 64


_EXAMPLE: Final = '{"as": "seller@nordwind.example", "text": "my deals"}'


def say(turns: Turns, ids: FreshIds, email: str, text: str, *, at: datetime | None) -> Reply:
    """One message and its reply."""
    return turns.take(incoming(ids.key(), email, Said(text=text)), at=at)


def say_lines(turns: Turns, ids: FreshIds, source: TextIO, sink: TextIO) -> None:
    """Reads {"as", "text"} lines, with "at" and "key" if wanted, and writes one line for each; raises BadLine.

    Instead of "text" a line may hold "pressed" (an action), "form" with "values", or "file" with its "name" and "text".
    """
    for number, row in read_objects(source, _fits, _EXAMPLE):
        at = read_instant(str(row["at"])) if row.get("at") else None
        reply = turns.take(incoming(row.get("key") or ids.key(), row["as"], _what(row, number)), at=at)
        sink.write(json.dumps(described(reply), ensure_ascii=False) + "\n")
        sink.flush()


def described(reply: Reply) -> dict[str, Any]:
    """The reply for programs: its text, where the conversation stands, the draft's slots, and the neutral reply itself."""
    standing = reply.standing
    return {
        "text": render(reply),
        "state": standing.state,
        "asks": standing.asks,
        "intent": standing.intent,
        "draft": standing.draft,
        "reply": dump(reply),
    }


def read_instant(text: str) -> datetime:
    """An ISO 8601 instant in UTC; raises BadLine for anything else."""
    try:
        return require_utc(datetime.fromisoformat(text))
    except ValueError:
        raise BadLine(f"“{text[:40]}” is no instant in UTC; write it like 2026-11-23T09:00:00Z") from None


def _fits(row: Mapping[str, Any]) -> bool:
    return isinstance(row.get("as"), str) and len(str(row.get("key") or "")) <= _LONGEST_KEY


def _what(row: Mapping[str, Any], number: int) -> What:
    values = row.get("values", {})
    if isinstance(row.get("text"), str):
        return Said(text=row["text"])
    if isinstance(row.get("pressed"), str):
        return Pressed(action=row["pressed"])
    if isinstance(row.get("form"), str) and isinstance(values, dict):
        return Submitted(form=row["form"], values={str(name): str(value) for name, value in values.items()})
    file = row.get("file")
    if isinstance(file, dict) and isinstance(file.get("name"), str) and isinstance(file.get("text"), str):
        return Uploaded(name=file["name"], content=file["text"].encode("utf-8", "replace"))
    raise BadLine(f'Line {number} says nothing. Give it "text", "pressed", "form" with "values", or "file" with "name" and "text".')
