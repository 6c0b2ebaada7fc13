"""For whom the vendor's person registers is found by what leads to the name and by who is looked after, and by nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.behalf import Behalf, Named, may_name_a_partner, read_behalf

PARTNERS = (
    Named(id="nordwind", name="Nordwind Systems"),
    Named(id="hafen-1", name="Hafenwerk IT"),
    Named(id="hafen-2", name="Hafenwerk Süd GmbH"),
)


@pytest.mark.parametrize(
    ("text", "subject", "rest"),
    [
        ("register for Nordwind: Acme GmbH, contact Max", "nordwind", "register Acme GmbH, contact Max"),
        ("Registriere für Nordwind Systems: Acme GmbH", "nordwind", "Registriere Acme GmbH"),
        ("please register a deal for our partner NORDWIND", "nordwind", "please register a deal"),
        ("on behalf of Nordwind, register Acme GmbH", "nordwind", "register Acme GmbH"),
        ("Im Namen von Hafenwerk Süd: Acme GmbH, Ende März", "hafen-2", "Acme GmbH, Ende März"),
        ("Register Acme GmbH for hafen-1, contact Max", "hafen-1", "Register Acme GmbH, contact Max"),
        ("Register Acme for Hafenwerk: 45k", "Hafenwerk", "Register Acme 45k"),
        ("register for Felsenkante: Acme GmbH", "Felsenkante", "register for Felsenkante: Acme GmbH"),
    ],
)
def test_the_partner_is_found_and_the_rest_is_left(text: str, subject: str, rest: str) -> None:
    found = read_behalf(text, PARTNERS)
    assert found is not None
    assert (found.subject, found.rest) == (subject, rest)


@pytest.mark.parametrize(
    "text",
    ["Register Acme GmbH, 45k for the backup", "Acme will Angebote für März", "is Nordwind there?", "wait for it", ""],
)
def test_a_message_that_names_no_partner_is_for_nobody(text: str) -> None:
    assert read_behalf(text, PARTNERS) is None


def test_only_clear_words_are_sure_whatever_follows() -> None:
    assert read_behalf("is Acme free for Nordwind?", PARTNERS) == Behalf(subject="nordwind", rest="is Acme free", sure=False)
    assert read_behalf("on behalf of Nordwind", PARTNERS) == Behalf(subject="nordwind", rest="", sure=True)


@given(st.text(max_size=60), st.sampled_from(["", "for ", "on behalf of ", "register for "]))
def test_no_text_brings_it_down_and_whoever_is_named_can_be_looked_for(text: str, lead: str) -> None:
    found = read_behalf(f"{lead}{text}", PARTNERS)
    assert found is None or may_name_a_partner(f"{lead}{text}") or found.subject
