"""The log: lines on standard error that hold ids, kinds and places, never what people wrote; JSON unless somebody looks on."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog
from typing_extensions import override

_log = structlog.get_logger("library")
_FIRST: Final = ("timestamp", "level", "event")


def configure_logging(level: str) -> None:
    """From here on, whatever this process logs; and what its libraries log, of which each line says where it comes from."""
    shown = structlog.processors.KeyValueRenderer(key_order=list(_FIRST))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _where_it_failed,
            shown if sys.stderr.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # In the place of logging's own last resort, which would write the words of whatever library as they are.
    logging.lastResort = _Libraries(logging.WARNING)


def _where_it_failed(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its kind and the places it came through; its own text may repeat what a person wrote and stays out."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["through"] = _places(error.__traceback__)
    return event


def _places(at: TracebackType | None) -> list[str]:
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(at)]


class _Libraries(logging.Handler):
    """What a library says of trouble, without its words: they may hold a whole payload. The place says what it was."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        said = {"logger": record.name, "place": f"{record.filename}:{record.lineno} {record.funcName}"}
        _log.log(record.levelno, "library", **said, **({} if error is None else {"exc_info": error}))
