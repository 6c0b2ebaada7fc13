"""Long choices are looked up while somebody types: what they may see, a hundred at most, and nothing for a stranger."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import insert

from bot.clock import elapsed
from bot.slack.judge import faults_of_view
from bot.slack.modal import modal, options, read_values
from handlers.message import Sender
from handlers.reply import Field, FieldKind, Form, Lookup, Option
from storage.tables import assignments, conversations, partners, products, registrations
from tests.bot.house import RIVAL_SECRETS, House
from tests.slack.counter import Counter
from tests.slack.test_dialogs import SHORTCUT, TEAM, drawn, submitted

MANY: Final = 250
LIMIT: Final = 1.0  # in seconds of a processor's work; Slack waits for three


@pytest.fixture
def crowded(counter: Counter) -> Counter:
    """A program with more partners and products than any list shows."""
    add_partners(counter.house, MANY)
    add_products(counter.house, MANY)
    return counter


def add_products(house: House, count: int) -> None:
    rows = [
        {"name": f"Modul {number:03}", "family": "Modul", "aliases": [f"m{number}"], "is_complex": False, "position": 10 + number}
        for number in range(count)
    ]
    with house.database.transaction() as connection:
        connection.execute(insert(products), rows)


def add_partners(house: House, count: int) -> None:
    """Half of them Mara's, half of them Otto's."""
    same = {"kinds": ["reseller"], "tier": "silver", "country": "DE", "zone": "Europe/Berlin", "currency": "EUR"}
    with house.database.transaction() as connection:
        rows = [{"id": f"p{number:03}", "name": f"Partner {number:03}", **same} for number in range(count)]
        connection.execute(insert(partners), rows)
        whose = [{"partner_id": f"p{n:03}", "manager_id": "m-manager" if n % 2 else "m-other-manager"} for n in range(count)]
        connection.execute(insert(assignments), whose)


def question(view: Any, block: str, typed: str, *, user: str = "U1") -> dict[str, Any]:
    """What Slack asks while somebody types in a field of the view."""
    element = next(each["element"] for each in view["blocks"] if each.get("block_id") == block)
    asked = {"type": "block_suggestion", "user": {"id": user}, "view": dict(view), "block_id": block, "value": typed}
    return asked | {"action_id": element["action_id"]} | TEAM


async def found(counter: Counter, asked: dict[str, Any]) -> list[str]:
    response = await counter.deliver(asked)
    assert response.status == 200
    answer = (await response.json())["options"]
    assert all(len(option["text"]["text"]) <= 75 and len(option["value"]) <= 150 for option in answer)
    return [option["text"]["text"] for option in answer]


def test_a_long_choice_is_looked_up_and_what_was_chosen_is_taken(crowded: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(SHORTCUT)
        await counter.work()
        view = drawn(counter)
        assert list(faults_of_view(view)) == []
        every = await found(counter, question(view, "product", ""))
        assert len(every) == 100
        assert await found(counter, question(view, "product", "modul 24")) == [f"Modul 24{digit}" for digit in range(10)]
        assert await found(counter, question(view, "product", "BACKUP")) == ["Nimbus Backup"], "by an alias, in any case"
        assert await found(counter, question(view, "product", "no such thing")) == []
        form = submitted(view, company="Acme GmbH", amount="45k EUR", close_date="2027-03-31", contact_name="Jo Jung")
        chosen = {"look:product": {"type": "external_select", "selected_option": {"value": "Modul 249"}}}
        form["view"]["state"]["values"]["product"] = chosen
        assert await (await counter.deliver(form)).json() == {"response_action": "clear"}
        await counter.work()

    crowded.run(use)
    assert "Modul 249" in crowded.shown()[-1][1]


def test_a_partner_is_chosen_only_among_those_whom_the_manager_looks_after(crowded: Counter) -> None:
    async def use(counter: Counter) -> None:
        await counter.deliver(SHORTCUT | {"user": {"id": "U2"}})
        await counter.work()
        view = drawn(counter)
        mine = await found(counter, question(view, "partner", "partner 00", user="U2"))
        assert mine == ["Partner 001", "Partner 003", "Partner 005", "Partner 007", "Partner 009"]
        assert await found(counter, question(view, "partner", "felsen", user="U2")) == []
        for other in ("U1", "U3", "U9"):
            assert await found(counter, question(view, "partner", "", user=other)) == [], "a partner chooses no partner"
        chosen = {"partner": {"look:partner": {"type": "external_select", "selected_option": {"value": "p003"}}}}
        form = {"type": "view_submission", "user": {"id": "U2"}, "view": dict(view) | {"id": "V1", "state": {"values": chosen}}}
        assert await (await counter.deliver(form | TEAM)).json() == {"response_action": "clear"}
        await counter.work()

    crowded.run(use)
    states = {row["member_id"]: row["state"] for row in crowded.house.rows(conversations)}
    assert "p003" in str(states["m-manager"])


def test_a_deal_is_found_by_whoever_may_see_it_and_by_nobody_else(counter: Counter) -> None:
    find = {"type": "block_actions", "trigger_id": "9.9", "user": {"id": "U1"}, "container": {"type": "view"}}
    button = {"type": "button", "action_id": "a", "value": "step/find/deal", "action_ts": "9.1"}
    talk = counter.house.talk("nordwind")
    talk.say("register Bärental AG, Nimbus Backup, 45k EUR, close end of March 2027, contact Jo Jung jo@baeren.example")
    talk.say("yes")
    id = next(row["id"] for row in counter.house.rows(registrations) if row["company"] == "Bärental AG")

    async def use(counter: Counter) -> None:
        await counter.deliver(find | {"actions": [button]} | TEAM)
        await counter.work()
        view = drawn(counter)
        assert list(faults_of_view(view)) == []
        assert [id in text for text in await found(counter, question(view, "deal", "bärental"))] == [True]
        assert [id in text for text in await found(counter, question(view, "deal", id.lower()))] == [True]
        for other in ("U3", "U9"):
            theirs = await found(counter, question(view, "deal", "bärental", user=other))
            assert theirs == []
        mine = " ".join(await found(counter, question(view, "deal", "")))
        assert not [secret for secret in RIVAL_SECRETS if secret in mine]
        chosen = {"deal": {"look:deal": {"type": "external_select", "selected_option": {"value": id}}}}
        form = {"type": "view_submission", "user": {"id": "U1"}, "view": dict(view) | {"id": "V1", "state": {"values": chosen}}}
        assert await (await counter.deliver(form | TEAM)).json() == {"response_action": "clear"}
        await counter.work()

    counter.run(use)
    assert id in counter.shown()[-1][1]


def test_colleagues_are_offered_to_who_may_hand_deals_over_and_to_nobody_else(counter: Counter) -> None:
    house = counter.house
    form = "transfer/nordwind:m-nordwind"
    talk = house.talk("nordwind")
    talk.say("register Acme GmbH, Nimbus Backup, 45k EUR, close end of March 2027, contact Jo Jung jo@acme.example")
    talk.say("yes")

    def offered(who: str, form: str = form) -> list[str]:
        sender = house.talk(who).sender
        return [option.label for option in house.turns.look_up(sender, Lookup.MEMBER, "", form=form)]

    assert offered("admin") == ["Ada Ahrens", "Carl Clasen"]
    assert [offered(who) for who in ("nordwind", "rival-admin", "other-manager", "direct")] == [[]] * 4
    assert offered("admin", "transfer/felsenkante:m-rival") == []
    assert offered("admin", "nonsense") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lookup", list(Lookup))
def test_another_workspace_and_a_stranger_are_offered_nothing(counter: Counter, lookup: Lookup) -> None:
    for sender in (Sender(chat="slack", tenant="T2", user="U1"), Sender(chat="slack", tenant="T1", user="U9")):
        assert counter.house.turns.look_up(sender, lookup, "", form="transfer/nordwind:m-nordwind") == ()


@pytest.mark.parametrize("typed", ["%", "_", "\x00", "\\", "'; --", "<!channel>", "😀" * 4000])
def test_whatever_is_typed_is_only_looked_for(crowded: Counter, typed: str) -> None:
    sender = Sender(chat="slack", tenant="T1", user="U1")
    for lookup in Lookup:
        found = crowded.house.turns.look_up(sender, lookup, typed, form="x")
        assert found == () or lookup is not Lookup.DEAL or typed == "\x00"


def test_among_thousands_it_stays_quick(counter: Counter) -> None:
    add_partners(counter.house, 1000)
    add_products(counter.house, 2000)
    clone = counter.house.rows(registrations)[0]
    with counter.house.database.transaction() as connection:
        many = [clone | {"id": f"R-B{n:05}", "partner_id": "nordwind", "member_id": "m-nordwind"} for n in range(5000)]
        connection.execute(insert(registrations), many)
    sender = Sender(chat="slack", tenant="T1", user="U2")
    for lookup in (Lookup.PRODUCT, Lookup.PARTNER, Lookup.DEAL):
        began = elapsed()
        found = counter.house.turns.look_up(sender, lookup, "", form="register_for/")
        assert elapsed() - began < LIMIT, lookup
        assert len(found) == 100


def test_a_short_choice_stays_a_list_and_a_known_value_is_shown() -> None:
    few = tuple(Option(value=f"v{number}", label=f"<Label> {number}") for number in range(10))
    more = (*few, Option(value="v10", label="x"))
    for offered, kind in ((few, "static_select"), (more, "external_select"), ((), "external_select")):
        field = Field(name="f", kind=FieldKind.CHOICE, label="F", required=True, value="v3", options=offered, lookup=Lookup.PRODUCT)
        view = modal(Form(id="a/b", title="T", submit="Go", fields=(field,)), close="Close", find="Type to search")
        element = view["blocks"][-1]["element"]
        assert element["type"] == kind
        assert element["initial_option"]["value"] == "v3"
        assert element["initial_option"]["text"]["text"] == ("<Label> 3" if offered else "v3")
        state = {"values": {"f": {element["action_id"]: {"selected_option": element["initial_option"]}}}}
        assert read_values(state) == {"f": "v3"}
    assert len(options([few[0]] * 300)["options"]) == 100
