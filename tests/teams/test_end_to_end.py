"""`partnerbot serve` as Teams meets it: from a code to a registration, through a restart, and where it does not open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import now
from storage.tables import registrations
from tests.bot.house import House, furnish
from tests.teams.bot_process import environment, refusal, running
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.people import Person

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DEAL = "Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March"


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    house = House(database_url)
    furnish(house)
    yield house
    house.close()


@ON_SQLITE
def test_a_stranger_becomes_a_member_and_registers_a_deal(house: House, microsoft: FakeMicrosoft, tmp_path: Path) -> None:
    env = environment(microsoft, house.url)
    house.at = now()  # a code is good for so long
    code = re.search(r"link [0-9A-Z-]{8,}", house.talk("admin").say("invite max@nordwind.example as seller"))
    assert code is not None
    max_ = Person(microsoft, "max", 1)
    with running(env, tmp_path / "bot.log") as bot:
        max_.bot_url = bot.url
        max_.install()
        max_.wait_for("know this account")
        max_.say(code[0])
        max_.wait_for("Hi Max")
        assert max_.say(DEAL).seconds < 1
        max_.wait_for("Shall I register")
        bot.kill()
    with running(env, tmp_path / "bot.log") as bot:  # what was begun is finished by another process
        max_.bot_url = bot.url
        max_.say("yes")
        max_.wait_for("protected")
        assert bot.stop() == 0
        assert not any(word in bot.log for word in ("Traceback", "45k", "buyer@acme", "out-1"))
    assert [row["company"] for row in house.rows(registrations)].count("Acme GmbH") == 1
    assert microsoft.asked.count("token") == 2  # one for each process
    microsoft.assert_clean()


@ON_SQLITE
def test_it_does_not_open_for_everybody_where_everybody_is_believed(house: House, microsoft: FakeMicrosoft) -> None:
    env = environment(microsoft, house.url) | {"TEAMS_APP_ID": "", "TEAMS_ANONYMOUS": "true"}
    told = refusal(env, "--host", "0.0.0.0")  # noqa: S104 - it is refused
    assert "this machine only" in told
    assert "Traceback" not in told
