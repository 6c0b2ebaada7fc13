"""How long things may take and how often they are tried, in one place, so that tests can hurry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The rhythm of one process. A lease is longer than everything its holder may do with it."""

    turn: timedelta = timedelta(seconds=60)  # a message's lease: a language model may take twenty of them
    posting: timedelta = timedelta(seconds=30)  # a row's lease
    call: timedelta = timedelta(seconds=10)  # one call to a chat; a posting makes two at most before it looks at its lease again
    look: timedelta = timedelta(milliseconds=500)  # between two looks for work that nobody told of
    places: int = 8  # messages and rows, each, in work at a time
    rescue: timedelta = timedelta(seconds=10)  # between two sweeps, and how long a row may be due before it counts as stuck
    sweep: timedelta = timedelta(minutes=1)  # between two looks for what is due by rule
    tiers: timedelta = timedelta(hours=1)  # between two looks at partners' tiers, which change by the day
    tidy: timedelta = timedelta(minutes=10)  # between two looks for what is over and need not be kept
    keep: timedelta = timedelta(days=30)  # what belongs to a workspace that took the bot out, should it come back
    longest: timedelta = timedelta(minutes=10)  # between two tries
    troubles: int = 40  # tries before a row is given up: about five hours
    doubts: int = 10  # the same for tries of which nobody knows the end
    drain: timedelta = timedelta(seconds=20)  # for what is in work when the process is asked to stop

    def pause(self, tries: int, key: str) -> timedelta:
        """Before the next try: 1, 2, 4 … seconds and up to a quarter more, by the key, so that not all come back at once."""
        wait = min(timedelta(seconds=2 ** min(tries - 1, 20)), self.longest)
        return wait * (1 + sha256(f"{key}/{tries}".encode()).digest()[0] / 1024)
