"""The keys that sign what Teams delivers: fetched off the way of a delivery, kept for a day, looked up anew when one is not known.

Whoever sends an unknown key's name makes the bot ask at most once a minute.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from bot.clock import Elapsed

_log = structlog.get_logger("teams")
_TIMEOUT: Final = ClientTimeout(total=5)
#: In seconds: how long keys are good without another look, and how long after a look there is no other one.
_STALE: Final = 86_400
_PAUSE: Final = 60
_RETRY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A public key, and the channels that it may sign for."""

    public: Any
    endorsements: frozenset[str]


class NoKeys(Exception):
    """Nobody could be asked for the keys yet; what is signed cannot be judged."""


class Keys:
    """Use from one event loop."""

    def __init__(self, metadata: str, ticks: Elapsed) -> None:
        self._metadata = metadata
        self._ticks = ticks
        self._keys: dict[str, Key] = {}
        self._fetched: float | None = None
        self._next_look: float = 0
        self._lock = asyncio.Lock()
        self._session: ClientSession | None = None

    def open(self, session: ClientSession) -> None:
        self._session = session

    async def warm(self) -> None:
        """Fetches them before anybody waits for them, where there are none."""
        if not self.are_there:
            await self._look()

    @property
    def are_there(self) -> bool:
        return self._fetched is not None

    async def get(self, kid: str) -> Key | None:
        """The key of the name, None for one that nobody has published. Raises NoKeys."""
        is_stale = self._fetched is None or self._ticks() - self._fetched > _STALE
        if is_stale or kid not in self._keys:
            await self._look()
        if self._fetched is None:
            raise NoKeys
        return self._keys.get(kid)

    async def _look(self) -> None:
        """Asks, unless somebody has done so a moment ago; keys that are there stay until there are others."""
        begun = self._ticks()
        async with self._lock:
            if self._ticks() < self._next_look or (self._fetched is not None and self._fetched >= begun):
                return
            try:
                self._keys = await self._fetch()
            except (ClientError, OSError, ValueError, TypeError, KeyError) as error:
                _log.warning("teams.no_keys", kind=type(error).__name__)
                self._next_look = self._ticks() + _RETRY
            else:
                self._fetched = self._ticks()
                self._next_look = self._fetched + _PAUSE

    async def _fetch(self) -> dict[str, Key]:
        metadata = await self._json(self._metadata)
        listed = (await self._json(metadata["jwks_uri"]))["keys"]
        return {str(each["kid"]): key for each in listed if (key := _read(each)) is not None}

    async def _json(self, url: str) -> Any:
        if self._session is None:
            raise OSError("not open")
        async with self._session.get(url, timeout=_TIMEOUT, allow_redirects=False) as answer:
            answer.raise_for_status()
            return await answer.json()


def _read(each: Any) -> Key | None:
    """RSA only: another sort signs nothing that the bot takes."""
    if not isinstance(each, dict) or each.get("kty") != "RSA" or not isinstance(each.get("kid"), str):
        return None
    endorsements = each.get("endorsements")
    try:
        return Key(public=PyJWK.from_dict(each, algorithm="RS256").key, endorsements=frozenset(endorsements or ()))
    except (PyJWTError, TypeError, ValueError):
        return None
