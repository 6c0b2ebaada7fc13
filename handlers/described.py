"""A file that was read, as the document that it becomes: what it says of itself, and what can be seen of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Final

from handlers.ports_library import ReadDocument
from program.collateral import Audience, Document, DocumentKind
from program.partners import PartnerKind, Tier

#: What a file says of who may see it.
_OF_AUDIENCE: Final = frozenset({"tiers", "partner_kinds", "countries", "internal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file by its name in the library, its bytes, and what reading it gave."""

    name: str
    content: bytes
    read: ReadDocument

    @property
    def states_audience(self) -> bool:
        return bool(_OF_AUDIENCE & self.read.stated.keys())


def described(file: ReadFile, *, id: str, at: datetime, owner_id: str | None = None) -> Document:
    """The document under the id, added at the instant (aware UTC); for everybody where the file says nothing of its audience."""
    own, read = file.read.stated, file.read
    return Document(
        id=id,
        name=file.name,
        version=1,
        title=own.get("title") or read.title or PurePath(file.name).stem,
        kind=DocumentKind(own.get("kind", DocumentKind.DOCUMENTATION)),
        media_type=read.media_type,
        language=own.get("language", read.language),
        added_at=at,
        size=len(file.content),
        digest=sha256(file.content).hexdigest(),
        pages=read.pages,
        product=own.get("product", ""),
        industry=own.get("industry", ""),
        owner_id=owner_id,
        valid_from=_day(own.get("valid_from")),
        valid_until=_day(own.get("valid_until")),
        audience=_audience(own),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _audience(own: Mapping[str, str]) -> Audience:
    def values(name: str) -> list[str]:
        return [value for value in own.get(name, "").split(", ") if value]

    return Audience(
        tiers=frozenset(map(Tier, values("tiers"))),
        kinds=frozenset(map(PartnerKind, values("partner_kinds"))),
        countries=frozenset(values("countries")),
        is_internal=own.get("internal") == "yes",
    )
