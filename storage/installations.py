"""The workspaces of Slack that have the bot, and the tokens that it speaks with there, sealed by whoever keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, insert, or_, select, update

from storage.outbox import UNSEEN
from storage.slack_tables import slack_installations, slack_states
from storage.tables import accounts, outbox
from storage.upsert import insert_new

_CHAT: Final = "slack"
_GONE: Final = {"token": None, "refresh_token": None, "expires_at": None, "renewing_until": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Tokens as they are kept. Without `expires_at` they are good until somebody revokes them."""

    token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """`tenant` is the team's id, or the organisation's where the whole of it installed the bot: then `team_id` is None.

    `sealed` is None once the tokens are revoked. `revision` is counted by the storage.
    """

    tenant: str
    team_id: str | None
    enterprise_id: str | None
    bot_user_id: str
    bot_id: str
    scopes: tuple[str, ...]
    installed_at: datetime
    sealed: Sealed | None
    revoked_at: datetime | None = None
    revision: int = 0


class Installations:
    """Every installation, on a connection, at an instant."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def get(self, tenant: str) -> Installation | None:
        row = self._connection.execute(_of(tenant)).mappings().first()
        return None if row is None else _read(row)

    def all(self) -> tuple[Installation, ...]:
        """By when they were made, the oldest first."""
        query = select(slack_installations).order_by(slack_installations.c.installed_at, slack_installations.c.tenant)
        return tuple(_read(row) for row in self._connection.execute(query).mappings())

    def put(self, installation: Installation) -> None:
        """Adds the installation, or takes the place of an earlier one of its tenant, revoked or not."""
        row = _row(installation)
        added = self._connection.execute(insert_new(self._connection, slack_installations), row | {"revision": 1})
        if added.rowcount != 1:
            self._change(installation.tenant, row | {"revision": slack_installations.c.revision + 1})

    # ── new tokens for old ───────────────────────────────────────────────────────────────────────────────────────────────

    def lease(self, tenant: str, revision: int, *, until: datetime) -> bool:
        """Gives the caller alone the right to renew these tokens until the instant; False if somebody has it, or has done it."""
        free = or_(slack_installations.c.renewing_until.is_(None), slack_installations.c.renewing_until <= self._at)
        return self._change(tenant, {"renewing_until": until}, slack_installations.c.revision == revision, free)

    def pause(self, tenant: str, revision: int, *, until: datetime) -> None:
        """The holder of the lease could not renew them: nobody tries again before the instant."""
        self._change(tenant, {"renewing_until": until}, slack_installations.c.revision == revision)

    def renew(self, tenant: str, revision: int, sealed: Sealed) -> bool:
        """Puts the new tokens in the place of those of the revision; False, and nothing happens, if they are others by now."""
        values = _tokens(sealed) | {"renewing_until": None, "revision": slack_installations.c.revision + 1}
        return self._change(tenant, values, slack_installations.c.revision == revision)

    def reseal(self, tenant: str, revision: int, sealed: Sealed) -> bool:
        """The same tokens, sealed anew. It counts as no revision: whoever renews them just now is not disturbed."""
        return self._change(tenant, _tokens(sealed), slack_installations.c.revision == revision)

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def revoke(self, tenant: str, *, made_by: datetime | None = None, revision: int | None = None) -> bool:
        """Deletes the tokens, and stops what would be posted there; its accounts stay linked, for a later installation.

        With `made_by`, only of an installation that was made by then: news of an earlier one may come late. With `revision`, only
        if nobody has replaced the tokens since. False if there was nothing to revoke.
        """
        only: list[ColumnElement[bool]] = [slack_installations.c.revoked_at.is_(None)]
        if made_by is not None:
            only.append(slack_installations.c.installed_at <= made_by)
        if revision is not None:
            only.append(slack_installations.c.revision == revision)
        values = _GONE | {"revoked_at": self._at, "revision": slack_installations.c.revision + 1}
        if not self._change(tenant, values, *only):
            return False
        self._silence(tenant)
        return True

    def forget(self, tenant: str) -> bool:
        """Deletes the installation with its tokens, and unlinks every account of the tenant; False if there is none."""
        self._silence(tenant)
        self._connection.execute(delete(accounts).where(*_accounts_of(tenant)))
        gone = self._connection.execute(delete(slack_installations).where(slack_installations.c.tenant == tenant))
        return gone.rowcount == 1

    def forget_revoked(self, before: datetime) -> tuple[str, ...]:
        """Forgets every tenant whose tokens were revoked before the instant, and names them."""
        query = select(slack_installations.c.tenant).where(slack_installations.c.revoked_at < before)
        tenants = tuple(self._connection.execute(query.with_for_update()).scalars())
        for tenant in tenants:
            self.forget(tenant)
        return tenants

    def _silence(self, tenant: str) -> None:
        """What was to be posted to accounts of the tenant waits for their members to look; so does what comes after it."""
        addresses = select(accounts.c.private).where(*_accounts_of(tenant), accounts.c.private.is_not(None))
        theirs = outbox.c.chat == _CHAT, outbox.c.conversation.in_(addresses), outbox.c.member_id.is_not(None), *UNSEEN
        self._connection.execute(update(outbox).where(*theirs).values(chat=None, conversation=None))
        self._connection.execute(update(accounts).where(*_accounts_of(tenant)).values(private=None))

    def _change(self, tenant: str, values: dict[str, Any], *only: ColumnElement[bool]) -> bool:
        change = update(slack_installations).where(slack_installations.c.tenant == tenant, *only).values(values)
        return self._connection.execute(change).rowcount == 1


class States:
    """What was handed to browsers that began an installation, each good for one way back; only hashes are kept."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def add(self, state_hash: str, *, expires_at: datetime) -> None:
        self._connection.execute(insert(slack_states), {"state_hash": state_hash, "expires_at": expires_at})

    def take(self, state_hash: str) -> bool:
        """Whether the state is known and in time; it is used up by this call."""
        # One statement: of two that come back at the same moment, one gets the row.
        taken = delete(slack_states).where(slack_states.c.state_hash == state_hash).returning(slack_states.c.expires_at)
        expires_at = self._connection.execute(taken).scalar()
        return expires_at is not None and expires_at > self._at

    def purge(self) -> int:
        """Deletes those that nobody came back with in time; how many there were."""
        return self._connection.execute(delete(slack_states).where(slack_states.c.expires_at <= self._at)).rowcount


