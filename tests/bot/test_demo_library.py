"""The demo's library is stocked once, with every document for whom it is; partners see no more than what is for them and counts."""

from __future__ import annotations

import pytest

from bot.demo.shelf import sources
from bot.demo.stocking import stock_library
from handlers.ports_library import Chunk
from knowledge.analysing import LetterAnalyser
from knowledge.ingest import Files
from program.collateral import Document
from program.policy import Program
from storage.engine import Database
from tests.bot.demo_program import AT, demo, program, seen_by

__all__ = ["demo", "program"]  # fixtures
ALL = sources(AT.date())


@pytest.fixture(scope="module")
def stocked(demo: Database, program: Program) -> Database:
    with Files() as files:
        assert stock_library(demo, program, files, LetterAnalyser(), at=AT) == len(ALL)
        assert stock_library(demo, program, files, LetterAnalyser(), at=AT) == 0
    return demo


def documents(database: Database, program: Program, email: str) -> dict[str, Document]:
    with seen_by(database, program, email) as work:
        return {one.name: one for one in work.library.documents()}


def chunks(database: Database, program: Program, name: str) -> tuple[Chunk, ...]:
    with seen_by(database, program, "channel@vendor.example") as work:
        document = work.library.named(name)
        assert document is not None
        return work.library.chunks(document.id)


def test_the_vendor_has_the_newest_version_of_everything(stocked: Database, program: Program) -> None:
    there = documents(stocked, program, "channel@vendor.example")
    assert there.keys() == {source.name for source in ALL}
    assert there["datasheets/nimbus-backup.pdf"].version == 2
    assert {one.owner_id for one in there.values()} != {None}


@pytest.mark.parametrize(
    ("email", "there", "hidden"),
    [
        ("seller@nordwind.example", "legal/resale-terms.pdf", "decks/roadmap.pptx"),
        ("seller@hafenwerk.example", "decks/roadmap.pptx", "legal/resale-terms.pdf"),
        ("seller@alpenblick.example", "battlecards/retail.pptx", "documentation/msp-operations-guide.docx"),
        ("seller@arvenholz.example", "legal/schweizer-datenschutz-zusatz.pdf", "case-studies/bezirk-donautal-verwaltung.pdf"),
    ],
)
def test_a_partner_has_what_is_for_it_and_counts(stocked: Database, program: Program, email: str, there: str, hidden: str) -> None:
    found = documents(stocked, program, email)
    assert there in found
    assert hidden not in found
    assert not [name for name in found if name.startswith("internal/")]
    assert "offers/migration-offer.pdf" not in found  # it is over
    assert "offers/sentinel-eintauschaktion.pdf" in found  # it ends soon


def test_every_section_of_every_document_can_be_found_by_its_place(stocked: Database, program: Program) -> None:
    for name, place in (
        ("battlecards/retail.pptx", ("slide", 4)),
        ("prices/price-list.pdf", ("page", 2)),
        ("documentation/sso-guide.docx", ("headings", ("Single sign-on with Okta and Microsoft Entra ID", "Okta"))),
    ):
        where = [getattr(chunk.place, place[0]) for chunk in chunks(stocked, program, name)]
        assert place[1] in where, name


def test_what_the_texts_say_is_what_is_read_from_the_files(stocked: Database, program: Program) -> None:
    missing = []
    newest = {source.name: source for source in ALL}
    for name, source in newest.items():
        read = " ".join(" ".join((*chunk.place.headings, chunk.text)) for chunk in chunks(stocked, program, name))
        wanted = {word for line in source.text.splitlines() if not line.startswith("|") for word in line.lstrip("#- ").split()}
        absent = {word for word in wanted if word not in read} - {"…", "…,"}
        missing += [(name, word) for word in absent if not word[:-1].isdigit()]
    assert not missing
