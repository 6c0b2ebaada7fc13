"""Every card that the bot draws passes both judges: the published schema, and Microsoft's renderer on wide and narrow screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from playwright.sync_api import Page
from sqlalchemy import select

from bot.teams.forms import dialog
from bot.teams.judge import faults_of_message
from bot.teams.render import render
from handlers.reply import Form, Reply
from handlers.reply_json import load
from handlers.wording import Words
from storage.tables import inbox, outbox
from tests.bot.house import House
from tests.bot.replies import REPLIES
from tests.bot.transcripts import FOLDER, Player
from tests.teams.renderer import objections
from tests.teams.schema import objections as schema_objections

#: Those with the most kinds of parts.
QUICK = ("golden_path_german", "more_is_asked", "shared_with_direct_german", "stale_buttons", "transfer_german")
WIDTHS = (320, 700)


def drawn(reply: Reply) -> list[dict[str, Any]]:
    """Every card of the reply, and its forms as dialogs."""
    words = Words(reply.language)
    messages = [message for message in render(reply, words) if "file" not in message]
    for message in messages:
        assert list(faults_of_message(message)) == []
    cards = [each["content"] for message in messages for each in message.get("attachments", ())]
    return cards + [dialog(part, words)["card"]["content"] for part in reply.parts if isinstance(part, Form)]


def assert_sound(page: Page, cards: list[dict[str, Any]]) -> None:
    for card in cards:
        assert list(schema_objections(card)) == []
    for width in WIDTHS:
        for card, found in zip(cards, objections(page, cards, width=width), strict=True):
            assert found == [], card


def said_in(house: House) -> Iterator[Reply]:
    """Everything that the bot said there."""
    with house.database.reading() as connection:
        for column in (inbox.c.reply, outbox.c.reply):
            yield from (load(row.reply) for row in connection.execute(select(column).where(column.is_not(None))))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=() if path.stem in QUICK else pytest.mark.slow)
        for path in sorted(FOLDER.glob("*.txt"))
    ],
)
def test_every_card_of_a_transcript_is_sound(path: Path, page: Page, furnished_url: str) -> None:
    house = House(furnished_url)
    Player(house).play(path)
    cards = [card for reply in said_in(house) for card in drawn(reply)]
    house.close()
    assert_sound(page, cards)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=5, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(REPLIES)
def test_cards_of_anything_are_sound_also_from_right_to_left(page: Page, reply: Reply) -> None:
    assert_sound(page, cards := drawn(reply))
    assert_sound(page, [card | {"rtl": True} for card in cards])


def test_the_renderer_objects_to_what_it_cannot_draw(page: Page) -> None:
    twice = [{"type": "Input.Text", "id": "a", "label": "A"}] * 2
    broken = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Nothing"}, *twice]}
    marked = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [{"type": "TextBlock", "text": "[x](https://x.example)", "wrap": True}],
    }
    broken_faults, marked_faults = objections(page, [broken, marked], width=320)
    assert any("Nothing" in fault for fault in broken_faults)
    assert any("uplicate" in fault for fault in broken_faults)
    assert marked_faults == ["markup is read"]
