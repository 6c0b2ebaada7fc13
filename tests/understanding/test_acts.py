"""What a message does in a conversation, in English and German, whatever slot was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from handlers.understanding.acts import read_choice, read_kinship
from handlers.understanding.reader import understand
from handlers.understanding.readings import Act, Context, Product, Slot, Understanding

TODAY = date(2026, 9, 14)
CATALOGUE = (
    Product(name="Gatewarden", aliases=("gateway",)),
    Product(name="Ledgerline CRM", aliases=("crm",)),
    Product(name="Ledgerline ERP", aliases=("erp",)),
)
DRAFT = {
    "company": "Pelican Paints", "amount": "45000.00", "currency": "EUR", "close_date": "2026-12-31", "contact_name": "Amy Lowe",
    "contact_email": "amy@pelican.com",
}  # fmt: skip


def read(text: str, asked: Slot | None = None, offered: Sequence[str] = ()) -> Understanding:
    return understand(text, today=TODAY, catalogue=CATALOGUE, context=Context(asked=asked, values=DRAFT, offered=offered))


def values(found: Understanding) -> dict[str, str]:
    return {slot.value: reading.value for slot, reading in found.slots.items()}


WHOLE: Sequence[tuple[Act, tuple[str, ...]]] = [
    (Act.CONFIRM, ("yes", "yes please", "looks good", "submit it", "ja", "passt so", "ja, bitte absenden", "stimmt")),
    (Act.DENY, ("no", "nope", "nein", "das stimmt so nicht")),
    (Act.CANCEL, ("forget it", "cancel", "never mind", "cancel the registration", "abbrechen", "vergiss es", "lass gut sein")),
    (Act.UNDO, ("undo", "undo that", "take it back", "rückgängig", "mach das bitte rückgängig")),
    (
        Act.SKIP,
        (
            "skip",
            "I don't know yet",
            "nobody yet",
            "no contact yet",
            "keine Ahnung",
            "noch keinen",
            "weiter",
            "weiß ich noch nicht",
        ),
    ),
    (Act.RESUME, ("ok back to Pelican", "continue with Pelican Paints", "zurück zu Pelican", "weiter mit Pelican")),
    (Act.REPEAT, ("repeat", "say that again", "wiederhole das", "wie bitte?")),
    (Act.MISSING, ("what is still missing?", "what else do you need?", "was fehlt noch?", "was brauchst du noch?")),
    (Act.WHY, ("why do you ask?", "why do you need the amount?", "warum brauchst du den Betrag?", "wozu?")),
    (Act.HELP, ("help", "what can you do?", "hilfe", "was kannst du?")),
    (Act.HAND_OVER, ("let me talk to a human", "can I speak to someone?", "ich möchte mit einem Menschen sprechen")),
    (Act.SHOW_FORM, ("show me the form", "zeig mir das Formular")),
    (Act.GREET, ("hi again", "hallo nochmal", "good morning")),
    (Act.THANK, ("haha thanks, you're quick!", "danke, super!", "great", "how are you?", "wie geht's?")),
]


@pytest.mark.parametrize(("act", "text"), [(act, text) for act, texts in WHOLE for text in texts])
@pytest.mark.parametrize("asked", [None, Slot.CONTACT_NAME, Slot.AMOUNT])
def test_an_act_is_an_act_and_never_an_answer(act: Act, text: str, asked: Slot | None) -> None:
    found = read(text, asked)
    assert found.acts == {act}
    assert found.slots == {}
    assert found.invalid == {}


def test_a_reason_is_asked_for_the_slot_that_is_named_or_was_asked() -> None:
    assert read("why do you need the amount?", Slot.CONTACT_NAME).about is Slot.AMOUNT
    assert read("why do you ask?", Slot.CONTACT_NAME).about is Slot.CONTACT_NAME
    assert read("warum brauchst du die Ansprechperson?", Slot.AMOUNT).about is Slot.CONTACT_NAME


def test_what_is_skipped_is_named() -> None:
    assert read("no contact yet", Slot.AMOUNT).about is Slot.CONTACT_NAME
    assert read("later", Slot.AMOUNT).about is Slot.AMOUNT


def test_what_is_gone_back_to_is_named() -> None:
    assert read("ok back to Pelican").subject == "Pelican"
    assert read("weiter mit Pelican Paints").subject == "Pelican Paints"


CORRECTIONS: Sequence[tuple[str, dict[str, str]]] = [
    ("no, make that 60k", {"amount": "60000.00"}),
    ("nein, mach 60k daraus", {"amount": "60000.00"}),
    ("make it 60", {"amount": "60000.00"}),
    ("change the contact to Neil Grant, neil@pelican.com",
     {"contact_name": "Neil Grant", "contact_email": "neil@pelican.com", "domain": "pelican.com"}),
    ("Ändere den Ansprechpartner auf Neil Grant", {"contact_name": "Neil Grant"}),
    ("Ändere die Ansprechperson auf Neil Grant", {"contact_name": "Neil Grant"}),
    ("not December but January", {"close_date": "2027-01-31"}),
    ("nicht Dezember, sondern Januar", {"close_date": "2027-01-31"}),
    ("Januar statt Dezember", {"close_date": "2027-01-31"}),
    ("change the amount from 45k to 60k", {"amount": "60000.00"}),
    ("ändere den Betrag von 45k auf 60k", {"amount": "60000.00"}),
    ("use Gatewarden instead", {"product": "Gatewarden"}),
    ("replace Amy with Neil Grant", {"contact_name": "Neil Grant"}),
    ("nicht Amy, sondern Nils Graf", {"contact_name": "Nils Graf"}),
    ("wrong company, it's Pelican Tooling GmbH", {"company": "Pelican Tooling GmbH"}),
    ("actually the customer is called Pelican & Sons", {"company": "Pelican & Sons"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CORRECTIONS, ids=[text for text, _ in CORRECTIONS])
def test_a_correction_says_only_what_changes(text: str, wanted: dict[str, str]) -> None:
    found = read(text)
    assert found.acts == {Act.CORRECT}
    assert values(found) == wanted


@pytest.mark.parametrize("text", ["yes but make it 75k", "ja, aber 75k", "passt, nur 75k"])
def test_yes_but_agrees_and_corrects(text: str) -> None:
    found = read(text)
    assert found.acts == {Act.CONFIRM, Act.CORRECT}
    assert values(found) == {"amount": "75000.00"}


def test_a_slot_to_be_changed_without_a_value_is_named() -> None:
    found = read("change the amount")
    assert found.acts == {Act.CORRECT}
    assert found.about is Slot.AMOUNT
    assert found.slots == {}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("no, December is wrong", {Slot.CLOSE_DATE}),
        ("nein, Dezember ist falsch", {Slot.CLOSE_DATE}),
        ("the contact is wrong", {Slot.CONTACT_NAME}),
        ("der Ansprechpartner stimmt nicht", {Slot.CONTACT_NAME}),
        ("remove the amount", {Slot.AMOUNT}),
        ("lösch den Betrag", {Slot.AMOUNT}),
        ("remove amy@pelican.com", {Slot.CONTACT_EMAIL}),
        ("Amy is wrong", {Slot.CONTACT_NAME, Slot.CONTACT_EMAIL}),
    ],
)
def test_a_negation_without_a_new_value_clears(text: str, slots: set[Slot]) -> None:
    found = read(text)
    assert found.clears == slots
    assert found.acts == {Act.CLEAR}
    assert found.slots == {}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("it's a different legal entity", Act.DIFFERENT),
        ("no, not the same", Act.DIFFERENT),
        ("das ist eine andere Firma", Act.DIFFERENT),
        ("eine eigenständige Gesellschaft", Act.DIFFERENT),
        ("it belongs to them", Act.SUBSIDIARY),
        ("das ist eine Tochter", Act.SUBSIDIARY),
        ("gehört zum Konzern", Act.SUBSIDIARY),
        ("yes, the same company", Act.SAME),
        ("dieselbe Firma", Act.SAME),
    ],
)
def test_whether_two_companies_are_one_has_three_answers(text: str, act: Act) -> None:
    found = read(text, Slot.COMPANY)
    assert found.acts - {Act.CONFIRM} == {act}
    assert Slot.COMPANY not in found.slots


def test_kinship_is_not_read_from_long_talk() -> None:
    assert read_kinship("the same " * 40) is None


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("the second one", 1), ("2", 1), ("die zweite", 1), ("ERP", 1), ("the CRM one", 0), ("first", 0), ("das erste bitte", 0),
        ("last one", -1), ("der letzte", -1), ("Ledgerline ERP", 1), ("Ledgerline", None), ("the third one", None), ("3", None),
        ("yes", None), ("50k", None),
    ],
)  # fmt: skip
def test_a_choice_is_made_by_number_place_or_name(text: str, index: int | None) -> None:
    assert read_choice(text, ("Ledgerline CRM", "Ledgerline ERP")) == index


def test_a_chosen_product_is_also_read_as_the_product() -> None:
    found = read("the second one", Slot.PRODUCT, ("Ledgerline CRM", "Ledgerline ERP"))
    assert found.acts == {Act.CHOOSE}
    assert found.chosen == 1
    assert values(found) == {"product": "Ledgerline ERP"}


@pytest.mark.parametrize("text", ["April", "the first one", "3 April", "1"])
def test_a_chosen_day_is_the_day_that_was_offered(text: str) -> None:
    found = read(text, Slot.CLOSE_DATE, ("3 April 2027", "4 March 2027"))
    assert values(found) == {"close_date": "2027-04-03"}


def test_a_year_settles_the_day_that_was_offered() -> None:
    assert values(read("yes, 2027", Slot.CLOSE_DATE, ("1 March 2027",))) == {"close_date": "2027-03-01"}


def test_nothing_is_chosen_where_nothing_is_offered() -> None:
    assert read_choice("2", ()) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("can we continue in English please? closing end of October", "en"),
        ("können wir auf Deutsch weitermachen? Abschluss Ende Oktober", "de"),
    ],
)
def test_a_change_of_language_keeps_what_else_is_said(text: str, language: str) -> None:
    found = read(text)
    assert (found.intent, found.switch_to, values(found)) == ("", language, {"close_date": "2026-10-31"})
