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

from handlers.ports import HelpRequest, Stale
from program.money import Money
from program.partners import Member
from program.periods import Period, protected_period
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
from storage.work import SqlWork
from tests.storage.build import (
    ADMIN,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    LONER,
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

PROTECTED = protected_period(start=NOW, days=90, zone=NORDWIND.zone)
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


def put(record: Record, *some: Registration) -> None:
    with record.turn(CHANNEL) as work:
        for one in some:
            company = one.opportunity.company
            work.registrations.add(one, exactly(work.files.open([f"name:{company}"], name=company)))


def ids(found: tuple[Registration, ...]) -> list[str]:
    return [one.id for one in found]


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


def question(id: str, who: Member) -> HelpRequest:
    return HelpRequest(id=id, member_id=who.id, partner_id=who.partner_id or "", text="When?", asked_at=NOW)


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


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_waits_is_shown_to_who_may_decide_it_the_longest_waiting_first(record: Record) -> None:
    def waits(
        id: str, who: Member, hours: int, reviewer: Reviewer | None = Reviewer.PARTNER_MANAGER, **more: object
    ) -> Registration:
        return registration(id, who, registered_at=NOW - timedelta(hours=hours), reviewer=reviewer, **more)

    put(
        record,
        waits("R-1", SELLER, 1),
        waits("R-3", COLLEAGUE, 3),
        waits("R-2", RIVAL, 2),
        waits("R-4", SELLER, 4, Reviewer.CHANNEL_ADMIN),
        waits("R-5", SELLER, 5, status=Status.ACTION_REQUIRED),
        waits("R-6", SELLER, 6, status=Status.APPROVED, protected=PROTECTED),
        waits("R-7", LONER, 7, Reviewer.CHANNEL_ADMIN),
    )
    expected = {MANAGER: ["R-3", "R-1"], OTHER_MANAGER: ["R-2"], CHANNEL: ["R-7", "R-4", "R-3", "R-2", "R-1"]}
    for who in SIGHT:
        with record.turn(who) as work:
            assert ids(work.registrations.waiting()) == expected.get(who, [])


def test_a_partners_registrations_come_newest_first(record: Record) -> None:
    put(record, *(registration(f"R-{days}", SELLER, registered_at=NOW - timedelta(days=days)) for days in (2, 0, 1)))
    with record.turn(COLLEAGUE) as work:
        assert ids(work.registrations.of_partner("nordwind")) == ["R-0", "R-1", "R-2"]


@pytest.fixture
def named(record: Record) -> Record:
    companies = ("Müller Maschinenbau AG", "Straßenbau Groß", "100 % Bio_Markt", "Plain Markt", "ÇELİK A.Ş.", "back\\slash / Co")
    put(record, *(registration(f"R-{n}", SELLER, opportunity=opportunity(name)) for n, name in enumerate(companies)))
    return record


def test_companies_are_found_by_words_of_their_name(named: Record) -> None:
    expected = {
        "müller": ["R-0"],
        "MÜLLER MASCH": ["R-0"],
        "strassen": ["R-1"],
        "GROSS": ["R-1"],
        "çelik": [],  # the Turkish dotted capital is another letter
        "Çel": ["R-4"],
        "Markt": ["R-2", "R-3"],
        "%": ["R-2"],
        "_": ["R-2"],
        "Bio_": ["R-2"],
        "Plain_Markt": [],
        "M%r": [],
        "\\": ["R-5"],
        "/": ["R-5"],
        "'; DROP TABLE registrations; --": [],
    }
    with named.turn(SELLER) as work:
        assert {words: ids(work.registrations.named(words)) for words in expected} == expected


def test_open_are_those_undecided_and_those_protected_now(record: Record) -> None:
    end = PROTECTED.end
    put(
        record,
        registration("R-1", SELLER, status=Status.IN_REVIEW),
        registration("R-2", COLLEAGUE, status=Status.ACTION_REQUIRED),
        registration("R-3", SELLER, status=Status.APPROVED, protected=PROTECTED),
        registration("R-4", SELLER, status=Status.APPROVED, protected=Period(start=NOW - timedelta(days=90), end=NOW)),
        registration("R-5", SELLER, status=Status.DECLINED),
        registration("R-6", SELLER, status=Status.WON, protected=PROTECTED),
        registration("R-7", RIVAL),
    )
    for at, number in ((NOW, 3), (end - timedelta(microseconds=1), 3), (end, 2)):
        with record.turn(SELLER, at) as work:
            assert work.registrations.open_count("nordwind") == number


def test_the_cap_holds_for_colleagues_who_register_at_once(record: Record) -> None:
    """Each counts, then adds if there is room for one more; with the count locked, the room is never used twice."""

    def add_if_room(number: int, work: SqlWork) -> bool:
        if work.registrations.open_count("nordwind") >= 3:
            return False
        work.registrations.add(registration(f"R-{number}", SELLER), exactly(work.files.open([f"name:c{number}"], name="C")))
        return True

    added = at_once([partial(record.until_quiet, SELLER, partial(add_if_room, number)) for number in range(10)])
    assert sum(added) == 3


def test_a_question_is_answered_once(record: Record) -> None:
    with record.turn(SELLER) as work:
        work.requests.add(question("Q-1", SELLER))
        assert work.requests.waiting() == (question("Q-1", SELLER),)
    with record.turn(MANAGER) as work:
        assert work.requests.answer("Q-1", text="Soon", by=MANAGER.id)
        assert not work.requests.answer("Q-1", text="Later", by=MANAGER.id)
        assert work.requests.waiting() == ()
        assert work.requests.get("Q-1") == replace(question("Q-1", SELLER), answer="Soon", answered_by=MANAGER.id)
