"""The extra that finds passages which say the same in other words: built as configured, and filled as documents come and go.

Nothing of it is needed, and nothing of it is loaded where it is not configured.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import structlog

from bot.clock import Elapsed, now
from bot.config import Settings
from handlers.ports_library import Meaning
from knowledge.usage import Failure
from storage.engine import Database
from storage.library_filling import NoVectors, Unfilled, drop_others, keep, known_embedder, set_up, unfilled

if TYPE_CHECKING:
    from knowledge.meaning import Embedder

#: So many chunks are sent at once: servers of one's own take no more by default.
_TOGETHER: Final = 32
#: After so many refusals and no vector it is not the texts that are refused.
_GIVES_UP: Final = 5
#: A sweep goes on for so long; then the process may be asked to stop, and the next sweep goes on from there.
_SWEEP: Final = timedelta(seconds=20)
_log = structlog.get_logger("vectors")


class Lack(StrEnum):
    """What keeps a configured embedding model from being used."""

    KEY = "key"
    NUMPY = "numpy"


def lack(settings: Settings, *, is_sqlite: bool) -> Lack | None:
    if _endpoint(settings)[0] is None:
        return Lack.KEY
    return Lack.NUMPY if is_sqlite and find_spec("numpy") is None else None


def key_variable(settings: Settings) -> str:
    """Which variable has the key."""
    is_own = settings.embedding_api_key is not None or settings.embedding_base_url is not None
    return "EMBEDDING_API_KEY" if is_own else "OPENAI_API_KEY"


def build_embedder(settings: Settings, *, is_sqlite: bool) -> Embedder | None:
    """The embedding model, when it is configured and nothing is missing."""
    key, url = _endpoint(settings)
    if settings.embedding_model is None or key is None or lack(settings, is_sqlite=is_sqlite) is not None:
        return None
    from knowledge.meaning import Embedder
    from knowledge.model import DEFAULT_BASE_URL, Model, ModelSettings
    from knowledge.usage import Price

    price = settings.embedding_price
    known = ModelSettings(
        model=settings.embedding_model,
        key=key,
        base_url=url or DEFAULT_BASE_URL,
        price=None if price is None else Price(tokens_in=price, tokens_out=price),
    )
    return Embedder(Model(known, now), settings.embedding_model, settings.embedding_dimensions)


def use_key(embedder: Embedder, settings: Settings) -> None:
    """The key that counts from now on."""
    key, _ = _endpoint(settings)
    if key is not None:
        embedder.use_key(key)


def _endpoint(settings: Settings) -> tuple[str | None, str | None]:
    """The key and the address. One of its own goes with the other: no key is sent to where it does not belong."""
    if key_variable(settings) == "OPENAI_API_KEY":
        key, url = settings.openai_api_key, settings.openai_base_url
    else:
        key, url = settings.embedding_api_key, settings.embedding_base_url
    return None if key is None else key.get_secret_value(), url


class Filling:
    """Makes the vectors that chunks of the library still want, over one database. Safe to call from many threads and processes."""

    def __init__(self, database: Database, embedder: Embedder, elapsed: Elapsed) -> None:
        self._database = database
        self._embedder = embedder
        self._elapsed = elapsed
        # by the numbers of document and chunk: what the endpoint took no vector of, though it did of others
        self._refused: set[tuple[int, int]] = set()

    def sweep(self) -> None:
        """Goes on for a while. What fails is tried again with the next sweep; what was made until then is kept."""
        end = self._elapsed() + _SWEEP.total_seconds()
        self.run(lambda kept: None, is_over=lambda: self._elapsed() >= end)

    def run(self, told: Callable[[int], None], *, is_over: Callable[[], bool] = lambda: False) -> bool:
        """Until every chunk that the endpoint takes has a vector, which it returns; False where something fails.

        `told` hears how many more are kept.
        """
        while not is_over():
            more = self._more()
            if not more:
                return more is not None
            told(more)
        return False

    def drop_others(self) -> None:
        """Takes out the vectors of other models."""
        with self._database.transaction() as connection:
            drop_others(connection, self._embedder.name, self._embedder.dimensions)

    def _more(self) -> int | None:
        """How many are kept now: 0 where none is wanted, None where none could be made."""
        with self._database.reading() as connection:
            embedder_id, dimensions = known_embedder(connection, self._embedder.name, self._embedder.dimensions)
            found = unfilled(connection, embedder_id, most=_TOGETHER + len(self._refused))
        wanted = [one for one in found if _key(one) not in self._refused][:_TOGETHER]
        if not wanted:
            return 0
        try:
            with self._database.transaction() as connection:
                set_up(connection)
        except NoVectors:
            _log.warning("vectors.no_pgvector")
            return None
        made = self._made(wanted)
        if not made:
            return None
        if dimensions not in (None, made[0][1].dimensions):
            _log.warning("vectors.other_dimensions", wanted=dimensions, made=made[0][1].dimensions)
            return None
        with self._database.transaction() as connection:
            return keep(connection, made)

    def _made(self, wanted: Sequence[Unfilled]) -> list[tuple[Unfilled, Meaning]]:
        """The vectors, none where the endpoint makes none. One that is always refused does not hold up the others.

        It is asked about again by the next process.
        """
        together = self._embedder.of_chunks([(one.document, one.chunk) for one in wanted])
        if not isinstance(together, Failure):
            return list(zip(wanted, together, strict=True))
        if together is not Failure.REJECTED or len(wanted) == 1:
            return []
        made: list[tuple[Unfilled, Meaning]] = []
        refused: list[Unfilled] = []
        for one in wanted:
            alone = self._embedder.of_chunks([(one.document, one.chunk)])
            if not isinstance(alone, Failure):
                made.append((one, alone[0]))
            elif alone is Failure.REJECTED and (made or len(refused) < _GIVES_UP):
                refused.append(one)
            else:
                break
        if made and refused:  # else it is not the text that is refused
            self._refused.update(map(_key, refused))
            _log.warning("vectors.refused", chunks=len(refused))
        return made


def _key(one: Unfilled) -> tuple[int, int]:
    return one.document_number, one.chunk.number
