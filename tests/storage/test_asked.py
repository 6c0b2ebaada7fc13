"""Questions, as the record keeps them: to the library with what came of each, and to people, each answered once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from handlers.ports_asked import AskedQuestion, Cited, Reason
from handlers.ports_library import Verdict
from program.partners import Member
from program.review_time import Rung
from storage.asked_tables import request_rungs
from tests.storage.build import (
    ADMIN,
    CHANNEL,
    COLLEAGUE,
    DIRECT,
    MANAGER,
    NOW,
    OTHER_MANAGER,
    RIVAL,
    SELLER,
    Record,
    at_once,
    question,
)

ASKED = AskedQuestion(
    id="n-1",
    member_id=SELLER.id,
    partner_id="nordwind",
    text="Does it do SAML?",
    language="en",
    at=NOW,
    verdict=Verdict.ANSWERED,
    confidence=0.875,
    cited=(Cited(document_id="K-1", quote="It does SAML 2.0."), Cited(document_id="K-2", quote="It does not.", contradicts=True)),
)


def asked(record: Record, *some: AskedQuestion) -> None:
    with record.turn(SELLER) as work:
        for one in some:
            work.asked.add(one)


def test_a_question_is_read_as_it_was_asked(record: Record) -> None:
    asked(record, ASKED)
    with record.turn(SELLER) as work:
        assert work.asked.get("n-1") == ASKED
        assert work.asked.since(NOW) == (ASKED,)
        assert work.asked.since(NOW + timedelta(seconds=1)) == ()
        assert work.asked.uses(NOW) == {"K-1": 1, "K-2": 1}


@pytest.mark.parametrize(
    ("who", "sees"),
    [(SELLER, True), (MANAGER, True), (CHANNEL, True)]
    + [(other, False) for other in (COLLEAGUE, ADMIN, RIVAL, OTHER_MANAGER, DIRECT)],
    ids=lambda value: value.id if isinstance(value, Member) else "",
)
def test_a_question_is_for_its_asker_and_whoever_looks_after_them(record: Record, who: Member, sees: bool) -> None:
    asked(record, ASKED)
    with record.turn(who) as work:
        assert (work.asked.get("n-1") is not None) == sees
        assert bool(work.asked.since(NOW)) == sees


def test_the_asker_says_whether_it_helped_and_a_later_word_replaces_the_earlier(record: Record) -> None:
    asked(record, ASKED)
    with record.turn(SELLER) as work:
        assert work.asked.rate("n-1", is_helpful=True)
        assert work.asked.rate("n-1", is_helpful=True)
        assert work.asked.get("n-1") == replace(ASKED, is_helpful=True)
        assert work.asked.rate("n-1", is_helpful=False, complaint="outdated")
        assert work.asked.get("n-1") == replace(ASKED, is_helpful=False, complaint="outdated")
    with record.turn(MANAGER) as work:
        assert not work.asked.rate("n-1", is_helpful=True)
        assert not work.asked.rate("n-2", is_helpful=True)


def test_many_questions_keep_their_citations(record: Record) -> None:
    many = [replace(ASKED, id=f"n-{number}", cited=(Cited(document_id=f"K-{number}"),)) for number in range(1200)]
    asked(record, *many)
    with record.turn(MANAGER) as work:
        found = work.asked.since(NOW)
    assert {one.id: one.cited[0].document_id for one in found} == {f"n-{number}": f"K-{number}" for number in range(1200)}


# ── to people ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_that_went_to_a_person_says_why_and_after_which_answer(record: Record) -> None:
    sent = replace(question("Q-1", SELLER), reason=Reason.UNSURE, answer_id="n-1", language="de")
    with record.turn(SELLER) as work:
        work.requests.add(sent)
    with record.turn(MANAGER) as work:
        assert work.requests.get("Q-1") == work.requests.of_answer("n-1") == sent
        assert work.requests.of_answer("n-2") is None


def test_a_question_is_answered_or_taken_back_once(record: Record) -> None:
    with record.turn(SELLER) as work:
        for number in (1, 2):
            work.requests.add(question(f"Q-{number}", SELLER))
    with record.turn(SELLER) as work:
        assert work.requests.withdraw("Q-1")
        assert not work.requests.withdraw("Q-1")
    with record.turn(MANAGER) as work:
        assert not work.requests.answer("Q-1", text="No.", by=MANAGER.id)
        assert work.requests.answer("Q-2", text="Yes.", by=MANAGER.id)
        assert not work.requests.answer("Q-2", text="No.", by=MANAGER.id)
        assert work.requests.waiting() == ()
    with record.turn(SELLER) as work:
        assert not work.requests.withdraw("Q-2")


def test_an_answer_is_kept_once(record: Record) -> None:
    with record.turn(SELLER) as work:
        work.requests.add(question("Q-1", SELLER))
    with record.turn(MANAGER) as work:
        assert work.requests.keep("Q-1", "K-1")
        assert not work.requests.keep("Q-1", "K-2")
    with record.turn(OTHER_MANAGER) as work:
        assert not work.requests.keep("Q-1", "K-2")


def test_of_twenty_at_once_one_answers(record: Record) -> None:
    with record.turn(SELLER) as work:
        work.requests.add(question("Q-1", SELLER))

    def answer(text: str) -> bool:
        with record.turn(MANAGER) as work:
            return work.requests.answer("Q-1", text=text, by=MANAGER.id)

    assert sum(at_once([partial(answer, str(number)) for number in range(20)])) == 1


def test_a_waiting_question_climbs_each_rung_once(record: Record) -> None:
    with record.turn(SELLER) as work:
        work.requests.add(question("Q-1", SELLER))
    with record.turn(MANAGER) as work:
        assert work.requests.climb("Q-1", Rung.REMINDED, NOW)
        assert not work.requests.climb("Q-1", Rung.REMINDED, NOW)
        assert work.requests.climb("Q-1", Rung.TAKEN_OVER, NOW)
        found = work.requests.get("Q-1")
        assert found is not None
        assert found.climbed is Rung.TAKEN_OVER
        assert work.requests.answer("Q-1", text="Yes.", by=MANAGER.id)
        assert not work.requests.climb("Q-1", Rung.OVERDUE, NOW)
    assert len(record.rows(request_rungs)) == 2
