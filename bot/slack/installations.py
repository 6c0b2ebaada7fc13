"""The workspaces that installed the bot by themselves: whose each delivery is, and their tokens, renewed before they expire.

A refresh token is good once. So of all who find a token worn, one renews it: one in the process, and under a lease in the database
one of all processes. Nobody waits for that while the old token is still good.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.clock import Clock, Elapsed
from bot.delivery.channel import Later, Refused, Unknown
from bot.slack.access import Access
from bot.slack.grant import BadGrant, Grant, read_tokens
from bot.slack.identity import DEAD, Authorisation
from bot.slack.vault import Opened, Vault
from bot.slack.workspaces import Workspace

_log = structlog.get_logger("slack.installations")
#: So long before a token expires it is renewed. Slack's live for twelve hours.
_AHEAD: Final = timedelta(hours=2)
#: A token that lives for less is not handed out if a new one can be had.
_LEFT: Final = timedelta(minutes=1)
#: For how long, in seconds, an installation is taken as read: so late another process's news is heard.
_KEEP: Final = 60
_LEASE: Final = timedelta(seconds=30)
#: How long, in seconds, somebody with an expired token waits for a new one. A delivery has to be acknowledged within three.
_PATIENCE: Final = 2
#: Between two looks whether another process has renewed it, in seconds.
_LOOK: Final = 0.1
#: Before the next try, where Slack could not say, or said no.
_SOON: Final = timedelta(seconds=5)
_LATER: Final = timedelta(minutes=1)
#: With these, no later try can succeed either; anything else that is refused may be our configuration.
_FINAL: Final = DEAD | {"invalid_refresh_token"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An installation as it was read, at a moment of the clock that does not jump."""

    opened: Opened
    read_at: float


