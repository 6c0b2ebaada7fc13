"""What the record knows of a conflict: every registration of a customer, what direct sales work on, and what they say for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from handlers.ports import Stale
from program.registrations import (
    Closing,
    CustomerFile,
    DirectOpportunity,
    Importance,
    LossReason,
    Preference,
    Relation,
    Relationship,
    Statement,
    Status,
)
from storage.loading import DirectSale, Loader
from storage.tables import opportunities
from storage.work import SqlWork
from tests.storage.build import CHANNEL, DIRECT, NOW, RIVAL, SELLER, Record, registration

SAID = Statement(
    relationship=Relationship.TRUSTED,
    engaged_since=date(2025, 9, 3),
    preference=Preference.WRITTEN,
    note="They asked us.",
    importance=Importance.SOME,
)


def acme(work: SqlWork) -> tuple[CustomerFile, ...]:
    return work.files.open(["name:acme"], name="Acme GmbH")


def with_direct(record: Record, id: str = "O-1", *, closed: bool = False) -> None:
    with record.turn(CHANNEL) as work:
        (file,) = acme(work)
    sale = DirectOpportunity(id=id, family=None, seller="Direct", opened_at=NOW, seller_id=DIRECT.id)
    with record.database.transaction() as connection:
        Loader(connection).direct_sales([DirectSale(customer_id=file.id, sale=sale, closed_at=NOW if closed else None)])


def registered(work: SqlWork, id: str, status: Status, relation: Relation = Relation.EXACT, days: int = 0) -> None:
    files = acme(work)
    closing = Closing(at=NOW, loss=LossReason.PRICE) if status is Status.LOST else None
    made = registration(
        id, RIVAL if id.endswith("2") else SELLER, status=status, closing=closing, registered_at=NOW - timedelta(days=days)
    )
    work.registrations.add(made, {file.id: relation for file in files})


def test_the_history_has_every_registration_of_the_customer_itself_whatever_became_of_it(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        for days, (id, status) in enumerate(
            [("R-1", Status.IN_REVIEW), ("R-2", Status.LOST), ("R-3", Status.WITHDRAWN), ("R-4", Status.DECLINED)]
        ):
            registered(work, id, status, days=days)
        registered(work, "R-5", Status.IN_REVIEW, Relation.SUBSIDIARY)
        files = acme(work)
        assert [(claim.registration_id, claim.status) for claim in work.files.history(files)] == [
            ("R-4", Status.DECLINED),
            ("R-3", Status.WITHDRAWN),
            ("R-2", Status.LOST),
            ("R-1", Status.IN_REVIEW),
        ]
        assert [claim.registration_id for claim in files[0].claims] == ["R-1"]  # only what stands bears on a decision
        assert work.files.history(()) == ()


def test_registrations_know_their_customers_own_files(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        registered(work, "R-1", Status.IN_REVIEW)
        registered(work, "R-2", Status.IN_REVIEW, Relation.CERTAIN)
        registered(work, "R-3", Status.IN_REVIEW, Relation.DIFFERENT)
        (file,) = acme(work)
        own = frozenset({file.id})
        assert work.files.customers_of(["R-1", "R-2", "R-3"]) == {"R-1": own, "R-2": own, "R-3": frozenset()}
        assert work.files.customers_of([]) == {}


def test_what_direct_sales_say_stands_on_the_customers_file(record: Record) -> None:
    with_direct(record)
    with record.turn(DIRECT) as work:
        (file,) = work.files.of_opportunity("O-1")
        (sale,) = file.direct
        work.files.state(DirectOpportunity(**{name: getattr(sale, name) for name in sale.__slots__} | {"statement": SAID}))
        work.files.touch([file])
    with record.turn(CHANNEL) as work:
        (after,) = work.files.of_opportunity("O-1")
    assert (after.direct[0].statement, after.revision) == (SAID, file.revision + 1)
    (row,) = record.rows(opportunities)
    assert row["revision"] == 2


def test_a_statement_against_an_older_file_does_not_stand(record: Record) -> None:
    with_direct(record)
    with record.turn(DIRECT) as work:
        stale: Sequence[CustomerFile] = work.files.of_opportunity("O-1")
    with record.turn(CHANNEL) as work:
        work.files.touch(work.files.of_opportunity("O-1"))
    with pytest.raises(Stale), record.turn(DIRECT) as work:
        work.files.touch(stale)


def test_a_closed_opportunity_bears_on_nothing_any_more(record: Record) -> None:
    with_direct(record, "O-2", closed=True)
    with record.turn(CHANNEL) as work:
        assert [file.direct for file in work.files.of_opportunity("O-2")] == [()]
        assert work.files.of_opportunity("O-9") == ()
