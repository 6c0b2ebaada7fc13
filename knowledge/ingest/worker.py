"""The process that reads files, one after the other, where a hostile one can do no harm.

    python -m knowledge.ingest.worker LIMITS

LIMITS is a JSON object. The first line out says "ready". For each file a line of JSON comes in on standard input ({"name": …,
"size": bytes}), then its bytes; a line of JSON goes out on standard output.
"""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO

from handlers.ports_library import Unreadable
from knowledge.ingest.confinement import allow_time, confine
from knowledge.ingest.limits import Limits
from knowledge.ingest.reading import document_of
from knowledge.ingest.wire import document_line, unreadable_line


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    with _own_output() as output:
        confine(limits)
        output.write(b"ready\n")
        output.flush()
        while line := sys.stdin.buffer.readline():
            told = json.loads(line)
            content = sys.stdin.buffer.read(told["size"])
            allow_time(limits)
            output.write(_answer(told["name"], content, limits))
            output.flush()


def _own_output() -> BinaryIO:
    """Standard output for us alone: what a library prints goes nowhere."""
    own = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return own


def _answer(name: str, content: bytes, limits: Limits) -> bytes:
    try:
        return document_line(document_of(name, content, limits))
    except Unreadable as why:
        return unreadable_line(why)
    except MemoryError:
        return unreadable_line(Unreadable("document.unpacks_too_large"))
    except Exception:  # noqa: BLE001 - parsers raise whatever they like about a file that is not what they expect
        return unreadable_line(Unreadable("document.broken"))


if __name__ == "__main__":
    main()
