"""Forms in dialogs: drawn when Teams asks for one, judged when they come back, drawn again with what is wrong or comes next.

Teams waits for the answer. A turn that takes longer than it waits is told in the chat, like any other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from threading import Lock
from typing import Any, Final

import structlog

from bot.incoming import Incoming
from bot.one_turn import Posts
from bot.plain import in_words
from bot.teams import limits
from bot.teams.asked import Asked, Filled, Judged, Look, Opening, Search
from bot.teams.elements import card
from bot.teams.forms import dialog
from bot.teams.judge import faults_of_card
from bot.teams.meeting import language_of
from bot.teams.render import elements
from bot.teams.views import Views
from bot.teams.words import shown
from bot.turns import Turns
from handlers.approval_cards import SHOW
from handlers.message import Pressed, Said, Submitted
from handlers.reply import Choices, File, Form, Purpose, Reply
from handlers.wording import Words
from storage.engine import Database
from storage.said import reply_posted_as

_log = structlog.get_logger("teams")
Json = Mapping[str, Any]

#: In seconds; Teams gives an invoke five, and some of them are spent on the way.
_WAIT: Final = 3.5
_REGISTER: Final = "register.form"


class Dialogs:
    """Those of one process. `wait` is in seconds. Use from one event loop."""

    def __init__(self, turns: Turns, database: Database, *, wait: float = _WAIT) -> None:
        self._turns = turns
        self._database = database
        self._wait = wait
        self._views = Views(turns)
        self._late: set[asyncio.Task[Reply]] = set()

    async def answer(self, asked: Asked) -> Json:
        """What Teams is to be told."""
        match asked:
            case Opening():
                return await self._open(asked)
            case Filled():
                return await self._take(asked)
            case Search():
                return await self._search(asked)
            case Look():
                return await self._views.answer(asked)
            case Judged():
                await self._judge(asked)
                return {}

    async def finish(self) -> None:
        """What took longer than Teams waited is done."""
        while self._late:
            await asyncio.wait(self._late)

    async def _open(self, opening: Opening) -> Json:
        """The form; what a message says is taken into the draft first. Without a form, what was said, which is posted as well."""
        incoming = opening.incoming
        if isinstance(incoming.what, Said):
            if await self._turn(incoming, lambda reply: False) is None:
                return _message(Words(language_of(opening.account))("teams.still_working"))
            incoming = replace(incoming, key=f"{incoming.key}:form", what=Pressed(action=_REGISTER))
        is_look = isinstance(incoming.what, Pressed) and incoming.what.action.startswith(SHOW)
        reply = await self._turn(incoming, lambda reply: not is_look and _form(reply) is None)
        if reply is None:
            return _message(Words(language_of(opening.account))("teams.still_working"))
        if is_look:
            return _read(reply)
        return _shown(reply) or _message(_said(reply))

    async def _take(self, filled: Filled) -> Json:
        """What is wrong, with what was typed; the next question, if there is one; else nothing, which closes the dialog."""
        reply = await self._turn(filled.incoming, lambda reply: _form(reply) is None)
        if reply is None:
            return _message(Words(language_of(filled.account))("teams.still_working"))
        if (again := _shown(reply)) is not None:
            return again
        return _message(Words(reply.language)("teams.said_in_private")) if filled.is_elsewhere else {}

    async def _search(self, search: Search) -> Json:
        """What Teams waits for no longer is asked for again at the next letter."""
        async with asyncio.timeout(self._wait):
            found = await asyncio.to_thread(
                self._turns.look_up, search.account.sender, search.lookup, search.typed, form=search.form
            )
        results = [{"value": each.value[: limits.OPTION], "title": shown(each.label, limits.OPTION)} for each in found]
        return {"type": "application/vnd.microsoft.search.searchResponse", "value": {"results": results[: limits.FOUND]}}

    async def _judge(self, judged: Judged) -> None:
        """Keeps the word with the answer that it is on; somebody who says why not is told what comes of it."""
        reply = await asyncio.to_thread(self._posted, judged)
        rated = None if reply is None else next((part for part in reply.parts if _is_rating(part)), None)
        if not isinstance(rated, Choices):
            _log.info("teams.feedback_on_nothing")
            return
        yes, no = rated.choices
        what: Pressed | Submitted = Pressed(action=yes.action if judged.is_helpful else no.action)
        if judged.text and not judged.is_helpful:
            what = Submitted(form=f"complaint/{no.action.partition('/')[2]}", values={"text": judged.text})
        to = str(judged.account.address)
        incoming = Incoming(key=judged.key, sender=judged.account.sender, conversation=to, what=what)
        await self._turn(incoming, lambda reply: not judged.is_helpful)

    async def _turn(self, incoming: Incoming, posts: Posts) -> Reply | None:
        """None when it takes longer than Teams waits; then its reply is posted."""
        patience = _Patience(posts)
        turn = asyncio.create_task(asyncio.to_thread(self._turns.take, incoming, posts=patience.posts))
        done, _ = await asyncio.wait([turn], timeout=self._wait)
        if done or not patience.ends():
            return await turn
        self._late.add(turn)
        turn.add_done_callback(self._late.discard)
        return None

    def _posted(self, judged: Judged) -> Reply | None:
        with self._database.reading() as connection:
            return reply_posted_as(connection, judged.account.sender, judged.posted)


class _Patience:
    """Until when a turn is waited for: what it says is either shown or posted, whichever thread comes first."""

    def __init__(self, posts: Posts) -> None:
        self._posts = posts
        self._lock = Lock()
        self._is_decided = self._is_over = False

    def posts(self, reply: Reply) -> bool:
        with self._lock:
            self._is_decided = True
            return self._is_over or self._posts(reply)

    def ends(self) -> bool:
        """False where the turn is nearly done, and is not to be posted any more."""
        with self._lock:
            self._is_over = not self._is_decided
            return self._is_over


def _is_rating(part: object) -> bool:
    return isinstance(part, Choices) and part.purpose is Purpose.FEEDBACK


def _form(reply: Reply) -> Form | None:
    return next((part for part in reply.parts if isinstance(part, Form)), None)


def _shown(reply: Reply) -> Json | None:
    """The form of the reply in a dialog, below what the reply says besides; None where it has none."""
    form = _form(reply)
    if form is None:
        return None
    words = Words(reply.language)
    said = [part for part in reply.parts if not isinstance(part, Form | Choices | File)]
    value = dialog(form, words, above=elements(said, words))
    if faults := list(faults_of_card(value["card"]["content"])):
        _log.error("teams.dialog_shortened", faults=faults)
        value = dialog(form, words)
    return {"task": {"type": "continue", "value": value}}


def _read(reply: Reply) -> Json:
    """What the reply says, in a dialog of its reader's own, with nothing to press; in words where a card would be too large."""
    words = Words(reply.language)
    parts = [part for part in reply.parts if not isinstance(part, Form | Choices | File)]
    drawn = card(elements(parts, words), language=words.language, fallback=_said(reply))
    if faults := list(faults_of_card(drawn)):
        _log.error("teams.dialog_shortened", faults=faults)
        return _message(_said(reply))
    content = {"contentType": "application/vnd.microsoft.card.adaptive", "content": drawn}
    value = {"title": words("choice.approvals_show"), "height": "large", "width": "large", "card": content}
    return {"task": {"type": "continue", "value": value}}


def _said(reply: Reply) -> str:
    return "\n\n".join(in_words(part, 0) for part in reply.parts if not isinstance(part, Choices | File))


def _message(text: str) -> Json:
    return {"task": {"type": "message", "value": text}}
