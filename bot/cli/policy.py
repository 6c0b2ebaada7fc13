"""`partnerbot policy check FILE`: everything that is wrong with a policy, each with its line, or what the policy holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final, TextIO

from program.policy import PolicyProblem, Program
from program.policy_reading import PolicyErrors, read_policy

_SENTENCES: Final = {
    "policy.syntax": "this is not valid TOML: {detail}",
    "policy.syntax.nested": "this is nested too deeply",
    "policy.syntax.number": "this number has too many digits",
    "policy.key.missing": "{path} is missing",
    "policy.key.unknown": "{path} is not a setting",
    "policy.value.type": "{path} must be {wanted}, not {value}",
    "policy.value.empty": "{path} is empty",
    "policy.value.unprintable": "{path} has characters that cannot be shown",
    "policy.value.too_long": "{path} has {length} characters; at most {longest} are allowed",
    "policy.value.form": "{path} is {value}, which is not {form}",
    "policy.value.limits": "{path} is {value}; it must be from {low} to {high}",
    "policy.value.digits": "{path} has more digits after the point than the {digits} allowed",
    "policy.value.unknown": "{path} is {value}; it must be one of: {known}",
    "policy.value.twice": "{path} says {value} a second time",
    "policy.value.lacks": "{path} must contain {value}",
    "policy.range.no_reason": '{path} is {value}; recommended is {low} to {high}. To keep it, add: reason = "…"',
    "policy.range.outside": "{path} is {value}; recommended is {low} to {high}. Reason: {reason}",
    "policy.clause.twice": "{path} is {value}, a number that another rule of this version has",
    "policy.text.figure": "{path} speaks of {value}, which this rule does not have; it has: {known}",
    "policy.text.brace": "{path} has a brace without its other half",
    "policy.kind.rates_missing": "{path} is {pays}, so the rule needs rates",
    "policy.kind.rates_unused": "{path} does not go with {pays}: a revenue share has its own rates",
    "policy.rate.above_cap": "{path} is {value}, which is above the cap of {cap}",
    "policy.overlap.weights": "the weights in {path} add up to {value}, not to 100",
    "policy.promotion.ends_first": "{path} is {value}, which is before its first day ({first})",
    "policy.promotion.gives": "{path} gives either points or an amount",
    "policy.not_in_order": "{path} is {value}, which does not go in order with {above}",
    "policy.tier.revenue_falls": "{path} is {value}, which is less than a lower tier asks ({below})",
    "policy.tier.support_slower": "{path} is {value} hours, which is slower than a lower tier has it ({below})",
    "policy.version.base_unknown": "{path} is {value}, but no version above has that id",
    "policy.version.twice": "{path} is {value}, the id of another version",
    "policy.version.order": "{path} is {value}; it must be after the version above ({previous})",
}

_WANTED: Final = {
    "table": "a table", "tables": "a list of tables", "list": "a list", "text": "text in quotes", "whole": "a whole number",
    "number": "a number", "boolean": "true or false", "date": "a date such as 2026-01-31",
}  # fmt: skip

_FORMS: Final = {
    "clause": "a clause number such as 2.1",
    "currency": "a currency code such as EUR",
    "direct_countries": "a country code such as DE",
    "direct_industries": "an industry's name of 2 to 80 characters",
    "id": "an id (up to 32 letters, digits, points and dashes)",
    "industries": "an industry's name of 2 to 80 characters",
    "products": "a product's or a family's name of at most 200 characters",
    "zone": "a time zone such as Europe/Berlin",
}

#: Where the value is text of the file.
_QUOTED: Final = {
    "policy.clause.twice", "policy.text.figure", "policy.value.form", "policy.value.twice", "policy.value.unknown",
    "policy.version.base_unknown", "policy.version.twice",
}  # fmt: skip


def check(path: Path, sink: TextIO) -> int:
    """Writes the verdict on the file to the sink; 0 when the policy is valid, else 1."""
    program = load(path, sink)
    if program is None:
        return 1
    for line in _summary(program, path):
        print(line, file=sink)
    return 0


def load(path: Path, sink: TextIO) -> Program | None:
    """The program of the file; None after every mistake has been written to the sink."""
    source = _read(path, sink)
    if source is None:
        return None
    try:
        return read_policy(source)
    except PolicyErrors as errors:
        for problem in errors.problems:
            print(f"{path}:{problem.line}: {word_problem(problem)}", file=sink)
        count = len(errors.problems)
        print(f"{path}: {count} {'problem' if count == 1 else 'problems'}; the policy cannot be used.", file=sink)
        return None


def word_problem(problem: PolicyProblem) -> str:
    """The problem (or notice) in plain English, without its place in the file."""
    fields = {name: _plain(text) for name, text in problem.fields.items()}
    if problem.code in _QUOTED:
        fields["value"] = f'"{fields["value"]}"'
    return _SENTENCES[problem.code].format_map({"path": _plain(problem.path)} | fields | _spoken(fields)) + _meant(fields)


def _spoken(fields: Mapping[str, str]) -> dict[str, str]:
    """The codes among the fields, in words."""
    spoken = {}
    if "wanted" in fields:
        spoken["wanted"] = _WANTED[fields["wanted"]]
    if "form" in fields:
        spoken["form"] = _FORMS[fields["form"]]
    return spoken


def _meant(fields: Mapping[str, str]) -> str:
    return f" – did you mean {fields['nearest']}?" if fields.get("nearest") else ""


def _plain(text: str) -> str:
    """The text with everything that a terminal might act on written as an escape."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def _read(path: Path, sink: TextIO) -> str | None:
    """The text of the file; None after a sentence that says why there is none."""
    if not path.exists():
        print(f"{path}: there is no such file.", file=sink)
        return None
    if not path.is_file():
        print(f"{path}: this is not a file.", file=sink)
        return None
    try:
        content = path.read_bytes()
    except OSError as error:
        print(f"{path}: the file cannot be read ({error.strerror}).", file=sink)
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        print(f"{path}:{line}: this line is not UTF-8 text; save the file as UTF-8.", file=sink)
        return None


def _summary(program: Program, path: Path) -> list[str]:
    counted = f"{len(program.versions)} {'version' if len(program.versions) == 1 else 'versions'}"
    lines = [
        f"{path}: valid, {counted}.",
        f"{program.name} of {program.vendor}: {program.currency}, {program.zone}, {', '.join(program.languages)}",
    ]
    for policy, later in zip(program.versions, (*program.versions[1:], None), strict=True):
        until = f" to {later.effective - timedelta(days=1)}" if later else " on"
        lines.append(f"  {policy.version}: from {policy.effective}{until}, {len(policy.clauses)} clauses")
    if program.notices:
        lines.append("Outside what is recommended, with a reason:")
        lines += [f"  {path}:{notice.line}: {word_problem(notice)}" for notice in program.notices]
    return lines
