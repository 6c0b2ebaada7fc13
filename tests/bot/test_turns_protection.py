"""First to register wins, to the microsecond: among twenty at once, and when a protected period ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.console.chat import sender_of
from program.partners import Member, Partner, PartnerKind, Role, Tier
from storage.loading import ChatAccount, Loader
from storage.tables import customers, events
from tests.bot.house import NOW, House
from tests.storage.build import at_once

PARTNERS = 20
INSTANT = timedelta(microseconds=1)

#: When a deal is registered, and the instant at which its 90 days are over: midnight in Berlin.
ENDS = [
    pytest.param(datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2027, 2, 21, 23, tzinfo=UTC), id="winter"),
    pytest.param(datetime(2027, 1, 11, 9, tzinfo=UTC), datetime(2027, 4, 11, 22, tzinfo=UTC), id="into summer time"),
    pytest.param(datetime(2026, 12, 28, 9, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC), id="on the day of 23 hours"),
    pytest.param(datetime(2026, 8, 10, 9, tzinfo=UTC), datetime(2026, 11, 8, 23, tzinfo=UTC), id="out of summer time"),
    pytest.param(datetime(2026, 7, 27, 9, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC), id="on the day of 25 hours"),
    pytest.param(datetime(2026, 11, 23, 22, 59, tzinfo=UTC), datetime(2027, 2, 21, 23, tzinfo=UTC), id="a minute before midnight"),
    pytest.param(datetime(2026, 11, 23, 23, 0, tzinfo=UTC), datetime(2027, 2, 22, 23, tzinfo=UTC), id="at midnight"),
]
DEAL = "Register Acme GmbH, contact buyer@acme.example, closing in three weeks"


def add_partners(house: House) -> list[str]:
    """Twenty more partners with a seller each; their addresses."""
    numbers = range(PARTNERS)
    addresses = [f"seller@partner{number}.example" for number in numbers]
    with house.database.transaction() as connection:
        loader = Loader(connection)
        loader.partners([_partner(f"partner{number}") for number in numbers])
        loader.members([_seller(f"partner{number}", addresses[number]) for number in numbers])
        loader.accounts(
            [
                ChatAccount(sender=sender_of(address), member_id=f"m-partner{number}", linked_at=NOW)
                for number, address in enumerate(addresses)
            ]
        )
        loader.assignments({f"partner{number}": "m-manager" if number % 2 else "m-other-manager" for number in numbers})
    return addresses


def _partner(id: str) -> Partner:
    kinds = frozenset({PartnerKind.RESELLER})
    return Partner(id=id, name=id.title(), kinds=kinds, tier=Tier.BRONZE, country="DE", zone="Europe/Berlin", currency="EUR")


def _seller(partner_id: str, address: str) -> Member:
    return Member(
        id=f"m-{partner_id}",
        partner_id=partner_id,
        name=f"Seller of {partner_id}",
        email=address,
        role=Role.SELLER,
        language="en",
        zone="Europe/Berlin",
    )


def test_of_twenty_partners_that_confirm_the_same_customer_at_once_one_is_approved(house: House) -> None:
    talks = [house.talk(address) for address in add_partners(house)]
    for talk in talks:
        talk.say(DEAL)
        assert talk.reply.standing.state == "confirming"
    replies = at_once([partial(talk.say, "yes") for talk in talks])
    approved = ["Approved: Acme GmbH is protected for you." in reply for reply in replies]
    declined = ["Acme GmbH can’t be registered" in reply for reply in replies]
    assert (sum(approved), sum(declined)) == (1, PARTNERS - 1)
    statuses = house.statuses("Acme GmbH")
    assert sorted(statuses.values()) == ["approved"] + ["declined"] * (PARTNERS - 1)
    assert statuses[f"partner{approved.index(True)}"] == "approved"
    kinds = [row["kind"] for row in house.rows(events) if row["kind"].startswith("registration.")]
    assert kinds.count("registration.submitted") == PARTNERS
    assert kinds.count("registration.approved") == 1
    assert len([row for row in house.rows(customers) if row["name"] == "Acme GmbH"]) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("registered", "end"), ENDS)
def test_a_protection_ends_with_its_last_day_in_the_partners_zone(house: House, registered: datetime, end: datetime) -> None:
    house.at = registered
    nora, hanna, rita = house.talk("nordwind"), house.talk("hafenwerk"), house.talk("rival")
    nora.say(DEAL)
    assert "90 days left" in nora.say("yes")
    house.at = end - INSTANT
    assert "last day today" in nora.say("my deals")
    hanna.say(DEAL)
    assert "can’t be registered" in hanna.say("yes")
    house.at = end
    assert "Expired" in nora.say("my deals")
    rita.say(DEAL)
    assert "Approved" in rita.say("yes")
    hanna.say(DEAL)
    assert "can’t be registered" in hanna.say("yes")


def test_whoever_let_a_protection_expire_waits_while_others_do_not(house: House) -> None:
    nora = house.talk("nordwind")
    nora.say(DEAL)
    nora.say("yes")
    house.at = datetime(2027, 2, 21, 23, tzinfo=UTC) + timedelta(days=30) - INSTANT
    nora.say(DEAL)
    assert "ended too recently" in nora.say("yes")
    house.at += INSTANT
    nora.say(DEAL)
    assert "Approved" in nora.say("yes")


def test_of_two_colleagues_that_confirm_the_same_customer_at_once_one_is_told_of_the_other(house: House) -> None:
    talks = [house.talk("nordwind"), house.talk("colleague")]
    for talk in talks:
        talk.say(DEAL)
    replies = at_once([partial(talk.say, "yes") for talk in talks])
    approved = ["Approved" in reply for reply in replies]
    assert sorted(approved) == [False, True]
    winner = ("Nora Nilsen", "Carl Clasen")[approved.index(True)]
    assert f"{winner} from your company has this customer registered already" in replies[approved.index(False)]
    assert house.statuses("Acme GmbH") == {"nordwind": "approved"}
