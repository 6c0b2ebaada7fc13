"""A text file may say what it is at its top; whoever misspells it is told, and nothing becomes public by mistake."""

from __future__ import annotations

import pytest

from tests.knowledge.reading_here import read, refusal, shown

EVERYTHING = """\
---
title: "Preisliste: 2026"
language: de
product: Atlas CRM
industry: retail
kind: price-list
owner: grete@vendor.example
valid_from: 2026-01-01
valid-until: 2026-12-31
tiers: [Gold, platinum]
Partner Kinds: reseller, msp
countries:
  - no
  - de
internal: true
version: 3.10
layout: post
---
# Preise

Text.
"""


def test_what_a_file_states_is_read_in_one_spelling() -> None:
    document = read("preise.md", EVERYTHING)
    assert dict(document.stated) == {
        "title": "Preisliste: 2026",
        "language": "de",
        "product": "Atlas CRM",
        "industry": "retail",
        "kind": "price_list",
        "owner": "grete@vendor.example",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
        "tiers": "gold, platinum",
        "partner_kinds": "reseller, msp",
        "countries": "NO, DE",
        "internal": "yes",
        "version": "3.10",
    }
    assert (document.title, document.language, shown(document)) == ("Preisliste: 2026", "de", "Preise\nText.")


def test_plain_text_may_state_it_too_and_an_empty_value_states_nothing() -> None:
    document = read("a.txt", "---\r\ntitle: A\r\nproduct:\r\n---\r\nText.")
    assert dict(document.stated) == {"title": "A"}
    assert shown(document) == "Text."


@pytest.mark.parametrize(
    "text", ["---\nJust a rule\n---\nand text", "Text\n---\ntitle: x\n---\n", "---\ntitle: never closed", "---\n---\nx"]
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    document = read("a.md", text)
    assert document.stated == {}


@pytest.mark.parametrize(
    "matter",
    [
        "tier: gold",
        "intern: yes",
        "partnerkinds: msp",
        "country: DE",
        "internal: maybe",
        "internal: [yes]",
        "tiers: golden",
        "tiers: [gold, [silver]]",
        "partner_kinds: agency",
        "countries: Germany",
        "valid_until: 31.12.2026",
        "valid_until: 2026-02-30",
        "kind: brochure",
        "language: fr",
        "internal: yes\n  bad: [indent",
        "title: {a: b}",
        "a: &x [gold]\ntiers: *x",
        "title: " + "x" * 201,
        "internal: yes\n\tproduct: tab",
    ],
)
def test_what_cannot_be_meant_is_refused(matter: str) -> None:
    assert refusal("a.md", f"---\n{matter}\n---\nText.") == "document.front_matter"
