"""`partnerbot say --jsonl` as people at work: processes that are killed at any moment and begun again with what is unanswered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from selectors import EVENT_READ, DefaultSelector
from typing import IO, Any, Final

from tests.bot.house import POLICY_FILE

_COMMAND: Final = str(Path(sys.executable).parent / "partnerbot")
#: At most so many seconds after an answer a process is killed: a turn takes a few hundredths.
_SOON: Final = 0.08
#: In seconds, on a machine that others keep busy: then it hangs.
_HANGS: Final = 900


class Person:
    """Somebody's lines, each with a key of its own, and the answers that have arrived."""

    def __init__(self, email: str, lines: Sequence[str], *, name: str) -> None:
        known = {"as": email, "at": "2026-11-23T09:00:00Z"}
        self.lines = [{**known, "text": text, "key": f"{name}-{number}"} for number, text in enumerate(lines)]
        self.answers: list[str] = []
        self.killed = 0

    def work(self, url: str, rolls: Random, kills: int) -> None:
        """Until everything is answered; `kills` processes die on the way, each at a moment of its own."""
        for _ in range(kills):
            if len(self.answers) < len(self.lines):
                self._run(url, dies_after=rolls.randrange(3), soon=rolls.random() * _SOON)
        while len(self.answers) < len(self.lines):
            self._run(url)

    def _run(self, url: str, *, dies_after: int = -1, soon: float = 0.0) -> None:
        process = begin(url, self.lines[len(self.answers) :])
        assert process.stdout is not None
        with process, process.stdout as out:
            answers = iter(out.readline, b"")
            for place, line in enumerate(answers):
                self._note(line)
                if place == dies_after:
                    _wait_for_more(out, soon)
                    process.kill()
                    self.killed += 1
        assert dies_after >= 0 or process.returncode == 0, "it could not work"

    def _note(self, line: bytes) -> None:
        # The last line of a killed process may be half a one: it was not answered.
        if line.endswith(b"\n"):
            self.answers.append(json.loads(line)["text"])


def begin(url: str, lines: Sequence[dict[str, Any]]) -> subprocess.Popen[bytes]:
    env = {**os.environ, "DATABASE_URL": url, "PARTNERBOT_POLICY": str(POLICY_FILE)}
    process = subprocess.Popen([_COMMAND, "say", "--jsonl"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write("".join(json.dumps(line) + "\n" for line in lines).encode())
    process.stdin.close()
    return process


def _wait_for_more(out: IO[bytes], most: float) -> None:
    """Until the next answer begins, or so many seconds."""
    with DefaultSelector() as selector:
        selector.register(out, EVENT_READ)
        selector.select(most)


def all_work(people: Sequence[Person], url: str, seed: int, kills: int) -> None:
    """Everybody at once."""
    with ThreadPoolExecutor(max_workers=len(people)) as pool:
        jobs = [pool.submit(one.work, url, Random(f"{seed}:{place}"), kills) for place, one in enumerate(people)]
        for job in jobs:
            job.result(timeout=_HANGS)
