"""A form is filled in as somebody does it: in a dialog that Microsoft's renderer draws, against `partnerbot serve` itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.clock import now
from storage.tables import registrations
from tests.bot.house import House
from tests.teams.bot_process import environment, running
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person

DEAL = "Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March"


def cards(person: Person) -> list[dict[str, Any]]:
    return [each["content"] for message in person.messages() for each in message.shown.get("attachments", ())]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_dialog_is_opened_corrected_and_sent(furnished_url: str, microsoft: FakeMicrosoft, page: Page, tmp_path: Path) -> None:
    house = House(furnished_url)
    house.at = now()  # a code is good for so long
    code = re.search(r"link [0-9A-Z-]{8,}", house.talk("admin").say("invite max@nordwind.example as seller"))
    assert code is not None
    with running(environment(microsoft, house.url), tmp_path / "bot.log") as bot:
        max_ = Person(microsoft, "max", 1, bot_url=bot.url)
        max_.say(code[0])
        max_.wait_for("Hi Max")
        max_.say(DEAL)
        max_.wait_for("Shall I register")

        def deliver(name: str, value: Mapping[str, Any]) -> Any:
            return max_.invoke(name, value).body

        page.expose_function("deliver", deliver)
        page.evaluate("cards => openChat(cards)", cards(max_)[-1:])
        page.get_by_role("button", name="Change something").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_label("Customer")).to_have_value("Acme GmbH")
        dialog.get_by_label("Close date").fill("once upon a time")
        dialog.get_by_role("button").click()
        expect(dialog.get_by_text("One field needs another look.")).to_be_visible()
        expect(dialog.get_by_label("Close date")).to_have_value("once upon a time")
        dialog.get_by_label("Close date").fill("")
        dialog.get_by_role("button").click()  # what has to be filled in is missed by the client itself
        expect(dialog.get_by_text("Please fill this in.")).to_be_visible()
        dialog.get_by_label("Close date").fill("end of April")
        dialog.get_by_label("Amount").fill("60k EUR")
        dialog.get_by_role("button").click()
        expect(dialog).to_have_count(0)
        max_.wait_for("60,000 EUR")
        page.evaluate("cards => openChat(cards)", cards(max_)[-1:])
        page.get_by_role("button", name="Register", exact=True).click()
        max_.wait_for("protected")
        assert "Traceback" not in bot.log
    (deal,) = [row for row in house.rows(registrations) if row["company"] == "Acme GmbH"]
    house.close()
    assert deal["amount_minor"] == 6_000_000
    microsoft.assert_clean()
