"""Forms in modals: opened within Slack's three seconds, filled when the turn knows what to ask, judged when they come back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from typing import Any, Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.incoming import Incoming
from bot.plain import in_words
from bot.slack import limits
from bot.slack.calls import Api
from bot.slack.details import details
from bot.slack.modal import View, faults, modal, options, waiting
from bot.slack.read import PEEKS, REGISTER, Opening, Question, Submission
from bot.slack.words import plain
from bot.turns import Turns
from handlers.approval_cards import SHOW
from handlers.message import Pressed, Said
from handlers.reply import Choices, Form, Reply
from handlers.wording import Words, both

_log = structlog.get_logger("slack")
#: So many messages are read into forms at once.
_READERS: Final = 4


class Dialogs:
    """The modals of one process."""

    def __init__(self, api: Api, turns: Turns) -> None:
        self._api = api
        self._turns = turns
        #: Threads of their own: a slow language model must not keep those who wait for three seconds from being answered.
        self._threads = ThreadPoolExecutor(_READERS, thread_name_prefix="dialog")

    def close(self) -> None:
        """After what was begun is done."""
        self._threads.shutdown(wait=False)

    async def open(self, opening: Opening, client: AsyncWebClient) -> None:
        """Opens a modal that asks for a moment, takes the turn, and puts the form in its place; without a form, what was said.

        Where Slack would not open it any more, the turn is answered in the chat like any other.
        """
        begun = waiting(
            both(lambda words: words("slack.form")),
            both(lambda words: words("slack.one_moment")),
            close=both(lambda words: words("slack.close")),
        )
        opened = await self._api.call(client.views_open(trigger_id=opening.trigger, view=begun))
        if not isinstance(opened, Mapping):
            _log.info("slack.not_opened", code=opened.code)
            await asyncio.to_thread(self._turns.take, opening.incoming, posts=lambda reply: True)
            return
        reply = await self._reply(opening.incoming)
        view = opened.get("view") or {}
        drawn = self._drawn(reply, opening.incoming)
        updated = await self._api.call(client.views_update(view_id=str(view.get("id")), hash=view.get("hash"), view=drawn))
        if not isinstance(updated, Mapping):
            _log.info("slack.not_updated", code=updated.code)

    async def submit(self, submission: Submission) -> dict[str, Any]:
        """What Slack is to be told: what is wrong with each field, or to close; then the reply is in the chat."""
        reply = await asyncio.to_thread(self._turns.take, submission.incoming, posts=lambda reply: not _faults(reply))
        wrong = _faults(reply)
        return {"response_action": "errors", "errors": wrong} if wrong else {"response_action": "clear"}

    async def suggest(self, question: Question) -> dict[str, Any]:
        """What somebody can choose from in a field, by what they have typed there."""
        found = await asyncio.to_thread(self._turns.look_up, question.sender, question.lookup, question.typed, form=question.form)
        return options(found)

    async def _reply(self, incoming: Incoming) -> Reply:
        """The reply that is shown: the one that has the form; what a message says is taken into the draft first."""
        if _is_peek(incoming):
            return await asyncio.to_thread(self._turns.take, incoming)
        if isinstance(incoming.what, Said):
            await asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, self._turns.take, incoming)
            incoming = replace(incoming, key=f"{incoming.key}:form", what=Pressed(action=REGISTER))
        return await asyncio.to_thread(self._turns.take, incoming, posts=lambda reply: _form(reply) is None)

    def _drawn(self, reply: Reply, incoming: Incoming) -> View:
        words = Words(reply.language)
        if _is_peek(incoming):
            title = words("slack.case" if _is_peek(incoming, SHOW) else "slack.deal")
            return details(reply, title, close=words("slack.close"))
        form = _form(reply)
        if form is not None:
            private = f"{form.id}\n{incoming.conversation}"
            return modal(form, close=words("slack.close"), find=words("slack.find"), private=private)
        said = "\n\n".join(in_words(part, 0) for part in reply.parts if not isinstance(part, Choices))
        view = waiting(words("slack.form"), said, close=words("slack.close"))
        view["blocks"].append({"type": "context", "elements": [plain(words("slack.sent_in_dm"), most=limits.CONTEXT_TEXT)]})
        return view


def _is_peek(incoming: Incoming, *peeks: str) -> bool:
    """Whether somebody looks at a deal or a case where others read along, so that it is shown to them alone, and posted nowhere."""
    return isinstance(incoming.what, Pressed) and incoming.what.action.startswith(peeks or PEEKS)


def _form(reply: Reply) -> Form | None:
    return next((part for part in reply.parts if isinstance(part, Form)), None)


def _faults(reply: Reply) -> dict[str, str]:
    form = _form(reply)
    return {} if form is None else faults(form)
