"""A case is short enough to be read in a chat, and shows whoever decides no more than is theirs to see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.plain import render
from handlers.message import Pressed, Submitted
from handlers.reply import Choices, Table
from program.policy import Program
from storage.tables import registrations
from tests.bot.house import PROGRAM, House
from tests.bot.rivalry import LONGEST_REPLY

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SAID = {"relationship": "trusted", "engaged_since": "2025-09-03", "preference": "written"}


def registered(house: House, who: str, company: str) -> str:
    house.talk(who).register(company)
    house.later(minutes=5)
    return str(max(house.rows(registrations), key=lambda row: row["registered_at"])["id"])


def case(house: House, who: str, id: str) -> str:
    return house.talk(who).do(Pressed(action=f"review.show/{id}"))


def state(house: House, who: str, id: str, note: str) -> str:
    return house.talk(who).do(Submitted(form=f"statement/{id}", values=SAID | {"note": note}))


def hiding(program: Program) -> Program:
    """The program whose policy shows direct sales no partner."""
    return replace(
        program,
        versions=tuple(replace(one, overlap=replace(one.overlap, shows_partner=False)) for one in program.versions),
    )


def test_even_the_fullest_case_fits_into_one_message(house: House) -> None:
    note = "They have bought from us for years, and we run half of their data centre. " * 4
    first = registered(house, "nordwind", "Donau Logistik GmbH")
    for _ in range(7):
        withdrawn = registered(house, "hafenwerk", "Donau Logistik GmbH")
        house.talk("hafenwerk").say(f"withdraw {withdrawn}")
        house.talk("hafenwerk").say("yes")
    second = registered(house, "hafenwerk", "Donau Logistik GmbH")
    assert "Noted" in state(house, "nordwind", first, note)
    assert "Noted" in state(house, "hafenwerk", second, note)
    assert "Noted" in state(house, "direct", "O-DONAU2", note)
    for number in range(3):
        house.talk("manager").say(f"ask {first} {number}: {note}")
        house.talk("nordwind").do(Submitted(form=f"more/{first}", values={"text": note}))
    shown = case(house, "manager", first)
    assert len(shown) < LONGEST_REPLY
    assert "The newest" in shown


def test_a_manager_reads_no_statement_of_a_partner_outside_the_portfolio(house: House) -> None:
    ours = registered(house, "nordwind", "Zeppelin Werke AG")
    theirs = registered(house, "rival", "Zeppelin Werke AG")
    assert "Noted" in state(house, "rival", theirs, "Felsenkante built their archive.")
    shown = case(house, "manager", ours)
    assert "A partner outside your portfolio" in shown
    assert "Felsenkante" not in shown
    assert "Felsenkante built" in case(house, "channel", ours)


def test_what_the_case_proposes_stands_out_among_its_buttons(house: House) -> None:
    def primary(id: str) -> list[str]:
        talk = house.talk("manager")
        talk.do(Pressed(action=f"review.show/{id}"))
        choices = [choice for part in talk.reply.parts if isinstance(part, Choices) for choice in part.choices]
        return [choice.label for choice in choices if choice.style == "primary"]

    id = registered(house, "nordwind", "Donau Logistik GmbH")
    assert primary(id) == ["Ask for more"]
    state(house, "nordwind", id, "")
    assert primary(id) == ["Approve"]
    state(house, "direct", "O-DONAU2", "")
    assert primary(id) == ["Share 30/70"]


def test_the_weighing_adds_up_as_anybody_would_add_it(house: House) -> None:
    id = registered(house, "nordwind", "Donau Logistik GmbH")
    state(house, "nordwind", id, "")
    talk = house.talk("manager")
    talk.do(Pressed(action=f"review.show/{id}"))
    (table,) = (part for part in talk.reply.parts if isinstance(part, Table) and part.columns[0] == "Criterion")
    *lines, total = table.rows
    for side in (2, 3):
        added = sum(int(row[1]) * int(row[side].split(" of ")[0]) for row in lines) / 3
        assert total[side] == f"{added:.1f}".removesuffix(".0")
    assert sum(int(row[1]) for row in lines) == int(total[1]) == 100


@pytest.mark.parametrize(("program", "shown"), [(PROGRAM, True), (hiding(PROGRAM), False)], ids=["shown", "hidden"])
def test_direct_sales_learn_the_partner_as_the_policy_says(furnished_url: str, program: Program, shown: bool) -> None:
    house = House(furnished_url, program=program)
    id = registered(house, "nordwind", "Donau Logistik GmbH")
    house.talk("manager").say(f"approve {id}")
    (told,) = [notice for notice in house.talk("direct").notices() if "is protected for" in notice]
    assert ("Nordwind" in told) == shown
    assert "Clause 8.4" in told
    house.close()


def test_who_may_only_look_is_offered_nothing_to_press(house: House) -> None:
    ours = registered(house, "nordwind", "Zeppelin Werke AG")
    registered(house, "rival", "Zeppelin Werke AG")
    talk = house.talk("manager")
    talk.do(Pressed(action=f"review.show/{ours}"))
    assert f"{ours} concerns two portfolios: a channel admin decides." in render(talk.reply)
    assert not any(isinstance(part, Choices) for part in talk.reply.parts)


def test_a_direct_opportunity_is_its_own_sellers_to_speak_for(house: House) -> None:
    for who in ("nordwind", "manager", "channel", "rival"):
        assert "I find nothing of yours under “O-DONAU2”." in state(house, who, "O-DONAU2", "mine")
    assert "Noted for O-DONAU2" in state(house, "direct", "O-DONAU2", "mine")


def test_a_decided_conflict_is_not_reopened_by_a_statement(house: House) -> None:
    id = registered(house, "nordwind", "Donau Logistik GmbH")
    house.talk("manager").say(f"approve {id}")
    assert f"{id} is decided already." in state(house, "nordwind", id, "but")
