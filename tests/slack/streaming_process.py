"""A bot that answers in Slack in a process of its own, and dies at a call to Slack: before Slack has it, or after it answered."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse
from typing_extensions import override

from bot.aids import Aids
from bot.clock import elapsed, now
from bot.composition import build_answerer
from bot.delivery.delivery import Delivery
from bot.delivery.pace import Pace
from bot.ids import FreshIds
from bot.log import configure_logging
from bot.slack.calls import Api, Failure
from bot.slack.channel import SlackChannel
from bot.slack.links import DealLinks
from bot.slack.streams import Streams
from bot.slack.workspaces import SingleWorkspace
from bot.turns import Turns
from knowledge.analysing import LetterAnalyser
from knowledge.model import Model, ModelSettings
from storage.engine import Database
from tests.bot.house import PROGRAM
from tests.model.stub import KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """`dies_at`: a method of Slack's, and whether it dies "before" or "after" the call."""

    url: str
    slack: str
    token: str
    model: str
    dies_at: tuple[str, str]


class Doomed(Api):
    dies_at = "", ""

    @override
    async def call(self, asked: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any] | Failure:
        method = getattr(asked, "__name__", "").replace("_", ".")
        if self.dies_at == (method, "before"):
            os._exit(9)
        answer = await super().call(asked)
        if self.dies_at == (method, "after"):
            os._exit(9)
        return answer


def run(orders: Orders) -> None:
    """Until the end that was ordered."""
    configure_logging("CRITICAL")
    asyncio.run(_run(orders))


async def _run(orders: Orders) -> None:
    database = Database(orders.url)
    api = Doomed(orders.slack, now)
    api.dies_at = orders.dies_at
    api.open()
    workspaces = SingleWorkspace(api, orders.token)
    await workspaces.start()
    model = Model(ModelSettings(model="stub-1", key=KEY, base_url=orders.model), now)
    turns = Turns(database, PROGRAM, FreshIds(), now, aids=Aids(answerer=build_answerer(model), analyser=LetterAnalyser()))
    streams = Streams(api, workspaces, database, now)
    channel = SlackChannel(api, workspaces, now, DealLinks(None), streams=streams)
    delivery = Delivery(database, turns, {"slack": channel}, now, elapsed, pace=Pace(look=timedelta(milliseconds=50)))
    delivery.start()
    await asyncio.Event().wait()
