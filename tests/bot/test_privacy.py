"""Messages go when their time is over; a person gets what is held about them, and goes when they ask, but for the record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, insert, select
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.forgetting import Forgetting
from bot.operator import Refused
from bot.privacy import export, forget_person
from handlers.message import Sender
from handlers.reply import Reply, Text
from storage.every_table import METADATA
from storage.links import SqlLinks
from storage.outbox import SqlOutbox
from storage.slack_tables import slack_homes
from storage.tables import accounts, events, inbox, members, opportunities, outbox, registrations, requests
from tests.bot.house import NOW, PEOPLE, POLICY_FILE, House
from tests.delivery.desk import Desk

NORA = PEOPLE["nordwind"]
KEEP = timedelta(days=90)


@pytest.fixture
def desk(furnished_url: str) -> Iterator[Desk]:
    """The house, with people who also have accounts in a chat that the bot writes to by itself."""
    house = House(furnished_url)
    try:
        yield Desk(house)
    finally:
        house.close()


def keys(house: House, table: Table) -> set[str]:
    return {row["key"] for row in house.rows(table)}


def sweep(house: House) -> int:
    return Forgetting(house.database, KEEP).run(house.at)


def worked_with(desk: Desk) -> House:
    """Nora has registered a deal, asked a question and been answered, in a chat and at the terminal."""
    desk.receive("nordwind", "Register Acme GmbH, contact buyer@acme.example, closing end of March")
    desk.work()
    desk.receive("nordwind", "yes")
    desk.work()
    talk = desk.house.talk("nordwind")
    talk.say("I want to talk to a person")
    talk.say("Which certificates do we need?")
    return desk.house


# ── what is over ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_messages_and_notices_go_when_they_have_been_kept_long_enough(desk: Desk) -> None:
    house = worked_with(desk)
    house.talk("manager").notices()
    before = house.rows(registrations), house.rows(events)
    house.at = NOW + KEEP
    assert sweep(house) == 0
    house.later(days=1)
    gone = sweep(house)
    assert gone >= 5
    assert house.rows(inbox) == []
    assert all(row["delivered_at"] is None for row in house.rows(outbox))
    assert (house.rows(registrations), house.rows(events)) == before
    assert sweep(house) == 0


def test_younger_messages_stay(desk: Desk) -> None:
    house = worked_with(desk)
    house.at = NOW + KEEP + timedelta(days=1)
    desk.receive("nordwind", "my deals", key="young")
    desk.work()
    sweep(house)
    assert keys(house, inbox) == {"young"}
    assert "reply:young" in keys(house, outbox)


def test_what_waits_is_not_over_however_old_it_is(desk: Desk) -> None:
    house = desk.house
    desk.receive("nordwind", "hello", key="waits")
    with house.database.transaction() as connection:
        box = SqlOutbox(connection, house.at)
        box.post("to be posted", "m-nordwind", Reply(parts=(Text(text="news"),)), chat="fake", conversation="dm:nordwind")
        box.put("to be looked at", "m-channel", Reply(parts=(Text(text="news"),)))
    house.later(days=400)
    assert sweep(house) == 0
    assert keys(house, inbox) == {"waits"}
    assert keys(house, outbox) == {"to be posted", "to be looked at"}


def test_a_card_that_still_asks_for_a_decision_is_kept_to_say_how_it_was_decided(desk: Desk) -> None:
    house = desk.house
    house.talk("nordwind").register("Zeppelin Werke AG")
    (id,) = (row["id"] for row in house.rows(registrations) if row["company"] == "Zeppelin Werke AG")
    desk.receive("manager", f"show {id}")
    desk.work()
    asking = {row["key"] for row in house.rows(outbox) if row["about"] and row["chat"]}
    assert asking
    house.later(days=400)
    sweep(house)
    assert asking <= keys(house, outbox)
    with house.database.transaction() as connection:
        connection.execute(outbox.update().values(closed_at=house.at))
    sweep(house)
    assert not asking & keys(house, outbox)


# ── what is held about somebody ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_gets_everything_that_is_held_about_them_and_nobody_elses(desk: Desk) -> None:
    house = worked_with(desk)
    house.talk("rival").say("my deals")
    held = export(house.database, NORA.email.upper(), house.at)
    assert [one["email"] for one in held["person"]] == [NORA.email]
    assert {one["chat"] for one in held["accounts"]} == {"console", "fake"}
    assert [one["company"] for one in held["registrations"]] == ["Acme GmbH"]
    assert any("Register Acme GmbH" in str(one["what"]) for one in held["messages"])
    assert "certificates" in held["requests"][0]["text"]
    assert {one["kind"] for one in held["events"]} >= {"registration.submitted", "registration.approved"}
    text = json.dumps(held)
    assert "Rita" not in text
    assert "code_hash" not in text
    assert [row["subject"] for row in house.rows(events) if row["kind"] == "member.exported"] == ["m-nordwind"]


def test_no_table_that_knows_members_is_left_out_of_what_is_held(desk: Desk) -> None:
    """A new table that names a member has to say what becomes of it when the person asks."""
    held = export(desk.house.database, NORA.email, NOW)
    named = {
        "members": "person", "link_codes": "invitations", "assignments": "looks_after", "conversations": "conversation",
        "inbox": "messages", "outbox": "notices", "tier_changes": "tiers_decided", "link_attempts": "tries_at_codes",
        "slack_homes": "homes_in_slack", "teams_references": "reached_in_teams",
    }  # fmt: skip
    knowing = {
        table.name
        for table in METADATA.sorted_tables
        for column in table.columns
        if column.name in ("user_id", "member_id", "email") or any(key.column.table is members for key in column.foreign_keys)
    }
    assert len(knowing) >= 20
    assert {named.get(name, name) for name in knowing} <= set(held)


# ── being forgotten ──────────────────────────────────────────────────────────────────────────────────────────────────────


def everything(house: House, *, but: tuple[Table, ...] = ()) -> str:
    tables = [table for table in METADATA.sorted_tables if table not in but]
    return "\n".join(str(row) for table in tables for row in house.rows(table))


def test_of_a_person_who_is_erased_no_name_no_address_and_no_message_is_left(desk: Desk) -> None:
    house = worked_with(desk)
    logged = house.rows(events)
    forgotten = forget_person(house.database, NORA.email, house.at)
    left = everything(house, but=(outbox,))
    for trace in ("Nora", "Nilsen", NORA.email, "dm:nordwind", "certificates"):
        assert trace not in left
    assert not [row for row in house.rows(outbox) if row["member_id"] == "m-nordwind"]
    assert not [row for row in house.rows(accounts) if row["member_id"] == "m-nordwind"]
    assert (forgotten.erased.accounts, forgotten.erased.requests, forgotten.erased.registrations) == (2, 1, 1)
    assert forgotten.erased.messages >= 3
    assert house.rows(events)[: len(logged)] == logged
    assert house.rows(events)[-1]["kind"] == "member.erased"
    assert [row["member_id"] for row in house.rows(registrations) if row["company"] == "Acme GmbH"] == ["m-nordwind"]


def test_the_home_tab_of_somebody_who_is_erased_goes_and_others_stay(desk: Desk) -> None:
    house = desk.house
    with house.database.transaction() as connection:
        for user, member in (("U1", "m-nordwind"), ("U2", "m-rival")):
            SqlLinks(connection, NOW).bind(Sender(chat="slack", tenant="T1", user=user), member)
            connection.execute(insert(slack_homes).values(tenant="T1", user_id=user, revision=1, shown_at=NOW))
    assert [home["user_id"] for home in export(house.database, NORA.email, NOW)["homes_in_slack"]] == ["U1"]
    forget_person(house.database, NORA.email, NOW)
    assert [row["user_id"] for row in house.rows(slack_homes)] == ["U2"]


def test_what_an_erased_person_registered_is_still_seen_by_their_colleagues(desk: Desk) -> None:
    house = worked_with(desk)
    name = forget_person(house.database, NORA.email, house.at).name
    assert "Acme GmbH" in house.talk("admin").say("my deals")
    assert name == "Person rdwind"
    assert "link CODE" in house.talk("nordwind").say("my deals")
    assert export(house.database, "m-nordwind", house.at)["person"][0]["name"] == name


def test_erasing_somebody_again_finds_nothing_more(desk: Desk) -> None:
    house = worked_with(desk)
    forget_person(house.database, NORA.email, house.at)
    before = house.rows(members)
    again = forget_person(house.database, "m-nordwind", house.at)
    assert (again.erased.accounts, again.erased.messages, again.erased.notices, again.erased.requests) == (0, 0, 0, 0)
    assert house.rows(members) == before
    with pytest.raises(Refused, match="Nobody"):
        forget_person(house.database, NORA.email, house.at)


def test_a_direct_seller_who_is_erased_goes_from_what_they_recorded(desk: Desk) -> None:
    forget_person(desk.house.database, PEOPLE["direct"].email, NOW)
    assert {row["seller"] for row in desk.house.rows(opportunities)} == {"Person direct"}


def test_it_says_where_others_wrote_the_name_into_the_log(desk: Desk) -> None:
    row: dict[str, Any] = {"at": NOW, "kind": "registration.answered", "subject": "R-1", "fields": {"answer": "ask Nora Nilsen"}}
    with desk.house.database.transaction() as connection:
        connection.execute(insert(events), row)
    assert forget_person(desk.house.database, NORA.email, NOW).erased.mentions == 1


@pytest.mark.parametrize(("who", "why"), [("manager", "looks after"), ("channel", "only channel admin")])
def test_nobody_is_erased_whom_others_need(desk: Desk, who: str, why: str) -> None:
    house = desk.house
    if who == "channel":
        forget_person(house.database, PEOPLE["channel-2"].email, NOW)
    with pytest.raises(Refused, match=why):
        forget_person(house.database, PEOPLE[who].email, NOW)
    with house.database.reading() as connection:
        assert connection.execute(select(members.c.active).where(members.c.email == PEOPLE[who].email)).scalar_one()


def test_a_question_that_waits_goes_with_whoever_asked_it(desk: Desk) -> None:
    house = worked_with(desk)
    forget_person(house.database, NORA.email, house.at)
    assert house.rows(requests) == []


# ── at the command line ──────────────────────────────────────────────────────────────────────────────────────────────────


def command(house: House, *words: str, input: str | None = None) -> Result:
    known = {"DATABASE_URL": house.url, "PARTNERBOT_POLICY": str(POLICY_FILE)}
    return CliRunner().invoke(app, ["person", *words], env=known, input=input, catch_exceptions=False)


def test_an_operator_prints_what_is_held_and_erases_on_a_yes(desk: Desk) -> None:
    house = worked_with(desk)
    held = json.loads(command(house, "export", NORA.email).stdout)
    assert held["person"][0]["name"] == NORA.name
    kept = command(house, "erase", NORA.email, input="n\n")
    assert kept.exit_code == 1
    assert "Nothing was erased." in kept.stderr
    erased = command(house, "erase", NORA.email, input="y\n")
    assert erased.exit_code == 0
    assert "Person rdwind (m-nordwind) is all that is left of the name." in erased.stdout
    assert "kept under the id: registrations 1" in erased.stdout
    again = command(house, "erase", NORA.email, "--yes")
    assert (again.exit_code, "Nobody in the program" in again.stderr) == (1, True)


def test_an_operator_is_told_what_has_to_be_done_first(desk: Desk) -> None:
    refused = command(desk.house, "erase", PEOPLE["manager"].email, "--yes")
    assert refused.exit_code == 1
    assert "looks after Alpenblick Beratung, Hafenwerk IT, Nordwind Systems. A channel admin assigns them" in refused.stderr
