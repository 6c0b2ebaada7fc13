"""The library by the command line: files in, with their reasons where they cannot be read; questions in, answers out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.bot.house import POLICY_FILE
from tests.shares import SQLITE_FIRST

TERMS = "# Terms\n\nRegistered deals are protected for 90 days. A partner may extend the protection once.\n"
AROUND = ("Invoices are due within 30 days.", "Backups are kept in Frankfurt.", "The app works on iOS.", "Training is on Tuesdays.")


class Commands:
    """Commands in a folder of their own, over a database of their own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.files = folder / "files"
        self._env = {"DATABASE_URL": url, "PARTNERBOT_POLICY": str(POLICY_FILE)}
        self.write("terms.md", TERMS)
        for number, text in enumerate(AROUND):
            self.write(f"more/{number}.md", f"# Page {number}\n\n{text}\n")

    def write(self, name: str, text: str) -> None:
        file = self.files / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def run(self, *words: str, lines: list[dict[str, Any]] | None = None) -> Result:
        given = "".join(json.dumps(line) + "\n" for line in lines or ())
        return CliRunner().invoke(app, ["knowledge", *words], env=self._env, input=given, catch_exceptions=False)

    def answers(self, command: str, *lines: dict[str, Any]) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.run(command, lines=list(lines)).stdout.splitlines()]


@pytest.fixture
def commands(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(tmp_path, database_url)


def test_a_folder_is_added_and_asked(commands: Commands) -> None:
    assert commands.run("add", str(commands.files)).stdout == "5 added, 0 replaced, 0 unchanged, 0 refused\n"
    asked = {"id": "q", "question": "For how many days is a registered deal protected?", "language": "en"}
    (found,) = commands.answers("search", asked | {"top": 2})
    assert (found["id"], found["hits"][0]["document"]) == ("q", "terms.md")
    assert len(found["hits"]) <= 2
    assert all(0 <= hit["score"] <= 1 for hit in found["hits"])
    (answer,) = commands.answers("ask", asked)
    assert answer["outcome"] in ("answered", "unsure")
    assert answer["sources"][0] == {"document": "terms.md", "quote": answer["sources"][0]["quote"]}
    assert "90 days" in answer["sources"][0]["quote"]
    (silent,) = commands.answers("ask", {"id": 2, "question": "Wer gewann 1972 die Schachweltmeisterschaft?", "language": "de"})
    assert (silent["id"], silent["outcome"], silent["sources"]) == (2, "unknown", [])


@SQLITE_FIRST
def test_what_cannot_be_read_is_named_and_the_rest_is_added(commands: Commands) -> None:
    commands.write("broken.pdf", "no such thing")
    commands.write("empty.md", "")
    result = commands.run("add", str(commands.files))
    assert result.exit_code == 1
    assert result.stdout == "5 added, 0 replaced, 0 unchanged, 2 refused\n"
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["broken.pdf", "empty.md"]


def test_adding_again_changes_what_was_changed(commands: Commands) -> None:
    commands.run("add", str(commands.files))
    commands.write("terms.md", TERMS.replace("90", "60"))
    assert commands.run("add", str(commands.files)).stdout == "0 added, 1 replaced, 4 unchanged, 0 refused\n"
    shown = commands.run("show", "terms.md").stdout
    assert "version 2" in shown
    assert "60 days" in shown
    assert "90 days" not in shown


@SQLITE_FIRST
def test_a_document_is_listed_with_whom_it_is_for_and_removed(commands: Commands) -> None:
    options = ["--tier", "gold", "--country", "at", "--valid-until", "2027-03-31", "--kind", "price_list"]
    commands.run("add", str(commands.files / "terms.md"), *options)
    shown = commands.run("show", "terms.md").stdout
    assert "gold; AT" in shown
    assert "until 2027-03-31" in shown
    assert "terms.md" in commands.run("list").stdout
    assert commands.run("remove", "terms.md").exit_code == 0
    assert commands.run("remove", "terms.md").exit_code == 1
    assert "empty" in commands.run("list").stdout


def test_everything_is_found_after_filing_anew(commands: Commands) -> None:
    commands.run("add", str(commands.files))
    asked = {"id": 1, "question": "Where are backups kept?", "language": "en"}
    before = commands.answers("search", asked)[0]["hits"]
    assert commands.run("reindex").stdout == "5 filed\n"
    assert commands.answers("search", asked)[0]["hits"] == before


@SQLITE_FIRST
def test_a_person_reads_an_answer_with_its_source(commands: Commands) -> None:
    commands.run("add", str(commands.files))
    said = commands.run("ask", "For how many days is a registered deal protected?").stdout
    assert "90 days" in said
    assert "[1] terms.md" in said
    assert "protected" in commands.run("search", "How long is a deal protected?").stdout


@SQLITE_FIRST
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["add", ".", "--language", "fr"], "language"),
        (["add", ".", "--country", "Germany"], "country"),
        (["add", ".", "--owner", "nobody@x.example"], "not in the program"),
        (["show", "nothing.md"], "no document"),
        (["remove", "nothing.md"], "no document"),
    ],
)
def test_what_cannot_be_done_is_said(commands: Commands, words: list[str], reason: str) -> None:
    result = commands.run(*words)
    assert result.exit_code == 1
    assert reason in result.stderr


@SQLITE_FIRST
@pytest.mark.parametrize("line", [{"id": 1}, {"question": 1}, {"question": "x", "top": 0}, {"question": "x", "top": "many"}])
def test_a_line_that_is_no_question_is_named_by_its_number(commands: Commands, line: dict[str, Any]) -> None:
    result = commands.run("search", lines=[{"question": "x"}, line])
    assert result.exit_code == 1
    assert "Line 2 cannot be used" in result.stderr
