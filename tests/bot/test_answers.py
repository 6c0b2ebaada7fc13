"""Questions in chat: answered from what the asker may see, or handed to their manager, whose answer comes back and can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.aids import Aids
from bot.library_sweep import LibrarySweep
from bot.turns import Turns
from handlers.library_view import quoted, sources
from handlers.message import Pressed, Uploaded
from handlers.ports_library import Citation, Found, Library, Meaning, Place, Question
from handlers.reply import Choices, Purpose, Text
from handlers.wording import Words
from knowledge.ingest import Files
from program.access import BY_RULE
from program.review_time import Rung
from storage.asked_tables import answer_feedback, asked_questions
from storage.library_tables import library_documents
from storage.tables import requests
from storage.work import SqlWork
from tests.bot.house import House, Talk
from tests.bot.shelf import Clerk, put, with_library

SAML = "Does the Enterprise edition support SAML with Okta?"
UNKNOWN = "Do you support hovercraft integration?"


@pytest.fixture
def shelved(house: House) -> House:
    return with_library(house)


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_gets_the_sentence_with_its_place_and_age(shelved: House) -> None:
    nora = shelved.talk("nordwind")
    said = nora.say("The Enterprise edition supports SAML with Okta?")
    for words in (
        "“The Enterprise edition supports SAML with Okta.” [1]",
        "[1] Security guide",
        "security.md",
        "page 2",
        "as of 23 Nov",
    ):
        assert words in said
    assert "no binding promise" in said, "a document on security is strict"
    assert "Ask Mara Manthey" in said
    (asked,) = shelved.rows(asked_questions)
    assert (asked["verdict"], asked["member_id"]) == ("answered", "m-nordwind")


def test_what_a_question_means_is_asked_while_no_transaction_is_open(shelved: House) -> None:
    open_then: list[str] = []

    class Embedding(Clerk):
        @override
        def meaning(self, question: Question) -> Meaning | None:
            open_then.append(shelved.database.engine.pool.status())
            return None

    shelved.turns = Turns(shelved.database, shelved.program, shelved.ids, lambda: shelved.at, aids=Aids(answerer=Embedding()))
    shelved.talk("nordwind").say(SAML)
    assert len(open_then) == 1
    assert "Checked out connections: 0" in open_then[0]


def test_nobody_is_answered_from_what_is_not_for_them(shelved: House) -> None:
    question = "Wallabies prefer eucalyptus leaves?"
    assert "leaves.”" not in shelved.talk("nordwind").say(question)
    assert "“Wallabies prefer eucalyptus leaves.”" in shelved.talk("hafenwerk").say(question)
    assert "stay secret" not in shelved.talk("hafenwerk").say("Roadmap secrets: which of them?")
    assert "stay secret" in shelved.talk("manager").say("Do roadmap secrets secret?")


def test_what_stays_open_of_two_questions_is_named_and_a_person_is_offered(shelved: House) -> None:
    class Half(Clerk):
        @override
        def look(self, question: Question, library: Library, meaning: Meaning | None = None) -> Found:
            found = super().look(question, library)
            return replace(found, answer=replace(found.answer, open=("which zeppelins dock?",)))

    shelved.turns = Turns(shelved.database, shelved.program, shelved.ids, lambda: shelved.at, aids=Aids(answerer=Half()))
    said = shelved.talk("nordwind").say("Nimbus Backup keeps snapshots for thirty days?")
    assert "“Nimbus Backup keeps snapshots for thirty days.” [1]" in said
    assert "On “which zeppelins dock?” I found nothing that is sure." in said
    assert "Ask Mara Manthey" in said
    (asked,) = shelved.rows(asked_questions)
    assert asked["verdict"] == "unsure", "so that whoever looks after the library sees it"


def test_a_question_that_begins_like_a_name_is_no_company(shelved: House) -> None:
    said = shelved.talk("nordwind").say("Unterstützt Nimbus Snapshots?")
    assert "Nimbus Backup keeps snapshots" in said


def test_a_registration_in_progress_waits_while_a_question_is_answered(shelved: House) -> None:
    nora = shelved.talk("nordwind")
    nora.say("Register Seerose Ltd")
    said = nora.say("The Enterprise edition supports SAML with Okta?")
    assert "SAML with Okta.”" in said
    assert "Back to Seerose Ltd" in said


def test_a_word_after_a_question_goes_on_with_it_until_something_else_is_said(shelved: House) -> None:
    nora = shelved.talk("nordwind")
    nora.say("Nimbus Backup keeps snapshots for thirty days?")
    assert "Nimbus Backup keeps snapshots" in nora.say("and for it?")
    nora.say("my deals")
    assert "Nimbus Backup keeps snapshots" not in nora.say("and for it?")


def test_two_sentences_of_one_place_have_one_source(shelved: House) -> None:
    place, document = Place(page=2), put(shelved, "two.md", "Two", "One. Two.")
    cited = [Citation(document=document, place=place, quote=quote) for quote in ("One.", "Two.")]
    words = Words("en")
    assert [part.text for part in quoted(cited, words) if isinstance(part, Text)] == ["“One.” [1]", "“Two.” [1]"]
    with shelved.database.reading() as connection:
        work = SqlWork(connection, viewer=BY_RULE, at=shelved.at, program=shelved.program, ids=shelved.ids)
        assert [one.label for one in sources(work, cited, words).sources] == ["[1] Two"]
        assert len(sources(work, cited, words, with_quotes=True).sources) == 2


# ── whether it helped ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_is_rated_once_and_a_bad_one_says_why(shelved: House) -> None:
    nora = shelved.talk("nordwind")
    nora.say("The Enterprise edition supports SAML with Okta?")
    (thumbs,) = [part for part in nora.reply.parts if isinstance(part, Choices) and part.purpose is Purpose.FEEDBACK]
    assert "Thank you" in nora.press("That helped")
    assert "Thank you" in nora.press("That helped")
    assert "What was wrong" in nora.press("That didn’t help")
    assert "Noted" in nora.say("It is outdated")
    (rated,) = shelved.rows(answer_feedback)
    assert (rated["is_helpful"], rated["complaint"]) == (False, "It is outdated")
    assert len(thumbs.choices) == 2
    assert "It is outdated" in shelved.talk("manager").say("library report")


# ── to a person and back ─────────────────────────────────────────────────────────────────────────────────────────────────


def asked_of(talk: Talk) -> str:
    (row,) = [row for row in talk.house.rows(requests) if row["answered_by"] is None and row["withdrawn_at"] is None]
    return str(row["id"])


def test_what_the_library_does_not_say_goes_to_the_manager_and_comes_back(shelved: House) -> None:
    nora, mara = shelved.talk("nordwind"), shelved.talk("manager")
    said = nora.say(UNKNOWN)
    assert "I don’t know" in said
    assert "Mara Manthey" in said
    assert nora.reply.standing.state == "handoff"
    (notice,) = mara.notices()
    for words in (UNKNOWN, "The documents don’t say.", "Answer by", "Nordwind Systems"):
        assert words in notice
    mara.press("Answer")
    mara.say("They are yellow. Ask nora@nordwind.example for pictures.")
    (told,) = nora.notices()
    assert "They are yellow" in told


def test_an_answer_that_is_kept_answers_others_without_names_and_with_the_day(shelved: House) -> None:
    nora, mara = shelved.talk("nordwind"), shelved.talk("manager")
    nora.say("Do you support hovercraft integration for Nordwind Systems?")
    mara.say(f"answer {asked_of(nora)}: Nora Nilsen knows: hovercraft integration comes in spring, says nora@nordwind.example")
    form = mara.press("Keep the answer")
    for hidden in ("Nora Nilsen", "nora@nordwind.example", "Nordwind Systems"):
        assert hidden not in form
    assert "Confirm" in form
    assert "Kept" in mara.press("Confirm")
    said = shelved.talk("hafenwerk").say("Do you have hovercraft integration?")
    assert "comes in spring" in said
    assert "confirmed by Mara Manthey, 23 November 2026" in said
    assert "is kept already" in mara.press("Keep the answer")


def test_a_kept_answer_is_suggested_to_whoever_answers_and_sent_on_a_press(shelved: House) -> None:
    nora, hanna, mara = shelved.talk("nordwind"), shelved.talk("hafenwerk"), shelved.talk("manager")
    nora.say(UNKNOWN)
    mara.say(f"answer {asked_of(nora)}: Hovercraft integration comes in spring")
    mara.press("Keep the answer")
    mara.press("Confirm")
    hanna.say("I want to talk to a person")
    hanna.say("Hovercraft integration, please")
    shown = mara.say(f"answer {asked_of(hanna)}")
    assert "Confirmed before, to something similar" in shown
    assert "Hovercraft integration comes in spring" in shown
    assert "is answered" in mara.press("Send “")
    assert any("Hovercraft integration comes in spring" in notice for notice in hanna.notices())
    assert "was answered already" in mara.press("Send “")


def test_a_question_is_taken_back_and_then_needs_no_answer(shelved: House) -> None:
    nora, mara = shelved.talk("nordwind"), shelved.talk("manager")
    nora.say(UNKNOWN)
    question = asked_of(nora)
    assert "is taken back" in nora.press("Take the question back")
    assert "answered already" in nora.press("Take the question back")
    assert any("no answer is needed" in notice for notice in mara.notices())
    assert "was taken back" in mara.say(f"answer {question}: yes")


def test_the_same_question_is_asked_of_a_person_once(shelved: House) -> None:
    nora = shelved.talk("nordwind")
    nora.say(UNKNOWN)
    nora.say(UNKNOWN)
    assert len(shelved.rows(requests)) == 1


def test_a_question_that_waits_is_reminded_of_then_told_to_channel_admins_who_take_it_over(shelved: House) -> None:
    nora, mara, chris = shelved.talk("nordwind"), shelved.talk("manager"), shelved.talk("channel")
    nora.say(UNKNOWN)
    question = asked_of(nora)
    mara.notices()
    for hours, rung, who in ((8, Rung.REMINDED, mara), (8, Rung.OVERDUE, chris), (24, Rung.TAKEN_OVER, chris)):
        shelved.at += timedelta(hours=hours)
        assert shelved.sweep().climbed.get(rung) == 1
        assert shelved.sweep().climbed.get(rung) is None
        assert any(question in notice for notice in who.notices())
    assert "channel admins answer it now" in mara.say(f"answer {question}: late")
    assert "is answered" in chris.say(f"answer {question}: yellow")


# ── looking after the library ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def files() -> Iterator[Files]:
    with Files(at_once=1) as reading:
        yield reading


TEXT = b"# Quokka guide\n\nQuokkas handle twelve requests a second, says the vendor.\n"


def test_a_document_that_a_manager_sends_is_internal_until_its_audience_is_said(house: House, files: Files) -> None:
    with_library(house, files)
    mara, nora = house.talk("manager"), house.talk("nordwind")
    said = mara.do(Uploaded(name="quokka.md", content=TEXT))
    assert "“Quokka guide” is in the library" in said
    assert "twelve" not in nora.say("Quokkas handle twelve requests second?").replace("twelve requests second?", "")
    mara.press("Say who may see it")
    mara.press("Change")
    mara.submit(reach="all", kind="documentation")
    assert "Quokkas handle twelve requests a second" in nora.say("Quokkas handle twelve requests second?")


def test_a_new_version_takes_the_place_of_the_old_for_the_same_people(house: House, files: Files) -> None:
    with_library(house, files)
    mara, nora = house.talk("manager"), house.talk("nordwind")
    mara.do(Uploaded(name="quokka.md", content=b"---\ncountries: [DE]\n---\n" + TEXT))
    assert "as version 2" in mara.do(Uploaded(name="quokka.md", content=TEXT.replace(b"twelve", b"thirty")))
    said = nora.say("Quokkas handle requests second?")
    assert "thirty requests" in said
    assert "twelve" not in said
    mara.press("Remove")
    mara.press("Remove")
    assert "thirty" not in nora.say("Quokkas handle requests second?")


def test_a_file_that_cannot_be_read_says_why_and_nothing_is_added(house: House, files: Files) -> None:
    with_library(house, files)
    before = len(house.rows(library_documents))
    assert "damaged" in house.talk("manager").do(Uploaded(name="broken.pdf", content=b"%PDF-1.7 nothing"))
    assert len(house.rows(library_documents)) == before


def test_partners_add_no_documents(house: House, files: Files) -> None:
    with_library(house, files)
    before = len(house.rows(library_documents))
    house.talk("nordwind").do(Uploaded(name="mine.md", content=TEXT))
    assert len(house.rows(library_documents)) == before
    known = house.rows(library_documents)[0]["id"]
    assert "I find no such document" in house.talk("nordwind").do(Pressed(action=f"step/document/{known}"))


def test_a_document_is_handed_out_to_those_who_may_see_it(shelved: House) -> None:
    ids = {row["name"]: row["id"] for row in shelved.rows(library_documents)}
    assert "Gold playbook" in shelved.talk("hafenwerk").do(Pressed(action=f"collateral.send/{ids['gold.md']}"))
    for hidden in ("gold.md", "internal.md"):
        assert "not there any more" in shelved.talk("nordwind").do(Pressed(action=f"collateral.send/{ids[hidden]}"))


def test_the_report_groups_what_had_no_answer_and_names_nobody(shelved: House) -> None:
    nora, hanna = shelved.talk("nordwind"), shelved.talk("hafenwerk")
    nora.say("Do you support hovercraft integration for Nordwind Systems?")
    hanna.say("Do you support hovercraft integration, and since when?")
    said = shelved.talk("manager").say("library report")
    assert "2 questions: 0 answered" in said
    assert "Nordwind" not in said
    assert said.count("hovercraft") == 1
    assert "for partner managers" in nora.say("library report")


def test_owners_are_reminded_before_a_document_ends_and_extend_it(shelved: House) -> None:
    until = shelved.at.date() + timedelta(days=10)
    put(shelved, "ending.md", "Ending guide", "Wombats retire.", valid_until=until, owner_id="m-manager")
    sweep = LibrarySweep(shelved.database, shelved.program, shelved.ids)
    sweep.run(shelved.at)
    LibrarySweep(shelved.database, shelved.program, shelved.ids).run(shelved.at)
    mara = shelved.talk("manager")
    notices = [notice for notice in mara.notices() if "Is it still right?" in notice]
    assert len(notices) == 1
    assert "counts until 21 February 2027" in mara.press("Extend")


def test_the_weeks_report_comes_on_monday_morning_once(shelved: House) -> None:
    shelved.talk("nordwind").say(UNKNOWN)
    mara = shelved.talk("manager")
    shelved.at = shelved.at.replace(hour=6)  # seven o'clock in Berlin, the following Monday
    shelved.at += timedelta(days=7)
    sweep = LibrarySweep(shelved.database, shelved.program, shelved.ids)
    sweep.run(shelved.at)
    assert not any("The library this week" in notice for notice in mara.notices())
    shelved.at += timedelta(hours=1)
    for _ in range(2):
        LibrarySweep(shelved.database, shelved.program, shelved.ids).run(shelved.at)
    assert sum("The library this week" in notice for notice in mara.notices()) == 1


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("Ask Nora Nilsen of Nordwind Systems.", ("Nora", "Nordwind")),
        ("Acme GmbH & Co. KG asked for it, and Herr Dr. Max Muster signed.", ("Acme", "Muster")),
        ("Call +49 40 1234567 or write to buyer@acme.example about R-7K3M2Q.", ("1234567", "buyer@", "7K3M2Q")),
    ],
)
def test_what_tells_of_whom_it_speaks_is_taken_out_of_what_is_kept(house: House, said: str, hidden: tuple[str, ...]) -> None:
    with_library(house)
    nora, mara = house.talk("nordwind"), house.talk("manager")
    nora.say(UNKNOWN)
    mara.say(f"answer {asked_of(nora)}: Version 4.2 does since 1 March 2026. {said}")
    form = mara.press("Keep the answer")
    assert "Version 4.2 does since 1 March 2026" in form
    assert not [word for word in hidden if word in form]
