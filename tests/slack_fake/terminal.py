"""The fake Slack as a client in a terminal: one is somebody in a workspace, reads what they see and does what they can.

It knows nothing of the app: whatever talks to the fake can be tried with it.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tests.slack_fake.blocks import acting, inputs, pressable
from tests.slack_fake.elements import Json
from tests.slack_fake.filling import Unfillable
from tests.slack_fake.people import NotThere, User
from tests.slack_fake.slack import FakeSlack
from tests.slack_fake.world import Message, View

HELP: Final = """\
  any words        write to the bot in your direct messages
  #general words   mention the bot in the channel #general, where others read along
  /help            a command of the bot, with or without words after it
  3                press the button with that number
  home             look at the bot's Home tab
  form             the shortcut "Register a deal", which opens a form
  as NAME          be somebody else: {names}
  quit             end it"""
#: In seconds: so long something may take.
_LONG: Final = 20
_WIDTH: Final = 100


class Terminal:
    """`ask` gives what is typed after a prompt, `say` shows a line. The people by the names by which one is them.

    What the bot does is over once nothing came of it for `quiet` seconds.
    """

    def __init__(
        self,
        slack: FakeSlack,
        people: Mapping[str, User],
        ask: Callable[[str], str],
        say: Callable[[str], object],
        *,
        quiet: float = 1.5,
    ) -> None:
        self._quiet = quiet
        self._slack = slack
        self._people = people
        self._ask = ask
        self._say = say
        self._name = next(iter(people))
        self._buttons: list[tuple[str, Message | None]] = []
        self._read: dict[tuple[str, str], int] = {}

    @property
    def _me(self) -> User:
        return self._people[self._name]

    def run(self) -> None:
        """Until "quit", or the end of what is typed."""
        self._say(HELP.format(names=", ".join(self._people)))
        try:
            while (typed := self._ask(f"\n{self._name}> ").strip()) != "quit":
                self.do(typed)
        except EOFError:
            return

    def do(self, typed: str) -> None:
        """What was typed, and everything that comes of it."""
        before = self._state()
        try:
            is_done = self._done(typed)
        except (NotThere, Unfillable) as why:
            self._say(f"  ({why})")
            return
        if is_done:
            self._wait(before)
            self._show_messages()
            self._fill_in()

    # ── doing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _done(self, typed: str) -> bool:
        """Whether something is to come of it."""
        word, _, rest = typed.partition(" ")
        if typed.isdecimal():
            return self._press(int(typed))
        match word:
            case "" | "?":
                self._say(HELP.format(names=", ".join(self._people)))
                return False
            case "as":
                if rest not in self._people:
                    raise NotThere(f"there are {', '.join(self._people)}")
                self._name, self._buttons = rest, []
                self._show_messages()
                return False
            case "home":
                return self._look_at_home()
            case "form" if not rest:
                self._me.shortcut("register_deal")
            case _ if word.startswith("/"):
                self._me.command(word, rest)
            case _ if word.startswith("#"):
                channel = next((each for each in self._me.team.channels.values() if f"#{each.name}" == word), None)
                if channel is None:
                    raise NotThere(f"no channel {word}")
                self._me.mention(rest, channel=channel)
            case _:
                self._me.say(typed)
        return True

    def _press(self, number: int) -> bool:
        if not 0 < number <= len(self._buttons):
            raise NotThere(f"no button {number}")
        label, at = self._buttons[number - 1]
        self._me.click(label, at=at)
        return True

    def _look_at_home(self) -> bool:
        before = self._state()
        self._me.open_home()
        self._wait(before)
        home = self._me.team.homes.get(self._me.id)
        self._buttons = []
        self._say("── Home " + "─" * 60)
        for line in self._lines(home.body["blocks"] if home else [], None):
            self._say(f"  {line}")
        return False

    def _fill_in(self) -> None:
        """The form that is open, field by field, until it is sent or closed."""
        errors: Mapping[str, str] = {}
        while (view := self._me.modal) is not None:
            self._say(f"── {view.body['title']['text']} " + "─" * 40)
            for line in self._lines(view.body["blocks"], None):
                self._say(f"  {line}")
            if "submit" not in view.body:
                self._me.close_modal()
                return
            values = self._values(view, errors)
            if values is None:
                self._me.close_modal()
                self._say("  (closed)")
                return
            before = self._state()
            try:
                self._me.submit(values)
            except Unfillable as why:
                self._say(f"  ({why})")
                continue
            errors = self._me.errors
            self._wait(before)
            self._show_messages()

    def _values(self, view: View, errors: Mapping[str, str]) -> dict[str, str] | None:
        """What is typed into the fields, or into those that were wrong; None where a "." says that it is enough."""
        self._say('  Enter keeps what stands in [ ], "." closes the form.')
        values: dict[str, str] = {}
        for id, block in inputs(view.body).items():
            if errors and id not in errors:
                continue
            if id in errors:
                self._say(f"  ! {errors[id]}")
            given = self._value(view, id, block)
            if given == ".":
                return None
            if given:
                values[id] = given
        return values

    def _value(self, view: View, id: str, block: Json) -> str:
        element = block["element"]
        offered = [option["text"]["text"] for option in element.get("options", ())]
        known = next((str(stands) for stands in _standing(view, id, element) if stands), "")
        optional = " (optional)" if block.get("optional") else ""
        among = f" ({' / '.join(offered)})" if offered else ""
        given = self._ask(f"  {block['label']['text']}{optional}{among} [{known}]: ").strip()
        if element["type"] != "external_select" or given in ("", "."):
            return given
        found = self._me.options(id, given)
        if len(found) != 1:
            self._say(f"  there are: {', '.join(found[:10]) or 'none'}")
        return next((each for each in found if each.casefold() == given.casefold()), found[0] if len(found) == 1 else "")

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _state(self) -> tuple[object, ...]:
        """Of everything that this person sees; another one whenever something changed."""
        team, me = self._me.team, self._me.id
        with self._slack.platform.changed:
            said = tuple((message.ts, len(message.revisions)) for message in team.visible(me) if message.is_bots)
            views = tuple((view.id, view.hash) for view in team.stacks.get(me, ()))
            home = team.homes[me].hash if me in team.homes else ""
        return said, views, home

    def _wait(self, before: tuple[object, ...]) -> None:
        """Until something came and nothing more does."""
        self._slack.settle()
        self._comes_after(before, _LONG)
        while self._comes_after(self._state(), self._quiet):
            pass

    def _comes_after(self, state: tuple[object, ...], seconds: float) -> bool:
        return self._slack.wait_for(lambda: self._state() != state, seconds=seconds)

    def _show_messages(self) -> None:
        """What the bot has said to this person, or changed, since they looked last."""
        new = [message for message in self._me.messages() if self._read.get((self._me.id, message.ts), 0) != len(message.revisions)]
        for message in new:
            self._read[self._me.id, message.ts] = len(message.revisions)
            channel = self._me.team.channels[message.channel]
            where = f" in #{channel.name}" if channel.kind != "im" else ""
            alone = " (only you see this)" if message.only_to else ""
            self._say(f"── bot{where}{alone} " + "─" * 40)
            for line in self._lines(message.blocks, message) if message.blocks else [_plain(message.text)]:
                self._say(f"  {line}")
            for file in message.files:
                self._say(f"  [file] {file.name}, {file.length} bytes")

    def _lines(self, blocks: list[Json], at: Message | None) -> Iterator[str]:
        for block in blocks:
            match block["type"]:
                case "header":
                    yield from ("", _plain(block["text"]["text"]).upper())
                case "divider":
                    yield "─" * 20
                case "table":
                    yield from _table(block["rows"])
                case "input":
                    pass  # asked for one by one
                case _:
                    yield from _words(block)
            for _, element in acting([block]) if block["type"] != "input" else ():
                for button in pressable(element):
                    self._buttons.append((button["text"]["text"], at))
                    yield f"  [{len(self._buttons)}] {button['text']['text']}"


def _standing(view: View, id: str, element: Json) -> Iterator[object]:
    """What stands in the field: what was typed there before, else what the app put there."""
    for state in view.values.get(id, {}).values():
        chosen = state.get("selected_option")
        yield chosen["text"]["text"] if chosen else state.get("value") or state.get("selected_date")
    yield element.get("initial_value") or element.get("initial_date")
    yield (element.get("initial_option") or {}).get("text", {}).get("text")


def _words(block: Json) -> Iterator[str]:
    elements = [each for each in block.get("elements", ()) if each.get("type") in ("plain_text", "mrkdwn")]
    for text in (block.get("text"), *block.get("fields", ()), *elements):
        if text is not None:
            for line in _plain(text["text"]).split("\n"):
                yield from textwrap.wrap(line, _WIDTH) or [""]


def _table(rows: list[list[Json]]) -> Iterator[str]:
    cells = [[_plain(cell["text"]) for cell in row] for row in rows]
    widths = [min(max(map(len, column)), 30) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(text[:30].ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _plain(text: str) -> str:
    return html.unescape(text).replace("\u200b", "")
