"""The demo's collateral: enough of it, in every format and both languages, in agreement with the demo's price list."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest

from bot.demo.catalogue import PRODUCTS
from bot.demo.people import everybody
from bot.demo.prices import list_prices
from bot.demo.shelf import Source, made, sources
from bot.demo.shelf.outline import outline_of
from program.collateral import DocumentKind
from program.partners import Partner, PartnerKind, Tier

TODAY = date(2026, 5, 18)
ALL = sources(TODAY)
NAMES = [f"{source.name} v{source.version}" for source in ALL]


def named(name: str) -> Source:
    """The newest version."""
    return max((one for one in ALL if one.name == name), key=lambda one: one.version)


def test_there_are_forty_documents_of_every_format_and_kind_in_both_languages() -> None:
    assert len({source.name for source in ALL}) >= 40
    assert {source.name.rsplit(".", 1)[1] for source in ALL} == {"md", "html", "txt", "pdf", "pptx", "docx"}
    assert {source.kind for source in ALL} == set(DocumentKind) - {DocumentKind.VERIFIED_ANSWER}
    assert min(Counter(source.language for source in ALL).values()) >= 20


def test_what_a_document_is_about_and_who_looks_after_it_is_known() -> None:
    products, owners = {one.name for one in PRODUCTS}, {one.email for one in everybody() if one.partner_id is None}
    assert {source.product for source in ALL} <= products | {""}
    assert products <= {source.product for source in ALL}
    assert {source.owner for source in ALL} <= owners


def test_some_documents_are_for_some_partners_only_and_some_for_none() -> None:
    plain = Partner(
        id="p",
        name="Plain",
        kinds=frozenset({PartnerKind.REFERRAL}),
        tier=Tier.BRONZE,
        country="DE",
        zone="Europe/Berlin",
        currency="EUR",
    )
    hidden = {source.name for source in ALL if not source.audience.admits(plain)}
    assert {"decks/roadmap.pptx", "documentation/msp-operations-guide.docx", "legal/schweizer-datenschutz-zusatz.pdf"} <= hidden
    assert {source.name for source in ALL if source.audience.is_internal} == {
        "internal/pricing-guidance.md",
        "internal/wettbewerb-notizen.txt",
    }


def test_one_offer_is_over_one_ends_soon_and_one_document_has_an_older_version() -> None:
    ends = {source.name: source.valid_until for source in ALL if source.valid_until}
    assert min(ends.values()) < TODAY < max(ends.values())
    assert [source.version for source in ALL if source.name == "datasheets/nimbus-backup.pdf"] == [1, 2]


def test_the_price_lists_name_every_price_of_the_demo_in_their_language() -> None:
    for name, before, after in (("prices/price-list.pdf", "€", ""), ("prices/preisliste.pdf", "", " €")):
        text = named(name).text
        for price in list_prices():
            figure = f"{price.amount.amount:,.0f}" if before else f"{price.amount.amount:,.0f}".replace(",", ".")
            assert f"| {price.product} | " in text
            assert f"| {price.from_quantity} | {before}{figure}{after} |" in text


@pytest.mark.parametrize("source", ALL, ids=NAMES)
def test_a_document_is_made_with_the_same_bytes_every_time(source: Source) -> None:
    first = made(source)
    assert hashlib.sha256(first).digest() == hashlib.sha256(made(source)).digest()
    assert len(first) < 200_000


def words_in(content: bytes, ending: str) -> str:
    if ending == "pdf":
        return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
    if ending in ("pptx", "docx"):
        with ZipFile(BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    return content.decode()


@pytest.mark.parametrize("source", ALL, ids=NAMES)
def test_every_heading_stands_in_the_file(source: Source) -> None:
    found = outline_of(source.text)
    text = "".join(words_in(made(source), source.name.rsplit(".", 1)[1]).replace("&amp;", "&").split())
    for heading in (section.heading for section in found.sections):
        assert "".join(heading.split()) in text.replace("&quot;", '"').replace("&#x27;", "'")
