"""The stub server, a model that speaks to it, and a bot that asks that model."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.aids import Aids
from bot.turns import Turns
from handlers.proposing import Proposer
from knowledge.model import Model, ModelSettings
from knowledge.proposing import ModelProposer
from knowledge.usage import Price
from tests.bot.house import House
from tests.model.stub import KEY, Stub

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
MakeModel = Callable[..., Model]


@pytest.fixture(autouse=True)
def straight_to_the_stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of this machine stands between, and nothing of its owner's configuration is read."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("ORG_ID", "PROJECT_ID", "CUSTOM_HEADERS", "LOG", "API_KEY", "BASE_URL", "MODEL", "PRICE_IN", "PRICE_OUT"):
        monkeypatch.delenv(f"OPENAI_{name}", raising=False)
    for name in ("MODEL", "API_KEY", "BASE_URL", "DIMENSIONS", "PRICE"):
        monkeypatch.delenv(f"EMBEDDING_{name}", raising=False)


@pytest.fixture(scope="module")
def server() -> Iterator[Stub]:
    stub = Stub()
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def stub(server: Stub) -> Stub:
    """The server with nothing left of earlier tests."""
    server.forget()
    return server


@pytest.fixture
def make_model(stub: Stub) -> Iterator[MakeModel]:
    """Models that speak to the stub; closed when the test is over."""
    made: list[Model] = []

    def make(
        *, name: str = "stub-1", key: str = KEY, seconds: float = 20, url: str = "", clock: Callable[[], datetime] = lambda: AT
    ) -> Model:
        settings = ModelSettings(
            model=name,
            key=key,
            base_url=url or stub.url,
            limit=timedelta(seconds=seconds),
            price=Price(tokens_in=Decimal("0.40"), tokens_out=Decimal("1.60")),
        )
        made.append(Model(settings, clock))
        return made[-1]

    yield make
    for model in made:
        model.close()


@pytest.fixture
def model(make_model: MakeModel) -> Model:
    return make_model()


Furnish = Callable[[Proposer | None], House]


@pytest.fixture
def make_house(tmp_path_factory: pytest.TempPathFactory, furnished_sqlite: Path) -> Iterator[Furnish]:
    """Houses whose bot asks the proposer, on a database each; what is tested here is the same on either kind of database."""
    built: list[House] = []

    def make(proposer: Proposer | None) -> House:
        path = shutil.copyfile(furnished_sqlite, tmp_path_factory.mktemp("house") / "test.db")
        house = House(f"sqlite:///{path}")
        built.append(house)
        house.turns = Turns(house.database, house.program, house.ids, lambda: house.at, aids=Aids(proposer=proposer))
        return house

    yield make
    for house in built:
        house.close()


@pytest.fixture
def house(make_house: Furnish, model: Model) -> House:
    return make_house(ModelProposer(model))


@pytest.fixture(autouse=True)
def log() -> Iterator[list[EventDict]]:
    """What is logged, as it would be written."""
    with capture_logs() as lines:
        yield lines
