"""Who is seen by whom, who looks after whom and for how long, and how somebody's access ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from handlers.ports import Stale
from handlers.reply import Reply, Text
from program.partners import Deputyship, Member, Role
from storage.feed import Conversations
from storage.links import member_behind
from storage.people import viewer_of
from storage.tables import accounts, conversations, link_codes, members, outbox
from storage.work import SqlWork
from tests.storage.build import (
    ADMIN,
    ALPENBLICK,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    EVERYBODY,
    LONER,
    MANAGER,
    NORDWIND,
    NOW,
    OTHER_MANAGER,
    RIVAL,
    SELLER,
    SOLO,
    Record,
    at_once,
    member,
    sender,
)

VENDOR = (MANAGER, OTHER_MANAGER, DIRECT, CHANNEL)
NORDWINDS = (SELLER, COLLEAGUE, ADMIN)
#: Who sees which members: the vendor's people everybody knows.
SEEN: dict[Member, tuple[Member, ...]] = {
    SELLER: (*VENDOR, *NORDWINDS),
    ADMIN: (*VENDOR, *NORDWINDS),
    RIVAL: (*VENDOR, RIVAL),
    MANAGER: (*VENDOR, *NORDWINDS),
    OTHER_MANAGER: (*VENDOR, RIVAL),
    DIRECT: VENDOR,
    CHANNEL: EVERYBODY,
}


def test_members_are_seen_by_their_own_and_by_who_looks_after_them(record: Record) -> None:
    for who, seen in SEEN.items():
        with record.turn(who) as work:
            for one in EVERYBODY:
                expected = one if one in seen else None
                assert work.people.member(one.id) == expected
                assert work.people.by_email(one.email.upper()) == expected
                assert work.people.email_is_taken(one.email.upper())


def test_partners_and_colleagues_are_seen_likewise(record: Record) -> None:
    for who, seen in SEEN.items():
        with record.turn(who) as work:
            for company in (NORDWIND, ALPENBLICK, SOLO):
                theirs = {one for one in seen if one.partner_id == company.id}
                assert set(work.people.colleagues(company.id)) == theirs
                assert work.people.partner(company.id) == (company if theirs else None)
                assert (company in work.people.partners()) == bool(theirs)


def test_nobody_is_found_by_an_id_or_address_that_is_not_there(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        assert work.people.member("nobody") is None
        assert work.people.by_email("nobody@example.com") is None
        assert not work.people.email_is_taken("nobody@example.com")
        assert work.people.partner("nobody") is None
        assert work.people.colleagues("nobody") == ()


def test_nobody_changes_members_whom_they_do_not_see(record: Record) -> None:
    for who, seen in SEEN.items():
        with record.turn(who) as work:
            for one in EVERYBODY:
                if one not in seen:
                    work.people.deactivate(one.id)
                    work.people.set_language(one.id, "en")
    rows = {row["id"]: row for row in record.rows(members)}
    assert all(rows[one.id]["active"] and rows[one.id]["language"] == "de" for one in EVERYBODY)


def test_only_a_channel_admin_changes_the_vendors_people(record: Record) -> None:
    with record.turn(MANAGER) as work:
        work.people.deactivate(DIRECT.id)
        assert work.people.member(DIRECT.id) == DIRECT
    with record.turn(CHANNEL) as work:
        work.people.deactivate(DIRECT.id)
        assert work.people.member(DIRECT.id) is None


def test_everybody_chooses_their_own_language(record: Record) -> None:
    for who in SEEN:
        with record.turn(who) as work:
            work.people.set_language(who.id, "en")
            assert work.people.member(who.id) == replace(who, language="en")


# ── who looks after a partner ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_manager_decides_and_without_one_the_channel_admins(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        assert work.people.manager_of("nordwind") == MANAGER
        assert work.people.deciders_for("nordwind") == (MANAGER,)
        assert work.people.manager_of("solo") is None
        assert work.people.deciders_for("solo") == work.people.channel_admins() == (CHANNEL,)
        assert work.people.direct_sellers() == (DIRECT,)


def test_a_partner_goes_over_to_another_manager(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.people.assign("nordwind", OTHER_MANAGER.id)
        assert work.people.deciders_for("nordwind") == (OTHER_MANAGER,)
    with record.database.reading() as connection:
        assert viewer_of(connection, MANAGER, NOW).portfolio == frozenset()
        assert viewer_of(connection, OTHER_MANAGER, NOW).portfolio == {"nordwind", "alpenblick"}


def test_a_manager_who_left_decides_nothing(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.people.deactivate(MANAGER.id)
        assert work.people.manager_of("nordwind") is None
        assert work.people.deciders_for("nordwind") == (CHANNEL,)


BEFORE, FIRST, LAST, AFTER = (
    datetime(2026, 11, 29, 22, 59, 59, tzinfo=UTC),
    datetime(2026, 11, 29, 23, tzinfo=UTC),
    datetime(2026, 12, 6, 22, 59, 59, tzinfo=UTC),
    datetime(2026, 12, 6, 23, tzinfo=UTC),
)


@pytest.mark.parametrize(("at", "stands_in"), [(BEFORE, False), (FIRST, True), (LAST, True), (AFTER, False)])
def test_a_deputy_stands_in_on_every_day_named_in_the_zone_of_the_manager(record: Record, at: datetime, stands_in: bool) -> None:
    week = Deputyship(manager_id=MANAGER.id, deputy_id=OTHER_MANAGER.id, first=date(2026, 11, 30), last=date(2026, 12, 6))
    with record.turn(MANAGER) as work:
        work.people.add_deputy(week)
    with record.turn(OTHER_MANAGER, at) as work:
        assert work.viewer.portfolio == ({"nordwind", "alpenblick"} if stands_in else {"alpenblick"})
        assert work.people.deciders_for("nordwind") == ((MANAGER, OTHER_MANAGER) if stands_in else (MANAGER,))
        assert (work.people.member(SELLER.id) is not None) == stands_in
        assert (work.people.partner("nordwind") is not None) == stands_in


def test_the_days_of_a_deputy_can_be_named_again(record: Record) -> None:
    week = Deputyship(manager_id=MANAGER.id, deputy_id=OTHER_MANAGER.id, first=NOW.date(), last=NOW.date())
    with record.turn(MANAGER) as work:
        work.people.add_deputy(week)
        work.people.add_deputy(replace(week, last=NOW.date() + timedelta(days=1)))
    with record.turn(OTHER_MANAGER, NOW + timedelta(days=1)) as work:
        assert "nordwind" in work.viewer.portfolio


# ── coming and going ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_member_is_there_with_everything(record: Record) -> None:
    fresh = replace(member("m-new", "solo", Role.PARTNER_ADMIN, zone="Asia/Kolkata"), language="en")
    with record.turn(CHANNEL) as work:
        work.people.add(fresh)
        assert work.people.member("m-new") == fresh


def test_whoever_has_left_comes_back_under_the_old_id(record: Record) -> None:
    with record.turn(CHANNEL) as work:
        work.people.deactivate(SELLER.id)
        assert work.people.by_email(SELLER.email) is None
        assert not work.people.email_is_taken(SELLER.email)
        work.people.add(replace(member("m-new", "alpenblick"), email=SELLER.email))
        back = work.people.by_email(SELLER.email)
        assert back is not None
        assert (back.id, back.partner_id, back.active) == (SELLER.id, "alpenblick", True)


def test_an_address_that_is_taken_is_never_given_to_somebody_else(record: Record) -> None:
    with pytest.raises(Stale), record.turn(CHANNEL) as work:
        work.people.add(replace(member("m-new", "alpenblick"), email=SELLER.email))
    with record.turn(CHANNEL) as work:
        assert work.people.member(SELLER.id) == SELLER


def test_of_two_partners_who_invite_one_address_at_once_one_gets_the_member(record: Record) -> None:
    def invite(partner_id: str, work: SqlWork) -> bool:
        if work.people.email_is_taken("new@example.com"):
            return False
        work.people.add(replace(member(f"m-{partner_id}", partner_id), email="new@example.com"))
        return True

    invited = at_once([partial(record.until_quiet, CHANNEL, partial(invite, to)) for to in ("nordwind", "alpenblick")])
    assert sorted(invited) == [False, True]
    with record.turn(CHANNEL) as work:
        found = work.people.by_email("new@example.com")
        assert found is not None
        assert found.id == f"m-{found.partner_id}"


def test_access_ends_at_once_in_every_chat(record: Record) -> None:
    with record.turn(ADMIN) as work:
        for chat in ("slack", "web"):
            work.links.bind(sender(chat=chat), SELLER.id)
        work.links.add_code("hash", SELLER.id, NOW + timedelta(hours=1))
        work.people.deactivate(SELLER.id)
    assert (record.rows(accounts), record.rows(link_codes)) == ([], [])
    with record.turn(ADMIN) as work:
        assert work.people.member(SELLER.id) is None
        assert work.links.take_code("hash") is None
        assert SELLER not in work.people.colleagues("nordwind")


def test_an_account_that_is_somehow_still_bound_lets_nobody_in_who_has_left(record: Record) -> None:
    with record.turn(ADMIN) as work:
        work.links.bind(sender(), SELLER.id)
    record.set(members, SELLER.id, active=False)
    with record.database.reading() as connection:
        assert member_behind(connection, sender()) is None


def test_what_was_going_on_with_the_old_company_does_not_follow_to_the_next(record: Record) -> None:
    told = Reply(parts=(Text(text="Acme GmbH was declined."),))
    with record.database.transaction() as connection:
        Conversations(connection).write(SELLER.id, revision=0, state={"draft": "Acme GmbH"}, account=sender())
        work = record.work(connection, ADMIN)
        work.outbox.put("k:1", SELLER.id, told)
        work.outbox.put("k:2", COLLEAGUE.id, told)
        work.people.deactivate(SELLER.id)
        record.work(connection, CHANNEL).people.add(replace(SELLER, id="m-new", partner_id="alpenblick"))
    assert record.rows(conversations) == []
    assert [row["key"] for row in record.rows(outbox)] == ["k:2"]


def test_a_stranger_to_all_partners_sees_none(record: Record) -> None:
    with record.turn(LONER) as work:
        assert work.people.partners() == (SOLO,)
    with record.turn(DIRECT) as work:
        assert work.people.partners() == ()


def test_a_partners_members_are_found_by_address_or_a_part_of_the_name_also_those_who_left(record: Record) -> None:
    with record.turn(ADMIN) as work:
        work.people.deactivate(COLLEAGUE.id)
        assert [one.id for one in work.people.named("COLLEAGUE@example.com")] == [COLLEAGUE.id]
        assert [(one.id, one.active) for one in work.people.named("le")] == [(SELLER.id, True), (COLLEAGUE.id, False)]
        assert work.people.named("%") == work.people.named("  ") == ()


def test_nobody_finds_the_members_of_a_partner_out_of_sight_or_the_vendors(record: Record) -> None:
    for who, found in (
        (SELLER, ()),
        (MANAGER, ()),
        (OTHER_MANAGER, (RIVAL,)),
        (RIVAL, (RIVAL,)),
        (CHANNEL, (RIVAL,)),
        (DIRECT, ()),
    ):
        with record.turn(who) as work:
            assert work.people.named("rival") == found
            assert work.people.named("manager") == ()
