"""Answers questions from a library: quotes what answers, shows what comes close, or says that nothing does.

Without a model the answer is the one or two best sentences of the best passage, as they stand there. With one, it is the model's
wording of the passages, as far as every claim of it is borne out by what it cites (`knowledge.claims`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers.harmless import harmless
from handlers.ports_library import Answer, Citation, Found, Library, Meaning, Passage, Question, Tell, Verdict
from knowledge.asking import read_question
from knowledge.contradicting import others_that_contradict
from knowledge.gate import Sureness, sureness, verdict
from knowledge.lacking import lacks
from knowledge.parting import parts
from knowledge.quoting import best_quotes
from knowledge.scoring import Scored
from knowledge.searching import by_words, passages, search
from knowledge.strict import is_strict
from knowledge.translating import Dictionary

if TYPE_CHECKING:
    from knowledge.meaning import Embedder
    from knowledge.model import Model

#: So many passages are handed on, for a model to word an answer from.
_PASSAGES: Final = 8
#: So many come close, where it is not sure that one of them answers; each has so much of what the closest has.
_CLOSE: Final = 3
_AS_CLOSE: Final = 0.6


class LibraryAnswerer:
    """`handlers.ports_library.Answerer`; without a model, the answers are in the documents' own words.

    Without an embedder, a question finds what shares words with it, or their letters.
    """

    def __init__(self, dictionary: Dictionary, model: Model | None = None, embedder: Embedder | None = None) -> None:
        self._dictionary = dictionary
        self._model = model
        self._embedder = embedder

    def meaning(self, question: Question) -> Meaning | None:
        return None if self._embedder is None else self._embedder.of_question(question)

    def look(self, question: Question, library: Library, meaning: Meaning | None = None) -> Found:
        whole = self._look(question, library, meaning)
        asked = parts(question)
        if len(asked) == 1:
            return whole
        return _together(whole, [self._look(one, library, None, most=1) for one in asked])

    def _look(self, question: Question, library: Library, meaning: Meaning | None, *, most: int = 2) -> Found:
        scored = search(question, library, self._dictionary, meaning)
        best = _of_each_document(scored)[:_PASSAGES]
        strict = is_strict(question, best[0].candidate.kind if best else None)
        sure = _by_words(scored)
        says = verdict(sure, is_strict=strict)
        if says is Verdict.UNKNOWN and best and best[0].is_near:
            says = Verdict.UNSURE  # it says the same in other words, or something close to it: no more than that is sure
        answer = Answer(question=question, verdict=says, confidence=sure.about, is_strict=strict)
        if says is Verdict.UNKNOWN:
            return Found(answer=answer)
        found = passages(best, library)
        cited = _quoted(question, best[0], found[0], most=most)
        if says is Verdict.UNSURE or lacks(question, read_question(question, self._dictionary), best[0], found[0], cited):
            unsure = replace(answer, verdict=Verdict.UNSURE)
            return Found(answer=_quoting(unsure, _close(question, best, found)), passages=found)
        others = others_that_contradict(cited, found, self._dictionary)
        return Found(answer=replace(_quoting(answer, cited), contradicts=others), passages=found)

    def word(self, found: Found, tell: Tell | None = None) -> Answer:
        if self._model is None:
            return found.answer
        from knowledge.claims import worded  # with it comes openai, which takes long to load

        return worded(self._model, found, tell)


def _by_words(scored: Sequence[Scored]) -> Sureness:
    """How sure the words are of the first passage, and never more than they are where nothing but words has put it first."""
    first, without = sureness(scored), sureness(by_words(scored))
    return Sureness(about=min(first.about, without.about), right=min(first.right, without.right))


def _of_each_document(scored: Sequence[Scored]) -> list[Scored]:
    """The best passage of each document."""
    first: dict[str, Scored] = {}
    for one in scored:
        first.setdefault(one.candidate.document_id, one)
    return list(first.values())


def _quoted(question: Question, one: Scored, passage: Passage, *, most: int) -> tuple[Citation, ...]:
    quotes = best_quotes(passage.chunk.text, one.sentences, question.text, most=most)
    return tuple(
        Citation(document=passage.document, place=passage.chunk.place, quote=quote.text, header=quote.header) for quote in quotes
    )


def _close(question: Question, best: Sequence[Scored], found: Sequence[Passage]) -> list[Citation]:
    """The best sentence of each of the closest passages."""
    near = [both for both in zip(best[:_CLOSE], found, strict=False) if both[0].worth >= _AS_CLOSE * best[0].worth]
    return [citation for one, passage in near for citation in _quoted(question, one, passage, most=1)]


def _quoting(answer: Answer, citations: Sequence[Citation]) -> Answer:
    return replace(answer, citations=tuple(citations), text="\n".join(harmless(one.said) for one in citations))


def _together(whole: Found, of_parts: Sequence[Found]) -> Found:
    """What the parts of a question were answered with, each by itself; what stays open is named."""
    sure = [one.answer for one in of_parts if one.answer.verdict is Verdict.ANSWERED]
    if not sure:
        return whole
    answer = replace(
        whole.answer,
        verdict=Verdict.ANSWERED,
        confidence=max(whole.answer.confidence, min(one.confidence for one in sure)),
        contradicts=tuple(dict.fromkeys(one for each in sure for one in each.contradicts)),
        is_strict=whole.answer.is_strict or any(one.is_strict for one in sure),
        open=tuple(one.answer.question.text for one in of_parts if one.answer.verdict is not Verdict.ANSWERED),
    )
    cited = tuple(dict.fromkeys(one for each in sure for one in each.citations))
    found = dict.fromkeys(passage for each in (*of_parts, whole) for passage in each.passages[: _PASSAGES // len(of_parts)])
    return Found(answer=_quoting(answer, cited), passages=tuple(found)[:_PASSAGES])
