"""What people say and press about reminders, handed to whatever does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers import nudge_effect, nudge_preferences, nudge_quiet
from handlers.message import Sender
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.state import Conversation
from handlers.understanding.readings import Understanding

Handler = Callable[[Work, Conversation, Sender, str, Understanding], Outcome]
Press = Callable[[Work, Conversation, Sender, Sequence[str]], Outcome]


def _change(*, allowed: bool) -> Handler:
    return lambda work, conversation, _, __, said: nudge_preferences.change(work, conversation, said.subject, allowed=allowed)


def _press(*, allowed: bool) -> Press:
    return lambda work, conversation, _, named: nudge_preferences.press(work, conversation, named[0], allowed=allowed)


#: What is said, by intent.
INTENTS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "nudges_show": lambda work, conversation, *_: nudge_preferences.show(work, conversation),
        "nudge_stop": _change(allowed=False),
        "nudge_allow": _change(allowed=True),
        "nudge_report": lambda work, conversation, *_: nudge_effect.report(work, conversation),
        "nudge_hours": lambda work, conversation, _, __, said: nudge_quiet.said(work, conversation, said.argument),
        "nudge_hours_off": lambda work, conversation, *_: nudge_quiet.press(work, conversation, "0", "24"),
        "nudge_snooze": lambda work, conversation, _, __, said: nudge_preferences.snooze(work, conversation, said.argument),
    }
)
#: What is pressed, by the verb of its action.
PRESSES: Final[Mapping[str, Press]] = MappingProxyType(
    {
        "nudges.show": lambda work, conversation, *_: nudge_preferences.show(work, conversation),
        "nudges.report": lambda work, conversation, *_: nudge_effect.report(work, conversation),
        "nudges.stop": _press(allowed=False),
        "nudges.allow": _press(allowed=True),
        "nudges.hours": lambda work, conversation, _, hours: nudge_quiet.press(work, conversation, hours[0], hours[1]),
        "nudges.snooze": lambda work, conversation, _, days: nudge_preferences.press_snooze(work, conversation, days[0]),
    }
)
#: How many arguments each needs.
ARGUMENTS: Final[Mapping[str, int]] = MappingProxyType({"nudges.stop": 1, "nudges.allow": 1, "nudges.snooze": 1, "nudges.hours": 2})
