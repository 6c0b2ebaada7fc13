"""A house with a library: a few documents, and somebody who answers from whatever the asker may see of them."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.aids import Aids
from bot.turns import Turns
from handlers.ports_library import Answer, Chunk, Citation, Found, Library, Meaning, Place, Question, Tell, Verdict
from knowledge.analysing import LetterAnalyser
from knowledge.ingest import Files
from program.access import BY_RULE
from program.collateral import Audience, Document, DocumentKind
from program.partners import Tier
from storage.work import SqlWork
from tests.bot.house import House

_FEWEST: Final = 5


def words(text: str) -> set[str]:
    return {word for word in text.casefold().replace("?", " ").replace(".", " ").split() if len(word) >= _FEWEST}


class Clerk:
    """`handlers.ports_library.Answerer` without judgement: sure of a text with every longer word, unsure of one with some."""

    def meaning(self, question: Question) -> Meaning | None:
        return None

    def look(self, question: Question, library: Library, meaning: Meaning | None = None) -> Found:
        sought = words(" ".join((*question.before[-1:], question.text)) if question.before else question.text)
        best = max(
            (
                (len(sought & words(chunk.text)), document.name, document, chunk)
                for document in library.documents()
                if question.only in (None, document.kind) and document.counts_on(question.day)
                for chunk in library.chunks(document.id)
            ),
            default=None,
            key=lambda one: one[:2],
        )
        if best is None or best[0] == 0:
            return Found(answer=Answer(question=question, verdict=Verdict.UNKNOWN, confidence=0.0))
        hits, _, document, chunk = best
        verdict = Verdict.ANSWERED if hits == len(sought) else Verdict.UNSURE
        citation = Citation(document=document, place=chunk.place, quote=chunk.text)
        answer = Answer(
            question=question,
            verdict=verdict,
            confidence=hits / len(sought),
            text=chunk.text,
            citations=(citation,),
            is_strict=document.kind.is_strict,
        )
        return Found(answer=answer)

    def word(self, found: Found, tell: Tell | None = None) -> Answer:
        return found.answer


def with_library(house: House, files: Files | None = None) -> House:
    """The house whose bot answers from the documents below, which it has from now on."""
    aids = Aids(answerer=Clerk(), analyser=LetterAnalyser(), reader=files)
    house.turns = Turns(house.database, house.program, house.ids, lambda: house.at, aids=aids)
    put(house, "security.md", "Security guide", "The Enterprise edition supports SAML with Okta.", kind=DocumentKind.SECURITY)
    put(house, "backup.md", "Backup guide", "Nimbus Backup keeps snapshots for thirty days.")
    put(house, "gold.md", "Gold playbook", "Wallabies prefer eucalyptus leaves.", audience=Audience(tiers=frozenset({Tier.GOLD})))
    put(house, "internal.md", "Internal", "Roadmap secrets stay secret.", audience=Audience(is_internal=True))
    return house


def put(
    house: House,
    name: str,
    title: str,
    text: str,
    *,
    kind: DocumentKind = DocumentKind.DOCUMENTATION,
    audience: Audience | None = None,
    valid_until: date | None = None,
    owner_id: str | None = None,
) -> Document:
    document = Document(
        id=house.ids.document(),
        name=name,
        version=1,
        title=title,
        kind=kind,
        media_type="text/markdown",
        language="en",
        added_at=house.at,
        size=len(text),
        digest="",
        audience=audience or Audience(),
        valid_until=valid_until,
        owner_id=owner_id,
    )
    with house.database.transaction() as connection:
        work = SqlWork(connection, viewer=BY_RULE, at=house.at, program=house.program, ids=house.ids, analyser=LetterAnalyser())
        return work.library.put(document, text.encode(), (Chunk(number=0, place=Place(page=2), text=text),))
