"""What the page sends, read into one delivery; nothing in it is trusted, and what is wrong with it is said in a sentence."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping

from bot.incoming import Incoming, Sender
from bot.web.guard import Refused
from handlers.message import LARGEST_FILE, Opened, Pressed, Said, Submitted, Uploaded, What

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_KINDS = ("said", "pressed", "form", "file", "opened")
_FIELDS = frozenset({"key", "persona", "values", *_KINDS})
_MOST_KEYS = 200
_MOST_VALUES = 100
_LONGEST_NAME = 200
LONGEST_TEXT = 200_000


def read_turn(body: Mapping[str, object]) -> Incoming:
    """One turn: `key`, `persona` and exactly one of said, pressed, form (with values), file (name, content in base64), opened."""
    unknown = set(body) - _FIELDS
    kinds = [kind for kind in _KINDS if kind in body]
    if unknown or len(kinds) != 1 or ("values" in body and kinds != ["form"]):
        raise Refused(400, 'Send "key", "persona" and exactly one of "said", "pressed", "form" with "values", "file", or "opened".')
    persona = text(body, "persona")
    key = text(body, "key")
    if not _KEY.fullmatch(key):
        raise Refused(400, 'The "key" has to be 8 to 64 letters, digits, "-" or "_".')
    sender = Sender(chat="web", tenant="demo", user=persona)
    return Incoming(key=prefix(persona) + key, sender=sender, conversation=persona, what=_what(kinds[0], body))


def read_seen(body: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    """The persona and the keys of the notices its page has shown."""
    if set(body) != {"persona", "keys"}:
        raise Refused(400, 'Send "persona" and "keys".')
    keys = body["keys"]
    if not isinstance(keys, list) or len(keys) > _MOST_KEYS or not all(isinstance(key, str) for key in keys):
        raise Refused(400, f'"keys" has to be a list of at most {_MOST_KEYS} texts.')
    return text(body, "persona"), tuple(_sound(key) for key in keys)


def prefix(persona: str) -> str:
    """What stands before the page's own key in the key of a delivery."""
    return f"web:demo:{persona}:"


def text(body: Mapping[str, object], name: str) -> str:
    """A field that has to be text; what cannot be written as Unicode (half a surrogate pair) becomes U+FFFD."""
    value = body.get(name)
    if not isinstance(value, str):
        raise Refused(400, f'"{name}" has to be text.')
    if len(value) > LONGEST_TEXT:
        raise Refused(413, f'"{name}" can have {LONGEST_TEXT} characters.')
    return _sound(value)


def _what(kind: str, body: Mapping[str, object]) -> What:
    if kind == "said":
        return Said(text=text(body, "said"))
    if kind == "pressed":
        return Pressed(action=text(body, "pressed"))
    if kind == "form":
        return Submitted(form=text(body, "form"), values=_values(body.get("values")))
    if kind == "file":
        return _file(body["file"])
    if body["opened"] is not True:
        raise Refused(400, '"opened" has to be true.')
    return Opened()


def _file(file: object) -> Uploaded:
    if not isinstance(file, dict) or set(file) != {"name", "content"} or not all(isinstance(each, str) for each in file.values()):
        raise Refused(400, '"file" has to be an object of two texts, "name" and "content".')
    try:
        content = b64decode(file["content"].encode("ascii"), validate=True)
    except (NotBase64, UnicodeEncodeError):
        raise Refused(400, 'The "content" of a file has to be in base64.') from None
    if len(content) > LARGEST_FILE:
        raise Refused(413, f"A file can have {LARGEST_FILE // 2**20} MB.")
    return Uploaded(name=_sound(file["name"])[:_LONGEST_NAME], content=content)


def _values(values: object) -> dict[str, str]:
    if not isinstance(values, dict) or len(values) > _MOST_VALUES or not all(isinstance(each, str) for each in values.values()):
        raise Refused(400, f'"values" has to be an object of at most {_MOST_VALUES} texts.')
    return {_sound(name): _sound(value) for name, value in values.items()}


def _sound(value: str) -> str:
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
