"""A claim is told as soon as it is whole and checked, while the model still writes; what counts is the answer at the end."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import elapsed
from handlers.ports_library import Verdict
from knowledge.arriving import Arriving
from knowledge.claims import worded
from knowledge.model import Model
from knowledge.wanted import while_wanted
from tests.model.conftest import MakeModel
from tests.model.stub import TOKENS_IN, TOKENS_OUT, Answer, Stub, completion, refused, says
from tests.model.test_claims import claims, found

SAML = "The Enterprise edition supports SAML 2.0 with Okta."
PRICE = "The Enterprise edition costs 1200 € a year."
INVENTED = "The Enterprise edition costs 7 € a year."
BOTH = claims((PRICE, [2]), (INVENTED, [2]), (SAML, [3, 1]))


def test_the_checked_claims_are_told_as_they_stand_in_the_answer(stub: Stub, model: Model) -> None:
    told: list[str] = []
    stub.answer = says(BOTH)
    answer = worded(model, found(), told.append)
    assert told == [f"{PRICE} [1]", f"{SAML} [2][3]"]
    assert answer.text == " ".join(told)
    assert answer == worded(model, found()), "as without anybody who hears it"
    assert stub.faults == []
    assert [request.get("stream", False) for request in stub.requests] == [True, False]
    spent = model.usage.spent()
    assert (spent.tokens_in, spent.tokens_out) == (2 * TOKENS_IN, 2 * TOKENS_OUT)


def test_a_claim_is_told_before_the_next_one_is_written(stub: Stub, model: Model) -> None:
    told: list[str] = []
    stub.answer, stub.halts_at = says(BOTH), "costs 7"
    with ThreadPoolExecutor(1) as people:
        asking = people.submit(worded, model, found(), told.append)
        assert stub.begun.wait(timeout=30)
        began = elapsed()
        while not told and elapsed() - began < 10:
            pass
        assert told == [f"{PRICE} [1]"]
        stub.go_on.set()
        assert asking.result(timeout=30).text == f"{PRICE} [1] {SAML} [2][3]"


def test_no_more_claims_are_told_than_are_taken(stub: Stub, model: Model) -> None:
    told: list[str] = []
    stub.answer = says(claims(*[(SAML, [1])] * 9))
    assert worded(model, found(), told.append).text == " ".join(told)
    assert len(told) == 4


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("truncated", says(BOTH, finish_reason="length")),
        ("refused", says(BOTH, finish_reason="content_filter")),
        ("refused", says(BOTH, refusal="No.")),
        ("nonsense", says(json.dumps(BOTH)[:-1])),
        ("nonsense", says("prose")),
        ("nonsense", Answer(body=json.dumps(completion(None)))),
        ("nonsense", Answer(body="<html>")),
        ("nonsense", Answer(body="{}")),
        ("nonsense", says("[" * 100_000)),
        ("connection", Answer(body=says(BOTH).body, how="cut")),
        ("server", refused(500, "server_error", "no")),
        ("limited", refused(429, "rate_limit_error", "no")),
    ],
)
def test_where_the_answer_breaks_off_the_documents_own_words_stand(stub: Stub, model: Model, kind: str, answer: Answer) -> None:
    told: list[str] = []
    stub.answer = answer
    assert worded(model, found(), told.append) == found().answer
    assert model.usage.spent().failures == {kind: 1}
    assert set(told) <= {f"{PRICE} [1]", f"{SAML} [2][3]"}


def test_an_answer_that_takes_too_long_is_cut_off(make_model: MakeModel, stub: Stub) -> None:
    model = make_model(seconds=0.5)
    stub.answer, stub.halts_at = says(BOTH), "costs 7"
    told: list[str] = []
    assert worded(model, found(), told.append) == found().answer
    assert model.usage.spent().failures == {"timeout": 1}
    assert told == [f"{PRICE} [1]"]


def test_what_nobody_waits_for_is_hung_up_on_within_a_second_in_the_middle_of_the_answer(stub: Stub, model: Model) -> None:
    wanted = Event()
    wanted.set()
    stub.answer, stub.halts_at = says(BOTH), "costs 7"

    def ask() -> Verdict:
        with while_wanted(wanted.is_set):
            return worded(model, found(), lambda text: None).verdict

    with ThreadPoolExecutor(1) as people:
        asking = people.submit(ask)
        assert stub.begun.wait(timeout=30)
        wanted.clear()
        began = elapsed()
        assert asking.result(timeout=30) is Verdict.ANSWERED
    assert elapsed() - began < 1
    assert model.usage.spent().failures == {"stopped": 1}
    assert stub.hung_up.wait(timeout=1)


CLAIM = st.fixed_dictionaries({"text": st.text(), "citations": st.lists(st.integers())})


@given(st.lists(CLAIM), st.sampled_from([None, 1]), st.booleans(), st.lists(st.integers(1, 30), min_size=1))
def test_elements_are_found_wherever_the_text_is_cut(said: list[Any], indent: int | None, plain: bool, sizes: list[int]) -> None:
    text = json.dumps({"claims": said}, indent=indent, ensure_ascii=plain)
    arriving, heard, at, turn = Arriving(), [], 0, 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        heard += list(arriving.feed(text[at : at + size]))
        at, turn = at + size, turn + 1
    assert heard == said


@given(st.text(alphabet='{}[]",:\\ claims1x\n'), st.integers(1, 9))
def test_whatever_comes_nothing_breaks(text: str, size: int) -> None:
    arriving = Arriving()
    for at in range(0, len(text), size):
        assert all(isinstance(one, dict) for one in arriving.feed(text[at : at + size]))


@pytest.mark.parametrize(
    "text", ['{"claims":[' + '{"a":' * 5_000 + "}", '{"claims":[[{"text":"x"}]]}', '{"other":[{"text":"x"}]}', "x" * 30_000]
)
def test_what_has_another_shape_has_no_elements(text: str) -> None:
    assert list(Arriving().feed(text)) == []
