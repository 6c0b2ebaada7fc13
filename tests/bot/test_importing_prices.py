"""The price list and the channels' costs come in whole or not at all, with the reason and the line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.importing.amounts import amount
from bot.importing.values import Wrong
from storage.engine import Database
from tests.bot.importing_texts import CHANNEL_COSTS, HEADERS, PRICES, PROGRAM, everything, import_text, sentences


@pytest.fixture
def database(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "program.db").write_bytes(migrated_sqlite.read_bytes())
    opened = Database(f"sqlite:///{tmp_path / 'program.db'}")
    for kind, text in PROGRAM:
        assert import_text(opened, tmp_path, kind, text).problems == ()
    yield opened
    opened.close()


def test_prices_come_in(database: Database, tmp_path: Path) -> None:
    assert import_text(database, tmp_path, "prices", PRICES).added == 4
    found = everything(database)["prices"]
    january, july = date(2026, 1, 1), date(2026, 7, 1)
    assert sorted(row[:6] for row in found) == [
        ("Kelp Mail", "EUR", january, 1, "seat", 9650),
        ("Kelp Mail", "EUR", january, 100, "seat", 8400),
        ("Kelp Mail", "EUR", july, 1, "seat", 9900),
        ("Reef Analytics", "EUR", january, 1, "server", 125_000),
    ]


def test_a_price_that_is_there_is_never_changed(database: Database, tmp_path: Path) -> None:
    import_text(database, tmp_path, "prices", PRICES)
    before = everything(database)
    result = import_text(database, tmp_path, "prices", PRICES.replace("96.50", "95.00") + "Kelp Archive,2026-01-01,5,EUR,seat,\n")
    assert sentences(result) == [
        "line 2, column product: is on the price list already, with another price or unit; "
        "a price never changes: give the new one a later valid_from"
    ]
    assert everything(database) == before


def test_costs_come_in_and_can_be_put_right(database: Database, tmp_path: Path) -> None:
    assert import_text(database, tmp_path, "channel-costs", CHANNEL_COSTS).added == 3
    again = import_text(database, tmp_path, "channel-costs", CHANNEL_COSTS.replace("12000", "11000"))
    assert (again.added, again.changed, again.unchanged) == (0, 1, 2)
    april, march = date(2026, 4, 1), date(2026, 3, 1)
    assert sorted(everything(database)["channel_costs"]) == [
        (march, "partner", "", "USD", 40_000),
        (april, "direct", "", "EUR", 3_100_050),
        (april, "partner", "small", "EUR", 1_100_000),
    ]


@pytest.mark.parametrize(
    ("kind", "line", "sentence"),
    [
        ("prices", "Kelp Mial,2026-01-01,5,EUR,seat,", "column product: “Kelp Mial” is not a product; did you mean Kelp Mail?"),
        ("prices", "Zzz,2026-01-01,5,EUR,seat,", "column product: “Zzz” is not a product; import products first"),
        ("prices", "Kelp Mail,soon,5,EUR,seat,", "column valid_from: “soon” is not a date such as 2026-01-31"),
        ("prices", "Kelp Mail,2026-01-01,1.250,EUR,seat,", "column price: “1.250” may mean two amounts; write 1250 or 1.2500"),
        (
            "prices",
            "Kelp Mail,2026-01-01,5 EUR,EUR,seat,",
            "column price: “5 EUR” is not an amount such as 1234.50; the currency has a column of its own",
        ),
        ("prices", "Kelp Mail,2026-01-01,5.5,JPY,seat,", "column price: is no amount of JPY, which has 0 digits after the point"),
        ("prices", "Kelp Mail,2026-01-01,5,EUR,sead,", "column unit: “sead” is not known; did you mean seat?"),
        ("prices", "Kelp Mail,2026-01-01,5,EUR,seat,0", "column from_quantity: must be from 1 to 1000000"),
        ("prices", "Kelp Mail,2026-01-01,,EUR,seat,", "column price: is empty"),
        ("channel-costs", "2026-06,partner,,5,EUR", "column period: “2026-06” is still to come"),
        ("channel-costs", "May,partner,,5,EUR", "column period: “May” is not a month such as 2026-05"),
        ("channel-costs", "2026-13,partner,,5,EUR", "column period: “2026-13” is not a month such as 2026-05"),
        ("channel-costs", "2026-05,resale,,5,EUR", "column channel: “resale” is not known; it must be one of: partner, direct"),
        (
            "channel-costs",
            "2026-05,direct,tiny,5,EUR",
            "column segment: “tiny” is not known; it must be one of: small, medium, large, unknown",
        ),
    ],
)
def test_a_bad_cell_is_named_with_its_reason(database: Database, tmp_path: Path, kind: str, line: str, sentence: str) -> None:
    before = everything(database)
    assert sentences(import_text(database, tmp_path, kind, f"{HEADERS[kind]}\n{line}\n")) == [f"line 2, {sentence}"]
    assert everything(database) == before


def test_nothing_is_said_twice_in_one_file(database: Database, tmp_path: Path) -> None:
    twice = import_text(database, tmp_path, "prices", PRICES + "Kelp Mail,2026-01-01,96.50,EUR,seat,1\n")
    assert sentences(twice) == ["line 6, column product: has a price for this day and quantity in line 2 already"]
    costs = import_text(database, tmp_path, "channel-costs", CHANNEL_COSTS + "2026-04,direct,,1,EUR\n")
    assert sentences(costs) == ["line 5, column period: has a cost of this channel, segment and currency in line 3 already"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234", "1234"),
        ("1234.5", "1234.5"),
        ("1234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1'234.50", "1234.50"),
        ("0.125", None),
        ("1,234", None),
        ("12,34.5", None),
        ("-5", None),
        ("1.234.50", None),
        ("1e5", None),
    ],
)
def test_an_amount_is_read_in_one_way_or_not_at_all(cell: str, value: str | None) -> None:
    if value is not None:
        assert amount(cell) == Decimal(value)
        return
    with pytest.raises(Wrong):
        amount(cell)
