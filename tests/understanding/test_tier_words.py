"""Who asks about tiers, or changes them, is understood; and what only has a tier's name in it stays what it is."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding.reader import understand
from handlers.understanding.readings import Context, Slot
from handlers.understanding.tier_words import WORDS
from handlers.understanding.tiers import Topic, read_tier, read_tier_question

TODAY = date(2026, 11, 23)
DRAFTING = Context(asked=Slot.CLOSE_DATE, values={"company": "Acme GmbH"})

ASKED = [
    ("how far am I from Gold, and what is the cheapest way there?", Topic.PROGRESS, "gold", ""),
    ("how far are we from gold?", Topic.PROGRESS, "gold", ""),
    ("How close are we to the next tier?", Topic.PROGRESS, "", ""),
    ("cheapest way to Platinum", Topic.PROGRESS, "platinum", ""),
    ("what is still missing for Silver?", Topic.PROGRESS, "silver", ""),
    ("what do we need for gold?", Topic.PROGRESS, "gold", ""),
    ("which tier are we?", Topic.PROGRESS, "", ""),
    ("what is my tier?", Topic.PROGRESS, "", ""),
    ("tier", Topic.PROGRESS, "", ""),
    ("tier gold", Topic.PROGRESS, "gold", ""),
    ("tier how far are we from gold?", Topic.PROGRESS, "gold", ""),
    ("Wie weit bin ich von Gold entfernt, und was ist der günstigste Weg dorthin?", Topic.PROGRESS, "gold", ""),
    ("wie weit sind wir noch bis Platin?", Topic.PROGRESS, "platinum", ""),
    ("Was fehlt uns noch zu Silber?", Topic.PROGRESS, "silver", ""),
    ("Welche Stufe haben wir?", Topic.PROGRESS, "", ""),
    ("meine Stufe", Topic.PROGRESS, "", ""),
    ("auf welcher Stufe sind wir?", Topic.PROGRESS, "", ""),
    ("tier of Alpenblick", Topic.PROGRESS, "", "Alpenblick"),
    ("what is the tier of Alpenblick Beratung?", Topic.PROGRESS, "", "Alpenblick Beratung"),
    ("tier Alpenblick", Topic.PROGRESS, "", "Alpenblick"),
    ("how far is Alpenblick from Silver?", Topic.PROGRESS, "silver", "Alpenblick"),
    ("Stufe von Alpenblick", Topic.PROGRESS, "", "Alpenblick"),
    ("Wie weit ist Alpenblick noch von Silber entfernt?", Topic.PROGRESS, "silver", "Alpenblick"),
    ("what would I get as Platinum?", Topic.BENEFITS, "platinum", ""),
    ("What do we get with Gold?", Topic.BENEFITS, "gold", ""),
    ("what does gold bring us?", Topic.BENEFITS, "gold", ""),
    ("benefits of silver", Topic.BENEFITS, "silver", ""),
    ("benefits", Topic.BENEFITS, "", ""),
    ("Was bekäme ich als Platin?", Topic.BENEFITS, "platinum", ""),
    ("Was bekommen wir mit Gold?", Topic.BENEFITS, "gold", ""),
    ("was bringt uns Gold?", Topic.BENEFITS, "gold", ""),
    ("Vorteile von Silver", Topic.BENEFITS, "silver", ""),
    ("when do I become Gold?", Topic.WHEN, "gold", ""),
    ("When will we reach the next level?", Topic.WHEN, "", ""),
    ("Wann werde ich Gold?", Topic.WHEN, "gold", ""),
    ("wann erreichen wir Platin?", Topic.WHEN, "platinum", ""),
    ("tier history", Topic.HISTORY, "", ""),
    ("show me the tier history of Alpenblick", Topic.HISTORY, "", "Alpenblick"),
    ("Stufenverlauf", Topic.HISTORY, "", ""),
    ("which partners are at risk?", Topic.AT_RISK, "", ""),
    ("who is at risk", Topic.AT_RISK, "", ""),
    ("at-risk list", Topic.AT_RISK, "", ""),
    ("Welche Partner sind gefährdet?", Topic.AT_RISK, "", ""),
    ("gefährdete Partner", Topic.AT_RISK, "", ""),
]  # fmt: skip


@pytest.mark.parametrize("context", [Context(), DRAFTING], ids=["idle", "drafting"])
@pytest.mark.parametrize(("text", "topic", "tier", "subject"), ASKED, ids=[asked[0] for asked in ASKED])
def test_a_question_about_tiers_is_understood(text: str, topic: Topic, tier: str, subject: str, context: Context) -> None:
    assert understand(text, today=TODAY, catalogue=(), context=context).intent == "tier_progress"
    found = read_tier_question(text, today=TODAY)
    assert (found.topic, found.tier, found.subject) == (topic, tier, subject)


@pytest.mark.parametrize(
    ("text", "subject", "day"),
    [
        ("what was my tier on 31 March?", "", date(2026, 3, 31)),
        ("Which tier were we on 1 January 2025?", "", date(2025, 1, 1)),
        ("what was the tier of Alpenblick on 31 March?", "Alpenblick", date(2026, 3, 31)),
        ("tier of Alpenblick on 31 March 2026", "Alpenblick", date(2026, 3, 31)),
        ("Welche Stufe hatten wir am 31. März?", "", date(2026, 3, 31)),
        ("Auf welcher Stufe waren wir am 31.03.2025?", "", date(2025, 3, 31)),
        ("Stufe von Alpenblick am 31. März", "Alpenblick", date(2026, 3, 31)),
    ],
)
def test_a_question_about_the_past_names_its_day(text: str, subject: str, day: date) -> None:
    assert understand(text, today=TODAY, catalogue=()).intent == "tier_progress"
    found = read_tier_question(text, today=TODAY)
    assert (found.topic, found.subject, found.day) == (Topic.WAS, subject, day)


@pytest.mark.parametrize(
    ("text", "intent", "subject", "argument"),
    [
        ("override the tier of Nordwind", "tier_override", "Nordwind", ""),
        ("override the tier of Nordwind to Gold as agreed", "tier_override", "Nordwind", "to Gold as agreed"),
        ("set Nordwind Systems to gold", "tier_override", "Nordwind Systems", "to gold"),
        ("Setze Nordwind auf Gold bis Ende Juni", "tier_override", "Nordwind", "auf Gold bis Ende Juni"),
        ("end the override of Nordwind", "tier_override_end", "Nordwind", ""),
        ("beende die Ausnahme für Nordwind", "tier_override_end", "Nordwind", ""),
        ("record a certificate for Nordwind", "tier_certify", "Nordwind", ""),
        ("record a certification", "tier_certify", "", ""),
        ("certify nora@nordwind.example", "tier_certify", "nora@nordwind.example", ""),
        ("Zertifikat für Nordwind erfassen", "tier_certify", "Nordwind", ""),
        ("record a customer reference for Nordwind", "tier_reference", "Nordwind", ""),
        ("Referenz für Nordwind erfassen", "tier_reference", "Nordwind", ""),
        ("record the practice of Nordwind", "tier_practice", "Nordwind", ""),
        ("record an executive sponsor for Nordwind", "tier_sponsor", "Nordwind", ""),
    ],
)  # fmt: skip
def test_what_changes_a_tier_is_understood(text: str, intent: str, subject: str, argument: str) -> None:
    found = understand(text, today=TODAY, catalogue=())
    assert (found.intent, found.subject, found.argument) == (intent, subject, argument)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Register Gold Consulting GmbH, contact Max Muster, 45k EUR, closing end of March", "register_deal"),
        ("registered deals", "deal_status"),
        ("what would Gold pay me on a 50k deal?", "commission_lookup"),
        ("status of Silber Logistik GmbH", "deal_status"),
        ("we won Gold Consulting for 52k", "won_deal"),
        ("set the amount of Gold Consulting to 60k", "amend_registration"),
        ("add jane@nordwind.example as seller", "invite"),
        ("move Jane's deals to carl@nordwind.example", "transfer"),
        ("history of Gold Consulting", "timeline"),
        ("how long is a registration valid?", "ask_question"),
    ],
)
def test_what_only_has_such_words_in_it_is_something_else(text: str, intent: str) -> None:
    assert understand(text, today=TODAY, catalogue=()).intent == intent


@pytest.mark.parametrize("text", [asked[0] for asked in ASKED])
def test_one_of_the_words_that_are_looked_for_first_is_in_it(text: str) -> None:
    assert {word.strip("?,.").lower() for word in text.replace("-", " ").split()} & WORDS


def test_the_tier_that_is_named_first_is_meant() -> None:
    assert read_tier("Von Silber nach Gold") == "silver"
    assert read_tier("golden") == ""
