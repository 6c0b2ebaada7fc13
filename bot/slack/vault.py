"""Installations with their tokens in the clear: the one place where what the database keeps is opened, and closed again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.slack.grant import Grant, Tokens
from bot.slack.sealing import Seal
from bot.slack.workspaces import Workspace
from storage.engine import Database
from storage.installations import Installation, Installations, Sealed

_log = structlog.get_logger("slack.vault")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An installation that the bot can speak for, as it was at a revision."""

    workspace: Workspace = field(repr=False)
    tokens: Tokens
    revision: int


class Vault:
    """Every call is one transaction. Call from a thread."""

    def __init__(self, database: Database, seal: Seal, clock: Clock) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock

    def get(self, tenant: str) -> Opened | None:
        """None for one that is not there, or revoked, or that no key opens any more."""
        with self._database.reading() as connection:
            found = Installations(connection, self._clock()).get(tenant)
        if found is None or found.sealed is None:
            return None
        tokens = self._open(tenant, found.sealed)
        if tokens is None:
            _log.error("slack.token_unreadable", tenant=tenant)
            return None
        workspace = Workspace(
            tenant=tenant,
            team_id=found.team_id,
            enterprise_id=found.enterprise_id,
            bot_user_id=found.bot_user_id,
            bot_id=found.bot_id,
            token=tokens.token,
        )
        return Opened(workspace=workspace, tokens=tokens, revision=found.revision)

    def put(self, grant: Grant, bot_id: str) -> None:
        """Keeps a new installation, or one that takes an earlier one's place."""
        at = self._clock()
        installation = Installation(
            tenant=grant.tenant,
            team_id=grant.team_id,
            enterprise_id=grant.enterprise_id,
            bot_user_id=grant.bot_user_id,
            bot_id=bot_id,
            scopes=grant.scopes,
            installed_at=at,
            sealed=self._close(grant.tenant, grant.tokens),
        )
        with self._database.transaction() as connection:
            Installations(connection, at).put(installation)

    def revoke(self, tenant: str, *, made_by: datetime | None, revision: int | None) -> bool:
        with self._database.transaction() as connection:
            return Installations(connection, self._clock()).revoke(tenant, made_by=made_by, revision=revision)

    def lease(self, found: Opened, term: timedelta) -> bool:
        """Whether the caller alone, of all processes, may renew these tokens for so long."""
        at = self._clock()
        with self._database.transaction() as connection:
            return Installations(connection, at).lease(found.workspace.tenant, found.revision, until=at + term)

    def pause(self, found: Opened, wait: timedelta) -> None:
        """By the holder of the lease: nobody renews these tokens for so long."""
        at = self._clock()
        with self._database.transaction() as connection:
            Installations(connection, at).pause(found.workspace.tenant, found.revision, until=at + wait)

    def replace(self, found: Opened, tokens: Tokens) -> None:
        """Keeps new tokens, unless the installation has others by now."""
        tenant = found.workspace.tenant
        with self._database.transaction() as connection:
            Installations(connection, self._clock()).renew(tenant, found.revision, self._close(tenant, tokens))

    def reseal(self) -> None:
        """Seals with the newest key whatever is not."""
        at = self._clock()
        with self._database.reading() as connection:
            installations = Installations(connection, at).all()
        for each in installations:
            if each.sealed is None or self._seal.is_newest(each.tenant, each.sealed.token):
                continue
            tokens = self._open(each.tenant, each.sealed)
            if tokens is not None:
                with self._database.transaction() as connection:
                    Installations(connection, at).reseal(each.tenant, each.revision, self._close(each.tenant, tokens))

    def _close(self, tenant: str, tokens: Tokens) -> Sealed:
        refresh = None if tokens.refresh_token is None else self._seal.seal(tenant, tokens.refresh_token)
        return Sealed(token=self._seal.seal(tenant, tokens.token), refresh_token=refresh, expires_at=tokens.expires_at)

    def _open(self, tenant: str, sealed: Sealed) -> Tokens | None:
        token = self._seal.open(tenant, sealed.token)
        refresh = None if sealed.refresh_token is None else self._seal.open(tenant, sealed.refresh_token)
        if token is None or (refresh is None) is not (sealed.refresh_token is None):
            return None
        return Tokens(token=token, refresh_token=refresh, expires_at=sealed.expires_at)
