"""Plays a transcript (tests/transcripts/README.md says how they are written) and says at which line the bot said something else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, Protocol

FOLDER: Final = Path(__file__).parents[1] / "transcripts"
_ID: Final = r"[0-9A-Z]{1,4}(?:-[0-9A-Z]{4,8})+"
_NAMED = re.compile(r"\{(\w+)\}")
_DEED = re.compile(
    r"(?P<who>\S+) (?P<verb>presses|submits|uploads): (?P<rest>.*)|(?P<opener>\S+) opens the chat|(?P<speaker>\S+): (?P<words>.*)"
)
_HEARS = re.compile(r"(?P<who>\S+) hears(?P<nothing> nothing)?")
_LATER = re.compile(r"(?P<number>\d+) (?P<unit>day|hour|minute)s? later")
_PAYS = re.compile(r"the customer of (?P<deal>\S+) pays (?P<amount>\d+)")


def _in_any_chat(words: str) -> str:
    """A pattern for the words: cells are as far apart, and a field that has to be filled in is marked, as the chat does it."""
    return re.sub(r"(?:\\ ){2,}", " {2,}", re.escape(words)).replace(r"\*:", r"\*?:")


class Talking(Protocol):
    """One person's chat, whatever chat it is. What is heard is given as the terminal shows it."""

    @property
    def standing(self) -> str:
        """Where the conversation stood after what was done last, with what is asked for: "collecting amount"."""

    def say(self, text: str) -> str: ...
    def press(self, label: str) -> str: ...
    def submit(self, **values: str) -> str: ...
    def upload(self, text: str) -> str: ...
    def open(self) -> str: ...
    def notices(self) -> tuple[str, ...]: ...


class Stage(Protocol):
    """A bot with its people and its clock."""

    at: datetime

    def talk(self, who: str) -> Talking: ...
    def later(self, **duration: int) -> None: ...
    def restart(self) -> object: ...
    def sweep(self) -> object: ...
    def remind(self) -> object: ...
    def pays(self, registration_id: str, amount: Decimal) -> None: ...


class Unlike(AssertionError):
    """The bot said something else than the transcript."""


class Player:
    """Plays one transcript on one stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._talks: dict[str, Talking] = {}
        self._names: dict[str, str] = {}
        self._standing = ""
        self._heard = ""
        self._from = 0

    def play(self, path: Path) -> None:
        """Raises Unlike at the first line that does not come true, ValueError for a line that is none."""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                self._line(line.strip())
            except AssertionError as error:
                raise Unlike(f"{path.name}:{number}: {line}\n{error}\n\nThe bot said:\n{self._heard}") from None

    def _line(self, line: str) -> None:
        mark, _, rest = line.partition(" ")
        match mark:
            case "" | "#":
                return
            case ">":
                self._do(self._filled(rest))
            case "?":
                self._listen(rest)
            case "<":
                self._expect(rest)
            case "<!":
                assert self._filled(rest).casefold() not in self._heard.casefold(), "it was said"
            case "=":
                assert self._standing == rest, f"it is {self._standing}"
            case "--":
                self._pass(self._filled(rest))
            case _:
                raise ValueError(f"no line of a transcript: {line}")

    def _talk(self, who: str) -> Talking:
        return self._talks.setdefault(who, self._stage.talk(who))

    def _do(self, deed: str) -> None:
        found = _DEED.fullmatch(deed)
        if found is None:
            raise ValueError(f"nobody does anything: {deed}")
        talk = self._talk(found["who"] or found["opener"] or found["speaker"])
        if found["opener"]:
            heard = talk.open()
        elif found["speaker"]:
            heard = talk.say(found["words"])
        elif found["verb"] == "presses":
            heard = talk.press(found["rest"])
        elif found["verb"] == "uploads":
            heard = talk.upload(found["rest"].replace(" | ", "\n"))
        else:
            pairs = (pair.partition("=") for pair in found["rest"].split(";"))
            heard = talk.submit(**{name.strip(): value.strip() for name, _, value in pairs})
        self._hear(heard, talk.standing)

    def _listen(self, rest: str) -> None:
        found = _HEARS.fullmatch(rest)
        if found is None:
            raise ValueError(f"nobody hears anything: {rest}")
        self._hear("\n\n".join(self._talk(found["who"]).notices()), "")
        assert bool(found["nothing"]) == (not self._heard), "there is something to tell" if self._heard else "nothing is told"

    def _hear(self, heard: str, standing: str) -> None:
        self._heard, self._standing, self._from = heard, standing, 0

    def _expect(self, words: str) -> None:
        """The words come after those of the line before; a name in braces that is new is learnt here."""
        pattern, new = "", []
        for at, piece in enumerate(_NAMED.split(words)):
            if at % 2 == 0:
                pattern += _in_any_chat(piece)
            elif piece in self._names:
                pattern += re.escape(self._names[piece])
            else:
                pattern += f"(?P<{piece}>{_ID})"
                new.append(piece)
        found = re.compile(pattern).search(self._heard, self._from)
        assert found is not None, "it was not said" + (" after the line before" if re.search(pattern, self._heard) else "")
        self._from = found.end()
        self._names.update({name: found[name] for name in new})

    def _filled(self, words: str) -> str:
        return _NAMED.sub(lambda found: self._names[found[1]], words)

    def _pass(self, rest: str) -> None:
        later, paid = _LATER.fullmatch(rest), _PAYS.fullmatch(rest)
        if paid is not None:
            self._stage.pays(paid["deal"], Decimal(paid["amount"]))
        elif later is not None:
            self._stage.later(**{f"{later['unit']}s": int(later["number"])})
        elif rest == "the bot is restarted":
            self._stage.restart()
        elif rest == "the bot reminds":
            self._stage.remind()
        elif rest == "the bot does what is due":
            self._stage.sweep()
        elif rest.startswith("at "):
            self._stage.at = datetime.fromisoformat(rest.removeprefix("at ")).replace(tzinfo=UTC)
        else:
            raise ValueError(f"no such time: {rest}")
