"""Every mistake in what the policy says of earning is found on its line, in the rules that are optional as well."""

from __future__ import annotations

import re

import pytest

from program.policy_reading import read_policy
from tests.program.test_policy_mistakes import SHIPPED, changed, line_of, problems

#: The shipped file with every optional rule of earning in force: each of its commented lines is a line of the file.
LEVERS = re.compile(
    r"^# ?(\[version\.(?:commission\.(?:verticals\.\w+|several|deal_cap)|promotions\.\w+)\].*|\w[\w.]* = .*)$", re.MULTILINE
)
WHOLE = LEVERS.sub(r"\1", SHIPPED)

MISTAKES = [
    ("holding_days = 30", "holding_days = 3651", "policy.value.limits", {"high": "3650"}),
    ("holding_days = 30", "holding_day = 30", "policy.key.unknown", {"nearest": "holding_days"}),
    ('after = "first_payment"', 'after = "frist_payment"', "policy.value.unknown", {"nearest": "first_payment"}),
    ("churn_days = 180", "churn_days = -1", "policy.value.limits", {"low": "0"}),
    (
        'months = 12\ntext.en = "{months} months after',
        'months = 0\ntext.en = "{months} months after',
        "policy.value.limits",
        {"low": "1"},
    ),
    ("minimum = 50 ", "minimum = -50 ", "policy.value.limits", {"low": "0"}),
    ("minimum = 50 ", "minimum = 50.005 ", "policy.value.digits", {"digits": "2"}),
    (
        'business_days = 5\ntext.en = """A line can',
        'business_days = 61\ntext.en = """A line can',
        "policy.value.limits",
        {"high": "60"},
    ),
    (
        'industries = ["Healthcare", "Gesundheitswesen"]\npoints',
        "industries = [7]\npoints",
        "policy.value.form",
        {"form": "industries", "value": "7"},
    ),
    ("points = 2\n", "points = 102\n", "policy.value.limits", {"high": "100"}),
    ("products = 2\n", "products = 1\n", "policy.value.limits", {"low": "2"}),
    ("amount = 250_000", "amount = 0", "policy.value.limits", {"low": "1"}),
    ("last = 2027-03-31", "last = 2026-12-31", "policy.promotion.ends_first", {"first": "2027-01-01"}),
    ("first = 2027-01-01", 'first = "soon"', "policy.value.type", {"wanted": "date"}),
    ('kinds = ["referral", "reseller"]', 'kinds = ["referal"]', "policy.value.unknown", {"nearest": "referral"}),
    ('tiers = ["gold", "platinum"]', 'tiers = ["gold", "gold"]', "policy.value.twice", {"value": "gold"}),
    ('clause = "5.30"', 'clause = "5.2"', "policy.clause.twice", {"value": "5.2"}),
    ('clause = "5.20"', 'clause = "5.2"', "policy.clause.twice", {"value": "5.2"}),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "fields"), MISTAKES)
def test_a_mistake_about_money_is_found_on_its_line(old: str, new: str, code: str, fields: dict[str, str]) -> None:
    (found,) = (problem for problem in problems(changed(old, new, WHOLE)) if problem.code == code)
    assert line_of(old, WHOLE) <= found.line <= line_of(old, WHOLE) + new.count("\n")
    assert fields.items() <= dict(found.fields).items()


def test_a_promotion_has_a_name_that_a_line_can_be_called_by() -> None:
    found = problems(WHOLE.replace("promotions.gold_by_year_end", f"promotions.{'x' * 81}"))
    assert {(problem.code, problem.fields["longest"]) for problem in found} == {("policy.value.too_long", "80")}


def test_every_optional_rule_of_the_file_can_be_put_in_force() -> None:
    for policy in read_policy(WHOLE).versions:
        earning = policy.earning
        assert [rule.name for rule in earning.verticals] == ["healthcare"]
        assert earning.several is not None
        assert earning.deal_cap is not None
        assert list(earning.promotions) == ["gold_by_year_end"]
        assert {"5.18", "5.19", "5.20", "5.30"} <= set(policy.clauses)
    assert all(not policy.earning.promotions for policy in read_policy(SHIPPED).versions)


def test_a_promotion_gives_points_or_an_amount_and_never_both_or_neither() -> None:
    for given in ("amount = 500\npoints = 5\n", ""):
        codes = [problem.code for problem in problems(WHOLE.replace("products = []\npoints = 5\n", f"products = []\n{given}"))]
        assert "policy.promotion.gives" in codes
    spiff = WHOLE.replace("products = []\npoints = 5\n", "products = []\namount = 500\n").replace(
        "{points} percentage points more", "{amount}"
    )
    spiff = spiff.replace("{points} Prozentpunkte mehr", "{amount} mehr")
    assert all(policy.earning.promotions["gold_by_year_end"].amount.minor == 50_000 for policy in read_policy(spiff).versions)


def test_an_industry_belongs_to_one_vertical() -> None:
    start = WHOLE.index("[version.commission.verticals.healthcare]")
    section = WHOLE[start : WHOLE.index("[version.commission.several]")]
    second = (
        section.replace("verticals.healthcare", "verticals.care").replace("5.18", "5.28").replace('"Healthcare"', '"HEALTHCARE"')
    )
    found = problems(WHOLE[:start] + second + WHOLE[start:])
    assert {(problem.code, dict(problem.fields)["value"]) for problem in found} == {
        ("policy.value.twice", "healthcare"),
        ("policy.value.twice", "gesundheitswesen"),
    }


@pytest.mark.parametrize("section", ["due", "clawback", "true_up", "exchange", "tier"])
def test_a_rule_of_earning_that_is_missing_is_missed(section: str) -> None:
    start = SHIPPED.index(f"[version.commission.{section}]")
    end = SHIPPED.index("[version.", start + 1)
    (problem,) = problems(SHIPPED[:start] + SHIPPED[end:])
    assert (problem.code, problem.path) == ("policy.key.missing", f"version[1].commission.{section}")
