"""Measures how long reading a message takes, for several kinds of message.

    python benchmarks/reading.py [--rounds 40]

Each round reads every message once, the kinds mixed, with names, addresses, telephone numbers and amounts that no round before had, and
with other dates: what the reader remembers are the words that everybody uses, as in a bot that has run for a while. `CPU` is processor time, `wall` what a clock on the wall
says. Since a machine is shared, a yardstick is timed in every round, too: ten thousand words counted in plain Python. It stands
beside each row; `ratio` is the median of reading against the median of the yardstick, and moves less than the milliseconds do when
something else is running.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Product, Slot

TODAY: Final = date(2026, 9, 14)
CATALOGUE: Final = (
    Product(name="Gatewarden", aliases=("gateway", "firewall")),
    Product(name="Ledgerline CRM", aliases=("crm",)),
    Product(name="Ledgerline ERP", aliases=("erp",)),
    Product(name="Tidepool Backup", aliases=("backup",)),
    Product(name="Quillsign", aliases=()),
)
FRESH: Final = Context()
ASKED: Final = Context(
    asked=Slot.CONTACT_NAME, values={"company": "Alder Optik GmbH", "amount": "45000.00", "currency": "EUR"}, default_country="DE"
)

#: The messages by kind, each with the conversation it comes in; `{name}` is a firm's name, `{host}` the same in its addresses,
#: `{k}` some thousands and `{n}` four digits; `{month}`, `{monat}`, `{week}` and `{quarter}` are of dates.
KINDS: Final[Mapping[str, tuple[Context, tuple[str, ...]]]] = {
    "registration": (
        FRESH,
        (
            "Please register a new deal: {name} Optik GmbH from Germany, contact is Greta Lindqvist, "
            "greta.lindqvist@{host}-optik.example, +49 30 555{n}. They want Tidepool Backup for {k}k EUR and would sign end of {month}.",
            "Bitte den Kunden {name} Gartenbau AG für uns schützen. Ansprechpartnerin ist Frau Birgit Schuster, Tel. 030 555{n}, "
            "b.schuster@{host}-garten.example. Es geht um Gatewarden, Volumen ca. {k}.000 Euro, Abschluss Mitte {monat}.",
            "Spoke to Owen Baker of {name} Freight Ltd this morning, they need the crm for about 120 users, budget is somewhere "
            "around £{k},000, decision in Q{quarter}. Can you put that in for us please? His mail is owen@{host}freight.example, thanks.",
            "Neuer Deal: Käserei {name} GmbH & Co. KG, Quillsign, 1,{k} Mio. €, Unterschrift in KW {week}, Kontakt Pavel Novak "
            "(Einkaufsleiter), p.novak@kaeserei-{host}.example. Der Hersteller war noch nicht in Kontakt mit dem Kunden, denke ich.",
        ),
    ),
    "short registration": (
        FRESH,
        (
            "register {name} Robotics Ltd, {k}k, end of {month}",
            "new deal with {name} Maschinenbau AG, Gatewarden, {k}k EUR",
            "bitte {name} Pharma registrieren, {k}.500 €, nächste Woche",
            "Deal für {name} Hotels, Ledgerline CRM, rund {k}k, Abschluss Ende Q{quarter}",
        ),
    ),
    "answer": (
        ASKED,
        (
            "Lucia {name}",
            "yes",
            "no, make that {k}k please",
            "the amount is {k}.500 EUR, not 45k",
            "keiner bisher",
            "ihre Mail ist lucia.moreno@{host}.example und sie ist unter +49 30 555{n} erreichbar",
            "change the closing date to 15 {month} and the product to Quillsign",
            "das weiß ich noch nicht, bitte überspringen",
        ),
    ),
    "e-mail": (
        FRESH,
        (
            "fyi, please register this one for us\n\n---------- Forwarded message ---------\n"
            "From: Sven Petersen <sven@{host}werft.example>\nDate: Mon, 14 Sep 2026\nSubject: Backup\n"
            "To: Anna Klein <anna@partner.example>\n\nHi Anna,\n\nwe at {name} Werft AG would like to go ahead with Tidepool Backup, "
            "250 users, about {k}.000 EUR. We want to sign before Christmas.\n\nBest regards\nSven Petersen\nHead of IT\n"
            "{name} Werft AG\n+49 40 555{n}",
            "Hallo zusammen,\n\nbitte einen Deal anmelden: {name} Druck GmbH, {k}k€, Quillsign, Abschluss im {monat}. Kontakt Karl Rossi, "
            "karl@{host}-druck.example.\n\nViele Grüße\nJonas Huber\nVertrieb, Partner GmbH\nTel. +49 89 555{n}\nwww.partner.example",
        ),
    ),
    "question": (
        FRESH,
        (
            "how long is a deal registration valid and can I extend it when the customer needs more time to decide?",
            "Gibt es schon etwas Neues zu meiner Registrierung für {name} Freight, die ich letzte Woche eingereicht habe?",
            "has anyone else registered {name} Energy already or is it still free?",
            "Wie viel Provision habe ich im dritten Quartal für die Abschlüsse verdient, und wann wird sie ausgezahlt?",
            "what's the weather like in Lisbon tomorrow, do I need an umbrella?",
        ),
    ),
}
WARMING_UP: Final = 2
_WORDS: Final = [f"word{number % 997}" for number in range(10_000)]


def yardstick() -> None:
    """Some plain Python of a fixed size."""
    counts: dict[str, int] = {}
    for word in _WORDS:
        counts[word] = counts.get(word, 0) + len(word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Seconds that something took: of the processor, in which other programs have no part, and on the wall, in which they have."""

    cpu: float
    wall: float


