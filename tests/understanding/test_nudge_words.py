"""What people say about reminders is understood by rules alone, in both languages, and nothing else is taken for it."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.nudge_words import kinds_named, quiet_hours
from handlers.understanding.reader import understand
from program.policy_nudges import NudgeKind

TODAY = date(2026, 11, 23)

SAID = [
    ("my reminders", "nudges_show", "", ""),
    ("show me my reminders", "nudges_show", "", ""),
    ("Reminder settings please", "nudges_show", "", ""),
    ("which reminders do I get?", "nudges_show", "", ""),
    ("meine Erinnerungen", "nudges_show", "", ""),
    ("Zeig mir meine Erinnerungen", "nudges_show", "", ""),
    ("Welche Erinnerungen bekomme ich?", "nudges_show", "", ""),
    ("Erinnerungseinstellungen", "nudges_show", "", ""),
    ("stop reminders about expiring deals", "nudge_stop", "expiring deals", ""),
    ("Please stop sending me reminders about my first deal", "nudge_stop", "first deal", ""),
    ("no more reminders", "nudge_stop", "", ""),
    ("stop all reminders", "nudge_stop", "", ""),
    ("turn off certificate reminders", "nudge_stop", "certificate", ""),
    ("don't remind me about stalled deals any more", "nudge_stop", "stalled deals", ""),
    ("turn off the weekly digest", "nudge_stop", "weekly digest", ""),
    ("keine Erinnerungen mehr zu ablaufenden Deals", "nudge_stop", "ablaufenden Deals", ""),
    ("Keine Erinnerungen mehr bitte", "nudge_stop", "", ""),
    ("Erinnerungen an Zertifikate abstellen", "nudge_stop", "Zertifikate", ""),
    ("schalte die Erinnerungen zum ersten Deal aus", "nudge_stop", "ersten Deal", ""),
    ("Erinnern Sie mich nicht mehr an den ersten Deal", "nudge_stop", "ersten Deal", ""),
    ("tägliche Übersicht abbestellen", "nudge_stop", "tägliche Übersicht", ""),
    ("turn reminders about expiring deals back on", "nudge_allow", "expiring deals", ""),
    ("resume all reminders", "nudge_allow", "", ""),
    ("enable the daily digest", "nudge_allow", "daily digest", ""),
    ("Erinnerungen zu ablaufenden Deals wieder einschalten", "nudge_allow", "ablaufenden Deals", ""),
    ("snooze 3 days", "nudge_snooze", "", "3 days"),
    ("snooze reminders until Monday", "nudge_snooze", "", "Monday"),
    ("snooze", "nudge_snooze", "", ""),
    ("pause my reminders for two weeks", "nudge_snooze", "", "two weeks"),
    ("stop reminders for 5 days", "nudge_snooze", "", "5 days"),
    ("no reminders until 15 December", "nudge_snooze", "", "15 December"),
    ("remind me again in 3 days", "nudge_snooze", "", "3 days"),
    ("Erinnerungen 3 Tage pausieren", "nudge_snooze", "", "3 Tage"),
    ("Erinnerungen bis Montag pausieren", "nudge_snooze", "", "Montag"),
    ("pausiere meine Erinnerungen für eine Woche", "nudge_snooze", "", "eine Woche"),
    ("keine Erinnerungen bis Montag", "nudge_snooze", "", "Montag"),
    ("Erinnere mich in 3 Tagen wieder", "nudge_snooze", "", "3 Tagen"),
    ("no nudges before 9", "nudge_hours", "", "before 9"),
    ("No reminders after 5 pm please", "nudge_hours", "", "after 5 pm"),
    ("don't remind me before 9 or after 16:00", "nudge_hours", "", "before 9 or after 16:00"),
    ("only remind me between 9 and 4 pm", "nudge_hours", "", "between 9 and 4 pm"),
    ("reminders only from 9 to 17", "nudge_hours", "", "from 9 to 17"),
    ("my quiet hours from 17 to 9", "nudge_hours", "", "quiet hours from 17 to 9"),
    ("keine Hinweise nach 17 Uhr", "nudge_hours", "", "nach 17 Uhr"),
    ("Keine Erinnerungen mehr vor 9 Uhr", "nudge_hours", "", "vor 9 Uhr"),
    ("Erinnern Sie mich nicht vor 9 Uhr", "nudge_hours", "", "vor 9 Uhr"),
    ("Erinnerungen bitte nur zwischen 9 und 16 Uhr", "nudge_hours", "", "zwischen 9 und 16 Uhr"),
    ("Ruhezeiten von 17 bis 9 Uhr", "nudge_hours", "", "Ruhezeiten von 17 bis 9 Uhr"),
    ("reset my quiet hours", "nudge_hours_off", "", ""),
    ("eigene Ruhezeiten löschen", "nudge_hours_off", "", ""),
    ("my quiet hours", "nudges_show", "", ""),
    ("nudge report", "nudge_report", "", ""),
    ("do the reminders work?", "nudge_report", "", ""),
    ("Wirken die Erinnerungen?", "nudge_report", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intent", "subject", "argument"), SAID, ids=[said[0] for said in SAID])
def test_what_is_said_of_reminders_is_understood(text: str, intent: str, subject: str, argument: str) -> None:
    found = understand(text, today=TODAY, catalogue=())
    assert (found.intent, found.subject, found.argument) == (intent, subject, argument)


@pytest.mark.parametrize(
    "text",
    [
        "stop the payout", "cancel P-7K3M2Q", "remind Acme about the offer", "Is there a reminder before my deal expires?",
        "withdraw Acme", "my deals", "Meine Deals", "close date of Acme is Monday", "do the statements include VAT?",
    ],
)  # fmt: skip
def test_nothing_else_is_taken_for_it(text: str) -> None:
    assert not understand(text, today=TODAY, catalogue=()).intent.startswith("nudge")


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("expiring deals", "expiring"), ("expired deals", "expired"), ("deals", "expiring expired stalled close_date"),
        ("my first deal", "first_deal"), ("ablaufenden Deals", "expiring"), ("abgelaufene Deals", "expired"),
        ("Stufen", "within_reach at_risk"),
        ("Zertifikate", "certificate"), ("daily digest", "daily"), ("digest", "daily weekly"),
        ("Provision", "statement"), ("bananas", ""),
    ],
)  # fmt: skip
def test_words_name_kinds_of_reminders(words: str, kinds: str) -> None:
    assert " ".join(kinds_named(words)) == kinds


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("before 9", (9, None)), ("after 5 pm", (None, 17)), ("after 5", (None, 17)), ("nach 17 Uhr", (None, 17)),
        ("before 9 or after 16:00", (9, 16)), ("after 4pm and before 10 a.m.", (10, 16)), ("nach 16 Uhr oder vor 10 Uhr", (10, 16)),
        ("between 9 and 4 pm", (9, 16)), ("zwischen 9 und 16 Uhr", (9, 16)), ("quiet hours from 17 to 9", (9, 17)),
        ("Ruhezeiten von 17 bis 9 Uhr", (9, 17)), ("quiet hours from 12 to 14", None), ("after 16:30", None), ("before 25", None),
        ("before 12 am", (0, None)), ("between 9 and 9", None), ("", None),
    ],
)  # fmt: skip
def test_hours_that_are_said_are_read(words: str, hours: tuple[int | None, int | None] | None) -> None:
    assert quiet_hours(words) == hours


def test_every_kind_can_be_named_by_what_it_is_called() -> None:
    named = {kind for words in ("first deal", "expiring", "expired", "stalled", "close dates", "tier", "certificates", "promotion",
                                "statements", "inactivity", "daily", "weekly") for kind in kinds_named(words)}  # fmt: skip
    assert named == {kind.value for kind in NudgeKind}
