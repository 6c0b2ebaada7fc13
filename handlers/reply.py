"""A reply is neutral: a few parts that every chat can draw, in the reader's language, with nothing marked up in it.

Every string in a reply is plain text. Renderers escape it; none may read it as markup. A chat that cannot draw a part says
the same in text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """How a text part is meant; a renderer may show it, a screen reader is told in words."""

    PLAIN = "plain"
    TITLE = "title"
    SUCCESS = "success"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Labelled values, in reading order."""

    facts: tuple[Fact, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`caption` says what it lists; every row has as many cells as there are columns; `numeric` names columns by index."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`done` of `total` (never negative, total above zero), with the same said in words in `caption`."""

    label: str
    done: Decimal
    total: Decimal
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One series of bars: `values` belong to `labels` one by one, `shown` is each value in words."""

    title: str
    labels: tuple[str, ...]
    values: tuple[Decimal, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to download: its name, media type and content."""

    name: str
    media_type: str
    content: bytes
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to press. `action` comes back as it is (`Pressed`); what it may do is decided again on the server."""

    label: str
    action: str
    style: str = "default"  # default | primary | danger


class Purpose(StrEnum):
    """What choices are for; a chat that has something of its own for it may draw that."""

    PLAIN = "plain"
    FEEDBACK = "feedback"  # whether an answer helped: the first says yes, the second no


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Things to pick from; each can also be picked by its number, counted from 1 over all choices of the reply."""

    choices: tuple[Choice, ...]
    prompt: str = ""
    purpose: Purpose = Purpose.PLAIN


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"


class Lookup(StrEnum):
    """What a field's answer can be looked up among, by a part of its name: too many to list, or only the reader's own."""

    PRODUCT = "product"
    PARTNER = "partner"
    MEMBER = "member"
    DEAL = "deal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form; `value` is what is known already, as a person would type it, `error` what was wrong with it.

    With a `lookup` a chat that can asks for options while somebody types (`handlers.looking_up`); `options` may be empty then.
    """

    name: str
    kind: FieldKind
    label: str
    required: bool
    hint: str = ""
    value: str = ""
    error: str = ""
    options: tuple[Option, ...] = ()
    lookup: Lookup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form drawn whole by a chat that can; its answers come back as `Submitted(form=id, values={name: text})`."""

    id: str
    title: str
    submit: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an answer stands: a clause of the policy or a place in a document."""

    label: str
    place: str
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    sources: tuple[Source, ...]


Part = Text | Facts | Table | Progress | Chart | File | Choices | Form | Sources


#: The intent of what is said to somebody who stopped an answer.
STOPPED: Final = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the conversation stands after the turn, for programs that read along.

    `state` is idle, collecting, confirming, submitted, cancelled or handoff; `asks` the slot asked for; `draft` every slot of
    the registration in progress (or just submitted or cancelled) with its value as text, or None. `result` is what a program that
    asked for something is told of what came of it, by name; empty where nothing did.
    """

    state: str = "idle"
    asks: str | None = None
    intent: str = ""
    draft: dict[str, str | None] = field(default_factory=dict)
    result: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the bot says in one turn. `language` is "en" or "de", for screen readers and formats.

    `deal` is the token of the link to the deal that it is about, "" where it is about none or about several. With a `place`, the
    address of a channel, everybody there may read it, as long as only the vendor's people are there; "" is for one person alone.
    """

    parts: tuple[Part, ...]
    language: str = "en"
    standing: Standing = field(default_factory=Standing)
    deal: str = ""
    place: str = ""
