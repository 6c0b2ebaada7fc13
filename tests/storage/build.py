"""What the tests of the record are built from: partners, their people, customers and registrations, at a frozen instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, insert, select, update

from handlers.message import Sender
from handlers.ports import Stale
from handlers.ports_asked import HelpRequest
from program.money import Money
from program.partners import Member, Partner, PartnerKind, Role, Tier
from program.periods import protected_period
from program.policy_reading import read_policy
from program.registrations import Closing, Contact, CustomerFile, LossReason, Opportunity, Registration, Relation, Status
from storage.engine import Database
from storage.people import member_row, viewer_of
from storage.tables import members, partners
from storage.work import SqlWork

NOW: Final = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PROGRAM: Final = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8"))
POLICY: Final = PROGRAM.in_force(NOW)
#: As often as a turn is run again.
ATTEMPTS: Final = 30

T = TypeVar("T")


class CountedIds:
    """`handlers.ports.Ids` that count: the same every time, and never the same twice, from any thread."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def registration(self) -> str:
        return f"R-{next(self._numbers)}"

    def opportunity(self) -> str:
        return f"O-{next(self._numbers)}"

    def request(self) -> str:
        return f"Q-{next(self._numbers)}"

    def line(self) -> str:
        return f"L-{next(self._numbers)}"

    def quote(self) -> str:
        return f"A-{next(self._numbers)}"

    def payout(self) -> str:
        return f"P-{next(self._numbers)}"

    def dispute(self) -> str:
        return f"D-{next(self._numbers)}"

    def document(self) -> str:
        return f"K-{next(self._numbers)}"

    def answer(self) -> str:
        return f"n-{next(self._numbers)}"

    def member(self) -> str:
        return f"m-{next(self._numbers)}"

    def customer(self) -> str:
        return f"c-{next(self._numbers)}"

    def draft(self) -> str:
        return f"d-{next(self._numbers)}"

    def code(self) -> str:
        return f"CODE{next(self._numbers)}"


def partner(id: str = "nordwind", *, name: str = "", zone: str = "Europe/Berlin", tier: Tier = Tier.SILVER) -> Partner:
    return Partner(
        id=id,
        name=name or id.capitalize(),
        kinds=frozenset({PartnerKind.RESELLER, PartnerKind.MSP}),
        tier=tier,
        country="DE",
        zone=zone,
        currency="EUR",
    )


def member(id: str, partner_id: str | None = None, role: Role = Role.SELLER, *, zone: str = "Europe/Berlin") -> Member:
    return Member(
        id=id, partner_id=partner_id, name=id.capitalize(), email=f"{id}@example.com", role=role, language="de", zone=zone
    )


def sender(user: str = "u1", *, chat: str = "slack", tenant: str = "T1") -> Sender:
    return Sender(chat=chat, tenant=tenant, user=user)


def opportunity(company: str = "Acme GmbH", **more: Any) -> Opportunity:
    """A small deal; `more` are further fields of Opportunity."""
    known: dict[str, Any] = {"contact": Contact(email="buyer@acme.example"), "close_date": date(2027, 3, 31)}
    return Opportunity(company=company, **(known | more))


def registration(id: str, member: Member, **more: Any) -> Registration:
    """A registration of the member that waits for the partner's manager, closed if won or lost; `more` are further fields."""
    known: dict[str, Any] = {
        "opportunity": opportunity(amount=Money(amount=Decimal(45000), currency="EUR")),
        "status": Status.IN_REVIEW,
        "registered_at": NOW,
        "policy_version": POLICY.version,
    }
    if more.get("status") in (Status.WON, Status.LOST):
        known["closing"] = Closing(at=NOW, loss=LossReason.OTHER if more["status"] is Status.LOST else None)
    return Registration(id=id, partner_id=member.partner_id or "", member_id=member.id, **(known | more))


def exactly(files: Sequence[CustomerFile]) -> dict[str, Relation]:
    """The files as those of a registration that names its customer exactly."""
    return {file.id: Relation.EXACT for file in files}


