"""Says what a chunk is filed under: the stems of its words and of the headings above it, and the letters of these words."""

from __future__ import annotations

from collections import Counter
from typing import Final

from handlers.ports_library import Chunk, Terms
from knowledge.words import LANGUAGES, grams, key_of_gram, key_of_stem, stem, telling_words
from program.collateral import Document

#: How soon it stops to matter that a word is said once more, and how much longer chunks count for less, as BM25 has them.
_SATURATION: Final = 1.2
_LENGTH: Final = 0.6
#: The telling words of a chunk as long as chunks are.
_USUAL: Final = 75
#: Impacts are whole numbers, so that every database adds them up to the same sum.
_WHOLE: Final = 1000


def impact(times: float, length: int) -> float:
    """How much a text of so many telling words says about a word that is so many times in it: from 0 to 1."""
    return times / (times + _SATURATION * (1 - _LENGTH + _LENGTH * length / _USUAL))


def language_of(document: Document) -> str:
    """The language whose endings and stop words the document is read with."""
    return document.language if document.language in LANGUAGES else LANGUAGES[0]


def above(document: Document, chunk: Chunk) -> tuple[str, ...]:
    """The title of the document and the headings over the chunk, each once."""
    return tuple(dict.fromkeys(line for line in (document.title, *chunk.place.headings) if line))


class LetterAnalyser:
    """`handlers.ports_library.Analyser`."""

    def terms(self, document: Document, chunk: Chunk) -> Terms:
        language = language_of(document)
        told = telling_words("\n".join((*above(document, chunk), chunk.text)), language)
        times = Counter(key_of_stem(stem(word, language)) for word in told)
        filed: dict[int, set[int]] = {}
        for word in dict.fromkeys(told):
            for gram in grams(word):
                filed.setdefault(key_of_gram(gram), set()).add(key_of_stem(stem(word, language)))
        return Terms(
            impacts={key: max(1, round(_WHOLE * impact(count, len(told)))) for key, count in times.items()},
            grams={key: frozenset(terms) for key, terms in filed.items()},
        )
