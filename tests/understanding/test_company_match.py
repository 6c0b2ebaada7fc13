"""Whether two names are one company: what acts alone, what a person is asked, what is never mentioned."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.understanding.company_match import LIMITING, CompanyName, Verdict, match
from handlers.understanding.company_names import identity_key

WORDS = [
    "Nordlicht",
    "Nordlich",
    "Öhringer",
    "GmbH",
    "AG",
    "Kälte",
    "in",
    "Bremen",
    "Bau",
    "Ltd.",
    "Corp",
    "Deutschland",
    "12",
    "7",
    ",",
    "NL",
]
NAMES = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join))


def at(name: str, domain: str) -> CompanyName:
    return CompanyName(name=name, domain=domain)


def codes(a: str, b: str) -> set[str]:
    return {reason.code for reason in match(a, b).reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Öhringer Kälte GmbH", "Oehringer Kaelte Gesellschaft mbH"),
        ("Öhringer Kälte GmbH", "Ohringer Kalte"),
        ("Nordlicht AG", "Nordlicht"),
        ("Kälte Öhringer AG", "Öhringer Kälte AG"),
        ("Cloud Kestrel Inc.", "CloudKestrel"),
        ("Kestrel-Haus GmbH", "Kestrelhaus GmbH"),
        ("Nordlicht AG, Lübeck", "Nordlicht AG"),
        ("Gebr. Straußfeder Möbel GmbH", "Gebrüder Straussfeder Möbel"),
        ("Kestrel & Magpie Ltd", "Kestrel and Magpie Limited"),
        ("Quastenflosser Systemhaus GmbH", "Quastenflossr Systemhaus GmbH"),
    ],
)
def test_one_company_in_two_spellings_is_the_same(one: str, other: str) -> None:
    assert match(one, other).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Nordlicht GmbH", "Nordlicht AG", "legal_form_differs"),
        ("Nordlicht GmbH", "Nordlicht Deutschland GmbH", "country_word"),
        ("Nordlicht GmbH", "Nordlicht Holding GmbH", "branch_word"),
        ("Nordlicht GmbH", "Nordlicht Services GmbH", "branch_word"),
        ("Nordlicht", "Nordlicht Bremen", "place_word"),
        ("Volksbank in Bremen", "Volksbank", "place_word"),
        ("Nordlicht AG in Bremen", "Nordlicht AG in Kiel", "place_differs"),
        ("Krümel GmbH", "Krömel GmbH", "typo"),
        ("Wallmann GmbH", "Wullmann GmbH", "typo"),
        ("Weingut Haller", "Weingut Hallermann", "abbreviation"),
        ("Fink Bau", "Finker Bau", "abbreviation"),
        ("Baker Tools Ltd", "Bakerfield Tools Ltd", "abbreviation"),
        ("Röst Kaffee", "Röste Kaffee", "abbreviation"),
        ("Nordlicht Fonds II GmbH", "Nordlicht Fonds GmbH", "digits_differ"),
        ("Vereinigte Seil Werke AG", "VSW", "acronym"),
    ],
)
def test_what_might_be_another_company_is_asked_and_says_why(one: str, other: str, code: str) -> None:
    assert match(one, other).verdict is Verdict.POSSIBLE
    assert code in codes(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Öhringer Kälte GmbH", "Öhringer Dachbau GmbH"),
        ("Nordlicht Logistik AG", "Südwind Logistik AG"),
        ("Garage 7 GmbH", "Garage 8 GmbH"),
        ("Kestrel Foods Inc.", "Kelso Foods Inc."),
        ("Sparkasse Bremen", "Sparkasse Kiel"),
        ("Deutsche Seilbahn AG", "Deutsche Kornbank AG"),
        ("Nordlicht GmbH", "..."),
        ("...", "..."),
    ],
)
def test_two_companies_with_words_in_common_are_different(one: str, other: str) -> None:
    assert match(one, other).verdict is Verdict.DIFFERENT


def test_a_register_number_decides_before_the_name() -> None:
    one = CompanyName(name="Nordlicht GmbH", register_number="HRB 912, Amtsgericht München")
    renamed = CompanyName(name="Südwind GmbH", register_number="AG München HRB 912")
    namesake = CompanyName(name="Nordlicht GmbH", register_number="AG Kiel HRB 912")
    assert match(one, renamed).verdict is Verdict.SAME
    assert match(one, namesake).verdict is Verdict.DIFFERENT


def test_a_register_number_without_its_court_only_makes_it_possible() -> None:
    judged = match(
        CompanyName(name="Nordlicht GmbH", register_number="HRB 912, Amtsgericht München"),
        CompanyName(name="Südwind GmbH", register_number="HRB 912"),
    )
    assert judged.verdict is Verdict.POSSIBLE


def test_one_domain_is_one_company() -> None:
    judged = match(at("Nordlicht", "www.nordlicht.example"), at("NL Beleuchtung", "einkauf@nordlicht.example"))
    assert (judged.verdict, judged.score) == (Verdict.SAME, 1.0)


def test_free_mail_is_no_evidence() -> None:
    judged = match(at("Nordlicht GmbH", "a@gmx.de"), at("Südwind Reisen GmbH", "b@gmx.de"))
    assert judged.verdict is Verdict.DIFFERENT


def test_namesakes_with_two_domains_are_asked() -> None:
    namesakes = match(at("Nordlicht GmbH", "nordlicht.example"), at("Nordlicht GmbH", "nl-leuchten.example"))
    two_endings = match(at("Nordlicht GmbH", "nordlicht.de"), at("Nordlicht GmbH", "nordlicht.com"))
    assert (namesakes.verdict, two_endings.verdict) == (Verdict.POSSIBLE, Verdict.SAME)


@given(NAMES, NAMES)
def test_the_order_of_the_names_changes_nothing(one: str, other: str) -> None:
    forth, back = match(one, other), match(other, one)
    assert (forth.score, forth.verdict) == (back.score, back.verdict)


@given(NAMES)
@example("AG")
def test_a_company_is_the_same_as_itself(name: str) -> None:
    expected = Verdict.SAME if identity_key(name) else Verdict.DIFFERENT
    assert match(name, name).verdict is expected


@given(NAMES, NAMES)
def test_nothing_is_the_same_while_a_reason_speaks_against_it(one: str, other: str) -> None:
    judged = match(one, other)
    assert 0 <= judged.score <= 1
    assert judged.verdict is not Verdict.SAME or not {reason.code for reason in judged.reasons} & LIMITING


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_other_digits_are_never_the_same_company(one: int, other: int) -> None:
    verdict = match(f"Garage {one} GmbH", f"Garage {other} GmbH").verdict
    assert (verdict is Verdict.SAME) == (one == other)
