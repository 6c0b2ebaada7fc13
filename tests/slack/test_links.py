"""Links to deals: the same where one may not see the deal as where there is none, and never anything of it in what all read."""

from __future__ import annotations

from typing import Final

import pytest

from bot.slack.happenings import Shared
from bot.slack.links import DealLinks, blocks
from bot.slack.read import Opening, read
from bot.slack.render import Message
from handlers.deal_links import deal_in, read_link
from handlers.message import Pressed
from handlers.reply import Choice, Choices, Fact, Facts, Reply
from handlers.wording import LANGUAGES, Words
from storage.tables import deal_links, outbox, registrations
from tests.bot.house import RIVAL_SECRETS, House
from tests.slack.counter import Counter
from tests.slack.test_read import OURS, event, press

PUBLIC: Final = "https://partners.example/bot"
NOBODYS: Final = "0" * 32


@pytest.fixture
def house(counter: Counter) -> House:
    return counter.house


def registered(house: House, company: str = "Acme GmbH", who: str = "nordwind") -> str:
    """The id of a registration that is made for the company."""
    house.talk(who).register(company)
    return next(str(row["id"]) for row in house.rows(registrations) if row["company"] == company)


def token_of(house: House, id: str) -> str:
    return next(str(row["token"]) for row in house.rows(deal_links) if row["registration_id"] == id)


def test_every_registration_has_a_link_of_its_own_and_keeps_it(house: House) -> None:
    made = {row["id"] for row in house.rows(registrations)}
    links = house.rows(deal_links)
    assert {row["registration_id"] for row in links} == made
    assert all(len(row["token"]) == 32 and row["registration_id"][2:].lower() not in row["token"] for row in links)
    id = registered(house)
    before = token_of(house, id)
    house.talk("nordwind").do(Pressed(action=f"step/withdraw/{id}"))
    house.talk("nordwind").say("yes")
    assert token_of(house, id) == before


def test_a_link_opens_the_deal_for_its_partner_and_its_manager_and_for_nobody_else(house: House) -> None:
    id = registered(house)
    token = token_of(house, id)
    for who in ("nordwind", "colleague", "admin", "manager", "channel"):
        assert id in house.talk(who).do(Pressed(action=f"deals.open/{token}")), who
        assert id in house.talk(who).say(f"{PUBLIC}/deals/{token}"), who
    for who in ("rival", "rival-admin", "other-manager", "alpenblick"):
        said = house.talk(who).do(Pressed(action=f"deals.open/{token}"))
        assert said == house.talk(who).do(Pressed(action=f"deals.open/{NOBODYS}")), "as if there were none"
        assert "Acme" not in said
    theirs = house.talk("nordwind").do(Pressed(action=f"deals.open/{token_of(house, 'R-RIVAL2')}"))
    assert not [secret for secret in RIVAL_SECRETS if secret in theirs]


@pytest.mark.parametrize("token", ["", "x", NOBODYS.upper() + "g", "' or 1=1 --", "../../etc", NOBODYS + "0", "R-RIVAL2"])
def test_what_is_no_token_opens_nothing(house: House, token: str) -> None:
    said = house.talk("nordwind").do(Pressed(action=f"deals.open/{token}"))
    assert said in {Words("en")("deals.link_unknown"), Words("en")("press.outdated")}


def test_a_reply_about_one_deal_has_its_link_and_one_about_several_has_none(house: House) -> None:
    talk = house.talk("nordwind")
    id = registered(house)
    assert house.turns.take(talk.incoming(Pressed(action=f"deals.show/{id}"))).deal == token_of(house, id)
    registered(house, "Bergwerk AG")
    assert house.turns.take(talk.incoming(Pressed(action="deals.list"))).deal == ""
    notices = [row["reply"] for row in house.rows(outbox)]
    assert all(token_of(house, "R-RIVAL2") not in str(reply) for reply in notices)


def test_what_somebody_typed_names_no_deal() -> None:
    typed = Facts(title="R-AAAAAA", facts=(Fact(label="Customer", value="R-BBBBBB"),))
    assert deal_in(Reply(parts=(typed,))) is None
    ours = Facts(facts=(Fact(label=Words("en")("fact.registration"), value="R-CCCCCC"),))
    assert deal_in(Reply(parts=(typed, ours))) == "R-CCCCCC"
    pressed = Choices(choices=(Choice(label="R-DDDDDD", action="timeline/R-CCCCCC"),))
    assert deal_in(Reply(parts=(ours, pressed))) == "R-CCCCCC"


@pytest.mark.parametrize("text", [f"{PUBLIC}/deals/{NOBODYS}", f" https://x/deals/{NOBODYS}/ "])
def test_a_message_that_is_a_link_is_read_as_one(text: str) -> None:
    assert read_link(text) == NOBODYS


@pytest.mark.parametrize(
    "text", [NOBODYS, f"see {PUBLIC}/deals/{NOBODYS}", f"ftp://x/deals/{NOBODYS}", f"https://x/deals/{NOBODYS}0"]
)
def test_any_other_message_is_not(text: str) -> None:
    assert read_link(text) is None


def test_only_links_of_ours_are_known() -> None:
    links = DealLinks(PUBLIC + "/")
    assert links.token(f"{PUBLIC}/deals/{NOBODYS}") == NOBODYS
    for other in (
        f"https://partners.example/deals/{NOBODYS}",
        f"https://partners.example.evil/bot/deals/{NOBODYS}",
        f"{PUBLIC}/deals/x",
    ):
        assert links.token(other) is None
    assert DealLinks(None).token(f"{PUBLIC}/deals/{NOBODYS}") is None


def test_the_link_stands_below_the_last_message_that_has_room_for_it() -> None:
    links, full = DealLinks(PUBLIC), {"type": "divider"}
    told = links.under([Message(text="a", blocks=(full,)), Message(text="b", blocks=(full,))], NOBODYS, "de")
    assert [f"{PUBLIC}/deals/{NOBODYS}" in message.text for message in told] == [False, True]
    assert f"<{PUBLIC}/deals/{NOBODYS}|" in str(told[-1].blocks[-1])
    crowded = (Message(text="a", blocks=(full,) * 50),)
    assert links.under(crowded, NOBODYS, "en") == crowded
    assert links.under(crowded, "", "en") == DealLinks(None).under(crowded, NOBODYS, "en") == crowded


def test_what_a_link_unfurls_to_is_said_in_every_language() -> None:
    drawn = str(blocks(NOBODYS))
    assert all(Words(language)("slack.unfurled") in drawn for language in LANGUAGES)


def test_links_in_the_composer_and_in_a_channel_are_read_and_what_is_none_is_not() -> None:
    links = [{"url": "https://a.example/1"}, {"url": 5}, None]
    shared = event(type="link_shared", unfurl_id="u", source="composer", channel="COMPOSER", links=links)
    assert read(shared, OURS) == Shared(unfurl="u", source="composer", urls=("https://a.example/1",))
    right: dict[str, object] = {"type": "link_shared", "unfurl_id": "u", "source": "composer", "links": links}
    for name, wrong in (("unfurl_id", None), ("source", "elsewhere"), ("links", "x"), ("links", [])):
        assert read(event(**right | {name: wrong}), OURS) is None


def test_a_press_below_a_link_opens_a_modal_for_who_pressed() -> None:
    container = {"type": "message_attachment", "channel_id": "C1", "message_ts": "17.5", "is_app_unfurl": True}
    found = read(press(f"deals.open/{NOBODYS}", container=container, message={}), OURS)
    assert isinstance(found, Opening)
    assert found.incoming.conversation == "T1/C1//U1!"
