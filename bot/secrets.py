"""Secrets that change while the bot runs: read again when their files change or the operator asks, and handed to whoever uses them.

A file is named by a variable with _FILE at its end, as for the secrets of Docker and Kubernetes. What is no good changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import structlog

from bot.config import BadConfiguration, Settings, read_settings, secret_files

_log = structlog.get_logger("secrets")
_Mark = tuple[tuple[str, int, int, int], ...]


class Secrets:
    """Those of one process. Whoever uses one says how it takes a new one; that has to be quick, and safe from any thread."""

    def __init__(self) -> None:
        self._users: list[Callable[[Settings], None]] = []
        self._mark = _mark()
        self._lock = Lock()

    def follow(self, use: Callable[[Settings], None]) -> None:
        """Is called with the settings whenever they were read again."""
        self._users.append(use)

    def look(self) -> None:
        """Reads them again if a file has changed since. The sweep; call from a thread."""
        if _mark() != self._mark:
            self.reread()

    def reread(self) -> None:
        """Reads everything again: from here on, what is there now counts."""
        with self._lock:
            self._mark = _mark()
            try:
                settings = read_settings()
            except BadConfiguration as bad:
                _log.error("secrets.refused", problems=bad.problems)  # they name variables, and repeat no value
                return
            for use in self._users:
                use(settings)
            _log.info("secrets.read")


def _mark() -> _Mark:
    """What tells one state of the files from another; a file that is away for a moment is another state, too."""
    found = []
    for path in secret_files().values():
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((str(path), state.st_mtime_ns, state.st_ino, state.st_size))
    return tuple(found)
