"""Every mistake in a policy file is found on its line, all of them at once, and no text does more than be refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from program.policy import (
    Ground,
    PolicyProblem,
    Program,
)
from program.policy_reading import PolicyErrors, read_policy

SHIPPED = (Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8")


def problems(source: str) -> tuple[PolicyProblem, ...]:
    with pytest.raises(PolicyErrors) as refused:
        read_policy(source)
    return refused.value.problems


def changed(old: str, new: str, source: str = SHIPPED) -> str:
    """The source with the first `old` replaced; it has to be there."""
    assert old in source, old
    return source.replace(old, new, 1)


def line_of(snippet: str, source: str) -> int:
    """The line (from 1) on which the snippet first begins."""
    return source.count("\n", 0, source.index(snippet)) + 1


MISTAKES = [
    # what is written, what is written instead, the code, the fields that matter
    ('name = "Fernblick Partner Program"', "name = 7", "policy.value.type", {"wanted": "text", "value": "7"}),
    ('name = "Fernblick Partner Program"', 'name = " "', "policy.value.empty", {}),
    ('name = "Fernblick Partner Program"', 'name = "a\\u202eb"', "policy.value.unprintable", {}),
    ('name = "Fernblick Partner Program"', f'name = "{"x" * 81}"', "policy.value.too_long", {"longest": "80", "length": "81"}),
    ('currency = "EUR"', 'currency = "Euro"', "policy.value.form", {"form": "currency"}),
    ('zone = "Europe/Berlin"', 'zone = "Europe/Berln"', "policy.value.form", {"form": "zone"}),
    ('zone = "Europe/Berlin"', 'zone = "Europe"', "policy.value.form", {"form": "zone"}),
    ('languages = ["en", "de"]', 'languages = ["en", "de", "en"]', "policy.value.twice", {"value": "en"}),
    ('languages = ["en", "de"]', "languages = []", "policy.value.empty", {}),
    ('languages = ["en", "de"]', 'languages = ["en", "dee"]', "policy.value.unknown", {"value": "dee", "nearest": "de"}),
    ('id = "2026-01"', 'id = "2024-01"', "policy.version.twice", {"value": "2024-01"}),
    ('id = "2026-01"', 'id = "new year"', "policy.value.form", {"form": "id"}),
    ("effective = 2026-01-01", "effective = 2024-01-01", "policy.version.order", {"previous": "2024-01-01"}),
    ("effective = 2026-01-01", "effective = 2023-01-01", "policy.version.order", {"value": "2023-01-01"}),
    ("effective = 2026-01-01", "effective = 2026-01-01T00:00:00Z", "policy.value.type", {"wanted": "date"}),
    ("effective = 2026-01-01", 'effective = "2026-01-01"', "policy.value.type", {"wanted": "date"}),
    ('based_on = "2024-01"', 'based_on = "2024-10"', "policy.version.base_unknown", {"nearest": "2024-01"}),
    ('based_on = "2024-01"', "based_on = 2024", "policy.version.base_unknown", {"value": "2024"}),
    ("days = 90 ", "dais = 90 ", "policy.key.unknown", {"nearest": "days"}),
    ("days = 90 ", "days = 91 ", "policy.range.no_reason", {"value": "91", "low": "30", "high": "90"}),
    ("days = 90 ", "days = 29 ", "policy.range.no_reason", {"value": "29"}),
    ("days = 90 ", "days = 0 ", "policy.value.limits", {"value": "0", "low": "1"}),
    ("days = 90 ", "days = true ", "policy.value.type", {"wanted": "whole", "value": "true"}),
    ("days = 90 ", "days = 90.0 ", "policy.value.type", {"wanted": "whole"}),
    ("days = 90 ", f"days = {'9' * 4000} ", "policy.value.limits", {"value": "…"}),
    ("gold = 26", "gold = 41", "policy.rate.above_cap", {"value": "41", "cap": "40"}),
    ("gold = 26", "gold = 19.9", "policy.range.no_reason", {"value": "19.9", "low": "20", "high": "40"}),
    ("gold = 26", "gold = -1", "policy.value.limits", {"high": "100"}),
    ("gold = 26", "gold = nan", "policy.value.type", {"wanted": "number"}),
    ("gold = 26", "gold = 1e99999999999999999999", "policy.value.type", {"wanted": "number"}),
    ("gold = 26", "gold = 26.00001", "policy.value.digits", {"digits": "4"}),
    ("gold = 26", "gold = 26.0000000000000000000000000000000000000001", "policy.value.digits", {}),
    ("cap = 40", "cap = 41", "policy.range.no_reason", {"value": "41"}),
    ("share = 50 ", "share = 101 ", "policy.value.limits", {"value": "101"}),
    ("revenue = 50_000", "revenue = 50_000.001", "policy.value.digits", {"digits": "2"}),
    ("revenue = 200_000", "revenue = 20_000", "policy.tier.revenue_falls", {"below": "50000.00"}),
    ("month = 1\nday = 15", "month = 13\nday = 15", "policy.value.limits", {"value": "13", "high": "12"}),
    ("day = 15\n", "day = 29\n", "policy.value.limits", {"high": "28"}),
    ("points = 5 ", "points = 105 ", "policy.value.limits", {"value": "105"}),
    ("recognition = true ", "recognition = 1 ", "policy.value.type", {"wanted": "boolean"}),
    ("warning_days = 30", "warning_days = 0", "policy.value.limits", {"low": "1"}),
    ("grace_days = 60", "grace_day = 60", "policy.key.unknown", {"nearest": "grace_days"}),
    ("max_days = 365", "max_days = 0", "policy.value.limits", {"low": "1"}),
    ("silver = 16", "silver = 25", "policy.tier.support_slower", {"value": "25", "below": "24"}),
    ('executive_access = "gold"', 'executive_access = "goldd"', "policy.value.unknown", {"nearest": "gold"}),
    ("enabled = true ", 'enabled = "yes" ', "policy.value.type", {"wanted": "boolean"}),
    ('goes_to = "channel_admin"', 'goes_to = "chanel_admin"', "policy.value.unknown", {"nearest": "channel_admin"}),
    ('goes_to = "channel_admin"', 'goes_to = "seller"', "policy.value.unknown", {"known": "partner_manager, channel_admin"}),
    ('required = ["company", ', "required = [", "policy.value.lacks", {"value": "company"}),
    ('required = ["company", ', 'required = ["company", "company", ', "policy.value.twice", {"value": "company"}),
    ('required = ["company", ', "required = [3, ", "policy.value.type", {"wanted": "text", "value": "3"}),
    ('rates = "reseller"', 'rates = "resller"', "policy.value.unknown", {"nearest": "reseller"}),
    ('pays = "revenue_share"', 'pays = "margin"', "policy.kind.rates_missing", {"pays": "margin"}),
    ("review_months = 12", "review_months = 13", "policy.range.no_reason", {"value": "13", "low": "1", "high": "12"}),
    ("gold = 10", "gold = 7", "policy.not_in_order", {"value": "7", "above": "silver"}),
    ("platinum = 15\ntext", "platinum = 21\ntext", "policy.range.no_reason", {"value": "21", "high": "20"}),
    ("hand_over_hours = 24", "hand_over_hours = 0", "policy.value.limits", {"value": "0", "low": "1"}),
    ("remind_days = 14", "remind_days = 366", "policy.value.limits", {"value": "366", "high": "365"}),
    ("partner_manager = 20", "partner_manager = 14", "policy.not_in_order", {"value": "14", "above": "platinum"}),
    ("channel_admin = 35", "channel_admin = 19.5", "policy.not_in_order", {"value": "19.5", "above": "partner_manager"}),
    ("channel_admin = 35", "channel_admin = 51", "policy.range.no_reason", {"value": "51", "high": "50"}),
    ("valid_days = 30", "valid_days = 0", "policy.value.limits", {"value": "0", "low": "1"}),
    ("quarters = 8", "quarters = 21", "policy.value.limits", {"value": "21", "high": "20"}),
    ("large_from = 5_000 ", "large_from = 249 ", "policy.not_in_order", {"value": "249", "above": "small_below"}),
    ("large_over = 250_000", "large_over = 2_500", "policy.not_in_order", {"value": "2500", "above": "small_under"}),
    ('clause = "2.2"', 'clause = "two"', "policy.value.form", {"form": "clause"}),
    ('clause = "2.2"', 'clause = "2.1"', "policy.clause.twice", {"value": "2.1"}),
    ("It ends with the end", "It ends {after} the end", "policy.text.figure", {"value": "after"}),
    ("{days} days from approval", "{day} days from approval", "policy.text.figure", {"nearest": "days", "value": "day"}),
    ("{days} days from approval", "{days days from approval", "policy.text.brace", {}),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "fields"), MISTAKES)
def test_a_mistake_is_found_on_its_line(old: str, new: str, code: str, fields: dict[str, str]) -> None:
    (found,) = (problem for problem in problems(changed(old, new)) if problem.code == code)
    assert found.line == line_of(old, SHIPPED)
    assert fields.items() <= dict(found.fields).items()


def test_a_text_that_is_missing_is_missed_where_the_others_stand() -> None:
    source = re.sub(r"text\.de = \"Ein Partner kann.*\n", "", SHIPPED, count=1)
    (problem,) = problems(source)
    assert (problem.code, problem.path) == ("policy.key.missing", "version[1].protection.open_cap.text.de")
    assert problem.line == line_of('text.en = "A partner can have up to', source)


def test_a_rule_that_is_missing_is_missed_at_its_section_and_once() -> None:
    start = SHIPPED.index("[version.protection.open_cap]")
    source = SHIPPED[:start] + SHIPPED[SHIPPED.index("[version.protection.scope]") :]
    (problem,) = problems(source)
    assert (problem.code, problem.path) == ("policy.key.missing", "version[1].protection.open_cap")
    assert problem.line == line_of("[version.protection.first_registered_wins]", source)


def test_a_program_in_one_language_needs_no_other() -> None:
    one = changed('languages = ["en", "de"]', 'languages = ["en"]')
    source = re.sub(r"text\.de = (\"\"\"(.|\n)*?\"\"\"|\".*\")\n", "", one)
    assert "text.de" not in source
    assert set(read_policy(source).versions[0].clause(Ground.COOL_DOWN).text) == {"en"}


def test_all_mistakes_are_reported_at_once_in_the_order_of_their_lines() -> None:
    source = SHIPPED
    apart = [
        "name = 7",
        'currency = "Euro"',
        'clause = "two"',
        "days = 91 ",
        "gold = 41",
        "revenue = 50_000.001",
        'id = "new year"',
    ]
    chosen = [(old, new) for old, new, _, _ in MISTAKES if new in apart]
    for old, new in chosen:
        source = changed(old, new, source)
    lines = [problem.line for problem in problems(source)]
    assert lines == sorted(lines)
    assert set(lines) == {line_of(old, SHIPPED) for old, _ in chosen}
    assert len(chosen) == len(apart)


def test_a_value_outside_the_guidance_with_a_reason_is_allowed_and_noted() -> None:
    source = changed("days = 90 ", 'reason = "our cycles are long"\ndays = 120 ')
    program = read_policy(source)
    assert {policy.protection.days for policy in program.versions} == {120}
    (notice,) = program.notices
    assert (notice.code, notice.line) == ("policy.range.outside", line_of("days = 120 ", source))
    assert notice.fields == {"value": "120", "low": "30", "high": "90", "reason": "our cycles are long"}


@pytest.mark.parametrize("days", [30, 90])
def test_the_ends_of_the_guidance_are_inside(days: int) -> None:
    assert read_policy(changed("days = 90 ", f"days = {days} ")).notices == ()


def test_a_reason_where_there_is_no_guidance_is_no_setting() -> None:
    (problem,) = problems(changed("registrations = 50", 'registrations = 50\nreason = "why not"'))
    assert problem.code == "policy.key.unknown"


def test_what_a_version_inherits_is_reported_once_where_it_was_written() -> None:
    source = changed("registrations = 50", "registrations = 0")
    (problem,) = problems(source)
    assert (problem.line, problem.path) == (line_of("registrations = 0", source), "version[1].protection.open_cap.registrations")


# ── what is no policy at all ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ("a = 1\nb = = 2\n", 2, "policy.syntax"),
        ('a = 1\nb = """never\n\n\nends', 2, "policy.syntax"),
        ("a = 1\n\n[b]\nc = [1,\n2,\n", 4, "policy.syntax"),
        ("a = 1\na = 2\nb = 3\n", 2, "policy.syntax"),
        ("a = 1\nb = " + "9" * 5000, 2, "policy.syntax.number"),
        ("a = 1\nb = " + "[" * 5000, 2, "policy.syntax.nested"),
        ("a = 1\nb" + ".b" * 500 + " = 1\nc = 2\n", 2, "policy.syntax.nested"),
        ("", 1, "policy.key.missing"),
        ("\ufeff[program]\n", 1, "policy.key.missing"),
    ],
)
def test_what_is_no_policy_is_said_with_its_line(source: str, line: int, code: str) -> None:
    first = problems(source)[0]
    assert (first.line, first.code) == (line, code)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_policy("\ufeff" + SHIPPED) == read_policy(SHIPPED)