NORDWIND: Final = partner("nordwind")
ALPENBLICK: Final = partner("alpenblick", zone="Europe/Zurich")
SOLO: Final = partner("solo")
SELLER: Final = member("seller", "nordwind")
COLLEAGUE: Final = member("colleague", "nordwind")
ADMIN: Final = member("admin", "nordwind", Role.PARTNER_ADMIN)
RIVAL: Final = member("rival", "alpenblick")
LONER: Final = member("loner", "solo")
MANAGER: Final = member("manager", role=Role.PARTNER_MANAGER)
OTHER_MANAGER: Final = member("other", role=Role.PARTNER_MANAGER)
DIRECT: Final = member("direct", role=Role.DIRECT_SELLER)
CHANNEL: Final = member("channel", role=Role.CHANNEL_ADMIN)
EVERYBODY: Final = (SELLER, COLLEAGUE, ADMIN, RIVAL, LONER, MANAGER, OTHER_MANAGER, DIRECT, CHANNEL)


class Record:
    """An open database with a small program in it: Nordwind is the manager's, Alpenblick the other manager's, Solo nobody's."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.ids = CountedIds()
        self.reruns: list[Stale] = []
        with self.database.transaction() as connection:
            self.add(connection, (NORDWIND, ALPENBLICK, SOLO), EVERYBODY)
            people = self.work(connection, CHANNEL).people
            people.assign(NORDWIND.id, MANAGER.id)
            people.assign(ALPENBLICK.id, OTHER_MANAGER.id)

    @staticmethod
    def add(connection: Connection, companies: Sequence[Partner], people: Sequence[Member]) -> None:
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "kinds": sorted(one.kinds),
                "tier": one.tier.value,
                "country": one.country,
                "zone": one.zone,
                "currency": one.currency,
            }
            for one in companies
        ]
        connection.execute(insert(partners), rows)
        connection.execute(insert(members), [member_row(one) for one in people])

    def work(self, connection: Connection, who: Member, at: datetime = NOW) -> SqlWork:
        """The unit of work of a turn of theirs, with the reach they have at the instant."""
        viewer = viewer_of(connection, who, at)
        return SqlWork(connection, viewer=viewer, at=at, program=PROGRAM, ids=self.ids)

    @contextmanager
    def turn(self, who: Member, at: datetime = NOW) -> Iterator[SqlWork]:
        """One transaction of theirs."""
        with self.database.transaction() as connection:
            yield self.work(connection, who, at)

    def until_quiet(self, who: Member, do: Callable[[SqlWork], T], at: datetime = NOW) -> T:
        """What a turn does, run again as long as somebody else was quicker; each time is noted in `reruns`."""
        for _ in range(ATTEMPTS):
            try:
                with self.turn(who, at) as work:
                    return do(work)
            except Stale as why:
                self.reruns.append(why)
        raise AssertionError("no quiet moment")

    def set(self, table: Any, id: str, **values: Any) -> None:
        """Changes a row behind everybody's back."""
        with self.database.transaction() as connection:
            changed = connection.execute(update(table).where(table.c.id == id).values(**values))
            assert changed.rowcount == 1

    def rows(self, table: Any) -> list[dict[str, Any]]:
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]


def at_once(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """The results of all jobs, each in a thread of its own, begun at the same moment."""
    barrier = Barrier(len(jobs), timeout=30)

    def begin(job: Callable[[], T]) -> T:
        barrier.wait()
        return job()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        return [begun.result(timeout=60) for begun in [pool.submit(begin, job) for job in jobs]]


PROTECTED = protected_period(start=NOW, days=90, zone=NORDWIND.zone)


def put(record: Record, *some: Registration) -> None:
    with record.turn(CHANNEL) as work:
        for one in some:
            company = one.opportunity.company
            work.registrations.add(one, exactly(work.files.open([f"name:{company}"], name=company)))


def ids(found: tuple[Registration, ...]) -> list[str]:
    return [one.id for one in found]


def question(id: str, who: Member) -> HelpRequest:
    return HelpRequest(id=id, member_id=who.id, partner_id=who.partner_id or "", text="When?", asked_at=NOW)
