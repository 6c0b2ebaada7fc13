"""`partnerbot policy check` has a sentence for whatever can be wrong with what a policy says of earning and of routing."""

from __future__ import annotations

import pytest

from bot.cli.policy import word_problem
from tests.program.test_policy_mistakes import SHIPPED, changed, problems
from tests.program.test_policy_mistakes_of_money import MISTAKES, WHOLE


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, new, *_ in MISTAKES])
def test_a_mistake_about_money_has_a_sentence(old: str, new: str) -> None:
    assert all(word_problem(problem).startswith("version[1].") for problem in problems(changed(old, new, WHOLE)))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("direct_countries = []", 'direct_countries = ["Germany"]', "is not a country code such as DE"),
        ("direct_industries = []", "direct_industries = [3]", "is not an industry's name of 2 to 80 characters"),
    ],
)
def test_what_is_no_country_or_industry_is_said(old: str, new: str, sentence: str) -> None:
    (problem,) = problems(changed(old, new, SHIPPED))
    assert sentence.removeprefix("is not ") in word_problem(problem)


def test_what_is_no_product_is_said() -> None:
    source = changed("products = []\npoints = 5", 'products = [" "]\npoints = 5', WHOLE)
    assert all("a product's or a family's name" in word_problem(problem) for problem in problems(source))
