"""Posting a row of the outbox so that its reader sees it once, whatever breaks on the way.

A row is leased, and the doubt written down, before anything is sent; if there was a doubt before, the chat is asked whether it has
the message. What came of it is written under the lease: whoever comes back late changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, TypeVar, assert_never

import structlog

from bot.approvals import Approvals
from bot.clock import Clock, Elapsed
from bot.delivery.channel import Absent, CannotTell, Channel, Found, Later, Open, Outcome, Placing, Refused, Rendered, Sent, Unknown
from bot.delivery.limits import Limiter
from bot.delivery.metrics import Metrics
from bot.delivery.pace import Pace
from bot.delivery.together import Together
from bot.spans import span
from bot.trace import traced
from handlers.nudge_sending import Recheck
from handlers.ports_approvals import Closed
from handlers.reply import Reply
from storage.engine import Database, Transaction
from storage.postings import Posting, Postings, Settled

_log = structlog.get_logger("outbox")
_Settle = Callable[[Postings], Settled]
#: What has become of a message of this key at an instant, asked before it is posted first; None for what is as it was put.
Rechecks = Callable[[str, datetime], Recheck | None]
T = TypeVar("T")

#: A reply in a chat that cannot be asked is sent once more after a doubt, then given up.
_BLIND_TRIES: Final = 2
#: So often the chat is asked who reads along in a channel; then it counts as one of which nobody knows.
_UNANSWERED: Final = 4
#: Messages that one reply may be.
_MESSAGES: Final = 30


def message_key(key: str, number: int) -> str:
    """By which a chat knows a row's message of this number again, counted from 0; it tells nothing about what is in it."""
    return sha256(f"{key}#{number}".encode()).hexdigest()[:40]


