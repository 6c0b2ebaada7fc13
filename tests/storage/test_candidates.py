"""Candidates: a customer is found again when its name is written otherwise, at the same cost in a desert and in a crowd."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.understanding.company_names import identity_key
from storage.candidates import MOST_SIMILAR, similar
from storage.engine import Database
from storage.loading import EndCustomer, Loader
from tests.storage.build import Record

NAMES = (
    "Quastenflosser Systemhaus GmbH",
    "Öhringer Kälte GmbH",
    "Vereinigte Seil Werke AG",
    "Kestrel Magpie Ltd",
    "Nordlicht Fonds 12 GmbH & Co. KG",
    "Südwind Reisen",
    "Cloud Kestrel Inc.",
    "Wallmann Spedition",
)


def fill(database: Database, names: Iterable[str]) -> None:
    files = [EndCustomer(id=f"c-{number:05}", name=name, keys=frozenset({f"name:{number}"})) for number, name in enumerate(names)]
    with database.transaction() as connection:
        Loader(connection).customers(files)


def found(database: Database, name: str) -> list[str]:
    with database.reading() as connection:
        return [known.name for known in similar(connection, name)]


def crowd(size: int) -> list[str]:
    """Names that all begin with the same two words and go on differently."""
    letters = "bcdfghklmn"
    return [f"Nordlicht Bau {''.join(letters[int(digit)] + 'a' for digit in f'{number:04}')}" for number in range(size)]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        pytest.param("Quastenflossr Systemhaus GmbH", NAMES[0], id="a letter is missing"),
        pytest.param("Guastenflosser Sytsemhaus GmbH", NAMES[0], id="two letters are wrong"),
        pytest.param("Systemhaus Quastenflosser", NAMES[0], id="the words are exchanged"),
        pytest.param("Öhringer Kälte Aktiengesellschaft", NAMES[1], id="the legal form is another"),
        pytest.param("Ohringer Kalte", NAMES[1], id="typed without umlauts"),
        pytest.param("OEHRINGER KAELTE", NAMES[1], id="umlauts spelled out"),
        pytest.param("VSW", NAMES[2], id="its initials"),
        pytest.param("Fonds 12 Nordlicht", NAMES[4], id="with digits"),
        pytest.param("Suedwind-Reisen GbR", NAMES[5], id="with a hyphen"),
        pytest.param("CloudKestrel", NAMES[6], id="written together"),
        pytest.param("Walmann", NAMES[7], id="only its first word"),
    ],
)
def test_a_customer_is_found_however_its_name_is_written(record: Record, asked: str, meant: str) -> None:
    fill(record.database, NAMES)
    assert found(record.database, asked)[0] == meant


def test_the_words_behind_initials_are_found_and_the_other_way_round(record: Record) -> None:
    fill(record.database, ["VSW", *NAMES[3:]])
    assert found(record.database, NAMES[2]) == ["VSW"]


def test_names_that_have_nothing_in_common_are_no_candidates(record: Record) -> None:
    fill(record.database, NAMES)
    assert found(record.database, "Turmfalke Optik") == found(record.database, "...") == []


def test_the_nearest_come_first_and_equals_in_the_order_of_their_files(record: Record) -> None:
    fill(record.database, ["Nordlicht Tee", "Nordlicht Bau", "Nordlicht Bauer", "Nordlicht Bau GmbH", "Nordlicht Bau AG"])
    expected = ["Nordlicht Bau", "Nordlicht Bau GmbH", "Nordlicht Bau AG", "Nordlicht Bauer", "Nordlicht Tee"]
    assert [found(record.database, "Nordlicht Bau") for _ in range(2)] == [expected, expected]


def test_in_a_crowd_of_thousands_the_one_that_is_meant_is_found(record: Record) -> None:
    names = crowd(5_000)
    fill(record.database, names)
    for meant in (names[7], names[2_500], names[4_999]):
        assert found(record.database, meant)[0] == meant
        assert meant in found(record.database, meant.replace("Bau ", "Bua "))
    assert len(found(record.database, "Nordlicht Bau")) == MOST_SIMILAR


def test_a_crowd_costs_no_more_than_a_few(tmp_path: Path, migrated_sqlite: Path) -> None:
    """Counted in SQLite's own steps, so that the machine's load does not matter."""

    def steps(size: int) -> int:
        path = tmp_path / f"{size}.db"
        path.write_bytes(migrated_sqlite.read_bytes())
        database = Database(f"sqlite:///{path}")
        fill(database, crowd(size))
        counted = []
        with database.reading() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.set_progress_handler(lambda: counted.append(1), 100)
            similar(connection, "Nordlicht Bau Baba")
        database.close()
        return len(counted)

    assert steps(2_000) < 1.1 * steps(1_000)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(name=st.lists(st.sampled_from("Nordlicht Öhring Bau AG in Kiel 7 & Ltd. ООО".split()), max_size=6).map(" ".join))
def test_a_name_always_finds_itself(record: Record, name: str) -> None:
    with record.database.transaction() as connection:
        file = EndCustomer(id="c-own", name=name, keys=frozenset({"name:own"}))
        Loader(connection).customers([file])
        ids = [known.file_id for known in similar(connection, name)]
        connection.rollback()
    assert ids == (["c-own"] if identity_key(name) else [])
