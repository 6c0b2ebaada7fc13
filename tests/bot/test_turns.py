"""One message has one effect and one answer, however often, wherever and beside whatever it is delivered."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from subprocess import PIPE

from handlers.message import Pressed
from handlers.reply import Reply
from handlers.reply_json import dump
from storage.tables import accounts, conversations, customers, events, inbox, outbox, registrations
from tests.bot.house import House
from tests.shares import SQLITE_FIRST
from tests.storage.build import at_once

SUMMARY = "Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March"
TOP = Path(__file__).parents[2]


def effects(house: House) -> dict[str, int]:
    """How much there is of what a turn can leave behind."""
    tables = (registrations, customers, events, outbox, inbox)
    return {table.name: len(house.rows(table)) for table in tables}


def test_the_same_message_five_times_has_one_effect_and_one_answer(house: House) -> None:
    nora = house.talk("nordwind")
    nora.say(SUMMARY)
    first = nora.say("yes", key="k1")
    after = effects(house)
    assert "Approved" in first
    house.later(minutes=5)
    assert [nora.say("yes", key="k1") for _ in range(4)] == [first] * 4
    assert effects(house) == after


def test_the_answer_is_remembered_over_a_restart(house: House) -> None:
    nora = house.talk("nordwind")
    nora.say(SUMMARY, key="k1")
    before = dump(nora.reply)
    house.restart()
    nora.say(SUMMARY, key="k1")
    assert dump(nora.reply) == before


def test_the_same_message_delivered_five_times_at_once_has_one_effect_and_one_answer(house: House) -> None:
    nora = house.talk("nordwind")
    nora.say(SUMMARY)
    before = effects(house)
    replies = at_once([lambda: house.talk("nordwind").say("yes", key="k1")] * 5)
    assert len(set(replies)) == 1
    assert "Approved" in replies[0]
    grown = {name: number - before[name] for name, number in effects(house).items()}
    assert grown == {"registrations": 1, "customers": 1, "events": 2, "outbox": 0, "inbox": 1}


@SQLITE_FIRST
def test_the_same_messages_in_two_processes_have_one_effect_and_one_answer_each(house: House) -> None:
    account, at = house.talk("nordwind").email, house.at.isoformat()
    texts = ["Register Acme GmbH, contact Max Muster", "end of March", "45k EUR", "yes", "yes", "my deals"]
    lines = [json.dumps([f"k{number}", account, at, text]) for number, text in enumerate(texts)]
    answers = in_two_processes(house.url, lines)
    assert answers[0] == answers[1]
    assert "Approved: Acme GmbH" in answers[0][3]
    assert "already" in answers[0][4]
    assert "1 deal" in answers[0][5]
    assert house.statuses("Acme GmbH") == {"nordwind": "approved"}
    assert len(house.rows(inbox)) == len(texts)


def test_different_messages_of_one_member_at_once_are_all_answered_and_none_is_lost(house: House) -> None:
    nora = house.talk("nordwind")
    nora.say(SUMMARY)
    told = {
        "the amount is 60k EUR": "60,000 EUR",
        "the close date is end of May": "31 May 2027",
        "the product is InsightBI": "InsightBI",
        "the country is Austria": "Austria",
        "they have 250 employees": "250",
        "the contact is Erika Muster": "Erika Muster",
    }
    replies = at_once([partial(house.talk("nordwind").say, text) for text in told])
    assert [shown for shown, reply in zip(told.values(), replies, strict=True) if shown not in reply] == []
    after = nora.say("what's missing?")
    assert [shown for shown in told.values() if shown not in after] == []


def test_a_yes_and_a_cancel_at_once_end_in_one_of_the_two(house: House) -> None:
    nora = house.talk("nordwind")
    nora.say(SUMMARY)
    at_once([lambda: house.talk("nordwind").say("yes"), lambda: house.talk("nordwind").say("cancel")])
    deals = nora.say("my deals")
    registered = house.statuses("Acme GmbH") == {"nordwind": "approved"}
    assert ("1 deal" in deals) == registered
    assert ("No deals yet" in deals) == (not registered)
    assert len(house.rows(conversations)) == 1


def test_two_yes_under_different_keys_register_once(house: House) -> None:
    house.talk("nordwind").say(SUMMARY)
    replies = at_once([lambda: house.talk("nordwind").say("yes")] * 2)
    assert sorted("Approved" in reply for reply in replies) == [False, True]
    assert len([row for row in house.rows(registrations) if row["company"] == "Acme GmbH"]) == 1


def test_of_two_accounts_that_use_a_code_at_once_one_is_linked(house: House) -> None:
    invited = house.talk("admin").say("invite max@nordwind.example as seller")
    code = invited.split("link ")[1].split()[0]
    before = len(house.rows(accounts))
    strangers = house.talk("one@x.example"), house.talk("two@x.example")
    replies = at_once([partial(stranger.say, f"link {code}") for stranger in strangers])
    assert sorted("Hi Max" in reply for reply in replies) == [False, True]
    assert len(house.rows(accounts)) == before + 1


def test_a_key_of_another_account_is_not_answered_with_that_accounts_reply(house: House) -> None:
    nora, rita = house.talk("nordwind"), house.talk("rival")
    secret = nora.say(SUMMARY, key="k1")
    before = effects(house)
    answer = rita.say("my deals", key="k1")
    assert answer
    assert answer != secret
    assert "Acme" not in answer
    assert effects(house) == before
    assert house.talk("stranger@x.example").say("hello", key="k1") != secret


def test_a_summary_that_was_changed_since_is_shown_again_before_it_is_registered(house: House) -> None:
    nora = house.talk("nordwind")
    nora.say(SUMMARY)
    old = pressing(nora.reply, "Register")
    nora.say("make it 60k EUR")
    again = nora.do(old)
    assert "changed since" in again
    assert "60,000 EUR" in again
    assert house.statuses("Acme GmbH") == {}
    assert "Approved" in nora.do(pressing(nora.reply, "Register"))


def test_the_transcript_of_an_account_is_its_own(house: House) -> None:
    nora, carl = house.talk("nordwind"), house.talk("colleague")
    nora.say("my deals")
    carl.say("hello")
    assert [exchange.reply for exchange in house.turns.transcript(nora.sender)] == [nora.reply]
    assert house.turns.transcript(house.talk("stranger@x.example").sender) == ()


def in_two_processes(url: str, lines: list[str]) -> list[list[str]]:
    """What two processes of deliver.py answer to the same messages, begun at the same moment."""
    command = [sys.executable, "-m", "tests.bot.deliver"]
    started = [subprocess.Popen(command, cwd=TOP, stdin=PIPE, stdout=PIPE, text=True) for _ in range(2)]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n".join([url, *lines, "", ""]))
        process.stdin.flush()
    assert [process.stdout.readline() for process in started if process.stdout] == ["ready\n"] * 2
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [json.loads(process.communicate(timeout=60)[0]) for process in started]


def pressing(reply: Reply, label: str) -> Pressed:
    talk = [choice for part in reply.parts for choice in getattr(part, "choices", ()) if choice.label == label]
    return Pressed(action=talk[0].action)
