"""The one door to a language model: asks OpenAI's chat completions, or whoever speaks like them, a question with a shaped answer,
or their embeddings what texts mean.

Whatever goes wrong, the answer is None and the reason is counted: nobody waits longer than the limit, nothing is tried twice, a
provider that failed is left alone for a while, and neither the question nor the key is ever logged. A question whose answer nobody
waits for any more is hung up on: that needs an event loop, which runs in a thread of its own.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Lock, Thread
from typing import Any, Final, TypeVar

import openai
import structlog

from knowledge.completions import Failed, Whole, content, parsed, vectors
from knowledge.resting import Resting
from knowledge.shapes import Schema, conforms
from knowledge.usage import Failure, Price, Usage
from knowledge.wanted import is_wanted

DEFAULT_BASE_URL: Final = "https://api.openai.com/v1"
LIMIT: Final = timedelta(seconds=20)
#: So many questions may be under way; more would only wait behind a provider that hangs.
AT_ONCE: Final = 8
#: In seconds, between two looks whether an answer is still wanted.
_LOOK: Final = 0.5

#: Models that think before they answer: they take no temperature, and their thoughts count as answer.
_REASONS = re.compile(r"(?:.*/)?(?:o\d|gpt-(?:[5-9]|\d\d))", re.IGNORECASE)
_THOUGHTS: Final = 4000
#: What says of the provider, and not of one question, that there will be no answer.
_OUT_OF_ORDER: Final = frozenset({Failure.TIMEOUT, Failure.CONNECTION, Failure.UNAUTHORIZED, Failure.LIMITED, Failure.SERVER})
#: Is told what a model writes, piece by piece.
Heard = Callable[[str], None]
#: Pieces on their way from the loop to whoever asked; None at the end.
_Arriving = SimpleQueue[str | None]
_log = structlog.get_logger("model")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Which model, where, with which key. `limit` is for the whole of a question, from sending to the last byte of the answer."""

    model: str
    key: str = field(repr=False)
    base_url: str = DEFAULT_BASE_URL
    price: Price | None = None
    limit: timedelta = LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A kind of question: what the model is to do, the shape of its answer, and how many tokens an answer may have."""

    name: str
    instructions: str
    answer: Schema
    longest: int


class Model:
    """Asks one model. Safe to use from many threads; `usage` is what it was asked so far."""

    def __init__(self, settings: ModelSettings, clock: Callable[[], datetime]) -> None:
        seconds = settings.limit.total_seconds()
        self._settings = settings
        self._http = openai.DefaultAsyncHttpxClient(
            timeout=openai.Timeout(seconds, connect=min(5, seconds)),
            follow_redirects=False,  # what partners write goes where it was configured to go, and nowhere else
        )
        self._client = openai.AsyncOpenAI(
            api_key=settings.key, base_url=settings.base_url, max_retries=0, timeout=self._http.timeout, http_client=self._http
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_closed = False
        self._lock = Lock()
        self._places = BoundedSemaphore(AT_ONCE)
        self._resting = Resting(clock)
        self.usage = Usage(settings.price)

    def ask(self, task: Task, subject: Mapping[str, Any], heard: Heard | None = None) -> dict[str, Any] | None:
        """The answer in the task's shape, or None. `subject` is what it is about: data, sent as JSON beside the instructions.

        `heard` is told the answer as it comes, piece by piece, in this thread: JSON that is neither whole nor checked.
        """
        request = self._request(task, subject)

        def call(put: Heard) -> Coroutine[Any, Any, object]:
            return self._call(request) if heard is None else self._streamed(request, put)

        found = self._answered(task.name, lambda: self._shaped(self._sent(call, heard), task))
        return None if isinstance(found, Failure) else found

    def embed(
        self, texts: Sequence[str], *, dimensions: int | None = None, limit: timedelta
    ) -> tuple[tuple[float, ...], ...] | Failure:
        """A vector of length one for each text, all of them within the limit, or why there is none. The texts are data.

        With `dimensions`, each has as many numbers, which the provider is asked for.
        """
        sized = {} if dimensions is None else {"dimensions": dimensions}
        request = {"model": self._settings.model, "input": list(texts), "encoding_format": "float", **sized}

        def made() -> tuple[tuple[float, ...], ...]:
            answer = self._sent(lambda put: self._embedded(request, limit))
            self._count(answer)
            return vectors(answer, len(texts), dimensions)

        return self._answered("embed", made)

    def reach(self) -> Failure | None:
        """Whether the provider takes the key and knows the model, asked in a way that costs nothing; None when it does."""
        try:
            self._sent(lambda _: self._named())
        except Failed as failed:
            return failed.kind
        return None

    def _answered(self, name: str, make: Callable[[], _Made]) -> _Made | Failure:
        """What comes of asking; why not, where nothing does or nobody is asked for a while."""
        self.usage.called()
        ticket = self._resting.begin()
        if ticket is None:
            self.usage.failed(Failure.RESTING)
            return Failure.RESTING
        failure: Failure | None = Failure.BUSY  # as long as it was not sent
        try:
            answer = make()
            failure = None
        except Failed as failed:
            failure = failed.kind
            self.usage.failed(failure)
            _log.warning("model.failed", task=name, kind=failure.value)
            return failure
        finally:
            self._learn(ticket, failure)
        _log.info("model.answered", task=name)
        return answer

    def _learn(self, ticket: int, failure: Failure | None) -> None:
        """Whether the provider is left alone from now on; an answer that is no use is an answer."""
        if failure in (Failure.BUSY, Failure.STOPPED):
            self._resting.unknown(ticket)
        elif failure not in _OUT_OF_ORDER:
            self._resting.worked(ticket)
        elif rest := self._resting.failed(ticket):
            _log.warning("model.rests", seconds=int(rest.total_seconds()))

    def use_key(self, key: str) -> None:
        """The key from the next question on; the provider is asked at once, even if it was left alone for the old one."""
        if key != self._client.api_key:
            self._client.api_key = key
            self._resting.forget()

    def close(self) -> None:
        """Lets go of connections; a question under way ends without an answer."""
        with self._lock:
            self._is_closed, loop = True, self._loop
        if loop is not None:
            loop.call_soon_threadsafe(loop.stop)
            self._thread.join()

    def _request(self, task: Task, subject: Mapping[str, Any]) -> dict[str, Any]:
        reasons = _REASONS.match(self._settings.model) is not None
        sampling = {} if reasons else {"temperature": 0}
        shape = {"name": task.name, "strict": True, "schema": task.answer}
        return {
            "model": self._settings.model,
            "messages": [
                {"role": "system", "content": task.instructions},
                {"role": "user", "content": json.dumps(subject, ensure_ascii=False)},
            ],
            "response_format": {"type": "json_schema", "json_schema": shape},
            "max_completion_tokens": task.longest + (_THOUGHTS if reasons else 0),
            "store": False,
            **sampling,
        }

    def _sent(self, call: Callable[[Heard], Coroutine[Any, Any, object]], heard: Heard | None = None) -> object:
        """What came back, within the limit. A transport's timeouts are for each of its steps; this one is for all."""
        if not self._places.acquire(blocking=False):
            raise Failed(Failure.BUSY)
        loop = self._running()
        if loop is None:
            self._places.release()
            raise Failed(Failure.CONNECTION)
        arriving: _Arriving = SimpleQueue()
        future = asyncio.run_coroutine_threadsafe(call(arriving.put), loop)
        future.add_done_callback(partial(self._over, arriving))
        _hear(arriving, heard, future, loop)
        try:
            return future.result()
        except (TimeoutError, openai.APITimeoutError):
            raise Failed(Failure.TIMEOUT) from None
        except openai.APIStatusError as error:
            raise Failed(_by_status(error.status_code)) from None
        except (openai.OpenAIError, CancelledError):
            raise Failed(Failure.CONNECTION) from None

    def _over(self, arriving: _Arriving, _: Future[object]) -> None:
        self._places.release()
        arriving.put(None)

    async def _call(self, request: Mapping[str, Any]) -> object:
        async with asyncio.timeout(self._settings.limit.total_seconds()):
            answer = await self._client.chat.completions.with_raw_response.create(**request)
        return parsed(answer.content)

    async def _named(self) -> object:
        async with asyncio.timeout(self._settings.limit.total_seconds()):
            return await self._client.models.retrieve(self._settings.model)

    async def _embedded(self, request: Mapping[str, Any], limit: timedelta) -> object:
        async with asyncio.timeout(limit.total_seconds()):
            answer = await self._client.embeddings.with_raw_response.create(**request)
        return parsed(answer.content)

    async def _streamed(self, request: Mapping[str, Any], put: Heard) -> object:
        """The same answer as `_call` gives, told as it comes."""
        whole = Whole()
        completions = self._client.chat.completions
        async with asyncio.timeout(self._settings.limit.total_seconds()):
            stream = await completions.create(**request, stream=True, stream_options={"include_usage": True})
            async with stream:
                try:
                    async for chunk in stream:
                        if piece := whole.add(chunk.to_dict(warnings=False)):
                            put(piece)
                except (ValueError, TypeError, AttributeError):  # no JSON, or no chunk: the library passes on what it falls over
                    raise Failed(Failure.NONSENSE) from None
        return whole.completion()

    def _running(self) -> asyncio.AbstractEventLoop | None:
        """The loop, begun with the first question; None once it was closed."""
        with self._lock:
            if self._loop is None and not self._is_closed:
                self._loop = asyncio.new_event_loop()
                self._thread = Thread(target=self._run, args=[self._loop], name="model", daemon=True)
                self._thread.start()
            return None if self._is_closed else self._loop

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        """Until it is stopped; then what is under way is cut off, and its connections are closed."""
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.get_loop().run_forever()
            for task in asyncio.all_tasks(loop):
                task.cancel()
            runner.run(self._client.close())

    def _shaped(self, completion: object, task: Task) -> dict[str, Any]:
        self._count(completion)
        answer = parsed(content(completion))
        if not isinstance(answer, dict) or not conforms(answer, task.answer):
            raise Failed(Failure.NONSENSE)
        return answer

    def _count(self, completion: object) -> None:
        match completion:
            case {"usage": {"prompt_tokens": int(tokens_in), "completion_tokens": int(tokens_out)}} if (
                min(tokens_in, tokens_out) >= 0
            ):
                self.usage.used(tokens_in=tokens_in, tokens_out=tokens_out)
            case {"object": "list", "usage": {"prompt_tokens": int(tokens_in)}} if tokens_in >= 0:  # vectors have no tokens out
                self.usage.used(tokens_in=tokens_in, tokens_out=0)


def _hear(arriving: _Arriving, heard: Heard | None, future: Future[object], loop: asyncio.AbstractEventLoop) -> None:
    """Until the call is over, or nobody waits for it any more: then it is hung up on."""
    looked = loop.time()
    while True:
        try:
            piece = arriving.get(timeout=_LOOK)
            if piece is None:
                return
            if heard is not None:
                heard(piece)
        except Empty:
            pass
        if loop.time() - looked >= _LOOK:
            looked = loop.time()
            if not is_wanted():
                future.cancel()
                raise Failed(Failure.STOPPED)


def _by_status(status: int) -> Failure:
    match status:
        case 401 | 403:
            return Failure.UNAUTHORIZED
        case 429:
            return Failure.LIMITED
        case _:
            return Failure.REJECTED if status < 500 else Failure.SERVER
