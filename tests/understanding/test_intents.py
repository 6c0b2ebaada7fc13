"""What a message is for: the tasks, questions about the tasks, and everything that is no business of the bot's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from handlers.understanding.commands import read_command
from handlers.understanding.reader import understand
from handlers.understanding.readings import Product, Slot

TODAY = date(2026, 9, 14)
CATALOGUE = (Product(name="Gatewarden", aliases=("gateway",)), Product(name="Ledgerline CRM", aliases=("crm",)))

TASKS: Sequence[tuple[str, str]] = [
    ("register_deal", "I need to register an opportunity please"),
    ("register_deal", "new deal"),
    ("register_deal", "can i register a deal?"),
    ("register_deal", "customer: Willow Schools; amount: 12k GBP; contact: Ada Finch"),
    ("register_deal", "Wir haben einen neuen Kunden: Ebbe Werft AG, 80.000 Euro"),
    ("register_deal", "ich möchte einen deal eintragen"),
    ("register_deal", "Kannst du einen Deal für mich anlegen?"),
    ("register_deal", "Projektschutz für Rösterei Braun bitte, 6.400 €"),
    ("deal_status", "any news on Willow Schools?"),
    ("deal_status", "list my open registrations"),
    ("deal_status", "what's the status of R-7K3M2Q"),
    ("deal_status", "wie ist der Stand bei Ebbe Werft?"),
    ("deal_status", "ist meine Registrierung für Rösterei Braun schon genehmigt?"),
    ("extend_registration", "we need more time on the Willow Schools deal"),
    ("extend_registration", "please extend our protection for Ebbe Werft by 30 days"),
    ("extend_registration", "Können wir bei der Rösterei Braun noch 30 Tage dranhängen?"),
    ("withdraw_deal", "withdraw Willow Schools"),
    ("withdraw_deal", "Deal mit Ebbe Werft ist geplatzt, bitte löschen"),
    ("withdraw_deal", "nimm die Registrierung für Rösterei Braun wieder raus"),
    ("check_conflict", "is Willow Schools already registered by someone else?"),
    ("check_conflict", "Ist die Ebbe Werft noch frei?"),
    ("check_conflict", "hat schon jemand die Rösterei Braun angemeldet?"),
    ("commission_lookup", "how much commission do I get for Willow Schools"),
    ("commission_lookup", "Wann wird die Provision für Ebbe Werft ausgezahlt?"),
    ("commission_lookup", "auszahlung q3"),
    ("tier_progress", "how far are we from gold?"),
    ("tier_progress", "Welche Stufe haben wir?"),
    ("mdf_request", "can you co-fund our webinar campaign with 2k?"),
    ("mdf_request", "Gebt ihr uns einen Zuschuss zur Hausmesse?"),
    ("review_queue", "what is waiting for me?"),
    ("review_queue", "was wartet auf mich?"),
    ("ask_question", "how do I register a deal?"),
    ("ask_question", "what happens when a registration expires?"),
    ("ask_question", "Can I register a deal that is already in negotiation?"),
    ("ask_question", "Is Gatewarden available on-premises?"),
    ("ask_question", "How does the commission for resellers work?"),
    ("ask_question", "what is MDF?"),
    ("ask_question", "Wie lange gilt eine Registrierung?"),
    ("ask_question", "Wer genehmigt Registrierungen?"),
    ("ask_question", "Was kostet das CRM pro Nutzer?"),
    ("switch_language", "auf Deutsch bitte"),
    ("help", "what can you do?"),
    ("greet", "Guten Morgen"),
    ("thank", "haha thanks, you're quick!"),
    ("hand_over", "ich möchte mit einem Menschen sprechen"),
    ("hand_over", "let me talk to a human"),
    ("out_of_scope", "what's the weather in Rome"),
    ("out_of_scope", "no deal, that's too expensive"),
    ("out_of_scope", "that's a big deal"),
    ("out_of_scope", "what's the deal with airline food"),
    ("out_of_scope", "find me a good deal on flights"),
    ("out_of_scope", "can you register my new phone?"),
    ("out_of_scope", "register me for the webinar"),
    ("out_of_scope", "Registriere meine neue Waschmaschine"),
    ("out_of_scope", "Melde mich bitte zur Schulung an"),
    ("out_of_scope", "transfer 500 EUR to Anna by Friday"),
    ("out_of_scope", "Bestell mir eine Pizza"),
    ("commission_lookup", "What did I make in Q2?"),
    ("commission_lookup", "which rate applies to us on renewals"),
    ("commission_lookup", "Wieso ist meine Abrechnung diesmal niedriger?"),
    ("commission_lookup", "Schick mir die Gutschriften vom letzten Quartal"),
    ("tier_progress", "how many points do we have"),
    ("tier_progress", "Wann werden wir hochgestuft?"),
    ("extend_registration", "need more time on Ebbe Werft"),
    ("withdraw_deal", "we have lost interest in Willow Schools, take it off"),
    ("withdraw_deal", "we don't want to pursue Willow Schools any more"),
    ("ask_question", "can Gatewarden talk to our directory"),
    ("ask_question", "difference between Gatewarden and Tidepool Backup"),
    ("mdf_request", "need budget for our booth at the fair"),
    ("mdf_request", "Übernehmt ihr die Hälfte der Standkosten?"),
]


@pytest.mark.parametrize(("intent", "text"), TASKS, ids=[text for _, text in TASKS])
def test_a_message_is_for_one_thing(intent: str, text: str) -> None:
    assert understand(text, today=TODAY, catalogue=CATALOGUE).intent == intent


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("withdraw Willow Schools", "Willow Schools"),
        ("what's the status of r-7k3m2q", "R-7K3M2Q"),
        ("Ist meine Registrierung für Ebbe Werft durch?", "Ebbe Werft"),
        ("what's my commission on the Sorrel deal?", "Sorrel"),
        ("list my deals", ""),
    ],
)
def test_a_task_names_the_deal_it_is_about(text: str, subject: str) -> None:
    found = understand(text, today=TODAY, catalogue=CATALOGUE)
    assert found.subject == subject


def test_a_request_for_funds_has_an_amount_and_no_customer() -> None:
    found = understand("MDF Antrag: 2.500 € für Kundenabend in Bonn", today=TODAY, catalogue=CATALOGUE)
    assert {slot: reading.value for slot, reading in found.slots.items()} == {Slot.AMOUNT: "2500.00", Slot.CURRENCY: "EUR"}


COMMANDS: Sequence[tuple[str, str, str, str]] = [
    ("approve R-7K3M2Q", "approve", "R-7K3M2Q", ""),
    ("aprove Willow Schools please", "approve", "Willow Schools", ""),
    ("genehmige r-7k3m2q", "approve", "R-7K3M2Q", ""),
    ("R-7K3M2Q bitte genehmigen", "approve", "R-7K3M2Q", ""),
    ("decline R-7K3M2Q because they bought already", "decline", "R-7K3M2Q", "they bought already"),
    ("reject Willow Schools: existing customer", "decline", "Willow Schools", "existing customer"),
    ("lehne R-7K3M2Q ab, weil Bestandskunde", "decline", "R-7K3M2Q", "Bestandskunde"),
    ("ask R-7K3M2Q: who decides?", "ask_more", "R-7K3M2Q", "who decides?"),
    ("Rückfrage zu R-7K3M2Q: wer entscheidet?", "ask_more", "R-7K3M2Q", "wer entscheidet?"),
    ("answer Q-ABC123: the budget is there", "answer_request", "Q-ABC123", "the budget is there"),
    ("Antwort auf Q-ABC123: Budget steht", "answer_request", "Q-ABC123", "Budget steht"),
    ("link ABCD-1234", "link", "ABCD-1234", ""),
    ("verknüpfe ABCD-1234", "link", "ABCD-1234", ""),
    ("unlink my account", "unlink", "", ""),
    ("Konto trennen", "unlink", "", ""),
    ("invite jane@acme.de as partner admin", "invite", "jane@acme.de", "partner admin"),
    ("lade jane@acme.de als Verkäuferin ein", "invite", "jane@acme.de", "Verkäuferin"),
    ("remove jane@acme.de from our team", "remove_member", "jane@acme.de", ""),
    ("entferne jane@acme.de aus dem Team", "remove_member", "jane@acme.de", ""),
    ("assign tidewater to pat@vendor.com", "assign", "tidewater", "pat@vendor.com"),
    ("weise tidewater pat@vendor.com zu", "assign", "tidewater", "pat@vendor.com"),
    ("bob@vendor.com is my deputy from 1 to 14 December", "deputy", "bob@vendor.com", "from 1 to 14 December"),
    ("bob@vendor.com vertritt mich vom 1. bis 14. Dezember", "deputy", "bob@vendor.com", "vom 1. bis 14. Dezember"),
    ("who is in our team?", "list_members", "", ""),
]


@pytest.mark.parametrize(("text", "intent", "subject", "argument"), COMMANDS, ids=[row[0] for row in COMMANDS])
def test_a_command_names_what_it_acts_on(text: str, intent: str, subject: str, argument: str) -> None:
    found = understand(text, today=TODAY, catalogue=CATALOGUE)
    assert (found.intent, found.subject, found.argument) == (intent, subject, argument)


@pytest.mark.parametrize(
    "text", ["the deal is approved", "who declined it?", "add two more", "contact jane@acme.de", "my deputy is ill"]
)
def test_talk_about_commands_is_no_command(text: str) -> None:
    assert read_command(text) is None
