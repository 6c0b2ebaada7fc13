"""Registrations are kept whole, changed only from where they stand, and shown to nobody but those whose they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from handlers.ports import Stale
from program.money import Money
from program.partners import Member
from program.policy import Ground
from program.registrations import (
    Closing,
    Contact,
    Importance,
    LossReason,
    Opportunity,
    Preference,
    Reason,
    Registration,
    Relationship,
    Reviewer,
    Sourced,
    Split,
    Statement,
    Status,
)
from storage.tables import opportunities
from tests.storage.build import (
    ADMIN,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    LONER,
    MANAGER,
    NOW,
    OTHER_MANAGER,
    PROTECTED,
    RIVAL,
    SELLER,
    Record,
    at_once,
    ids,
    opportunity,
    put,
    question,
    registration,
)

FULL = registration(
    "R-FULL",
    SELLER,
    status=Status.APPROVED,
    reviewer=Reviewer.CHANNEL_ADMIN,
    protected=PROTECTED,
    reasons=(Reason(ground=Ground.UNCLEAR_IDENTITY, clause="3.8"), Reason(ground=Ground.CROSS_PORTFOLIO, clause="3.7")),
    decided_at=NOW + timedelta(microseconds=1),
    decided_by=MANAGER.id,
    note="Größe geprüft; O'Brien sagt: 100 %",
    on_behalf=True,
    extensions=2,
    review_since=NOW - timedelta(days=2, microseconds=1),
    appealed_at=NOW - timedelta(days=3),
    statement=Statement(
        relationship=Relationship.TRUSTED,
        engaged_since=date(2026, 2, 28),
        preference=Preference.SAID,
        note="„Wir arbeiten nur mit Ihnen“",
        importance=Importance.DECISIVE,
    ),
    opportunity=Opportunity(
        company="Müller & Söhne GmbH",
        contact=Contact(name="Ana Łuczak", email="ana@mueller.example", phone="+49301234567"),
        close_date=date(2027, 2, 28),
        domain="mueller.example",
        register_number="DE HRB 12345",
        amount=Money(amount=Decimal("45000.50"), currency="EUR"),
        product="Fernblick CRM",
        family="CRM",
        country="DE",
        industry="Maschinenbau",
        employees=250,
        vendor_engaged=False,
    ),
)
BARE = registration(
    "R-BARE", SELLER, opportunity=opportunity("Bare Ltd", contact=Contact(phone="+441234"), close_date=date(2027, 1, 1))
)


WON = registration(
    "R-WON",
    SELLER,
    status=Status.WON,
    protected=PROTECTED,
    closing=Closing(at=NOW, amount=Money(amount=Decimal("44000.99"), currency="EUR"), products=("Fernblick CRM", "Ütopia")),
)
LOST = registration("R-LOST", SELLER, status=Status.LOST, protected=PROTECTED, closing=Closing(at=NOW, loss=LossReason.NO_BUDGET))


@pytest.mark.parametrize("kept", [FULL, BARE, WON, LOST], ids=["everything known", "only what is required", "won", "lost"])
def test_every_field_comes_back_as_it_was(record: Record, kept: Registration) -> None:
    put(record, kept)
    with record.turn(SELLER) as work:
        assert work.registrations.get(kept.id) == kept


def test_a_renewal_names_what_it_renews_and_a_split_whom_it_is_shared_with(record: Record) -> None:
    put(record, WON)
    with record.turn(SELLER) as work:
        ((file, _),) = work.files.of_registration(WON.id)
    with record.database.transaction() as connection:
        row = {"id": "o-1", "customer_id": file.id, "seller": "Dana", "opened_at": NOW, "revision": 1}
        connection.execute(opportunities.insert(), row)
    split = Split(sourced=Sourced.DIRECT, partner_percent=30, opportunity_id="o-1")
    renewal = registration("R-AGAIN", SELLER, status=Status.APPROVED, protected=PROTECTED, renews=WON.id, split=split)
    put(record, renewal)
    with record.turn(SELLER) as work:
        assert work.registrations.get(renewal.id) == renewal


def test_a_registration_is_closed_exactly_when_it_was_won_or_lost(record: Record) -> None:
    for impossible in (replace(WON, closing=None), replace(BARE, closing=Closing(at=NOW))):
        with pytest.raises(IntegrityError):
            put(record, impossible)


amounts = st.builds(Money.from_minor, st.integers(0, 10**14), st.sampled_from(["EUR", "JPY", "KWD", "USD"]))
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)


statements = st.builds(
    Statement,
    relationship=st.none() | st.sampled_from(Relationship),
    engaged_since=st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    preference=st.none() | st.sampled_from(Preference),
    note=st.just("") | texts,
    importance=st.none() | st.sampled_from(Importance),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amount=amounts | st.none(),
    company=texts,
    note=texts,
    engaged=st.none() | st.booleans(),
    status=st.sampled_from([status for status in Status if status is not Status.APPROVED]),
    ground=st.sampled_from(Ground),
    statement=st.none() | statements,
)
def test_whatever_is_in_it_comes_back(
    record: Record,
    amount: Money | None,
    company: str,
    note: str,
    engaged: bool | None,
    status: Status,
    ground: Ground,
    statement: Statement | None,
) -> None:
    sale = opportunity(company, amount=amount, vendor_engaged=engaged)
    one = registration(
        record.ids.registration(),
        SELLER,
        opportunity=sale,
        note=note,
        status=status,
        reasons=(Reason(ground=ground, clause="1.1"),),
        statement=statement,
    )
    put(record, one)
    with record.turn(SELLER) as work:
        assert work.registrations.get(one.id) == one


# ── who sees what ────────────────────────────────────────────────────────────────────────────────────────────────────────

OURS, THEIRS, LONE = (
    registration("R-N", SELLER),
    registration("R-A", RIVAL),
    registration("R-S", LONER, reviewer=Reviewer.CHANNEL_ADMIN),
)
SIGHT: dict[Member, set[str]] = {
    SELLER: {"R-N"},
    COLLEAGUE: {"R-N"},
    ADMIN: {"R-N"},
    RIVAL: {"R-A"},
    LONER: {"R-S"},
    MANAGER: {"R-N"},
    OTHER_MANAGER: {"R-A"},
    DIRECT: set(),
    CHANNEL: {"R-N", "R-A", "R-S"},
}


def test_nobody_gets_a_row_of_another_partner_by_any_way(record: Record) -> None:
    put(record, OURS, THEIRS, LONE)
    with record.turn(CHANNEL) as work:
        for number, who in enumerate((SELLER, RIVAL, LONER)):
            work.requests.add(question(f"Q-{number}", who))
    for who, sight in SIGHT.items():
        with record.turn(who) as work:
            found = work.registrations
            assert {one.id for one in (OURS, THEIRS, LONE) if found.get(one.id)} == sight
            assert {id for one in (OURS, THEIRS, LONE) for id in ids(found.of_partner(one.partner_id))} == sight
            assert set(ids(found.all())) == set(ids(found.named("acme"))) == sight
            assert set(ids(found.waiting())) <= sight
            partners = {one.partner_id for one in (OURS, THEIRS, LONE) if one.id in sight}
            assert {request.partner_id for request in work.requests.waiting()} == partners
            assert {one.partner_id for number in range(3) if (one := work.requests.get(f"Q-{number}"))} == partners


def test_nobody_changes_a_row_of_another_partner(record: Record) -> None:
    put(record, OURS, THEIRS, LONE)
    with record.turn(CHANNEL) as work:
        work.requests.add(question("Q-1", SELLER))
    for who, sight in SIGHT.items():
        for one in (OURS, THEIRS, LONE):
            if one.id not in sight:
                with pytest.raises(Stale), record.turn(who) as work:
                    work.registrations.change(replace(one, status=Status.DECLINED))
        if "R-N" not in sight:
            with record.turn(who) as work:
                assert not work.requests.answer("Q-1", text="now", by=who.id)


def test_what_is_not_there_looks_like_what_is_not_yours(record: Record) -> None:
    put(record, THEIRS)
    with record.turn(SELLER) as work:
        for id in ("R-A", "R-none"):
            assert work.registrations.get(id) is None
            assert work.requests.get(id) is None
        assert work.registrations.of_partner("alpenblick") == work.registrations.of_partner("none") == ()


# ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_change_is_kept_under_the_next_revision(record: Record) -> None:
    put(record, BARE)
    changed = replace(BARE, status=Status.DECLINED, decided_at=NOW, decided_by=MANAGER.id, note="no budget")
    with record.turn(MANAGER) as work:
        work.registrations.change(changed)
        assert work.registrations.get(BARE.id) == replace(changed, revision=2)


def test_a_change_of_an_older_revision_does_not_stand(record: Record) -> None:
    put(record, BARE)
    with record.turn(MANAGER) as work:
        work.registrations.change(replace(BARE, status=Status.ACTION_REQUIRED))
    with pytest.raises(Stale), record.turn(CHANNEL) as work:
        work.registrations.change(replace(BARE, status=Status.DECLINED))
    with record.turn(SELLER) as work:
        found = work.registrations.get(BARE.id)
        assert found is not None
        assert (found.status, found.revision) == (Status.ACTION_REQUIRED, 2)


def test_of_ten_who_decide_at_once_one_does(record: Record) -> None:
    put(record, BARE)

    def decline(number: int) -> bool:
        try:
            with record.turn(CHANNEL) as work:
                work.registrations.change(replace(BARE, status=Status.DECLINED, note=str(number)))
        except Stale:
            return False
        return True

    assert sorted(at_once([partial(decline, number) for number in range(10)])) == [False] * 9 + [True]


def test_two_registrations_of_one_id_are_never_kept(record: Record) -> None:
    put(record, BARE)
    with pytest.raises(Stale):
        put(record, BARE)


def test_what_can_never_be_kept_is_a_defect_and_not_run_again(record: Record) -> None:
    for impossible in (replace(BARE, status=Status.APPROVED), replace(BARE, member_id="nobody")):
        with pytest.raises(IntegrityError):
            put(record, impossible)


def test_a_case_across_portfolios_goes_to_the_channel_admins_whosever_it_is(record: Record) -> None:
    done = replace(OURS, id="R-DONE", status=Status.DECLINED)
    put(record, OURS, THEIRS, done)
    with record.turn(SELLER) as work:
        work.registrations.escalate(["R-N", "R-A", "R-DONE"])
        work.registrations.escalate([])
    with record.turn(CHANNEL) as work:
        found = {one.id: (one.reviewer, one.revision) for one in work.registrations.all()}
    assert found == {
        "R-N": (Reviewer.CHANNEL_ADMIN, 2),
        "R-A": (Reviewer.CHANNEL_ADMIN, 2),
        "R-DONE": (None, 1),
    }
