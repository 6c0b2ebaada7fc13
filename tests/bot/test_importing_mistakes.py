"""Everything that can be wrong with a file to import: each mistake is named with its place, and nothing of the file comes in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.ids import FreshIds
from bot.importing import ImportResult, import_file
from bot.importing.rows import MOST_PROBLEMS
from bot.importing.sheet import MAX_BYTES
from storage.engine import Database
from tests.bot.importing_texts import (
    AT,
    CUSTOMERS,
    HEADERS,
    NAMED_ACCOUNTS,
    PARTNERS,
    PRODUCTS,
    PROGRAM,
    SELLERS,
    TERRITORIES,
    everything,
    import_text,
    sentences,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusing:
    """A program that every import so far was refused by."""

    database: Database
    folder: Path
    before: Mapping[str, list[tuple[Any, ...]]]

    def bring(self, kind: str, text: str) -> ImportResult:
        return import_text(self.database, self.folder, kind, text)


@pytest.fixture(scope="module")
def refusing(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Refusing]:
    """One program for all the mistakes: none of them may leave anything in it."""
    folder = tmp_path_factory.mktemp("refusing")
    (folder / "program.db").write_bytes(migrated_sqlite.read_bytes())
    opened = Database(f"sqlite:///{folder / 'program.db'}")
    for kind, text in PROGRAM:
        assert import_text(opened, folder, kind, text).problems == ()
    before = everything(opened)
    yield Refusing(database=opened, folder=folder, before=before)
    assert everything(opened) == before
    opened.close()


@pytest.mark.parametrize(
    ("kind", "line", "sentence"),
    [
        (
            "partners",
            "x y,X,var,gold,DE,Europe/Berlin,EUR,,",
            "column id: “x y” is not an id (small letters, digits and hyphens); did you mean x-y?",
        ),
        ("partners", "x,,var,gold,DE,Europe/Berlin,EUR,,", "column name: is empty"),
        ("partners", "x,X,resseler,gold,DE,Europe/Berlin,EUR,,", "column kinds: “resseler” is not known; did you mean reseller?"),
        ("partners", "x,X,|,gold,DE,Europe/Berlin,EUR,,", "column kinds: “|” names nothing"),
        (
            "partners",
            "x,X,var,top,DE,Europe/Berlin,EUR,,",
            "column tier: “top” is not known; it must be one of: registered, bronze, silver, gold, platinum",
        ),
        ("partners", "x,X,var,gold,Germny,Europe/Berlin,EUR,,", "column country: “Germny” is not a country code; did you mean DE?"),
        ("partners", "x,X,var,gold,UK,Europe/Berlin,EUR,,", "column country: “UK” is not a country code; did you mean GB?"),
        ("partners", "x,X,var,gold,EU,Europe/Berlin,EUR,,", "column country: “EU” is not a country code"),
        (
            "partners",
            "x,X,var,gold,DE,Europe/Berln,EUR,,",
            "column time_zone: “Europe/Berln” is not a time zone such as Europe/Berlin; did you mean Europe/Berlin?",
        ),
        ("partners", "x,X,var,gold,DE,Europe/Berlin,€,,", "column currency: “€” is not a currency code such as EUR"),
        ("partners", "x,X,var,gold,DE,Europe/Berlin,EUR,pam,", "column manager: “pam” is not an e-mail address"),
        (
            "partners",
            "x,X,var,gold,DE,Europe/Berlin,EUR,eve@maker.example,",
            "column manager: “eve@maker.example” is nobody in the program; import members first",
        ),
        (
            "partners",
            "x,X,var,gold,DE,Europe/Berlin,EUR,dora@maker.example,",
            "column manager: “dora@maker.example” is a direct_seller, not a channel_admin or partner_manager",
        ),
        ("members", "a@b@c,A,seller,wolkenstein,,,", "column email: “a@b@c” is not an e-mail address"),
        (
            "members",
            "a@b.example,A,boss,wolkenstein,,,",
            "column role: “boss” is not known; it must be one of: "
            "seller, partner_admin, partner_manager, direct_seller, channel_admin",
        ),
        ("members", "a@b.example,A,seller,,,,", "column partner: is empty; a seller belongs to a partner"),
        (
            "members",
            "a@b.example,A,seller,wolkenstien,,,",
            "column partner: “wolkenstien” is not a partner's id; did you mean wolkenstein?",
        ),
        ("members", "a@b.example,A,seller,qqq,,,", "column partner: “qqq” is not a partner's id; import partners first"),
        (
            "members",
            "a@b.example,A,channel_admin,wolkenstein,,UTC,",
            "column partner: “wolkenstein” stands with a channel_admin, who belongs to the vendor; leave it empty",
        ),
        ("members", "a@b.example,A,channel_admin,,,,", "column time_zone: is empty; somebody new at the vendor needs one"),
        (
            "members",
            "a@b.example,A,seller,wolkenstein,fr,,",
            "column language: “fr” is not a language of the bot; it speaks en and de",
        ),
        ("members", "a@b.example,A,seller,wolkenstein,,,perhaps", "column active: “perhaps” is neither yes nor no"),
        ("members", f"a@b.example,{'A' * 201},seller,wolkenstein,,,", "column name: has 201 characters; at most 200 are allowed"),
        ("members", "a@b.example,A\u202eB,seller,wolkenstein,,,", "column name: “A\\u202eB” has a character that cannot be shown"),
        ("members", "a@b.example,A\x00B,seller,wolkenstein,,,", "column name: “A\\x00B” has a character that cannot be shown"),
        ("products", "P,,x,", "column family: is empty"),
        ("products", "P,F,x,maybe", "column complex: “maybe” is neither yes nor no"),
        ("customers", "!!,,,customer,,,", "column name: “!!” is not a company's name"),
        (
            "customers",
            "Tang AG,gmail.com,,customer,,,",
            "column domain: “gmail.com” is not a web domain that belongs to one company, such as company.com; "
            "leave it empty if unknown",
        ),
        (
            "customers",
            "Tang AG,,12-a,customer,,,",
            "column register_number: “12-a” is not a register number that can be read, such as HRB 12345, Amtsgericht München; "
            "leave it empty if unsure",
        ),
        (
            "customers",
            "Tang AG,,HRB 4711,customer,,,",
            "column register_number: “HRB 4711” needs its court, such as HRB 12345, Amtsgericht München: "
            "every court has such a number",
        ),
        ("customers", "Tang AG,,,friend,,,", "column relation: “friend” is not known; it must be one of: customer, opportunity"),
        ("customers", "Tang AG,,,customer,Dora,,", "column seller: is for opportunities only; leave it empty for a customer"),
        ("customers", "Tang AG,,,opportunity,,,2026-01-01", "column seller: is empty; an opportunity has one"),
        ("customers", "Tang AG,,,opportunity,Dora,,", "column opened_on: is empty; an opportunity has one"),
        ("customers", "Tang AG,,,opportunity,Dora,,31.02.2026", "column opened_on: “31.02.2026” is not a date such as 2026-01-31"),
        ("customers", "Tang AG,,,opportunity,Dora,,2026-05-19", "column opened_on: “2026-05-19” is still to come"),
        (
            "customers",
            "Tang AG,,,opportunity,Dora,Kelb,2026-01-01",
            "column product_family: “Kelb” is not a product family; did you mean Kelp?",
        ),
        (
            "customers",
            "Tang AG,,,opportunity,Dora,??,2026-01-01",
            "column product_family: “??” is not a product family; known are Kelp, Reef",
        ),
        (
            "customers",
            "Tang AG,,,opportunity,sam@wolkenstein.example,,2026-01-01",
            "column seller: “sam@wolkenstein.example” is a partner's member, not one of the vendor's people",
        ),
        ("territories", "t,T,DE,,many,,", "column min_employees: “many” is not a whole number, written in digits alone"),
        ("territories", "t,T,DE,,10,9,", "column max_employees: 9 is less than min_employees, 10"),
        ("territories", "t,T,DE,,,,nobody", "column partner: “nobody” is not a partner's id; import partners first"),
        (
            "territories",
            "t,T,,,,,tidewater",
            "column countries: is empty, and so is every other limit; one partner alone would have every customer there is",
        ),
        ("named-accounts", "Tang AG,,,", "column owner: is empty"),
        (
            "named-accounts",
            "Tang AG,,,ada@tidewater.example",
            "column owner: “ada@tidewater.example” is a partner's member, not one of the vendor's people",
        ),
    ],
)
def test_a_bad_cell_is_named_with_its_reason(refusing: Refusing, kind: str, line: str, sentence: str) -> None:
    result = refusing.bring(kind, f"{HEADERS[kind]}\n{line}\n")
    assert sentences(result) == [f"line 2, {sentence}"]
    assert everything(refusing.database) == refusing.before


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("partners", PARTNERS + PARTNERS.splitlines()[1], "line 4, column id: “wolkenstein” stands in line 2 already"),
        ("members", SELLERS + SELLERS.splitlines()[1].upper().replace("WOLKENSTEIN,", "wolkenstein,").replace("EUROPE/VIENNA", ""),
         "line 4, column email: “sam@wolkenstein.example” stands in line 2 already"),
        ("products", PRODUCTS + PRODUCTS.splitlines()[1], "line 5, column name: “Kelp Mail” stands in line 2 already"),
        ("territories", TERRITORIES + TERRITORIES.splitlines()[1], "line 4, column id: “coast” stands in line 2 already"),
        ("named-accounts", NAMED_ACCOUNTS + "Grauwal Reederei AG,,,Lu Marsh",
         "line 4, column owner: is “Lu Marsh”, but “Kim Holt” has the same company in line 3"),
        ("customers", CUSTOMERS + "Brackwater Ferries Ltd,,,opportunity,Lu Marsh,Kelp,2026-03-02",
         "line 5: says something else than line 3 of an opportunity with the same customer and product family"),
        ("customers", CUSTOMERS + "Sommerwind Logistik GmbH,brackwater.example,,customer,,,",
         "line 5: name, domain and register number belong to different customers: "),
    ],
)  # fmt: skip
def test_two_lines_that_contradict_each_other_are_refused(refusing: Refusing, kind: str, text: str, sentence: str) -> None:
    [found] = sentences(refusing.bring(kind, text))
    assert found.startswith(sentence)


def test_everything_wrong_in_a_line_is_said_at_once(refusing: Refusing) -> None:
    text = f"{HEADERS['partners']}\nA!,,friend,gold,Atlantis,Mars/Base,XXX,,\n"
    assert [problem.column for problem in refusing.bring("partners", text).problems] == [
        "id",
        "name",
        "kinds",
        "country",
        "time_zone",
        "currency",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the file is empty; its first line must name the columns: name, family, aliases, complex"),
        ("\n \n", "the file is empty; its first line must name the columns: name, family, aliases, complex"),
        ("name,family\n", "the file has a header and no line below it"),
        ("name\nP\n", "line 1, column family: is missing"),
        ("name,familly\nP,F\n", "line 1: “familly” is not a column of this file; did you mean family?"),
        ("name,family,price\nP,F,1\n", "line 1: “price” is not a column of this file; known are name, family, aliases, complex"),
        ("name,family,,complex\nP,F,,no\n", "line 1: has a column without a name"),
        ("name,family,Name\nP,F,P\n", "line 1, column name: stands in the header twice"),
        ("name,family\nP\n", "line 2: has 1 cells, but the header has 2; a cell that holds a separator needs quotes"),
        ("name,family\nP,F,G\n", "line 2: has 3 cells, but the header has 2; a cell that holds a separator needs quotes"),
        ('name,family\nP,F\n"Q,F\n', "line 3: cannot be read as CSV from here on"),
        ("name,family\n" + "P" * 140_000 + ",F\n", "line 2: cannot be read as CSV from here on"),
    ],
)
def test_a_file_of_another_shape_is_refused(refusing: Refusing, text: str, sentence: str) -> None:
    assert sentences(refusing.bring("products", text))[0].startswith(sentence)


def test_what_is_no_text_file_is_refused(refusing: Refusing, tmp_path: Path) -> None:
    latin, large = tmp_path / "latin.csv", tmp_path / "large.csv"
    latin.write_bytes("name,family\nKelp,Kelp\nGrün,Kelp\n".encode("latin-1"))
    large.write_bytes(b"name,family\n" + b"x" * MAX_BYTES)
    for path, sentence in (
        (latin, "line 3: is not UTF-8 text; save the file as CSV UTF-8"),
        (large, f"{large}: the file has more than 10 MB; split it"),
        (tmp_path, f"{tmp_path}: this is not a file"),
        (tmp_path / "none.csv", f"{tmp_path / 'none.csv'}: there is no such file"),
        (tmp_path / ("n" * 400), f"{tmp_path / ('n' * 400)}: the file cannot be read (File name too long)"),
    ):
        assert sentences(import_file("products", path, refusing.database, at=AT, ids=FreshIds())) == [sentence]


def test_a_file_of_nothing_but_mistakes_is_not_read_to_its_end(refusing: Refusing) -> None:
    text = f"{HEADERS['products']}\n" + "P,,,\n" * (MOST_PROBLEMS * 3)
    found = refusing.bring("products", text).problems
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1].sentence == f"There are more problems; only the first {MOST_PROBLEMS} are shown."
