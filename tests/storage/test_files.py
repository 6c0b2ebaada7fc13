"""The end customer's file: one for each customer, however it is named, and no decision on an older revision of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from functools import partial

import pytest

from handlers.ports import Stale
from program.periods import protected_period
from program.registrations import CustomerFile, DirectOpportunity, Preference, Relation, Relationship, Statement, Status
from storage.tables import assignments, customer_keys, customers, opportunities
from storage.work import SqlWork
from tests.storage.build import (
    ALPENBLICK,
    CHANNEL,
    DIRECT,
    MANAGER,
    NORDWIND,
    NOW,
    OTHER_MANAGER,
    RIVAL,
    SELLER,
    Record,
    at_once,
    exactly,
    opportunity,
    registration,
)

STATEMENT = Statement(preference=Preference.WRITTEN, note="They wrote to us first.")
NAME, DOMAIN, REGISTER = "name:acme gmbh", "domain:acme.example", "register:DE HRB 1"


def opened(record: Record, *keys: str, name: str = "Acme GmbH") -> tuple[CustomerFile, ...]:
    with record.turn(SELLER) as work:
        return work.files.open(keys, name=name)


def keys_of(record: Record) -> dict[str, str]:
    return {row["key"]: row["customer_id"] for row in record.rows(customer_keys)}


def test_a_new_customer_gets_a_file_under_all_keys(record: Record) -> None:
    (file,) = opened(record, NAME, DOMAIN, REGISTER)
    assert (file.name, file.revision, file.is_customer, file.named_account_owner) == ("Acme GmbH", 1, False, None)
    assert (file.claims, file.direct) == ((), ())
    assert keys_of(record) == dict.fromkeys((NAME, DOMAIN, REGISTER), file.id)


@pytest.mark.parametrize("key", [NAME, DOMAIN, REGISTER])
def test_a_file_is_found_by_any_of_its_keys(record: Record, key: str) -> None:
    (file,) = opened(record, NAME, DOMAIN, REGISTER)
    (found,) = opened(record, key, name="acme")
    assert (found.id, found.name) == (file.id, "Acme GmbH")
    assert len(record.rows(customers)) == 1


def test_opening_a_file_adds_nothing_to_it(record: Record) -> None:
    opened(record, NAME)
    opened(record, REGISTER, NAME, DOMAIN)
    assert set(keys_of(record)) == {NAME}


def test_what_is_learnt_of_a_customer_is_added_to_its_file_and_to_no_other(record: Record) -> None:
    (file,) = opened(record, NAME)
    (other,) = opened(record, DOMAIN)
    with record.turn(SELLER) as work:
        work.files.learn(file, [REGISTER, NAME, DOMAIN])
        assert work.files.is_under(file, REGISTER)
        assert not work.files.is_under(file, DOMAIN)
    assert keys_of(record) == {NAME: file.id, DOMAIN: other.id, REGISTER: file.id}


def test_keys_of_two_customers_open_both_files_and_bring_nothing_together(record: Record) -> None:
    (by_name,) = opened(record, NAME)
    (by_domain,) = opened(record, DOMAIN)
    found = opened(record, NAME, DOMAIN, REGISTER)
    assert {file.id for file in found} == {by_name.id, by_domain.id}
    assert REGISTER not in keys_of(record)


def test_empty_keys_name_nobody(record: Record) -> None:
    (acme,) = opened(record, NAME, "")
    (other,) = opened(record, "name:other", "", name="Other")
    assert acme.id != other.id


def test_a_file_moves_on_by_one_revision(record: Record) -> None:
    (file,) = opened(record, NAME)
    with record.turn(SELLER) as work:
        work.files.touch(work.files.open([NAME], name=""))
    assert opened(record, NAME)[0].revision == file.revision + 1


def test_a_decision_on_an_older_revision_does_not_stand(record: Record) -> None:
    (old,) = opened(record, NAME)
    with record.turn(SELLER) as work:
        work.files.touch([old])
    with suppress(Stale), record.turn(RIVAL) as work:
        work.log.add("sample", "written before")
        work.files.touch([old])
        raise AssertionError("an older revision was moved on")
    with record.turn(RIVAL) as work:
        assert work.log.of("written before") == ()


def test_either_every_file_moves_on_or_none(record: Record) -> None:
    (first,), (second,) = opened(record, NAME), opened(record, DOMAIN)
    with record.turn(SELLER) as work:
        work.files.touch([second])
    with pytest.raises(Stale), record.turn(SELLER) as work:
        work.files.touch([first, second])
    assert [file.revision for file in sorted(opened(record, NAME, DOMAIN), key=lambda f: f.id != first.id)] == [1, 2]


def test_twenty_who_open_one_new_customer_at_once_get_one_file(record: Record) -> None:
    spellings = ((NAME,), (NAME, DOMAIN), (REGISTER, NAME, DOMAIN), (REGISTER, NAME))

    def opens(number: int, work: SqlWork) -> tuple[str, ...]:
        return tuple(file.id for file in work.files.open(spellings[number % len(spellings)], name=f"Acme {number}"))

    found = at_once([partial(record.until_quiet, SELLER, partial(opens, number)) for number in range(20)])
    assert {len(files) for files in found} == {1}
    assert len(record.rows(customers)) == 1
    assert {files[0] for files in found} == set(keys_of(record).values())
    assert NAME in keys_of(record)


def test_a_file_tells_every_claim_that_stands_and_no_other(record: Record) -> None:
    later = NOW + timedelta(hours=1)
    protected = protected_period(start=later, days=90, zone=ALPENBLICK.zone)
    with record.turn(SELLER) as work:
        files = exactly(work.files.open([NAME], name="Acme GmbH"))
        work.registrations.add(registration("R-2", RIVAL, status=Status.APPROVED, protected=protected, registered_at=later), files)
        work.registrations.add(registration("R-1", SELLER, opportunity=opportunity(family="CRM")), files)
        work.registrations.add(registration("R-3", SELLER, status=Status.ACTION_REQUIRED, registered_at=later), files)
        work.registrations.add(registration("R-4", RIVAL, status=Status.WON, registered_at=later, statement=STATEMENT), files)
        for number, gone in enumerate((Status.DECLINED, Status.WITHDRAWN, Status.LOST)):
            work.registrations.add(registration(f"R-1{number}", RIVAL, status=gone), files)
        for other in (Relation.SUBSIDIARY, Relation.DIFFERENT):
            work.registrations.add(registration(f"R-{other.value}", SELLER), dict.fromkeys(files, other))
    (file,) = opened(record, NAME)
    assert [claim.registration_id for claim in file.claims] == ["R-1", "R-2", "R-3", "R-4"]
    mine, rivals, _, won = file.claims
    assert (mine.partner_id, mine.member_id, mine.manager_id, mine.family) == ("nordwind", "seller", MANAGER.id, "CRM")
    assert (mine.status, mine.registered_at, mine.protected) == (Status.IN_REVIEW, NOW, None)
    assert (rivals.manager_id, rivals.status, rivals.protected) == (OTHER_MANAGER.id, Status.APPROVED, protected)
    assert {claim.kinds for claim in file.claims} == {NORDWIND.kinds}
    assert (won.status, won.statement, mine.statement) == (Status.WON, STATEMENT, None)


def test_a_manager_who_left_looks_after_nobody(record: Record) -> None:
    with record.turn(SELLER) as work:
        work.registrations.add(registration("R-1", SELLER), exactly(work.files.open([NAME], name="Acme")))
    with record.turn(CHANNEL) as work:
        work.people.deactivate(MANAGER.id)
        assert work.people.manager_of("nordwind") is None
    assert opened(record, NAME)[0].claims[0].manager_id is None
    assert len(record.rows(assignments)) == 2


def test_a_file_tells_what_the_vendor_itself_has_with_the_customer(record: Record) -> None:
    (file,) = opened(record, NAME)
    record.set(customers, file.id, is_customer=True, named_account_owner="Dana")
    with record.database.transaction() as connection:
        row = {"customer_id": file.id, "seller": "Dana", "opened_at": NOW, "revision": 1}
        said = {"seller_id": DIRECT.id, "statement": {"relationship": "regular", "engaged_since": "2026-09-01"}}
        connection.execute(opportunities.insert(), row | said | {"id": "o-1", "family": "CRM", "closed_at": None})
        connection.execute(opportunities.insert(), row | {"id": "o-2", "family": None, "closed_at": NOW})
    (found,) = opened(record, NAME)
    assert (found.is_customer, found.named_account_owner) == (True, "Dana")
    statement = Statement(relationship=Relationship.REGULAR, engaged_since=date(2026, 9, 1))
    known = DirectOpportunity(id="o-1", family="CRM", seller="Dana", opened_at=NOW, seller_id=DIRECT.id, statement=statement)
    assert found.direct == (known,)


def test_a_registration_leads_back_to_the_files_it_was_made_on_and_says_how_it_relates(record: Record) -> None:
    (by_name,), (by_domain,) = opened(record, NAME), opened(record, DOMAIN)
    relations = {by_name.id: Relation.EXACT, by_domain.id: Relation.SUBSIDIARY}
    with record.turn(SELLER) as work:
        work.registrations.add(registration("R-1", SELLER), relations)
    with record.turn(MANAGER) as work:
        assert {file.id: relation for file, relation in work.files.of_registration("R-1")} == relations
        assert work.files.of_registration("R-unknown") == ()


def test_customers_of_similar_names_are_candidates_the_most_similar_first(record: Record) -> None:
    names = ("Nordlicht Maschinenbau GmbH", "Nordlicht Handels AG", "Totally Other Ltd")
    for number, name in enumerate(names):
        opened(record, f"name:{number}", name=name)
    with record.turn(SELLER) as work:
        found = [known.name for known in work.files.similar("Nordlicht Maschinenbau AG")]
        assert found[0] == names[0]
        assert names[2] not in found
        assert work.files.similar("") == ()
        assert work.files.read(()) == ()
