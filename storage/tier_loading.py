"""Brings what counts for tiers into the database in bulk, and histories with it; repeatable, like all loading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, insert, select

from program.tier_facts import Certificate, PartnerFact
from program.tier_history import TierChange
from storage.tables import partners
from storage.tier_rows import certificate_row, change_row, fact_row
from storage.tier_tables import qualifications, tier_changes
from storage.upsert import upsert

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many were new, said something else than before, and changed nothing."""

    added: int
    changed: int
    unchanged: int


class TierLoader:
    """Writes on an open transaction, for nobody in particular."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def certificates(self, records: Sequence[Certificate]) -> Kept:
        """One of the same person, area, family and first day is replaced."""
        return self._put([certificate_row(record) for record in records])

    def facts(self, records: Sequence[PartnerFact]) -> Kept:
        """One of the same partner, kind and name is replaced."""
        return self._put([fact_row(record) for record in records])

    def histories(self, lines: Sequence[TierChange]) -> None:
        """Adds to the histories, which only grow: what is said twice is there twice. The partners' tiers stay as they are."""
        if lines:
            self._connection.execute(insert(tier_changes), [change_row(line) for line in lines])

    def held(self, partner_ids: Iterable[str]) -> dict[str, str]:
        """The tiers of those of the partners who have a history."""
        found: dict[str, str] = {}
        for ids in _chunks(partner_ids):
            query = select(partners.c.id, partners.c.tier).where(
                partners.c.id.in_(ids), exists().where(tier_changes.c.partner_id == partners.c.id)
            )
            found |= {row.id: row.tier for row in self._connection.execute(query)}
        return found

    def _put(self, rows: Sequence[dict[str, Any]]) -> Kept:
        there = self._there([row["id"] for row in rows])
        new = [row for row in rows if row["id"] not in there]
        changed = [row for row in rows if row["id"] in there and row != there[row["id"]]]
        if new or changed:
            self._connection.execute(upsert(self._connection, qualifications, ["id"]), [*new, *changed])
        return Kept(added=len(new), changed=len(changed), unchanged=len(rows) - len(new) - len(changed))

    def _there(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for some in _chunks(ids):
            query = select(qualifications).where(qualifications.c.id.in_(some))
            found |= {row["id"]: dict(row) for row in self._connection.execute(query).mappings()}
        return found


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
