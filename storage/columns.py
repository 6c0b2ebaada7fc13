"""Column types that keep the house's habits: instants are aware UTC at both ends; a vector is the same bytes on both databases."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime
from sys import byteorder
from typing import Any

from sqlalchemy import ARRAY, DateTime, LargeBinary
from sqlalchemy import REAL as SINGLE  # what a text means to a model is no amount: 32 bits are what it is given in
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from program.periods import require_utc


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, to the microsecond. Binding a naive or non-UTC one raises ValueError."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = DateTime(timezone=True)
    cache_ok: bool | None = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else require_utc(value)

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value
        # SQLite has no time zones and gives back what was stored without one; PostgreSQL answers in the session's zone.
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class Vector(TypeDecorator[bytes]):
    """32-bit floats, packed with the least byte first; on PostgreSQL an array, which pgvector can read where it is installed."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = LargeBinary
    cache_ok: bool | None = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(SINGLE) if dialect.name == "postgresql" else LargeBinary())

    @override
    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name != "postgresql" else list(numbers_of(value))

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        return value if value is None or dialect.name != "postgresql" else _least_first(array("f", value)).tobytes()


def numbers_of(packed: bytes) -> Sequence[Any]:
    numbers = array("f")
    numbers.frombytes(packed)
    return _least_first(numbers)


def _least_first(numbers: array[Any]) -> array[Any]:
    if byteorder == "big":
        numbers.byteswap()
    return numbers
