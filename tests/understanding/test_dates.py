"""Days and periods as sellers write them; "today" is Tuesday, 10 November 2026, unless a test says otherwise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.dates import read_date_answer, read_dates

TODAY = date(2026, 11, 10)
MONTHS = "January February March April May June July August September October November December".split()
MONATE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()


def stored(text: str, today: date = TODAY) -> list[str]:
    """The days to store that are read in a text."""
    return [reading.value.isoformat() for reading in read_dates(text, today=today)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("May", "2027-05-31"),
        ("Juni 2028", "2028-06-30"),
        ("Q3", "2027-09-30"),
        ("this quarter", "2026-12-31"),
        ("nächstes Quartal", "2027-03-31"),
        ("next month", "2026-12-31"),
        ("nächste Woche", "2026-11-22"),
        ("2028", "2028-12-31"),
        ("H2/28", "2028-12-31"),
        ("2. Halbjahr 2028", "2028-12-31"),
        ("drittes Quartal 2028", "2028-09-30"),
        ("second quarter of next year", "2027-06-30"),
        ("FY28", "2028-12-31"),
        ("Geschäftsjahr 2028", "2028-12-31"),
        ("KW 7", "2027-02-21"),
        ("KW07/2028", "2028-02-20"),
        ("calendar week 20", "2027-05-23"),
        ("week 9 of 2028", "2028-03-05"),
        ("12. Kalenderwoche", "2027-03-28"),
    ],
)
def test_a_period_ends_with_its_last_day(words: str, day: str) -> None:
    assert stored(words) == [day]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("end of May", "2027-05-31"),
        ("Ende Juni", "2027-06-30"),
        ("end of Q2", "2027-06-30"),
        ("by the end of next quarter", "2027-03-31"),
        ("EOM", "2026-11-30"),
        ("EOQ", "2026-12-31"),
        ("bis Jahresende", "2026-12-31"),
        ("quarter-end", "2026-12-31"),
        ("Ende KW 7", "2027-02-21"),
        ("late April", "2027-04-30"),
        ("mid May", "2027-05-15"),
        ("Mitte Juli", "2027-07-15"),
        ("middle of Q2", "2027-05-15"),
        ("Mitte des nächsten Quartals", "2027-02-15"),
        ("Quartalsmitte", "2026-11-15"),
        ("mid 2028", "2028-06-30"),
        ("early May", "2027-05-10"),
        ("Anfang Juli", "2027-07-10"),
        ("Anfang Q3", "2027-07-31"),
        ("first half of June", "2027-06-15"),
        ("zweite Aprilhälfte", "2027-04-30"),
        ("erste Maiwoche", "2027-05-09"),
        ("first week of June", "2027-06-06"),
        ("letzte Woche im April", "2027-05-02"),
        ("later this year", "2026-12-31"),
        ("noch dieses Quartal", "2026-12-31"),
    ],
)
def test_a_part_of_a_period_has_its_day(words: str, day: str) -> None:
    assert stored(words) == [day]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2026-11-10"),
        ("übermorgen", "2026-11-12"),
        ("in 10 days", "2026-11-20"),
        ("in fünf Wochen", "2026-12-15"),
        ("in a month", "2026-12-10"),
        ("in einem halben Jahr", "2027-05-10"),
        ("in anderthalb Monaten", "2026-12-25"),
        ("in 1,5 Monaten", "2026-12-25"),
        ("in two and a half weeks", "2026-11-28"),
        ("in 3 to 5 weeks", "2026-12-15"),
        ("in zwei bis drei Monaten", "2027-02-10"),
        ("within 45 days", "2026-12-25"),
        ("innerhalb von 6 Wochen", "2026-12-22"),
        ("in the next three months", "2027-02-10"),
        ("in 1 year, 2 months and 3 days", "2028-01-13"),
        ("in 7 working days", "2026-11-19"),
        ("heute in zwei Wochen", "2026-11-24"),
        ("10 days after Easter", "2027-04-07"),
        ("zwei Wochen nach Ostern", "2027-04-11"),
        ("ten days from now", "2026-11-20"),
    ],
)
def test_a_length_of_time_counts_from_today_or_from_a_day(words: str, day: str) -> None:
    assert stored(words) == [day]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Thursday", "2026-11-12"),
        ("Tuesday", "2026-11-17"),  # today is one: it means the next
        ("diesen Donnerstag", "2026-11-12"),
        ("coming Monday", "2026-11-16"),
        ("next Thursday", "2026-11-19"),
        ("nächsten Donnerstag", "2026-11-19"),
        ("Thursday next week", "2026-11-19"),
        ("Freitag in drei Wochen", "2026-12-04"),
        ("Friday after next", "2026-11-20"),
        ("übernächsten Freitag", "2026-11-20"),
        ("second Monday in May", "2027-05-10"),
        ("letzter Freitag im April", "2027-04-30"),
        ("Friday the 13th", "2026-11-13"),
        ("Dienstag nach Ostern", "2027-03-30"),
    ],
)
def test_a_weekday_is_found(words: str, day: str) -> None:
    assert stored(words) == [day]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("8 July", "2027-07-08"),
        ("July 8th", "2027-07-08"),
        ("8. Juli", "2027-07-08"),
        ("8.7.", "2027-07-08"),
        ("am 08.07", "2027-07-08"),
        ("the eighth of July", "2027-07-08"),
        ("achter Juli", "2027-07-08"),
        ("twenty-second of July", "2027-07-22"),
        ("22. Juli 28", "2028-07-22"),
        ("8 Jul 2028", "2028-07-08"),
        ("8-Jul-2028", "2028-07-08"),
        ("2028-07-08", "2028-07-08"),
        ("08.07.28", "2028-07-08"),
        ("Saturday, July 8, 2028", "2028-07-08"),
        ("Sa., 08.07.2028", "2028-07-08"),
        ("22/07/2028", "2028-07-22"),
        ("07/22/2028", "2028-07-22"),
        ("the 20th of next month", "2026-12-20"),
        ("bis zum 20. des nächsten Monats", "2026-12-20"),
        ("by the 3rd", "2026-12-03"),
        ("07/2028", "2028-07-31"),
        ("29 February", "2028-02-29"),
    ],
)
def test_a_date_is_the_next_of_its_kind_unless_the_year_is_written(words: str, day: str) -> None:
    assert stored(words) == [day]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("before Christmas", "2026-12-24"),
        ("vor Ostern", "2027-03-27"),
        ("before the end of May", "2027-05-31"),
        ("vor dem Wochenende", "2026-11-13"),
        ("Silvester", "2026-12-31"),
        ("Thanksgiving", "2026-11-26"),
        ("Pfingstmontag 2028", "2028-06-05"),
        ("2. Advent", "2026-12-06"),
        ("the week before Christmas", "2026-12-20"),
        ("in the spring", "2027-05-31"),
        ("nächsten Sommer", "2027-08-31"),
    ],
)
def test_holidays_and_seasons_are_known(words: str, day: str) -> None:
    assert stored(words) == [day]


def test_a_range_is_stored_as_its_first_part_alone_would_be() -> None:
    (march_to_may,) = read_dates("closing between March and May", today=TODAY)
    assert (march_to_may.start, march_to_may.end) == (date(2027, 3, 1), date(2027, 6, 1))
    assert march_to_may.value == date(2027, 3, 31)
    assert stored("10.-15. Mai") == ["2027-05-10"]
    assert stored("from 4 to 9 June 2028") == ["2028-06-04"]
    assert stored("KW 10-12") == ["2027-03-14"]


def test_one_or_the_other_leaves_both_to_choose_from() -> None:
    (reading,) = read_dates("April oder Mai", today=TODAY)
    assert reading.alternatives == (date(2027, 5, 31), date(2027, 4, 30))


def test_a_numeric_date_that_reads_both_ways_says_so_the_day_first() -> None:
    (reading,) = read_dates("close 05/06/2028", today=TODAY)
    assert reading.value == date(2028, 6, 5)
    assert reading.alternatives == (date(2028, 6, 5), date(2028, 5, 6))


def test_the_month_comes_first_where_the_program_says_so() -> None:
    (reading,) = read_dates("close 05/06/2028", today=TODAY, day_first=False)
    assert reading.alternatives == (date(2028, 5, 6), date(2028, 6, 5))


@pytest.mark.parametrize("words", ["05.06.2028", "05/05/2028", "13/06/2028", "2028-05-06", "Tuesday 06/06/2028"])
def test_a_numeric_date_that_reads_one_way_is_certain(words: str) -> None:
    (reading,) = read_dates(words, today=TODAY)
    assert reading.alternatives == ()


def test_a_weekday_settles_which_of_two_dates_was_meant() -> None:
    (reading,) = read_dates("Saturday 05/06/2028", today=TODAY)  # 5 June is a Monday, 6 May a Saturday
    assert (reading.value, reading.alternatives) == (date(2028, 5, 6), ())


def test_a_day_that_is_over_is_read_only_with_its_year() -> None:
    (reading,) = read_dates("close 1 May 2026", today=TODAY)
    assert reading.value == date(2026, 5, 1)
    assert reading.explicit_year
    assert stored("we met last week, two months ago, yesterday") == []


def test_what_is_over_is_read_when_asked_for() -> None:
    past = [reading.value for reading in read_dates("commission for last quarter and for May", today=TODAY, past=True)]
    assert past == [date(2026, 9, 30), date(2026, 5, 31)]


def test_quarters_follow_the_fiscal_year_which_is_named_after_its_end() -> None:
    def fiscal(words: str) -> list[date]:
        return [reading.value for reading in read_dates(words, today=TODAY, fiscal_year_start=4)]

    assert fiscal("Q1") == [date(2027, 6, 30)]
    assert fiscal("end of this quarter") == [date(2026, 12, 31)]
    assert fiscal("FY28") == [date(2028, 3, 31)]
    assert fiscal("Q4 FY28") == [date(2028, 3, 31)]
    assert fiscal("next fiscal year") == [date(2028, 3, 31)]
    assert fiscal("end of the year") == [date(2026, 12, 31)]


@pytest.mark.parametrize(
    "words",
    [
        "call +49 30 12 34 567 or 030/1234-567",
        "tel 0711 30 12 20",
        "HRB 27028, 70173 Stuttgart",
        "Office 365 and Windows 11 for 30 users",
        "version 2.10 or release 4.12.",
        "ISO 27001, S/4, 24/7, 3/4 of them",
        "kim@may.example, www.march2027.example/1/2",
        "30 % off 12.5k EUR",
        "we may decide, so do it",
        "contact Jan Visser, August Huber or June Carter",
        "Herr Sommer and Frau Mai",
        "Freitag GmbH, Sunday Ltd, März AG",
        "Sun Microsystems",
        "the second one, the 3rd option",
        "for 12 months, 2 more weeks",
        "in den nächsten Wochen",
        "have a nice weekend",
        "in 2000 Fällen",
        "30 February, 31.11., 99.99.2027, 29.02.2027",
        "29 February 2027",
        "in 99999 years",
        "",
    ],
)
def test_what_is_no_date_is_not_read_as_one(words: str) -> None:
    assert stored(words) == []


def test_dates_are_found_in_a_message_in_written_order_with_their_words() -> None:
    text = "Elbe Optik GmbH (Jan Petersen, +49 40 5550 12), 25 users, 18k EUR by mid May; kick-off 1 June, go live in Q3 2027."
    readings = read_dates(text, today=TODAY)
    assert [reading.text for reading in readings] == ["mid May", "1 June", "Q3 2027"]
    assert all(text[slice(*reading.span)] == reading.text for reading in readings)


@pytest.mark.parametrize(
    ("answer", "day"), [("April", date(2027, 4, 3)), ("3 April", date(2027, 4, 3)), ("I meant the 4th", date(2027, 3, 4))]
)
def test_an_answer_settles_which_of_two_days_was_meant(answer: str, day: date) -> None:
    reading = read_date_answer(answer, today=TODAY, candidates=(date(2027, 4, 3), date(2027, 3, 4)))
    assert reading is not None
    assert reading.value == day


@pytest.mark.parametrize("answer", ["yes, 2027", "2027", "ja, nächstes Jahr"])
def test_an_answer_moves_a_refused_day_to_another_year(answer: str) -> None:
    reading = read_date_answer(answer, today=TODAY, candidates=(date(2026, 2, 12),))
    assert reading is not None
    assert reading.value == date(2027, 2, 12)


def test_an_answer_may_name_another_day() -> None:
    reading = read_date_answer("no, 12 June 2027", today=TODAY, candidates=(date(2027, 4, 3), date(2027, 3, 4)))
    assert reading is not None
    assert reading.value == date(2027, 6, 12)


def test_an_answer_without_a_day_is_none() -> None:
    assert read_date_answer("yes please", today=TODAY, candidates=(date(2026, 2, 12),)) is None


def test_a_bare_length_answers_when() -> None:
    reading = read_date_answer("6 weeks", today=TODAY)
    assert reading is not None
    assert reading.value == TODAY + timedelta(weeks=6)


days = st.dates(min_value=date(1995, 1, 1), max_value=date(2190, 12, 31))


@given(day=days, today=days)
def test_a_date_written_out_is_read_back(day: date, today: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
        f"am {day.day}. {MONATE[day.month - 1]} {day.year}",
    ):
        (reading,) = read_dates(text, today=today)
        assert (reading.start, reading.end, reading.value) == (day, day + timedelta(days=1), day)
        assert reading.explicit_year


@given(day=days, today=days)
def test_a_date_without_a_year_is_the_next_one(day: date, today: date) -> None:
    (reading,) = read_dates(f"{day.day}. {MONATE[day.month - 1]}", today=today)
    assert (reading.value.day, reading.value.month) == (day.day, day.month)
    assert reading.value >= today
    assert (reading.value - today).days <= 366 * 8


words = st.sampled_from(
    "end of mid next this Q1 H2 KW 7 12 31 2027 March may Freitag fri nächsten Quartal week weeks in before vor nach Weihnachten "
    "from to bis and or the first last 15. 15.03. 03/04/2027 , . - – / ( \n 50k EUR Jan today months a half FY27 ago".split(" ")
)


@given(text=st.lists(words, max_size=14).map(" ".join) | st.text(max_size=80), today=days)
def test_readings_never_overlap_and_quote_the_text(text: str, today: date) -> None:
    end = 0
    for reading in read_dates(text, today=today):
        assert end <= reading.span[0] < reading.span[1]
        end = reading.span[1]
        assert reading.text == text[slice(*reading.span)]
        assert reading.start < reading.end
        assert reading.start <= reading.value <= reading.end
        assert reading.alternatives == () or reading.alternatives[0] == reading.value
        assert reading.explicit_year or reading.end > today


@pytest.mark.parametrize("piece", ["a", "1", "1-", "1 ", "end of ", "q1 - ", "next march ", "a@ ", "in 1 year ", "\n", "feb 29 "])
def test_a_very_long_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + " | 5 June 2027"
    assert stored(text)[-1:] == ["2027-06-05"]
