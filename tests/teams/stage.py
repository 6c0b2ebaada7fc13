"""The house with its people at clients of Teams: what they do is delivered to the bot, and what they hear is on their screens."""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from tests.bot import staging
from tests.bot.house import PEOPLE, House
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.screen import actions, cards, inputs, read_aloud, read_card
from tests.teams_fake.world import Json, Message


class Stage(staging.Stage["Talk"]):
    """As `tests.bot.transcripts` plays on it."""

    def __init__(self, microsoft: FakeMicrosoft, house: House) -> None:
        self.microsoft = microsoft
        self.bot = BotHere(microsoft, house)
        super().__init__(house, self.bot)
        self._talks = {who: Talk(self, self.bot.person(person.name, member=f"m-{who}")) for who, person in PEOPLE.items()}

    @override
    def newcomer(self, who: str) -> Talk:
        return Talk(self, self.bot.person(who))

    @override
    def restart(self) -> None:
        super().restart()
        for talk in self._talks.values():
            talk.person.bot_url = self.bot.url

    @override
    def assert_clean(self) -> None:
        self.microsoft.assert_clean()


class Talk(staging.Talk[Message]):
    """One person's personal chat with the bot."""

    def __init__(self, stage: Stage, person: Person) -> None:
        super().__init__(stage.house, stage.bot, "teams", person.user)
        self.stage = stage
        self.person = person
        self._dialog: Json | None = None

    # ── doing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, text: str) -> str:
        self._dialog = None
        assert self.person.say(text).status == 200
        return self._hear()

    def upload(self, text: str) -> str:
        self._dialog = None
        assert self.person.upload("deals.csv", text.encode()).status == 200
        return self._hear()

    def press(self, label: str) -> str:
        """Presses the newest button whose title has these words in it."""
        self._dialog = None
        message, action = self._find(lambda action: label.casefold() in str(action["title"]).casefold())
        self._do(message, action)
        return self._hear()

    def submit(self, **values: str) -> str:
        """In the dialog that is open, or that the newest button for a form opens, or in the newest message that has fields."""
        if self._dialog is None:
            message, action = self._find(lambda action: _opens(action) or action.get("verb") == "form")
            if not _opens(action):
                (card,) = cards(message.shown)
                self.person.execute("form", action["data"] | _filled(card, values), message=message.id)
                return self._hear()
            self._do(message, action)
        assert self._dialog is not None, "no dialog was opened"
        card = self._dialog["card"]["content"]
        (send,) = actions(card)
        self._dialog = self.person.send(send["data"] | _filled(card, values))
        return self._hear()

    def open(self) -> str:
        """Brings the bot into the personal chat."""
        self._dialog = None
        self.person.install()
        return self._hear()

    def _do(self, message: Message, action: Json) -> None:
        """Presses the button; what has to be said twice is."""
        if action["type"] == "Action.ShowCard":
            (action,) = actions(action["card"])
        if _opens(action):
            self._dialog = self.person.fetch(action["data"])
        elif action["type"] == "Action.Execute":
            self.person.execute(action["verb"], action["data"], message=message.id)
        else:
            self.person.press(action["data"], message=message.id)

    def _find(self, fits: Any) -> tuple[Message, Json]:
        for message in reversed(self.person.messages()):
            found = [each for card in cards(self.person.on_screen(message)) for each in actions(card) if fits(each)]
            if found:
                return message, found[-1]
        raise AssertionError("there is no such button")

    # ── hearing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _hear(self) -> str:
        """What the person sees for what they did: a form in a dialog, the messages of the answer."""
        self.stage.bot.work()
        self.last_reply()
        said = [] if self._dialog is None else [self._dialog["title"], read_card(self._dialog["card"]["content"])]
        buttons = 0
        for message in self.fresh():
            said.append(self.read(message, buttons))
            buttons += sum(1 for card in cards(message.shown) for _ in actions(card))
        return "\n\n".join(said)

    @override
    def messages(self) -> list[Message]:
        return self.person.messages()

    @override
    def id_of(self, message: Message) -> str:
        return message.id

    @override
    def read(self, message: Message, buttons: int) -> str:
        """What is on the screen once the message has come into view."""
        return read_aloud(self.person.see(message), buttons=buttons)


def _opens(action: Json) -> bool:
    return bool(action["type"] == "Action.Submit" and action["data"].get("msteams"))


def _filled(card: Json, values: dict[str, str]) -> dict[str, str]:
    """What a client sends: every input with what is in it; a choice by its title."""
    filled = {}
    for element in inputs(card):
        name = str(element["id"]).removeprefix("field.")
        value = values.get(name, str(element.get("value", "")))
        titles = {each["title"]: each["value"] for each in element.get("choices", ())}
        filled[str(element["id"])] = titles.get(value, value)
    assert set(values) <= {name.removeprefix("field.") for name in filled}, "there is no such field"
    return filled
