"""Own quiet hours are said or pressed, shown, kept within the policy, and held to by every reminder, also one on its way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.message import Pressed
from program.partners import Role
from storage.nudge_tables import nudge_hours
from storage.persons import find_person, held_about
from tests.bot.waiting import approved_at_once
from tests.delivery.desk import Desk
from tests.nudges.reach import quiet, sweep, told
from tests.nudges.test_sending import MORNING, SINCE, on_sqlite


def hours(desk: Desk) -> list[tuple[int | None, int | None]]:
    return [(row["quiet_until"], row["quiet_after"]) for row in desk.house.rows(nudge_hours)]


def test_nothing_comes_before_the_hour_that_was_said_not_even_what_is_on_its_way(desk: Desk) -> None:
    """It is nine in Berlin: the reminder is in the outbox when she says so, and waits until eleven."""
    quiet(desk)
    approved_at_once(desk.house, "nordwind", SINCE)
    sweep(desk, MORNING)
    desk.receive("nordwind", "no reminders before 11 or after 4 pm")
    desk.answer()
    desk.post()
    (answer,) = told(desk, "nordwind")
    assert "between 11:00 and 16:00" in answer
    assert "14.14" in answer
    assert hours(desk) == [(11, 16)]
    desk.house.at = MORNING + timedelta(minutes=100)
    desk.post()
    assert told(desk, "nordwind") == [answer]
    desk.house.at = MORNING + timedelta(minutes=125)
    desk.post()
    assert "ends in 14 days" in told(desk, "nordwind")[1]


@on_sqlite
@pytest.mark.parametrize(
    ("said", "kept", "answer"),
    [
        ("keine Hinweise nach 17 Uhr", [(None, 17)], "nur zwischen 08:00 und 17:00 Uhr"),
        ("reminders only between 9 and 16", [(9, 16)], "only"),
        ("reminders only between 9 and 10", [], "at least 2 hours"),
        ("no reminders after 9:30 pm", [], "couldn’t read"),
        ("no reminders after 8 pm", [], "no quiet hours of your own"),
    ],
)
def test_what_is_said_is_kept_within_the_policy(
    desk: Desk, said: str, kept: list[tuple[int | None, int | None]], answer: str
) -> None:
    desk.say("colleague", said)
    assert hours(desk) == kept
    assert answer in told(desk, "colleague")[-1]


@on_sqlite
def test_hours_are_shown_with_buttons_that_move_and_reset_them(desk: Desk) -> None:
    desk.say("colleague", "no reminders before 9")
    desk.say("colleague", "my reminders")
    shown = told(desk, "colleague")[-1]
    assert all(words in shown for words in ("between 09:00 and 18:00", "Not before 10:00", "Not after 17:00", "Reset quiet hours"))
    desk.receive("colleague", Pressed(action="nudges.hours/9/17"))
    desk.work()
    assert hours(desk) == [(9, 17)]
    desk.say("colleague", "reset my quiet hours")
    assert hours(desk) == []


@on_sqlite
def test_they_are_handed_out_with_everything_about_a_person(desk: Desk) -> None:
    desk.say("nordwind", "no reminders before 9")
    with desk.house.database.reading() as connection:
        person = find_person(connection, "m-nordwind")
        assert person is not None
        assert person.role is not Role.PARTNER_MANAGER
        assert held_about(connection, person)["nudge_hours"] == [{"member_id": "m-nordwind", "quiet_until": 9, "quiet_after": None}]
