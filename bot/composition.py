"""Putting the house together: from settings to a database, a program and turns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.aids import Aids
from bot.clock import now
from bot.config import Settings
from bot.forgetting import Forgetting
from bot.ids import FreshIds
from bot.secrets import Secrets
from bot.sweeps import Sweeps
from bot.turns import Turns
from bot.vectors import build_embedder
from knowledge.analysing import LetterAnalyser
from knowledge.ingest import Files
from program.policy import Program
from program.policy_reading import PolicyErrors, read_policy
from storage.engine import Database

if TYPE_CHECKING:
    from knowledge.answering import LibraryAnswerer
    from knowledge.meaning import Embedder
    from knowledge.model import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that stands once the bot is up; `model` and `embedder` are None where none is configured, and count their use."""

    settings: Settings
    database: Database
    program: Program
    ids: FreshIds
    turns: Turns
    sweeps: Sweeps
    forgetting: Forgetting
    files: Files = field(default_factory=Files)
    model: Model | None = None
    embedder: Embedder | None = None
    secrets: Secrets = field(default_factory=Secrets)

    def close(self) -> None:
        """Lets go of connections and processes."""
        self.files.close()
        self.database.close()


def build(settings: Settings) -> House:
    """The house over the configured database, brought to the newest schema if it was empty.

    Raises DatabaseProblem when the database cannot be used, PolicyErrors when the policy has mistakes.
    """
    program = read_program(settings)
    database = Database(settings.database_url.get_secret_value())
    database.prepare()
    ids = FreshIds()
    model = build_model(settings)
    proposer = None
    if model is not None:
        from knowledge.proposing import ModelProposer

        proposer = ModelProposer(model)
    embedder = build_embedder(settings, is_sqlite=database.is_sqlite)
    files = Files()
    aids = Aids(proposer=proposer, reader=files, analyser=LetterAnalyser(), answerer=build_answerer(model, embedder))
    turns = Turns(database, program, ids, now, aids=aids)
    return House(
        settings=settings,
        database=database,
        program=program,
        ids=ids,
        turns=turns,
        sweeps=Sweeps(database, program, ids),
        forgetting=Forgetting(database, timedelta(days=settings.keep_messages_days)),
        files=files,
        model=model,
        embedder=embedder,
    )


def build_model(settings: Settings) -> Model | None:
    """The language model, when both its key and its name are configured. Imported only then: openai takes half a second to load."""
    if settings.openai_api_key is None or settings.openai_model is None:
        return None
    from knowledge.model import DEFAULT_BASE_URL, Model, ModelSettings
    from knowledge.usage import Price

    price_in, price_out = settings.openai_price_in, settings.openai_price_out
    return Model(
        ModelSettings(
            model=settings.openai_model,
            key=settings.openai_api_key.get_secret_value(),
            base_url=settings.openai_base_url or DEFAULT_BASE_URL,
            price=None if price_in is None or price_out is None else Price(tokens_in=price_in, tokens_out=price_out),
        ),
        now,
    )


def build_answerer(model: Model | None, embedder: Embedder | None = None) -> LibraryAnswerer:
    """What answers questions from the library, in the model's words if there is one. Imported only when needed."""
    from bot.dictionary import DICTIONARY
    from knowledge.answering import LibraryAnswerer

    return LibraryAnswerer(DICTIONARY, model, embedder)


def read_program(settings: Settings) -> Program:
    """The policy file as configured; raises PolicyErrors, also for a file that is no text."""
    try:
        source = settings.policy_file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise PolicyErrors(()) from None
    return read_policy(source)
