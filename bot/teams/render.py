"""A reply as messages of Teams: pure functions to plain dicts, split where a card becomes too large, and all in words as well.

What is only words is a message of text, all else is a card; an answer from the library is text with its sources. A message has
either text or a card, never both: Teams makes two of one that has both, and tells the id of neither.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, assert_never

from bot.plain import in_words
from bot.teams import limits
from bot.teams.answers import answer, is_answer, is_said
from bot.teams.elements import Element, bar, card, execute, heading, line, lines, opening, run, size
from bot.teams.forms import in_message
from bot.teams.tables import chart, drawn, facts
from bot.teams.words import clean, cut, shown, split
from handlers.approval_cards import SHOW
from handlers.reply import Chart, Choice, Choices, Facts, File, Form, Part, Progress, Reply, Sources, Table, Text, Tone
from handlers.wording import Words

Message = dict[str, Any]

_CARD: Final = "application/vnd.microsoft.card.adaptive"
#: Actions that are answered with a form, or with what only its reader is to see, which opens as a dialog.
ASKS: Final = ("answer.bad/", "draft.form/", "step/", "step.form/", "register.form", SHOW)
_SIGNS: Final = {Tone.SUCCESS: "✅ ", Tone.WARNING: "⚠️ "}
_STYLES: Final = {"primary": "positive", "danger": "destructive"}


def render(reply: Reply, words: Words) -> list[Message]:
    """The messages of a reply, in order, without addressing; a file is {"file": {name, media_type, content (base64), title}}.

    `suggestedActions`, on the last message, are for personal chats only: whoever sends to another place leaves them out.
    """
    said = tuple(filter(is_said, reply.parts)) if is_answer(reply) else ()
    others = [part for part in reply.parts if part not in said]
    messages = [] if not said else answer(said)
    if others and all(isinstance(part, Text) and part.tone is not Tone.TITLE for part in others):
        messages += _in_text([part.text for part in _signed(others)])
    else:
        messages += _cards(_pieces(others, words), words)
    messages += [_file(part) for part in others if isinstance(part, File)]
    if suggested := _suggested(reply, words):
        last = next((message for message in reversed(messages) if "file" not in message), None)
        if last is not None:
            last["suggestedActions"] = {"to": [], "actions": suggested}
    return messages


def last_card(reply: Reply, words: Words) -> Element:
    """The card at which the reply ends, which is where its buttons are."""
    (*_, last) = _cards(_pieces(reply.parts, words), words)
    content: Element = last["attachments"][0]["content"]
    return content


def elements(parts: Sequence[Part], words: Words) -> list[Element]:
    """The parts as they stand in a card, whatever room they take."""
    return [element for piece in _pieces(parts, words) for element in piece.elements]


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _in_text(texts: Sequence[str]) -> list[Message]:
    text = "\n\n".join(clean(each).strip() for each in texts)
    return [
        {"type": "message", "textFormat": "plain", "text": piece or "…", "summary": shown(piece, limits.SUMMARY)}
        for piece in split(text.strip(), limits.MESSAGE_TEXT)
    ]


def _signed(parts: Iterable[Part]) -> Iterator[Text]:
    for part in parts:
        if isinstance(part, Text):
            yield Text(text=_SIGNS.get(part.tone, "") + part.text)


def _file(part: File) -> Message:
    content = b64encode(part.content).decode("ascii")
    return {"file": {"name": part.name, "media_type": part.media_type, "content": content, "title": part.title}}


def _suggested(reply: Reply, words: Words) -> list[Message]:
    """Quick replies where there are only words: what is written on them is what they say."""
    if not all(isinstance(part, Text) for part in reply.parts):
        return []
    match reply.standing.state:
        case "idle":
            said = [words("teams.app.deals"), words("teams.app.help")]
        case "collecting" | "confirming":
            said = [words("teams.say_cancel")]
        case _:
            said = []
    return [{"type": "imBack", "title": each, "value": each} for each in said]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Elements that stay together, and what they say in words."""

    text: str
    elements: tuple[Element, ...]

    @property
    def size(self) -> int:
        return size(self.elements)


def _pieces(parts: Sequence[Part], words: Words) -> Iterator[_Piece]:
    number, subject = 0, _subject(parts)
    for part in parts:
        text = in_words(part, number)
        for elements in _drawn(part, words, subject):
            yield _Piece(text=text, elements=tuple(elements))
            text = ""
        number += len(part.choices) if isinstance(part, Choices) else 0


