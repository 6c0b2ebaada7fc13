"""Company names: one key for one company, however its name is spelled, and another for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.company_names import core_name, domain_key, identity_key, legal_form, register_key

WORDS = [
    "Nordlicht",
    "Öhringer",
    "& Co",
    "GmbH",
    "AG",
    "KG",
    "Kälte",
    "in",
    "Bremen",
    "Ltd.",
    "The",
    "Corp",
    "S.A.",
    "m.b.H.",
    "12",
    ",",
    "Fa.",
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Öhringer Kälte GmbH", "OEHRINGER KAELTE Gesellschaft mit beschränkter Haftung"),
        ("Öhringer Kälte GmbH", "öhringer kälte g.m.b.h."),
        ("Nordlicht AG", "Nordlicht Aktiengesellschaft"),
        ("Nordlicht AG", "Nordlicht Aktiengeselschaft"),
        ("Straußfeder & Töchter OHG", "Straussfeder und Töchter oHG"),
        ("Straußfeder & Töchter OHG", "Straussfeder + Toechter OHG"),
        ("Fa. Tischlerei Wurm", "Tischlerei Wurm"),
        ("Saphir Bau GmbH i.L.", "Saphir Bau GmbH"),
        ("Saphir Bau GmbH, Zweigniederlassung Graz", "Saphir Bau GmbH"),
        ("Wiesel Logistik (GmbH & Co.) KG", "Wiesel Logistik GmbH und Co KG"),
        ("Luxbois S.à r.l.", "Luxbois SARL"),
        ("Wisła Transport Sp. z o.o.", "Wisla Transport Spzoo"),
        ("The Harbour Light Company, Inc.", "Harbour Light Inc"),
        ("Orchard Mills Corp.", "ORCHARD MILLS CORPORATION"),
        ("Café Crème S.A.", "Cafe Creme SA"),
        ("K L M Tulpen N. V.", "KLM Tulpen NV"),
        ("ООО «Ромашка»", "Ромашка ООО"),
        ("L’Aurore SAS", "LAurore S.A.S."),
    ],
)
def test_two_spellings_of_one_company_have_one_key(one: str, other: str) -> None:
    assert identity_key(one) == identity_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordlicht GmbH", "Nordlicht AG"),
        ("Nordlicht GmbH", "Nordlicht"),
        ("Nordlicht GmbH", "Nordlicht GmbH & Co. KG"),
        ("Garage 7 GmbH", "Garage 8 GmbH"),
        ("Krümel GmbH", "Krömel GmbH"),
        ("Baur KG", "Bauer KG"),
        ("Nordlicht Deutschland GmbH", "Nordlicht GmbH"),
    ],
)
def test_two_companies_have_two_keys(one: str, other: str) -> None:
    assert identity_key(one) != identity_key(other)


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("Öhringer Kälte GmbH", "oehringer kaelte", "gmbh"),
        ("Wiesel Logistik GmbH & Co. KG", "wiesel logistik", "gmbhcokg"),
        ("Aktiengesellschaft für Seilbau", "fuer seilbau", "ag"),
        ("Harbour Light Co., Ltd.", "harbour light", "ltd"),
        ("Seilbau UG (haftungsbeschränkt)", "seilbau", "ug"),
        ("Nordlicht", "nordlicht", None),
        ("AG", "ag", None),
        ("Uhren am Markt", "uhren am markt", None),
        ("SAS Luftbild GmbH", "sas luftbild", "gmbh"),
        ("Verlag Seeblick", "verlag seeblick", None),
        ("…", "", None),
    ],
)
def test_a_name_is_told_from_its_legal_form(name: str, core: str, form: str | None) -> None:
    assert (core_name(name), legal_form(name)) == (core, form)


@pytest.mark.parametrize("name", ["", " ", "...", "– — „“", "\u200f\u200b", "🙂"])
def test_a_name_of_punctuation_alone_has_no_key(name: str) -> None:
    assert identity_key(name) == ""


@given(st.text(max_size=80))
def test_a_key_of_a_key_is_that_key(text: str) -> None:
    key = identity_key(text)
    assert identity_key(key) == key


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_a_key_of_a_key_is_that_key_whatever_the_order_of_the_words(name: str) -> None:
    key = identity_key(name)
    assert identity_key(key) == key


@given(st.text(max_size=200))
def test_any_text_has_keys_and_none_raises(text: str) -> None:
    assert identity_key(text) == identity_key(text.strip())
    assert bool(core_name(text)) == bool(identity_key(text))
    assert domain_key(text) is None or "." in (domain_key(text) or "")
    assert register_key(text) is None or any(character.isdigit() for character in register_key(text) or "")


def test_a_hundred_thousand_characters_are_a_name_like_any_other() -> None:
    assert len(identity_key("Öhringer " * 12_000)) <= 500


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("www.Nordlicht.example", "nordlicht.example"),
        ("https://shop.nordlicht.co.uk/about?x=1", "nordlicht.co.uk"),
        ("einkauf@post.nordlicht.example", "nordlicht.example"),
        ("Eva Wurm <eva@nordlicht.example>", "nordlicht.example"),
        ("nordlicht.example:8443", "nordlicht.example"),
        ("nordlicht.wixsite.com", "nordlicht.wixsite.com"),
        ("öhringer.example", "xn--hringer-80a.example"),
        ("web.com", "web.com"),
    ],
)
def test_a_domain_is_the_one_that_was_registered(text: str, key: str) -> None:
    assert domain_key(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "wurm@gmail.com",
        "wurm@gmx.at",
        "wurm@web.de",
        "wurm@outlook.com",
        "wurm@yahoo.co.uk",
        "wurm@t-online.de",
        "nordlicht",
        "10.0.0.7",
        "co.uk",
        "",
    ],
)
def test_free_mail_and_what_is_no_domain_say_nothing(text: str) -> None:
    assert domain_key(text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("HRB 40721 B, Amtsgericht Charlottenburg", "hrb 40721 b@charlottenburg"),
        ("Handelsregister Berlin-Charlottenburg, HRB 40721 B", "hrb 40721 b@charlottenburg"),
        ("AG München, HRB-Nr. 00912", "hrb 912@muenchen"),
        ("hr b 4 0721", "hrb 40721"),
        ("GnR 55 Amtsgericht Kiel", "gnr 55@kiel"),
        ("FN 481516x", "fn 481516 x"),
        ("CHE-481.516.234", "che 481516234"),
        ("48151623", None),
        ("HRB", None),
    ],
)
def test_a_register_number_is_read_with_its_court(text: str, key: str | None) -> None:
    assert register_key(text) == key
