"""The rules by which date words become days, in the order in which they apply: to teach the reader a turn of phrase, add a line.

Each rule names kinds of words (`dates_words.NAMES`) and the function that says what they mean together.
"""

from __future__ import annotations

from typing import Final

from handlers.understanding import dates_lengths as lengths
from handlers.understanding import dates_meaning as means
from handlers.understanding import dates_periods as periods
from handlers.understanding.cascade import Grammar, Rule
from handlers.understanding.dates_words import NAMES

R = Rule

_NOT_DATES: Final = (
    R("number counted", means.not_a_date),
    R("number currency", means.not_a_date),
    R("currency number ![month]", means.not_a_date),
    R("weak_date counted", means.not_a_date),
    R("weak_date currency", means.not_a_date),
    R("nameable legal_form", means.not_a_date),
    R("title nameable", means.not_a_date),
    R("<![name_cue] name_month [capital]", means.not_a_date),
)

_NUMBERS: Final = (
    R("tens ones", means.twenty_five),
    R("tens nth_word", means.twenty_fifth),
    R("plain_number plain_number", means.not_a_date),
)

_LENGTHS: Final = (
    R("number to number unit", lengths.upper_length),
    R("number and number unit", lengths.upper_length),
    R("number unit", lengths.length),
    R("one half one_unit", lengths.half_length),
    R("half one? one_unit", lengths.half_length),
    R("one one_unit ![beside]", lengths.length),
    R("length comma? and? length", lengths.longer),
)

_DAYS: Final = (
    R("day to day of? month", means.days_of_month),
    R("numeral slash numeral of? month", means.days_of_month),
    R("from day and day of? month", means.days_of_month),
    R("month day to day", means.days_of_month),
    R("month from day and day", means.days_of_month),
    R("day of? slash? month comma? slash? in_of? year", means.day_month_year),
    R("day of? slash? month slash? two_digits", means.day_month_year),
    R("month comma? slash? of? day join? comma? of? year", means.day_month_year),
    R("long_year slash? month slash? day", means.day_month_year),
    R("day join? long_year join? month", means.day_month_year),
    R("month join? long_year join? late_day", means.day_month_year),
    R("day of? slash? month", means.day_month),
    R("month comma digit_ordinal", means.day_month),
    R("month slash? day", means.day_month),
    R("month comma? slash? of? year", means.month_year),
    R("long_year join? month", means.month_year),
    R("<![join_or_week] ones join long_year", means.month_number_year),
    R("from month and month", periods.months_between),
    R("month join month", periods.months_between),
    R("month and month", periods.months_between),
    R("numeral join weak_date", means.days_before),
    R("numeral join again", means.days_before),
    R("numeral join fixed", means.days_before),
    R("weekday comma? day_mark day_mark", means.ordinals),
    R("<[on] day_mark slash? day_mark", means.ordinals),
    R("weekday comma? in_on? dated", means.weekday_of_date),
    R("dated aside? weekday", means.weekday_of_date),
    R("weekday comma? late_day ![other]", means.weekday_day),
)

_WEEKDAYS: Final = (
    R("plain_weekday after relative", means.after_next),
    R("unit after relative", means.after_next),
    R("number plain_weekday from_now", means.weekdays_from_now),
    R("plain_weekday comma? in length", lengths.when_in_length),
    R("plain_weekday comma? length from_now", lengths.when_in_length),
    R("day_name in length", lengths.from_day_name),
    R("in length in_on? plain_weekday", lengths.when_in_length),
    R("length from_now comma? in_on? plain_weekday", lengths.when_in_length),
    R("relative weekday", means.relative_again),
    R("relative month", means.relative_again),
    R("relative again", means.relative_again),
    R("relative named", means.relative_again),
    R("relative season", means.relative_again),
)

_UNITS: Final = (
    R("number relative unit", lengths.two_upcoming_weeks),
    R("relative length", lengths.within_length),
    R("within relative? length", lengths.within_length),
    R("from_now relative one_unit", periods.later_this),
    R("relative one_unit", periods.relative_unit),
    R("week week_digits join? in_of? comma? year", periods.week_of_year),
    R("one_unit week_digits join? in_of? comma? year", periods.week_of_year),
    R("week week_digits to week_digits", periods.weeks),
    R("week week_digits slash two_digits", periods.week_of_year),
    R("week week_digits", periods.week_number),
    R("digit_ordinal week", periods.week_number),
    R("one_unit plain_number", periods.week_number),
    R("one_unit year", periods.named_year),
    R("one_unit two_digits", periods.named_year),
    R("ordinal advent", periods.advent_sunday),
    R("named join? year", periods.quarter_year),
    R("named join? two_digits", periods.quarter_year),
    R("long_year join? named", periods.quarter_year),
    R("named one_unit year", periods.quarter_year),
    R("named one_unit two_digits", periods.quarter_year),
)

