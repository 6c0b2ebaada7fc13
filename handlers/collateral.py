"""Collateral is asked for and handed out: one file at once, several to choose from, and of nothing that fits it is said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from handlers import branding
from handlers.brand import Brand
from handlers.message import LARGEST_FILE
from handlers.outcome import Outcome, offer, say, short
from handlers.passing_on import offer_person
from handlers.ports import Work
from handlers.reply import Choice, File, Part, Text, Tone
from handlers.state import Conversation
from handlers.understanding.collateral import Wish, hits, names_of, read_wish
from handlers.wording import Words
from program.access import Act
from program.collateral import Document, DocumentKind
from program.partners import Partner
from program.periods import local_date

#: So many documents are offered to choose from.
_OFFERED: Final = 8
#: So many beside one that is handed out.
_BESIDE: Final = 3
#: Whoever gets a document that ends within it is told.
_SOON: Final = timedelta(days=30)
#: Kinds that may be handed out, those that are made for it first.
_ORDER: Final = (
    DocumentKind.ONE_PAGER,
    DocumentKind.DECK,
    DocumentKind.DATASHEET,
    DocumentKind.BATTLECARD,
    DocumentKind.CASE_STUDY,
    DocumentKind.TEMPLATE,
    DocumentKind.FAQ,
    DocumentKind.DOCUMENTATION,
    DocumentKind.PRICE_LIST,
    DocumentKind.SECURITY,
    DocumentKind.LEGAL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matches:
    """Documents that fit a wish in everything that it says (`sure`), or in some of it."""

    documents: tuple[Document, ...]
    sure: bool


def send(work: Work, conversation: Conversation, text: str) -> Outcome:
    """The document that the words ask for."""
    words, wish = Words.of(work.viewer.member), read_wish(text)
    found = _matches(wish, _on_the_shelf(work), _aliases(work))
    if not found.documents:
        return offer_person(work, conversation, _nothing(wish, words), text)
    own = _in_the_language(found.documents, wish.language or words.language)
    if found.sure and len(own) == 1:
        others = [one for one in found.documents if one is not own[0]]
        return hand_out(work, conversation, own[0].id, is_branded=wish.is_branded, others=others)
    lead = words("collateral.which" if found.sure else "collateral.closest")
    listed = sorted(found.documents, key=lambda one: (one not in own, _ORDER.index(one.kind), one.title))
    return Outcome(parts=_choices(listed, lead, words, is_branded=wish.is_branded), conversation=conversation)


def hand_out(
    work: Work,
    conversation: Conversation,
    document_id: str,
    *,
    is_branded: bool = False,
    others: Sequence[Document] = (),
) -> Outcome:
    """The file of a document in the viewer's sight, with the partner's name where that is wished and allowed."""
    words = Words.of(work.viewer.member)
    document = work.library.get(document_id)
    content = work.library.content(document_id) if document is not None else None
    if document is None or content is None or document.kind not in _ORDER:
        return say(conversation, words("collateral.gone"))
    if len(content) > LARGEST_FILE:
        return offer_person(work, conversation, words("collateral.too_large", title=document.title), document.title)
    fault = branding.may_brand(work, document, content)
    brand = branding.brand_of(work) if is_branded and fault is None else None
    said, ends = Text(text=_said(document, words)), _ends_soon(work, document, words)
    if brand is None:
        refusal = () if fault is None or not is_branded else branding.refusal(work, fault, words)
        parts: tuple[Part, ...] = (said, *refusal, _file(document, content), *ends)
    else:
        file = _file(document, branding.branded(work, document, content, brand), owner=work.viewer.partner)
        parts = (said, file, *ends, *_logo_hint(work, brand, words))
    work.log.add("collateral.handed_out", document.id, version=str(document.version), branded="yes" if brand else "no")
    may_brand = fault is None and not is_branded
    return Outcome(parts=(*parts, *_next(document, others, words, may_brand=may_brand)), conversation=conversation)


def _file(document: Document, content: bytes, *, owner: Partner | None = None) -> File:
    """The file under the last part of its name; one that carries a partner's name has it in its own."""
    path = PurePath(document.name)
    name = path.name if owner is None else f"{path.stem}-{owner.id}{path.suffix}"
    return File(name=name, media_type=document.media_type, content=content, title=document.title)