def timed(work: Callable[[], object]) -> Taken:
    wall, cpu = time.perf_counter(), time.thread_time()
    work()
    return Taken(cpu=time.thread_time() - cpu, wall=time.perf_counter() - wall)


_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "October", "November", "December")
_MONATE: Final = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Oktober", "November", "Dezember")


def filled(pattern: str, number: int) -> str:
    """The message as it is in that round."""
    name = name_of(number)
    return pattern.format(
        name=name, host=name.lower(), k=11 + number * 7 % 888, n=1000 + number * 37 % 9000, month=_MONTHS[number % 9],
        monat=_MONATE[number * 5 % 9], week=1 + number * 11 % 52, quarter=1 + number % 4,
    )  # fmt: skip


def name_of(round_: int) -> str:
    """A name that could be a firm's and is another one in every round."""
    parts = ("ba", "de", "fi", "go", "lu", "ma", "ne", "ro", "si", "ta", "vo", "ke")
    return "".join(parts[round_ // 12**place % 12] for place in range(3)).capitalize() + "n"


def measured(rounds: int) -> tuple[Mapping[str, Sequence[Taken]], Sequence[Taken]]:
    """What every reading took, by kind, and what the yardstick took."""
    messages = [(kind, text, context) for kind, (context, texts) in KINDS.items() for text in texts]
    taken: dict[str, list[Taken]] = {kind: [] for kind in KINDS}
    sticks: list[Taken] = []
    for number in range(rounds + WARMING_UP):
        for kind, pattern, context in messages:
            text = filled(pattern, number)
            took = timed(partial(understand, text, today=TODAY, catalogue=CATALOGUE, context=context))
            if number >= WARMING_UP:
                taken[kind].append(took)
        sticks.append(timed(yardstick))
    return taken, sticks


def row(kind: str, letters: float, taken: Sequence[Taken], stick: float) -> str:
    cpu = [one.cpu for one in taken]
    middle, late = statistics.median(cpu), statistics.quantiles(cpu, n=20)[-1]
    wall = statistics.median(one.wall for one in taken)
    return (
        f"| {kind} | {letters:.0f} | {1000 * middle:.2f} | {1000 * stick:.2f} | {middle / stick:.2f} | {1000 * late:.2f} | "
        f"{1000 * wall:.2f} | {1000 * middle / letters * 200:.2f} |\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    taken, sticks = measured(parser.parse_args().rounds)
    stick = statistics.median(one.cpu for one in sticks)
    out = sys.stdout
    out.write("| message | characters | CPU ms | yardstick CPU ms | ratio | p95 CPU ms | wall ms | CPU ms for 200 characters |\n")
    out.write("|---|---|---|---|---|---|---|---|\n")
    for kind, (_, texts) in KINDS.items():
        out.write(row(kind, statistics.fmean(map(len, texts)), taken[kind], stick))
    every = [text for _, texts in KINDS.values() for text in texts]
    out.write(row("all", statistics.fmean(map(len, every)), [one for some in taken.values() for one in some], stick))


if __name__ == "__main__":
    main()
