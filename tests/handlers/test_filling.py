"""What one message changes in a registration: said, corrected, cleared, made clear, and what cannot be taken and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.filling import Filled, fill
from handlers.ports import CatalogueProduct
from handlers.registration_form import Rules
from handlers.state import Draft
from handlers.understanding.readings import Act, DateReading, Slot, SlotReading, Understanding
from handlers.wording import LANGUAGES, Words
from program.policy_reading import read_policy

POLICY = read_policy((Path(__file__).parents[2] / "program.toml").read_text(encoding="utf-8")).version("2026-01")
TODAY = date(2026, 11, 23)
RULES = Rules(
    today=TODAY,
    policy=POLICY,
    products=(CatalogueProduct(name="Fernblick CRM", family="CRM"), CatalogueProduct(name="Fernblick ERP", family="ERP")),
    currency="CHF",
    words=Words("en"),
)


def read(value: str, *others: str, text: str = "") -> SlotReading:
    return SlotReading(value=value, text=text or value, alternatives=others)


def saying(slots: Mapping[Slot, SlotReading] | None = None, **more: Any) -> Understanding:
    return Understanding(slots=slots or {}, **more)


def draft(
    values: Mapping[Slot, str] | None = None, *, doubts: Mapping[Slot, tuple[str, ...]] | None = None, assumed: bool = False
) -> Draft:
    return Draft(
        id="d",
        values={slot.value: value for slot, value in (values or {}).items()},
        doubts={slot.value: options for slot, options in (doubts or {}).items()},
        assumed=(Slot.CURRENCY.value,) if assumed else (),
    )


def values(filled: Filled) -> dict[Slot, str]:
    return {Slot(name): value for name, value in filled.draft.values.items()}


def doubts(filled: Filled) -> dict[Slot, tuple[str, ...]]:
    return {Slot(name): options for name, options in filled.draft.doubts.items()}


def faults(filled: Filled) -> dict[Slot, str]:
    return {slot: fault.id for slot, fault in filled.faults.items()}


# ── said, corrected, cleared ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_said_is_put_in_with_the_words_it_was_said_in() -> None:
    found = fill(
        draft(), saying({Slot.COMPANY: read("Acme GmbH"), Slot.CLOSE_DATE: read("2027-03-31", text="end of March")}), RULES
    )
    assert values(found) == {Slot.COMPANY: "Acme GmbH", Slot.CLOSE_DATE: "2027-03-31"}
    assert found.draft.words["close_date"] == "end of March"
    assert found.touched == {Slot.COMPANY, Slot.CLOSE_DATE}
    assert (found.faults, doubts(found)) == ({}, {})


def test_a_correction_takes_the_place_of_what_was_there_and_of_nothing_else() -> None:
    before = draft({Slot.COMPANY: "Acme", Slot.AMOUNT: "45000", Slot.CURRENCY: "EUR"})
    found = fill(before, saying({Slot.AMOUNT: read("60000")}, acts=frozenset({Act.CORRECT})), RULES)
    assert values(found) == {Slot.COMPANY: "Acme", Slot.AMOUNT: "60000", Slot.CURRENCY: "EUR"}
    assert found.touched == {Slot.AMOUNT}


def test_a_message_that_says_nothing_changes_nothing() -> None:
    before = draft({Slot.COMPANY: "Acme"}, doubts={Slot.AMOUNT: ("1200", "1.2")})
    found = fill(before, saying(), RULES)
    assert found.draft is before
    assert (found.touched, found.faults) == (frozenset(), {})


def test_what_is_cleared_is_gone_with_its_words() -> None:
    before = fill(draft(), saying({Slot.CLOSE_DATE: read("2027-03-31", text="March"), Slot.COMPANY: read("Acme")}), RULES).draft
    found = fill(before, saying(clears=frozenset({Slot.CLOSE_DATE})), RULES)
    assert values(found) == {Slot.COMPANY: "Acme"}
    assert "close_date" not in found.draft.words
    assert found.touched == {Slot.CLOSE_DATE}


def test_an_amount_takes_its_currency_along() -> None:
    before = draft({Slot.AMOUNT: "5", Slot.CURRENCY: "CHF"}, assumed=True)
    found = fill(before, saying(clears=frozenset({Slot.AMOUNT})), RULES)
    assert (values(found), found.draft.assumed) == ({}, ())


def test_what_is_wrong_and_said_anew_in_one_message_is_the_new() -> None:
    before = draft({Slot.AMOUNT: "5", Slot.CURRENCY: "EUR"})
    found = fill(before, saying({Slot.AMOUNT: read("7")}, clears=frozenset({Slot.AMOUNT})), RULES)
    assert values(found)[Slot.AMOUNT] == "7"


def test_a_doubt_can_be_cleared_as_well() -> None:
    found = fill(draft(doubts={Slot.CLOSE_DATE: ("2027-04-03", "2027-03-04")}), saying(clears=frozenset({Slot.CLOSE_DATE})), RULES)
    assert (values(found), doubts(found)) == ({}, {})


# ── currency ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_partners_currency_is_assumed_and_marked_as_that() -> None:
    found = fill(draft(), saying({Slot.AMOUNT: read("45000")}), RULES)
    assert values(found) == {Slot.AMOUNT: "45000", Slot.CURRENCY: "CHF"}
    assert found.draft.assumed == ("currency",)


def test_a_currency_that_is_said_is_not_assumed() -> None:
    for before in (draft(), draft({Slot.AMOUNT: "1", Slot.CURRENCY: "CHF"}, assumed=True)):
        found = fill(before, saying({Slot.AMOUNT: read("45000"), Slot.CURRENCY: read("EUR")}), RULES)
        assert (values(found)[Slot.CURRENCY], found.draft.assumed) == ("EUR", ())


def test_a_currency_said_later_replaces_the_assumed_one() -> None:
    before = fill(draft(), saying({Slot.AMOUNT: read("45000")}), RULES).draft
    found = fill(before, saying({Slot.CURRENCY: read("USD")}), RULES)
    assert (values(found), found.draft.assumed) == ({Slot.AMOUNT: "45000", Slot.CURRENCY: "USD"}, ())


def test_a_new_amount_keeps_an_assumed_currency_marked() -> None:
    before = draft({Slot.AMOUNT: "1", Slot.CURRENCY: "CHF"}, assumed=True)
    found = fill(before, saying({Slot.AMOUNT: read("2")}), RULES)
    assert found.draft.assumed == ("currency",)


def test_without_an_amount_no_currency_is_assumed() -> None:
    found = fill(draft(), saying({Slot.COMPANY: read("Acme"), Slot.AMOUNT: read("1200", "1.2")}), RULES)
    assert Slot.CURRENCY not in values(found)


# ── doubts ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

DAYS = ("2027-04-03", "2027-03-04")
EITHER_DAY = draft({Slot.COMPANY: "Acme"}, doubts={Slot.CLOSE_DATE: DAYS})


def test_what_can_be_read_in_two_ways_is_asked_back_and_not_taken() -> None:
    before = draft({Slot.CLOSE_DATE: "2027-01-31"})
    found = fill(before, saying({Slot.CLOSE_DATE: read(*DAYS, text="03/04/2027")}), RULES)
    assert (values(found), doubts(found)) == ({}, {Slot.CLOSE_DATE: DAYS})
    assert found.draft.words["close_date"] == "03/04/2027"
    assert found.touched == {Slot.CLOSE_DATE}


@pytest.mark.parametrize(("chosen", "day"), [(0, DAYS[0]), (1, DAYS[1]), (-1, DAYS[1])])
def test_a_doubt_is_settled_by_picking_one(chosen: int, day: str) -> None:
    found = fill(EITHER_DAY, saying(chosen=chosen), RULES)
    assert (values(found)[Slot.CLOSE_DATE], doubts(found)) == (day, {})


@pytest.mark.parametrize("chosen", [2, 7, -3])
def test_what_is_not_on_offer_settles_nothing(chosen: int) -> None:
    assert fill(EITHER_DAY, saying(chosen=chosen), RULES).draft is EITHER_DAY


def test_a_doubt_is_settled_by_saying_it_clearly_or_something_else() -> None:
    for day in (*DAYS, "2027-06-30"):
        found = fill(EITHER_DAY, saying({Slot.CLOSE_DATE: read(day)}), RULES)
        assert (values(found)[Slot.CLOSE_DATE], doubts(found)) == (day, {})


def test_a_doubt_on_a_day_is_settled_by_naming_the_month() -> None:
    april = DateReading(text="April", span=(0, 5), start=date(2027, 4, 1), end=date(2027, 5, 1), value=date(2027, 4, 30))
    found = fill(EITHER_DAY, saying({Slot.CLOSE_DATE: read("2027-04-30", text="April")}, dates=(april,)), RULES)
    assert values(found)[Slot.CLOSE_DATE] == "2027-04-03"


def test_a_yes_settles_what_has_one_answer_and_nothing_else() -> None:
    yes = saying(acts=frozenset({Act.CONFIRM}))
    assert fill(EITHER_DAY, yes, RULES).draft is EITHER_DAY
    found = fill(draft(doubts={Slot.CLOSE_DATE: DAYS[:1]}), yes, RULES)
    assert values(found) == {Slot.CLOSE_DATE: DAYS[0]}


RANGE = draft(doubts={Slot.AMOUNT: ("40000", "60000")})


def test_fifty_after_forty_to_sixty_thousand_is_fifty_thousand() -> None:
    found = fill(RANGE, saying({Slot.AMOUNT: read("50", "50000")}), RULES)
    assert (values(found)[Slot.AMOUNT], doubts(found)) == ("50000", {})


def test_an_amount_that_is_on_offer_is_the_one_that_is_meant() -> None:
    found = fill(RANGE, saying({Slot.AMOUNT: read("60", "60000")}), RULES)
    assert values(found)[Slot.AMOUNT] == "60000"


def test_what_is_near_none_of_the_answers_stays_in_doubt() -> None:
    found = fill(RANGE, saying({Slot.AMOUNT: read("5", "5000")}), RULES)
    assert (values(found), doubts(found)) == ({}, {Slot.AMOUNT: ("5", "5000")})


def test_a_pick_answers_the_question_that_was_asked_and_no_other() -> None:
    two = draft(doubts={Slot.CLOSE_DATE: DAYS, Slot.AMOUNT: ("40000", "60000")})
    found = fill(two, saying(chosen=1), RULES)
    assert values(found) == {Slot.CLOSE_DATE: DAYS[1]}
    assert doubts(found) == {Slot.AMOUNT: ("40000", "60000")}


# ── contact ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

ANA = {Slot.CONTACT_NAME: "Ana Berg", Slot.CONTACT_EMAIL: "ana@acme.example", Slot.CONTACT_PHONE: "+4930123"}


def test_another_name_is_another_person() -> None:
    found = fill(draft(ANA), saying({Slot.CONTACT_NAME: read("Bo Lund"), Slot.CONTACT_EMAIL: read("bo@acme.example")}), RULES)
    assert values(found) == {Slot.CONTACT_NAME: "Bo Lund", Slot.CONTACT_EMAIL: "bo@acme.example"}


@pytest.mark.parametrize("slot", [Slot.CONTACT_EMAIL, Slot.CONTACT_PHONE])
def test_another_address_or_number_is_the_same_persons(slot: Slot) -> None:
    found = fill(draft(ANA), saying({slot: read("new@acme.example")}), RULES)
    assert values(found) == ANA | {slot: "new@acme.example"}


def test_the_same_name_again_changes_nothing() -> None:
    assert values(fill(draft(ANA), saying({Slot.CONTACT_NAME: read("Ana Berg")}), RULES)) == ANA


def test_a_name_that_comes_after_the_address_is_that_persons() -> None:
    known = {Slot.CONTACT_EMAIL: "ana@acme.example"}
    found = fill(draft(known), saying({Slot.CONTACT_NAME: read("Ana Berg")}), RULES)
    assert values(found) == known | {Slot.CONTACT_NAME: "Ana Berg"}


def test_a_name_that_cannot_be_taken_leaves_the_person_alone() -> None:
    found = fill(draft(ANA), saying({Slot.CONTACT_NAME: read("x" * 201)}), RULES)
    assert faults(found) == {Slot.CONTACT_NAME: "fault.too_long"}
    assert values(found) == ANA


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_day_that_is_past_is_asked_back_as_the_next_such_day() -> None:
    found = fill(draft(), saying({Slot.CLOSE_DATE: read("2026-03-31")}), RULES)
    assert faults(found) == {Slot.CLOSE_DATE: "fault.close_date.past"}
    assert (values(found), doubts(found)) == ({}, {Slot.CLOSE_DATE: ("2027-03-31",)})
    confirmed = fill(found.draft, saying(acts=frozenset({Act.CONFIRM})), RULES)
    assert (values(confirmed), faults(confirmed)) == ({Slot.CLOSE_DATE: "2027-03-31"}, {})


@pytest.mark.parametrize(
    ("past", "next_one"),
    [("2026-11-22", "2027-11-22"), ("2025-12-24", "2026-12-24"), ("2024-02-29", "2027-02-28"), ("1999-01-01", "2027-01-01")],
)
def test_the_next_such_day_is_the_first_that_is_not_past(past: str, next_one: str) -> None:
    found = fill(draft(), saying({Slot.CLOSE_DATE: read(past)}), RULES)
    assert doubts(found) == {Slot.CLOSE_DATE: (next_one,)}


def test_today_is_not_past() -> None:
    assert values(fill(draft(), saying({Slot.CLOSE_DATE: read(TODAY.isoformat())}), RULES)) == {Slot.CLOSE_DATE: "2026-11-23"}


@pytest.mark.parametrize(
    ("today", "latest"), [(date(2026, 11, 23), "2029-11-23"), (date(2026, 8, 31), "2029-08-31"), (date(2024, 2, 29), "2027-02-28")]
)
def test_the_latest_day_is_so_many_months_ahead(today: date, latest: str) -> None:
    rules = replace(RULES, today=today)
    assert faults(fill(draft(), saying({Slot.CLOSE_DATE: read(latest)}), rules)) == {}
    after = date.fromordinal(date.fromisoformat(latest).toordinal() + 1).isoformat()
    assert faults(fill(draft(), saying({Slot.CLOSE_DATE: read(after)}), rules)) == {Slot.CLOSE_DATE: "fault.close_date.far"}


@pytest.mark.parametrize(
    ("slot", "value", "fault"),
    [
        (Slot.AMOUNT, "0", "fault.amount"),
        (Slot.AMOUNT, "-5", "fault.amount"),
        (Slot.AMOUNT, "NaN", "fault.amount"),
        (Slot.AMOUNT, "Infinity", "fault.amount"),
        (Slot.AMOUNT, "much", "fault.amount"),
        (Slot.AMOUNT, "100000000.01", "fault.amount.most"),
        (Slot.AMOUNT, "9" * 60, "fault.amount.most"),
        (Slot.EMPLOYEES, "0", "fault.employees"),
        (Slot.EMPLOYEES, "1.5", "fault.employees"),
        (Slot.EMPLOYEES, "١٢", "fault.employees"),
        (Slot.EMPLOYEES, "10000001", "fault.employees"),
        (Slot.PRODUCT, "Perpetuum mobile", "fault.product"),
        (Slot.COMPANY, "!!!", "fault.company"),
        (Slot.COMPANY, "x" * 201, "fault.too_long"),
        (Slot.INDUSTRY, "x" * 201, "fault.too_long"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_there_stays(slot: Slot, value: str, fault: str) -> None:
    before = draft({Slot.COMPANY: "Acme", Slot.AMOUNT: "5", Slot.CURRENCY: "EUR", Slot.EMPLOYEES: "3"})
    found = fill(before, saying({slot: read(value)}), RULES)
    assert faults(found) == {slot: fault}
    assert found.draft is before


@pytest.mark.parametrize("value", ["0.01", "100000000", "45000.50"])
def test_any_real_amount_is_taken(value: str) -> None:
    assert values(fill(draft(), saying({Slot.AMOUNT: read(value)}), RULES))[Slot.AMOUNT] == value


def test_several_faults_are_told_together_and_the_rest_is_taken() -> None:
    said = {Slot.COMPANY: read("Acme"), Slot.AMOUNT: read("-1"), Slot.PRODUCT: read("Nothing")}
    found = fill(draft(), saying(said), RULES)
    assert faults(found) == {Slot.AMOUNT: "fault.amount", Slot.PRODUCT: "fault.product"}
    assert values(found) == {Slot.COMPANY: "Acme"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slot", Slot)
def test_words_that_cannot_be_read_as_what_was_asked_have_their_sentence(slot: Slot, language: str) -> None:
    found = fill(draft(), saying(invalid={slot: "upton at foods"}), replace(RULES, words=Words(language)))
    (fault,) = found.faults.values()
    assert Words(language)(fault.id, **fault.fields)
    assert values(found) == {}


def test_what_could_be_read_is_no_fault_beside_what_could_not() -> None:
    found = fill(draft(), saying({Slot.CONTACT_EMAIL: read("a@b.example")}, invalid={Slot.CONTACT_EMAIL: "a@"}), RULES)
    assert faults(found) == {}


# ── whatever is said ─────────────────────────────────────────────────────────────────────────────────────────────────────

plain = st.text(max_size=30)
canonical = {
    Slot.CLOSE_DATE: st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    Slot.AMOUNT: st.decimals(allow_nan=False, allow_infinity=False).map(lambda amount: f"{amount:f}") | st.just("NaN"),
}
messages = st.builds(
    Understanding,
    slots=st.dictionaries(st.sampled_from(Slot), st.none(), max_size=5).flatmap(
        lambda names: st.fixed_dictionaries(
            {
                slot: st.builds(
                    lambda one, others: SlotReading(value=one, text="said", alternatives=tuple(others)),
                    canonical.get(slot, plain),
                    st.lists(canonical.get(slot, plain), max_size=2),
                )
                for slot in names
            }
        )
    ),
    deals=st.just(()),
    clears=st.frozensets(st.sampled_from(Slot), max_size=2),
    invalid=st.just({}),
    chosen=st.none() | st.integers(-3, 3),
    acts=st.frozensets(st.sampled_from(Act), max_size=2),
    dates=st.just(()),
    money=st.just(()),
)


@given(st.lists(messages, max_size=5))
def test_a_draft_never_holds_a_value_and_a_doubt_of_it_nor_what_cannot_be_taken(said: list[Understanding]) -> None:
    current = draft()
    for message in said:
        found = fill(current, message, RULES)
        current = found.draft
        assert not current.values.keys() & current.doubts.keys()
        assert set(current.assumed) <= current.values.keys()
        assert set(current.words) <= current.values.keys() | current.doubts.keys()
        if Slot.AMOUNT.value in current.values:
            assert Decimal(current.values[Slot.AMOUNT.value]) > 0
            assert Slot.CURRENCY.value in current.values
        if Slot.CLOSE_DATE.value in current.values:
            assert date.fromisoformat(current.values[Slot.CLOSE_DATE.value]) >= TODAY
