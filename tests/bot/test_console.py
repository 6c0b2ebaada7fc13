"""Replies at a terminal: every part is drawn, in plain text and with colours, and nothing in it is acted on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.console.chat import Chat
from bot.console.view import show
from bot.plain import render, shown
from handlers.reply import (
    Chart,
    Choice,
    Choices,
    Fact,
    Facts,
    Field,
    FieldKind,
    File,
    Form,
    Option,
    Part,
    Progress,
    Reply,
    Source,
    Sources,
    Table,
    Text,
    Tone,
)
from tests.bot.house import PEOPLE, House

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CASES: dict[str, tuple[Part, str]] = {
    "text": (Text(text="Two\nlines", tone=Tone.WARNING), "Two\nlines"),
    "facts": (Facts(facts=(Fact(label="Customer", value="Acme", note="from “acme”"),)), "Customer: Acme (from “acme”)"),
    "titled facts": (
        Facts(title="Please check", facts=(Fact(label="A", value="1"), Fact(label="B", value="2"))),
        "Please check\nA: 1\nB: 2",
    ),
    "table": (
        Table(
            caption="2 deals",
            columns=("No.", "Amount"),
            rows=(("R-1", "5 EUR"), ("R-22", "45,000 EUR")),
            numeric=frozenset({1}),
        ),
        "2 deals\nNo.       Amount\nR-1        5 EUR\nR-22  45,000 EUR",
    ),
    "empty table": (Table(caption="Nothing", columns=("No.",), rows=()), "Nothing\nNo."),
    "progress": (Progress(label="Silver", done=Decimal(3), total=Decimal(4), caption="3 of 4"), "Silver: 3 of 4"),
    "chart": (
        Chart(title="Won", labels=("Q1", "Q2"), values=(Decimal(1), Decimal(0)), shown=("1 deal", "none")),
        "Won\nQ1: 1 deal\nQ2: none",
    ),
    "file": (File(name="deals.csv", media_type="text/csv", content=b"a,b", title="Your deals"), "Your deals: deals.csv"),
    "choices": (
        Choices(choices=(Choice(label="Yes", action="y"), Choice(label="No", action="n")), prompt="Well?"),
        "Well?\n  1. Yes\n  2. No",
    ),
    "form": (
        Form(
            id="f",
            title="Your registration",
            submit="Go",
            fields=(
                Field(name="a", kind=FieldKind.TEXT, label="Customer", required=True, value="Acme"),
                Field(name="b", kind=FieldKind.DATE, label="Close date", required=False, hint="a day", error="Too far."),
            ),
        ),
        "Your registration\nCustomer*: Acme\nClose date: a day  ! Too far.",
    ),
    "sources": (
        Sources(sources=(Source(label="Clause 2.1", place="Policy", quote="First wins."),)),
        "[Clause 2.1, Policy] First wins.",
    ),
}


def drawn(*parts: Part, width: int = 100, colours: bool = False) -> str:
    written = StringIO()
    show(
        Console(file=written, width=width, force_terminal=colours, color_system="truecolor" if colours else None),
        Reply(parts=parts),
    )
    return written.getvalue()


@pytest.mark.parametrize("case", CASES)
def test_every_part_reads_as_plain_text(case: str) -> None:
    part, text = CASES[case]
    assert render(Reply(parts=(part,))) == text


def test_every_kind_of_part_has_a_case() -> None:
    assert {type(part) for part, _ in CASES.values()} == set(Part.__args__)


@pytest.mark.parametrize("case", CASES)
def test_every_part_is_drawn_with_all_its_words(case: str) -> None:
    part, text = CASES[case]
    seen = drawn(part)
    words = re.findall(r"[A-Za-z]{3,}", part.title if isinstance(part, Form) else text)
    assert [word for word in words if word not in seen] == []


@pytest.mark.parametrize("case", CASES)
def test_every_part_fits_a_narrow_terminal(case: str) -> None:
    assert max(map(len, drawn(CASES[case][0], width=44).splitlines())) <= 44


def test_choices_are_numbered_over_the_whole_reply() -> None:
    one = Choices(choices=(Choice(label="One", action="1"), Choice(label="Two", action="2")))
    three = Choices(choices=(Choice(label="Three", action="3", style="danger"),))
    assert "3. Three" in render(Reply(parts=(one, Text(text="or"), three)))
    assert re.search(r"3\s+Three", drawn(one, three))


def test_parts_stand_apart_and_an_empty_one_takes_no_place() -> None:
    assert render(Reply(parts=(Text(text="a"), Text(text=""), Text(text="b")))) == "a\n\nb"


HOSTILE = (
    "[bold red]x[/bold red]", "[/]", "[link=https://evil.example]x[/link]", "\x1b[31mred", "\x1b]0;title\x07", "\x9b31m",
    "a\rb", "a\bb", "\u202eGBmG\u202c", "\u2066x\u2069", "\u2028", "\ud800", "\x00", ":smile:", "https://x.example", "#ff0000",
)  # fmt: skip


def everywhere(text: str) -> tuple[Part, ...]:
    """The text in every place of every part that can hold text."""
    return (
        Text(text=text),
        Facts(title=text, facts=(Fact(label=text, value=text, note=text),)),
        Table(caption=text, columns=(text,), rows=((text,),)),
        Progress(label=text, done=Decimal(1), total=Decimal(2), caption=text),
        Chart(title=text, labels=(text,), values=(Decimal(1),), shown=(text,)),
        File(name=text, media_type="text/plain", content=b"", title=text),
        Choices(choices=(Choice(label=text, action="x"),), prompt=text),
        Form(
            id="f",
            title=text,
            submit=text,
            fields=(
                Field(
                    name="a",
                    kind=FieldKind.CHOICE,
                    label=text,
                    required=True,
                    value=text,
                    error=text,
                    hint=text,
                    options=(Option(value="x", label=text),),
                ),
            ),
        ),
        Sources(sources=(Source(label=text, place=text, quote=text),)),
    )


@given(text=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30)))
def test_what_people_typed_is_shown_and_never_acted_on(text: str) -> None:
    plain = render(Reply(parts=everywhere(text)))
    seen = drawn(*everywhere(text), width=200)
    for output in (plain, seen):
        assert all(letter == "\n" or letter in "\u200c\u200d" or shown(letter) == letter for letter in output)
    assert drawn(Text(text=text), width=200).split() == shown(text).split()


def test_colours_come_from_the_tone_and_not_from_the_text() -> None:
    coloured = drawn(Text(text="[red]x[/red] https://x.example", tone=Tone.SUCCESS), colours=True)
    assert re.findall(r"\x1b\[[\d;]*m", coloured) == ["\x1b[32m", "\x1b[0m"]
    assert "[red]x[/red]" in coloured


def test_signs_made_of_several_stay_whole() -> None:
    assert shown("👩‍💻 नमस्ते क्‍ष ü") == "👩‍💻 नमस्ते क्‍ष ü"
    assert shown("tab\there") == "tab�here"


# --- the chat ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the person types, line by line; then they leave by Ctrl-D, or in the middle by "^C"."""
    lines: list[str] = []
    waiting: Iterator[str] = iter(lines)

    def read(prompt: str = "") -> str:
        line = next(waiting, None)
        if line is None:
            raise EOFError
        if line == "^C":
            raise KeyboardInterrupt
        return line

    monkeypatch.setattr("builtins.input", read)
    return lines