class InstalledWorkspaces:
    """`Workspaces` over the database. Use from one event loop."""

    def __init__(self, vault: Vault, access: Access, clock: Clock, elapsed: Elapsed) -> None:
        self._vault = vault
        self._access = access
        self._clock = clock
        self._elapsed = elapsed
        self._known: dict[str, _Known] = {}
        self._changes = 0
        self._renewals: dict[str, asyncio.Task[None]] = {}
        self._is_stopping = False

    async def start(self) -> None:
        """Seals with the newest key what was sealed with another, so that the others can be given up."""
        await asyncio.to_thread(self._vault.reseal)

    async def stop(self) -> None:
        """Ends the renewals in work: one that was broken off could lose its only refresh token."""
        self._is_stopping = True
        while self._renewals:
            await asyncio.wait(tuple(self._renewals.values()))

    # ── whose it is, and with which token ────────────────────────────────────────────────────────────────────────────────

    async def authorize(self, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool) -> Workspace | None:
        named = Authorisation(enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install)
        for tenant in named.tenants:
            found = await self._current(tenant)
            if found is not None:
                return found.workspace
        return None

    async def token(self, tenant: str) -> str | None:
        """The best there is: where Slack could not renew it just now, an expired one, which Slack refuses as `token_expired`."""
        found = await self._current(tenant)
        return None if found is None else found.tokens.token

    async def _current(self, tenant: str) -> Opened | None:
        found = await self._look_up(tenant)
        if found is None or not found.tokens.is_worn(self._clock(), _AHEAD):
            return found
        renewal = self._renewal(tenant)
        if not found.tokens.is_worn(self._clock(), _LEFT):
            return found
        await asyncio.wait({renewal}, timeout=_PATIENCE)
        return await self._look_up(tenant)

    async def _look_up(self, tenant: str) -> Opened | None:
        known = self._known.get(tenant)
        if known is not None and self._elapsed() - known.read_at < _KEEP:
            return known.opened
        return await self._read(tenant)

    async def _read(self, tenant: str) -> Opened | None:
        changes, read_at = self._changes, self._elapsed()
        found = await asyncio.to_thread(self._vault.get, tenant)
        if changes == self._changes:  # else something was changed meanwhile, and this is not to be kept
            self._known.pop(tenant, None)
            if found is not None:
                self._known[tenant] = _Known(opened=found, read_at=read_at)
        return found

    # ── installed, gone ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def install(self, grant: Grant, bot_id: str) -> None:
        """Keeps a new installation, or one that takes an earlier one's place."""
        await asyncio.to_thread(self._vault.put, grant, bot_id)
        self._changed(grant.tenant)
        _log.info("slack.installed", tenant=grant.tenant)

    async def revoke(self, tenant: str, *, made_by: datetime | None = None, revision: int | None = None) -> None:
        """The bot was uninstalled, or its token revoked: the tokens are deleted, and nothing is posted there any more.

        `made_by` is when that happened; an installation made since is left alone.
        """
        if await asyncio.to_thread(self._vault.revoke, tenant, made_by=made_by, revision=revision):
            _log.warning("slack.revoked", tenant=tenant)
        self._changed(tenant)

    async def refused(self, tenant: str, token: str, code: str) -> None:
        """To be told when Slack refuses a call with this token: one that is dead is treated as revoked."""
        found = await self._look_up(tenant)
        if found is None or found.tokens.token != token:
            return  # by now it has another
        if code in DEAD:
            await self.revoke(tenant, revision=found.revision)
        elif code == "token_expired":
            self._changed(tenant)  # another process may have renewed it

    def _changed(self, tenant: str) -> None:
        self._changes += 1
        self._known.pop(tenant, None)

    # ── new tokens for old ───────────────────────────────────────────────────────────────────────────────────────────────

    def _renewal(self, tenant: str) -> asyncio.Task[None]:
        """The one renewal of the tenant's tokens that is in work in this process; begun if there is none."""
        renewal = self._renewals.get(tenant)
        if renewal is None:
            renewal = self._renewals[tenant] = asyncio.create_task(self._renew(tenant))
            renewal.add_done_callback(lambda done: self._renewed(tenant, done))
        return renewal

    def _renewed(self, tenant: str, done: asyncio.Task[None]) -> None:
        del self._renewals[tenant]
        if not done.cancelled() and (error := done.exception()) is not None:
            _log.error("slack.renewal_failed", tenant=tenant, exc_info=error)

    async def _renew(self, tenant: str) -> None:
        """Renews the tokens, or waits until another process has."""
        until = self._elapsed() + _LEASE.total_seconds()
        while self._elapsed() < until and not self._is_stopping:
            found = await self._read(tenant)
            if found is None or not found.tokens.is_worn(self._clock(), _AHEAD):
                return
            if await asyncio.to_thread(self._vault.lease, found, _LEASE):
                await self._exchange(found)
                await self._read(tenant)
                return
            if not found.tokens.is_worn(self._clock(), _LEFT):
                return  # nobody waits for it
            await asyncio.sleep(_LOOK)

    async def _exchange(self, found: Opened) -> None:
        tenant = found.workspace.tenant
        answer = await self._access.renew(found.tokens.refresh_token or "")
        match answer:
            case Refused(code=code):
                _log.error("slack.renewal_refused", tenant=tenant, code=code)
                if code in _FINAL and found.tokens.is_worn(self._clock(), timedelta()):
                    await self.revoke(tenant, revision=found.revision)
                    return
                wait = _LATER
            case Later() | Unknown():
                _log.warning("slack.renewal_put_off", tenant=tenant, code=answer.code)
                wait = _SOON
            case _:
                try:
                    tokens = read_tokens(answer, self._clock())
                except BadGrant:
                    _log.error("slack.renewal_garbled", tenant=tenant)
                    wait = _LATER
                else:
                    await asyncio.to_thread(self._vault.replace, found, tokens)
                    _log.info("slack.renewed", tenant=tenant)
                    return
        await asyncio.to_thread(self._vault.pause, found, wait)
