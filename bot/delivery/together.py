"""What is small and comes at the same moment is committed together: one commit for all that came while the last one was made.

Nobody waits for company. Who comes alone has a transaction to themselves, and so has everybody when the shared one fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context, copy_context
from threading import Lock
from typing import Any, Final, TypeVar

from handlers.ports import Stale
from storage.engine import Database, Transaction

T = TypeVar("T")
#: In one commit, so that nobody waits long for those before them.
_MOST: Final = 50
#: Of one that somebody else's transaction stood in the way of.
_TRIES: Final = 5

_Job = Callable[[Transaction], Any]
_Waiting = tuple[_Job, Context, "Future[Any]"]


class Together:
    """A thread of its own that commits. Those who hurry go before other writers of the process, where there can be only one."""

    def __init__(self, database: Database, name: str, *, hurries: bool = False) -> None:
        self._database = database
        self._hurries = hurries
        self._lock = Lock()
        self._waiting: list[_Waiting] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def run(self, job: Callable[[Transaction], T]) -> T:
        """What the job returns, once it is committed; raises what it or the database raises. It may run several times, all but one
        of them undone.
        """
        future: Future[T] = Future()
        with self._lock:
            self._waiting.append((job, copy_context(), future))
        self._thread.submit(self._work)
        return await asyncio.wrap_future(future)

    def _work(self) -> None:
        with self._lock:
            found, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
        wanted = [waiting for waiting in found if waiting[2].set_running_or_notify_cancel()]
        if wanted:
            self._commit(wanted)

    def _commit(self, batch: Sequence[_Waiting], *, tries: int = _TRIES) -> None:
        try:
            with self._database.transaction(hurries=self._hurries) as connection:
                done = [context.run(job, connection) for job, context, _ in batch]
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits for it is told
            if len(batch) == 1 and isinstance(error, Stale) and tries > 1:
                self._commit(batch, tries=tries - 1)  # it stood crosswise to somebody else's, who is done by now
                return
            if len(batch) == 1:
                batch[0][2].set_exception(error)
                return
            for each in batch:
                self._commit([each])
        else:
            for (_, _, future), result in zip(batch, done, strict=True):
                future.set_result(result)
