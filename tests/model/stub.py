"""A server on this machine that speaks like OpenAI: strict in what it takes, and answering as the test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any, Final

from aiohttp import web

from handlers.proposing import SLOTS
from tests.model.embedding import embedding_problems, embeddings
from tests.model.openai_rules import problems

KEY: Final = "sk-made-up-for-the-tests-0123456789"
TOKENS_IN: Final = 700
TOKENS_OUT: Final = 90
#: So many letters are in a chunk of a streamed answer.
_LETTERS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How the server answers: with a status and a body, or in a way of its own (`how`: "hang", "trickle", "drop", "cut")."""

    status: int = 200
    body: str = ""
    how: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def completion(
    content: str | None, *, refusal: str | None = None, finish_reason: str = "stop", usage: object = None
) -> dict[str, Any]:
    """A response as the reference shows it."""
    counted = {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT, "total_tokens": TOKENS_IN + TOKENS_OUT}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1795424400,
        "model": "stub",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": refusal, "annotations": []},
                "logprobs": None,
                "finish_reason": finish_reason,
            }
        ],
        "usage": usage or counted,
    }


def says(answer: object, **more: Any) -> Answer:
    """A response whose content is this value as JSON, or this text."""
    return Answer(body=json.dumps(completion(answer if isinstance(answer, str) else json.dumps(answer), **more)))


