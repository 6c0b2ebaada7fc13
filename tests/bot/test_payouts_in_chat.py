"""Paying partners in chat: two people and one decision, one dispute and one outcome, and nothing of anybody else's."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from functools import partial

import pytest

from bot.console.chat import sender_of
from handlers.message import Pressed
from handlers.reply import File
from program.partners import Member, Role
from storage.loading import ChatAccount, Loader
from storage.payout_tables import payout_decisions, payout_lines, payout_runs
from storage.tables import events, outbox
from tests.bot.house import NOW, House, Talk
from tests.bot.rivalry import faults_of
from tests.storage.build import at_once

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def earn(house: House, who: str, company: str, amount: int) -> str:
    """A won deal whose commission is payable; its id."""
    talk = house.talk(who)
    id = talk.register(company).split("Registration: ")[1].split()[0]
    talk.say(f"we won {id} for {amount} EUR")
    talk.say("yes")
    house.pays(id, Decimal(amount))
    house.later(days=31)
    return id


def run_prepared(house: House) -> str:
    said = house.talk("channel").say("prepare payout")
    assert "Waits for approval" in said, said
    return said.split("Payout ")[1].split(":")[0]


def line_of(house: House, who: str) -> str:
    """The newest line that the person can dispute."""
    talk = house.talk(who)
    talk.say("I dispute a line")
    return next(choice.label.split(":")[0] for choice in reversed(talk.offered) if choice.label.startswith("L-"))


def third_admin(house: House) -> Talk:
    email = "cem@vendor.example"
    cem = Member(
        id="m-cem", partner_id=None, name="Cem Channel", email=email, role=Role.CHANNEL_ADMIN, language="en", zone="Europe/Berlin"
    )
    with house.database.transaction() as connection:
        loader = Loader(connection)
        loader.members([cem])
        loader.accounts([ChatAccount(sender=sender_of(email), member_id=cem.id, linked_at=NOW)])
    return house.talk(email)


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_twenty_clicks_of_two_people_at_one_moment_are_one_decision(house: House) -> None:
    earn(house, "nordwind", "Acme GmbH", 50_000)
    run = run_prepared(house)
    people = (house.talk("channel-2"), third_admin(house))
    for talk in people:
        assert "Approve payout" in talk.say(f"approve {run}")
    press = Pressed(action=f"step.do/payout.approve/{run}")
    replies = at_once([partial(house.talk(people[number % 2].email).do, press) for number in range(20)])
    assert sum("is approved. 1 partner is told" in reply for reply in replies) == 1
    assert len(house.rows(payout_decisions)) == 1
    assert [row["kind"] for row in house.rows(events) if row["subject"] == run] == ["payout.prepared", "payout.approved"]
    assert sum(row["member_id"] == "m-admin" and row["key"].startswith("payout.approved") for row in house.rows(outbox)) == 1


def test_two_who_prepare_at_one_moment_make_one_run(house: House) -> None:
    earn(house, "nordwind", "Acme GmbH", 50_000)
    replies = at_once([partial(house.talk(who).say, "prepare payout") for who in ("channel", "channel-2")])
    assert len(house.rows(payout_runs)) == len(house.rows(payout_lines)) == 1
    assert sum("waits for a decision first" in reply for reply in replies) == 1


def test_a_line_that_is_disputed_while_its_run_is_approved_is_paid_or_disputed_first(house: House) -> None:
    earn(house, "nordwind", "Acme GmbH", 50_000)
    run, line = run_prepared(house), line_of(house, "nordwind")
    nora, cora = house.talk("nordwind"), house.talk("channel-2")
    nora.say(f"I dispute line {line} because it is too little")
    cora.say(f"approve {run}")
    disputed, approved = at_once([partial(nora.say, "yes"), partial(cora.say, "yes")])
    assert "is disputed" in disputed
    if "is approved" in approved:
        assert "was paid out already" in disputed
    else:
        assert "holds a line that is disputed by now" in approved
        assert house.rows(payout_decisions) == []


@on_sqlite
def test_a_second_run_names_the_largest_change_and_what_was_taken_back(house: House) -> None:
    earn(house, "nordwind", "Acme GmbH", 50_000)
    first = run_prepared(house)
    cora = house.talk("channel-2")
    cora.say(f"approve {first}")
    cora.say("yes")
    id = earn(house, "nordwind", "Berta GmbH", 10_000)
    assert "gets 2,300 EUR; last time it was 11,500 EUR" in house.talk("channel").say("prepare payout")
    house.talk("channel").say("cancel the payout: once more")
    house.talk("channel").say("yes")
    house.talk("nordwind").say(f"reopen {id} because the customer stepped back")
    said = house.talk("channel").say("prepare payout")
    assert "There is nothing to pay out today." in said
    assert "Nordwind Systems: 0 EUR (below the minimum)" in said


@on_sqlite
def test_the_file_has_what_each_partner_gets_and_whoever_waits(house: House) -> None:
    earn(house, "nordwind", "Acme GmbH", 50_000)
    earn(house, "rival", "Berta GmbH", 100)
    run = run_prepared(house)
    talk = house.talk("channel")
    talk.say(f"export {run}")
    (file,) = (part for part in talk.reply.parts if isinstance(part, File))
    assert list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))[1:] == [
        [run, "prepared", "nordwind", "Nordwind Systems", "11500.00", "EUR", "1", ""],
        [run, "prepared", "felsenkante", "Felsenkante Digital", "26.00", "EUR", "1", "below_minimum"],
    ]


# ── sight ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@on_sqlite
@pytest.mark.parametrize("who", ["nordwind", "admin", "manager", "direct", "alpenblick"])
def test_nobody_learns_of_another_partners_lines_runs_and_disputes(house: House, who: str) -> None:
    earn(house, "rival", "Quarzsand AG", 161_803)
    line = line_of(house, "rival")
    rival = house.talk("rival")
    rival.say(f"I dispute line {line} because Quarzsand bought more")
    dispute = rival.say("yes").split("is disputed (")[1].split(")")[0]
    earn(house, "rival", "Tannenzapfen AG", 141_421)
    run = run_prepared(house)
    secrets = ("Felsenkante", "Rita Rauch", "Rolf Rauch", "Quarzsand", "Tannenzapfen", "161,803", "141,421", "42,068", "36,769")
    talk = house.talk(who)
    for text in (
        *(pattern.format(line) for pattern in ("I dispute line {}", "line {} is wrong", "beanstande Zeile {}")),
        *(pattern.format(dispute) for pattern in ("show {}", "withdraw {}", "uphold {}", "reject {} because no", "zieh {} zurück")),
        *(pattern.format(run) for pattern in ("show {}", "approve {}", "cancel {} because no", "export {}")),
        *("open disputes", "payout runs", "prepare payout", "how punctual are our payouts?", "queue", "I dispute a line"),
    ):
        talk.say(text)
        assert faults_of(talk.reply, secrets, said=text) == []
    verbs = ("payout.show", "payout.file", "dispute.show", "step/dispute", "step/dispute.withdraw", "step/dispute.uphold")
    for verb in (*verbs, "step/dispute.reject", "step/payout.approve", "step/payout.cancel", "step.do/payout.approve"):
        for about in (line, dispute, run):
            talk.do(Pressed(action=f"{verb}/{about}"))
            assert faults_of(talk.reply, secrets, said="") == []
    assert house.rows(payout_decisions) == []
