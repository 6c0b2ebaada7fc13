"""Says what a chunk is filed under: the stems of its words and of the headings above it, and the letters of these words."""

from __future__ import annotations

from collections import Counter
from typing import Final

from handlers.ports_library import Chunk, Terms
from knowledge.sentences import sentences
from knowledge.words import LANGUAGES, keys_of_word, telling_words
from program.collateral import Document

#: How soon it stops to matter that a word is said once more, and how much longer chunks count for less, as BM25 has them.
_SATURATION: Final = 1.2
_LENGTH: Final = 0.6
#: The telling words of a chunk as long as chunks are.
_USUAL: Final = 75
#: Impacts are whole numbers, so that every database adds them up to the same sum.
_WHOLE: Final = 1000
#: Between the headings and the sentences of a chunk.
_BLOCKS: Final = "\f"


def impact(times: float, length: int) -> float:
    """How much a text of so many telling words says about a word that is so many times in it: from 0 to 1."""
    return times / (times + _SATURATION * (1 - _LENGTH + _LENGTH * length / _USUAL))


def read_as(language: str) -> str:
    """The language whose endings and stop words a text of that language is read with."""
    return language if language in LANGUAGES else LANGUAGES[0]


def above(document: Document, chunk: Chunk) -> tuple[str, ...]:
    """The title of the document and the headings over the chunk, each once."""
    return tuple(dict.fromkeys(line for line in (document.title, *chunk.place.headings) if line))


class LetterAnalyser:
    """`handlers.ports_library.Analyser`."""

    def terms(self, document: Document, chunk: Chunk) -> Terms:
        language = read_as(document.language)
        headings = [telling_words(line, language) for line in above(document, chunk)]
        lines = [telling_words(sentence.text, language) for sentence in sentences(chunk.text)]
        told = [word for line in (*headings, *lines) for word in line]
        keys = [keys_of_word(word, language) for word in told]
        times = Counter(term for term, _ in keys)
        impacts = {count: max(1, round(_WHOLE * impact(count, len(told)))) for count in set(times.values())}
        return Terms(
            impacts={term: impacts[count] for term, count in times.items()},
            pieces=frozenset(keys),
            words=_BLOCKS.join("\n".join(map(" ".join, block)) for block in (headings, lines)),
        )


def filed_lines(words: str) -> tuple[list[list[str]], list[list[str]]]:
    """The telling words of each heading and of each sentence, of `Terms.words`."""
    headings, _, sentences = words.partition(_BLOCKS)
    return [line.split() for line in headings.split("\n")], [line.split() for line in sentences.split("\n")]
