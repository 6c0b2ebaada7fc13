"""What counts for tiers comes in from files: certificates, references, practices, sponsors; all or nothing, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.importing import ImportResult
from storage.engine import Database
from tests.bot.importing_texts import PROGRAM, counts, import_text, rows, sentences

CERTIFICATIONS = """email,area,product_family,from,until
sam@wolkenstein.example,sales,,2026-01-10,2028-01-09
sam@wolkenstein.example,Technical,Kelp,10.02.2026,
ada@tidewater.example,sales,,2026-03-01,
"""
REFERENCES = """partner,name,from,until
wolkenstein,Sommerwind Logistik GmbH,2026-01-10,
wolkenstein,Grauwal Reederei AG,2026-02-10,2027-02-09
"""
PRACTICES = "partner,name,from,until\nwolkenstein,Kelp team,2026-01-10,\n"
FILES = (("certifications", CERTIFICATIONS), ("references", REFERENCES), ("practices", PRACTICES), ("sponsors", PRACTICES))

Bring = Callable[[str, str], ImportResult]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def program(database: Database, tmp_path: Path) -> Bring:
    for kind, text in PROGRAM:
        assert import_text(database, tmp_path, kind, text).problems == ()
    return lambda kind, text: import_text(database, tmp_path, kind, text)


def test_certificates_come_in_for_people_and_their_partners(program: Bring, database: Database) -> None:
    assert counts(program("certifications", CERTIFICATIONS)) == (3, 0, 0)
    assert rows(database, "qualifications", "partner_id", "kind", "family", "first", "last") == [
        ("tidewater", "sales", None, date(2026, 3, 1), None),
        ("wolkenstein", "sales", None, date(2026, 1, 10), date(2028, 1, 9)),
        ("wolkenstein", "technical", "Kelp", date(2026, 2, 10), None),
    ]


def test_references_practices_and_sponsors_come_in(program: Bring, database: Database) -> None:
    for kind, text in FILES[1:]:
        assert counts(program(kind, text)) == (len(text.splitlines()) - 1, 0, 0)
    assert rows(database, "qualifications", "kind", "name", "last") == [
        ("practice", "Kelp team", None),
        ("reference", "Grauwal Reederei AG", date(2027, 2, 9)),
        ("reference", "Sommerwind Logistik GmbH", None),
        ("sponsor", "Kelp team", None),
    ]


@pytest.mark.parametrize(("kind", "text"), FILES, ids=lambda given: given if "\n" not in given else "")
def test_the_same_file_again_changes_nothing_and_a_corrected_one_the_line(program: Bring, kind: str, text: str) -> None:
    lines = len(text.splitlines()) - 1
    program(kind, text)
    assert counts(program(kind, text)) == (0, 0, lines)
    first = text.splitlines()[1]
    ended = first.rsplit(",", 1)[0] + ",2029-12-31"
    assert counts(program(kind, text.replace(first, ended))) == (0, 1, lines - 1)


@pytest.mark.parametrize(
    ("kind", "line", "sentence"),
    [
        (
            "certifications",
            "nobody@x.example,sales,,2026-01-10,",
            "column email: “nobody@x.example” is nobody at a partner; import members first",
        ),
        (
            "certifications",
            "pam@maker.example,sales,,2026-01-10,",
            "column email: “pam@maker.example” is nobody at a partner; import members first",
        ),
        ("certifications", "sam@wolkenstein.example,sails,,2026-01-11,", "column area: “sails” is not known; did you mean sales?"),
        (
            "certifications",
            "sam@wolkenstein.example,sales,Kelb,2026-01-10,",
            "column product_family: “Kelb” is not a family of the catalogue; did you mean Kelp?",
        ),
        ("certifications", "sam@wolkenstein.example,sales,,2027-01-10,", "column from: “2027-01-10” is still to come"),
        (
            "certifications",
            "sam@wolkenstein.example,sales,,2026-01-11,2026-01-09",
            "column until: 2026-01-09 is before the first day, 2026-01-11",
        ),
        (
            "references",
            "wolkenstien,X AG,2026-01-10,",
            "column partner: “wolkenstien” is not a partner's id; did you mean wolkenstein?",
        ),
        ("references", "wolkenstein,,2026-01-10,", "column name: is empty"),
        ("sponsors", "wolkenstein,Dana,soon,", "column from: “soon” is not a date such as 2026-01-31"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_line_that_cannot_be_taken_says_why_and_nothing_comes_in(
    program: Bring, database: Database, kind: str, line: str, sentence: str
) -> None:
    text = dict(FILES)[kind]
    number = len(text.splitlines()) + 1
    result = program(kind, f"{text}{line}\n")
    assert sentences(result) == [f"line {number}, {sentence}"]
    assert rows(database, "qualifications", "id") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_said_twice_is_refused(program: Bring) -> None:
    twice = CERTIFICATIONS + CERTIFICATIONS.splitlines()[1] + "\n"
    assert sentences(program("certifications", twice)) == ["line 5: says the same certificate as line 2"]
    twice = REFERENCES + REFERENCES.splitlines()[1] + "\n"
    assert sentences(program("references", twice)) == [
        "line 4, column name: “Sommerwind Logistik GmbH, wolkenstein” stands in line 2 already"
    ]
