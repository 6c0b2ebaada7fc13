"""Which partners' tiers are to be looked at, found by what touched them since and by the day that comes, not by looking at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, or_, select

from handlers.ports_tiers import Looked, Seen
from storage.among import Among
from storage.tier_tables import tier_looks, tier_touches
from storage.upsert import insert_new, upsert

#: So many values in one question.
_AT_ONCE: Final = 500


class SqlTierLooks:
    """`handlers.ports_tiers.TierLooks` on a connection at an instant."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def to_look_at(self, rules: str) -> tuple[str, ...]:
        return self._ids(*_open(self._at, rules))

    def perhaps_below(self, rules: str) -> tuple[str, ...]:
        return self._ids(*_open(self._at, rules), select(tier_looks.c.partner_id).where(tier_looks.c.is_below))

    def seen(self, partner_ids: Sequence[str]) -> Mapping[str, Seen]:
        touches: dict[str, list[str]] = defaultdict(list)
        touched = select(tier_touches).where(Among(tier_touches.c.partner_id, partner_ids))
        for row in self._connection.execute(touched):
            touches[row.partner_id].append(row.id)
        looks = self._looks(partner_ids, lock=False)
        return {id: Seen(looks=looks.get(id, 0), touches=tuple(touches[id])) for id in partner_ids}

    def keep(self, looked: Mapping[str, Looked]) -> None:
        ids = sorted(looked)
        new = [_row(id, looked[id]) | {"looks": 0} for id in ids if not looked[id].seen.looks]
        if new:
            self._connection.execute(insert_new(self._connection, tier_looks), new)
        counted = self._looks(ids, lock=True)
        mine = [id for id in ids if counted.get(id) == looked[id].seen.looks]
        if mine:
            replaced = upsert(self._connection, tier_looks, ["partner_id"])
            self._connection.execute(replaced, [_row(id, looked[id]) for id in mine])
        done = [touch for id in mine for touch in looked[id].seen.touches]
        for start in range(0, len(done), _AT_ONCE):
            self._connection.execute(delete(tier_touches).where(Among(tier_touches.c.id, done[start : start + _AT_ONCE])))

    def _looks(self, partner_ids: Sequence[str], *, lock: bool) -> Mapping[str, int]:
        query = select(tier_looks.c.partner_id, tier_looks.c.looks).where(Among(tier_looks.c.partner_id, partner_ids))
        query = query.order_by(tier_looks.c.partner_id)
        return {row.partner_id: row.looks for row in self._connection.execute(query.with_for_update() if lock else query)}

    def _ids(self, *queries: Select[Any]) -> tuple[str, ...]:
        return tuple(sorted({id for query in queries for id in self._connection.execute(query).scalars()}))


def _open(at: datetime, rules: str) -> tuple[Select[Any], ...]:
    """Those of whom it is not known what a look would find."""
    of_looks = select(tier_looks.c.partner_id)
    return (
        select(tier_touches.c.partner_id).distinct(),
        of_looks.where(tier_looks.c.again_at <= at),
        of_looks.where(or_(tier_looks.c.rules < rules, tier_looks.c.rules > rules)),  # not `<>`, for which no index serves
    )


def _row(partner_id: str, looked: Looked) -> dict[str, Any]:
    return {
        "partner_id": partner_id,
        "looks": looked.seen.looks + 1,
        "rules": looked.rules,
        "again_at": looked.again_at,
        "is_below": looked.is_below,
    }
