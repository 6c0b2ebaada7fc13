"""The reference says what there is: commands, settings, rules of the policy, parts of a reply, states of a registration."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.delivery.metrics import Metrics
from docs.reference import make_commands
from handlers.reply import Choice, Fact, Field, FieldKind, Option, Part, Reply, Source, Standing, Tone
from handlers.reply_json import dump
from knowledge.usage import Spent
from program.policy import Detail, NextStep, Pay, ProtectionScope
from program.registrations import Status, may_become
from tests.docs.pages import page
from tests.house.sources import TOP


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _names(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def _missing(path: str, names: set[str]) -> set[str]:
    """The names that the page does not have in backticks, whole or as a part of something dotted."""
    said = {word for snippet in page(path).snippets for word in re.split(r"[^\w-]+", snippet)}
    return names - said


def test_the_page_of_commands_is_up_to_date() -> None:
    again = ".venv/bin/python -m docs.reference.make_commands"
    assert make_commands.PAGE.read_text(encoding="utf-8") == make_commands.page(), f"make it again: {again}"


def test_every_setting_is_on_its_page_with_its_default() -> None:
    said = page("docs/reference/configuration.md").text
    for name, field in Settings.model_fields.items():
        variable = str(field.validation_alias or name).upper()
        default = field.get_default(call_default_factory=True)
        shown = default.get_secret_value() if isinstance(default, SecretStr) else getattr(default, "name", default)
        assert (f"| `{variable}` | |" if shown is None else f"| `{variable}` | `{shown}` |") in said


def test_every_key_of_the_policy_is_on_its_page() -> None:
    written = tomllib.loads((TOP / "program.toml").read_text(encoding="utf-8"))
    assert _missing("docs/reference/policy.md", set(_names(written))) == set()


@pytest.mark.parametrize("words", [Detail, NextStep, Pay, ProtectionScope], ids=lambda words: words.__name__)
def test_every_word_that_the_policy_can_say_is_on_its_page(words: Any) -> None:
    assert _missing("docs/reference/policy.md", {word.value for word in words}) == set()


def test_every_part_of_a_reply_is_on_its_page() -> None:
    kinds = (*get_args(Part), Choice, Fact, Field, Option, Source, Standing, Reply)
    names = {field.name for kind in kinds for field in fields(kind)} - {"standing", "parts"}
    assert _missing("docs/reference/reply.md", names | {kind.value for kind in (*FieldKind, *Tone)}) == set()


def test_every_kind_of_part_has_its_heading() -> None:
    headings = set(re.findall(r"^### `(\w+)`$", page("docs/reference/reply.md").text, re.MULTILINE))
    assert headings == {kind.__name__.lower() for kind in get_args(Part)}


def test_the_example_of_a_reply_has_the_shape_of_one() -> None:
    example = next(block for block in page("docs/reference/reply.md").blocks if block.startswith("{"))
    assert set(re.findall(r'^ "(\w+)":', example, re.MULTILINE)) == set(dump(Reply(parts=())))


def test_the_diagram_of_states_has_exactly_the_steps_that_there_are() -> None:
    diagram = page("docs/reference/registration-states.md").blocks[0]
    drawn = {(match[1], match[2]) for match in re.finditer(r"^\s*(\w+) --> (\w+)", diagram, re.MULTILINE)}
    stored = {(before, after) for before, after in drawn if before != "draft" and after != Status.EXPIRED}
    assert stored == {(before.value, after.value) for before in Status for after in Status if may_become(before, after)}
    assert {(before, after) for before, after in drawn if after == Status.EXPIRED} == {
        (Status.APPROVED.value, Status.EXPIRED.value)
    }


def test_every_state_is_explained() -> None:
    assert _missing("docs/reference/registration-states.md", {status.value for status in Status}) == set()


def test_every_metric_is_on_its_page() -> None:
    metrics = Metrics()
    metrics.watch_model(lambda: Spent(failures={"timeout": 1}, cost=Decimal("0.5")))
    told = re.findall(r"^# TYPE (partnerbot_\w+) (?:counter|gauge|histogram)$", metrics.text().decode(), re.MULTILINE)
    said = re.findall(r"^\| `(partnerbot_\w+)` \|", page("docs/how-to/watch-the-bot.md").text, re.MULTILINE)
    assert sorted(name for name in told if not name.endswith("_created")) == sorted(said)
