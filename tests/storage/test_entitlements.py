"""Whatever is on the shelves and whoever looks: nobody sees, finds or counts what is not for them."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from handlers.ports_library import Question
from knowledge.analysing import LetterAnalyser
from knowledge.searching import search
from knowledge.translating import Dictionary
from knowledge.words import key_of_stem, stem
from program.access import Viewer
from program.collateral import Audience
from program.partners import Member, Partner, PartnerKind, Role, Tier
from storage.library import SqlLibrary
from tests.storage.build import NOW, Record
from tests.storage.test_library import chunk, document

TODAY = NOW.date()
COUNTRIES = ("DE", "AT", "CH", "US")
WORDS = "okta azure harbor orbit ledger quill anchor beacon".split()


def some(chance: random.Random, values: Any) -> frozenset[Any]:
    return frozenset(chance.sample(list(values), chance.choice((0, 0, 1, 2))))


def audience(chance: random.Random) -> Audience:
    internal = chance.random() < 0.1
    tiers, kinds = some(chance, Tier), some(chance, PartnerKind)
    return Audience(tiers=tiers, kinds=kinds, countries=some(chance, COUNTRIES), is_internal=internal)


def viewer(chance: random.Random) -> Viewer:
    kinds = frozenset(chance.sample(list(PartnerKind), chance.choice((1, 2))))
    partner = Partner(
        id="p", name="P", kinds=kinds, tier=chance.choice(list(Tier)), country=chance.choice(COUNTRIES), zone="UTC", currency="EUR"
    )
    member = Member(id="m", partner_id="p", name="M", email="m@p.example", role=Role.SELLER, language="en", zone="UTC")
    return Viewer(member=member, partner=partner)


def shelve(record: Record, chance: random.Random, count: int) -> dict[str, Any]:
    """Documents by their ids, each with two of the words; some outside their days, some with an older version for others."""
    made = {}
    with record.database.transaction() as connection:
        library = SqlLibrary(connection, Viewer(member=_VENDOR), NOW, LetterAnalyser())
        for number in range(count):
            words = chance.sample(WORDS, 2)
            first = chance.choice((None, None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)))
            last = chance.choice((None, None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)))
            name = f"{chance.randrange(count * 3 // 4)}.md"
            one = document(f"K-{number}", name, title=words[0], audience=audience(chance), valid_from=first, valid_until=last)
            made[name] = (library.put(one, b"x", [chunk(f"The {words[0]} works with {words[1]}.")]), words)
    return {one.id: (one, words) for one, words in made.values()}


_VENDOR = Member(id="v", partner_id=None, name="V", email="v@v.example", role=Role.CHANNEL_ADMIN, language="en", zone="UTC")


def check(record: Record, chance: random.Random, shelf: dict[str, Any], times: int) -> None:
    for _ in range(times):
        who, word = viewer(chance), chance.choice(WORDS)
        may = {id for id, (one, _) in shelf.items() if one.audience.admits(who.partner)}
        counts = {id for id in may if shelf[id][0].counts_on(TODAY)}
        with record.database.reading() as connection:
            library = SqlLibrary(connection, who, NOW, LetterAnalyser())
            asked = Question(text=f"{word}?", language="en", day=TODAY)
            found = search(asked, library, Dictionary())
            assert {one.candidate.document_id for one in found if one.words} == {id for id in counts if word in shelf[id][1]}
            assert {one.id for one in library.documents()} == counts
            counted = library.counts([key_of_stem(stem(word, "en"))])
            assert (counted.chunks, counted.of.get(key_of_stem(stem(word, "en")), 0)) == (
                len(may),
                sum(word in shelf[id][1] for id in may),
            )
            one = chance.choice(list(shelf))
            seen = [library.get(one), library.content(one), library.named(shelf[one][0].name), library.chunks(one) or None]
            assert [each is not None for each in seen] == [one in counts] * 4


def test_a_few_hundred_looks_of_anybody_show_what_is_theirs_and_no_more(record: Record) -> None:
    chance = random.Random(7)
    check(record, chance, shelve(record, chance, 40), 150)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_looks_of_anybody_show_what_is_theirs_and_no_more(record: Record, seed: int) -> None:
    chance = random.Random(seed)
    check(record, chance, shelve(record, chance, 120), 500)
