"""Everything in one file, and back: for the day when a disk is lost, and for moving from SQLite to PostgreSQL."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.cli.common import fail, settings_or_exit, word_database
from storage.copying import BadCopy, copy_in, copy_out
from storage.engine import Database, DatabaseProblem

_PROBLEMS: Final = {
    "copy.none": "{file} is no backup of partnerbot.",
    "copy.version": "{file} is of version {version}, this release of {known}. Restore it with its own release, and upgrade.",
    "copy.damaged": "{file} is damaged. Nothing was restored.",
    "copy.cut_off": "{file} is cut off. Nothing was restored.",
    "copy.not_empty": "The database is not empty: its table {table} has rows. Restore into an empty one.",
}


def backup(file: Path) -> int:
    """Writes all that the database holds at one moment into a new file; how many rows."""
    if file.exists():
        raise fail(f"{file} is there already. Name a new file.")
    database = _open()
    rows, beside = 0, file.with_name(f"{file.name}.part")
    try:
        database.prepare()
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds everything: nobody else may read it
        with os.fdopen(opened, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
            with database.snapshot() as connection:
                for line in copy_out(connection):
                    packed.write(f"{line}\n".encode())
                    rows += line.startswith("[")
            packed.flush()
            os.fsync(raw.fileno())
        beside.rename(file)
    except DatabaseProblem as problem:
        raise fail(word_database(problem)) from None
    except OSError as error:
        raise fail(f"{file} cannot be written: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
        database.close()
    return rows


def restore(file: Path) -> Mapping[str, int]:
    """Takes a backup into the database, which has to be empty; how many rows each table got. All of it or nothing."""
    database = _open()
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            database.prepare()
            with database.transaction() as connection:
                return copy_in(connection, lines)
    except BadCopy as bad:
        raise fail(_PROBLEMS[bad.code].format(file=file, **bad.fields)) from None
    except DatabaseProblem as problem:
        raise fail(word_database(problem)) from None
    except FileNotFoundError:
        raise fail(f"There is no file {file}.") from None
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError, zlib.error):
        raise fail(f"{file} is damaged, or no backup of partnerbot. Nothing was restored.") from None
    finally:
        database.close()


def _open() -> Database:
    return Database(settings_or_exit().database_url.get_secret_value())
