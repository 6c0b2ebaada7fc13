"""What every kind of file has: its columns, and a reader that turns its lines into a plan to carry out in a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.ids import FreshIds
from bot.importing.rows import Problems
from bot.importing.sheet import Column, Line
from storage.loading import Loader, Written


class Effect(Enum):
    """What a line did."""

    ADDED = auto()
    CHANGED = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many lines brought something new, changed something, and changed nothing."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    @classmethod
    def of(cls, written: Written) -> Counted:
        """Where each line is a record of its own."""
        return cls(added=len(written.added), changed=len(written.changed), unchanged=written.unchanged)

    @classmethod
    def by_effect(cls, effects: Iterable[Effect]) -> Counted:
        """One effect for each line."""
        found = list(effects)
        return cls(added=found.count(Effect.ADDED), changed=found.count(Effect.CHANGED), unchanged=found.count(Effect.NOTHING))


#: Looks up what the lines speak of, adds a problem for what is not there, and writes only when there is none.
Plan = Callable[[Loader, Problems, FreshIds], Counted]
#: Reads lines as of an instant, without the database, and adds a problem for each cell that cannot be taken.
Read = Callable[[Sequence[Line], Problems, datetime], Plan]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file."""

    columns: tuple[Column, ...]
    read: Read
