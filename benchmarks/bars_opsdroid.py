"""opsdroid with a connector of the plainest kind and one skill, for benchmarks.bars to measure: prints its port.

Run by a Python that has opsdroid (`python benchmarks/bars_opsdroid.py URL`), which is none of ours: it pins packages that we have newer. A
message of Slack comes in by HTTP, is acknowledged, parsed by opsdroid's regular expressions, and answered by a post to URL.
"""

from __future__ import annotations

import gettext
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

CONNECTOR: Final = """
import asyncio
from aiohttp import ClientSession, web
from opsdroid.connector import Connector, register_event
from opsdroid.events import Message

class Chat(Connector):
    def __init__(self, config, opsdroid=None):
        super().__init__(config, opsdroid=opsdroid)
        self.name = "chat"

    async def connect(self):
        self.session = ClientSession()
        app = web.Application()
        app.add_routes([web.post("/slack/events", self.hear)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)

    async def hear(self, request):
        said = (await request.json())["event"]["text"]
        asyncio.ensure_future(self.opsdroid.parse(Message(text=said, user="u", target="t", connector=self)))
        return web.Response()

    async def listen(self):
        await asyncio.Event().wait()

    @register_event(Message)
    async def send(self, message):
        async with self.session.post(self.config["url"], json={"text": message.text}) as answer:
            await answer.read()
"""
SKILL: Final = """
from opsdroid.skill import Skill
from opsdroid.matchers import match_regex

class Echo(Skill):
    @match_regex(r"^(hello|help)$")
    async def answer(self, message):
        await message.respond(f"you said {message.text}")
"""


def main() -> None:
    gettext.install("opsdroid")  # it is run by a command that does this first
    from opsdroid.core import OpsDroid

    logging.disable(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp())
    for name, source in (("chat", CONNECTOR), ("echo", SKILL)):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(source)
    config: dict[str, Any] = {
        "logging": {"level": "critical", "console": False},
        "welcome-message": False,
        "web": {"port": 0},
        "parsers": {"regex": {}},
        "connectors": {"chat": {"path": str(folder / "chat"), "url": sys.argv[1]}},
        "skills": {"echo": {"path": str(folder / "echo")}},
    }
    with OpsDroid(config=config) as bot:
        bot.run()


if __name__ == "__main__":
    main()
