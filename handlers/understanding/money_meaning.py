"""What the words of an amount mean together, one function for each kind of phrase: figures, magnitudes, currencies, ranges."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from handlers.understanding.cascade import Made, Token
from handlers.understanding.money_words import Scale

_ONE: Final = Decimal(1)
_THOUSAND: Final = Decimal(1000)
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:([.,'’])\d{3})(?:\1\d{3})*")
_INDIAN: Final = re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}")
_DECIMAL: Final = re.compile(r"(\d[\d.,'’]*)([.,])(\d+)")
_SPACED_GROUP: Final = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
Part = Token | None


class Amount(NamedTuple):
    """An amount while it is read: `value` is `written` times `scale`; `decimal` is what a lone separator may mean instead.

    A tuple, because several are made for each number: a frozen dataclass takes three times as long to make.
    """

    value: Decimal
    written: Decimal
    scale: Decimal = _ONE
    currency: str | None = None
    upper: Decimal | None = None
    others: tuple[Decimal, ...] = ()
    decimal: Decimal | None = None
    digits: str = ""
    explicit: bool = True


def plain(value: Decimal, digits: str = "", *, decimal: Decimal | None = None) -> Amount:
    """An amount in units, as written."""
    return Amount(value=value, written=value, digits=digits, decimal=decimal)


def figure(digits: str) -> Amount | None:
    """The number that digits with separators mean, thousands parted in any of the usual ways; None when they are no number.

    One separator before exactly three digits parts thousands ("1.200"); `decimal` keeps that it might be a point.
    """
    if digits.isdigit():
        return plain(Decimal(digits), digits) if digits[0] != "0" or digits == "0" else None
    if _GROUPED.fullmatch(digits) or _INDIAN.fullmatch(digits):
        whole = Decimal(re.sub(r"\D", "", digits))
        lone = sum(not sign.isdigit() for sign in digits) == 1 and digits[-4] in ".,"
        return plain(whole, digits, decimal=Decimal(digits.replace(",", ".")) if lone else None)
    decimal = _DECIMAL.fullmatch(digits)
    if decimal is None or decimal[2] in decimal[1]:
        return None
    head = decimal[1]
    parted = head.isdigit() or _GROUPED.fullmatch(head) or _INDIAN.fullmatch(head)
    if not parted or (len(head) > 1 and head[0] == "0"):
        return None
    return plain(Decimal(re.sub(r"\D", "", head) + "." + decimal[3]), digits)


def of_kind(parts: tuple[Part, ...], kinds: str) -> list[Token]:
    """The tokens of those kinds, in written order."""
    return [part for part in parts if part is not None and part.kind in kinds]


def amount_of(token: Token) -> Amount:
    """The amount of a number, in figures or in words."""
    return token.value if isinstance(token.value, Amount) else plain(token.value)


def not_money(_: object, *parts: Part) -> Made:
    return "x", None


# Numbers in words, thousands parted by spaces


def twenty_five(_: object, ten: Token, one: Token) -> Made:
    return ("t", ten.value + one.value) if ten.value % 10 == 0 and one.value < 10 else None


def hundreds(_: object, count: Token, _hundred: Token, _and: Part, rest: Part) -> Made:
    number = amount_of(count).value
    return ("N", plain(number * 100 + (rest.value if rest else 0))) if number < 100 else None


def spaced(_: object, first: Token, *rest: Part) -> Made:
    """As in "64 000": one space between, groups of three after the first."""
    groups = of_kind((first, *rest), "njz")
    digits = [group.value.digits for group in groups]
    close = all(after.start - before.end == 1 for before, after in pairwise(groups))
    if not close or not (digits[0].isdigit() and len(digits[0]) <= 3):
        return None
    if not all(_SPACED_GROUP.fullmatch(group) for group in digits[1:]) or not all(group.isdigit() for group in digits[1:-1]):
        return None
    whole = Decimal("".join(digits).replace(",", "."))
    return "n", plain(whole, "".join(digits))


# Magnitudes


def scaled(_: object, count: Token, scale: Token) -> Made:
    """As in "1,2 Mio", "45k", "fifty thousand"."""
    return "A", _times(amount_of(count), scale.value)


def _times(amount: Amount, scale: Scale) -> Amount:
    others: tuple[Decimal, ...] = ()
    if amount.decimal is not None:
        comma = "," in amount.digits
        as_decimal = scale.factor > _THOUSAND and comma == scale.german
        unclear = not as_decimal and (scale.factor > _THOUSAND) == scale.german
        written = amount.decimal if as_decimal else amount.written
        if unclear:
            others = (amount.written * scale.factor, amount.decimal * scale.factor)
        amount = amount._replace(written=written, decimal=None)
    return amount._replace(value=amount.written * scale.factor, scale=scale.factor, others=others)


def one_scaled(_: object, *parts: Part) -> Made:
    """As in "a million": said of thanks as well as of money, so a currency must follow."""
    return "V", _times(plain(_ONE), of_kind(parts, "s")[0].value)


def fraction(_: object, *parts: Part) -> Made:
    """As in "half a million", "eine halbe Million", "three quarters billion", "one and a half million"."""
    share = of_kind(parts, "v4")[0]
    counts = of_kind(parts, "njNwt")
    number = amount_of(counts[0]).value if counts else _ONE
    written = number + share.value if of_kind(parts, "&") else number * share.value
    return "A", _times(plain(written), of_kind(parts, "s")[0].value)


def summed(_: object, first: Token, _and: Part, second: Token) -> Made:
    """As in "two million five hundred thousand"."""
    large, small = first.value, second.value
    fits = large.scale > small.scale and not large.digits and not small.digits and small.value < large.scale
    return ("A", large._replace(value=large.value + small.value)) if fits else None


# Currencies


def one_currency(_: object, *parts: Part) -> Made:
    """As in "AUD$", "US $", "kanadische Dollar", "C $": two words for one currency."""
    names = [part.value for part in parts if part is not None]
    if names[0] is None:  # the letter "c"
        return ("c", "CAD") if names[1] == "$" else None
    named = [name for name in names if name != "$"]
    fits = len(set(named)) <= 1 or (parts[0] is not None and parts[0].kind == "y")
    return ("c", named[0] if named else "$") if fits else None


def with_currency(_: object, *parts: Part) -> Made:
    """An amount beside its currency, on either side."""
    amount = amount_of(of_kind(parts, "njNAwtVe")[0])
    name = of_kind(parts, "c")[0].value
    return "M", amount._replace(currency=name, decimal=None)


def with_scaled_currency(_: object, *parts: Part) -> Made:
    """As in "18 TEUR", "k€ 40"."""
    amount = amount_of(of_kind(parts, "njNwt")[0])
    currency, factor = of_kind(parts, "k")[0].value
    return "M", _times(amount, Scale(factor, german=True))._replace(currency=currency)


def currency_again(_: object, money: Token, *parts: Part) -> Made:
    """As in "£94.50 GBP", "$80 CAD"."""
    name = of_kind(parts, "cy")[-1].value
    fits = money.value.currency in ("$", name) or name == "$"
    return ("M", money.value._replace(currency=name if money.value.currency == "$" else money.value.currency)) if fits else None


def with_cents(_: object, *parts: Part) -> Made:
    """As in "20 dollars 43 cents", "15 dollars and 50"."""
    money, minor = of_kind(parts, "M")[0].value, amount_of(of_kind(parts, "njNwte")[0])
    cents = minor.value
    whole = money.scale == 1 and money.upper is None and money.value == int(money.value)
    small = (minor.digits.isdigit() or not minor.digits) and 0 < cents < 100 and (money.value < 1000 or bool(of_kind(parts, "m")))
    return ("M", money._replace(value=money.value + cents / 100)) if whole and small else None


# Ranges and bare numbers


def from_to(_: object, *parts: Part) -> Made:
    """As in "40 to 60k EUR", "700-750k": the magnitude and currency of one bound are those of the other, where it has none."""
    low_word, high_word = of_kind(parts, "njNAwtM")
    to = of_kind(parts, "-=&")[0]
    low, high = amount_of(low_word), amount_of(high_word)
    if to.kind == "=" and to.value != "to" and high_word.kind in "njwt" and low_word.kind in "AM":
        return None  # "10k – 15 January"
    if low.currency and high.currency and low.currency != high.currency:
        return None
    low, high = _sharing(low, high), _sharing(high, low)
    if low.value >= high.value:
        return None
    kind = "M" if low_word.kind in "AM" or high_word.kind in "AM" else "B"
    return kind, low._replace(upper=high.value, currency=low.currency or high.currency, decimal=None)


def _sharing(one: Amount, other: Amount) -> Amount:
    """The one in the other's magnitude, when it has none of its own and that leaves the two comparable."""
    comparable = one.scale == 1 and other.scale > 1 and other.written / 100 < one.written < other.written * 100
    fits = comparable and one.written < 1000 and (one.written < other.written or one.written > other.written)
    return _times(one, Scale(other.scale)) if fits else one


