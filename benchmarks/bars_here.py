"""The bars that need no process of their own: what bolt's dispatch costs, and what a post over TLS does."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, TCPConnector
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import now
from bot.delivery.channel import Sent
from bot.incoming import Incoming
from bot.slack.address import Address
from bot.slack.calls import Api
from bot.slack.channel import SlackChannel
from bot.slack.edge import SlackChat
from bot.slack.links import DealLinks
from bot.slack.news import News
from bot.slack.workspaces import SingleWorkspace
from handlers.reply import Reply, Text
from tests.bot.house import House
from tests.slack.one_workspace import TOKEN

DISPATCHES: Final = 300
POSTS: Final = 200


async def spent(work: Callable[[], Awaitable[Any]], times: int) -> float:
    """Milliseconds of this process's CPU for each time."""
    before = time.process_time()
    for _ in range(times):
        await work()
    return (time.process_time() - before) / times * 1000


def asked(number: int) -> AsyncBoltRequest:
    """Somebody else every time: whoever says very much in one place is not answered any more."""
    event = {
        "type": "message",
        "channel_type": "im",
        "channel": f"D{number}",
        "user": f"U{number}",
        "ts": "1.1",
        "text": "my deals",
    }
    body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
    return AsyncBoltRequest(body=json.dumps(body), headers={"content-type": "application/json"})


async def dispatching(api_url: str) -> dict[str, float]:
    """A message of a person, to the listener that it is for."""
    two = AsyncApp(
        token=TOKEN,
        client=AsyncWebClient(token=TOKEN, base_url=api_url),
        process_before_response=True,
        request_verification_enabled=False,
    )

    @two.command("/deal")
    async def deal(ack: Any) -> None:
        await ack()

    @two.event("message")
    async def message(event: dict[str, Any]) -> str:
        return str(event["text"])

    async with ours(api_url) as app:
        numbers = count()
        for each in (two, app):
            await each.async_dispatch(asked(next(numbers)))
        return {
            "dispatch, bolt with two listeners": await spent(lambda: two.async_dispatch(asked(next(numbers))), DISPATCHES),
            "dispatch, ours": await spent(lambda: app.async_dispatch(asked(next(numbers))), DISPATCHES),
        }


@asynccontextmanager
async def ours(api_url: str) -> AsyncIterator[AsyncApp]:
    """The bot's own dispatch, with everything that it listens to, in front of somebody who keeps nothing."""
    api, house = Api(api_url, now), House("sqlite://")
    news = News(house.database, now, None)
    chat = SlackChat(api, SingleWorkspace(api, TOKEN), house.turns, house.database, now, secrets=["s"], news=news)

    async def receive(incoming: Incoming) -> bool:
        return bool(incoming.key)

    api.open()
    app = chat._bolt(receive)
    await chat._workspaces.start()
    try:
        yield app
    finally:
        await chat.close()
        house.close()


async def posting() -> dict[str, float]:
    """A message over a connection that is open."""
    with tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder) / "certificate.pem"
        certify(certificate)
        context = ssl.create_default_context(cafile=str(certificate))
        process = begun(certificate)
        try:
            port = int(await asyncio.to_thread(next, process.stdout or iter(())))
            return await _posting(f"https://localhost:{port}/api/", context)
        finally:
            process.kill()


def begun(certificate: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.bars_served", "tls", str(certificate)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


async def _posting(url: str, context: ssl.SSLContext) -> dict[str, float]:
    async with (
        ClientSession(connector=TCPConnector(ssl=context)) as session,
        ClientSession(connector=TCPConnector(ssl=context)) as plain,
    ):
        api = Api(url, now)
        api._session = session
        channel = SlackChannel(api, SingleWorkspace(api, TOKEN), now, DealLinks(None))
        (drawn,) = channel.render(Reply(parts=(Text(text="Acme GmbH is protected until 23 February 2027."),)))
        to = str(Address(tenant="T1", channel="D1"))
        body = json.dumps({"channel": "D1", **drawn}).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}

        async def ours() -> None:
            sent = await channel.send(to, drawn, "f" * 40)
            if not isinstance(sent, Sent):
                raise TypeError(sent)

        async def raw() -> None:
            async with plain.post(f"{url}chat.postMessage", data=body, headers=headers) as answer:
                answer.raise_for_status()
                await answer.json()

        await spent(ours, 5)
        await spent(raw, 5)
        return {"raw post over TLS": await spent(raw, POSTS), "post over TLS": await spent(ours, POSTS)}


def certify(file: Path) -> None:
    """A key and a certificate of this machine's own name, for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(minutes=5))
        .not_valid_after(now() + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