def chat(house: House, who: str) -> str:
    written = StringIO()
    Chat(house.turns, house.ids, PEOPLE[who].email, Console(file=written, width=100)).run()
    return written.getvalue()


@on_sqlite
def test_a_chat_is_lines_and_numbers_until_one_leaves(house: House, typed: list[str]) -> None:
    typed += ["Register Acme GmbH, contact Max Muster, closing end of March", "1"]
    seen = chat(house, "nordwind")
    assert "Hi Nora" in seen
    assert "Approved: Acme GmbH is protected for you." in seen
    assert house.statuses("Acme GmbH") == {"nordwind": "approved"}


@on_sqlite
def test_a_form_is_asked_field_by_field_and_left_without_sending(house: House, typed: list[str]) -> None:
    typed += ["Register Acme GmbH, contact Max Muster, closing end of March", "2", "^C", "form", "Lumen Optik GmbH", *[""] * 20]
    seen = chat(house, "nordwind")
    assert "Customer: Lumen Optik GmbH" in re.sub(r"Customer +", "Customer: ", seen)
    assert house.statuses("Lumen Optik GmbH") == {}


@on_sqlite
def test_what_happened_meanwhile_is_told_once(house: House, typed: list[str]) -> None:
    house.talk("alpenblick").say("Registriere Acme GmbH, Kontakt Max Muster, Abschluss Ende März")
    house.talk("alpenblick").say("ja")
    assert "Alpenblick Beratung hands Acme GmbH over to you" in chat(house, "direct")
    assert "hands Acme GmbH over" not in chat(house, "direct")
