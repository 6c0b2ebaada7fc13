"""The bot's words: message catalogues in English and German, with numbers, money and dates as each language writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from program.money import Money, minor_digits
from program.partners import Member

LANGUAGES: Final = ("en", "de")
#: Day before month in both languages: the same date never reads two ways to two people of one program.
_LOCALES: Final = {"en": Locale("en", "GB"), "de": Locale("de", "DE")}
_WEEKDAY: Final = {"en": "EEEE, d MMMM", "de": "EEEE, d. MMMM"}
_CATALOGUES: Final = Path(__file__).parent / "locale"


@cache
def _catalogue(language: str) -> GNUTranslations:
    with (_CATALOGUES / language / "LC_MESSAGES" / "partnerbot.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


class Words:
    """One reader's language and time zone. `Words("de")("help.title")` is the sentence of that id with its fields filled in."""

    def __init__(self, language: str, zone: str = "UTC") -> None:
        self.language = language if language in LANGUAGES else "en"
        self.zone = zone
        self._locale = _LOCALES[self.language]
        self._catalogue = _catalogue(self.language)

    @classmethod
    def of(cls, member: Member) -> Words:
        """The words for a member."""
        return cls(member.language, member.zone)

    def __call__(self, id: str, /, **fields: str) -> str:
        """The sentence; fields are put in as they are. KeyError for an id that the catalogue does not have."""
        sentence = self._catalogue.gettext(id)
        if sentence == id:
            raise KeyError(id)
        return sentence.format_map(fields)

    def count(self, id: str, n: int, /, **fields: str) -> str:
        """The sentence in the number that goes with `n`, which fills the field {n}."""
        sentence = self._catalogue.ngettext(id, id, n)
        if sentence == id:
            raise KeyError(id)
        return sentence.format_map({"n": self.number(n), **fields})

    def money(self, money: Money) -> str:
        """45,000 EUR or 45.000 EUR; with its cents only when there are any; with a true minus."""
        digits = 0 if money.amount == money.amount.to_integral_value() else minor_digits(money.currency)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return f"{format_decimal(money.amount, format=pattern, locale=self._locale)} {money.currency}".replace("-", "−")

    def number(self, value: int | Decimal) -> str:
        return format_decimal(value, locale=self._locale)

    def percent(self, share: Decimal) -> str:
        """63%, 63 %: in whole per cent; `share` is 0 to 1."""
        return format_percent(share, locale=self._locale)

    def rate(self, percent: Decimal) -> str:
        """26.5%, 26,5 %: `percent` is 0 to 100, exact."""
        return format_percent(
            percent / 100, format="#,##0.####" + ("\u00a0%" if self.language == "de" else "%"), locale=self._locale
        )

    def month(self, day: date) -> str:
        """October 2026, Oktober 2026."""
        return format_date(day, format="MMMM yyyy", locale=self._locale)

    def short_month(self, day: date) -> str:
        """Oct 26, Okt. 26: for charts."""
        return format_date(day, format="MMM yy", locale=self._locale)

    def day(self, day: date) -> str:
        """31 March 2027, 31. März 2027."""
        return format_date(day, format="long", locale=self._locale)

    def short_day(self, day: date) -> str:
        """31 Mar 2027, 31.03.2027: for tables."""
        return format_date(day, format="medium", locale=self._locale)

    def weekday(self, day: date) -> str:
        """Wednesday, 25 November; Mittwoch, 25. November: for days that are near."""
        return format_date(day, format=_WEEKDAY[self.language], locale=self._locale)

    def moment(self, at: datetime) -> str:
        """Day and time in the reader's zone."""
        local = at.astimezone(ZoneInfo(self.zone))
        return f"{self.short_day(local.date())}, {format_time(local.time(), format='short', locale=self._locale)}"

    def hour(self, hour: int) -> str:
        """17:00: a full hour of a day, 24 for its end."""
        return format_time(time(hour % 24), format="short", locale=self._locale)

    def country(self, code: str) -> str:
        return str(self._locale.territories.get(code, code))

    def either(self, items: Sequence[str]) -> str:
        """a, b or c."""
        return format_list(list(items), style="or", locale=self._locale)

    def all_of(self, items: Sequence[str]) -> str:
        """a, b and c."""
        return format_list(list(items), style="standard", locale=self._locale)


def both(say: Callable[[Words], str]) -> str:
    """The sentence in every language, for where nobody knows the reader's yet."""
    return " · ".join(say(Words(language)) for language in LANGUAGES)
