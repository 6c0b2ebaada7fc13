"""The library keeps one current version of a name, finds chunks by their terms, and shows nobody what is not for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handlers.ports_library import Chunk, Place
from knowledge.analysing import LetterAnalyser
from knowledge.words import grams, key_of_gram, key_of_stem, stem
from program.collateral import Audience, Document, DocumentKind
from program.partners import Member, PartnerKind, Tier
from storage.library import SqlLibrary
from storage.people import viewer_of
from tests.storage.build import CHANNEL, DIRECT, LONER, MANAGER, NOW, SELLER, Record

TODAY = NOW.date()


def document(id: str, name: str = "", **more: Any) -> Document:
    known: dict[str, Any] = {
        "id": id,
        "name": name or f"{id}.md",
        "version": 1,
        "title": "Terms",
        "kind": DocumentKind.DOCUMENTATION,
        "media_type": "text/markdown",
        "language": "en",
        "added_at": NOW,
        "size": 3,
        "digest": "0" * 64,
    }
    return Document(**(known | more))


def chunk(text: str, number: int = 0) -> Chunk:
    return Chunk(number=number, place=Place(page=number + 1, headings=("Protection",)), text=text)


class Shelf:
    """The library as somebody sees it, each look in a transaction of its own."""

    def __init__(self, record: Record, who: Member) -> None:
        self._record = record
        self._who = who

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            with self._record.database.transaction() as connection:
                library = SqlLibrary(connection, viewer_of(connection, self._who, NOW), NOW, LetterAnalyser())
                return getattr(library, name)(*args, **named)

        return call

    def find(self, word: str, day: date = TODAY) -> list[str]:
        key = key_of_stem(stem(word, "en"))
        return [one.document_id for one in self.candidates({key: 1000}, day, most=10)]

    def count(self, word: str) -> int:
        key = key_of_stem(stem(word, "en"))
        return int(self.counts([key]).of.get(key, 0))


@pytest.fixture
def vendor(record: Record) -> Shelf:
    return Shelf(record, CHANNEL)


def test_what_was_put_is_read_back_as_it_was(record: Record, vendor: Shelf) -> None:
    whole = document(
        "K-1",
        industry="retail",
        product="CRM",
        pages=7,
        owner_id=MANAGER.id,
        valid_from=TODAY,
        valid_until=TODAY,
        audience=Audience(
            tiers=frozenset({Tier.GOLD, Tier.SILVER}), kinds=frozenset({PartnerKind.MSP}), countries=frozenset({"DE", "AT"})
        ),
    )
    parts = (chunk("Ninety days."), chunk("Once more.", 1))
    assert vendor.put(whole, b"abc", parts) == whole
    assert vendor.documents() == (whole,)
    assert vendor.get("K-1") == vendor.named("K-1.md") == whole
    assert (vendor.content("K-1"), vendor.chunks("K-1")) == (b"abc", parts)
    assert Shelf(record, SELLER).get("K-1") == whole


def test_a_new_version_replaces_the_old_one_and_leaves_it_to_be_looked_at(vendor: Shelf) -> None:
    vendor.put(document("K-1", "terms.md"), b"old", [chunk("Deals are protected for ninety days.")])
    second = vendor.put(document("K-2", "terms.md"), b"new", [chunk("Registrations hold for sixty days.")])
    assert (second.version, vendor.named("terms.md")) == (2, second)
    assert vendor.documents() == (second,)
    assert (vendor.find("ninety"), vendor.find("sixty")) == ([], ["K-2"])
    assert (vendor.count("ninety"), vendor.count("sixty"), vendor.counts([]).chunks) == (0, 1, 1)
    assert vendor.content("K-1") == b"old"
    assert vendor.get("K-1").version == 1


def test_several_that_are_put_together_are_found_like_those_put_one_by_one(vendor: Shelf) -> None:
    vendor.put(document("K-1", "terms.md"), b"old", [chunk("Deals are protected for ninety days.")])
    internal = Audience(is_internal=True)
    put = vendor.put_all(
        [
            (document("K-2", "terms.md"), b"new", [chunk("Registrations hold for sixty days."), chunk("Ninety days.", 1)]),
            (document("K-3", "more.md", audience=internal), b"new", [chunk("Sixty days, no more.")]),
            (document("K-4", "none.md"), b"new", []),
        ]
    )
    assert [(one.id, one.version) for one in put] == [("K-2", 2), ("K-3", 1), ("K-4", 1)]
    assert (vendor.find("ninety"), set(vendor.find("sixty"))) == (["K-2"], {"K-2", "K-3"})
    assert (vendor.count("ninety"), vendor.count("sixty"), vendor.count("days"), vendor.counts([]).chunks) == (1, 2, 3, 3)
    vendor.remove("K-2")
    assert (vendor.find("ninety"), vendor.find("sixty"), vendor.counts([]).chunks) == ([], ["K-3"], 1)


def test_words_that_are_spelled_alike_are_told_by_their_grams_the_likest_first(vendor: Shelf) -> None:
    vendor.put(
        document("K-1"), b"", [chunk("The protection of protected registrations, and the projector."), chunk("Protests.", 1)]
    )
    stems = {key_of_stem(stem(word, "en")): word for word in ("protected", "projector", "registrations", "protests")}
    weights = {key_of_gram(gram): 10 for gram in grams("protection")} | {key_of_gram("stra"): 1}
    assert [(stems[term], weight) for term, weight in vendor.spelled_alike(weights, most=3).items()] == [
        ("protected", 90),
        ("protests", 30),
        ("registrations", 11),
    ]


def test_what_is_removed_answers_nothing_and_can_still_be_cited(vendor: Shelf) -> None:
    vendor.put(document("K-1", "terms.md"), b"old", [chunk("Deals are protected for ninety days.")])
    assert vendor.remove("K-1")
    assert not vendor.remove("K-1")
    assert (vendor.documents(), vendor.named("terms.md"), vendor.find("ninety"), vendor.counts([]).chunks) == ((), None, [], 0)
    assert vendor.content("K-1") == b"old"
    assert vendor.put(document("K-2", "terms.md"), b"new", []).version == 2


def test_chunks_are_found_by_what_they_say_most_about(vendor: Shelf) -> None:
    vendor.put(document("K-1"), b"", [chunk("Okta, Okta, and again Okta."), chunk("Nothing of that.", 1)])
    vendor.put(
        document("K-2"),
        b"",
        [chunk("Azure, Google, Auth0 and Okta, each by its own guide, are directories that can be connected.")],
    )
    assert vendor.find("Okta".lower()) == ["K-1", "K-2"]
    assert vendor.count("okta") == 2


def test_nobody_is_answered_from_a_document_outside_its_days_not_even_the_vendor(record: Record, vendor: Shelf) -> None:
    day = timedelta(days=1)
    vendor.put(document("K-1", valid_until=TODAY - day), b"", [chunk("Okta.")])
    vendor.put(document("K-2", valid_from=TODAY + day), b"", [chunk("Okta.")])
    vendor.put(document("K-3", valid_from=TODAY, valid_until=TODAY), b"", [chunk("Okta.")])
    assert vendor.find("okta") == ["K-3"]
    assert vendor.find("okta", TODAY + day) == ["K-2"]
    assert [one.id for one in vendor.documents()] == ["K-1", "K-2", "K-3"]
    assert [one.id for one in Shelf(record, SELLER).documents()] == ["K-3"]


AUDIENCES = (
    (Audience(), {"seller", "loner", "direct", "manager"}),
    (Audience(is_internal=True), {"direct", "manager"}),
    (Audience(tiers=frozenset({Tier.SILVER})), {"seller", "loner", "direct", "manager"}),
    (Audience(tiers=frozenset({Tier.GOLD})), {"direct", "manager"}),
    (Audience(kinds=frozenset({PartnerKind.REFERRAL, PartnerKind.MSP})), {"seller", "loner", "direct", "manager"}),
    (Audience(kinds=frozenset({PartnerKind.REFERRAL})), {"direct", "manager"}),
    (Audience(countries=frozenset({"AT", "CH"})), {"direct", "manager"}),
    (Audience(tiers=frozenset({Tier.SILVER}), countries=frozenset({"CH"})), {"direct", "manager"}),
)


@pytest.mark.parametrize(("audience", "who"), AUDIENCES)
def test_a_document_is_in_sight_of_those_it_is_for_and_of_the_vendor(
    record: Record, vendor: Shelf, audience: Audience, who: set[str]
) -> None:
    vendor.put(document("K-1", "terms.md", audience=audience), b"abc", [chunk("Okta.")])
    for member in (SELLER, LONER, DIRECT, MANAGER):
        shelf = Shelf(record, member)
        sees = [
            len(shelf.documents()) == 1,
            shelf.get("K-1") is not None,
            shelf.named("terms.md") is not None,
            shelf.content("K-1") is not None,
            shelf.chunks("K-1") != (),
            shelf.find("okta") == ["K-1"],
            shelf.count("okta") == 1,
            shelf.counts([]).chunks == 1,
        ]
        assert sees == [member.id in who] * len(sees), member.id


def test_an_old_version_is_hidden_with_the_one_that_replaced_it(record: Record, vendor: Shelf) -> None:
    vendor.put(document("K-1", "terms.md"), b"old", [chunk("Okta.")])
    seller = Shelf(record, SELLER)
    vendor.put(document("K-2", "terms.md"), b"new", [chunk("Okta.")])
    assert seller.content("K-1") == b"old"
    vendor.put(replace(document("K-3", "terms.md"), audience=Audience(is_internal=True)), b"new", [chunk("Okta.")])
    assert (seller.content("K-1"), seller.get("K-2"), seller.chunks("K-2")) == (None, None, ())
    assert vendor.content("K-1") == b"old"


def test_the_index_can_be_made_anew(vendor: Shelf) -> None:
    vendor.put(document("K-1"), b"", [chunk("Okta."), chunk("Azure.", 1)])
    vendor.clear_index()
    assert (vendor.find("okta"), vendor.counts([]).chunks) == ([], 0)
    vendor.reindex("K-1")
    assert (vendor.find("azure"), vendor.count("okta"), vendor.counts([]).chunks) == (["K-1"], 1, 2)
