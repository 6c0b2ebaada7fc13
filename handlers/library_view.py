"""What the library says as people see it: the quotes with their numbers, each with its document, its place, and how old it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from handlers.harmless import harmless
from handlers.outcome import short
from handlers.ports import Work
from handlers.ports_library import Answer, Citation, Place
from handlers.reply import Part, Source, Sources, Text, Tone
from handlers.wording import Words
from program.collateral import Document, DocumentKind
from program.periods import local_date

#: So much of a passage is shown where it is only close to the question.
_PASSAGE: Final = 280
#: So many of them.
_CLOSEST: Final = 3
_A_YEAR: Final = timedelta(days=365)


def quoted(citations: Sequence[Citation], words: Words, *, most: int = 600) -> tuple[Part, ...]:
    """The quotes themselves, each with the number of its place."""
    numbers = _numbers(citations)
    return tuple(
        Text(text=words("library.quote", quote=short(harmless(one.said), most), number=words.number(numbers[_key(one)])))
        for one in citations
    )


def _key(citation: Citation) -> tuple[str, Place]:
    return citation.document.id, citation.place


def _numbers(citations: Sequence[Citation]) -> Mapping[tuple[str, Place], int]:
    """From 1, in the order in which the places come; what stands in one place has one number."""
    return {key: number for number, key in enumerate(dict.fromkeys(map(_key, citations)), 1)}


def sources(work: Work, citations: Sequence[Citation], words: Words, *, with_quotes: bool = False) -> Sources:
    """Where each of them stands, in the order of their numbers; with their quotes, each by itself."""
    if not with_quotes:
        citations = [next(one for one in citations if _key(one) == key) for key in _numbers(citations)]
    return Sources(
        sources=tuple(
            Source(
                label=words("library.source", number=words.number(number), title=one.document.title),
                place=", ".join(_places(work, one, words)),
                quote=harmless(one.said) if with_quotes else "",
            )
            for number, one in enumerate(citations, 1)
        )
    )


def closest(work: Work, answer_id: str | None, words: Words) -> tuple[Part, ...]:
    """What the library had on a question that went to a person; nothing where it had nothing, or was not asked."""
    asked = work.asked.get(answer_id) if answer_id else None
    found = [(one, work.library.get(one.document_id)) for one in asked.cited] if asked else []
    shown = [(cited, document) for cited, document in found if document is not None][:_CLOSEST]
    if not shown:
        return ()
    listed = tuple(
        Source(label=document.title, place="", quote=short(harmless(cited.quote), _PASSAGE)) for cited, document in shown
    )
    return (Text(text=words("library.closest_to_it"), tone=Tone.HINT), Sources(sources=listed))


def still_open(answer: Answer, words: Words) -> tuple[Part, ...]:
    """What was asked besides, and is not answered."""
    return tuple(Text(text=words("library.open", part=short(part, 120)), tone=Tone.WARNING) for part in answer.open)


def contradiction(work: Work, answer: Answer, words: Words) -> tuple[Part, ...]:
    """What other documents say instead, side by side with the answer."""
    if not answer.contradicts:
        return ()
    return (
        Text(text=words.count("library.contradicts", len(answer.contradicts)), tone=Tone.WARNING),
        sources(work, answer.contradicts, words, with_quotes=True),
    )


def passages(work: Work, answer: Answer, words: Words) -> tuple[Part, ...]:
    """The closest passages, said to be no more than that."""
    found = answer.citations[:_CLOSEST]
    return (Text(text=words("library.unsure")), *quoted(found, words, most=_PASSAGE), sources(work, found, words))


def age_hint(work: Work, answer: Answer, words: Words) -> tuple[Part, ...]:
    """A word of warning where what the answer rests on is old, or ends soon."""
    today = local_date(work.at, words.zone)
    soon = work.program.in_force(work.at).support.remind_days
    for document in (one.document for one in answer.citations):
        if document.valid_until is not None and (document.valid_until - today).days <= soon:
            ends = words("library.ends", title=document.title, day=words.day(document.valid_until))
            return (Text(text=ends, tone=Tone.HINT),)
        if today - since(document, words) > _A_YEAR and document.kind is not DocumentKind.VERIFIED_ANSWER:
            return (Text(text=words("library.old", title=document.title), tone=Tone.HINT),)
    return ()


def _places(work: Work, citation: Citation, words: Words) -> list[str]:
    document = citation.document
    day = words.day(since(document, words))
    if document.kind is DocumentKind.VERIFIED_ANSWER:
        owner = work.people.member(document.owner_id) if document.owner_id else None
        return [words("library.verified", name=owner.name if owner else words("role.channel_team"), day=day)]
    return [short(document.name, 60), *place(citation.place, words), words("library.as_of", day=day)]


def place(where: Place, words: Words) -> list[str]:
    """The page or slide, else the heading."""
    if where.page is not None:
        return [words("library.page", number=words.number(where.page))]
    if where.slide is not None:
        return [words("library.slide", number=words.number(where.slide))]
    return [words("library.section", heading=short(where.headings[-1], 60))] if where.headings else []


def since(document: Document, words: Words) -> date:
    """The day from which the document speaks: the one it names, else when it was added, in the reader's zone."""
    return document.valid_from or local_date(document.added_at, words.zone)
