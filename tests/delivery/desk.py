"""A bot with a chat that it writes to by itself, worked by hand: nothing happens, and no time passes, but when a test says so."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.delivery.dispatch import Dispatch
from bot.delivery.metrics import Metrics
from bot.delivery.pace import Pace
from bot.incoming import Incoming
from bot.nudge_sweep import NudgeSweep
from handlers.message import Said, Sender, What
from storage.inbox import Inbox
from storage.links import SqlLinks
from storage.tables import inbox, outbox
from tests.bot.house import House
from tests.delivery.fake_chat import FakeChat

PACE = Pace(call=timedelta(milliseconds=50))


def account(who: str) -> Sender:
    return Sender(chat="fake", tenant="T1", user=who)


class Desk:
    """The house with a fake chat; `nordwind` and so on have accounts there and are reached in "dm:nordwind"."""

    def __init__(self, house: House, chat: FakeChat | None = None) -> None:
        self.house = house
        self.chat = chat or FakeChat()
        self.chat.elapsed = self.elapsed
        self.nudges = NudgeSweep(house.database, house.program, house.ids)
        self.dispatch = self.another()
        with house.database.transaction() as connection:
            links = SqlLinks(connection, house.at)
            for who in ("nordwind", "colleague", "rival", "manager"):
                links.bind(account(who), f"m-{who}")

    def another(self) -> Dispatch:
        """What a second process would have."""
        self.metrics = Metrics()
        channels = {"fake": self.chat}
        return Dispatch(
            self.house.database,
            channels,
            lambda: self.house.at,
            self.elapsed,
            pace=PACE,
            metrics=self.metrics,
            recheck=self.nudges.recheck,
        )

    def elapsed(self) -> float:
        return self.house.at.timestamp()

    def incoming(self, who: str, what: What | str, *, key: str, conversation: str = "") -> Incoming:
        said = Said(text=what) if isinstance(what, str) else what
        private = f"dm:{who}"
        return Incoming(key=key, sender=account(who), conversation=conversation or private, what=said, private=private)

    def receive(self, who: str, what: What | str, *, key: str = "", conversation: str = "") -> bool:
        return self.house.turns.receive(self.incoming(who, what, key=key or self.house.ids.key(), conversation=conversation))

    def answer(self, *, most: int = 8) -> int:
        """The turns of what may be answered now; how many there were."""
        with self.house.database.transaction() as connection:
            leased = Inbox(connection).lease(at=self.house.at, until=self.house.at + PACE.turn, most=most)
        for received in leased:
            self.house.turns.answer(received)
        return len(leased)

    def post(self) -> int:
        """Posts what may be posted now; how many rows were leased."""

        async def go() -> int:
            leased = self.dispatch.lease(PACE.places) or ()
            for posting in leased:
                await self.dispatch.deliver_leased(posting)
            return len(leased)

        return asyncio.run(go())

    def work(self, *, rounds: int = 200) -> None:
        """Answers and posts until nothing is left, letting as much time pass as that takes."""
        for _ in range(rounds):
            if not (self.answer() or self.post()):
                due_at = self._next_due()
                if due_at is None:
                    return
                self.house.at = max(self.house.at, due_at) + timedelta(milliseconds=1)
        raise AssertionError(f"there was no end to it: {self.house.rows(outbox)}")

    def say(self, who: str, text: str) -> str:
        """Says something and gives what the chat shows for it."""
        before = len(self.chat.messages)
        self.receive(who, text)
        self.work()
        return "\n".join(message.text for message in self.chat.messages[before:])

    def forget_leases(self) -> None:
        """As much time passes as a process that died had left."""
        self.house.at += max(PACE.turn, PACE.posting) + timedelta(seconds=1)

    def _next_due(self) -> datetime | None:
        """When the next message or row may be had, None when none waits."""
        waiting = [row for row in self.house.rows(inbox) if row["reply"] is None]
        waiting += [row for row in self.house.rows(outbox) if row["chat"] and not row["delivered_at"] and not row["failed_at"]]
        due = [max(row["due_at"], row["leased_until"] or row["due_at"]) for row in waiting]
        return min((at for at in due if at > self.house.at), default=max(due, default=None))