_COUNTED: Final = (
    R("ordinal unit", periods.nth_unit),
    R("ordinal half", periods.nth_unit),
    R("ordinal plain_weekday", periods.nth_unit),
)

_ALONE: Final = (
    R("<[month_cue] weak_month", means.lift),
    R("<[pause] weak_month $", means.lift),
    R("<[pause] weak_month [pause]", means.lift),
    R("<[season_cue] season", means.lift),
    R("season [year]", means.lift),
    R("<[day_cue] weak_weekday ![capital]", means.lift),
    R("day_name weak_date", periods.inner),
    R("<[day_cue] weak_date ![other]", means.lift),
    R("liftable", means.lift),
)

_WITHIN: Final = (
    R("again comma? in_of? year", means.year_of),
    R("from day join day in_of? fixed", periods.days_within),
    R("day to day in_of? fixed", periods.days_within),
    R("nth in_of? when", periods.nth_within),
    R("nth in_of? year", periods.nth_within),
    R("nth in_of? one_unit", periods.nth_of_this),
    R("nth after when", periods.nth_weekday_after),
    R("nth", periods.nth_alone),
    R("day of fixed", periods.day_within),
    R("digit_ordinal fixed", periods.day_within),
    R("day of one_unit", periods.day_of_this),
    R("part slash part of? when", periods.two_parts_of),
    R("part of? when", periods.part_of),
    R("part of? year", periods.part_of),
    R("part of? one_unit", periods.part_of_this),
    R("one_unit part", periods.part_of_this),
    R("again to? part", periods.part_of),
    R("again comma? in_of? year", means.year_of),
    R("again in length", lengths.when_in_length),
    R("again length from_now", lengths.when_in_length),
    R("fixed from? numeral to numeral", periods.days_within),
    R("when aside? linking? when", periods.inner),
)

_OFFSETS: Final = (
    R("<[day_article] digit_ordinal ![other]", means.day_alone),
    R("length after_from when", lengths.length_after),
    R("when plus length", lengths.length_after),
    R("again after when", periods.weekday_after),
    R("unit after when", periods.unit_beside),
    R("one? one_unit before when", periods.unit_beside),
    R("one_unit of when", periods.unit_of),
    R("before length", lengths.ago),
    R("length ago", lengths.ago),
    R("length from_now", lengths.in_length),
    R("in length ![after_from]", lengths.in_length),
    R("plus length", lengths.in_length),
    R("when aside? linking? when", periods.inner),
    R("before when", periods.before),
    R("before one_unit", periods.before_this),
    R("after when", periods.after),
)

_RANGES: Final = (
    R("<[from] year join year", periods.from_to),
    R("from year and year", periods.from_to),
    R("<[on] year to year", periods.from_to),
    R("^ year to year $", periods.from_to),
    R("<[from] year to when", periods.from_to),
    R("from year and when", periods.from_to),
    R("<[from] when to year", periods.from_to),
    R("from when and year", periods.from_to),
    R("from when and when", periods.from_to),
    R("when join when", periods.from_to),
    R("when and when", periods.from_to),
    R("<[year_cue] year ![other]", means.lift_year),
    R("<[on] one_unit", periods.weekend),
)

_WHOLE: Final = (
    R("^ weak $", means.lift),
    R("^ year $", means.lift_year),
    R("^ one_unit $", periods.this_unit),
    R("^ length $", lengths.in_length),
    R("^ digit_ordinal $", means.day_alone),
    R("^ small join small $", means.numbers_alone),
    R("<[on] small to small ![other]", means.numbers_alone),
)

#: In this order: each rule sees what those before it have made.
GRAMMAR: Final = Grammar(
    (*_NOT_DATES, *_NUMBERS, *_LENGTHS, *_DAYS, *_WEEKDAYS, *_UNITS, *_COUNTED, *_ALONE, *_WITHIN, *_OFFSETS, *_RANGES, *_WHOLE),
    NAMES,
)
