"""A list of deals in whole turns: nothing before a yes, each line decided as if said by itself, the same list twice no change."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.console.upload import NoSuchFile, read_upload
from bot.importing import import_registrations
from handlers.message import LARGEST_FILE, Uploaded
from handlers.reply import File
from handlers.sheet import decoded
from storage.tables import customers, events, registrations
from tests.bot.house import NOW, PROGRAM, House, Talk
from tests.storage.build import at_once

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HEAD = "Company,Contact,Close date,Amount\n"


def send(talk: Talk, *lines: str) -> str:
    return talk.do(Uploaded(name="deals.csv", content=(HEAD + "\n".join(lines)).encode()))


def firms(*names: str) -> list[str]:
    return [f"{name} GmbH,Max Muster,31.03.2027,45k" for name in names]


def test_a_list_is_decided_in_one_turn_and_a_second_time_changes_nothing(house: House) -> None:
    nora = house.talk("nordwind")
    before = len(house.rows(registrations)), len(house.rows(customers))
    assert "3 lines: 3 ready." in send(nora, *firms("Acme", "Berta"), "Zeppelin Werke AG,Eva,end of April,")
    assert (len(house.rows(registrations)), len(house.rows(customers))) == before
    assert "3 deals were registered." in nora.say("yes")
    assert house.statuses("Acme GmbH") == {"nordwind": "approved"}
    assert house.statuses("Zeppelin Werke AG") == {"nordwind": "in_review"}
    after = house.rows(registrations)
    assert "3 you have already" in send(nora, *firms("Acme", "Berta"), "Zeppelin Werke AG,Eva,end of April,")
    nora.say("yes")
    assert house.rows(registrations) == after


def test_the_limit_of_open_registrations_holds_inside_the_list(furnished_url: str) -> None:
    version = PROGRAM.in_force(NOW)
    tight = replace(PROGRAM, versions=(replace(version, protection=replace(version.protection, max_open=2)),))
    house = House(furnished_url, program=tight)
    nora = house.talk("nordwind")
    send(nora, *firms("Acme", "Berta", "Caesar"))
    assert "2 deals were registered." in nora.say("yes")
    found = {row["company"]: row["status"] for row in house.rows(registrations) if row["partner_id"] == "nordwind"}
    assert found == {"Acme GmbH": "approved", "Berta GmbH": "approved", "Caesar GmbH": "declined"}
    house.close()


def test_of_lists_sent_at_once_each_customer_goes_to_one_partner(house: House) -> None:
    talks = [house.talk("nordwind"), house.talk("rival"), house.talk("hafenwerk")]
    names = ["Acme", "Berta", "Caesar", "Delta", "Emil", "Falke"]
    for talk, order in zip(talks, (names, names[::-1], names[3:] + names[:3]), strict=True):
        send(talk, *firms(*order))
    at_once([partial(talk.say, "yes") for talk in talks])
    for name in names:
        assert sorted(house.statuses(f"{name} GmbH").values()) == ["approved", "declined", "declined"]


@on_sqlite
def test_two_products_of_one_customer_are_two_deals_and_the_same_twice_is_one(house: House) -> None:
    nora = house.talk("nordwind")
    text = "Company,Contact,Close date,Product\n" + "\n".join(
        f"Acme GmbH,Max,31.03.2027,{product}" for product in ("Nimbus Backup", "InsightBI", "Nimbus Archive")
    )
    assert "3 lines: 2 ready and 1 needs a look." in nora.do(Uploaded(name="a.csv", content=text.encode()))
    assert "This is the same deal as line 2." in nora.do(Uploaded(name="a.csv", content=text.encode()))
    assert "2 deals were registered." in nora.say("yes")


@on_sqlite
def test_two_spellings_in_one_list_are_not_both_decided_silently(house: House) -> None:
    nora = house.talk("nordwind")
    assert "1 ready and 1 to register by itself" in send(nora, *firms("Brandenburger Fördertechnik", "Brandenburg Fördertechnik"))
    said = nora.say("yes")
    assert "1 deal was registered." in said
    assert "Now Brandenburg Fördertechnik GmbH" in said


@on_sqlite
def test_days_later_every_line_is_checked_again(house: House) -> None:
    nora = house.talk("nordwind")
    send(nora, "Acme GmbH,Max,30.11.2026,", "Berta AG,Max,31.03.2027,")
    house.later(days=10)
    said = nora.say("yes")
    assert "1 deal was registered." in said
    assert "30 November 2026 is already past." in said
    assert house.statuses("Acme GmbH") == {}


@on_sqlite
def test_a_confirmation_of_an_earlier_list_does_nothing_to_a_later_one(house: House) -> None:
    nora = house.talk("nordwind")
    send(nora, *firms("Acme"))
    first = next(choice for choice in nora.offered if choice.label == "Register them")
    send(nora, *firms("Berta"))
    nora.offered.append(first)
    assert "out of date" in nora.press("Register them")
    assert house.statuses("Berta GmbH") == {}


@on_sqlite
def test_the_template_is_taken_back_as_a_list_without_lines(house: House) -> None:
    for language, word in (("nordwind", "csv template"), ("alpenblick", "CSV-Vorlage")):
        talk = house.talk(language)
        talk.say(word)
        file = next(part for part in talk.reply.parts if isinstance(part, File))
        talk.do(Uploaded(name=file.name, content=file.content))
        assert any(part in str(talk.reply) for part in ("no line below", "darunter aber keine Zeile"))


@on_sqlite
def test_a_stranger_who_sends_a_file_learns_how_to_get_linked(house: House) -> None:
    assert "I don’t know this account yet." in send(house.talk("nobody@nowhere.example"), *firms("Acme"))


@on_sqlite
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from(list(',;"\n aA1=Ü\x00')), max_size=30), max_size=4))
def test_no_list_breaks_a_turn_and_none_writes_before_a_yes(house: House, lines: list[str]) -> None:
    before = house.rows(registrations), house.rows(customers), house.rows(events)
    assert "reference" not in send(house.talk("nordwind"), *lines)
    assert (house.rows(registrations), house.rows(customers), house.rows(events)) == before


# --- from the command line --------------------------------------------------------------------------------------------


def imported(house: House, path: Path, who: str, partner: str | None = None) -> tuple[str, ...]:
    """The problems; what was registered is in the house."""
    result = import_registrations(path, house.database, PROGRAM, as_=who, partner_id=partner, at=house.at, ids=house.ids)
    return tuple(problem.sentence for problem in result.problems)


@on_sqlite
def test_the_operator_imports_for_a_member_all_lines_or_none(house: House, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(HEAD + "\n".join([*firms("Acme"), "Berta AG,,gestern,"]), encoding="utf-8")
    problems = imported(house, file, "nora@nordwind.example")
    assert all(problem.startswith("line 3") for problem in problems)
    assert len(problems) == 2
    assert house.statuses("Acme GmbH") == {}
    file.write_text(HEAD + "\n".join(firms("Acme")), encoding="utf-8")
    assert imported(house, file, "nora@nordwind.example") == ()
    assert house.statuses("Acme GmbH") == {"nordwind": "approved"}
    assert imported(house, file, "nora@nordwind.example") == ()
    assert len([row for row in house.rows(registrations) if row["company"] == "Acme GmbH"]) == 1


@on_sqlite
def test_the_vendors_person_imports_for_a_partner_in_sight_only(house: House, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(HEAD + "\n".join(firms("Acme")), encoding="utf-8")
    for who, partner in (
        ("mara@vendor.example", None),
        ("mara@vendor.example", "felsenkante"),
        ("nora@nordwind.example", "hafenwerk"),
        ("dirk@vendor.example", "nordwind"),
        ("nobody@nowhere.example", None),
    ):
        assert imported(house, file, who, partner) != ()
    assert house.statuses("Acme GmbH") == {}
    assert imported(house, file, "mara@vendor.example", "hafenwerk") == ()
    row = next(row for row in house.rows(registrations) if row["company"] == "Acme GmbH")
    assert (row["partner_id"], row["member_id"], row["on_behalf"]) == ("hafenwerk", "m-manager", True)


# --- at the terminal --------------------------------------------------------------------------------------------------


def test_a_typed_line_names_a_file_or_says_why_not(tmp_path: Path) -> None:
    file = tmp_path / "my deals.csv"
    file.write_bytes("Firma;Ort\nMüller;Köln".encode("cp1252"))
    assert read_upload("my deals") is None
    assert read_upload(f'Upload "{file}"') == Uploaded(name="my deals.csv", content="Firma;Ort\nMüller;Köln".encode("cp1252"))
    for wrong in ("upload /nowhere/at/all.csv", f"upload {tmp_path}", "upload \x00"):
        with pytest.raises(NoSuchFile):
            read_upload(wrong)
    file.write_bytes(b"x" * (LARGEST_FILE + 1))
    with pytest.raises(NoSuchFile, match="larger"):
        read_upload(f"upload {file}")


def test_text_is_decoded_as_spreadsheets_write_it() -> None:
    assert decoded("\ufeffä".encode()) == decoded("ä".encode()) == decoded("ä".encode("cp1252")) == "ä"