def test_windows_line_ends_do_no_harm() -> None:
    assert read_policy(SHIPPED.replace("\n", "\r\n")) == read_policy(SHIPPED)


_LINES = SHIPPED.split("\n")


@given(st.lists(st.tuples(st.integers(0, len(_LINES) - 1), st.sampled_from(["drop", "double", "swap", "cut"])), max_size=4))
def test_a_file_in_disorder_is_read_or_refused(edits: list[tuple[int, str]]) -> None:
    lines = list(_LINES)
    for number, edit in edits:
        at = min(number, len(lines) - 2)
        match edit:
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[at + 1] = lines[at + 1], lines[at]
            case "cut":
                lines[at] = lines[at][: len(lines[at]) // 2]
    _read_or_refused("\n".join(lines))


@given(st.text(max_size=200))
@example("a=0x" + "f" * 9000)
@example("version=1\nprogram=[]")
@example("[[version]]\n[[version.kinds]]")
@example('version = [1, {}]\nprogram = {zone = "\\u0000"}')
@example('program = {zone = "../../etc/passwd", currency = "ÄÖÜ"}')
@example("a.b = 1\na = 2\ud800")
def test_any_text_is_read_or_refused(text: str) -> None:
    _read_or_refused(text)


@given(st.sampled_from(re.findall(r"^(?:\w|\.)+ = .*$", SHIPPED, re.MULTILINE)), st.sampled_from(
    ["[]", "{}", "-1", "1e400", "inf", "''", "'{'", "[[]]", "{a={}}", "1979-05-27", "07:32:00", "true", "0.1", "[{}, 1]"]
))  # fmt: skip
def test_any_value_in_the_place_of_another_is_read_or_refused(statement: str, value: str) -> None:
    _read_or_refused(SHIPPED.replace(statement, f"{statement.split(' = ')[0]} = {value}"))


def _read_or_refused(source: str) -> None:
    try:
        outcome: Program | tuple[PolicyProblem, ...] = read_policy(source)
    except PolicyErrors as errors:
        outcome = errors.problems
    if isinstance(outcome, Program):
        assert outcome.versions
    else:
        assert outcome
        assert all(1 <= problem.line <= source.count("\n") + 1 for problem in outcome)
