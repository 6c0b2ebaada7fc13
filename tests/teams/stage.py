"""The house with its people at clients of Teams: what they do is delivered to the bot, and what they hear is on their screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from handlers.reply import Reply, Standing
from handlers.reply_json import load
from storage.tables import inbox, outbox
from tests.bot.house import PEOPLE, House
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.screen import actions, cards, inputs, read_aloud, read_card
from tests.teams_fake.world import Json, Message


class Stage:
    """As `tests.bot.transcripts` plays on it."""

    def __init__(self, microsoft: FakeMicrosoft, house: House) -> None:
        self.microsoft = microsoft
        self.house = house
        self.bot = BotHere(microsoft, house)
        self._talks = {who: Talk(self, self.bot.person(person.name, member=f"m-{who}")) for who, person in PEOPLE.items()}

    @property
    def at(self) -> datetime:
        return self.house.at

    @at.setter
    def at(self, at: datetime) -> None:
        self.house.at = at

    def talk(self, who: str) -> Talk:
        """Whoever is not of the house has an account that belongs to nobody."""
        if who not in self._talks:
            self._talks[who] = Talk(self, self.bot.person(who))
        return self._talks[who]

    def later(self, **duration: int) -> None:
        self.house.later(**duration)

    def restart(self) -> None:
        self.house.restart()
        self.bot.restart()
        for talk in self._talks.values():
            talk.person.bot_url = self.bot.url

    def sweep(self) -> None:
        self.house.sweep()

    def remind(self) -> None:
        self.house.remind()

    def pays(self, registration_id: str, amount: Decimal) -> None:
        self.house.pays(registration_id, amount)

    def finish(self) -> None:
        """Cards are brought up to date, and Microsoft had nothing to object to in all that was done."""
        while self.bot.update_cards():
            pass
        self.bot.work()
        self.microsoft.assert_clean()


class Talk:
    """One person's personal chat with the bot."""

    def __init__(self, stage: Stage, person: Person) -> None:
        self.stage = stage
        self.person = person
        self.standing = ""
        self._dialog: Json | None = None
        self._heard: set[str] = set()
        self._told: list[Message] = []

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

    def notices(self) -> tuple[str, ...]:
        """What the bot told by itself since this was asked for last."""
        self.stage.bot.work()
        self._sort()
        told, self._told = self._told, []
        return tuple(self._read(message, 0) for message in told)

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
        self.standing = _stands(self._last_reply().standing)
        said = [] if self._dialog is None else [self._dialog["title"], read_card(self._dialog["card"]["content"])]
        buttons = 0
        for message in self._sort():
            said.append(self._read(message, buttons))
            buttons += sum(1 for card in cards(message.shown) for _ in actions(card))
        return "\n\n".join(said)

    def _sort(self) -> list[Message]:
        """The new messages that answer what was done; the others, which the bot sent by itself, are kept for `notices`."""
        fresh = [message for message in self.person.messages() if message.id not in self._heard]
        self._heard |= {message.id for message in fresh}
        by_itself = set(self._by_itself()) if fresh else set()
        self._told += [message for message in fresh if message.id in by_itself]
        return [message for message in fresh if message.id not in by_itself]

    def _by_itself(self) -> Iterator[str]:
        with self.stage.house.database.reading() as connection:
            rows = connection.execute(select(outbox.c.posted).where(outbox.c.chat == "teams", ~outbox.c.key.startswith("reply:")))
            yield from (str(id) for row in rows for id in row.posted)

    def _read(self, message: Message, buttons: int) -> str:
        return read_aloud(self.person.see(message), buttons=buttons)

    def _last_reply(self) -> Reply:
        """What was recorded for the last turn."""
        mine = inbox.c.chat == "teams", inbox.c.user_id == self.person.user, inbox.c.reply.is_not(None)
        with self.stage.house.database.reading() as connection:
            last = connection.execute(select(inbox.c.reply).where(*mine).order_by(inbox.c.id.desc()).limit(1)).scalar()
        return Reply(parts=()) if last is None else load(last)


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


def _stands(standing: Standing) -> str:
    return f"{standing.state} {standing.asks}" if standing.asks else standing.state