def after_cue(_: object, *parts: Part) -> Made:
    """As in "amount: 50", "Volumen 48.000": money by what is said before it."""
    amount = amount_of(of_kind(parts, "njNwtAVB")[0])
    return "M", bare(amount) if of_kind(parts, "njNwtB") else amount


def bare(amount: Amount) -> Amount:
    """A number without currency or magnitude: below a thousand it may be thousands, "1.200" may be a decimal number."""
    others: tuple[Decimal, ...] = ()
    if amount.decimal is not None and len(amount.digits) == 5 and "." in amount.digits:
        others = (amount.value, amount.decimal)
    elif 0 < amount.value < 1000 and amount.scale == 1:
        others = (amount.value, amount.value * 1000)
    return amount._replace(others=others, decimal=None)


def maybe(_: object, number: Token) -> Made:
    """A number that stands alone between commas, or whose thousands are parted: it only might be money."""
    amount: Amount = number.value
    grouped = len(amount.digits) > 4 and not amount.digits.isdigit() and amount.value == int(amount.value)
    fits = 1000 <= amount.value < 1_000_000_000 and (grouped or number.kind == "n")
    return ("M", bare(amount)._replace(explicit=False)) if fits else None


def maybe_grouped(context: object, number: Token) -> Made:
    return maybe(context, number) if not number.value.digits.isdigit() and number.value.value == int(number.value.value) else None
