"""Reads files in processes of their own, which are kept warm for the next file and replaced when one has died of a file."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer
from typing import Final, Self

from handlers.ports_library import ReadDocument, Unreadable
from knowledge.ingest.formats import format_of_name
from knowledge.ingest.limits import LIMITS, Limits
from knowledge.ingest.wire import document_from

#: So many files, then a new process: what a library may leak has an end.
_FILES_EACH: Final = 1_000
#: Beginning is no fault of the file; on a machine that is busy it may take a while.
_SECONDS_TO_START: Final = 60
_TOP: Final = Path(__file__).parents[2]


def read_file(name: str, content: bytes, *, limits: Limits = LIMITS) -> ReadDocument:
    """Reads one file in a process that is begun for it, which takes about half a second; for more than one, use `Files`.

    `name` may be a path; its ending says what the file is, and its content has to agree. Raises Unreadable.
    """
    with Files(limits, at_once=1) as files:
        return files.read(name, content)


class Files:
    """Keeps the promise of Reader, from any thread: `at_once` files at a time, each in a process of its own. To be closed."""

    def __init__(self, limits: Limits = LIMITS, *, at_once: int = 2) -> None:
        self._limits = limits
        self._places = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._idle: list[_Worker] = []

    def read(self, name: str, content: bytes) -> ReadDocument:
        """Raises Unreadable."""
        format_of_name(name)
        if len(content) > self._limits.size:
            raise Unreadable("document.too_large", megabytes=str(self._limits.size // 1_000_000))
        with self._places:
            worker = self._take()
            try:
                return worker.read(name, content)
            finally:
                self._give_back(worker)

    def close(self) -> None:
        """Ends the processes that wait for work."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self) -> _Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _Worker(self._limits)

    def _give_back(self, worker: _Worker) -> None:
        if worker.is_fit:
            with self._lock:
                self._idle.append(worker)
        else:
            worker.end()


class _Worker:
    """A process, and what went into it. It knows nothing of ours: no environment, no open files but its two pipes."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._files = 0
        self._is_broken = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module, in our own Python
            [sys.executable, "-E", "-s", "-B", "-m", "knowledge.ingest.worker", json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_TOP,
            env={},
        )

    @property
    def is_fit(self) -> bool:
        """Whether it can read another file."""
        return not self._is_broken and self._files < _FILES_EACH

    def read(self, name: str, content: bytes) -> ReadDocument:
        self._files += 1
        self._is_broken = True  # until it has read it: whatever refused a file may be short of memory since, and reads no other
        head = json.dumps({"name": name, "size": len(content)}).encode() + b"\n"
        if self._files == 1 and self._ask(b"", _SECONDS_TO_START) != b"ready\n":
            raise OSError("the process that reads files does not start")
        line = self._ask(head + content, self._limits.seconds)
        if not line.endswith(b"\n"):
            raise Unreadable(self._died_of())
        document = document_from(line)
        self._is_broken = False
        return document

    def _ask(self, question: bytes, seconds: int) -> bytes:
        timer = Timer(seconds, self._process.kill)
        timer.start()
        try:
            if self._process.stdin is None or self._process.stdout is None:
                return b""
            self._process.stdin.write(question)
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except BrokenPipeError:
            return b""
        finally:
            timer.cancel()

    def _died_of(self) -> str:
        status = self._process.wait()
        return "document.took_too_long" if status in (-signal.SIGKILL, -signal.SIGXCPU) else "document.broken"

    def end(self) -> None:
        """Lets it go: it stops when nothing more comes in."""
        if self._is_broken:
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:  # what it no longer took
                    continue
        self._process.wait()
