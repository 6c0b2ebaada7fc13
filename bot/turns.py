"""One message is one turn is one transaction is one reply, remembered by the message's key.

The only place that opens a unit of work for a message, asks the clock for its instant, and catches what nobody foresaw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

import structlog

from bot.clock import Clock
from bot.ids import FreshIds
from bot.incoming import Incoming, Sender
from handlers import state
from handlers.conversation import read_upload, respond, understand
from handlers.message import Opened, Said, Uploaded, What, sounded
from handlers.ports import CatalogueProduct, Stale
from handlers.proposing import Proposal, Proposer
from handlers.reply import Reply, Text, Tone
from handlers.sheet_reading import Sheet
from handlers.state import Conversation
from handlers.strangers import answer_stranger
from handlers.understanding.behalf import Named, may_name_a_partner
from handlers.understanding.readings import Context, Product, Understanding
from handlers.wording import Words
from program.access import Act, Viewer
from program.partners import Member
from program.periods import local_date
from program.policy import Program
from storage.engine import Database, Transaction
from storage.feed import Conversations, Exchange, Inbox, SqlOutbox
from storage.links import SqlLinks, member_behind
from storage.people import viewer_of
from storage.work import SqlWork

#: How often a turn is run again because somebody else changed what it had read. Each time, somebody has moved on.
_ATTEMPTS: Final = 30
_log = structlog.get_logger("turns")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What was read before the transaction: who speaks, where the conversation stood, and what is for sale."""

    viewer: Viewer
    revision: int
    conversation: Conversation
    products: tuple[CatalogueProduct, ...]
    partners: tuple[Named, ...] = ()

    def understood(self, what: What, at: datetime, proposer: Proposer | None) -> Understanding | Sheet | None:
        """What the words or the lines of a file mean there; None for anything else."""
        if isinstance(what, Uploaded):
            today = local_date(at, self.viewer.member.zone)
            return read_upload(what.text, viewer=self.viewer, products=self.products, today=today)
        if not isinstance(what, Said):
            return None
        return understand(
            what.text,
            conversation=self.conversation,
            viewer=self.viewer,
            products=self.products,
            today=local_date(at, self.viewer.member.zone),
            partners=self.partners,
            proposer=proposer,
        )


class _AskedOnce:
    """A proposer that is asked once for a message, however often its turn is run again, and whose defects cost only its answer."""

    def __init__(self, proposer: Proposer) -> None:
        self._proposer = proposer
        self._asked = False
        self._proposal: Proposal | None = None

    def propose(self, text: str, *, today: date, context: Context, catalogue: Sequence[Product]) -> Proposal | None:
        if not self._asked:
            self._asked = True
            try:
                self._proposal = self._proposer.propose(text, today=today, context=context, catalogue=catalogue)
            except Exception as error:  # noqa: BLE001 - without a proposal the reader decides, and the person notices nothing
                _log.error("proposer.failed", error=type(error).__name__)  # not the error itself: it may hold what was asked
        return self._proposal


