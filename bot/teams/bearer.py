"""Whether Teams sent it: the token that comes with every delivery, and everything that has to be true of it.

Signed by a key that Microsoft publishes for the channel, for this bot, not over, and for the Bot Connector that the activity names.
"""

from __future__ import annotations

from typing import Any, Final, Protocol

import jwt
from jwt.exceptions import PyJWTError

from bot.teams.keys import Key

ISSUER: Final = "https://api.botframework.com"
CHANNEL: Final = "msteams"
#: In seconds, for clocks that differ.
_LEEWAY: Final = 300


class _Keys(Protocol):
    async def get(self, kid: str) -> Key | None: ...


class Untrusted(Exception):
    """The token proves nothing; `why` is for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def claims_of(header: str | None, keys: _Keys, *, app_id: str) -> dict[str, Any]:
    """What the token of an Authorization header claims, all of it proven. Raises Untrusted, and NoKeys."""
    scheme, _, token = (header or "").partition(" ")
    if scheme != "Bearer" or not token:
        raise Untrusted("no_bearer")
    try:
        kid = jwt.get_unverified_header(token).get("kid")
    except (PyJWTError, RecursionError):
        raise Untrusted("garbage") from None
    key = await keys.get(kid) if isinstance(kid, str) and kid else None
    if key is None:
        raise Untrusted("unknown_key")
    if CHANNEL not in key.endorsements:
        raise Untrusted("not_endorsed")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key.public,
            algorithms=["RS256"],
            audience=app_id,
            issuer=ISSUER,
            leeway=_LEEWAY,
            options={"require": ["aud", "exp", "iss", "serviceurl"], "strict_aud": True},
        )
    except (PyJWTError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise Untrusted(type(error).__name__) from None
    return claims
