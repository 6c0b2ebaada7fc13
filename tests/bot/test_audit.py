"""Auditors get who did what and when, by which clause, in a file that tells when it was changed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.audit import _without
from bot.cli import app
from storage.feed import SqlLog
from storage.tables import events, registrations
from tests.bot.house import NOW, PEOPLE, POLICY_FILE, House

NORA = PEOPLE["nordwind"]


def command(house: House, *words: str) -> Result:
    env = {"DATABASE_URL": house.url, "PARTNERBOT_POLICY": str(POLICY_FILE)}
    return CliRunner().invoke(app, ("audit", *words), env=env, catch_exceptions=False)


@pytest.fixture
def audited(house: House) -> House:
    """A deal was approved by rule, and another declined by a person who names Nora in the reason."""
    nora = house.talk("nordwind")
    for words in ("Acme GmbH, contact buyer@acme.example, 45k EUR", "Zeppelin Werke AG, contact Max Muster, 120k EUR"):
        nora.say(f"Register {words}, closing end of March")
        nora.say("yes")
    waiting = next(row["id"] for row in house.rows(registrations) if row["company"] == "Zeppelin Werke AG")
    house.talk("manager").say(f"decline {waiting} because nora nilsen ({NORA.email}) asked me to")
    return house


def exported(house: House, to: Path, *words: str) -> tuple[list[dict[str, Any]], str]:
    """The lines, and the hash that was told."""
    done = command(house, "export", "--to", str(to), *words)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in to.read_text(encoding="utf-8").splitlines()], done.stderr.strip().rpartition(" ")[2]


def test_every_entry_says_who_what_when_and_by_which_clause(audited: House, tmp_path: Path) -> None:
    lines, last = exported(audited, tmp_path / "log.jsonl")
    assert len(lines) == len(audited.rows(events))
    approved = next(line for line in lines if line["what"] == "registration.approved")
    assert (approved["who"], approved["at"]) == ("by rule", NOW.isoformat()) or NORA.email in approved["who"]
    assert approved["clause"]
    declined = next(line for line in lines if line["what"] == "registration.declined")
    assert declined["who"].startswith(PEOPLE["manager"].name)
    assert declined["role"] == "partner_manager"
    verified = command(audited, "verify", str(tmp_path / "log.jsonl"))
    assert verified.output.strip() == f"{len(lines)} lines hold. The hash of the last line: {last}"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_looked_at_whose_statement_is_an_entry(house: House) -> None:
    house.talk("nordwind").say("commission")
    house.talk("manager").say("what did Nordwind earn in October?")
    house.talk("rival").say("what did Nordwind earn in October?")  # and is shown nothing
    house.talk("nordwind").say("unpaid commissions")
    house.talk("manager").say("how is Nordwind doing?")
    viewed = [(row["actor_id"], row["subject"]) for row in house.rows(events) if row["kind"] == "statement.viewed"]
    assert viewed == [("m-nordwind", "nordwind"), ("m-manager", "nordwind")] * 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_line_that_was_changed_left_out_or_put_in_breaks_the_chain(audited: House, tmp_path: Path) -> None:
    file, whole = tmp_path / "x.jsonl", tmp_path / "log.jsonl"
    exported(audited, whole)
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = lines[1].replace("registration", "registretion", 1).replace("deal", "dael", 1)
    for broken in (lines[1:], [lines[0], changed, *lines[2:]], [lines[0], *lines[2:]], [*lines[:2], *lines[1:]], ["{}\n"], ["x\n"]):
        file.write_text("".join(broken), encoding="utf-8")
        refused = command(audited, "verify", str(file))
        assert refused.exit_code == 1
        assert "The chain does not hold at line" in refused.output


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_people_are_ids_where_that_is_asked_for(audited: House, tmp_path: Path) -> None:
    lines, _ = exported(audited, tmp_path / "log.jsonl", "--pseudonymous")
    text = json.dumps(lines).casefold()
    assert [person.name for person in PEOPLE.values() if person.name.casefold() in text] == []
    assert [person.email for person in PEOPLE.values() if person.email in text] == []
    declined = next(line for line in lines if line["what"] == "registration.declined")
    assert (declined["who"], declined["role"]) == ("m-manager", "partner_manager")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_period_is_from_its_first_instant_to_before_its_last(audited: House, tmp_path: Path) -> None:
    assert exported(audited, tmp_path / "a", "--since", "2026-11-24")[0] == []
    assert exported(audited, tmp_path / "b", "--until", "2026-11-23T09:00:00Z")[0] == []
    every, _ = exported(audited, tmp_path / "c", "--since", "2026-11-23T09:00:00Z", "--until", "2026-11-24")
    assert len(every) == len(audited.rows(events))
    assert "is no day or instant" in command(audited, "export", "--since", "soon").output
    assert "is there already" in command(audited, "export", "--to", str(tmp_path / "a")).output


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_spreadsheet_takes_nothing_for_a_formula(audited: House) -> None:
    with audited.database.transaction() as connection:
        SqlLog(connection, None, NOW).add("sample", "=1+1", why="x")
    told = command(audited, "export", "--format", "csv").stdout
    rows = list(csv.DictReader(told.splitlines()))
    assert len(rows) == len(audited.rows(events))
    assert rows[-1]["about"] == "'=1+1"


def test_names_are_found_among_other_words_and_only_whole() -> None:
    named = {"nora nilsen": "m-1abcdef", "nora@nordwind.example": "m-1abcdef", "mara": "m-2xxxxxx"}
    said = "Ask Nora  Nilsen, NORA NILSEN or nora@nordwind.example; Maracas for Mara."
    assert _without(said, named) == "Ask Nora  Nilsen, Person abcdef or Person abcdef; Maracas for Person xxxxxx."
