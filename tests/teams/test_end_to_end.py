"""`partnerbot serve` as Teams meets it: from a code to a registration, through a restart, and where it does not open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from bot.clock import elapsed, now
from storage.tables import outbox, registrations
from tests.bot.house import House
from tests.teams.bot_process import environment, refusal, running
from tests.teams_fake.microsoft import TENANT, FakeMicrosoft
from tests.teams_fake.people import Person
from tests.teams_fake.world import guid

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DEAL = "Register Acme GmbH, contact buyer@acme.example, 45k EUR, closing end of March"


@pytest.fixture
def house(furnished_url: str) -> Iterator[House]:
    house = House(furnished_url)
    yield house
    house.close()


@ON_SQLITE
def test_a_stranger_becomes_a_member_and_registers_a_deal(house: House, microsoft: FakeMicrosoft, tmp_path: Path) -> None:
    tenants, log = tmp_path / "tenants", tmp_path / "bot.log"
    tenants.write_text(guid(7), encoding="utf-8")
    env = environment(microsoft, house.url) | {"TEAMS_TENANTS": "", "TEAMS_TENANTS_FILE": str(tenants)}
    house.at = now()  # a code is good for so long
    code = re.search(r"link [0-9A-Z-]{8,}", house.talk("admin").say("invite max@nordwind.example as seller"))
    assert code is not None
    max_ = Person(microsoft, "max", 1)
    with running(env, log) as bot, running(env, log) as another:
        max_.bot_url = bot.url
        max_.say("hello")
        max_.wait_for("isn’t set up")
        tenants.write_text(f"{guid(7)}, {TENANT}", encoding="utf-8")
        for each in (bot, another):
            assert each.url
            each.reread()
        wait_until(lambda: log.read_text(encoding="utf-8").count("secrets.read") == 2)
        max_.install()
        max_.wait_for("know this account")
        max_.say(code[0])
        max_.wait_for("Hi Max")
        assert max_.say(DEAL).seconds < 1
        max_.wait_for("Shall I register")
        wait_until(lambda: all(row["delivered_at"] for row in house.rows(outbox) if row["chat"] == "teams"))
        bot.kill()
        max_.bot_url = another.url  # what was begun is finished by another process
        max_.say("yes")
        max_.wait_for("protected")
        assert another.stop() == 0
        assert not any(word in bot.log for word in ("Traceback", "45k", "buyer@acme", "out-1"))
    assert [row["company"] for row in house.rows(registrations)].count("Acme GmbH") == 1
    assert microsoft.asked.count("token") <= 2  # one for each process that had something to say
    microsoft.assert_clean()


def wait_until(is_so: Callable[[], bool], *, seconds: float = 60) -> None:
    """Of what nobody tells: what is written in a file or a database."""
    end = elapsed() + seconds
    while not is_so():
        assert elapsed() < end
        Event().wait(0.05)


@ON_SQLITE
def test_it_does_not_open_for_everybody_where_everybody_is_believed(house: House, microsoft: FakeMicrosoft) -> None:
    env = environment(microsoft, house.url) | {"TEAMS_APP_ID": "", "TEAMS_ANONYMOUS": "true"}
    told = refusal(env, "--host", "0.0.0.0")  # noqa: S104 - it is refused
    assert "this machine only" in told
    assert "Traceback" not in told
