"""With an embedding model a question finds what says the same in other words; without one, or when it fails, nothing changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import text
from structlog.typing import EventDict

from bot.vectors import Filling
from handlers.ports_library import Chunk, Found, Meaning, Place, Question, Verdict
from knowledge.analysing import LetterAnalyser
from knowledge.answering import LibraryAnswerer
from knowledge.glossary import Glossary
from knowledge.meaning import Embedder
from knowledge.searching import search
from knowledge.translating import Dictionary
from program.collateral import Audience, Document, DocumentKind
from program.partners import Member, Tier
from storage.library import SqlLibrary
from storage.library_filling import Filled, filled
from storage.people import viewer_of
from tests.model.conftest import MakeModel
from tests.model.embedding import DIMENSIONS, response, vector
from tests.model.stub import Answer, Stub, refused
from tests.storage.build import CHANNEL, NOW, SELLER, Record

DICTIONARY: Final = Dictionary(Glossary())
SAML: Final = "The Enterprise edition supports SAML for every member of a company."
#: Has no word in common with what says so, and nearly no letter.
SIGN_ON: Final = "Okta anmeldung sso?"
SHELF: Final = {
    "saml.md": SAML,
    "backup.md": "Backups are taken every night and kept in Frankfurt for five weeks.",
    "funds.md": "Marketing funds are granted per quarter and expire at its end.",
    "hooks.md": "Webhooks are signed, and a delivery that fails is repeated for three days.",
    "offices.md": "Our offices are in Hamburg, Vienna and Leeds; visitors register at the desk.",
}


class Shelved:
    """A library on one database, an embedder that asks the stub, and a seller of a silver partner who asks."""

    def __init__(self, record: Record, embedder: Embedder) -> None:
        self.record, self.embedder = record, embedder
        self._count = 0

    def put(self, name: str, *texts: str, audience: Audience | None = None) -> str:
        self._count += 1
        document = Document(
            id=f"K-{self._count}",
            name=name,
            version=1,
            title=name,
            kind=DocumentKind.DOCUMENTATION,
            media_type="text/markdown",
            language="en",
            added_at=NOW,
            size=1,
            digest="",
            audience=audience or Audience(),
        )
        chunks = [Chunk(number=number, place=Place(), text=one) for number, one in enumerate(texts)]
        return str(self._in(CHANNEL, lambda library: library.put(document, b"x", chunks)).id)

    def remove(self, id: str) -> None:
        self._in(CHANNEL, lambda library: library.remove(id))

    def fill(self) -> bool:
        return Filling(self.record.database, self.embedder, lambda: 0.0).run(lambda more: None)

    @property
    def filled(self) -> Filled:
        with self.record.database.reading() as connection:
            return filled(connection, self.embedder.name, self.embedder.dimensions)

    @property
    def kept(self) -> int:
        with self.record.database.reading() as connection:
            return int(connection.execute(text("SELECT count(*) FROM library_vectors")).scalar_one())

    def look(self, asked: str, *, who: Member = SELLER, is_on: bool = True) -> Found:
        question = Question(text=asked, language="en", day=NOW.date())
        answerer = LibraryAnswerer(DICTIONARY, None, self.embedder if is_on else None)
        meaning = answerer.meaning(question)
        found: Found = self._in(who, lambda library: answerer.look(question, library, meaning))
        return found

    def order(self, asked: str, *, who: Member = SELLER) -> list[tuple[str, int]]:
        question = Question(text=asked, language="en", day=NOW.date())
        meaning = self.embedder.of_question(question)
        found = self._in(who, lambda library: search(question, library, DICTIONARY, meaning))
        return [(one.candidate.name, one.candidate.number) for one in found]

    def _in(self, who: Member, do: Callable[[SqlLibrary], Any]) -> Any:
        with self.record.database.transaction() as connection:
            return do(SqlLibrary(connection, viewer_of(connection, who, NOW), NOW, LetterAnalyser()))


Shelve = Callable[..., Shelved]


@pytest.fixture
def shelve(database_url: str, make_model: MakeModel) -> Iterator[Shelve]:
    record = Record(database_url)

    def make(name: str = "stub-embed", dimensions: int | None = None, *, seconds: float = 5, url: str = "") -> Shelved:
        model = make_model(name=name, url=url)
        return Shelved(record, Embedder(model, name, dimensions, patience=timedelta(seconds=seconds)))

    yield make
    record.database.close()


@pytest.fixture
def shelved(shelve: Shelve) -> Shelved:
    made = shelve()
    for name, one in SHELF.items():
        made.put(name, one)
    return made


def names(found: Found) -> list[str]:
    return [passage.document.name for passage in found.passages]


def test_a_question_finds_what_says_the_same_in_other_words_and_is_told_that_this_is_not_sure(shelved: Shelved, stub: Stub) -> None:
    assert shelved.fill()
    found = shelved.look(SIGN_ON)
    assert (found.answer.verdict, names(found)[0]) == (Verdict.UNSURE, "saml.md")
    assert found.answer.citations[0].quote == SAML
    assert shelved.look(SIGN_ON, is_on=False).answer.verdict is Verdict.UNKNOWN
    assert stub.faults == []
    assert [sorted(one) for one in stub.requests] == [["encoding_format", "input", "model"]] * 2


def test_what_nothing_is_near_to_stays_unknown(shelved: Shelved) -> None:
    shelved.fill()
    assert shelved.look("Wombats?").answer.verdict is Verdict.UNKNOWN
    for asked in ("Is the login signed?", "Which funds are kept?", "Do visitors sign on at night?", "Frankfurt or Vienna"):
        with_vectors, without = shelved.look(asked).answer, shelved.look(asked, is_on=False).answer
        assert with_vectors.confidence <= without.confidence


def test_nearness_alone_never_makes_an_answer_sure_and_a_sure_answer_stays_one(shelved: Shelved) -> None:
    asked = "Where are backups kept and for how many weeks?"
    without = shelved.look(asked, is_on=False)
    shelved.fill()
    with_vectors = shelved.look(asked)
    assert without.answer.verdict is with_vectors.answer.verdict is Verdict.ANSWERED
    assert (with_vectors.answer.citations, with_vectors.answer.confidence) == (without.answer.citations, without.answer.confidence)


def test_the_vector_of_a_hidden_document_never_surfaces(shelved: Shelved) -> None:
    """It is the nearest of all; for who may see it, it comes first."""
    for number in range(30):
        shelved.put(f"internal-{number}.md", "SSO login with Okta.", audience=Audience(is_internal=True))
    shelved.put("gold.md", "SSO login, Okta.", audience=Audience(tiers=frozenset({Tier.GOLD})))
    shelved.fill()
    seen = {name for name, _ in shelved.order(SIGN_ON)}
    assert seen == set(SHELF)
    assert shelved.order(SIGN_ON)[0] == ("saml.md", 0)
    assert {"internal-0.md", "gold.md"} <= {name for name, _ in shelved.order(SIGN_ON, who=CHANNEL)}


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_the_index_goes_on_until_it_has_found_what_the_viewer_may_see(shelve: Shelve) -> None:
    """Its nearest hundreds are hidden: without going on there would be none left."""
    shelved = shelve()
    shelved.put("internal.md", *(f"SSO login with Okta, part {part}." for part in range(500)), audience=Audience(is_internal=True))
    for name, one in SHELF.items():
        shelved.put(name, one)
    shelved.fill()
    with shelved.record.database.engine.begin() as connection:
        for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):  # so small a library is quicker without the index
            connection.execute(text(f"ALTER DATABASE {shelved.record.database.url.database} SET {way} = off"))
    shelved.record.database.engine.dispose()
    assert shelved.order(SIGN_ON)[0] == ("saml.md", 0)
    assert {name for name, _ in shelved.order(SIGN_ON)} == set(SHELF)
    with shelved.record.database.reading() as connection:
        used = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'ix_library_vectors_1'"
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        assert connection.execute(text(used)).scalar_one() > 0


def test_what_is_replaced_or_removed_has_no_vector_any_more(shelved: Shelved) -> None:
    shelved.fill()
    assert (shelved.filled, shelved.kept) == (Filled(chunks=5, with_vector=5), 5)
    second = shelved.put("saml.md", "Signing in takes a password.", "And nothing else.")
    assert (shelved.filled, shelved.kept) == (Filled(chunks=6, with_vector=4), 4)
    shelved.fill()
    shelved.remove(second)
    assert (shelved.filled, shelved.kept) == (Filled(chunks=4, with_vector=4), 4)


def test_a_failure_half_way_loses_nothing_and_is_gone_on_from(shelve: Shelve, stub: Stub) -> None:
    shelved = shelve()
    shelved.put("long.md", *(f"Part {number} of it." for number in range(40)))
    filling = Filling(shelved.record.database, shelved.embedder, lambda: 0.0)

    def fail(more: int) -> None:
        stub.embedded = refused(400, "invalid_request_error", "too much")

    assert not filling.run(fail)
    assert shelved.filled == Filled(chunks=40, with_vector=32)
    stub.embedded = None
    stub.requests.clear()
    assert filling.run(lambda more: None)
    assert [len(one["input"]) for one in stub.requests] == [8]
    assert shelved.filled == Filled(chunks=40, with_vector=40)


def test_a_text_that_is_always_refused_does_not_hold_up_those_after_it(shelve: Shelve, stub: Stub) -> None:
    shelved = shelve()
    shelved.put("long.md", *(f"Part {number} of it." for number in range(40)))
    stub.detests = "Part 3 of it"
    filling = Filling(shelved.record.database, shelved.embedder, lambda: 0.0)
    assert filling.run(lambda more: None)
    assert shelved.filled == Filled(chunks=40, with_vector=39)
    stub.requests.clear()
    filling.sweep()
    assert stub.requests == []
    stub.detests = ""
    assert shelved.fill()
    assert shelved.filled == Filled(chunks=40, with_vector=40)


def test_an_endpoint_that_refuses_everything_is_not_asked_for_each_text(shelve: Shelve, stub: Stub) -> None:
    shelved = shelve()
    shelved.put("long.md", *(f"Part {number} of it." for number in range(40)))
    stub.detests = "Part"
    assert not shelved.fill()
    assert len(stub.requests) < 10
    stub.detests = ""
    assert shelved.fill()
    assert shelved.filled == Filled(chunks=40, with_vector=40)


def test_another_model_makes_its_own_vectors_and_none_are_mixed(shelved: Shelved, shelve: Shelve) -> None:
    shelved.fill()
    other = shelve("another", 32)
    assert other.look(SIGN_ON).answer.verdict is Verdict.UNKNOWN
    assert (other.filled.with_vector, other.fill(), other.filled.with_vector, other.kept) == (0, True, 5, 10)
    assert names(other.look(SIGN_ON))[0] == names(shelved.look(SIGN_ON))[0] == "saml.md"
    Filling(other.record.database, other.embedder, lambda: 0.0).drop_others()
    assert (other.kept, shelved.filled.with_vector, other.filled.with_vector) == (5, 0, 5)
    assert names(other.look(SIGN_ON))[0] == "saml.md"


def broken(size: int = DIMENSIONS) -> dict[str, Answer]:
    one = vector("login", size)
    rows = response([one])["data"]
    bodies = {
        "fewer than asked": response([]),
        "more than asked": response([one, one]),
        "longer": response([[*one, 0.5]]),
        "no number": response([["0.5", *one[1:]]]),
        "true": response([[True, *one[1:]]]),
        "nothing": response([[0.0] * size]),
        "not a number": response([[float("nan"), *one[1:]]]),
        "endless": response([[float("inf"), *one[1:]]]),
        "huge": response([[10**400, *one[1:]]]),
        "of another": {"object": "list", "data": [{**rows[0], "index": 1}]},
        "no list": {"object": "list", "data": {"index": 0}},
    }
    said = {name: Answer(body=json.dumps(body)) for name, body in bodies.items()}
    return said | {
        "no JSON": Answer(body="<html>"),
        "down": Answer(how="drop"),
        "slow": Answer(how="hang"),
        "refused": refused(401, "invalid_request_error", "Incorrect API key provided"),
        "error": refused(500, "server_error", "The server had an error"),
    }


@pytest.mark.parametrize("how", broken())
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_the_endpoint_says_the_words_answer_and_nothing_is_written(
    shelve: Shelve, stub: Stub, how: str, log: list[EventDict]
) -> None:
    shelved = shelve(dimensions=DIMENSIONS, seconds=0.2 if how == "slow" else 5)
    shelved.put("backup.md", SHELF["backup.md"])
    without = shelved.look("Where are backups kept?", is_on=False)
    stub.embedded = broken()[how]
    assert shelved.look("Where are backups kept?") == without
    if how != "slow":  # that would take the time that a batch may take
        assert not shelved.fill()
    assert shelved.kept == 0
    assert "backup" not in repr(log).lower()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_vectors_of_another_length_than_those_that_are_there_are_not_kept(shelved: Shelved, stub: Stub) -> None:
    shelved.fill()
    shelved.put("late.md", "Something new.")
    stub.embedded = Answer(body=json.dumps(response([vector("new", 32)])))
    assert not shelved.fill()
    assert shelved.kept == 5
    assert shelved.look("Where are backups kept?").answer == shelved.look("Where are backups kept?", is_on=False).answer


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_dead_endpoint_is_left_alone_after_the_first_try_and_tokens_are_counted(shelved: Shelved, stub: Stub) -> None:
    shelved.fill()
    assert shelved.embedder.usage.spent().tokens_in > 0
    stub.embedded = Answer(how="drop")
    for _ in range(3):
        shelved.look("Where are backups kept?")
    spent = shelved.embedder.usage.spent()
    assert (spent.calls, spent.failures, stub.asked) == (4, {"connection": 1, "resting": 2}, 2)


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_both_databases_put_the_same_five_first(
    database_url: str, migrated_sqlite: Path, tmp_path: Path, make_model: MakeModel
) -> None:
    embedder = Embedder(make_model(name="stub-embed"), "stub-embed")
    here = shutil.copyfile(migrated_sqlite, tmp_path / "here.db")
    both = [Shelved(Record(url), embedder) for url in (f"sqlite:///{here}", database_url)]
    words = "saml backup funds hooks sandbox rebate login playground refund quarter night desk".split()
    for shelved in both:
        for number in range(40):
            shelved.put(
                f"{number}.md", *(f"{words[(number + part) % 12]} {words[number * part % 12]} {number}." for part in (1, 5))
            )
        assert shelved.fill()
    for asked in ("sso", "kickback per quarter", "testumgebung at night", "backup", "okta login desk", "wombats 17"):
        first, second = (shelved.order(asked)[:5] for shelved in both)
        assert first == second != []
    for shelved in both:
        shelved.record.database.close()


def test_the_meaning_is_packed_as_long_as_it_is_said_to_be(make_model: MakeModel, stub: Stub) -> None:
    made = Embedder(make_model(name="e"), "e", 8).of_question(Question(text="sso", language="en", day=NOW.date()))
    assert isinstance(made, Meaning)
    assert (made.model, made.dimensions, len(made.vector), stub.requests[0]["dimensions"]) == ("e", 8, 32, 8)
