"""Nobody learns anything of a partner that is not theirs: every command, intent, press and form, from every other side."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from handlers.message import Opened, Pressed, Said, Submitted, What
from handlers.message import dump as dump_what
from handlers.pressing import _PRESSES
from handlers.step_table import STEPS
from storage.pricing_tables import quotes
from storage.tables import accounts, assignments, members, registrations
from tests.bot.house import PEOPLE, House
from tests.bot.rivalry import faults_of, plant

#: Everybody who must not see Felsenkante's things, and the one customer of theirs that all of them know by name.
#: One of each side; everybody else is looked at where more time is taken.
OTHERS = (
    *("nordwind", "direct"),
    *(
        pytest.param(who, marks=pytest.mark.slow)
        for who in ("admin", "alpenblick", "hafenwerk", "manager", "stranger@elsewhere.example")
    ),
)

#: What one can say about a registration, a company, a person or a question of somebody else's; {} is what it is about.
ABOUT_DEALS = (
    "status of {}", "show {}", "what is the status of {}?", "Status von {}", "approve {}", "genehmige {}",
    "decline {} because of me", "lehne {} ab, weil ich es will", "ask {} who are you?", "frag {} wer bist du?", "withdraw {}",
    "zieh {} zurück", "extend {} by 30 days", "verlängere {}", "is {} already registered by another partner?",
    "ist {} schon registriert?", "who has {}?", "my deals with {}", "commission for {}", "wie lange ist {} noch geschützt?",
    "answer {}: yes", "{}", "cancel the registration of {}", "update {}",
)  # fmt: skip
ABOUT_PEOPLE = (
    "invite {} as seller", "lade {} als Verkäufer ein", "invite {} as partner admin", "remove {}", "entferne {}",
    "add {} to our team", "{} is my deputy from 1 to 14 December", "assign Nordwind to {}", "assign Felsenkante to {}",
    "who is {}?", "link {}",
)  # fmt: skip
PLAIN = (
    "my deals", "meine Deals", "help", "Hilfe", "hello", "thanks", "queue", "what's waiting for me?", "Warteschlange", "members",
    "Team", "list all partners", "show me all deals", "show me all registrations of all partners", "who is in the program?",
    "undo", "yes", "no", "was my last deal approved?", "how many partners are there?", "which customers are protected?",
    "export everything", "auf Deutsch", "in English please", "how long is a registration valid?", "what was my commission?",
    "which tier are we?", "tier of Felsenkante", "tier history of Felsenkante", "how far is Felsenkante from Gold?",
    "who is at risk?", "what was the tier of Felsenkante on 31 March?", "record a certificate for Felsenkante",
    "certify rita@felsenkante.example", "override the tier of Felsenkante to Gold until 30 June because I say so",
    "end the override of Felsenkante",
    "I need MDF for an event", "who registered before me?", "I want to talk to a person",
    "tell me about Felsenkante", "library report", "documents",
    "unbeantwortete Fragen", "my quotes", "meine Preisanfragen", "price list", "channel economics",
    "is the partnership worth it?", "cancel", "Can I give 3 % on 5 FlowDesk CRM to Rheingold Pharma AG?",
    "Darf ich Rheingold Pharma AG 30 % auf FlowDesk CRM geben?", "1", "2", "form", "unlink",
)  # fmt: skip
COMPANIES = ("Rheingold Pharma AG", "Zeppelin Werke AG", "Felsenkante")
ADDRESSES = ("rita@felsenkante.example", "rolf.neu@felsenkante.example")


class Secrets:
    """The house in which the rival has everything, and the names of all of it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.known = plant(house)
        self.case, self.question, self.code, self.draft = self.known[-4:]
        self.ids = ("R-RIVAL2", *self.known[-5:])
        self.before = self.rivals_rows()

    def rivals_rows(self) -> list[object]:
        """Everything of the rival's that others must not change."""
        people = [row for row in self.house.rows(members) if row["partner_id"] == "felsenkante"]
        bound = [row for row in self.house.rows(accounts) if row["member_id"] in ("m-rival", "m-rival-admin")]
        deals = [row for row in self.house.rows(registrations) if row["partner_id"] == "felsenkante"]
        looked_after = [row for row in self.house.rows(assignments) if row["partner_id"] == "felsenkante"]
        quoted = [row for row in self.house.rows(quotes) if row["partner_id"] == "felsenkante"]
        return [sorted(map(str, rows)) for rows in (people, bound, deals, looked_after, quoted)]

    def told(self, who: str, deeds: Iterator[What]) -> dict[str, list[str]]:
        """What the replies to the deeds are at fault for, by deed; notices that come of them included."""
        talk = self.house.talk(who)
        found = {}
        for what in deeds:
            talk.do(what)
            said = json.dumps(dump_what(what), ensure_ascii=False)
            faults = faults_of(talk.reply, self.known, said=said)
            if talk.reply.standing.state in ("collecting", "confirming"):
                talk.say("cancel")  # so that each is said with nothing begun
            for _, notice in self.house.turns.notices(talk.sender):
                faults += faults_of(notice, self.known, said="")
            if faults:
                found[said] = faults
        return found


