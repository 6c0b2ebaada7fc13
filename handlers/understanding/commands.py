"""Commands that name what they act on: decide a registration, answer a question, link an account, look after a team."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from handlers.understanding import command_words as wording
from handlers.understanding.phrase_needs import Where
from handlers.understanding.phrases import Phrases
from handlers.understanding.pieces import Told
from handlers.understanding.text import LIMIT

#: A command that names its subject first ("Acme was won") is short; in a longer message the words would be tried at every place.
_LONGEST_SUBJECT_FIRST: Final = 160


class _Row(NamedTuple):
    intent: str
    longest: int


def _row(intent: str, pattern: str) -> _Row:
    subject_first = re.match(r"(?:\(\?:)*\(\?P<subject|\(\?:\(\?:\(\?:\(\?:the |\(\?:the ", pattern) is not None
    return _Row(intent=intent, longest=_LONGEST_SUBJECT_FIRST if subject_first else LIMIT)


_PLEASE: Final = re.compile(wording.PLEASE, re.IGNORECASE)
_COMMANDS: Final = tuple(_row(intent, pattern) for intent, pattern in wording.COMMANDS)
_PATTERNS: Final = Phrases((pattern for _, pattern in wording.COMMANDS), flags=re.IGNORECASE | re.DOTALL, where=Where.AT_THE_START)
_SUBJECTS: Final = ("subject", "subject2", "subject3", "subject4")
_NOBODY: Final = frozenset("it this that these those them all everything das es dies alles sie ihn ja yes".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`intent` with what it is about and the words after it, as written."""

    intent: str
    subject: str = ""
    argument: str = ""


_NUMBERED = re.compile(r"[dlopqr]-[0-9a-z]{4,8}", re.IGNORECASE)
_WORD = re.compile(rf"{_NUMBERED.pattern}|[a-zäöüß]+")


def _has_command(piece: str) -> bool:
    words = _WORD.findall(piece)
    return not wording.WORDS.isdisjoint(words) or any(word[1:2] == "-" for word in words)


_COMMANDS_IN: Final = Told(_has_command)


def may_be_command(line: str) -> bool:
    """Whether a message, in lower case, holds a word that every command has; cheap, since most messages are none."""
    if "<identifier>" in line:
        return True
    return any(map(_COMMANDS_IN.__getitem__, line.split()))


def read_command(text: str) -> Command | None:
    """The command the message is, or None. Companies are given as written; a registration's id in capitals."""
    polite = _PLEASE.match(text)
    start = polite.end() if polite else 0
    for place in _PATTERNS.likely(text):
        intent, longest = _COMMANDS[place]
        match = _PATTERNS.pattern(place).match(text, start) if len(text) <= longest else None
        if match is None:
            continue
        groups = match.groupdict()
        subject = next((groups[name] for name in _SUBJECTS if groups.get(name)), "").strip(" .,!?\"'")
        if subject.lower() in _NOBODY and intent != "unlink":
            subject = ""
        if _NUMBERED.fullmatch(subject):
            subject = subject.upper()
        argument = (groups.get("argument") or groups.get("argument2") or "").strip(" .")
        return Command(intent=intent, subject=subject, argument=argument)
    return None