def _on_the_shelf(work: Work) -> list[Document]:
    """What the viewer may see and what counts today; the newest of everything."""
    today = local_date(work.at, work.viewer.member.zone)
    return [one for one in work.library.documents() if one.kind in _ORDER and one.counts_on(today)]


def _aliases(work: Work) -> dict[str, tuple[str, ...]]:
    return {one.name: one.aliases for one in work.catalogue.products()}


def _matches(wish: Wish, documents: Sequence[Document], aliases: dict[str, tuple[str, ...]]) -> _Matches:
    of_kind = [
        one for one in documents if wish.kind in ("", one.kind.value) and (not wish.language or one.language in ("", wish.language))
    ]
    if not wish.about:
        return _Matches(documents=tuple(of_kind if wish.kind else ()), sure=True)
    scored = [(hits(wish.about, _names(one, aliases)), one) for one in of_kind]
    most = max((score for score, _ in scored), default=0)
    best = tuple(one for score, one in scored if score == most) if most else ()
    return _Matches(documents=best, sure=most == len(wish.about))


def _names(document: Document, aliases: dict[str, tuple[str, ...]]) -> frozenset[str]:
    return names_of([document.title, document.name, document.product, document.industry, *aliases.get(document.product, ())])


def _in_the_language(documents: Sequence[Document], language: str) -> tuple[Document, ...]:
    """Those in the language, or all where there is none in it."""
    return tuple(one for one in documents if one.language in ("", language)) or tuple(documents)


def _nothing(wish: Wish, words: Words) -> str:
    if not wish.kind:
        return words("collateral.none")
    return words("collateral.none_of_kind", kind=words(f"collateral.kind.{wish.kind}"))


def _said(document: Document, words: Words) -> str:
    version = words.number(document.version)
    return words("collateral.here", title=document.title, version=version, day=words.short_day(document.added_at.date()))


def _choices(documents: Sequence[Document], prompt: str, words: Words, *, is_branded: bool = False) -> tuple[Part, ...]:
    verb = "collateral.brand" if is_branded else "collateral.send"
    shown = [Choice(label=_label(one, words), action=f"{verb}/{one.id}") for one in documents[:_OFFERED]]
    more = len(documents) - len(shown)
    rest = (Text(text=words.count("collateral.more", more), tone=Tone.HINT),) if more > 0 else ()
    return (*offer(shown, prompt), *rest)


def _label(document: Document, words: Words) -> str:
    suffix = PurePath(document.name).suffix.lstrip(".").upper()
    return short(words("collateral.label", title=document.title, format=suffix), 70)


def _ends_soon(work: Work, document: Document, words: Words) -> tuple[Part, ...]:
    until, today = document.valid_until, local_date(work.at, work.viewer.member.zone)
    if until is None or until > today + _SOON:
        return ()
    return (Text(text=words("collateral.ends", day=words.day(until)), tone=Tone.WARNING),)


def _logo_hint(work: Work, brand: Brand, words: Words) -> tuple[Part, ...]:
    """Where the document has the name only: how a logo gets there."""
    if brand.logo is not None:
        return ()
    return (Text(text=words("logo.none" if work.viewer.may(Act.BRAND) else "logo.none_yet"), tone=Tone.HINT),)


def _next(document: Document, others: Sequence[Document], words: Words, *, may_brand: bool) -> tuple[Part, ...]:
    """The same with the partner's name, and what else fits the wish."""
    choices = [Choice(label=_label(one, words), action=f"collateral.send/{one.id}") for one in others[:_BESIDE]]
    if may_brand:
        choices.insert(0, Choice(label=words("choice.with_logo"), action=f"collateral.brand/{document.id}"))
    return offer(choices)
