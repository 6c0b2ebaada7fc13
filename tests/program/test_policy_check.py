"""`partnerbot policy check` says in plain words, and on which line, what is wrong with a policy."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from bot.cli.policy import check, word_problem
from program.policy import PolicyProblem

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "program.toml").read_text(encoding="utf-8")

#: Every field that any problem has, with values as they come.
FIELDS = {
    **dict.fromkeys(["value", "low", "high", "length", "longest", "digits", "cap", "below", "previous", "above", "first"], "1"),
    **dict.fromkeys(["pays", "known", "detail", "reason", "nearest"], "word"),
    "wanted": "text",
    "form": "zone",
}


def checked(path: Path) -> tuple[int, str]:
    sink = io.StringIO()
    return check(path, sink), sink.getvalue()


def test_the_shipped_policy_passes() -> None:
    code, said = checked(ROOT / "program.toml")
    assert code == 0
    assert "valid, 2 versions." in said
    assert "2024-01: from 2024-01-01 to 2025-12-31" in said
    assert "2026-01: from 2026-01-01 on" in said
    assert "reason" not in said


def test_every_mistake_is_printed_with_file_and_line(tmp_path: Path) -> None:
    source = SHIPPED.replace("days = 90 ", "days = 120 ").replace('zone = "Europe/Berlin"', 'zone = "Berlin"')
    path = tmp_path / "program.toml"
    path.write_text(source, encoding="utf-8")
    code, said = checked(path)
    assert code == 1
    first, second, last = said.splitlines()
    lines = source.splitlines()
    assert first.startswith(
        f'{path}:{1 + next(i for i, line in enumerate(lines) if line.startswith("zone"))}: program.zone is "Berlin"'
    )
    assert second.startswith(f"{path}:{1 + next(i for i, line in enumerate(lines) if line.startswith('days = 120'))}: version[1].")
    assert 'recommended is 30 to 90. To keep it, add: reason = "…"' in second
    assert last == f"{path}: 2 problems; the policy cannot be used."


def test_a_value_with_a_reason_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "program.toml"
    path.write_text(SHIPPED.replace("days = 90 ", 'reason = "long cycles"\ndays = 120 '), encoding="utf-8")
    code, said = checked(path)
    assert code == 0
    assert "protection.period.days is 120; recommended is 30 to 90. Reason: long cycles" in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, ": there is no such file."),
        (b"", ":1: program is missing"),
        (b"a = 1\nb = '\xff'\n", ":2: this line is not UTF-8 text"),
        (b"a = 1\n\nb =\n", ":3: this is not valid TOML: "),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "mine.toml"
    if content is not None:
        path.write_bytes(content)
    code, said = checked(path)
    assert code == 1
    assert said.startswith(f"{path}{says}")


def test_a_folder_is_no_policy(tmp_path: Path) -> None:
    assert checked(tmp_path) == (1, f"{tmp_path}: this is not a file.\n")


def test_nothing_of_the_file_reaches_the_terminal_raw(tmp_path: Path) -> None:
    path = tmp_path / "program.toml"
    path.write_text(SHIPPED.replace('zone = "Europe/Berlin"', 'zone = "\\u001b[2J"\n"\\u001b]0;x" = 1'), encoding="utf-8")
    _, said = checked(path)
    assert "\x1b" not in said
    assert "\\x1b[2J" in said


def test_every_code_has_its_words() -> None:
    modules = [path.read_text(encoding="utf-8") for path in (ROOT / "program").glob("policy_*.py")]
    codes = {code for module in modules for code in re.findall(r'"(policy\.[a-z_.]+)"', module)} - {"policy.invalid"}
    assert len(codes) > 20
    for code in codes:
        words = word_problem(PolicyProblem(line=1, path="version[1].mdf", code=code, fields=FIELDS))
        assert words
        assert "{" not in words
        assert code not in words
