"""Puts files into the library: each is read outside of any transaction, and what cannot be read keeps no other from being put."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.composition import House
from handlers.described import ReadFile, described
from handlers.ports_library import Reader, Unreadable
from knowledge.analysing import LetterAnalyser
from program.access import BY_RULE
from program.collateral import Audience, Document, DocumentKind
from storage.library import SqlLibrary

#: So many documents are put in one transaction.
_TOGETHER: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What whoever adds files says of them; None and "": nothing."""

    kind: DocumentKind | None = None
    language: str = ""
    product: str = ""
    owner_id: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    audience: Audience | None = None


class Outcome(StrEnum):
    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """What became of a file; `why` is the reason of a refusal."""

    name: str
    outcome: Outcome
    why: Unreadable | None = None


def files_below(path: Path) -> list[tuple[str, Path]]:
    """The files below a folder with their names in the library, or the file itself; nothing hidden."""
    if not path.is_dir():
        return [(path.name, path)]
    below = [(file.relative_to(path), file) for file in sorted(path.rglob("*")) if file.is_file()]
    return [(inside.as_posix(), file) for inside, file in below if not any(part.startswith(".") for part in inside.parts)]


def shelve(house: House, files: Sequence[tuple[str, Path]], stated: Stated, reader: Reader, *, at: datetime) -> Iterator[Shelved]:
    """Puts the files into the library, each under its name; yields what became of each, in order, once it is stored."""
    for begin in range(0, len(files), _TOGETHER):
        yield from _put(house, [_read(name, path, reader) for name, path in files[begin : begin + _TOGETHER]], stated, at)


def _read(name: str, path: Path, reader: Reader) -> ReadFile | Shelved:
    content = path.read_bytes()
    try:
        return ReadFile(name=name, content=content, read=reader.read(name, content))
    except Unreadable as why:
        return Shelved(name=name, outcome=Outcome.REFUSED, why=why)


def _put(house: House, files: Sequence[ReadFile | Shelved], stated: Stated, at: datetime) -> list[Shelved]:
    with house.database.transaction() as connection:
        library = SqlLibrary(connection, BY_RULE, at, LetterAnalyser())
        read = {file.name: (_document(house, file, stated, at), file) for file in files if isinstance(file, ReadFile)}
        outcomes = {name: _outcome(library, document) for name, (document, _) in read.items()}
        changed = [read[name] for name, outcome in outcomes.items() if outcome is not Outcome.UNCHANGED]
        library.put_all([(document, file.content, file.read.chunks) for document, file in changed])
        return [file if isinstance(file, Shelved) else Shelved(name=file.name, outcome=outcomes[file.name]) for file in files]


def _outcome(library: SqlLibrary, document: Document) -> Outcome:
    """What becomes of it when it is put."""
    before = library.named(document.name)
    if before is None:
        return Outcome.ADDED
    same = replace(document, id=before.id, version=before.version, added_at=before.added_at)
    return Outcome.UNCHANGED if before == same else Outcome.REPLACED


def _document(house: House, file: ReadFile, stated: Stated, at: datetime) -> Document:
    """What was stated when it was added goes before what the file states of itself."""
    document = described(file, id=house.ids.document(), at=at)
    said = {item.name: value for item in fields(stated) if (value := getattr(stated, item.name))}
    return replace(document, **said)