def tidy(connection: Connection, at: datetime, *, keep: timedelta) -> None:
    """The sweep: nothing that is over stays. What belongs to a revoked installation is kept so long, should it come back."""
    States(connection, at).purge()
    Installations(connection, at).forget_revoked(at - keep)


def _accounts_of(tenant: str) -> tuple[ColumnElement[bool], ...]:
    return accounts.c.chat == _CHAT, accounts.c.tenant == tenant


def _of(tenant: str) -> Select[Any]:
    return select(slack_installations).where(slack_installations.c.tenant == tenant)


def _tokens(sealed: Sealed | None) -> dict[str, Any]:
    if sealed is None:
        return dict(_GONE)
    return {"token": sealed.token, "refresh_token": sealed.refresh_token, "expires_at": sealed.expires_at}


def _row(installation: Installation) -> dict[str, Any]:
    return _tokens(installation.sealed) | {
        "tenant": installation.tenant,
        "team_id": installation.team_id,
        "enterprise_id": installation.enterprise_id,
        "bot_user_id": installation.bot_user_id,
        "bot_id": installation.bot_id,
        "scopes": list(installation.scopes),
        "installed_at": installation.installed_at,
        "revoked_at": installation.revoked_at,
        "renewing_until": None,
    }


def _read(row: RowMapping) -> Installation:
    sealed = None
    if row["token"] is not None:
        sealed = Sealed(token=row["token"], refresh_token=row["refresh_token"], expires_at=row["expires_at"])
    return Installation(
        tenant=row["tenant"],
        team_id=row["team_id"],
        enterprise_id=row["enterprise_id"],
        bot_user_id=row["bot_user_id"],
        bot_id=row["bot_id"],
        scopes=tuple(row["scopes"]),
        installed_at=row["installed_at"],
        sealed=sealed,
        revoked_at=row["revoked_at"],
        revision=row["revision"],
    )