def _events(body: str) -> Iterator[dict[str, Any]]:
    """The response in chunks as the reference shows them; of one that is none, a chunk that is none."""
    try:
        whole = json.loads(body)
        choice = whole["choices"][0]
        content, refusal = choice["message"]["content"] or "", choice["message"]["refusal"]
    except (ValueError, LookupError, TypeError):
        yield {"choices": body[:20]}
        return
    pieces: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    pieces += [{"refusal": refusal}] if refusal else []
    pieces += [{"content": content[at : at + _LETTERS]} for at in range(0, len(content), _LETTERS)]
    kind = {"id": whole["id"], "object": "chat.completion.chunk", "created": whole["created"], "model": whole["model"]}
    for delta in pieces:
        yield {**kind, "choices": [{"index": 0, "delta": delta, "finish_reason": None}], "usage": None}
    yield {**kind, "choices": [{"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}], "usage": None}
    yield {**kind, "choices": [], "usage": whole["usage"]}


def _piece(event: Mapping[str, Any]) -> str:
    match event:
        case {"choices": [{"delta": {"content": str(piece)}}]}:
            return piece
    return ""


def understood(intent: str | None = None, *, corrects: bool | None = None, clears: object = None, **quoted: Any) -> dict[str, Any]:
    """What a model that keeps to the schema answers; slots as quote, or as (value, quote)."""
    slots: dict[str, Any] = {slot.value: None for slot in SLOTS}
    for name, said in quoted.items():
        value, quote = said if isinstance(said, tuple) else (said, said)
        slots[name] = {"value": value, "quote": quote}
    return {"intent": intent, **slots, "corrects": corrects, "clears": clears}


def refused(status: int, kind: str, message: str) -> Answer:
    """An error as OpenAI words it; the message repeats the key, as theirs once did."""
    error = {"message": f"{message} ({KEY})", "type": kind, "param": None, "code": None}
    return Answer(status=status, body=json.dumps({"error": error}), headers={"retry-after": "1"})


class Stub:
    """The server. `answer` is what it says next, `requests` what it was asked and took, `faults` why it refused."""

    def __init__(self) -> None:
        self.answer = says(understood())
        #: What is said to whoever asks for embeddings; None: what belongs there.
        self.embedded: Answer | None = None
        #: A text with these words has no vector, nor has what is sent along with it.
        self.detests = ""
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.faults: list[str] = []
        self.asked = 0
        self.url = ""
        #: A question that hangs was asked, and whoever asked has hung up.
        self.begun, self.hung_up = Event(), Event()
        #: A streamed answer waits once it has come to these words, until it may `go_on`.
        self.halts_at = ""
        self.go_on = Event()
        self._up = Event()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._thread = Thread(target=self._serve, name="stub", daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._up.wait(timeout=30):
            raise RuntimeError("the stub did not come up")

    def forget(self) -> None:
        """As if nothing had been asked yet."""
        self.answer, self.asked, self.halts_at, self.embedded, self.detests = says(understood()), 0, "", None, ""
        for happened in (self.begun, self.hung_up, self.go_on):
            happened.clear()
        for record in (self.requests, self.headers, self.faults):
            record.clear()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(timeout=30)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._completions)
        app.router.add_post("/v1/embeddings", self._embeddings)
        app.router.add_get("/v1/models/{name}", self._model)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/v1"
        self._up.set()
        await self._over.wait()
        await runner.cleanup()

    async def _completions(self, request: web.Request) -> web.StreamResponse:
        answer = await self._taken(request, problems, lambda body: self.answer)
        if self.requests and self.requests[-1].get("stream") and answer.status == 200 and answer.how in ("", "cut"):
            return await self._streamed(request, answer)
        return await self._said(request, answer)

    async def _model(self, request: web.Request) -> web.StreamResponse:
        """What is known of a model; none other than these two are."""
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return web.json_response({"error": {"message": "no", "type": "invalid_request_error"}}, status=401)
        name = request.match_info["name"]
        if not name.startswith(("gpt-", "text-embedding-")):
            return web.json_response({"error": {"message": "no", "type": "invalid_request_error"}}, status=404)
        return web.json_response({"id": name, "object": "model", "created": 1, "owned_by": "stub"})

    async def _embeddings(self, request: web.Request) -> web.StreamResponse:
        def own(body: dict[str, Any]) -> Answer:
            if self.detests and any(self.detests in text for text in body["input"]):
                return refused(400, "invalid_request_error", "cannot be embedded")
            return self.embedded or Answer(body=json.dumps(embeddings(body)))

        return await self._said(request, await self._taken(request, embedding_problems, own))

    async def _taken(self, request: web.Request, judge: Callable[[object], list[str]], make: Callable[[Any], Answer]) -> Answer:
        """What is answered: a refusal, if anything is wrong with the request, and else what the test wants."""
        self.asked += 1
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return refused(401, "invalid_request_error", "Incorrect API key provided")
        if request.content_type != "application/json":
            self.faults.append("no JSON")
            return refused(415, "invalid_request_error", "no JSON")
        if found := judge(body := await request.json()):
            self.faults += found
            return refused(400, "invalid_request_error", "; ".join(found))
        self.requests.append(body)
        self.headers.append(dict(request.headers))
        return make(body)

    async def _said(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        match answer.how:
            case "hang":
                await self._hang()
            case "trickle":
                return await self._trickled(request, answer)
            case "drop":
                if request.transport is not None:
                    request.transport.abort()
        return web.Response(status=answer.status, text=answer.body, content_type="application/json", headers=answer.headers)

    async def _streamed(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """The same answer as server-sent events, some letters in each; one that is "cut" has no end."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        said = ""
        for event in _events(answer.body):
            await response.write(f"data: {json.dumps(event)}\n\n".encode())
            said += _piece(event)
            if self.halts_at and self.halts_at in said and not self.go_on.is_set():
                await self._halt()
        if answer.how == "cut" and request.transport is not None:
            request.transport.abort()
        else:
            await response.write(b"data: [DONE]\n\n")
        return response

    async def _halt(self) -> None:
        self.begun.set()
        try:
            while not self.go_on.is_set() and not self._over.is_set():
                await asyncio.wait([asyncio.create_task(self._over.wait())], timeout=0.02)
        except asyncio.CancelledError:
            self.hung_up.set()
            raise

    async def _hang(self) -> None:
        self.begun.set()
        try:
            await self._over.wait()
        except asyncio.CancelledError:
            self.hung_up.set()
            raise

    async def _trickled(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """One byte every tenth of a second: no single wait is long, and yet there is no end."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for letter in answer.body or " " * 10_000:
            try:
                await asyncio.wait_for(self._over.wait(), timeout=0.1)
                break
            except TimeoutError:
                await response.write(letter.encode())
        return response
