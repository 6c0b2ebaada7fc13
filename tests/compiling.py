"""What a statement is in SQL, kept for all databases of one kind: a process opens one, and the tests one each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from typing_extensions import override


class Kept(dict[tuple[Any, ...], Any]):
    """A cache of compiled statements, by everything but the engine's own dialect, which a key begins with."""

    @override
    def get(self, key: tuple[Any, ...], default: Any = None, /) -> Any:
        return super().get(key[1:], default)

    @override
    def __setitem__(self, key: tuple[Any, ...], compiled: Any, /) -> None:
        super().__setitem__(key[1:], compiled)


@contextmanager
def compiled_once() -> Iterator[None]:
    """Every engine that is opened meanwhile compiles only what no other of its kind has compiled."""
    kept: defaultdict[str, Kept] = defaultdict(Kept)

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=kept[connection.dialect.name])

    event.listen(Engine, "engine_connect", share)
    yield
    event.remove(Engine, "engine_connect", share)
