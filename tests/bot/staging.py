"""What every chat's stage has in common: the house and its clock, and the messages that a person has seen there already.

On it `tests.bot.transcripts` plays. What is done, and how it looks, is each chat's own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar

import pytest
from sqlalchemy import select

from handlers.reply import Reply, Standing
from handlers.reply_json import load
from storage.tables import inbox, outbox
from tests.bot.house import House
from tests.bot.transcripts import FOLDER

T = TypeVar("T", bound="Talk[Any]")
M = TypeVar("M")
TRANSCRIPTS: Final = sorted(FOLDER.glob("*.txt"))
#: What is not true, and how that is found out, in every chat.
UNTRUE: Final = [
    ("# A lie.\n> nordwind: help\n< Nothing of the kind\n", "it was not said"),
    ("# Where it stands.\n> nordwind: help\n= confirming\n", "it is idle"),
    ("# Nobody was told.\n? manager hears\n", "nothing is told"),
    ("# No such button.\n> nordwind: help\n> nordwind presses: Approve\n", "no such button|sees no button"),
]


def transcripts(quick: set[str]) -> list[Any]:
    """All of them, to be played; those that are not among the quick ones are slow."""
    assert {path.stem for path in TRANSCRIPTS} >= quick
    return [pytest.param(path, id=path.stem, marks=() if path.stem in quick else pytest.mark.slow) for path in TRANSCRIPTS]


def untrue(text: str, folder: Path) -> Path:
    (folder / "lie.txt").write_text(text, encoding="utf-8")
    return folder / "lie.txt"


class _Bot(Protocol):
    """A chat's edge within this process."""

    def restart(self) -> None: ...
    def work(self) -> None: ...
    def update_cards(self) -> int: ...


class Stage(ABC, Generic[T]):
    """The house with its people at clients of a chat."""

    def __init__(self, house: House, bot: _Bot) -> None:
        self.house = house
        self._bot = bot
        self._talks: dict[str, T] = {}

    @abstractmethod
    def newcomer(self, who: str) -> T:
        """Somebody who is not of the house: their account belongs to nobody."""

    @abstractmethod
    def assert_clean(self) -> None:
        """The chat had nothing to object to in all that was done."""

    @property
    def at(self) -> datetime:
        return self.house.at

    @at.setter
    def at(self, at: datetime) -> None:
        self.house.at = at

    def talk(self, who: str) -> T:
        if who not in self._talks:
            self._talks[who] = self.newcomer(who)
        return self._talks[who]

    def later(self, **duration: int) -> None:
        self.house.later(**duration)

    def restart(self) -> None:
        self.house.restart()
        self._bot.restart()

    def sweep(self) -> None:
        self.house.sweep()

    def remind(self) -> None:
        self.house.remind()

    def pays(self, registration_id: str, amount: Decimal) -> None:
        self.house.pays(registration_id, amount)

    def finish(self) -> None:
        """Cards are brought up to date, and nothing was wrong."""
        while self._bot.update_cards():
            pass
        self._bot.work()
        self.assert_clean()


class Talk(ABC, Generic[M]):
    """One person's conversation with the bot, in which `M` are the messages. `user` is what the chat calls the person."""

    def __init__(self, house: House, bot: _Bot, chat: str, user: str) -> None:
        self.standing = ""
        self._house = house
        self._bot = bot
        self._chat = chat
        self._user = user
        self._heard: set[str] = set()
        self._told: list[M] = []

    @abstractmethod
    def messages(self) -> Sequence[M]:
        """All that the bot posted, oldest first."""

    @abstractmethod
    def id_of(self, message: M) -> str:
        """What the chat calls it."""

    @abstractmethod
    def read(self, message: M, buttons: int) -> str:
        """As it is read aloud; its buttons are counted on from `buttons`."""

    def notices(self) -> tuple[str, ...]:
        """What the bot told by itself since this was asked for last."""
        self._bot.work()
        self.fresh()
        told, self._told = self._told, []
        return tuple(self.read(message, 0) for message in told)

    def fresh(self) -> list[M]:
        """The new messages that answer what was done; the others, which the bot sent by itself, are kept for `notices`."""
        fresh = [message for message in self.messages() if self.id_of(message) not in self._heard]
        self._heard |= {self.id_of(message) for message in fresh}
        by_itself = self._by_itself() if fresh else set()
        self._told += [message for message in fresh if self.id_of(message) in by_itself]
        return [message for message in fresh if self.id_of(message) not in by_itself]

    def last_reply(self) -> Reply:
        """What was recorded for the last turn; it says where the conversation stands."""
        mine = inbox.c.chat == self._chat, inbox.c.user_id == self._user, inbox.c.reply.is_not(None)
        with self._house.database.reading() as connection:
            last = connection.execute(select(inbox.c.reply).where(*mine).order_by(inbox.c.id.desc()).limit(1)).scalar()
        reply = Reply(parts=()) if last is None else load(last)
        self.standing = stands(reply.standing)
        return reply

    def _by_itself(self) -> set[str]:
        with self._house.database.reading() as connection:
            rows = connection.execute(
                select(outbox.c.posted).where(outbox.c.chat == self._chat, ~outbox.c.key.startswith("reply:"))
            )
            return {str(id) for row in rows for id in row.posted}


def stands(standing: Standing) -> str:
    return f"{standing.state} {standing.asks}" if standing.asks else standing.state
