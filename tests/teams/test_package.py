"""The app package is what Teams takes: its manifest passes Microsoft's schema, and what it offers to say is understood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator
from PIL import Image
from typer.testing import CliRunner

from bot.cli.main import app
from bot.teams.package import Publisher, localised, manifest, package
from handlers.reply_json import load
from handlers.wording import LANGUAGES, Words
from storage.tables import inbox
from tests.bot.house import House, furnish

APP = "11111111-2222-3333-4444-555555555555"
US = Publisher(name="Fernblick", website="https://x.example", privacy="https://x.example/p", terms="https://x.example/t")


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    built = House(database_url)
    furnish(built)
    yield built
    built.close()


def schema(npm_modules: Path, name: str) -> Draft4Validator:
    path = npm_modules / "@microsoft/app-manifest/build/json-schemas/teams/v1.24" / f"MicrosoftTeams{name}.schema.json"
    return Draft4Validator(json.loads(path.read_text(encoding="utf-8-sig")))


def files() -> dict[str, bytes]:
    with ZipFile(BytesIO(package(APP, US, "0.1.0"))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_manifest_passes_microsofts_schema(npm_modules: Path) -> None:
    made = json.loads(files()["manifest.json"])
    assert [error.message for error in schema(npm_modules, "").iter_errors(made)] == []
    assert [error.message for error in schema(npm_modules, ".Localization").iter_errors(json.loads(files()["de.json"]))] == []


@pytest.mark.parametrize("change", [{"bots": [{"botId": "no"}]}, {"name": {"short": "x" * 31}}, {"anything": 1}, {"id": "1"}])
def test_the_schema_would_find_a_mistake(npm_modules: Path, change: dict[str, Any]) -> None:
    assert list(schema(npm_modules, "").iter_errors(manifest(APP, US, "0.1.0") | change))


def test_the_package_is_the_same_byte_for_byte_and_holds_every_file_that_it_names() -> None:
    assert package(APP, US, "0.1.0") == package(APP, US, "0.1.0")
    made = json.loads(files()["manifest.json"])
    named = {*made["icons"].values(), *(each["file"] for each in made["localizationInfo"]["additionalLanguages"])}
    assert set(files()) == {"manifest.json", *named}
    assert (made["id"], made["bots"][0]["botId"], made["composeExtensions"][0]["botId"]) == (APP, APP, APP)


def test_every_command_has_its_words_in_every_other_language() -> None:
    german = localised(Words("de"))
    for at, listed in enumerate(manifest(APP, US, "0.1.0")["bots"][0]["commandLists"]):
        for index, command in enumerate(listed["commands"]):
            assert german[f"bots[0].commandLists[{at}].commands[{index}].title"] != command["title"]
    assert set(german) - {"$schema"} == {name for name in german if not name.startswith("$")}


def test_the_icons_are_of_teams_sizes_and_the_outline_is_white_on_nothing() -> None:
    held = files()
    colour, outline = Image.open(BytesIO(held["color.png"])), Image.open(BytesIO(held["outline.png"]))
    assert (colour.size, outline.size) == ((192, 192), (32, 32))
    pixels = outline.convert("RGBA").tobytes()
    seen = [pixels[at : at + 3] for at in range(0, len(pixels), 4) if pixels[at + 3]]
    assert set(seen) == {b"\xff\xff\xff"}
    assert 60 < len(seen) < 500


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_command_that_is_offered_is_understood_as_it_is(house: House, language: str) -> None:
    words = Words(language)
    names = ["deals", "commission", "tier", "waiting", "help", "register"]
    talk = house.talk("nordwind")
    for name in names:
        talk.say(words(f"teams.app.{name}"))
    intents = [load(row["reply"]).standing.intent for row in house.rows(inbox)]
    assert intents == ["deal_status", "commission_lookup", "tier_progress", "review_queue", "help", ""]
    assert talk.standing == "collecting company"


def test_the_command_writes_it_and_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["teams", "package", "--developer", "Fernblick", "--website", "https://x.example"]
    assert "TEAMS_APP_ID" in CliRunner().invoke(app, asked).output
    for name, value in (
        ("APP_ID", APP),
        ("APP_PASSWORD", "s" * 30),
        ("APP_TYPE", "SingleTenant"),
        ("APP_TENANTID", APP),
        ("TENANTS", APP),
    ):
        monkeypatch.setenv(f"TEAMS_{name}", value)
    assert "https://" in CliRunner().invoke(app, [*asked[:-1], "http://x.example"]).output
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert json.loads(ZipFile(tmp_path / "partnerbot-teams.zip").read("manifest.json"))["developer"]["name"] == "Fernblick"
