"""Of what a model proposes only that counts which the reader finds in the words that the model quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.proposing import INTENTS, SLOTS, Proposal, Quoted
from handlers.understanding.page import read_page
from handlers.understanding.proposal import improved, is_unsure, merged
from handlers.understanding.quoted import Source, derive
from handlers.understanding.reader import understand
from handlers.understanding.readings import Act, Context, Product, Slot, SlotReading, Understanding
from handlers.understanding.text import clean

TODAY: Final = date(2026, 11, 23)
CATALOGUE: Final = (Product(name="Orbit CRM", aliases=("orbit",)), Product(name="Harbor Backup", aliases=("backup",)))
NOTHING: Final = Context()
DRAFT: Final = Context(
    asked=Slot.AMOUNT, values={"company": "Kormoran Reederei GmbH", "close_date": "2027-03-31", "amount": "5000.00"}
)

#: Prose that tells of a deal without saying so.
VAGUE: Final = (
    "so the silbermöwe folks rang, petra wendt there would like that orbit thing some time in spring, "
    "sixty thousand dollars give or take, whatever you need from me to keep it safe, +49 40 1234567"
)


#: What the reader makes of a message that it sees nothing in.
UNREAD: Final = Understanding(intent="out_of_scope")


class Fixed:
    """A proposer that always says the same, and remembers what it was asked."""

    def __init__(self, proposal: Proposal | None) -> None:
        self.proposal = proposal
        self.asked: list[str] = []

    def propose(self, text: str, *, today: date, context: Context, catalogue: Sequence[Product]) -> Proposal | None:
        self.asked.append(text)
        return self.proposal


def proposal(
    intent: str = "", *, acts: frozenset[Act] = frozenset(), clears: Mapping[Slot, str] | None = None, **quoted: Any
) -> Proposal:
    """Slots as the quote, or as (value, quote)."""
    slots = {
        Slot(name): Quoted(value=said[0], quote=said[1]) if isinstance(said, tuple) else Quoted(value=said, quote=said)
        for name, said in quoted.items()
    }
    return Proposal(intent=intent, slots=slots, acts=acts, clears=clears or {})


def read(text: str, context: Context = NOTHING) -> Understanding:
    return understand(text, today=TODAY, catalogue=CATALOGUE, context=context)


def merge(text: str, offer: Proposal, context: Context = NOTHING, *, found: Understanding | None = None) -> Understanding:
    """The proposal merged with what the reader found: nothing, unless the test says what."""
    missed = UNREAD if context is NOTHING else Understanding()
    return merged(found or missed, offer, clean(text), today=TODAY, catalogue=CATALOGUE, context=context)


def values(found: Understanding) -> dict[str, str]:
    return {slot.value: reading.value for slot, reading in found.slots.items()}


def source(text: str) -> Source:
    page = read_page(text, today=TODAY, catalogue=CATALOGUE, context=NOTHING)
    return Source(page=page, today=TODAY, catalogue=CATALOGUE, context=NOTHING)


def registered(text: str, **quoted: Any) -> dict[str, str]:
    return values(merge(text, proposal("register_deal", **quoted)))


# --- what a proposal adds ----------------------------------------------------------------------------------------------


def test_a_registration_that_the_reader_did_not_see_is_drafted_from_what_it_finds_in_the_quotes() -> None:
    found = merge(
        VAGUE,
        proposal(
            "register_deal",
            company="silbermöwe",
            contact_name="petra wendt",
            amount=("1", "sixty thousand"),
            close_date=("2030-01-01", "spring"),
            product=("Harbor Backup", "orbit thing"),
            contact_phone=("0", "+49 40 1234567"),
        ),
    )
    assert found.intent == "register_deal"
    assert found.deals == (found.slots,)
    assert values(found) == {
        "company": "silbermöwe",
        "contact_name": "petra wendt",
        "contact_phone": "+49401234567",
        "amount": "60000.00",
        "currency": "USD",
        "close_date": "2027-05-31",
        "product": "Orbit CRM",
    }


def test_the_legal_form_beside_a_quoted_name_belongs_to_it() -> None:
    text = "bei der Silbermöwe GmbH tut sich gerade wirklich etwas, wollte ich nur einmal loswerden"
    assert registered(text, company="Silbermöwe")["company"] == "Silbermöwe GmbH"


def test_what_the_reader_is_certain_of_stands_against_a_proposal() -> None:
    text = "Register Kormoran Reederei GmbH, 45k EUR, closing end of March, they asked about the Möwe Invest people again and 9k"
    offer = proposal("deal_status", company="Möwe Invest", amount="9k", close_date="March", contact_name="Möwe Invest")
    found = merge(text, offer, found=read(text))
    assert found.intent == "register_deal"
    assert (values(found)["company"], values(found)["amount"], values(found)["close_date"]) == (
        "Kormoran Reederei GmbH",
        "45000.00",
        "2027-03-31",
    )


def test_a_company_that_little_spoke_for_gives_way_to_the_one_quoted() -> None:
    text = "talked to jonas from silbermöwe logistik, they take orbit by end of march for 45k euros and we would love it safe"
    guessed = SlotReading(value="jonas", text="jonas")
    known = Understanding(intent="register_deal", slots={Slot.COMPANY: guessed}, deals=({Slot.COMPANY: guessed},))
    found = merge(text, proposal("register_deal", company="silbermöwe logistik", contact_name="jonas"), found=known)
    assert (values(found)["company"], values(found)["contact_name"]) == ("silbermöwe logistik", "jonas")


def test_an_unclear_value_stays_unclear() -> None:
    text = "those silbermöwe folks said something like 03/04/2027 for signing, who would have thought"
    found = merge(text, proposal("register_deal", company="silbermöwe", close_date=("2027-03-04", "03/04/2027")))
    assert found.slots[Slot.CLOSE_DATE].alternatives != ()


def test_a_question_to_look_up_is_one_that_the_bot_has_anyway() -> None:
    text = "the silbermöwe matter, any movement on your side there by now"
    found = merge(text, proposal("check_conflict", company="silbermöwe"))
    assert (found.intent, found.subject, values(found)) == ("check_conflict", "silbermöwe", {"company": "silbermöwe"})


def test_in_a_draft_an_empty_slot_is_filled_and_a_full_one_only_corrected() -> None:
    text = "all I heard from petra wendt over there is that nothing whatsoever moves before the spring"
    offer = proposal(contact_name="petra wendt", close_date="spring")
    found = merge(text, offer, DRAFT)
    assert values(found) == {"contact_name": "petra wendt"}
    plain = merge("hmm, that silbermöwe belongs there instead, sorry about the mess", proposal(company="silbermöwe"), DRAFT)
    assert "company" not in values(plain)
    corrected = merge(
        "hmm, that silbermöwe belongs there instead, sorry about the mess",
        proposal(company="silbermöwe", acts=frozenset({Act.CORRECT})),
        DRAFT,
    )
    assert values(corrected)["company"] == "silbermöwe"
    assert Act.CORRECT in corrected.acts


def test_in_a_draft_a_slot_is_cleared_only_where_it_is_held_and_the_words_are_there() -> None:
    text = "honestly that whole timing story there was never really agreed between us"
    clear = frozenset({Act.CLEAR})
    offer = proposal(
        acts=clear, clears={Slot.CLOSE_DATE: "that whole timing story", Slot.COUNTRY: "timing", Slot.AMOUNT: "the money"}
    )
    assert merge(text, offer, DRAFT).clears == {Slot.CLOSE_DATE}
    assert merge(text, proposal(acts=clear, clears={Slot.CLOSE_DATE: "the timing"}), DRAFT) == Understanding()


# --- what does not count -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "quoted"),
    [
        ("company", ("Silberpfeil AG", "Silberpfeil AG")),  # not in the message
        ("company", ("Silbermöwe Holding", "silbermöwe")),  # not in the quote
        ("company", ("möwe", "möwe")),  # half a word
        ("company", ("sixty thousand dollars", "sixty thousand dollars")),  # an amount
        ("company", ("need", "need")),  # a word of every message
        ("contact_name", ("Petra", "petra wendt")),  # not as it is written
        ("contact_name", ("+49 40 1234567", "+49 40 1234567")),
        ("contact_email", ("petra@silbermoewe.example", "petra wendt")),  # made up
        ("contact_phone", ("+49401234567", "petra wendt")),
        ("contact_phone", ("+4940123", "+49 40 123")),  # a number cut off
        ("amount", ("60000", "give or take")),
        ("amount", ("1234567", "1234567")),  # the telephone's
        ("currency", ("EUR", "spring")),
        ("close_date", ("2027-05-31", "some time")),
        ("close_date", ("2027-05-31", "whatever you need")),
        ("product", ("Harbor Backup", "keep it safe")),
        ("country", ("DE", "folks")),
        ("domain", ("silbermoewe.example", "silbermöwe")),
        ("employees", ("60", "sixty")),  # nothing that is proposed at all
    ],
)
def test_a_value_that_the_reader_cannot_derive_from_its_quote_is_dropped(slot: str, quoted: tuple[str, str]) -> None:
    assert derive(Slot(slot), Quoted(value=quoted[0], quote=quoted[1]), source(VAGUE)) == {}


def test_words_cut_out_of_a_number_are_read_as_the_whole_number_or_not_at_all() -> None:
    text = "the silbermöwe folks think of 1.2 million euros and really want the thing by the 15 March 2027 at last"
    assert registered(text, company="silbermöwe", amount="2 million euros").get("amount") in (None, "1200000.00")
    assert registered(text, company="silbermöwe", close_date="March 2027")["close_date"] == "2027-03-15"
    cut = "die silbermöwe leute denken an so etwas wie 145k und wollen es wirklich haben"
    assert registered(cut, company="silbermöwe", amount="45k").get("amount") in (None, "145000.00")


def test_two_amounts_in_one_quote_settle_nothing() -> None:
    text = "the silbermöwe folks said 45k euros, then 60k euros, goodness knows what it will be"
    both = Quoted(value="45000", quote="45k euros, then 60k euros")
    assert derive(Slot.AMOUNT, both, source(text)) == {}


def test_who_signs_is_no_contact() -> None:
    text = "the silbermöwe folks rang about the orbit thing again, they sound keen\n\nBest regards\nTheo Tamm\nNordlicht Systems"
    assert "contact_name" not in registered(text, company="silbermöwe", contact_name="Theo Tamm")


def test_a_registration_of_which_nothing_is_found_is_none() -> None:
    assert merge(VAGUE, proposal("register_deal", company="Silberpfeil AG")) == UNREAD


@pytest.mark.parametrize(
    "intent", ["approve", "decline", "withdraw_deal", "invite", "link", "unlink", "hand_over", "assign", "confirm"]
)
def test_a_task_that_acts_is_never_taken_from_a_proposal(intent: str) -> None:
    assert merge(VAGUE, proposal(intent, company="silbermöwe")) == UNREAD


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.CORRECT, Act.CLEAR}))
def test_an_act_that_is_the_persons_own_is_never_taken_from_a_proposal(act: Act) -> None:
    for context in (NOTHING, DRAFT):
        assert act not in merge(VAGUE, proposal("register_deal", company="silbermöwe", acts=frozenset({act})), context).acts


_SPANS = st.tuples(st.integers(0, len(VAGUE)), st.integers(0, len(VAGUE))).map(lambda ends: VAGUE[min(ends) : max(ends)])
_QUOTES = st.builds(Quoted, value=st.one_of(_SPANS, st.text(max_size=20)), quote=st.one_of(_SPANS, st.text(max_size=20)))
_PROPOSALS = st.builds(
    Proposal,
    intent=st.sampled_from([*INTENTS, "", "approve", "unlink"]),
    slots=st.dictionaries(st.sampled_from(SLOTS), _QUOTES),
    acts=st.frozensets(st.sampled_from(list(Act))),
    clears=st.dictionaries(st.sampled_from(list(Slot)), _SPANS),
)


@given(offer=_PROPOSALS, context=st.sampled_from([NOTHING, DRAFT]))
def test_whatever_is_proposed_every_value_is_made_of_the_message_and_nobody_acts(offer: Proposal, context: Context) -> None:
    found = merge(VAGUE, offer, context)
    assert found.intent in {*INTENTS, "", "out_of_scope"}
    assert found.acts <= {Act.CORRECT, Act.CLEAR}
    assert all(reading.text in VAGUE for reading in found.slots.values())
    known = {"amount": {"60000.00"}, "close_date": {"2027-05-31"}, "contact_phone": {"+49401234567"}, "product": {"Orbit CRM"}}
    for slot, only in known.items():
        assert values(found).get(slot) in {None, *only}


# --- when it is asked --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "the silbermöwe people rang again, and this time they honestly seem to mean it",
        "the weather in Lisbon is lovely these days, don't you think so too",
        "talked to jonas from silbermöwe logistik, they take orbit by end of march for 45k euros and we would love it safe",
    ],
)
def test_the_reader_is_unsure_of_prose_that_it_got_little_out_of(text: str) -> None:
    assert is_unsure(text, read(text), NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "yes",
        "Kormoran Reederei GmbH",
        "approve R-7K3M2Q",
        "decline R-7K3M2Q because they have bought already and we told you so twice",
        "what is the status of my deal with Kormoran Reederei GmbH these days",
        "how long is a registration protected in your program",
        "please let me talk to a human being about all of this",
        "Register Kormoran Reederei GmbH, contact petra@kormoran.example, 45k EUR, Orbit CRM, closing end of March",
    ],
)
def test_the_reader_is_sure_of_commands_questions_answers_and_whole_registrations(text: str) -> None:
    proposer = Fixed(proposal("register_deal", company="Kormoran"))
    found = read(text)
    assert improved(found, text, proposer=proposer, today=TODAY, catalogue=CATALOGUE, context=NOTHING) == found
    assert proposer.asked == []


@pytest.mark.parametrize(
    "text", ["60k", "end of March", "no, make that 60k please instead", "cancel", "I don't know yet", "undo that again"]
)
def test_in_a_draft_plain_answers_are_not_asked_about(text: str) -> None:
    assert not is_unsure(text, read(text, DRAFT), DRAFT)


def test_no_proposal_leaves_everything_as_it_was() -> None:
    proposer = Fixed(None)
    assert improved(UNREAD, VAGUE, proposer=proposer, today=TODAY, catalogue=CATALOGUE, context=NOTHING) is UNREAD
    assert proposer.asked == [VAGUE]