def message_number(key: str, row: str) -> int | None:
    """Which of the messages of a row the chat knows by the key; None for one of another row."""
    return next((number for number in range(_MESSAGES) if message_key(row, number) == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A leased row. `until` is when its last call to the chat has to have begun, by the clock that does not jump."""

    posting: Posting
    until: float


class _Try:
    """One try at a row: what of it is posted, and how many doubts are open."""

    def __init__(self, held: Held, channel: Channel) -> None:
        self.posting = posting = held.posting
        self.until = held.until
        self.channel = channel
        self.messages: Sequence[Rendered] = channel.render(posting.reply)
        self.posted = list(posting.posted)
        self.doubts = posting.doubts

    @property
    def key(self) -> str:
        return message_key(self.posting.key, len(self.posted))


class Dispatch:
    """Posts rows through the channels of this process, by chat. Use from one event loop."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        elapsed: Elapsed,
        *,
        pace: Pace,
        metrics: Metrics,
        recheck: Rechecks | None = None,
        approvals: Approvals | None = None,
    ) -> None:
        self.channels = dict(channels)
        self._database = database
        self._clock = clock
        self._elapsed = elapsed
        self._pace = pace
        self._metrics = metrics
        self._recheck = recheck
        self._approvals = approvals
        self._limiter = Limiter(elapsed)
        self._leases = Together(database, "leases")
        self._marks = Together(database, "marks")

    # ── the two drains ───────────────────────────────────────────────────────────────────────────────────────────────────

    def lease(self, most: int) -> tuple[Held, ...] | None:
        """What is to be posted now; None when nothing waits, not even for its turn."""
        at, begun = self._clock(), self._elapsed()
        with self._database.reading() as connection:
            if not Postings(connection, at).is_due():
                return None
        with self._database.transaction() as connection:
            postings = Postings(connection, at).lease(tuple(self.channels), until=at + self._pace.posting, most=most)
        return tuple(self.held(posting, begun) for posting in postings)

    async def deliver(self, id: int) -> None:
        """Posts the row if it is its turn, and what waits behind it."""
        held = await self._leases.run(lambda connection: self._lease_one(connection, id))
        if held is not None:
            await self.deliver_leased(held)

    async def deliver_leased(self, held: Held) -> None:
        """Posts a row in hand, and what waits behind it."""
        following: Held | None = held
        while following is not None:
            following = await self.deliver_one(following)

    # ── one row ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def deliver_one(self, held: Held) -> Held | None:
        """Tries the row once and writes down what came of it; then the row that waits behind it, leased, if this one is done."""
        posting = held.posting
        with traced(posting.key, posting=posting.id, chat=posting.chat), span("send", chat=posting.chat):
            settle, reply = await self._ask_again(posting)
            if settle is None:
                attempt = _Try(replace(held, posting=replace(posting, reply=reply)), self.channels[posting.chat])
                settle = await self._openly(attempt) or await self._look(attempt) or await self._post(attempt)
            return await self._settle(posting, settle)

    async def _ask_again(self, posting: Posting) -> tuple[_Settle | None, Reply]:
        """The reply as it is to be posted; or what is to be written down where it is not, or not yet.

        Only of bulk that nobody has tried to post: what may be seen already is not changed any more.
        """
        if self._recheck is None or not posting.bulk or posting.doubts or posting.posted:
            return None, posting.reply
        found = await asyncio.to_thread(self._recheck, posting.key, self._clock())
        if found is None:
            return None, posting.reply
        if found.wait_until is not None:
            until = found.wait_until
            return lambda postings: postings.postpone(
                posting, until, why=None, ids=(), doubts=posting.doubts, troubles=posting.troubles
            ), posting.reply
        reply = found.reply
        if reply is None:
            return lambda postings: postings.posted(posting, ()), posting.reply
        if reply != posting.reply:
            # Whoever posts it after a doubt posts the same.
            await self._marks.run(lambda connection: Postings(connection, self._clock()).rewrite(posting, reply))
        return None, reply

    async def _openly(self, attempt: _Try) -> _Settle | None:
        """Before everybody in a channel can read it, the chat is asked who reads along there; None where nothing is in the way."""
        posting, channel = attempt.posting, attempt.channel
        if not posting.reply.place:
            return None
        if self._approvals is None or not isinstance(channel, Placing):
            return self._give_up(attempt, "no_channels")
        found = await self._within(channel.look_at(posting.reply.place), Later(code="hangs"))
        match found:
            case Open(name=name):
                is_wanted = await asyncio.to_thread(self._approvals.opened, posting, name, self._clock())
                return None if is_wanted else await self._alone(attempt, None)
            case Closed():
                return await self._alone(attempt, found)
            case Later():
                is_late = posting.troubles + 1 >= _UNANSWERED
                return await self._alone(attempt, Closed.UNKNOWN) if is_late else self._again(attempt, found)
            case _:
                assert_never(found)

    async def _alone(self, attempt: _Try, why: Closed | None) -> _Settle:
        """It is not posted there, or no further; its reader has it alone."""
        if self._approvals is not None:
            await asyncio.to_thread(self._approvals.alone, attempt.posting, why, self._clock())
        return lambda postings: postings.posted(attempt.posting, attempt.posted)

    async def _look(self, attempt: _Try) -> _Settle | None:
        """Asks the chat for the next message, where somebody may have posted it before; None when it is to be posted."""
        posting = attempt.posting
        if not attempt.doubts:
            return None
        if attempt.doubts >= self._pace.doubts:
            return self._give_up(attempt, "doubts")
        finding = attempt.channel.find(posting.conversation, attempt.key)
        found: Found = await self._within(finding, Later(code="hangs"))
        self._metrics.looked(posting.chat, found)
        match found:
            case Sent(id=id):
                attempt.posted.append(id)
                attempt.doubts = 0
            case Absent():
                attempt.doubts = 0
            case CannotTell():
                if posting.bulk or attempt.doubts >= _BLIND_TRIES:
                    return self._give_up(attempt, "doubtful")
            case Later():
                return self._again(attempt, found)
            case _:
                assert_never(found)
        return None

    async def _post(self, attempt: _Try) -> _Settle:
        """Posts the messages that are not there yet, until one is not taken."""
        posting, posted = attempt.posting, attempt.posted
        while len(posted) < len(attempt.messages):
            if len(posted) > len(posting.posted) and not await self._note(posting, posted):
                break  # somebody else has the row by now
            limits = attempt.channel.limits(posting.conversation)
            if wait := self._limiter.ask(limits, bulk=posting.bulk):
                return self._wait(attempt, timedelta(seconds=wait))
            if self._elapsed() >= attempt.until:
                return self._wait(attempt, timedelta())  # the process stood still, and somebody else may have the row
            sending = attempt.channel.send(posting.conversation, attempt.messages[len(posted)], attempt.key)
            outcome: Outcome = await self._within(sending, Unknown(code="hangs"))
            self._metrics.tried(posting.chat, outcome)
            match outcome:
                case Sent(id=id):
                    posted.append(id)
                    attempt.doubts = 0
                case Refused(code=code):
                    is_open = bool(posting.reply.place)
                    return await self._alone(attempt, Closed.GONE) if is_open else self._give_up(attempt, code)
                case Later():
                    if outcome.is_busy:
                        self._limiter.close(limits, self._pause(attempt, outcome).total_seconds())
                    return self._again(attempt, outcome)
                case Unknown():
                    attempt.doubts += 1
                    return self._again(attempt, outcome)
                case _:
                    assert_never(outcome)
        _log.info("posting.sent", messages=len(posted), attempt=posting.attempt)
        return lambda postings: postings.posted(posting, posted)

    async def _within(self, call: Coroutine[Any, Any, T], otherwise: T) -> T:
        """What the call gives, or `otherwise` when it takes too long."""
        try:
            async with asyncio.timeout(self._pace.call.total_seconds()):
                return await call
        except TimeoutError:
            return otherwise

    # ── what came of it ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _again(self, attempt: _Try, outcome: Later | Unknown) -> _Settle:
        troubles = attempt.posting.troubles + 1
        if troubles >= self._pace.troubles:
            return self._give_up(attempt, outcome.code)
        _log.info("posting.again", code=outcome.code, troubles=troubles, doubts=attempt.doubts)
        return self._postpone(attempt, self._pause(attempt, outcome), why=outcome.code, troubles=troubles)

    def _wait(self, attempt: _Try, wait: timedelta) -> _Settle:
        return self._postpone(attempt, wait, why=None, troubles=attempt.posting.troubles)

    def _postpone(self, attempt: _Try, wait: timedelta, *, why: str | None, troubles: int) -> _Settle:
        posting, due_at = attempt.posting, self._clock() + wait
        posted, doubts = attempt.posted, attempt.doubts
        return lambda postings: postings.postpone(posting, due_at, why=why, ids=posted, doubts=doubts, troubles=troubles)

    def _give_up(self, attempt: _Try, code: str) -> _Settle:
        _log.error("posting.given_up", code=code)
        self._metrics.gave_up(attempt.posting.chat, code)
        return lambda postings: postings.give_up(attempt.posting, code, attempt.posted)

    def _pause(self, attempt: _Try, outcome: Later | Unknown) -> timedelta:
        asked = outcome.after if isinstance(outcome, Later) else None
        own = self._pace.pause(attempt.posting.troubles + 1, attempt.posting.key)
        return asked or own

    # ── in the database, off the loop ────────────────────────────────────────────────────────────────────────────────────

    def _lease_one(self, connection: Transaction, id: int) -> Held | None:
        at, begun = self._clock(), self._elapsed()
        posting = Postings(connection, at).lease_one(id, tuple(self.channels), until=at + self._pace.posting)
        return None if posting is None else self.held(posting, begun)

    async def _note(self, posting: Posting, posted: Sequence[str]) -> bool:
        return await self._marks.run(lambda connection: Postings(connection, self._clock()).note(posting, posted))

    async def _settle(self, posting: Posting, settle: _Settle) -> Held | None:
        def mark(connection: Transaction) -> Held | None:
            at, begun = self._clock(), self._elapsed()
            postings = Postings(connection, at)
            match settle(postings):
                case Settled.LATE:
                    _log.warning("posting.late")  # the lease was over; whoever has the row now goes on with it
                    return None
                case Settled.LAST:
                    return None
                case Settled.DONE:
                    pass
            following = postings.lease_next(posting, until=at + self._pace.posting)
            return None if following is None else self.held(following, begun)

        return await self._marks.run(mark)

    def held(self, posting: Posting, begun: float) -> Held:
        """Counted from before the lease, and with room for the two calls that may come before the next look at the clock."""
        return Held(posting=posting, until=begun + (self._pace.posting - 2 * self._pace.call).total_seconds())
