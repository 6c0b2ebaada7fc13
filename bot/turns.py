"""One message is one turn is one transaction is one reply, remembered by the message's key.

The only place that opens a unit of work for a message, asks the clock for its instant, and catches what nobody foresaw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.aids import Aids
from bot.clock import Clock
from bot.ids import FreshIds
from bot.incoming import Incoming, Sender
from bot.one_turn import AlreadyAnswered, AtItsTurn, Before, Posts, Turned
from bot.spans import span
from bot.trace import reply_key, traced
from handlers import state
from handlers.conversation import respond
from handlers.home import home, home_of_stranger
from handlers.looking_up import look_up
from handlers.message import Opened, Said, kept, sounded
from handlers.nudge_sending import Recheck, recheck
from handlers.ports import Stale
from handlers.ports_library import Answers, Question, Tell, Unanswered
from handlers.received import Received
from handlers.reply import STOPPED, Lookup, Option, Reply, Standing, Text, Tone
from handlers.seen_again import seen_again
from handlers.state import Conversation
from handlers.strangers import answer_stranger
from handlers.understanding.behalf import Named, may_name_a_partner
from handlers.understanding.readings import Understanding
from handlers.wording import LANGUAGES, Words
from knowledge.wanted import while_wanted
from program.access import BY_RULE, Act
from program.policy import Program
from storage.answers import stop
from storage.arrival import Arrival, arrive
from storage.copies import Copies
from storage.deal_links import with_link
from storage.engine import Database, Transaction
from storage.feed import Conversations
from storage.inbox import Exchange, Inbox
from storage.inbox import Received as Waiting
from storage.links import SqlLinks, member_behind
from storage.outbox import SqlOutbox
from storage.people import SqlPeople, viewer_from
from storage.postings import Posting, Postings
from storage.work import SqlCatalogue, SqlWork

#: How often a turn is run again because somebody else changed what it had read. Each time, somebody has moved on.
_ATTEMPTS: Final = 30
#: How often a received message is tried; then it is given up, and its sender told. What fails so often is a defect, not a moment's.
TRIES: Final = 5
_log = structlog.get_logger("turns")


class Turns:
    """Takes messages and gives replies, against one database under one policy. Safe to call from many threads and processes."""

    def __init__(self, database: Database, program: Program, ids: FreshIds, clock: Clock, *, aids: Aids | None = None) -> None:
        self._database = database
        self._program = program
        self._ids = ids
        self._clock = clock
        self._aids = aids or Aids()

    def take(self, incoming: Incoming, *, at: datetime | None = None, posts: Posts = lambda reply: False) -> Reply:
        """The reply to the message; the recorded one when it was answered before. Never raises for anything a person can send.

        `at` is aware UTC, this instant when None. A dialog shows some replies itself and `posts` the others.
        """
        with traced(incoming.key):
            try:
                return self._turn(incoming, at or self._clock(), posts=posts).reply
            except Exception as error:  # noqa: BLE001 - the one place: whatever it was, the person gets an answer
                return _apology(self._failed(incoming.sender, error))

    def receive(self, incoming: Incoming) -> bool:
        """Keeps the message until its turn; once this has returned, it will be answered. False when it was known already.

        Raises whatever the database raises: a message that could not be kept must not be acknowledged.
        """
        with self._database.transaction(hurries=True) as connection:
            return self.keep(connection, incoming) is not None

    def keep(self, connection: Transaction, incoming: Incoming, *, hold: timedelta | None = None) -> Waiting | None:
        """The same as part of a transaction, with which it counts. With `hold`, its turn may have come, and is held for so long."""
        at = self._clock()
        return Inbox(connection).receive(
            incoming.key,
            sender=incoming.sender,
            conversation=incoming.conversation,
            private=incoming.private,
            what=sounded(incoming.what),
            at=at,
            until=None if hold is None else at + hold,
        )

    def answer(self, received: Waiting, *, hold: timedelta | None = None, tell: Tell | None = None) -> Posting | None:
        """The turn of a received message; its reply goes out through the outbox, held for so long if nothing stands before it.

        `tell` hears, in this thread, an answer that a language model words, as far as it is checked and before it counts.
        One that fails is tried again later. One that fails too often, or takes the process with it, is given up: its sender is told
        a reference number.
        """
        if received.attempt > TRIES:
            self._give_up(received, self._failed(received.sender, None))
            return None
        incoming = Incoming(
            key=received.key,
            sender=received.sender,
            conversation=received.conversation,
            private=received.private,
            what=received.what,
        )
        try:
            with while_wanted(lambda: self._waits(incoming)):
                return self._turn(incoming, self._clock(), posts=lambda reply: True, hold=hold, tell=tell).posting
        except Exception as error:  # noqa: BLE001 - the same place, for a message that nobody waits for at the wire
            reference = self._failed(received.sender, error)
            if received.attempt == TRIES:
                self._give_up(received, reference)
            else:
                due_at = self._clock() + timedelta(seconds=2 ** (received.attempt - 1))
                with self._database.transaction() as connection:
                    Inbox(connection).postpone(received, due_at)
            return None

    def _waits(self, incoming: Incoming) -> bool:
        """Whether nobody has stopped the message, or answered it."""
        with self._database.reading() as connection:
            return Inbox(connection).reply_to(incoming.key, incoming.sender) is None

    def look(self, sender: Sender) -> Reply:
        """What the account sees at a glance, without having said anything. Changes nothing."""
        moment = self._clock()
        with self._database.reading() as connection:
            arrival = arrive(connection, "", sender)
            work = self._work(connection, arrival, moment)
            return home_of_stranger() if work is None else home(work, state.load(arrival.state), sender)

    def look_again(self, sender: Sender, is_it: Callable[[str], bool]) -> Reply | None:
        """What asked the account's member to decide something, as it stands for them now; the key of its row of the outbox fits.

        None where there is no such thing for them. Changes nothing.
        """
        moment = self._clock()
        with self._database.reading() as connection:
            arrival = arrive(connection, "", sender)
            work = self._work(connection, arrival, moment)
            asked = work and Copies(connection).asked_of(work.viewer.member.id, sender.chat, is_it)
            return seen_again(work, *asked) if work and asked else None

    def stop(self, sender: Sender, conversation: str) -> tuple[str, ...]:
        """Ends what the account waits for in the conversation; the keys of those messages. Nothing comes of them any more."""
        moment = self._clock()
        with self._database.transaction() as connection:
            member = member_behind(connection, sender)
            language = LANGUAGES[0] if member is None else member.language
            reply = Reply(parts=(Text(text=Words(language)("stopped")),), language=language, standing=Standing(intent=STOPPED))
            keys = stop(connection, sender, conversation, reply)
            for key in keys:
                outbox = SqlOutbox(connection, moment)
                outbox.post(reply_key(key), None, reply, chat=sender.chat, conversation=conversation)
        return keys

    def look_up(self, sender: Sender, lookup: Lookup, typed: str, *, form: str) -> tuple[Option, ...]:
        """What the account may choose from in a field of the form, by what was typed there; nothing for a stranger."""
        moment = self._clock()
        with self._database.reading() as connection:
            work = self._work(connection, arrive(connection, "", sender), moment)
            return () if work is None else look_up(work, lookup, typed, form=form)

    def _work(self, connection: Transaction, arrival: Arrival, moment: datetime) -> SqlWork | None:
        """What whoever arrived may see; None for a stranger."""
        if arrival.member is None:
            return None
        viewer = viewer_from(connection, arrival.member, arrival.partner, moment)
        return SqlWork(connection, viewer=viewer, at=moment, program=self._program, ids=self._ids)

    def notices(self, sender: Sender) -> tuple[tuple[str, Reply], ...]:
        """What waits to be told to the member behind the account, with its keys; nothing for a stranger."""
        moment = self._clock()
        with self._database.reading() as connection:
            member = member_behind(connection, sender)
            if member is None:
                return ()
            work = SqlWork(connection, viewer=BY_RULE, at=moment, program=self._program, ids=self._ids)
            waiting = SqlOutbox(connection, moment).waiting(member.id)
            found = {key: recheck(work, key, is_looked_at=True) for key, _ in waiting}
        changed = {key: each for key, each in found.items() if each is not None}
        self._drop(member.id, changed, moment)
        shown = ((key, changed[key].reply if key in changed else reply) for key, reply in waiting)
        return tuple((key, reply) for key, reply in shown if reply is not None)

    def _drop(self, member_id: str, found: Mapping[str, Recheck], moment: datetime) -> None:
        """What reminders have nothing to say any more is not asked about again."""
        gone = [part for each in found.values() for part in each.gone]
        if not gone:
            return
        with self._database.transaction() as connection:
            work = SqlWork(connection, viewer=BY_RULE, at=moment, program=self._program, ids=self._ids)
            for nudges, why in gone:
                work.nudges.drop(nudges, why)
            SqlOutbox(connection, moment).mark_delivered(member_id, [key for key, each in found.items() if each.reply is None])

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

    def _turn(
        self, incoming: Incoming, at: datetime, *, posts: Posts, hold: timedelta | None = None, tell: Tell | None = None
    ) -> Turned:
        incoming = replace(incoming, what=sounded(incoming.what))
        message = AtItsTurn(incoming=incoming, at=at, aids=self._aids.for_message(), posts=posts, hold=hold, tell=tell)
        for _ in range(_ATTEMPTS):
            try:
                return self._run(message)
            except Stale:
                continue
            except Unanswered as wanted:
                with span("look up", chat=incoming.sender.chat):
                    self._look_up(message, wanted.question)
            except AlreadyAnswered:
                return Turned(reply=self._answered_meanwhile(incoming))
        raise RuntimeError("a turn found no quiet moment")

    def _look_up(self, message: AtItsTurn, question: Question) -> None:
        """Makes the answer that the turn wants; while models are asked, which may take long, no transaction is open."""
        meaning = message.aids.meaning(question)
        with self._database.reading() as connection:
            work = self._work(connection, arrive(connection, "", message.incoming.sender), message.at)
            if work is None:
                return  # unlinked since: the turn finds that out
            found = message.aids.look(question, work.library, meaning)
        # What is looked up for other purposes than an answer to a question is shown otherwise than it is told.
        is_asked = isinstance(message.incoming.what, Said) and question.only is None
        message.answers[question] = message.aids.word(found, message.tell if is_asked else None)

    def _run(self, message: AtItsTurn) -> Turned:
        with self._database.reading() as connection:
            arrival = arrive(connection, message.incoming.key, message.incoming.sender)
            if arrival.reply is not None:
                return Turned(reply=arrival.reply)
            before = self._before(connection, arrival, message)
        if before is None:
            return self._stranger(message)
        # Between the two transactions: reading takes time, and a model takes long.
        with span("understand", chat=message.incoming.sender.chat):
            understood = before.understood(message, self._program)
        with span("transaction", chat=message.incoming.sender.chat):
            return self._member(message, before, understood)

    def _before(self, connection: Transaction, arrival: Arrival, message: AtItsTurn) -> Before | None:
        """None for a stranger."""
        if arrival.member is None:
            return None
        what, viewer = message.incoming.what, viewer_from(connection, arrival.member, arrival.partner, message.at)
        named: tuple[Named, ...] = ()
        if isinstance(what, Said) and viewer.may(Act.REGISTER_FOR) and may_name_a_partner(what.text):
            people = SqlPeople(connection, viewer, message.at)
            named = tuple(Named(id=partner.id, name=partner.name) for partner in people.partners())
        return Before(
            arrival=arrival,
            viewer=viewer,
            conversation=state.load(arrival.state),
            products=SqlCatalogue(connection).products(),
            partners=named,
        )

    def _member(self, message: AtItsTurn, before: Before, understood: Understanding | Received | None) -> Turned:
        incoming, at = message.incoming, message.at
        with self._database.transaction() as connection:
            arrival = arrive(connection, incoming.key, incoming.sender)
            member = arrival.member
            if arrival.reply is not None:
                raise AlreadyAnswered
            if member is None or member != before.viewer.member or arrival.revision != before.arrival.revision:
                raise Stale  # unlinked, changed, or gone on with elsewhere, since it was read
            work = SqlWork(
                connection,
                viewer=viewer_from(connection, member, arrival.partner, at),
                at=at,
                program=self._program,
                ids=self._ids,
                catalogue=SqlCatalogue(connection, products=before.products),
                answers=Answers(made=message.answers),
                analyser=message.aids.analyser,
            )
            reply, after = respond(work, state.load(arrival.state), incoming.sender, incoming.what, understood)
            reply = with_link(connection, reply)
            self._go_on(connection, message, arrival, member.id, after)
            posting = self._record(connection, message, member.id, reply)
        _log.info("turn", chat=incoming.sender.chat, member=member.id, state=reply.standing.state)
        return Turned(reply=reply, posting=posting)

    def _stranger(self, message: AtItsTurn) -> Turned:
        incoming, at = message.incoming, message.at
        with self._database.transaction() as connection:
            if member_behind(connection, incoming.sender) is not None:
                raise Stale  # linked since it was read
            rules = self._program.in_force(at).access
            reply, member_id = answer_stranger(SqlLinks(connection, at), incoming.sender, incoming.what, rules=rules, at=at)
            if member_id is not None:
                arrival = arrive(connection, incoming.key, incoming.sender)
                if (work := self._work(connection, arrival, at)) is None:
                    raise Stale  # deactivated in this moment
                work.log.add("member.linked", member_id, chat=incoming.sender.chat)
                reply, _ = respond(work, Conversation(), incoming.sender, Opened(), None)
                self._go_on(connection, message, arrival, member_id, state.load(arrival.state))
            posting = self._record(connection, message, member_id, reply, is_stranger=True)
        _log.info("turn", chat=incoming.sender.chat, member=member_id, state="stranger")
        return Turned(reply=reply, posting=posting)

    @staticmethod
    def _go_on(connection: Transaction, message: AtItsTurn, arrival: Arrival, member_id: str, after: Conversation) -> None:
        """Keeps where the conversation stands, and where its member is to be told things from now on."""
        sender = message.incoming.sender
        Conversations(connection).write(member_id, revision=arrival.revision, state=state.dump(after), account=sender)
        private = message.incoming.private or arrival.private
        if private is not None and not (arrival.is_last and arrival.private == private):
            SqlLinks(connection, message.at).reach(sender, private)
            SqlOutbox(connection, message.at).follow(member_id, sender.chat, private)

    def _record(
        self, connection: Transaction, message: AtItsTurn, member_id: str | None, reply: Reply, *, is_stranger: bool = False
    ) -> Posting | None:
        """The reply under the message's key; if nobody waits for it at the wire, it is put into the outbox, too.

        Raises AlreadyAnswered when the message has a reply by now: then nothing of this turn counts.
        """
        incoming = message.incoming
        chat, conversation = incoming.sender.chat, incoming.conversation
        is_first = Inbox(connection).answer(
            incoming.key,
            reply,
            sender=incoming.sender,
            member_id=None if is_stranger else member_id,
            what=Opened() if is_stranger else kept(incoming.what),  # what a stranger types may be a code: it is not kept
            at=message.at,
            conversation=conversation,
            private=incoming.private,
        )
        if not is_first:
            raise AlreadyAnswered
        if not reply.parts or not message.posts(reply):
            return None
        key = reply_key(incoming.key)
        if message.hold is None:
            SqlOutbox(connection, message.at).post(key, member_id, reply, chat=chat, conversation=conversation)
            return None
        until = self._clock() + message.hold
        return Postings(connection, message.at).put(key, member_id, reply, chat=chat, conversation=conversation, until=until)

    def _answered_meanwhile(self, incoming: Incoming) -> Reply:
        """The reply of the turn that had the same key a moment earlier."""
        with self._database.reading() as connection:
            recorded = Inbox(connection).reply_to(incoming.key, incoming.sender)
        if recorded is None:
            raise LookupError("the key belongs to another account's message")
        return recorded

    def _give_up(self, received: Waiting, reference: str) -> None:
        reply = _apology(reference)
        moment = self._clock()
        with self._database.transaction() as connection:
            if Inbox(connection).give_up(received, reference, reply):
                chat, conversation = received.sender.chat, received.conversation
                SqlOutbox(connection, moment).post(reply_key(received.key), None, reply, chat=chat, conversation=conversation)

    def _failed(self, sender: Sender, error: Exception | None) -> str:
        """Something nobody foresaw: the person gets a reference number, the log the error, neither gets the other's."""
        reference = self._ids.reference()
        _log.error("turn.failed", reference=reference, chat=sender.chat, exc_info=error)
        return reference


def _apology(reference: str) -> Reply:
    both = " ".join(Words(language)("broken", reference=reference) for language in ("en", "de"))
    return Reply(parts=(Text(text=both, tone=Tone.WARNING),))
