"""Steps that need answers: every fault at once, the input kept, a way out after two tries, and buttons that go out of date."""

from __future__ import annotations

import pytest

from handlers.message import Submitted
from handlers.reply import Form
from storage.tables import registrations
from tests.bot.house import House, Talk

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def nordwind(house: House) -> Talk:
    """Nordwind's seller, with a deal that is protected."""
    talk = house.talk("nordwind")
    talk.register("Ahornhof Logistik GmbH", more=", 45k EUR")
    return talk


def status(house: House) -> dict[str, str]:
    return house.statuses("Ahornhof Logistik GmbH")


def form_of(talk: Talk) -> Form:
    return next(part for part in talk.reply.parts if isinstance(part, Form))


@on_sqlite
def test_a_form_shows_every_fault_at_once_and_keeps_what_was_typed(house: House, nordwind: Talk) -> None:
    nordwind.say("change Ahornhof")
    nordwind.submit(amount="a lot", close_date="1 March 2020", contact_email="nobody")
    errors = {field.name: field.error for field in form_of(nordwind).fields if field.error}
    assert errors.keys() == {"amount", "close_date", "contact_email"}
    assert {field.name: field.value for field in form_of(nordwind).fields}["amount"] == "a lot"
    assert house.rows(registrations)[-1]["amount_minor"] == 4_500_000


@on_sqlite
def test_what_a_form_leaves_empty_is_taken_out_unless_it_is_needed(house: House, nordwind: Talk) -> None:
    nordwind.say("change Ahornhof")
    nordwind.submit(amount="")
    assert house.rows(registrations)[-1]["amount_minor"] is None
    nordwind.say("change Ahornhof")
    nordwind.submit(close_date="")
    assert {field.name for field in form_of(nordwind).fields if field.error} == {"close_date"}
    assert "A contact shows" in nordwind.submit(contact_email="", contact_name="", close_date="end of June")
    assert house.rows(registrations)[-1]["contact_email"] == "buyer@ahornhof.example"


@on_sqlite
def test_after_two_answers_that_do_not_help_a_person_is_offered(nordwind: Talk) -> None:
    nordwind.say("we lost Ahornhof")
    assert "Please pick one" in nordwind.say("hmm")
    assert "Talk to a person" in nordwind.say("whatever")
    assert "Marked as lost" in nordwind.say("price")


@on_sqlite
def test_an_option_is_named_by_its_number_its_word_or_a_part_of_it(nordwind: Talk) -> None:
    for answer in ("2", "A competitor won", "competitor", "a competitor"):
        nordwind.say("we lost Ahornhof")
        assert "A competitor won" in nordwind.say(answer), answer
        nordwind.say("reopen Ahornhof because they came back")


@on_sqlite
def test_a_button_of_a_step_that_is_over_changes_nothing(house: House, nordwind: Talk) -> None:
    nordwind.say("withdraw Ahornhof")
    nordwind.press("Keep")
    assert "out of date" in nordwind.press("Withdraw")
    assert status(house) == {"nordwind": "approved"}


@on_sqlite
def test_a_step_is_left_for_something_else_and_not_taken_for_its_answer(house: House, nordwind: Talk) -> None:
    nordwind.say("withdraw Ahornhof")
    assert "Ahornhof" in nordwind.say("my deals")
    nordwind.say("yes")
    assert status(house) == {"nordwind": "approved"}


@on_sqlite
def test_a_step_waits_beside_a_draft_and_leads_back_to_it(house: House, nordwind: Talk) -> None:
    nordwind.say("register a deal with Birkenau Papier GmbH")
    nordwind.say("extend Ahornhof")
    said = nordwind.say("the board decides in March")
    assert "Extended" in said
    assert "Back to Birkenau Papier GmbH" in said


@on_sqlite
def test_the_yes_to_what_was_read_back_counts_once(house: House, nordwind: Talk) -> None:
    nordwind.say("we won Ahornhof for 50k")
    assert "Congratulations" in nordwind.press("Mark as won")
    assert "out of date" in nordwind.press("Mark as won")
    assert status(house) == {"nordwind": "won"}


@on_sqlite
def test_a_form_of_somebody_elses_registration_is_not_there(house: House, nordwind: Talk) -> None:
    id = house.rows(registrations)[-1]["id"]
    for verb in ("extend", "withdraw", "reopen", "appeal", "won", "lost", "amend"):
        said = house.talk("rival").do(Submitted(form=f"{verb}/{id}", values={"text": "x", "amount": "1", "reason": "price"}))
        assert "Ahornhof" not in said
    assert status(house) == {"nordwind": "approved"}


@on_sqlite
def test_a_manager_does_the_same_for_their_partner_and_another_manager_cannot(house: House, nordwind: Talk) -> None:
    assert "no registration" in house.talk("other-manager").say("extend Ahornhof: they are slow")
    assert "Extended" in house.talk("manager").say("extend Ahornhof: they are slow")
