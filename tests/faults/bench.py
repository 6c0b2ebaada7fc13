"""A chat that delivers until it is acknowledged, bots in processes that may die, and what must be true in the end."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from http.client import HTTPConnection, HTTPException
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from bot.delivery.dispatch import message_key
from storage.links import SqlLinks
from storage.tables import inbox, outbox
from tests.bot.house import NOW, House
from tests.delivery.chat_server import ChatServer
from tests.delivery.desk import account
from tests.faults.bot_process import PACE, Orders, hold, run

#: Forks bots from a process that has everything imported and no threads: a bot is up in a tenth of a second.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.faults.bot_process"])

PEOPLE = ("nordwind", "colleague", "rival", "manager")


class Bot:
    """One process."""

    def __init__(self, orders: Orders) -> None:
        self._told: Connection
        self._told, theirs = _CONTEXT.Pipe()
        self.process: BaseProcess = _CONTEXT.Process(target=run, args=(orders, theirs), daemon=True)
        self.process.start()
        theirs.close()
        self.port = self._hear()
        self.passed = 0

    def deliver(self, key: str, who: str, text: str) -> bool:
        """Delivers a message; whether it was acknowledged."""
        wire = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            wire.request("POST", "/deliver", json.dumps({"key": key, "who": who, "text": text}))
            return wire.getresponse().status == 200
        except (HTTPException, OSError):
            return False
        finally:
            wire.close()

    def signal(self, number: int) -> None:
        if self.process.is_alive() and self.process.pid is not None:
            os.kill(self.process.pid, number)

    def end(self) -> None:
        """Asks it to stop, and waits."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        self.passed = self._hear()
        self.process.join(timeout=20)
        if self.process.is_alive():
            self.process.kill()
            raise AssertionError("a bot did not stop when it was asked to")

    def kill(self) -> None:
        self.process.kill()
        self.process.join(timeout=10)

    def died(self, *, within: float = 10) -> bool:
        """Whether it came to the end that was ordered, waited for a little: in seconds."""
        self.process.join(timeout=within)
        return not self.process.is_alive()

    def _hear(self) -> int:
        try:
            heard: int = self._told.recv() if self._told.poll(20) else 0
        except (EOFError, OSError):
            return 0  # it died before it could tell
        return heard


class Holder:
    """A process that has the right to sweep, and stands there."""

    def __init__(self, url: str) -> None:
        told, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=hold, args=(url, theirs), daemon=True)
        self.process.start()
        assert told.poll(20)
        self.holds: bool = told.recv()

    def signal(self, number: int) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, number)


class Bench:
    """The program of `tests.bot.house` in a database, a chat on a socket, and the bots between them."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.server = ChatServer()
        self.chat = self.server.chat
        self.bots: list[Bot] = []
        self.acknowledged: set[str] = set()
        with house.database.transaction() as connection:
            for who in PEOPLE:
                SqlLinks(connection, NOW).bind(account(who), f"m-{who}")
        house.database.close()

    def bot(self, **orders: Any) -> Bot:
        bot = Bot(Orders(**{"url": self.house.url, "chat": self.server.port, **orders}))
        self.bots.append(bot)
        return bot

    def deliver(self, bot: Bot, key: str, who: str, text: str) -> bool:
        acknowledged = bot.deliver(key, who, text)
        if acknowledged:
            self.acknowledged.add(key)
        return acknowledged

    def insist(self, bot: Bot, key: str, who: str, text: str) -> None:
        """Delivers until it is acknowledged, as chats do."""
        assert any(self.deliver(bot, key, who, text) for _ in range(10)), "never acknowledged"

    def answered(self, key: str) -> bool:
        wanted = message_key(f"reply:{key}", 0)
        return any(message.key == wanted for message in self.chat.messages)

    def all_answered(self, *, seconds: float = 30) -> bool:
        return self.server.wait_for(lambda: all(map(self.answered, self.acknowledged)), seconds=seconds)

    def let_leases_pass(self) -> None:
        """Two leases long, nothing is done: it is what a process that stands still does to the others."""
        self.server.wait_for(lambda: False, seconds=2 * PACE.posting.total_seconds())

    def finish(self) -> None:
        """Stops everything and looks at what has to be true whatever happened."""
        answered = self.all_answered() and self._is_settled()
        for bot in self.bots:
            if bot.process.is_alive():
                bot.end()
        assert answered, f"lost: {[key for key in self.acknowledged if not self.answered(key)]}, held: {self.unsettled()}"
        assert self.server.objections == []
        kept = {row["key"]: row for row in self.house.rows(inbox)}
        assert self.acknowledged <= set(kept)
        assert all(kept[key]["reply"] and not kept[key]["reference"] for key in self.acknowledged)

    def unsettled(self) -> list[dict[str, Any]]:
        """Rows that are not delivered."""
        return [row for row in self.house.rows(outbox) if row["chat"] and not row["delivered_at"]]

    def _is_settled(self) -> bool:
        """Whether every row comes to its end; one that a dead bot held has to wait for its lease."""
        for _ in range(200):
            if not self.unsettled():
                return True
            with self.server.changed:
                self.server.changed.wait(timeout=0.1)
        return False

    def close(self) -> None:
        for bot in self.bots:
            bot.kill()
        self.server.close()
