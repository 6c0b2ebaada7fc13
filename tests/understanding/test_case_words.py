"""Sharing a deal and adding to a case are commands that name what they are about by its number."""

from __future__ import annotations

import pytest

from handlers.understanding.commands import may_be_command, read_command

SPLIT = (
    "split R-7K3M2Q", "share r-7k3m2q with direct sales", "please share the deal R-7K3M2Q", "teile R-7K3M2Q mit dem Direktvertrieb",
    "teile den Deal R-7K3M2Q auf", "R-7K3M2Q aufteilen", "R-7K3M2Q bitte mit dem Direktvertrieb teilen",
)  # fmt: skip
STATEMENT = (
    "statement on R-7K3M2Q", "my statement for R-7K3M2Q", "change my statement on R-7K3M2Q", "add to my case R-7K3M2Q",
    "Stellungnahme zu R-7K3M2Q", "meine Stellungnahme zu R-7K3M2Q ändern", "nimm Stellung zu R-7K3M2Q",
)  # fmt: skip
#: What is said of other things, in a draft or without one.
NEITHER = (
    "share Acme with the team", "we share the office with Acme", "split payment, 45k EUR",
    "the customer wants a statement on pricing", "teile Nordwind an mara@vendor.example zu", "das Angebot teilen wir uns",
    "in case R-7K3M2Q is late", "Fall Acme",
)  # fmt: skip


@pytest.mark.parametrize(("text", "intent"), [*((text, "split") for text in SPLIT), *((text, "statement") for text in STATEMENT)])
def test_the_command_names_its_registration(text: str, intent: str) -> None:
    found = read_command(text)
    assert may_be_command(text.lower())
    assert found is not None
    assert (found.intent, found.subject) == (intent, "R-7K3M2Q")


def test_a_direct_opportunity_is_named_as_well() -> None:
    found = read_command("statement on O-7K3M2Q")
    assert found is not None
    assert (found.intent, found.subject) == ("statement", "O-7K3M2Q")


@pytest.mark.parametrize("text", NEITHER)
def test_what_means_something_else_is_not_taken(text: str) -> None:
    found = read_command(text)
    assert found is None or found.intent not in ("split", "statement")
