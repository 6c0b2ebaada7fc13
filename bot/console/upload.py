"""A file that somebody at the terminal sends: `upload PATH`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from handlers.message import LARGEST_FILE, Uploaded

_COMMAND: Final = "upload "


class NoSuchFile(Exception):
    """The file cannot be sent; the message says why."""


def read_upload(line: str) -> Uploaded | None:
    """The file that a typed line names, None when the line is none of this kind; raises NoSuchFile when it cannot be read."""
    if not line.lower().startswith(_COMMAND):
        return None
    path = Path(line[len(_COMMAND) :].strip().strip("\"'")).expanduser()
    try:
        with path.open("rb") as source:
            content = source.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no path"
        raise NoSuchFile(f"{path}: {reason}") from None
    if len(content) > LARGEST_FILE:
        raise NoSuchFile(f"{path}: larger than {LARGEST_FILE // 2**20} MB")
    return Uploaded(name=path.name, content=content)