class Turns:
    """Takes messages and gives replies, against one database under one policy. Safe to call from many threads and processes."""

    def __init__(
        self, database: Database, program: Program, ids: FreshIds, clock: Clock, *, proposer: Proposer | None = None
    ) -> None:
        self._database = database
        self._program = program
        self._ids = ids
        self._clock = clock
        self._proposer = proposer

    def take(self, incoming: Incoming, *, at: datetime | None = None) -> Reply:
        """The reply to the message; the recorded one when it was answered before. Never raises for anything a person can send.

        `at` is aware UTC, this instant when None.
        """
        moment = at or self._clock()
        incoming = replace(incoming, what=sounded(incoming.what))
        proposer = None if self._proposer is None else _AskedOnce(self._proposer)
        try:
            for _ in range(_ATTEMPTS):
                try:
                    return self._run(incoming, moment, proposer)
                except Stale:
                    continue
            raise RuntimeError("a turn found no quiet moment")
        except Exception as error:  # noqa: BLE001 - the one place: whatever it was, the person gets an answer
            return self._broken(incoming, error)

    def notices(self, sender: Sender) -> tuple[tuple[str, Reply], ...]:
        """What waits to be told to the member behind the account, with its keys; nothing for a stranger."""
        moment = self._clock()
        with self._database.reading() as connection:
            member = member_behind(connection, sender)
            return () if member is None else SqlOutbox(connection, moment).waiting(member.id)

    def notices_seen(self, sender: Sender, keys: Sequence[str]) -> None:
        """Marks what was shown to the member behind the account, so that no chat shows it again."""
        moment = self._clock()
        with self._database.transaction() as connection:
            member = member_behind(connection, sender)
            if member is not None:
                SqlOutbox(connection, moment).mark_delivered(member.id, keys)

    def transcript(self, sender: Sender, *, limit: int = 100) -> tuple[Exchange, ...]:
        """The last turns of the account and the notices its member has seen, oldest first; nothing for a stranger."""
        moment = self._clock()
        with self._database.reading() as connection:
            member = member_behind(connection, sender)
            if member is None:
                return ()
            turns = Inbox(connection).exchanges(sender, limit=limit)
            seen = SqlOutbox(connection, moment).delivered(member.id, limit=limit)
        return tuple(sorted((*turns, *seen), key=lambda exchange: exchange.at))[-limit:]

    def _run(self, incoming: Incoming, at: datetime, proposer: Proposer | None) -> Reply:
        with self._database.reading() as connection:
            recorded = Inbox(connection).reply_to(incoming.key, incoming.sender)
            if recorded is not None:
                return recorded
            member = member_behind(connection, incoming.sender)
            before = None if member is None else self._before(connection, member, incoming.what, at)
        if before is None:
            return self._stranger(incoming, at)
        # Between the two transactions: reading takes time, and a model takes long.
        return self._member(incoming, at, before, before.understood(incoming.what, at, proposer))

    def _before(self, connection: Transaction, member: Member, what: What, at: datetime) -> _Before:
        viewer = viewer_of(connection, member, at)
        revision, stored = Conversations(connection).read(member.id)
        work = SqlWork(connection, viewer=viewer, at=at, program=self._program, ids=self._ids)
        named: tuple[Named, ...] = ()
        if isinstance(what, Said) and viewer.may(Act.REGISTER_FOR) and may_name_a_partner(what.text):
            named = tuple(Named(id=partner.id, name=partner.name) for partner in work.people.partners())
        return _Before(
            viewer=viewer,
            revision=revision,
            conversation=state.load(stored),
            products=work.catalogue.products(),
            partners=named,
        )

    def _member(self, incoming: Incoming, at: datetime, before: _Before, understood: Understanding | Sheet | None) -> Reply:
        with self._database.transaction() as connection:
            inbox, conversations = Inbox(connection), Conversations(connection)
            member = member_behind(connection, incoming.sender)
            if member is None or member != before.viewer.member:
                raise Stale  # unlinked, or changed, since it was read
            if not inbox.take(incoming.key, sender=incoming.sender, member_id=member.id, what=incoming.what, at=at):
                return self._answered_meanwhile(inbox, incoming)
            revision, stored = conversations.read(member.id)
            if revision != before.revision:
                raise Stale
            viewer = viewer_of(connection, member, at)
            work = SqlWork(connection, viewer=viewer, at=at, program=self._program, ids=self._ids)
            reply, after = respond(work, state.load(stored), incoming.sender, incoming.what, understood)
            conversations.write(member.id, revision=revision, state=state.dump(after))
            inbox.record(incoming.key, reply)
        _log.info("turn", chat=incoming.sender.chat, member=member.id, state=reply.standing.state)
        return reply

    def _stranger(self, incoming: Incoming, at: datetime) -> Reply:
        with self._database.transaction() as connection:
            inbox = Inbox(connection)
            if member_behind(connection, incoming.sender) is not None:
                raise Stale  # linked since it was read
            if not inbox.take(incoming.key, sender=incoming.sender, member_id=None, what=Opened(), at=at):
                return self._answered_meanwhile(inbox, incoming)
            rules = self._program.in_force(at).access
            reply, member_id = answer_stranger(SqlLinks(connection, at), incoming.sender, incoming.what, rules=rules, at=at)
            if member_id is not None:
                member = member_behind(connection, incoming.sender)
                if member is None:
                    raise Stale  # deactivated in this moment
                work = SqlWork(connection, viewer=viewer_of(connection, member, at), at=at, program=self._program, ids=self._ids)
                work.log.add("member.linked", member.id, chat=incoming.sender.chat)
                reply, _ = respond(work, Conversation(), incoming.sender, Opened(), None)
            inbox.record(incoming.key, reply)
        _log.info("turn", chat=incoming.sender.chat, member=member_id, state="stranger")
        return reply

    @staticmethod
    def _answered_meanwhile(inbox: Inbox, incoming: Incoming) -> Reply:
        """The reply of the turn that had the same key a moment earlier."""
        recorded = inbox.reply_to(incoming.key, incoming.sender)
        if recorded is None:
            raise LookupError("the key belongs to another account's message")
        return recorded

    def _broken(self, incoming: Incoming, error: Exception) -> Reply:
        """Something nobody foresaw: the person gets a reference number, the log the error, neither gets the other's."""
        reference = self._ids.reference()
        _log.error("turn.failed", reference=reference, chat=incoming.sender.chat, exc_info=error)
        both = " ".join(Words(language)("broken", reference=reference) for language in ("en", "de"))
        return Reply(parts=(Text(text=both, tone=Tone.WARNING),))
