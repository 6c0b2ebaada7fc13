"""Customers whose name may be a spelling of another, found by the keys that the two share, with bounded work for any name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Integer, Select, bindparam, func, literal, select, union_all

from handlers.ports import KnownCompany
from handlers.understanding.company_blocks import MOST_SOUGHT, filed_keys, sought_keys
from handlers.understanding.company_nearest import nearest
from storage.prepared import Prepared
from storage.tables import customer_blocks, customers

#: So many candidates are given to be compared with care.
MOST_SIMILAR: Final = 20
#: So many, of those that share the rarest keys, have their names read.
_CONSIDERED: Final = 100
#: So many rows are read under one key, and under all keys of a name.
_ROWS_OF_KEY: Final = 250
_ROWS: Final = 1_000
#: What it weighs, nearly, to share a key with nobody else: as many bits as a million has.
_RAREST: Final = 20


def similar(connection: Connection, name: str, *, most: int = MOST_SIMILAR) -> tuple[KnownCompany, ...]:
    """The customers whose names are nearest to this one, the nearest first; the same on both databases.

    The rarest keys are read first, and what is left of a fixed number of rows goes to the common ones. So all names cost alike,
    those that somebody registered and those that nobody did, and no crowd of like names makes one dearer: the time tells nothing.
    """
    keys = sought_keys(name)
    if not keys:
        return ()
    rows = _HEAVIEST.rows(connection, _reads(keys, _sizes(connection, keys)))
    chosen = nearest(name, [(row["name"], row["weight"]) for row in rows], most)
    return tuple(KnownCompany(file_id=rows[index]["id"], name=rows[index]["name"]) for index in chosen)


def block_rows(customer_id: str, name: str) -> list[dict[str, Any]]:
    """The rows under which a customer's file is found by names like its own; none for a name with nothing to compare."""
    return [{"block": key, "customer_id": customer_id} for key in filed_keys(name)]


def _sizes(connection: Connection, keys: Sequence[int]) -> list[int]:
    """How many are filed under each key, as far as it is counted."""
    blocks = {f"block{leg}": keys[min(leg, len(keys) - 1)] for leg in _LEGS}
    counted = {row["leg"]: row["size"] for row in _COUNTED.rows(connection, blocks)}
    return [counted[leg] for leg in range(len(keys))]


def _reads(keys: Sequence[int], sizes: Sequence[int]) -> dict[str, int]:
    """What to read under which key, and how much it weighs to share it: a point more each time the crowd is half as large."""
    left = _ROWS
    reads: dict[str, int] = {}
    for leg, (size, key) in enumerate(sorted(zip(sizes, keys, strict=True))):
        rows = min(size, _ROWS_OF_KEY, left)
        left -= rows
        reads |= {f"block{leg}": key, f"rows{leg}": rows, f"weight{leg}": _RAREST - size.bit_length() if rows == size else 1}
    for leg in _LEGS[len(keys) :]:
        reads |= {f"block{leg}": keys[0], f"rows{leg}": 0, f"weight{leg}": 0}
    return reads


# Both statements always have the same number of legs, so that each is prepared once for all names.
_LEGS: Final = range(MOST_SOUGHT)


def _count(leg: int) -> Select[Any]:
    filed = select(literal(1)).where(customer_blocks.c.block == bindparam(f"block{leg}")).limit(_ROWS_OF_KEY + 1).subquery()
    return select(literal(leg).label("leg"), select(func.count()).select_from(filed).scalar_subquery().label("size"))


def _sharing(leg: int) -> Select[Any]:
    owner = customer_blocks.c.customer_id
    filed = select(owner).where(customer_blocks.c.block == bindparam(f"block{leg}")).order_by(owner).limit(bindparam(f"rows{leg}"))
    return select(filed.subquery().c.customer_id, bindparam(f"weight{leg}", type_=Integer).label("weight"))


def _heaviest() -> Select[Any]:
    shared = union_all(*map(_sharing, _LEGS)).subquery()
    weight = func.sum(shared.c.weight).label("weight")
    weighed = select(shared.c.customer_id, weight).group_by(shared.c.customer_id)
    first = weighed.order_by(weight.desc(), shared.c.customer_id).limit(_CONSIDERED).subquery()
    named = select(customers.c.id, customers.c.name, first.c.weight).join(first, first.c.customer_id == customers.c.id)
    return named.order_by(first.c.weight.desc(), customers.c.id)


_COUNTED: Final = Prepared(union_all(*map(_count, _LEGS)))
_HEAVIEST: Final = Prepared(_heaviest())
