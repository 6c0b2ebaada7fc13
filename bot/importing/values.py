"""One cell's text as a value: each reader returns it or raises Wrong with the reason, and a guess at what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar
from zoneinfo import available_timezones

from bot.importing.problems import quoted
from handlers.linking import read_address
from handlers.registration_form import customer_keys
from handlers.understanding.company_keys import decides, register_key
from handlers.understanding.countries import read_countries
from handlers.wording import LANGUAGES, Words
from program.policy_table import nearest

Code = TypeVar("Code", bound=StrEnum)

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_POINTED_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YES: Final = frozenset({"yes", "true", "1", "y", "x", "ja", "wahr"})
_NO: Final = frozenset({"no", "false", "0", "n", "nein", "falsch"})
_LONGEST: Final = 200
_LARGEST: Final = 10_000_000
#: Codes of the list of territories that are no country (unions, the United Nations, made-up places for tests).
_NO_COUNTRY: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
#: ISO 4217, what people pay in.
_CURRENCIES: Final = frozenset(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC
    CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD
    JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
    SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""".split()
)

_REGISTERED: Final = "HRB 12345, Amtsgericht München"


class Wrong(Exception):
    """The cell cannot be taken; the message says why and what to do."""


def text(cell: str) -> str:
    """Words as they are, at most 200 characters, all of them visible."""
    if len(cell) > _LONGEST:
        raise Wrong(f"has {len(cell)} characters; at most {_LONGEST} are allowed")
    if not cell.isprintable():
        raise Wrong(f"{quoted(cell)} has a character that cannot be shown")
    return cell


def slug(cell: str) -> str:
    """An id that people choose: small letters, digits and hyphens, at most 64."""
    if _SLUG.fullmatch(cell):
        return cell
    meant = re.sub(r"[^a-z0-9]+", "-", cell.casefold()).strip("-")[:64].strip("-")
    raise Wrong(f"{quoted(cell)} is not an id (small letters, digits and hyphens){_did_you_mean(meant)}")


def email(cell: str) -> str:
    """An e-mail address in lower case."""
    address = read_address(cell) if len(cell) <= 320 and cell.isprintable() else None
    if address is None:
        raise Wrong(f"{quoted(cell)} is not an e-mail address")
    return address


def country(cell: str) -> str:
    """An ISO 3166-1 alpha-2 code, in either case."""
    code = cell.upper()
    if code in _countries().values():
        return code
    named = read_countries(cell)
    near = nearest(cell.casefold(), _countries()) if len(cell) > len("XXX") else ""  # of a code, any guess is as good as another
    meant = named[0].code if named else _countries().get(near, "")
    raise Wrong(f"{quoted(cell)} is not a country code{_did_you_mean(meant)}")


@cache
def _countries() -> Mapping[str, str]:
    """The codes by the small-letter names of the countries in every language."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = [first + second for first in letters for second in letters if first + second not in _NO_COUNTRY]
    found: dict[str, str] = {}
    for language in LANGUAGES:
        words = Words(language)
        found |= {words.country(code).casefold(): code for code in codes if words.country(code) != code}
    return found


def currency(cell: str) -> str:
    """An ISO 4217 code, in either case."""
    code = cell.upper()
    if code in _CURRENCIES:
        return code
    raise Wrong(f"{quoted(cell)} is not a currency code such as EUR{_did_you_mean(nearest(code, _CURRENCIES))}")


def zone(cell: str) -> str:
    """An IANA time zone."""
    if cell in _zones():
        return cell
    lower = {name.casefold(): name for name in _zones()}
    meant = lower.get(nearest(cell.casefold().replace(" ", "_"), lower), "")
    raise Wrong(f"{quoted(cell)} is not a time zone such as Europe/Berlin{_did_you_mean(meant)}")


@cache
def _zones() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


def language(cell: str) -> str:
    """A language that the bot speaks."""
    code = cell.casefold()
    if code in LANGUAGES:
        return code
    raise Wrong(f"{quoted(cell)} is not a language of the bot; it speaks {' and '.join(LANGUAGES)}")


def yes(cell: str) -> bool:
    if cell.casefold() in _YES:
        return True
    if cell.casefold() in _NO:
        return False
    raise Wrong(f"{quoted(cell)} is neither yes nor no")


def code_of(codes: type[Code]) -> Callable[[str], Code]:
    """A reader of one of the codes; case does not count, and a space or hyphen stands for an underscore."""

    def read(cell: str) -> Code:
        wanted = re.sub(r"[\s-]+", "_", cell.casefold())
        for code in codes:
            if code.value == wanted:
                return code
        known = [code.value for code in codes]
        meant = nearest(wanted, known)
        raise Wrong(f"{quoted(cell)} is not known{_did_you_mean(meant) or '; it must be one of: ' + ', '.join(known)}")

    return read


Item = TypeVar("Item")


def several(read: Callable[[str], Item]) -> Callable[[str], tuple[Item, ...]]:
    """A reader of things between ";" or "|", each once, in their order, at least one."""

    def read_all(cell: str) -> tuple[Item, ...]:
        parts = [part.strip() for part in re.split(r"[;|]", cell)]
        found = tuple(dict.fromkeys(read(part) for part in parts if part))
        if not found:
            raise Wrong(f"{quoted(cell)} names nothing")
        return found

    return read_all


def whole(cell: str) -> int:
    """A whole number from 0 to ten million."""
    if cell.isascii() and cell.isdigit() and len(cell) < 10 and int(cell) <= _LARGEST:
        return int(cell)
    raise Wrong(f"{quoted(cell)} is not a whole number, written in digits alone")


def day_until(at: datetime) -> Callable[[str], date]:
    """A reader of a day that is not to come: 2026-01-31, or 31.01.2026."""
    return day_up_to(at.date())


def day_up_to(last: date) -> Callable[[str], date]:
    """The same up to a day and with it."""

    def read(cell: str) -> date:
        found = any_day(cell)
        if found > last:
            raise Wrong(f"{quoted(cell)} is still to come")
        return found

    return read


def any_day(cell: str) -> date:
    """A day, also one that is to come: 2026-01-31, or 31.01.2026."""
    found = _day(cell)
    if found is None:
        raise Wrong(f"{quoted(cell)} is not a date such as 2026-01-31")
    return found


def _day(cell: str) -> date | None:
    pointed = _POINTED_DAY.fullmatch(cell)
    try:
        if pointed:
            return date(int(pointed[3]), int(pointed[2]), int(pointed[1]))
        return date.fromisoformat(cell) if _ISO_DAY.fullmatch(cell) else None
    except ValueError:
        return None


def company(cell: str) -> str:
    """A company's name, with words in it by which the company can be told from others."""
    if not customer_keys(text(cell), None, None):
        raise Wrong(f"{quoted(cell)} is not a company's name")
    return cell


def domain(cell: str) -> str:
    """A company's own web domain, web address or e-mail address."""
    if not customer_keys("", text(cell), None):
        raise Wrong(
            f"{quoted(cell)} is not a web domain that belongs to one company, such as company.com; leave it empty if unknown"
        )
    return cell


def register_number(cell: str) -> str:
    """A number in a commercial register, with its court where numbers are kept court by court."""
    key = register_key(text(cell))
    if key is None:
        raise Wrong(f"{quoted(cell)} is not a register number that can be read, such as {_REGISTERED}; leave it empty if unsure")
    if not decides(key):
        raise Wrong(f"{quoted(cell)} needs its court, such as {_REGISTERED}: every court has such a number")
    return cell


def _did_you_mean(meant: str) -> str:
    return f"; did you mean {meant}?" if meant else ""
