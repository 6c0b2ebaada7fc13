"""The commands, as scripts and operators use them: what they print, what they return, and what they refuse."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from storage.tables import link_codes, registrations
from tests.bot.house import NOW, PEOPLE, POLICY_FILE, House
from tests.bot.waiting import wait

Run = Callable[..., Result]
SELLER = PEOPLE["nordwind"].email
AT = "2026-11-23T09:00:00Z"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder; `url` is its DATABASE_URL, a new file there when left out."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "PARTNERBOT_POLICY", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*words: str, url: str = "sqlite:///own.db", input: str | bytes = "", **env: str) -> Result:
        known = {"DATABASE_URL": url, "PARTNERBOT_POLICY": str(POLICY_FILE), **env}
        return CliRunner().invoke(app, words, env=known, input=input, catch_exceptions=False)

    return invoke


# --- a list of deals ---------------------------------------------------------------------------------------------------


@on_sqlite
def test_a_list_of_deals_is_sent_in_a_line_of_json(run: Run, house: House) -> None:
    lines: list[dict[str, Any]] = [
        {"as": SELLER, "at": AT, "file": {"name": "deals.csv", "text": "Company,Contact,Close date\nAcme GmbH,Max,end of March"}},
        {"as": SELLER, "at": AT, "text": "yes"},
    ]
    said = run("say", "--jsonl", url=house.url, input="\n".join(map(json.dumps, lines)))
    assert "1 deal was registered." in json.loads(said.stdout.splitlines()[1])["text"]


@on_sqlite
def test_a_list_of_deals_is_imported_for_somebody(run: Run, house: House, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("Company,Contact,Close date\nAcme GmbH,Max,in 2 months", encoding="utf-8")
    assert "Say who registers: --as EMAIL" in run("import", "registrations", str(file), url=house.url).stderr
    done = run("import", "registrations", str(file), "--as", SELLER, url=house.url)
    assert "protected until" in done.stdout
    file.write_text("Company\nAcme GmbH", encoding="utf-8")
    refused = run("import", "registrations", str(file), "--as", SELLER, url=house.url)
    assert refused.exit_code == 1
    assert "line 2: Still missing: " in refused.stderr
    assert "Nothing was registered." in refused.stderr


# --- payouts -----------------------------------------------------------------------------------------------------------


@on_sqlite
def test_a_payout_run_is_listed_and_written_as_csv(run: Run, house: House, tmp_path: Path) -> None:
    seller, channel = house.talk("nordwind"), house.talk("channel")
    deal = seller.register("Acme GmbH").split("Registration: ")[1].split()[0]
    seller.say(f"we won {deal} for 50000 EUR")
    seller.say("yes")
    house.pays(deal, Decimal(50_000))
    house.later(days=31)
    payout = channel.say("prepare payout").split("Payout ")[1].split(":")[0]
    assert f"{payout}  2026-12-24  prepared   11500.00 EUR" in run("payouts", "list", url=house.url).stdout
    totals = run("payouts", "export", payout.lower(), url=house.url).stdout
    assert f"{payout},prepared,nordwind,Nordwind Systems,11500.00,EUR,1," in totals
    written = run("payouts", "export", payout, "--lines", "--file", "run.csv", url=house.url)
    assert written.exit_code == 0
    assert f",{deal},Acme GmbH,commission,2026-11-23,2026-12-23,11500.00,EUR," in (tmp_path / "run.csv").read_text("utf-8-sig")
    unknown = run("payouts", "export", "P-NONE22", url=house.url)
    assert (unknown.exit_code, unknown.stderr.strip()) == (1, "There is no payout run P-NONE22.")


# --- say ---------------------------------------------------------------------------------------------------------------


@on_sqlite
def test_say_prints_the_answer_and_the_conversation_is_kept(run: Run, house: House) -> None:
    asked = run("say", "--as", SELLER, "--at", AT, "Register Acme GmbH, contact Max Muster", url=house.url)
    assert asked.exit_code == 0
    assert "When do you expect to close?" in asked.stdout
    assert "Close date: 31 March 2027" in run("say", "--as", SELLER.upper(), "--at", AT, "end of March", url=house.url).stdout
    assert "Approved: Acme GmbH" in run("say", "--as", SELLER, "--at", AT, "1", url=house.url).stdout


@on_sqlite
def test_say_as_json_tells_text_state_and_draft_and_the_neutral_reply(run: Run, house: House) -> None:
    said = run("say", "--as", SELLER, "--at", AT, "--json", "Register Acme GmbH, 45k EUR, contact Max Muster", url=house.url)
    answer = json.loads(said.stdout)
    assert set(answer) == {"text", "state", "asks", "intent", "draft", "reply"}
    assert (answer["state"], answer["asks"], answer["intent"]) == ("collecting", "close_date", "register_deal")
    slots = "company domain contact_name contact_email contact_phone amount currency close_date product country".split()
    assert list(answer["draft"]) == slots
    assert answer["draft"]["company"] == "Acme GmbH"
    assert answer["draft"]["close_date"] is None
    assert answer["reply"]["language"] == "en"
    assert {part["kind"] for part in answer["reply"]["parts"]} == {"text"}


@on_sqlite
def test_say_from_lines_answers_each_with_a_line(run: Run, house: House) -> None:
    lines: list[dict[str, Any]] = [
        {"as": SELLER, "at": AT, "text": "Register Acme GmbH, contact Max Muster, closing end of March", "key": "k1"},
        {"as": PEOPLE["alpenblick"].email, "at": AT, "text": "Hilfe"},
        {"as": SELLER, "at": AT, "text": "something else under the same key", "key": "k1"},
        {"as": SELLER, "at": AT, "pressed": "draft.confirm/nobodys/1"},
        {"as": SELLER, "at": AT, "form": "register/nobodys", "values": {"company": "X"}},
        {"as": SELLER, "at": AT, "text": "yes"},
    ]
    said = run("say", "--jsonl", url=house.url, input="\n".join(["", *map(json.dumps, lines), ""]))
    answers = [json.loads(line) for line in said.stdout.splitlines()]
    assert [answer["state"] for answer in answers] == ["confirming", "idle", "confirming", "confirming", "confirming", "submitted"]
    assert answers[0] == answers[2]
    assert "Beschreiben Sie einen Deal" in answers[1]["text"]
    assert "earlier registration" in answers[3]["text"]
    assert "out of date" in answers[4]["text"]
    assert house.statuses("Acme GmbH") == {"nordwind": "approved"}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nonsense", "Line 2 cannot be used"),
        ("[1]", "Line 2 cannot be used"),
        ('{"text": "hi"}', "Line 2 cannot be used"),
        ('{"as": "a@b.example"}', "Line 2 says nothing"),
        ('{"as": "a@b.example", "text": 5}', "Line 2 says nothing"),
        ('{"as": "a@b.example", "form": "f", "values": []}', "Line 2 says nothing"),
        ('{"as": "a@b.example", "text": "hi", "at": "2026-11-23"}', "“2026-11-23” is no instant in UTC"),
        ('{"as": "a@b.example", "text": "hi", "at": 5}', "“5” is no instant in UTC"),
        ('{"as": "a@b.example", "text": "hi", "key": "' + "k" * 65 + '"}', "Line 2 cannot be used"),
        ("[" * 100_000, "Line 2 cannot be used"),
    ],
)
def test_a_line_that_is_no_message_is_named_and_ends_it(run: Run, line: str, sentence: str) -> None:
    said = run("say", "--jsonl", input=f'{{"as": "a@b.example", "text": "hi"}}\n{line}\n')
    assert said.exit_code == 1
    assert sentence.replace("“key”", '"key"') in said.stderr
    assert len(said.stdout.splitlines()) == 1


def test_input_that_is_no_text_is_refused(run: Run) -> None:
    said = run("say", "--jsonl", input=b'{"as": "a@b.example", "text": "\xff"}\n')
    assert (said.exit_code, said.stderr) == (1, "The input is no text in UTF-8.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("say", "hello"), "Say who speaks and what"),
        (("say", "--as", SELLER), "Say who speaks and what"),
        (("say", "--as", SELLER, "--at", "noon", "hello"), "“noon” is no instant in UTC"),
        (("say", "--as", SELLER, "--at", "2026-11-23T09:00:00+01:00", "hello"), "is no instant in UTC"),
    ],
)
def test_say_says_what_it_lacks(run: Run, words: tuple[str, ...], sentence: str) -> None:
    said = run(*words)
    assert said.exit_code == 1
    assert sentence in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize("account", ["nobody@x.example", "", "\x00", "x" * 5000, "'; DROP TABLE accounts; --"])
def test_an_address_that_nobody_linked_is_a_strangers(run: Run, house: House, account: str) -> None:
    said = run("say", "--as", account, "my deals", url=house.url)
    assert said.exit_code == 0
    assert "I don’t know this account yet." in said.stdout


def test_the_installed_command_does_the_main_job(tmp_path: Path) -> None:
    command = str(Path(sys.executable).with_name("partnerbot"))
    env = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}", "PARTNERBOT_POLICY": str(POLICY_FILE), "LANG": "C.UTF-8"}
    said = subprocess.run([command, "say", "--as", SELLER, "hello"], cwd=tmp_path, env=env, capture_output=True, check=True)
    assert "link CODE" in said.stdout.decode()


# --- deals -------------------------------------------------------------------------------------------------------------


@on_sqlite
def test_a_sweep_does_what_is_due_once_and_says_what_it_did(run: Run, house: House) -> None:
    house.talk("nordwind").register("Zeppelin Werke AG")
    again = [run("sweep", "--at", "2026-11-24T23:00:00Z", url=house.url).stdout for _ in range(2)]
    rest = "overdue: 0\ntaken over: 0\nmessages forgotten: 0\nstatement lines booked: 0\n"
    assert again == [f"reminded: 1\n{rest}", f"reminded: 0\n{rest}"]
    assert any("A reminder: Zeppelin Werke AG" in notice for notice in house.talk("manager").notices())


@on_sqlite
def test_a_sweep_that_meets_a_defect_says_so_and_fails(run: Run, house: House) -> None:
    wait(house, "nordwind", NOW, policy_version="taken out of the file")
    swept = run("sweep", "--at", "2026-11-24T23:00:00Z", url=house.url)
    assert swept.exit_code == 1
    assert "Registrations that could not be dealt with: 1." in swept.stderr


def test_a_sweep_at_no_instant_is_refused(run: Run) -> None:
    refused = run("sweep", "--at", "tomorrow")
    assert refused.exit_code == 1
    assert "tomorrow" in refused.stderr


@on_sqlite
def test_deals_as_json_are_every_registration_newest_first(run: Run, house: House) -> None:
    house.talk("nordwind").say("Register Acme GmbH, contact Max Muster, 45k EUR, closing end of March")
    house.talk("nordwind").say("yes")
    rows = json.loads(run("deals", "--json", url=house.url).stdout)
    assert [row["company"] for row in rows] == ["Acme GmbH", "Rheingold Pharma AG", "Korallenriff Reisen GmbH"]
    newest = dict(rows[0])
    assert newest.pop("id").startswith("R-")
    assert newest == {
        "company": "Acme GmbH",
        "partner": "Nordwind Systems",
        "status": newest["status"],
        "protected_until": "2027-02-21T23:00:00+00:00",
        "amount": "45000.00",
        "currency": "EUR",
        "close_date": "2027-03-31",
    }
    assert "Acme GmbH  (Nordwind Systems)" in run("deals", url=house.url).stdout


# --- init and invite ---------------------------------------------------------------------------------------------------


def test_a_program_begins_with_a_channel_admin_who_links_in_chat(run: Run) -> None:
    begun = run("init", "Chris.Channel@vendor.example")
    assert begun.exit_code == 0
    assert "Chris Channel <chris.channel@vendor.example>, channel admin" in begun.stdout
    code = begun.stdout.split("link ")[1].strip()
    assert "Hi Chris" in run("say", "--as", "anywhere@home.example", f"link {code}").stdout
    assert "This code is not valid" in run("say", "--as", "elsewhere@home.example", f"link {code}").stdout
    again = run("init", "other@vendor.example")
    assert again.exit_code == 1
    assert "There is a channel admin already." in again.stderr


@on_sqlite
def test_an_invitation_from_the_command_line_replaces_the_one_before(run: Run, house: House) -> None:
    words = ("invite", "Max@Nordwind.example", "--role", "seller", "--partner", "nordwind", "--name", "Max M", "--language", "de")
    first = run(*words, url=house.url).stdout.split("link ")[1].strip()
    second = run("invite", "max@nordwind.example", url=house.url).stdout.split("link ")[1].strip()
    assert len(house.rows(link_codes)) == 1
    assert first.replace("-", "") not in str(house.rows(link_codes))
    assert "gilt nicht" in run("say", "--as", "m@x.example", f"verknüpfe {first}", url=house.url).stdout
    assert "Hallo Max" in run("say", "--as", "m@x.example", f"link {second}", url=house.url).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nonsense", "--role", "channel_admin"), "“nonsense” is no e-mail address."),
        (("new@nordwind.example",), "new@nordwind.example is not in the program yet."),
        (("new@nordwind.example", "--role", "seller"), "A seller belongs to a partner: add --partner ID."),
        (
            ("new@vendor.example", "--role", "direct_seller", "--partner", "nordwind"),
            "A direct_seller belongs to the vendor: leave --partner out.",
        ),
        (("new@x.example", "--role", "seller", "--partner", "nope"), "There is no partner “nope”."),
        ((SELLER, "--role", "partner_admin"), f"{SELLER} is in the program already as seller."),
        ((SELLER, "--partner", "alpenblick"), f"{SELLER} is in the program already as seller."),
        (("new@x.example", "--role", "channel_admin", "--language", "fr"), "The language must be one of: en, de."),
    ],
)
@on_sqlite
def test_an_invitation_that_cannot_be_is_refused_with_the_reason(
    run: Run, house: House, words: tuple[str, ...], sentence: str
) -> None:
    refused = run("invite", *words, url=house.url)
    assert refused.exit_code == 1
    assert refused.stderr.startswith(sentence)
    assert house.rows(link_codes) == []


# --- database, doctor, policy, configuration ---------------------------------------------------------------------------


def test_the_database_is_upgraded_and_a_second_time_left_alone(run: Run, blank_database_url: str) -> None:
    assert "Upgraded from empty to" in run("db", "upgrade", url=blank_database_url).stdout
    again = run("db", "upgrade", url=blank_database_url)
    assert (again.exit_code, again.stdout.startswith("The database is at version")) == (0, True)


@pytest.mark.parametrize(
    "words", [("db", "upgrade"), ("deals",), ("say", "--as", SELLER, "hi"), ("init", "a@b.example"), ("doctor",)]
)
@on_sqlite
def test_a_database_that_this_release_is_too_old_for_is_refused(run: Run, house: House, words: tuple[str, ...]) -> None:
    with house.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.exec_driver_sql("UPDATE schema_floor SET version = '9999'")
    before = len(house.rows(registrations))
    refused = run(*words, url=house.url)
    assert refused.exit_code == 1
    assert "The database is of version 9999, newer than this partnerbot" in refused.stderr + refused.stdout
    assert len(house.rows(registrations)) == before


def test_a_database_that_is_not_ours_is_left_alone(run: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "own.db")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    for words in (("deals",), ("db", "upgrade")):
        refused = run(*words)
        assert (refused.exit_code, "not partnerbot's" in refused.stderr) == (1, True)


def test_a_database_out_of_reach_is_named_without_its_password(run: Run) -> None:
    for words in (("deals",), ("doctor",), ("db", "upgrade")):
        refused = run(*words, url="postgresql://bot:secret@127.0.0.1:1/partners")
        assert refused.exit_code == 1
        assert "cannot be reached" in refused.stderr + refused.stdout
        assert "secret" not in refused.stderr + refused.stdout


@on_sqlite
def test_doctor_finds_a_program_that_can_run(run: Run, house: House) -> None:
    looked = run("doctor", url=house.url)
    assert looked.exit_code == 0
    marks = [line.split()[0] for line in looked.stdout.splitlines()]
    assert marks == ["ok", "ok", "ok", "ok", "ok", "ok", "ok", "–", "ok", "–", "–", "–", "–"]
    assert "2 channel admins, 4 partners" in looked.stdout


def test_doctor_says_what_is_missing(run: Run) -> None:
    assert "empty; the first command that needs it fills it" in run("doctor").stdout
    run("db", "upgrade")
    assert "no channel admin yet: partnerbot init EMAIL" in run("doctor").stdout


@on_sqlite
def test_doctor_misses_the_policy_that_deals_were_made_under(run: Run, house: House, tmp_path: Path) -> None:
    renamed = POLICY_FILE.read_text(encoding="utf-8").replace('"2026-01"', '"2026-renamed"')
    (tmp_path / "other.toml").write_text(renamed, encoding="utf-8")
    looked = run("doctor", url=house.url, PARTNERBOT_POLICY="other.toml")
    assert looked.exit_code == 1
    assert "deals were registered under versions that the file no longer has: 2026-01" in looked.stdout


def test_a_policy_is_checked_and_every_mistake_has_its_line(run: Run, tmp_path: Path) -> None:
    good = run("policy", "check", str(POLICY_FILE))
    assert (good.exit_code, "valid" in good.stdout) == (0, True)
    lines = POLICY_FILE.read_text(encoding="utf-8").splitlines()
    wrong = [number for number, line in enumerate(lines, 1) if line.startswith(("max_months_ahead = 36", "registrations = 50"))][:2]
    for number in wrong:
        lines[number - 1] = lines[number - 1].partition("=")[0] + '= "many"'
    (tmp_path / "bad.toml").write_text("\n".join(lines), encoding="utf-8")
    bad = run("policy", "check", "bad.toml")
    assert bad.exit_code == 1
    assert all(f"bad.toml:{number}:" in bad.stdout for number in wrong)
    refused = run("deals", PARTNERBOT_POLICY="bad.toml")
    assert refused.exit_code == 1
    assert f"bad.toml:{wrong[0]}:" in refused.stderr


@pytest.mark.parametrize("words", [("doctor",), ("deals",), ("db", "upgrade")])
def test_every_problem_of_the_configuration_is_said_at_once(run: Run, words: tuple[str, ...]) -> None:
    looked = run(*words, url="mysql://root:secret@x/y", PARTNERBOT_POLICY="nowhere.toml", LOG_LEVEL="LOUD")
    assert looked.exit_code == 1
    said = looked.stdout + looked.stderr
    assert all(name in said for name in ("DATABASE_URL must", "PARTNERBOT_POLICY names no file", "LOG_LEVEL must"))
    assert "secret" not in said


def test_settings_are_read_from_a_file_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=LOUD\n", encoding="utf-8")
    assert "LOG_LEVEL must be" in run("doctor").stdout
