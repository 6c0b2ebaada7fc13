"""The acceptance set is what it says: every known answer stands in its document, and hidden ones are hidden from who asks."""

from __future__ import annotations

from collections import Counter
from datetime import date

from bot.demo.shelf import Source, sources
from tests.knowledge.acceptance import Asked, Known, acceptance_questions

TODAY = date(2026, 5, 18)
ALL = sources(TODAY)
ASKED = acceptance_questions()


def source_of(known: Known) -> Source:
    versions = [one for one in ALL if one.name == known.document]
    return next((one for one in versions if one.version == known.version), versions[-1])


def is_for(asked: Asked, known: Known) -> bool:
    source = source_of(known)
    counts = (source.valid_from or TODAY) <= TODAY <= (source.valid_until or TODAY)
    newest = max(one.version for one in ALL if one.name == source.name)
    return source.audience.admits(asked.partner) and counts and source.version == newest


def test_there_are_a_hundred_and_fifty_questions_over_most_documents_and_in_both_languages() -> None:
    wanted = Counter(one.wanted for one in ASKED)
    assert len(ASKED) == len({one.id for one in ASKED}) >= 150
    assert wanted["absent"] + wanted["near_miss"] >= 20
    assert wanted["near_miss"] >= 10
    assert wanted["hidden"] >= 10
    assert wanted["contradiction"] >= 2
    assert sum(one.language == "de" for one in ASKED) >= 45
    assert sum(bool(one.before) for one in ASKED) >= 4
    assert len({answer.document for one in ASKED for answer in one.answers}) >= 40


def test_some_german_questions_have_their_answer_in_english_and_the_other_way_round() -> None:
    languages = Counter((one.language, source_of(one.answers[0]).language) for one in ASKED if one.wanted == "answer")
    assert languages["de", "en"] >= 10
    assert languages["en", "de"] >= 2


def test_every_known_answer_stands_in_its_document() -> None:
    missing = [(one.id, known.says) for one in ASKED for known in one.answers if known.says not in source_of(known).text]
    assert not missing


def test_whoever_asks_may_see_the_answer_unless_it_is_to_be_hidden() -> None:
    wrong = [one.id for one in ASKED for known in one.answers if is_for(one, known) == (one.wanted == "hidden")]
    assert not wrong