def _cards(pieces: Iterable[_Piece], words: Words) -> Iterator[Message]:
    said: list[str] = []
    body: list[Element] = []
    taken = 0
    for piece in pieces:
        if body and taken + piece.size > limits.BODY_BYTES:
            yield _card(body, said, words)
            said, body, taken = [], [], 0
        said.append(piece.text)
        body += piece.elements
        taken += piece.size
    if body:
        yield _card(body, said, words)


def _card(body: Sequence[Element], said: Iterable[str], words: Words) -> Message:
    text = "\n\n".join(each for each in said if each)
    content = card(body, language=words.language, fallback=text)
    attachment = {"contentType": _CARD, "content": content}
    return {"type": "message", "summary": shown(text.partition("\n\n")[0], limits.SUMMARY), "attachments": [attachment]}


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _subject(parts: Sequence[Part]) -> str:
    """What a message is about, for who hears its buttons without the rest: its title, the first thing that it names, its words."""
    said = ""
    for part in parts:
        match part:
            case Text(text=text, tone=Tone.TITLE):
                return shown(text, limits.ACTION_TITLE)
            case Facts(facts=(first, *_)):
                return shown(first.value, limits.ACTION_TITLE)
            case Text(text=text):
                said = said or shown(text, limits.ACTION_TITLE)
    return said


def _drawn(part: Part, words: Words, subject: str) -> Iterator[list[Element]]:
    """The part as groups of elements; a card may end between two groups."""
    match part:
        case Text():
            yield from _text(part)
        case Facts():
            yield from facts(part)
        case Table():
            yield from drawn(part)
        case Progress():
            label = line(run(shown(part.label, limits.LINE), weight="bolder"))
            caption = line(run(shown(part.caption, limits.LINE)), spacing="none")
            yield [label, line(*bar(part.done, part.total), spacing="none"), caption]
        case Chart():
            yield from chart(part)
        case File():
            yield [line(run(f"📄 {shown(part.title, limits.LINE)}", weight="bolder"), run(f"  {shown(part.name, limits.LINE)}"))]
        case Choices():
            yield from _choices(part, words, subject)
        case Form():
            yield from in_message(part, words)
        case Sources():
            for source in part.sources:
                label = run(shown(source.label, limits.LINE), weight="bolder", size="small")
                place = [run(f" · {shown(source.place, limits.LINE)}", size="small")] if source.place else []
                yield [line(label, *place), *(lines(source.quote, gap="none", isSubtle=True, size="small") if source.quote else [])]
        case _:
            assert_never(part)


def _text(part: Text) -> Iterator[list[Element]]:
    said = clean(part.text)
    if part.tone is Tone.TITLE and "\n" not in said:
        yield [heading(said)]
        return
    look: dict[str, Any] = {"isSubtle": True, "size": "small"} if part.tone is Tone.HINT else {}
    look |= {"weight": "bolder"} if part.tone is Tone.TITLE else {}
    for some in split(_SIGNS.get(part.tone, "") + said, limits.LINE):
        yield lines(some, **look)


def _choices(part: Choices, words: Words, subject: str) -> Iterator[list[Element]]:
    head = [line(run(shown(part.prompt, limits.LINE), weight="bolder"))] if part.prompt else []
    for start in range(0, len(part.choices), limits.ACTIONS):
        some = part.choices[start : start + limits.ACTIONS]
        buttons = [_button(choice, words, subject or shown(part.prompt, limits.ACTION_TITLE)) for choice in some]
        yield [*head, {"type": "ActionSet", "actions": buttons}]
        head = []


def _button(choice: Choice, words: Words, subject: str) -> Element:
    """What it does stands in its data, and is decided again on the server; what asks for something opens a dialog, and what cannot
    be undone is asked about first."""
    label = shown(choice.label, limits.ACTION_TITLE)
    aloud = cut(label if not subject or subject in label else f"{label}: {subject}", limits.ACTION_TITLE)
    style = _STYLES.get(choice.style, "")
    data = {"action": choice.action}
    if choice.action.startswith(ASKS):
        return opening(label, data, aloud=aloud, style=style)
    if choice.style != "danger":
        return execute(label, "press", data, aloud=aloud, style=style)
    sure = [line(run(words("teams.sure")))]
    go = execute(words("teams.go"), "press", data, aloud=aloud, style=style)
    asked = {"type": "AdaptiveCard", "body": [*sure, {"type": "ActionSet", "actions": [go]}]}
    return {"type": "Action.ShowCard", "title": label, "tooltip": aloud, **({"style": style} if style else {}), "card": asked}
