"""Slack as a chat of the house: what it delivers, by HTTP or through a socket, comes in here and is answered in time.

Bolt parses, finds out for which workspace a delivery is, and speaks Socket Mode; what a payload means is for
`bot.slack.read` to say. Nothing is answered 2xx before it is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.chats import CannotStart, Receive
from bot.clock import Clock, elapsed
from bot.delivery.cards import Cards
from bot.delivery.channel import Later, Refused
from bot.incoming import Incoming
from bot.slack.address import read_address
from bot.slack.calls import Api
from bot.slack.channel import SlackChannel
from bot.slack.dialogs import Dialogs
from bot.slack.entities import present
from bot.slack.guard import is_signed, read_body
from bot.slack.happenings import Shared, Stopped
from bot.slack.home import HomeTabs
from bot.slack.links import DealLinks
from bot.slack.loops import LoopBreaker
from bot.slack.news import News
from bot.slack.prompts import Prompts
from bot.slack.read import Home, Look, Message, Opening, Question, Submission, Talk, read
from bot.slack.rooms import Rooms
from bot.slack.streams import Streams
from bot.slack.working import Working
from bot.slack.workspaces import Workspace, Workspaces
from bot.turns import Turns
from handlers.message import LARGEST_FILE, Uploaded
from handlers.wording import both
from storage.engine import Database
from storage.inbox import Inbox

_log = structlog.get_logger("slack")
PATH: Final = "/slack/events"
#: Slack waits three seconds. In so many a delivery is taken, or put off: then it comes again, and is known if it was kept.
_PATIENCE: Final = 2.5
#: A request that will never be right is not to be repeated.
_NO_RETRY: Final = {"X-Slack-No-Retry": "1"}


class SlackChat:
    """`bot.chats.Chat`. With an `app_token` everything comes through a socket, else by HTTP, signed with one of the `secrets`.

    `pages` are those on which workspaces install the bot; with `streams`, answers may be seen while they are made.
    """

    name = "slack"

    def __init__(
        self,
        api: Api,
        workspaces: Workspaces,
        turns: Turns,
        database: Database,
        clock: Clock,
        *,
        secrets: Sequence[str] = (),
        app_token: str | None = None,
        pages: Sequence[web.AbstractRouteDef] = (),
        news: News,
        public_url: str | None = None,
        streams: Streams | None = None,
        rooms: Rooms | None = None,
    ) -> None:
        self._links = DealLinks(public_url)
        self._homes = HomeTabs(api, workspaces, turns, database, clock)
        self._working = Working(api, workspaces, turns, database)
        self._streams = streams
        self.channel = SlackChannel(
            api, workspaces, clock, self._links, self._homes, rooms=rooms, streams=streams, posted=self._working.posted
        )
        self._api = api
        self._workspaces = workspaces
        self._turns = turns
        self._database = database
        self._cards = Cards(self.name, database, self.channel, clock)
        self._clock = clock
        self._secrets = secrets
        self._app_token = app_token
        self._pages = pages
        self._news = news
        self._dialogs = Dialogs(api, turns)
        self._prompts = Prompts(api, turns)
        self._app: AsyncApp | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._loops = LoopBreaker()
        self._patience = _PATIENCE
        self._sweeping: set[asyncio.Task[None]] = set()

    # ── the chat ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def routes(self, receive: Receive) -> Sequence[web.AbstractRouteDef]:
        delivered = [web.post(PATH, self._delivered)] if self._app_token is None else []
        return [*delivered, *self._pages]

    async def start(self, receive: Receive) -> None:
        self._api.open()
        await self._workspaces.start()
        self._app = self._bolt(receive)
        self._sweeping = {asyncio.create_task(run()) for run in (self._cards.run, self._working.run)}
        if self._app_token is not None:
            await self._open_socket(self._app, self._app_token)

    async def is_ready(self) -> bool:
        return self._app is not None

    async def stop(self) -> None:
        if self._socket is not None and self._connecting is not None:
            self._connecting.cancel()
            await self._socket.close_async()  # type: ignore[no-untyped-call]  # bolt leaves it without types
        self._cards.stop()
        self._working.stop()
        if running := self._tasks | self._sweeping:
            await asyncio.wait(running)

    async def close(self) -> None:
        """After what is still being delivered was answered: what that began needs the session, and would open one of its own."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        self._dialogs.close()
        if self._streams is not None:
            await self._streams.finish()
        await self._workspaces.stop()
        await self._api.close()

    async def _open_socket(self, app: AsyncApp, token: str) -> None:
        """Asks once whether it may be opened: the SDK would ask for ever, and say nothing of it."""
        asked = await self._api.call(self._api.client().apps_connections_open(app_token=token))
        if isinstance(asked, Refused):
            raise CannotStart(f"Slack does not accept SLACK_APP_TOKEN ({asked.code}). It needs the scope connections:write.")
        self._socket = AsyncSocketModeHandler(app, token, logger=_silent())
        if isinstance(asked, dict):
            self._socket.client.wss_uri = asked["url"]  # Slack gives out few of them, so that the first one is used
        self._connecting = asyncio.create_task(self._socket.connect_async())  # type: ignore[no-untyped-call]  # left so by bolt

    # ── HTTP ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _delivered(self, request: web.Request) -> web.Response:
        began = elapsed()
        answer = await self._answered(request)
        self._api.metrics.acknowledged(self.name, elapsed() - began)
        return answer

    async def _answered(self, request: web.Request) -> web.Response:
        """The signature first, on the bytes as they came; then whether they can be read; then what they say."""
        body = await request.read()
        stamp, signature = request.headers.get("X-Slack-Request-Timestamp", ""), request.headers.get("X-Slack-Signature", "")
        if not is_signed(body, stamp, signature, secrets=self._secrets, at=self._clock()):
            return _refused(401, "signature")
        if read_body(body, request.content_type) is None:
            return _refused(400, "malformed")
        if self._app is None:
            return web.Response(status=503)  # the route is open a moment before the chat is
        try:
            asked = AsyncBoltRequest(body=body.decode("utf-8"), query=request.query_string, headers=dict(request.headers))
            taking = asyncio.create_task(self._app.async_dispatch(asked))
            if not (await asyncio.wait({taking}, timeout=self._patience))[0]:
                self._begin(_outcome(taking))  # it may well be kept, and is answered then
                return _refused(503, "slow")
            answer = taking.result()
        except IndexError:
            return web.Response(status=200)  # a press of nothing: bolt looks for the first of no actions
        except (AttributeError, KeyError, TypeError):
            return _refused(400, "malformed")  # of a payload shaped as none of Slack's, bolt falls over before it calls us
        return await to_aiohttp_response(answer)

    # ── bolt ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _bolt(self, receive: Receive) -> AsyncApp:
        """One listener for everything: bolt's own would answer 404 to whatever they do not know, and 200 before it is kept."""
        app = AsyncApp(
            client=self._api.client(),
            authorize=_authorising(self._workspaces),  # type: ignore[arg-type]  # None is what bolt's own give for no installation, too
            logger=_silent(),
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            attaching_conversation_kwargs_enabled=False,
            user_facing_authorize_error_message=both(lambda words: words("slack.not_installed")),
        )
        app.use(self._listener(receive))
        app.error(_failed)
        return app

    def _listener(self, receive: Receive) -> Callable[..., Awaitable[BoltResponse]]:
        async def listen(
            body: dict[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[BoltResponse]]
        ) -> BoltResponse:
            await self._news.hear(body)
            workspace = context.get("workspace")
            if not isinstance(workspace, Workspace):
                return BoltResponse(status=200)
            return await self._take(body, workspace, receive)

        return listen

    async def _take(self, body: Mapping[str, Any], workspace: Workspace, receive: Receive) -> BoltResponse:
        found = read(body, workspace)
        match found:
            case Message():
                if not await self._keep(await self._with_file(found, workspace), receive):
                    return BoltResponse(status=200)
                self._begin(self._working.begin(found.incoming))
                return BoltResponse(status=200, body=both(lambda words: words("slack.sent_in_dm")) if found.is_command else "")
            case Opening():
                self._begin(self._dialogs.open(found, self._api.client(workspace.token)))
            case Submission():
                return BoltResponse(status=200, body=await self._dialogs.submit(found))
            case Home():
                self._begin(self._homes.open(found))
            case Talk():
                self._begin(self._prompts.suggest(found, workspace))
            case Question():
                return BoltResponse(status=200, body=await self._dialogs.suggest(found))
            case Shared():
                self._begin(self._links.unfurl(self._api, self._api.client(workspace.token), found, workspace.tenant))
            case Look():
                self._begin(present(found, self._turns, self._api, self._api.client(workspace.token)))
            case Stopped():
                await self._working.halt(found, workspace)
            case None if body.get("type") == "block_suggestion":
                return BoltResponse(status=200, body={"options": []})
            case None:
                _log.debug("slack.passed_over", type=str(body.get("type"))[:40])
        return BoltResponse(status=200)

    async def _keep(self, incoming: Incoming, receive: Receive) -> bool:
        """Whether the message will be answered; one of a loop is not, and is counted."""
        at = self._clock()
        if self._loops.is_broken(incoming, at) or await self._said_too_much(incoming, at):
            _log.warning("slack.loop", tenant=incoming.sender.tenant)
            self._api.metrics.looped(self.name)
            return False
        if await receive(incoming):
            self._loops.note(incoming, at)
        return True

    async def _said_too_much(self, incoming: Incoming, at: datetime) -> bool:
        """Whether it is one too many with what other processes heard; looked up only where this one heard much of it."""
        to = read_address(incoming.conversation)
        if to is None or not self._loops.is_doubtful(incoming):
            return False

        def said() -> int:
            with self._database.reading() as connection:
                return Inbox(connection).said(incoming.sender, within=to.everywhere, since=self._loops.since(at))

        return await asyncio.to_thread(said) >= self._loops.most

    async def _with_file(self, found: Message, workspace: Workspace) -> Incoming:
        """What is kept is the file itself. One that cannot be had just now is delivered again; one that cannot be had is empty."""
        if found.attached is None:
            return found.incoming
        content = await self._api.fetch(found.attached.url, workspace.token, most=LARGEST_FILE)
        if isinstance(content, Later):
            raise ConnectionError(content.code)
        if not isinstance(content, bytes):
            _log.warning("slack.file_not_had", code=content.code)
        what = Uploaded(name=found.attached.name, content=content if isinstance(content, bytes) else b"")
        return replace(found.incoming, what=what)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """What Slack need not wait for: if the process stops now, the person presses again."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("slack.failed", exc_info=error)


def _authorising(workspaces: Workspaces) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    """A function and no method: bolt hands it what its arguments are named after."""

    async def authorize(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult | None:
        workspace = await workspaces.authorize(enterprise_id, team_id, bool(context.is_enterprise_install))
        if workspace is None:
            return None
        context["workspace"] = workspace
        return AuthorizeResult(
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            bot_user_id=workspace.bot_user_id,
            bot_id=workspace.bot_id,
            bot_token=workspace.token,
        )

    return authorize


async def _outcome(taking: asyncio.Task[BoltResponse]) -> None:
    """For what nobody waits for at the wire any more: how it fails is told as of anything that was begun."""
    await taking


async def _failed(error: Exception) -> BoltResponse:
    """Whatever could not be kept is delivered again. The words of the error may be a person's: the log has its kind and place."""
    _log.error("slack.failed", exc_info=error)
    return BoltResponse(status=500)


def _refused(status: int, why: str) -> web.Response:
    _log.info("slack.refused", status=status, why=why)
    return web.Response(status=status, headers=_NO_RETRY if status == 400 else None)


def _silent() -> logging.Logger:
    """For bolt, which logs whole payloads."""
    logger = logging.getLogger("partnerbot.slack.silent")
    logger.propagate = False
    logger.handlers = [logging.NullHandler()]
    logger.setLevel(logging.CRITICAL)
    return logger
