"""A reply as Slack messages: pure functions to plain dicts, split where Slack's limits are, with the whole said in text as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar, assert_never

from bot.plain import in_words
from bot.slack import limits
from bot.slack.tables import table_blocks
from bot.slack.words import clean, cut, escape, mrkdwn, plain
from handlers.reply import (
    Chart,
    Choice,
    Choices,
    Facts,
    Field,
    File,
    Form,
    Part,
    Progress,
    Purpose,
    Reply,
    Sources,
    Table,
    Text,
    Tone,
)

Block = dict[str, Any]
_T = TypeVar("_T")

_SIGNS: Final = {Tone.SUCCESS: "✅ ", Tone.WARNING: "⚠️ "}
_BAR: Final = 20
#: In characters: a title that is longer is a sentence, and no heading.
_LINE: Final = 60
#: Actions that are answered with a form, which one can close again.
_ASKS: Final = "step/"
#: In characters: Slack folds a longer text, unless it is told not to.
_FOLDED: Final = 300
#: Of so many fields a message says more than their names.
_SHORT_FORM: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: its blocks, and the same in words for notifications and screen readers."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Words of the chat's own, in the reader's language."""

    open_form: str
    sure: str
    go: str
    back: str


def render(reply: Reply, labels: Labels) -> tuple[Message, ...]:
    """The messages of a reply, in order: at most 50 blocks, one table and some 12,000 characters in each. Files are not in them."""
    return tuple(Message(text=text, blocks=blocks) for text, blocks in _messages(_pieces(reply.parts, labels)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Blocks that stay together, and what they say in words."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def size(self) -> int:
        return sum(map(_characters, self.blocks))

    @property
    def tables(self) -> int:
        return sum(block["type"] == "table" for block in self.blocks)


def _pieces(parts: Sequence[Part], labels: Labels) -> Iterator[_Piece]:
    number, subject = 0, _subject(parts)
    for part in parts:
        text = in_words(part, number)
        for blocks in _drawn(part, labels, number, subject):
            yield _Piece(text=text, blocks=tuple(blocks))
            text = ""
        number += len(part.choices) if isinstance(part, Choices) else 0


def after(blocks: Sequence[Block], said: str | None) -> list[Block] | None:
    """What stands below the text in blocks that begin with it; None where they begin otherwise."""
    begin = [] if not said else [block for some in _text(Text(text=said)) for block in some]
    return list(blocks[len(begin) :]) if begin and list(blocks[: len(begin)]) == begin else None


def _messages(pieces: Iterable[_Piece]) -> Iterator[tuple[str, tuple[Block, ...]]]:
    said: list[str] = []
    blocks: list[Block] = []
    size = tables = 0
    for piece in pieces:
        full = len(blocks) + len(piece.blocks) > limits.MESSAGE_BLOCKS or size + piece.size > limits.MESSAGE_CHARACTERS
        if blocks and (full or tables + piece.tables > 1):
            yield _joined(said), tuple(blocks)
            said, blocks, size, tables = [], [], 0, 0
        said.append(piece.text)
        blocks += piece.blocks
        size += piece.size
        tables += piece.tables
    if blocks:
        yield _joined(said), tuple(blocks)


def _joined(said: Iterable[str]) -> str:
    return cut(escape("\n\n".join(text for text in said if text)), limits.FALLBACK_TEXT) or "…"


def _characters(value: object) -> int:
    """How many characters of text a block, or anything in it, holds all in all."""
    match value:
        case str():
            return len(value)
        case dict():
            return sum(map(_characters, value.values()))
        case list():
            return sum(map(_characters, value))
        case _:
            return 0


def _subject(parts: Sequence[Part]) -> str:
    """What a message is about, for who hears its buttons without the rest: its title, the first thing that it names, its words."""
    said = ""
    for part in parts:
        match part:
            case Text(text=text, tone=Tone.TITLE):
                return clean(text)
            case Facts(facts=(first, *_)):
                return clean(first.value)
            case Text(text=text):
                said = said or clean(text)
    return said


def _drawn(part: Part, labels: Labels, number: int, subject: str) -> Iterator[list[Block]]:
    """The part as groups of blocks; a message may end between two groups."""
    match part:
        case Text():
            yield from _text(part)
        case Facts():
            yield from _facts(part)
        case Table():
            yield from table_blocks(part)
        case Progress():
            yield [_section(f"*{escape(part.label)}*\n{_bar(part.done, part.total)}  {escape(part.caption)}")]
        case Chart():
            most = max([*part.values, Decimal(1)])
            bars = [
                f"`{_bar(value, most)}` {escape(shown)} · {escape(label)}"
                for label, value, shown in zip(part.labels, part.values, part.shown, strict=True)
            ]
            yield [_section(f"*{escape(part.title)}*"), *(_section("\n".join(some)) for some in _batches(bars, 10))]
        case File():
            yield [_section(f"*{escape(part.title)}*\n{escape(part.name)}")]
        case Choices(purpose=Purpose.FEEDBACK, choices=(yes, no)):
            yield [_feedback(yes, no, number)]
        case Choices():
            yield from _choices(part, labels, number, subject)
        case Form():
            choice = Choice(label=labels.open_form, action=_opening(part.id), style="primary")
            button = _button(choice, labels, "open", clean(part.title))
            yield [_section(f"*{escape(part.title)}*"), *_asked(part), {"type": "actions", "elements": [button]}]
        case Sources():
            for some in _batches(part.sources, limits.CONTEXT_ELEMENTS):
                elements = [
                    mrkdwn(
                        f"*{escape(source.label)}* · {escape(source.place)}"
                        + (f"\n{escape(source.quote)}" if source.quote else ""),
                        most=limits.CONTEXT_TEXT,
                    )
                    for source in some
                ]
                yield [{"type": "context", "elements": elements}]
        case _:
            assert_never(part)


def _text(part: Text) -> Iterator[list[Block]]:
    said = clean(part.text)
    if part.tone is Tone.TITLE and "\n" not in said and len(said) <= limits.SECTION_TEXT // 10:
        is_line = len(said) <= _LINE
        yield [{"type": "header", "text": plain(said, most=limits.HEADER)} if is_line else _section(f"*{escape(said)}*")]
        return
    if part.tone is Tone.HINT:
        yield [
            {"type": "context", "elements": [plain(some, most=limits.CONTEXT_TEXT)]} for some in split(said, limits.CONTEXT_TEXT)
        ]
        return
    for some in split(_SIGNS.get(part.tone, "") + said, limits.SECTION_TEXT):
        section: Block = {"type": "section", "text": plain(some, most=limits.SECTION_TEXT)}
        yield [section | ({"expand": True} if len(some) > _FOLDED else {})]


def _facts(part: Facts) -> Iterator[list[Block]]:
    lines = [
        f"*{escape(fact.label)}*\n{escape(fact.value)}" + (f"\n_{escape(fact.note)}_" if fact.note else "") for fact in part.facts
    ]
    head = [_section(f"*{escape(part.title)}*")] if part.title else []
    for some in _batches(lines, limits.FIELDS):
        yield [*head, {"type": "section", "fields": [mrkdwn(line, most=limits.FIELD_TEXT) for line in some]}]
        head = []


def _choices(part: Choices, labels: Labels, number: int, subject: str) -> Iterator[list[Block]]:
    head = [_section(f"*{escape(part.prompt)}*")] if part.prompt else []
    for at, some in enumerate(_batches(part.choices, limits.ACTIONS)):
        first = number + at * limits.ACTIONS
        buttons = [_button(choice, labels, str(first + index), subject or clean(part.prompt)) for index, choice in enumerate(some)]
        yield [*head, {"type": "actions", "elements": buttons}]
        head = []


def _feedback(yes: Choice, no: Choice, number: int) -> Block:
    """Slack's own thumbs; what is pressed comes back as from any other button."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": f"press:{number}",
                "positive_button": _thumb(yes),
                "negative_button": _thumb(no),
            }
        ],
    }


def _thumb(choice: Choice) -> Block:
    label = cut(clean(choice.label), limits.ACCESSIBILITY_LABEL)
    return {"text": plain(choice.label, most=limits.BUTTON_TEXT), "value": choice.action, "accessibility_label": label}


def _asked(form: Form) -> list[Block]:
    """What the form asks for, to be read before it is opened; of a short one also what can be answered."""
    if len(form.fields) > _SHORT_FORM:
        said = [" · ".join(escape(f"{field.label}: {known}" if (known := _known(field)) else field.label) for field in form.fields)]
    else:
        said = [_line(field) for field in form.fields]
    return [{"type": "context", "elements": [mrkdwn(line, most=limits.CONTEXT_TEXT) for line in said]}]


def _line(field: Field) -> str:
    """The label, and what is known or can be answered: a question ends as one, and what is open as it is."""
    said, label = escape(_known(field) or _possible(field)), escape(field.label)
    if not said:
        return f"*{label}*"
    return f"*{label}* {said}" if label.endswith("?") else f"*{label}:* {said}"


def _known(field: Field) -> str:
    return next((option.label for option in field.options if option.value == field.value), field.value)


def _possible(field: Field) -> str:
    return " / ".join(option.label for option in field.options) or field.hint


def _button(choice: Choice, labels: Labels, id: str, subject: str) -> Block:
    """What it does stands in `value`, and is decided again on the server; what cannot be undone is asked about first, unless
    it asks for something itself. Read aloud it says what it is about."""
    button: Block = {
        "type": "button",
        "action_id": f"press:{id}",
        "text": plain(choice.label, most=limits.BUTTON_TEXT),
        "value": choice.action,
    }
    if choice.style in ("primary", "danger"):
        button["style"] = choice.style
    aloud = clean(choice.label) if not subject or subject in choice.label else f"{clean(choice.label)}: {subject}"
    button["accessibility_label"] = cut(aloud, limits.ACCESSIBILITY_LABEL) or "–"
    if choice.style == "danger" and not choice.action.startswith(_ASKS):
        button["confirm"] = {
            "title": plain(choice.label, most=limits.CONFIRM_TITLE),
            "text": plain(labels.sure, most=limits.CONFIRM_TEXT),
            "confirm": plain(labels.go, most=limits.CONFIRM_BUTTON),
            "deny": plain(labels.back, most=limits.CONFIRM_BUTTON),
            "style": "danger",
        }
    return button


def _opening(form_id: str) -> str:
    """The action that draws the form of that id again."""
    verb, _, subject = form_id.partition("/")
    return f"draft.form/{subject}" if verb == "register" else f"step/{verb}/{subject}"


def _section(markup: str) -> Block:
    return {"type": "section", "text": mrkdwn(markup, most=limits.SECTION_TEXT)}


def _bar(value: Decimal, most: Decimal) -> str:
    full = int(_BAR * max(Decimal(0), min(value / most, Decimal(1))))
    return "█" * full + "░" * (_BAR - full)


def split(text: str, most: int) -> list[str]:
    """The text in pieces of at most so many characters: cut at an empty line, else a line end, else a space, else anywhere."""
    pieces = []
    while len(text) > most:
        at = next((found for mark in ("\n\n", "\n", " ") if (found := text.rfind(mark, most // 2, most)) > 0), most)
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*pieces, text] if text or not pieces else pieces


def _batches(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
