"""What Microsoft calls things by, as far as the bot has to tell an id from what cannot be one."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final, TypeGuard

_GUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
#: Of a conversation, an account of it ("29:…"), an activity. No slash: they stand in addresses.
_ID: Final = re.compile(r"[A-Za-z0-9:@.;=_\-+!~*%$,|]{1,512}", re.ASCII)


def read_guid(value: object) -> str | None:
    """The id of a tenant, a user or an app, in small letters; None for what cannot be one."""
    found = value.strip().lower() if isinstance(value, str) else ""
    return found if _GUID.fullmatch(found) else None


def is_id(value: object) -> TypeGuard[str]:
    """Whether it looks like an id of a conversation, an account or an activity."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def digest(*parts: str) -> str:
    """Short and the same at every delivery; what it is made of cannot be read from it."""
    return sha256("\x1e".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
