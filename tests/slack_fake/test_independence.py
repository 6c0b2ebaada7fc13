"""The fake is a judge only as long as it has nothing from those whom it judges."""

from __future__ import annotations

from tests.house.sources import FLOORS, Source, tracked

STRANGERS = {*FLOORS, "slack_sdk", "slack_bolt"}


def borrowed(source: Source) -> list[str]:
    return [f"{source.at(line)}: {name}" for line, name in source.imports() if name.split(".")[0] in STRANGERS]


def test_the_fake_imports_neither_the_product_nor_slacks_own_packages() -> None:
    files = [source for source in tracked() if source.path.startswith("tests/slack_fake/") and source.path.endswith(".py")]
    assert len(files) > 20
    assert [each for source in files for each in borrowed(source)] == []


def test_a_borrowed_rule_is_found() -> None:
    assert borrowed(Source(path="tests/slack_fake/sample.py", text="from bot.slack import limits\n"))
