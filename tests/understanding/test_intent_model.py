"""The weights of the intents: what is shipped is complete, and adds up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.intent_features import Features
from handlers.understanding.intent_lexicon import groups_of
from handlers.understanding.intent_model import Model, read, shipped
from handlers.understanding.judging import featured

INTENTS = {
    "register_deal", "deal_status", "extend_registration", "withdraw_deal", "check_conflict", "commission_lookup", "tier_progress",
    "mdf_request", "ask_question", "out_of_scope",
}  # fmt: skip


def saying(*words: str, others: frozenset[str] = frozenset()) -> Features:
    return Features(words=frozenset(words), others=others)


def test_the_shipped_weights_know_every_intent() -> None:
    assert set(shipped().intents) == INTENTS
    assert len(shipped().bias) == len(INTENTS)


@given(st.sets(st.sampled_from(sorted(shipped().weights)), max_size=40))
def test_probabilities_add_up_to_one(found: set[str]) -> None:
    assert sum(shipped().probabilities(saying(*found)).values()) == pytest.approx(1)
    assert sum(shipped().probabilities(saying(others=frozenset(found))).values()) == pytest.approx(1)


def test_a_weight_speaks_for_its_intent_alone() -> None:
    model = Model(intents=("a", "b"), bias=(0, 0), weights={"yes": (110, 0)})
    assert model.probabilities(saying("yes", "unknown"))["a"] == pytest.approx(0.7503, abs=1e-4)
    assert model.probabilities(saying()) == {"a": 0.5, "b": 0.5}


def test_a_word_not_met_before_is_known_by_its_parts() -> None:
    model = Model(intents=("a", "b"), bias=(0, 0), weights={"rovi": (110, 0)})
    assert model.probabilities(saying("provisionsliste"))["a"] == model.probabilities(saying("provision"))["a"] > 0.7


def test_the_weights_are_read_as_they_are_shipped() -> None:
    model = read({"intents": ["a", "b", "c"], "bias": [1, 2, 3], "weights": {"yes": [0, 5, 2, -7]}})
    assert (model.bias, model.weights) == ((1, 2, 3), {"yes": (5, 0, -7)})


def test_names_are_no_features_of_their_own() -> None:
    one = featured("withdraw the deal with Orlop Ltd", today=date(2026, 11, 23), catalogue=())
    other = featured("withdraw the deal with Zirbel Ltd", today=date(2026, 11, 23), catalogue=())
    assert one == other
    assert "<name>" in one.words


def test_a_word_belongs_to_what_it_means_in_either_language() -> None:
    assert "remove" in groups_of("withdraw")
    assert "remove" in groups_of("stornierung")
    assert groups_of("zirbel") == ()