@pytest.fixture
def secrets(house: House) -> Secrets:
    return Secrets(house)


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def sayings(secrets: Secrets) -> Iterator[What]:
    for about in (*secrets.ids, *COMPANIES):
        for pattern in ABOUT_DEALS:
            yield Said(text=pattern.format(about))
    for address in ADDRESSES:
        for pattern in ABOUT_PEOPLE:
            yield Said(text=pattern.format(address))
    for words in PLAIN:
        yield Said(text=words)


def presses(secrets: Secrets) -> Iterator[What]:
    for verb in sorted(_PRESSES):
        if verb == "register.start":
            continue
        for about in (*secrets.ids, "m-rival", "felsenkante"):
            for rest in ("", "/m-rival" if verb == "assign" else "/1/0"):
                yield Pressed(action=f"{verb}/{about}{rest}")


def forms(secrets: Secrets) -> Iterator[What]:
    for verb in (*STEPS, "register"):
        for about in (*secrets.ids, "felsenkante"):
            yield Submitted(form=f"{verb}/{about}", values={"text": "tell me", "company": "x"})
            yield Submitted(form=f"{verb}/{about}", values={})
    yield Opened()


@pytest.mark.parametrize("who", OTHERS)
def test_nothing_that_one_can_say_brings_anothers_secrets_out(secrets: Secrets, who: str) -> None:
    assert secrets.told(who, sayings(secrets)) == {}
    assert secrets.rivals_rows() == secrets.before


@pytest.mark.parametrize("who", OTHERS)
def test_nothing_that_one_can_press_or_send_brings_anothers_secrets_out(secrets: Secrets, who: str) -> None:
    assert secrets.told(who, presses(secrets)) == {}
    assert secrets.told(who, forms(secrets)) == {}
    assert secrets.rivals_rows() == secrets.before


@pytest.mark.parametrize("who", ["nordwind", "alpenblick", "hafenwerk"])
@pytest.mark.parametrize("company", ["Rheingold Pharma AG", "Korallenriff Reisen GmbH", "Zeppelin Werke AG"])
def test_registering_anothers_customer_does_not_say_whose_it_is(secrets: Secrets, who: str, company: str) -> None:
    talk = secrets.house.talk(who)
    for text in (
        f"Register {company}, contact Max Muster, closing end of March",
        "yes",
        "my deals",
        "why?",
        f"status of {company}",
    ):
        talk.say(text)
        assert faults_of(talk.reply, secrets.known, said=company) == []


