"""What a person did in a chat, and from which account: said or pressed something, filled in a form, sent a file, or came in."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

#: The largest file that can be sent in a chat, in bytes; a larger document is added by whoever runs the program.
LARGEST_FILE: Final = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """An account in a chat: the chat ("slack", "teams", "web", "console"), its workspace or tenant, and the user's id there."""

    chat: str
    tenant: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words, as typed; nothing is cleaned yet. `place` is the address of the channel where others read along, "" for nowhere."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """The `action` of a choice, as it came back: it is not trusted."""

    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A form drawn whole: its id and the text of each of its fields, by name. Not trusted either."""

    form: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The person opened the chat and said nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A file: its name and its bytes, as it came; empty where it could not be had."""

    name: str
    content: bytes


What = Said | Pressed | Submitted | Uploaded | Opened


def sound(text: str) -> str:
    """The text without what no database and no chat can hold: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def sounded(what: What) -> What:
    """The same deed with every text in it sound."""
    match what:
        case Said(text=text, place=place):
            return Said(text=sound(text), place=sound(place))
        case Pressed(action=action):
            return Pressed(action=sound(action))
        case Submitted(form=form, values=values):
            return Submitted(form=sound(form), values={sound(name): sound(value) for name, value in values.items()})
        case Uploaded(name=name, content=content):
            return Uploaded(name=sound(name), content=content)
        case Opened():
            return what


def kept(what: What) -> What:
    """The same deed as it is kept once it is answered: of a file the name only."""
    return Uploaded(name=what.name, content=b"") if isinstance(what, Uploaded) else what


def dump(what: What) -> dict[str, Any]:
    """As JSON values, for the record."""
    match what:
        case Said(text=text, place=place):
            return {"said": text} | ({"place": place} if place else {})
        case Pressed(action=action):
            return {"pressed": action}
        case Submitted(form=form, values=values):
            return {"form": form, "values": dict(values)}
        case Uploaded(name=name, content=content):
            return {"file": {"name": name, "content": b64encode(content).decode("ascii")}}
        case Opened():
            return {"opened": True}


def load(value: Mapping[str, Any]) -> What:
    """What `dump` made the value from."""
    if "said" in value:
        return Said(text=value["said"], place=value.get("place", ""))
    if "pressed" in value:
        return Pressed(action=value["pressed"])
    if "form" in value:
        return Submitted(form=value["form"], values=value["values"])
    if "file" in value:
        return Uploaded(name=value["file"]["name"], content=b64decode(value["file"]["content"]))
    return Opened()
