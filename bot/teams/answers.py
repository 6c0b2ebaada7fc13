"""An answer from the library as a message of text: with the label that Teams has for it, its sources, and thumbs below.

Text, because Teams puts citations and the words of a stream in text only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from bot.teams import limits
from bot.teams.words import escape, shown, split
from handlers.reply import Choices, Part, Purpose, Reply, Source, Sources, Text, Tone

#: The number before a source, as `library.source` writes it.
_NUMBER: Final = re.compile(r"^\[(\d+)\]\s*")
_SIGNS: Final = {Tone.SUCCESS: "✅ ", Tone.WARNING: "⚠️ "}


def is_answer(reply: Reply) -> bool:
    """Whether the reply is an answer whose asker can say whether it helped."""
    return any(isinstance(part, Choices) and part.purpose is Purpose.FEEDBACK for part in reply.parts)


def is_said(part: Part) -> bool:
    """Whether the part of an answer stands in its text; thumbs are Teams' own and stand below it."""
    return isinstance(part, Text | Sources) or (isinstance(part, Choices) and part.purpose is Purpose.FEEDBACK)


def answer(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The messages of an answer: nearly always one. The thumbs stand below the last."""
    said = "\n\n".join(each for each in map(_said, parts) if each) or "…"
    pieces = split(said, limits.MESSAGE_TEXT)
    drawn: list[dict[str, Any]] = [
        {
            "type": "message",
            "textFormat": "markdown",
            "text": piece,
            "summary": shown(_first(parts), limits.SUMMARY),
            "entities": [_entity(parts, piece)],
        }
        for piece in pieces
    ]
    drawn[-1]["channelData"] = {"feedbackLoop": {"type": "default"}}
    return drawn


def _first(parts: Sequence[Part]) -> str:
    return next((part.text for part in parts if isinstance(part, Text)), "")


def _said(part: Part) -> str:
    match part:
        case Text(text=text, tone=tone):
            words = paragraphs(_SIGNS.get(tone, "") + text)
            return f"**{words}**" if tone is Tone.TITLE and words and "\n" not in words else words
        case Sources(sources=sources):
            return "\n\n".join(map(_source, sources))
    return ""


def paragraphs(text: str) -> str:
    """Every line as a paragraph of its own: Markdown runs lines together that have none between them."""
    return "\n\n".join(escape(line.strip()) for line in text.split("\n") if line.strip())


def _source(source: Source) -> str:
    place = f" · {escape(source.place)}" if source.place else ""
    return "\n\n".join(each for each in (f"{escape(source.label)}{place}", paragraphs(source.quote)) if each)


def _entity(parts: Sequence[Part], text: str) -> dict[str, Any]:
    """What Teams shows the label and the citations by; a citation whose number is not in the text is not shown."""
    cited: dict[int, Source] = {}
    for part in parts:
        for source in part.sources if isinstance(part, Sources) else ():
            number = _NUMBER.match(source.label)
            if number is not None and f"[{number[1]}]" in text:
                cited.setdefault(int(number[1]), source)
    return {
        "type": "https://schema.org/Message",
        "@type": "Message",
        "@context": "https://schema.org",
        "additionalType": ["AIGeneratedContent"],
        "citation": [_citation(number, cited[number]) for number in sorted(cited)[: limits.CITATIONS]],
    }


def _citation(number: int, source: Source) -> dict[str, Any]:
    name = shown(_NUMBER.sub("", source.label), limits.CITATION_NAME)
    abstract = shown(" ".join(each for each in (source.place, source.quote) if each), limits.CITATION_ABSTRACT)
    appearance = {"@type": "DigitalDocument", "name": name, "abstract": abstract}
    return {"@type": "Claim", "position": number, "appearance": appearance}
