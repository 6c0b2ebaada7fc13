"""Whoever looks after the library sends documents to it, says for whom each is, and sees and removes what is there.

A document that comes in by chat is for the vendor's own people until its audience is said; a new version of one that is there keeps
what was said of the old one, and takes its place at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from handlers.curating_audience import audience_of, audience_questions, audience_words
from handlers.described import ReadFile, described
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.received import ReceivedDocument
from handlers.reply import Choice, Fact, Facts, FieldKind, Lookup, Option, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step
from handlers.unreadable import why_unreadable
from handlers.wording import LANGUAGES, Words
from program.access import Act
from program.collateral import Audience, Document, DocumentKind
from program.periods import local_date

#: So many documents are listed at once.
_LISTED: Final = 20
#: Kinds that a person chooses; a confirmed answer comes about otherwise.
_KINDS: Final = tuple(kind for kind in DocumentKind if kind is not DocumentKind.VERIFIED_ANSWER)


def take_document(work: Work, conversation: Conversation, received: ReceivedDocument) -> Outcome:
    """Puts the document into the library, and asks for whom it is where that is not known."""
    words = Words.of(work.viewer.member)
    if received.read is None:
        text = words("upload.no_use") if received.why is None else why_unreadable(words, received.why)
        return say(conversation, text, tone=Tone.WARNING)
    known = work.library.named(received.name)
    file = ReadFile(name=received.name, content=received.content, read=received.read)
    document = _document(work, file, known)
    kept = work.library.put(document, received.content, received.read.chunks)
    work.log.add("document.added", kept.id, version=str(kept.version))
    title = short(kept.title, 80)
    if known is None and not file.states_audience:
        said = Text(text=words("document.added", title=title), tone=Tone.SUCCESS)
        choices = [Choice(label=words("choice.release"), action=f"step/document/{kept.id}", style="primary")]
    elif known is None:
        said = Text(text=words("document.released", title=title), tone=Tone.SUCCESS)
        choices = [Choice(label=words("choice.change"), action=f"step/document/{kept.id}")]
    else:
        said = Text(text=words("document.replaced", title=title, version=words.number(kept.version)), tone=Tone.SUCCESS)
        choices = [Choice(label=words("choice.change"), action=f"step/document/{kept.id}")]
    choices.append(Choice(label=words("choice.remove_document"), action=f"step/undocument/{kept.id}"))
    return Outcome(
        parts=(said, document_facts(work, kept, words), *offer(choices)), conversation=replace(conversation, pending=None)
    )


def _document(work: Work, file: ReadFile, known: Document | None) -> Document:
    """What the file says of itself, else what was said of the version before; who may see it is not guessed."""
    fresh = described(file, id=work.ids.document(), at=work.at, owner_id=work.viewer.member.id)
    if known is None:
        return fresh if file.states_audience else replace(fresh, audience=Audience(is_internal=True))
    stated = file.read.stated
    said = {name: getattr(known, name) for name in ("kind", "product", "industry", "valid_until") if name not in stated}
    audience = fresh.audience if file.states_audience else known.audience
    return replace(fresh, audience=audience, owner_id=known.owner_id or fresh.owner_id, **said)


def document_facts(work: Work, document: Document, words: Words) -> Facts:
    """What is known of a document."""
    size = words("document.size", pages=words.number(document.pages), kilobytes=words.number(max(1, document.size // 1024)))
    facts = [
        Fact(label=words("fact.document"), value=short(document.name, 80), note=size),
        Fact(label=words("fact.kind"), value=words(f"document_kind.{document.kind.value}")),
        Fact(label=words("fact.audience"), value=audience_words(document.audience, words)),
    ]
    if document.valid_until is not None:
        facts.append(Fact(label=words("fact.valid_until"), value=words.day(document.valid_until)))
    return Facts(facts=tuple(facts), title=short(document.title, 80))


# ── what is said of a document ───────────────────────────────────────────────────────────────────────────────────────────


def _known(work: Work, document_id: str) -> Document | tuple[Part, ...]:
    words, document = Words.of(work.viewer.member), work.library.get(document_id)
    if document is None or not work.viewer.may(Act.CURATE):
        return (Text(text=words("document.unknown")),)
    return document


def _ask(work: Work, document_id: str) -> Asked | tuple[Part, ...]:
    document = _known(work, document_id)
    if not isinstance(document, Document):
        return document
    words = Words.of(work.viewer.member)
    audience = Audience() if document.version == 1 and document.audience == Audience(is_internal=True) else document.audience
    kinds = tuple(Option(value=kind.value, label=words(f"document_kind.{kind.value}")) for kind in _KINDS)
    languages = tuple(Option(value=code, label=words(f"language.{code}")) for code in LANGUAGES)
    until = document.valid_until.isoformat() if document.valid_until else ""
    return Asked(
        title=words("document.ask", title=short(document.title, 60)),
        submit=words("document.submit"),
        questions=(
            Question(name="title", label=words("document.title"), kind=FieldKind.TEXT, known=document.title),
            Question(name="kind", label=words("fact.kind"), kind=FieldKind.CHOICE, options=kinds, known=document.kind.value),
            Question(
                name="language",
                label=words("document.language"),
                kind=FieldKind.CHOICE,
                options=languages,
                known=document.language or words.language,
            ),
            Question(
                name="product",
                label=words("document.product"),
                kind=FieldKind.TEXT,
                required=False,
                lookup=Lookup.PRODUCT,
                known=document.product,
            ),
            *audience_questions(words, audience),
            Question(name="until", label=words("keep.until"), kind=FieldKind.DATE, ahead=True, required=False, known=until),
        ),
        confirm=True,
    )


def _do(work: Work, conversation: Conversation, document_id: str, values: Mapping[str, str]) -> Outcome:
    document = _known(work, document_id)
    if not isinstance(document, Document):
        return Outcome(parts=document, conversation=conversation)
    words = Words.of(work.viewer.member)
    said = replace(
        document,
        id=work.ids.document(),
        title=values["title"],
        kind=DocumentKind(values["kind"]),
        language=values["language"],
        product=values.get("product", ""),
        audience=audience_of(values),
        valid_until=date.fromisoformat(values["until"]) if values.get("until") else None,
    )
    after = work.library.put(said, work.library.content(document.id) or b"", work.library.chunks(document.id))
    work.log.add("document.described", after.id)
    done = Text(text=words("document.released", title=short(after.title, 80)), tone=Tone.SUCCESS)
    return Outcome(parts=(done, document_facts(work, after, words)), conversation=conversation)


# ── what is there ────────────────────────────────────────────────────────────────────────────────────────────────────────


def list_documents(work: Work, conversation: Conversation) -> Outcome:
    """The documents in the viewer's sight, the newest first."""
    words = Words.of(work.viewer.member)
    found = sorted(work.library.documents(), key=lambda one: (one.added_at, one.name), reverse=True)
    if not found:
        return say(conversation, words("library.empty"))
    today = local_date(work.at, words.zone)
    rows = tuple(
        (
            short(one.title, 50),
            words(f"document_kind.{one.kind.value}"),
            one.language.upper() or "–",
            "–" if one.valid_until is None else words.day(one.valid_until),
            audience_words(one.audience, words) if one.counts_on(today) else words("document.does_not_count"),
        )
        for one in found[:_LISTED]
    )
    columns = tuple(words(f"column.{name}") for name in ("document", "kind", "language", "valid_until", "audience"))
    parts: list[Part] = [Text(text=words.count("library.count", len(found)), tone=Tone.TITLE)]
    parts.append(Table(caption=words("library.table"), columns=columns, rows=rows))
    if len(found) > _LISTED:
        more = words("review.more", shown=words.number(_LISTED), total=words.number(len(found)))
        parts.append(Text(text=more, tone=Tone.HINT))
    return Outcome(parts=tuple(parts), conversation=conversation)


def _ask_removal(work: Work, document_id: str) -> Asked | tuple[Part, ...]:
    document = _known(work, document_id)
    if not isinstance(document, Document):
        return document
    words = Words.of(work.viewer.member)
    title = words("document.remove_sure", title=short(document.title, 60))
    return Asked(title=title, submit=words("choice.remove_document"), confirm=True)


def _remove(work: Work, conversation: Conversation, document_id: str, _: Mapping[str, str]) -> Outcome:
    document = _known(work, document_id)
    if not isinstance(document, Document):
        return Outcome(parts=document, conversation=conversation)
    work.library.remove(document.id)
    work.log.add("document.removed", document.id)
    return say(conversation, Words.of(work.viewer.member)("document.removed", title=short(document.title, 80)))


DOCUMENT: Final = Step(verb="document", ask=_ask, do=_do)
REMOVE: Final = Step(verb="undocument", ask=_ask_removal, do=_remove)
