"""Every kind of body that Slack's documentation knows, one in each file of `payloads/`, to be replayed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from tests.slack_fake.elements import Json

_FOLDER: Final = Path(__file__).with_name("payloads")


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """`kind` says how it is sent: an "event" as JSON, "interactive" as JSON in a form, a "command" as a form."""

    name: str
    kind: str
    body: Json

    @property
    def content_type(self) -> str:
        return "application/json" if self.kind == "event" else "application/x-www-form-urlencoded"

    @property
    def raw(self) -> str:
        """The body as it goes over the wire."""
        match self.kind:
            case "event":
                return json.dumps(self.body)
            case "interactive":
                return urlencode({"payload": json.dumps(self.body)})
            case _:
                return urlencode(self.body)


def captured() -> tuple[Captured, ...]:
    """All of them, by name."""
    return tuple(
        Captured(name=file.stem, **json.loads(file.read_text(encoding="utf-8"))) for file in sorted(_FOLDER.glob("*.json"))
    )
