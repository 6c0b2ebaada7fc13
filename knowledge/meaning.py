"""What texts mean to an embedding model: a vector for each, so that a question finds passages that say the same in other words.

An extra: whatever fails here, a question is answered by its words alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import timedelta
from sys import byteorder
from typing import Final

from handlers.ports_library import Chunk, Meaning, Question
from knowledge.analysing import above
from knowledge.following import carried_over
from knowledge.model import LIMIT, Model
from knowledge.usage import Failure
from program.collateral import Document

#: A person waits for what a question means, and its words will do without it.
PATIENCE: Final = timedelta(seconds=5)


class Embedder:
    """Asks one embedding model; safe to use from many threads. With `dimensions`, its vectors have as many numbers."""

    def __init__(self, model: Model, name: str, dimensions: int | None = None, *, patience: timedelta = PATIENCE) -> None:
        self._model = model
        self._patience = patience
        self.name = name
        self.dimensions = dimensions
        self.usage = model.usage

    def of_question(self, question: Question) -> Meaning | None:
        """What is asked, with what it takes over from the question before."""
        found = self._embedded([" ".join((question.text, *carried_over(question)))], self._patience)
        return None if isinstance(found, Failure) else found[0]

    def of_chunks(self, chunks: Sequence[tuple[Document, Chunk]]) -> tuple[Meaning, ...] | Failure:
        """What each says, under its headings; of all or of none."""
        return self._embedded(["\n".join((*above(document, chunk), chunk.text)) for document, chunk in chunks], LIMIT)

    def _embedded(self, texts: Sequence[str], limit: timedelta) -> tuple[Meaning, ...] | Failure:
        made = self._model.embed(texts, dimensions=self.dimensions, limit=limit)
        if isinstance(made, Failure):
            return made
        return tuple(Meaning(model=self.name, dimensions=len(one), vector=_packed(one)) for one in made)

    def reach(self) -> Failure | None:
        """As the model's."""
        return self._model.reach()

    def use_key(self, key: str) -> None:
        self._model.use_key(key)

    def close(self) -> None:
        self._model.close()


def _packed(vector: Sequence[float]) -> bytes:
    numbers = array("f", vector)
    if byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
