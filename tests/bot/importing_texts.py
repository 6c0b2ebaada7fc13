"""A small program as files to import, and what the tests of importing ask of a database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.ids import FreshIds
from bot.importing import KINDS, ImportResult, import_file
from storage.engine import Database
from storage.tables import metadata

AT = datetime(2026, 5, 18, 9, 30, tzinfo=UTC)

STAFF = """email,name,role,partner,language,time_zone,active
pam@maker.example,Pia Amsinck,partner_manager,,de,Europe/Berlin,yes
dora@maker.example,Dora Selig,direct_seller,,en,Europe/Berlin,
"""
PARTNERS = """id,name,kinds,tier,country,time_zone,currency,manager
wolkenstein,Wolkenstein IT GmbH,reseller;msp,silver,DE,Europe/Berlin,EUR,pam@maker.example
tidewater,Tidewater Partners Ltd,referral,bronze,GB,Europe/London,GBP,
"""
SELLERS = """email,name,role,partner,language,time_zone,active
sam@wolkenstein.example,Sam Hohn,seller,wolkenstein,de,Europe/Vienna,yes
ada@tidewater.example,Ada Crane,partner admin,tidewater,,,
"""
PRODUCTS = """name,family,aliases,complex
Kelp Mail,Kelp,mail|post,no
Kelp Archive,Kelp,,no
Reef Analytics,Reef,analytics,yes
"""
CUSTOMERS = """name,domain,register_number,relation,seller,product_family,opened_on
Sommerwind Logistik GmbH,sommerwind.example,"HRB 4711, Amtsgericht Bremen",customer,,,
Brackwater Ferries Ltd,brackwater.example,,opportunity,dora@maker.example,Kelp,2026-03-02
Sommerwind Logistik GmbH,,,opportunity,Dora Selig,,01.04.2026
"""
TERRITORIES = """id,name,countries,industries,min_employees,max_employees,partner
coast,The coast,DE|NL,Shipping,50,,wolkenstein
small,Small companies,,,,49,
"""
NAMED_ACCOUNTS = """name,domain,register_number,owner
Sommerwind Logistik GmbH,,,dora@maker.example
Grauwal Reederei AG,grauwal.example,,Kim Holt
"""
PRICES = """product,valid_from,price,currency,unit,from_quantity
Kelp Mail,2026-01-01,96.50,EUR,seat,
Kelp Mail,2026-01-01,"84,00",EUR,seat,100
Kelp Mail,2026-07-01,99,EUR,seat,
Reef Analytics,01.01.2026,"1.250,00",EUR,server,1
"""
CHANNEL_COSTS = """period,channel,segment,amount,currency
2026-04,partner,small,12000,EUR
2026-04,direct,,31000.50,EUR
03.2026,partner,,400,USD
"""


PROGRAM = (("members", STAFF), ("partners", PARTNERS), ("members", SELLERS), ("products", PRODUCTS))


def import_text(database: Database, folder: Path, kind: str, text: str) -> ImportResult:
    path = folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return import_file(kind, path, database, at=AT, ids=FreshIds())


HEADERS = {kind: ",".join(column.name for column in shape.columns) for kind, shape in KINDS.items()}


def rows(database: Database, table: str, *columns: str) -> list[tuple[Any, ...]]:
    wanted = [metadata.tables[table].c[column] for column in columns]
    with database.reading() as connection:
        return sorted((tuple(row) for row in connection.execute(select(*wanted))), key=repr)


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows(database, name, *table.columns.keys()) for name, table in metadata.tables.items()}


def sentences(result: ImportResult) -> list[str]:
    return [problem.sentence for problem in result.problems]


def counts(result: ImportResult) -> tuple[int, int, int]:
    assert sentences(result) == []
    return result.added, result.changed, result.unchanged
