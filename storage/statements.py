"""What a side of a conflict says for itself, as the JSON of one column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from program.registrations import Importance, Preference, Relationship, Statement


def dump_statement(statement: Statement | None) -> dict[str, str] | None:
    """What was said, key by key; None for nothing at all."""
    if statement is None:
        return None
    said = {
        "relationship": statement.relationship,
        "engaged_since": statement.engaged_since.isoformat() if statement.engaged_since else None,
        "preference": statement.preference,
        "note": statement.note or None,
        "importance": statement.importance,
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def load_statement(value: Mapping[str, Any] | None) -> Statement | None:
    """What `dump_statement` made the value from."""
    if value is None:
        return None
    return Statement(
        relationship=Relationship(value["relationship"]) if "relationship" in value else None,
        engaged_since=date.fromisoformat(value["engaged_since"]) if "engaged_since" in value else None,
        preference=Preference(value["preference"]) if "preference" in value else None,
        note=value.get("note", ""),
        importance=Importance(value["importance"]) if "importance" in value else None,
    )
