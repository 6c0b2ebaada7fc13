"""What the quick tests take of a product, of which `make verify` takes the whole."""

from __future__ import annotations

import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import settings

_SLOW_TOO = (pytest.mark.postgres, pytest.mark.slow)

#: For what the kind of database hardly changes, or has changed in a test beside it: on one of the two, slowly on the other.
SQLITE_FIRST = pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgresql", marks=_SLOW_TOO)], indirect=True)
POSTGRESQL_FIRST = pytest.mark.parametrize(
    "database_url",
    [pytest.param("postgresql", marks=pytest.mark.postgres), pytest.param("sqlite", marks=pytest.mark.slow)],
    indirect=True,
)

#: For what takes long with each example: a third of as many as elsewhere.
FEWER = settings(max_examples=settings.default.max_examples // 3 if settings.default else 10)


def slowly(*values: str) -> list[ParameterSet]:
    """The parameters that the quick tests leave out, as others beside them stand for the same."""
    return [pytest.param(value, marks=pytest.mark.slow) for value in values]
