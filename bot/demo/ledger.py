"""The demo's ledger is settled, not made up: as of each day of its past, by what billing had said until then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count, groupby
from typing import Final

from typing_extensions import override

from bot.demo.billing import Heard, heard
from bot.demo.partners import PARTNERS
from bot.demo.sequence import fixed_id
from bot.ids import FreshIds
from handlers.settling import settle_all
from handlers.settling_due import note_settled
from program.access import BY_RULE
from program.periods import first_of_month, local_date, months_after, start_of_day
from program.policy import Program
from program.registrations import Registration
from storage.engine import Transaction
from storage.work import SqlCatalogue, SqlWork

#: What one unit of the currency was worth in euros, roughly: enough for an invented month.
_RATES: Final = {"CHF": "1.05", "CZK": "0.0402", "DKK": "0.134", "GBP": "1.17", "PLN": "0.233", "SEK": "0.0885", "USD": "0.92"}
#: These have a visitor who looks: their deals are settled at the very moment, all others together at the end of each month.
_CAST: Final = frozenset({"nordwind", "alpenblick", "hafenwerk"})


class _LineIds(FreshIds):
    """Names of lines that are the same every time."""

    def __init__(self) -> None:
        self._numbers = count(1)

    @override
    def line(self) -> str:
        return fixed_id("L-", str(next(self._numbers)), 8)


def settle_past(connection: Transaction, program: Program, found: Sequence[Registration], *, at: datetime) -> None:
    """Plays everything that billing said of the registrations before the instant; they and their partners are written already."""
    ids, catalogue = _LineIds(), SqlCatalogue(connection)

    def work_at(moment: datetime) -> SqlWork:
        return SqlWork(connection, viewer=BY_RULE, at=moment, program=program, ids=ids, catalogue=catalogue)

    work = work_at(at)
    work.books.set_rates(_rates(program, local_date(at, program.zone)))
    whose = {registration.id: registration.partner_id for registration in found}
    everything = heard(found, {partner.id: partner for partner in PARTNERS}, program, at)
    moments = sorted(((_settled_at(one, whose, program, at), one) for one in everything), key=lambda pair: pair[0])
    for moment, pairs in groupby(moments, key=lambda pair: pair[0]):
        some = [one for _, one in pairs]
        then = work_at(moment)
        then.books.record([one.fact for one in some if one.fact is not None])
        settle_all(then, {one.registration_id for one in some})
    note_settled(work)


def _settled_at(one: Heard, whose: dict[str, str], program: Program, until: datetime) -> datetime:
    if whose[one.registration_id] in _CAST:
        return one.at
    after = months_after(first_of_month(local_date(one.at, program.zone)), 1)
    return min(start_of_day(after, program.zone), until)


def _rates(program: Program, today: date) -> dict[tuple[str, date], Decimal]:
    """Of every month since the program began, each a little different from the one before."""
    rates: dict[tuple[str, date], Decimal] = {}
    month = first_of_month(program.versions[0].effective)
    for place in count():
        if month > today:
            return rates
        for row, (currency, rate) in enumerate(_RATES.items()):
            if currency != program.currency:
                moved = Decimal(rate) * (1000 + (7 * place + 3 * row) % 25 - 12) / 1000
                rates[(currency, month)] = moved.quantize(Decimal("0.000001")).normalize()
        month = months_after(month, 1)
    return rates
