"""The event log as a file for auditors: who did what and when, by which clause; each line vouches for all before it.

Whoever has the last line's hash from elsewhere can tell whether any line was changed, left out or put in.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final, TextIO

from storage.audit import Entry
from storage.persons import pseudonym

#: What a line says, in this order; `hash` is of the line before and of all of these.
NAMES: Final = ("number", "at", "what", "about", "who", "role", "clause", "more", "hash")
_FIRST: Final = "0" * 64
#: A part of a name, or an address.
_WORD: Final = re.compile(r"[\w@.+'’-]*[\w]")
#: In words.
_LONGEST_NAME: Final = 6


class Broken(Exception):
    """The chain does not hold at this line, counted from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def chained(entries: Iterable[Entry], *, pseudonymous: bool) -> Iterator[dict[str, str]]:
    """A line for each entry, as text. Pseudonymous, people are ids, and their names and addresses are in no field."""
    last = _FIRST
    for entry in entries:
        line = _line(entry, pseudonymous=pseudonymous)
        last = _hash(last, line)
        yield line | {"hash": last}


def write_jsonl(lines: Iterable[dict[str, str]], sink: TextIO) -> str:
    """The hash of the last line."""
    last = _FIRST
    for line in lines:
        sink.write(json.dumps(line, ensure_ascii=False) + "\n")
        last = line["hash"]
    return last


def write_csv(lines: Iterable[dict[str, str]], sink: TextIO) -> str:
    """The hash of the last line. What a spreadsheet would take for a formula stands behind an apostrophe."""
    writer = csv.DictWriter(sink, NAMES)
    writer.writeheader()
    last = _FIRST
    for line in lines:
        writer.writerow({name: _plain(value) for name, value in line.items()})
        last = line["hash"]
    return last


def verify(source: TextIO) -> tuple[int, str]:
    """How many lines of JSON hold, and the last one's hash; raises Broken where the chain does not."""
    last, count = _FIRST, 0
    for count, text in enumerate(source, 1):
        try:
            line = json.loads(text)
            told = line.pop("hash")
            holds = told == _hash(last, line)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Broken(count) from None
        if not holds:
            raise Broken(count)
        last = told
    return count, last


def _line(entry: Entry, *, pseudonymous: bool) -> dict[str, str]:
    who = "by rule" if entry.actor_id is None else entry.actor_id
    more = {name: value for name, value in entry.fields.items() if name != "clause"}
    if not pseudonymous and entry.actor is not None:
        who = f"{entry.actor.name} <{entry.actor.email}> ({entry.actor_id})"
    if pseudonymous:
        more = {name: _without(value, entry.named) for name, value in more.items()}
    return {
        "number": str(entry.id),
        "at": entry.at.isoformat(),
        "what": entry.kind,
        "about": entry.subject,
        "who": who,
        "role": "" if entry.actor is None else entry.actor.role.value,
        "clause": entry.fields.get("clause", ""),
        "more": json.dumps(more, ensure_ascii=False, sort_keys=True),
    }


def _without(value: str, named: Mapping[str, str]) -> str:
    """The value, with a pseudonym wherever somebody of the program is named."""
    words = [match.span() for match in _WORD.finditer(value)]
    found, done, number = [], 0, 0
    while number < len(words):
        begin = words[number][0]
        ends = [end for _, end in words[number : number + _LONGEST_NAME]]
        known = [end for end in ends if value[begin:end].casefold() in named]
        if known:
            found += [value[done:begin], pseudonym(named[value[begin : known[-1]].casefold()])]
            done = known[-1]
            number += ends.index(done)
        number += 1
    return "".join([*found, value[done:]])


def _hash(last: str, line: dict[str, str]) -> str:
    return sha256(json.dumps([last, *(line[name] for name in NAMES[:-1])], ensure_ascii=False).encode()).hexdigest()


def _plain(value: str) -> str:
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
