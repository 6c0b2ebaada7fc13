"""What a process that is to run for long does once it stands: what it was made of stays, and is not looked through again and again.

Everything that was imported and read for the start is some 280,000 objects. Python looks through all of them for rubbish whenever a
quarter as many new ones have lasted, and stops every thread for it: fifty milliseconds and more, in the middle of somebody's turn.
"""

from __future__ import annotations

import gc
from typing import Final

import structlog

#: New objects before the youngest are looked through, and how often that is done before those that lasted are, too. A turn makes
#: some ten thousand, and nearly all are gone with it.
_YOUNG: Final = 20_000
_OLDER: Final = (20, 50)


def settle() -> None:
    """Call once, when the process is open; what is configured of logging by then stays as it is."""
    structlog.configure(cache_logger_on_first_use=True)  # else every line, also one that is not written, makes a logger first
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *_OLDER)
