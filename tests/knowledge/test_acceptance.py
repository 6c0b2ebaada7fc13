"""The demo's library answers its acceptance questions: how many must be right is measured; nobody sees what is not for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo import load_demo
from bot.demo.stocking import stock_library
from bot.dictionary import DICTIONARY
from handlers.ports_library import Answer, Question, Verdict
from knowledge.analysing import LetterAnalyser
from knowledge.answering import LibraryAnswerer
from knowledge.ingest import Files
from program.access import Viewer
from program.partners import Member, Role
from program.policy_reading import read_policy
from storage.engine import Database
from storage.library import SqlLibrary
from tests.knowledge.acceptance import Asked, Known, acceptance_questions

AT = datetime(2026, 5, 18, 9, 30, tzinfo=UTC)
PROGRAM = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    asked: Asked
    answer: Answer

    def quotes(self, known: Known) -> bool:
        """Whether the answer quotes the document with those words."""
        cited = (*self.answer.citations, *self.answer.contradicts)
        return any(one.document.name == known.document and known.says in " ".join(one.quote.split()) for one in cited)

    @property
    def is_right(self) -> bool:
        return any(self.quotes(known) for known in self.asked.answers)


@pytest.fixture(scope="module")
def answers(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Answered]]:
    path = tmp_path_factory.mktemp("library") / "demo.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{path}")
    load_demo(database, PROGRAM, at=AT)
    with Files() as files:
        stock_library(database, PROGRAM, files, LetterAnalyser(), at=AT)
    yield [Answered(asked=asked, answer=_answer(database, asked)) for asked in acceptance_questions()]
    database.close()


def _answer(database: Database, asked: Asked) -> Answer:
    member = Member(
        id="m", partner_id=asked.partner.id, name="M", email="m@x.example", role=Role.SELLER, language=asked.language, zone="UTC"
    )
    question = Question(text=asked.text, language=asked.language, day=AT.date(), before=asked.before)
    answerer = LibraryAnswerer(DICTIONARY)
    with database.reading() as connection:
        library = SqlLibrary(connection, Viewer(member=member, partner=asked.partner), AT, LetterAnalyser())
        return answerer.word(answerer.look(question, library))


def share(some: list[Answered], verdict: Verdict, *, right: bool | None = None) -> float:
    fit = [one for one in some if one.answer.verdict is verdict and (right is None or one.is_right == right)]
    return len(fit) / len(some)


def of(answers: list[Answered], wanted: str) -> list[Answered]:
    return [one for one in answers if one.asked.wanted == wanted]


def test_most_questions_are_answered_and_most_answers_are_right(answers: list[Answered]) -> None:
    some = of(answers, "answer")
    assert share(some, Verdict.ANSWERED, right=True) >= 0.65
    assert share(some, Verdict.ANSWERED, right=False) <= 0.15
    assert sum(one.is_right for one in some) / len(some) >= 0.76  # also where the passage is shown as no more than close


def test_what_nothing_is_about_is_not_answered(answers: list[Answered]) -> None:
    assert share(of(answers, "absent"), Verdict.ANSWERED) <= 0.07  # one in sixteen


def test_a_near_miss_is_often_seen_as_one_even_without_a_model(answers: list[Answered]) -> None:
    assert share(of(answers, "near_miss"), Verdict.ANSWERED) <= 0.6


def test_documents_that_contradict_each_other_are_shown_side_by_side(answers: list[Answered]) -> None:
    some = of(answers, "contradiction")
    assert all(one.is_right for one in some)
    assert any(all(one.quotes(known) for known in one.asked.answers) for one in some)  # of the two, one is over two languages


def test_nobody_is_shown_what_is_not_for_them(answers: list[Answered]) -> None:
    for one in of(answers, "hidden"):
        assert not one.is_right, one.asked.id
        for cited in (*one.answer.citations, *one.answer.contradicts):
            assert cited.document.audience.admits(one.asked.partner)
            assert cited.document.counts_on(AT.date())


def test_every_quote_stands_in_its_document(answers: list[Answered]) -> None:
    verdicts = Counter(one.answer.verdict for one in answers)
    assert verdicts[Verdict.ANSWERED] > 0
    assert all(one.answer.citations for one in answers if one.answer.verdict is Verdict.ANSWERED)
