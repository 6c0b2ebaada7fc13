"""Direct sales and partners at one customer: neither passes unseen, and each side learns what the policy lets it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from handlers.message import Pressed
from program.registrations import Status
from storage.tables import events, inbox, opportunities, registrations
from tests.bot.house import PROGRAM, House
from tests.storage.build import at_once

DEAL = "Register Acme GmbH, contact buyer@acme.example, closing in three weeks"
RHEINGOLD = "Register a deal: Rheingold Pharma AG, contact Max Muster, 80k EUR, closing end of March"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def hushed(furnished_url: str) -> Iterator[House]:
    """The house where neither side of a channel conflict learns of the other."""
    versions = tuple(
        replace(policy, overlap=replace(policy.overlap, tells_partner=False, shows_partner=False)) for policy in PROGRAM.versions
    )
    built = House(furnished_url, program=replace(PROGRAM, versions=versions))
    yield built
    built.close()


@pytest.mark.parametrize("turn", range(4))
def test_a_registration_and_a_direct_opportunity_at_the_same_moment_never_both_pass_unseen(house: House, turn: int) -> None:
    nora, dirk = house.talk("nordwind"), house.talk("direct")
    for talk in (nora, dirk) if turn % 2 else (dirk, nora):
        talk.say(DEAL)
        assert talk.reply.standing.state == "confirming"
    partners, direct = at_once([partial(nora.say, "yes"), partial(dirk.say, "yes")])
    assert "Recorded: Acme GmbH" in direct
    if "Approved" in partners:  # the partner was first: direct sales see the protection
        assert "Channel conflict" in direct
        assert "Nordwind Systems" in direct
        assert "direct sales team is in touch" in "".join(nora.notices())
    else:  # direct sales were first: a person decides, and the seller is told of it
        assert "own team is in touch" in partners
        assert "Nordwind Systems has registered Acme GmbH" in "".join(dirk.notices())
        assert "Channel conflict" not in direct
    assert len([row for row in house.rows(opportunities) if row["company"] == "Acme GmbH"]) == 1


def test_two_direct_sellers_turns_at_the_same_moment_record_a_customer_once(house: House) -> None:
    dirk = house.talk("direct")
    dirk.say(DEAL)
    replies = at_once([partial(dirk.say, "yes"), partial(dirk.say, "yes")])
    assert sum("Recorded: Acme GmbH" in reply for reply in replies) == 1
    assert len([row for row in house.rows(opportunities) if row["company"] == "Acme GmbH"]) == 1


@on_sqlite
def test_a_similar_name_is_asked_about_and_leads_to_the_customers_own_file(house: House) -> None:
    nora, dirk = house.talk("nordwind"), house.talk("direct")
    nora.say("Register Brandt Logistik GmbH, contact Max Muster, closing end of March")
    nora.say("yes")
    asked = dirk.say("Register a deal: Brandt Logistics Gruppe, contact Max Muster, closing end of March")
    assert "a company with a similar name" in asked
    assert "Nordwind" not in asked
    dirk.say("the same company")
    assert "Channel conflict" in dirk.say("yes")
    # On both files from now on: whoever names it either way meets direct sales.
    for who, name in (("hafenwerk", "Brandt Logistics Gruppe"), ("colleague", "Brandt Logistik GmbH")):
        talk = house.talk(who)
        talk.say(f"Register {name}, contact Max Muster, closing end of March")
        assert "Approved" not in talk.say("yes")


@on_sqlite
@pytest.mark.parametrize("answer", ["a part of it", "a different company"])
def test_whoever_decides_learns_of_a_similar_customer_that_direct_sales_take_for_another(house: House, answer: str) -> None:
    nora, dirk = house.talk("nordwind"), house.talk("direct")
    nora.say("Register Brandt Logistik GmbH, contact Max Muster, closing end of March")
    registered = nora.say("yes").split("Registration: ")[1].split()[0]
    dirk.say("Register a deal: Brandt Logistics Gruppe, contact Max Muster, closing end of March")
    dirk.say(answer)
    told = dirk.say("yes")
    assert "Recorded: Brandt Logistics Gruppe" in told
    for secret in ("Nordwind", registered, "conflict"):
        assert secret not in told
    assert nora.notices() == ()
    heard = "".join(house.talk("manager").notices())
    assert f"Brandt Logistik GmbH ({registered})" in heard
    assert "Dirk Direkt" in heard


@on_sqlite
def test_what_the_policy_hides_reaches_neither_side(hushed: House) -> None:
    dirk, rita = hushed.talk("direct"), hushed.talk("rival")
    dirk.say(RHEINGOLD)
    told = dirk.say("yes")
    id = told.split("opportunity ")[1].split(".")[0]
    assert "Channel conflict: the customer is protected for a partner." in told
    assert "Otto Oehler" in told
    told += json.dumps([row["reply"] for row in hushed.rows(inbox) if row["member_id"] == "m-direct"], default=str)
    for text in (f"show {id}", "my deals", "show R-RIVAL2"):
        told += dirk.say(text)
    for secret in ("Felsenkante", "Rita", "11 February"):
        assert secret not in told
    assert rita.notices() == ()
    heard = "".join(rita.say(text) for text in ("history of R-RIVAL2", "show R-RIVAL2", "my deals"))
    heard += rita.do(Pressed(action="timeline/R-RIVAL2"))
    for secret in ("irect", id, "Dirk", "in touch"):
        assert secret not in heard
    assert "registration.channel_conflict" not in {row["kind"] for row in hushed.rows(events)}
    assert "Channel conflict" in "".join(hushed.talk("other-manager").notices())


@on_sqlite
def test_a_seller_whom_the_policy_shows_no_partner_is_told_of_a_registration_without_its_name(hushed: House) -> None:
    nora = hushed.talk("nordwind")
    nora.say("Register Donau Logistik GmbH, contact Max Muster, closing end of March")
    nora.say("yes")
    told = "".join(hushed.talk("direct").notices())
    assert "A partner has registered Donau Logistik GmbH, which you work on (O-DONAU2)" in told
    assert "Nordwind" not in told


@on_sqlite
@pytest.mark.parametrize("who", ["nordwind", "admin", "hafenwerk", "manager", "channel", "rival"])
def test_only_direct_sellers_act_on_direct_opportunities(house: House, who: str) -> None:
    talk, before = house.talk(who), house.rows(opportunities)
    for verb in ("direct.won", "direct.lost", "direct.withdraw", "direct.amend"):
        told = talk.do(Pressed(action=f"step/{verb}/O-DONAU2"))
        assert "I find no opportunity" in told
        assert "Donau" not in told
    for text in ("show O-DONAU2", "won O-DONAU2 for 10k", "lost O-DONAU2", "withdraw O-DONAU2", "change O-DONAU2 to 10k"):
        assert "Donau Logistik" not in talk.say(text)
        talk.say("cancel")
    assert house.rows(opportunities) == before


@on_sqlite
def test_a_partner_does_not_close_what_it_has_handed_over(house: House) -> None:
    anton = house.talk("alpenblick")
    anton.say("Registriere Edelweiss Hotels AG, Kontakt Max Muster, 50k EUR, Abschluss Ende März")
    id = anton.say("ja").split("Registrierung: ")[1].split()[0]
    anton.do(Pressed(action=f"step/direct.won/{id}"))
    anton.say(f"gewonnen {id} für 50k")
    assert {row["id"]: row["status"] for row in house.rows(registrations)}[id] == Status.APPROVED.value


@on_sqlite
def test_another_direct_seller_is_told_who_works_there(house: House) -> None:
    house.talk("channel").say("invite dora@vendor.example as direct seller")
    code = house.talk("channel").say("invite dora@vendor.example as direct seller").split("link ")[1].split()[0]
    dora = house.talk("dora@vendor.example")
    dora.say(f"link {code}")
    dora.say("Register Donau Logistik GmbH, contact Max Muster, closing end of March")
    told = dora.say("yes")
    assert "Dirk Direkt of direct sales works on this already (O-DONAU2)" in told
    assert "No deals yet" in dora.say("my deals")
    assert "I find no opportunity" in dora.say("show O-DONAU2")
