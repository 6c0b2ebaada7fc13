"""Who is told what when something that waits for a person climbs a rung: the same for disputes and for questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.notices import Compose, remind_all, tell_all
from handlers.ports import Work
from program.partners import Member
from program.review_time import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Climbing:
    """`before` are those with whom it waited, `after` those who take it over; they are told `asked`, the others then `gone`."""

    key: str
    before: Sequence[Member]
    after: Sequence[Member]
    asked: Compose
    gone: Compose


def tell_of_rung(work: Work, rung: Rung, climbing: Climbing) -> None:
    """A reminder, when it disturbs nobody; then word that the time is up, to channel admins as well; then the others have it."""
    match rung:
        case Rung.REMINDED:
            remind_all(work, climbing.before, key=climbing.key, compose=climbing.asked)
        case Rung.OVERDUE:
            tell_all(work, (*climbing.before, *work.people.channel_admins()), key=climbing.key, compose=climbing.asked)
        case Rung.TAKEN_OVER:
            # Whoever is both is an admin first: of two notices under one key a person gets the earlier.
            tell_all(work, climbing.after, key=climbing.key, compose=climbing.asked)
            tell_all(work, climbing.before, key=climbing.key, compose=climbing.gone)
