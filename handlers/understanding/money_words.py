"""The words that amounts are made of, English and German: to teach the reader a word, add it to a line here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from handlers.understanding.number_words import CARDINALS, ENGLISH_TENS, spellings

#: The names that rules use, and the kinds of words each takes.
NAMES: Final = {
    "number": "nj", "group": "njz", "year": "j", "plain": "n", "figures": "njA", "countable": "njNwt", "amount": "njNAwtV", "bound": "njNAwtM", "bare": "njN",
    "word": "wt", "ones": "w", "tens": "t", "hundred": "h", "scale": "s", "scaled": "A", "vague": "V", "one": "e", "half": "v", "quarter": "4",
    "currency": "c", "nationality": "y", "scaled_currency": "k", "unit_after": "cks", "minor": "m", "money": "M", "sum": "AM", "and": "&",
    "to": "-=", "comma": ",", "from": "f", "cue": "b", "colon": ":", "about": "o", "per": "p", "counted": "u", "percent": "%", "gap": ",|=",
    "not_alone": "xubeyk", "range": "B", "count_words": "njwtN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """An order of magnitude; after a German word for it a dot parts thousands ("1.250 Mio."), after another it may be a point."""

    factor: Decimal
    german: bool = False


_THOUSAND: Final = Decimal(1000)
_MILLION: Final = Decimal(1_000_000)

#: Orders of magnitude.
_SCALES: Final = (
    (Decimal(100), "hundred"),
    (_THOUSAND, "k thousand thousands grand tausend tsd tausender mille"),
    (_MILLION / 4, "viertelmillion"),
    (_MILLION, "mio mil mill million millions millionen mln mn miljon miljoner millioner milioni millones"),
    (1000 * _MILLION, "mrd milliarde milliarden bn billion"),
    (_MILLION * _MILLION, "trillion billionen"),
    (100 * _THOUSAND, "lakh lakhs lac lacs"),
    (10 * _MILLION, "crore crores cr"),
)

#: Orders of magnitude that may mean something else: "m" only right after the number, the others only before a currency.
LETTER_SCALES: Final = {"m": _MILLION, "b": 1000 * _MILLION, "t": _THOUSAND, "kilo": _THOUSAND, "mm": _MILLION}

_GERMAN_SCALES: Final = frozenset("mio millionen mrd milliarde milliarden tsd tausend".split())

#: currency, words that mean it wherever they stand.
_CURRENCIES: Final = (
    ("EUR", "€ eur euro euros euor eruo"),
    ("USD", "$ us$ usd dollar dollars dolar dolars bucks buck us-dollar us-dollars greenbacks"),
    ("GBP", "£ gbp pound pounds quid pfund sterling"),
    ("CHF", "chf franken sfr francs stutz"),
    ("INR", "₹ inr rupee rupees rs rupie rupien"),
    ("JPY", "¥ jpy yen"),
    ("CNY", "cny rmb yuan renminbi 元"),
    ("PLN", "pln zł zl zloty złoty zlotys"),
    ("CZK", "czk kč"),
    ("SEK", "sek"),
    ("NOK", "nok"),
    ("DKK", "dkk"),
    ("HUF", "huf forint"),
    ("CAD", "cad c$ ca$"),
    ("AUD", "aud a$ au$"),
    ("NZD", "nz$"),
    ("SGD", "s$"),
    ("HKD", "hk$"),
    ("BRL", "r$"),
    ("ILS", "₪"),
    ("KRW", "₩"),
    ("TRY", "₺"),
)

#: Codes that are words in small letters: they count only as written here.
_CODES: Final = frozenset(
    "NZD SGD HKD BRL ILS KRW TRY AED SAR QAR ZAR MXN RON BGN ISK THB MYR IDR PHP VND UAH EGP NGN KES ARS CLP COP KWD BHD TWD".split()
)

#: Whose dollar, franc or crown.
_NATIONALITIES: Final = {
    "us": "USD", "u.s": "USD", "american": "USD", "amerikanische": "USD", "amerikanischen": "USD", "canadian": "CAD", "kanadische": "CAD",
    "kanadischen": "CAD", "kanadischer": "CAD", "australian": "AUD", "australische": "AUD", "australischen": "AUD", "swiss": "CHF",
    "schweizer": "CHF", "swedish": "SEK", "schwedische": "SEK", "schwedischen": "SEK", "norwegian": "NOK", "norwegische": "NOK",
    "norwegischen": "NOK", "danish": "DKK", "dänische": "DKK", "dänischen": "DKK", "british": "GBP", "britische": "GBP", "britischen": "GBP",
    "indian": "INR", "indische": "INR", "indischen": "INR", "singapore": "SGD", "hong kong": "HKD", "new zealand": "NZD",
}  # fmt: skip

#: kind, meaning, words.
_WORDS: Final[tuple[tuple[str, Any, str], ...]] = (
    ("k", ("EUR", _THOUSAND), "teur keur t€ k€"),
    ("k", ("EUR", _MILLION), "meur m€ mioeur mio€"),
    ("k", ("USD", _THOUSAND), "tusd kusd k$"),
    ("k", ("USD", _MILLION), "musd m$"),
    ("k", ("GBP", _THOUSAND), "kgbp k£"),
    ("k", ("GBP", _MILLION), "mgbp m£"),
    ("k", ("CHF", _THOUSAND), "tchf kchf"),
    ("k", ("CHF", _MILLION), "mchf"),
    ("c", None, "kr krone kronen kronor kroner crowns"),
    ("m", None, "cent cents ¢ c pence penny pennies p ct rappen groschen"),
    ("&", None, "and und &"),
    ("-", None, "to bis until or oder - – — ~"),
    ("f", None, "from between zwischen von"),
    ("o", None, "of von is are at ist sind beträgt liegt bei i.h.v ihv über approx ca circa about around roughly etwa rund ungefähr knapp some"
                " nearly almost up zu max maximal mindestens least the the-total estimated geschätzt geschätzte total now jetzt ="),
    ("b", None, "amount value volume worth size budget total tcv acv arr mrr revenue price sum betrag volumen wert auftragswert dealwert umsatz summe"
                " auftragsvolumen gesamtwert budgets dealsize projektvolumen gesamtvolumen amout vertragswert angebotswert investitionsvolumen"),
    ("p", None, "/yr /year /mo /month /jahr /monat /a arr mrr tcv acv netto brutto net gross p.a pa pro per annually yearly monthly"
                " jährlich monatlich year month jahr monat"),
    ("%", None, "% percent prozent"),
    ("e", Decimal(1), "a an ein eine einen einem einer one"),
    ("v", Decimal("0.5"), "half halb halbe halben"),
    ("4", Decimal("0.25"), "quarter quarters viertel"),
    ("N", Decimal("1.5"), "anderthalb eineinhalb einundeinhalb"),
    ("N", Decimal("2.5"), "zweieinhalb"),
    ("N", Decimal("3.5"), "dreieinhalb"),
    ("u", None, "user users seat seats license licenses licence licences lizenz lizenzen nutzer nutzern benutzer benutzern employee employees mitarbeiter"
                " mitarbeitern mitarbeitende people person personen endpoints endpoint devices device geräte geräten clients server servers arbeitsplätze"
                " arbeitsplätzen stück plätze days day tage tagen weeks week wochen woche months monate monaten years jahre jahren hours stunden uhr am pm"
                " gb tb mb kb km kg m² qm points punkte punkten items units sites standorte standorten standort rooms stores filialen times mal kunden"
                " customers views follower followers emails mails postfächer mailboxes minutes minuten min steps metres meters meter miles"),
)  # fmt: skip


def _entries() -> Iterator[tuple[str, tuple[str, Any]]]:
    for word, number in CARDINALS.items():
        yield word, ("w" if number < 20 else "t", Decimal(number))
    for word, number in ENGLISH_TENS.items():
        yield word, ("t", Decimal(number))
    for kind, meaning, words in _WORDS:
        yield from ((word, (kind, meaning)) for word in words.split())
    for scale, words in _SCALES:
        yield from ((word, ("h" if scale == 100 else "s", Scale(scale, word in _GERMAN_SCALES))) for word in words.split())
    for currency, words in _CURRENCIES:
        yield from ((word, ("c", currency)) for word in words.split())
    yield "$", ("c", "$")
    yield from ((word, ("y", currency)) for word, currency in _NATIONALITIES.items())


WORDS: Final = {spelling: entry for word, entry in _entries() for spelling in spellings(word)}
EXACT: Final = {code: ("c", code) for code in _CODES} | {"Fr": ("c", "CHF"), "SFr": ("c", "CHF")}

#: Words after which a number is a name or a count of something else, not an amount.
NAMES_BEFORE: Final = frozenset(
    "kw cw week woche kalenderwoche nr no number nummer hrb hra hrv plz office windows iso version v release tel telefon phone mobil fon fax"
    " mobile ext durchwahl din en ean art artikel id ticket room raum zimmer server exchange sharepoint sap s halbjahr quartal anno".split()
)
