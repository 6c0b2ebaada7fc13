"""Without a key and a name there is no model, and nothing of it is even loaded; with them nothing secret gets out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Final

import pytest

from bot.cli import doctor
from bot.composition import build_model
from bot.config import BadConfiguration, Settings, read_settings
from tests.model.stub import KEY, Stub

TOP: Final = Path(__file__).parents[2]

#: Built in a process for each environment, all of which begin with what is loaded before any is read.
_BUILD: Final = """
import json, os, sys
from bot.composition import build
from bot.config import read_settings
for environment in json.loads(os.environ.pop("ENVIRONMENTS")):
    if os.fork():
        os.wait()
        continue
    os.environ.update(environment)
    house = build(read_settings())
    loaded = (name in sys.modules for name in ("openai", "knowledge.model", "numpy"))
    print(house.model is not None, house.embedder is not None, *loaded, flush=True)
    house.database.close()
    os._exit(0)
"""
_BUILT: Final[tuple[tuple[dict[str, str], str], ...]] = (
    ({}, "False False False False False"),
    ({"OPENAI_API_KEY": KEY}, "False False False False False"),
    ({"OPENAI_MODEL": "stub-1", "EMBEDDING_MODEL": "e"}, "False False False False False"),
    ({"OPENAI_API_KEY": " ", "OPENAI_MODEL": "stub-1"}, "False False False False False"),
    ({"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "stub-1"}, "True False True True False"),
    ({"OPENAI_API_KEY": KEY, "EMBEDDING_MODEL": "e"}, "False True True True False"),
    (
        {"OPENAI_API_KEY": KEY, "EMBEDDING_MODEL": "e", "EMBEDDING_BASE_URL": "http://e.example/v1"},
        "False False False False False",
    ),
    ({"EMBEDDING_API_KEY": KEY, "EMBEDDING_MODEL": "e"}, "False True True True False"),
)

_ASK: Final = """
import logging
from datetime import date
from bot.composition import build_model
from bot.log import configure_logging
from bot.config import read_settings
from handlers.understanding.readings import Context
from knowledge.proposing import ModelProposer
logging.basicConfig(level="DEBUG")
configure_logging("DEBUG")
model = build_model(read_settings())
print(repr(model._settings))
print(ModelProposer(model).propose("geheimniskrämer rang", today=date(2026, 11, 23), context=Context(), catalogue=()))
model.close()
"""


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """The environment of a folder without .env, with the policy of the project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARTNERBOT_POLICY", str(TOP / "program.toml"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    return monkeypatch


def run(script: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(TOP), "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.usefixtures("settings")
def test_openai_is_loaded_only_where_a_model_is_configured(tmp_path: Path) -> None:
    done = run(_BUILD, tmp_path, ENVIRONMENTS=json.dumps([environment for environment, _ in _BUILT]))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [printed for _, printed in _BUILT]


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("key", [KEY, pytest.param("sk-another-made-up-key-9876543210", marks=pytest.mark.slow)])
def test_no_log_however_loud_has_the_key_or_the_message(tmp_path: Path, stub: Stub, key: str) -> None:
    """A right key is answered, a wrong one refused with a message that repeats a key."""
    done = run(_ASK, tmp_path, OPENAI_API_KEY=key, OPENAI_MODEL="stub-1", OPENAI_BASE_URL=stub.url, OPENAI_LOG="debug")
    assert done.returncode == 0, done.stderr
    assert stub.asked == 1
    shown = done.stdout + done.stderr
    assert KEY not in shown
    assert key not in shown
    assert "geheimniskrämer" not in shown
    assert ("Proposal(" in done.stdout) is (key == KEY)


def test_a_model_is_built_as_configured(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("OPENAI_API_KEY", KEY)
    settings.setenv("OPENAI_MODEL", "stub-1")
    settings.setenv("OPENAI_PRICE_IN", "0.40")
    settings.setenv("OPENAI_PRICE_OUT", "1.60")
    model = build_model(read_settings())
    assert model is not None
    model.usage.used(tokens_in=1_000_000, tokens_out=500_000)
    assert model.usage.spent().cost == Decimal("1.20")
    model.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_BASE_URL", "api.openai.com"),
        ("OPENAI_BASE_URL", "ftp://models.example/v1"),
        ("OPENAI_BASE_URL", "https://user:secret@models.example/v1"),
        ("OPENAI_BASE_URL", "https://models.example:port/v1"),
        ("OPENAI_PRICE_IN", "cheap"),
        ("OPENAI_PRICE_OUT", "-1"),
        ("OPENAI_PRICE_OUT", "Infinity"),
        ("EMBEDDING_BASE_URL", "models.example/v1"),
        ("EMBEDDING_DIMENSIONS", "4001"),
        ("EMBEDDING_PRICE", "-1"),
    ],
)
def test_what_cannot_be_right_is_named_and_not_repeated(settings: pytest.MonkeyPatch, name: str, value: str) -> None:
    settings.setenv(name, value)
    with pytest.raises(BadConfiguration) as caught:
        read_settings()
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(name)
    assert value not in caught.value.problems[0]


def test_a_key_does_not_show(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("OPENAI_API_KEY", KEY)
    assert KEY not in repr(Settings())


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({}, "none; none is needed"),
        ({"OPENAI_API_KEY": KEY}, "none is used: OPENAI_MODEL is not set"),
        ({"OPENAI_MODEL": "stub-1"}, "none is used: OPENAI_API_KEY is not set"),
        ({"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "stub-1"}, "stub-1 at api.openai.com; not tried; tokens are counted"),
        (
            {"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "stub-1", "OPENAI_BASE_URL": "http://models.example:8000/v1"}
            | {"OPENAI_PRICE_IN": "1", "OPENAI_PRICE_OUT": "2"},
            "stub-1 at models.example, not encrypted; not tried; tokens and cost are counted",
        ),
    ],
)
def test_the_doctor_says_whether_there_is_a_model(settings: pytest.MonkeyPatch, environment: dict[str, str], line: str) -> None:
    for name, value in environment.items():
        settings.setenv(name, value)
    sink = StringIO()
    doctor.run(sink)
    assert line in sink.getvalue()
    assert KEY not in sink.getvalue()


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({}, "none; none are needed"),
        ({"EMBEDDING_MODEL": "e"}, "none are used: OPENAI_API_KEY is not set"),
        ({"EMBEDDING_MODEL": "e", "EMBEDDING_BASE_URL": "https://e.example/v1"}, "none are used: EMBEDDING_API_KEY is not set"),
        ({"EMBEDDING_MODEL": "e", "OPENAI_API_KEY": KEY}, "e; not tried; 0 of 0 parts of the library have one"),
    ],
)
def test_the_doctor_says_whether_there_are_vectors(
    settings: pytest.MonkeyPatch, environment: dict[str, str], line: str, tmp_path: Path, migrated_sqlite: Path
) -> None:
    shutil.copyfile(migrated_sqlite, tmp_path / "test.db")
    for name, value in environment.items():
        settings.setenv(name, value)
    sink = StringIO()
    doctor.run(sink)
    assert f"vectors        {line}\n" in sink.getvalue()
