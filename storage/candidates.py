"""Customers whose name may be a spelling of another, found by the keys that the two share, with bounded work for any name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, text

from handlers.ports import KnownCompany
from handlers.understanding.company_blocks import MOST_SOUGHT, filed_keys, sought_keys
from handlers.understanding.company_nearest import nearest

#: So many candidates are given to be compared with care.
MOST_SIMILAR: Final = 20
_CONSIDERED: Final = 150
#: So many rows are read under one key, and under all keys of a name.
_ROWS_OF_KEY: Final = 400
_ROWS: Final = 1_600
#: What it weighs to share a key with one other name among a million.
_RAREST: Final = 20

# Both statements are text and always equally long: one prepared statement serves every name, and taking a Core statement of this
# length apart for SQLAlchemy's cache takes longer than the database takes to answer it.
_LEGS: Final = range(MOST_SOUGHT)
_SIZES: Final = text(
    " UNION ALL ".join(
        f"SELECT {leg} AS leg, (SELECT count(*) FROM "
        f"(SELECT 1 FROM customer_blocks WHERE block = :block{leg} LIMIT {_ROWS_OF_KEY + 1}) AS counted) AS size"
        for leg in _LEGS
    )
)
_SHARED: Final = " UNION ALL ".join(
    f"SELECT customer_id, :weight{leg} AS weight FROM "
    f"(SELECT customer_id FROM customer_blocks WHERE block = :block{leg} ORDER BY customer_id LIMIT :rows{leg}) AS read{leg}"
    for leg in _LEGS
)
_HEAVIEST: Final = text(
    "SELECT customers.id, customers.name, heaviest.weight FROM ("  # noqa: S608 - put together from numbers of our own
    f"SELECT customer_id, sum(weight) AS weight FROM ({_SHARED}) AS shared "
    f"GROUP BY customer_id ORDER BY weight DESC, customer_id LIMIT {_CONSIDERED}"
    ") AS heaviest JOIN customers ON customers.id = heaviest.customer_id ORDER BY heaviest.weight DESC, customers.id"
)


def similar(connection: Connection, name: str, *, most: int = MOST_SIMILAR) -> tuple[KnownCompany, ...]:
    """The customers whose names are nearest to this one, the nearest first; the same on every database.

    Rare keys are read first and whole; what is left of a fixed number of rows goes to the common ones. So a name costs as much whether
    or not anybody has registered a name like it, and no more in a crowd of thousands: the time tells nothing of what is there.
    """
    keys = sought_keys(name)
    if not keys:
        return ()
    rows = connection.execute(_HEAVIEST, _reads(keys, _sizes(connection, keys))).all()
    chosen = nearest(name, [(row.name, row.weight) for row in rows], most)
    return tuple(KnownCompany(file_id=rows[index].id, name=rows[index].name) for index in chosen)


def block_rows(customer_id: str, name: str) -> list[dict[str, str | int]]:
    """The rows under which a customer's file is found by names like its own; none for a name with nothing to compare."""
    return [{"block": key, "customer_id": customer_id} for key in filed_keys(name)]


def _sizes(connection: Connection, keys: Sequence[int]) -> list[int]:
    """How many are filed under each key, as far as it is counted."""
    blocks = {f"block{leg}": keys[min(leg, len(keys) - 1)] for leg in _LEGS}
    counted = {row.leg: row.size for row in connection.execute(_SIZES, blocks)}
    return [counted[leg] for leg in range(len(keys))]


def _reads(keys: Sequence[int], sizes: Sequence[int]) -> dict[str, int]:
    """What to read under which key, the rarest first, and how much it weighs to share it: a point for each halving of the crowd."""
    left = _ROWS
    reads: dict[str, int] = {}
    for leg, (size, key) in enumerate(sorted(zip(sizes, keys, strict=True))):
        rows = min(size, _ROWS_OF_KEY, left)
        left -= rows
        whole = rows == size
        reads |= {f"block{leg}": key, f"rows{leg}": rows, f"weight{leg}": _RAREST - size.bit_length() if whole else 1}
    for leg in _LEGS[len(keys) :]:
        reads |= {f"block{leg}": keys[0], f"rows{leg}": 0, f"weight{leg}": 0}
    return reads