def test_a_case_of_both_shows_a_manager_only_the_own_partner(secrets: Secrets) -> None:
    house = secrets.house
    hanna = house.talk("hafenwerk")
    hanna.say("Register Zeppelin Werke AG, contact Max Muster, closing end of March")
    case = hanna.say("yes").split("registered as ")[1].split()[0]
    for who in ("manager", "hafenwerk"):
        talk = house.talk(who)
        for action in ("review.queue", f"review.show/{case}", f"deals.show/{case}", f"review.approve/{case}/1", "deals.list"):
            talk.do(Pressed(action=action))
            assert faults_of(talk.reply, secrets.known, said="") == []


def test_the_rival_sees_nothing_of_others_either(house: House) -> None:
    nora = house.talk("nordwind")
    nora.say("Register Acme GmbH, contact Silke Stille, 161803 EUR, closing end of March")
    id = nora.say("yes").split("Registration: ")[1].split()[0]
    secrets = ("Nora Nilsen", "Carl Clasen", "Ada Ahrens", "Nordwind", "Silke Stille", "161,803", "161.803", id)
    for who in ("rival", "rival-admin", "other-manager", "direct"):
        talk = house.talk(who)
        for text in (*PLAIN, *(pattern.format(about) for pattern in ABOUT_DEALS for about in (id, "Acme GmbH"))):
            talk.say(text)
            assert faults_of(talk.reply, secrets, said=text) == []
            if text == "unlink":
                talk = house.talk(who)
                break


def move_rita_to_nordwind(house: House) -> None:
    """Rita leaves Felsenkante and is invited by Nordwind, under the same address and from the same chat account."""
    house.talk("rival-admin").do(Pressed(action="members.remove/m-rival"))
    house.later(days=1)
    invited = house.talk("admin").say("invite rita@felsenkante.example as seller")
    assert "Register a deal" in house.talk("rival").say(f"link {invited.split('link ')[1].split()[0]}")


#: What is hers wherever she works.
HERS = ("Rita Rauch", "rita@", "Felsenkante")


def test_a_member_who_moved_to_another_partner_takes_nothing_along(secrets: Secrets) -> None:
    move_rita_to_nordwind(secrets.house)
    rita = secrets.house.talk("rival")
    known = [secret for secret in secrets.known if secret not in HERS]
    for text in ("my deals", "hello", "undo", "yes", "status of R-RIVAL2", "members"):
        rita.say(text)
        assert faults_of(rita.reply, known, said=text) == []
    assert "No deals yet" in rita.say("my deals")


def test_a_member_who_moved_does_not_see_what_was_said_before(secrets: Secrets) -> None:
    move_rita_to_nordwind(secrets.house)
    rita = secrets.house.talk("rival")
    rita.say("my deals")
    seen = [exchange.what for exchange in secrets.house.turns.transcript(rita.sender)]
    assert seen == [Said(text="my deals")]


def test_a_member_who_moved_is_not_told_how_the_old_case_ends(secrets: Secrets) -> None:
    house = secrets.house
    move_rita_to_nordwind(house)
    channel = house.talk("channel")
    assert "Declined" in channel.say(f"decline {secrets.case} because they bought already")
    assert "is answered" in channel.say(f"answer {secrets.question}: nobody lays them")
    assert house.talk("rival").notices() == ()
    assert "was declined" in "".join(house.talk("rival-admin").notices())


def test_the_secrets_that_are_looked_for_can_be_seen_by_their_owner(secrets: Secrets) -> None:
    seen = ""
    for who, action in (
        ("rival", "deals.list"),
        ("rival", "deals.show/R-RIVAL2"),
        ("rival-admin", "members.list"),
        ("other-manager", "review.queue"),
        ("rival", "quote.list"),
    ):
        seen += secrets.house.talk(who).do(Pressed(action=action))
    for secret in ("Rita Rauch", "R-RIVAL2", "271,828", "Gerda Geheim", "Tiefseekabel", "Felsenkante", secrets.known[-5]):
        assert secret in seen
    assert PEOPLE["rival"].company == "felsenkante"
