"""The end customer's contact: names, e-mail addresses, telephone numbers and websites, never those of the message's sender."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from handlers.understanding import name_words as words
from handlers.understanding.names import Run
from handlers.understanding.phrases import phrase
from handlers.understanding.pieces import pieces_of
from handlers.understanding.text import fold
from handlers.understanding.wording import COMPANY_WORDS, FRAME, JOBS, PARTICLES, TITLES

_EMAIL = re.compile(r"(?<![\w.+%@-])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?![\w@-])")
_EMAIL_LIKE = re.compile(r"[^\s<>(),;]{0,64}@[^\s<>(),;]{0,100}|\b[\w.-]{1,40} ?(?:\(at\)|\[at\]) ?[\w.-]{1,60}")
# Endings of bare host names that are taken for websites; after "www." or "https://" any ending is.
_ENDINGS: Final = (
    "com|net|org|de|at|ch|eu|uk|fr|it|es|nl|be|lu|dk|se|no|fi|pl|cz|sk|hu|ro|pt|ie|io|ai|co|biz|info|gov|edu|us|ca|au|jp|cloud|tech|dev|app|"
    "shop|online|digital|software|systems|solutions|group|gmbh|berlin|hamburg|bayern|koeln|wien|swiss|travel|health|energy|bank|law|"
    "consulting|agency|media|example"
)
# Nothing can be wrong with such an address: the library has to look at the others only.
_PLAIN_EMAIL = re.compile(
    rf"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:{_ENDINGS})", re.IGNORECASE | re.ASCII
)
_DOMAIN = re.compile(
    rf"(?<![\w@.+-])(?:(?:https?://)(?:www\.)?|www\.)(?P<host>[\w-]+(?:\.[\w-]+)+)(?:[/:?#][^\s,;)]*)?"
    rf"|(?<![\w@.+-])(?P<bare>[a-z0-9äöüß][\w-]*(?:\.[\w-]+){{0,3}}\.(?:{_ENDINGS}))(?![\w@-]|\.\w)(?:/[^\s,;)]*)?",
    re.IGNORECASE,
)
# Such a piece holds no website, which is seen more quickly so.
_ONLY_AN_EMAIL = re.compile(r"(?!(?i:www)\.)[\w-]+(?:\.[\w-]+)*@[\w-]+(?:\.[\w-]+)*[.,;:!?)]*")
# What stands between a number's first and last digit; a full stop only inside it, and nothing across lines.
_INNER: Final = r"(?:[\d ()/\-–]|\.(?=\d))"
# Its first letter comes first, so that everything else is passed over quickly.
_PHONE = re.compile(
    r"[+(\d](?:"
    r"(?<![\w.,+@/-].)(?:(?<=\+)|(?<=0)0|(?<=\()[0+]|(?<=0)(?=[\d\s/(-]))"  # with country or trunk zero
    rf"\d{_INNER}{{4,20}}\d(?![\w@%€$])"
    r"|(?<![\w.,+-].)(?<=\+)\d{6,15}(?!\w)"
    r"|(?<![\w.,+/-].)(?:(?<=\()\d{3}|(?<=\d)\d{2})\)?[ .-]\d{3}[ .-]\d{4}(?!\w)"  # 212 555 0100
    r")"
)
_LABELLED_PHONE = phrase(
    r"\b(?:tel(?:efon)?(?:nummer|nr)?|phone(?: number)?|fon|mobile?|cell|handy(?:nummer)?|durchwahl|rufnummer|ph)\b\.?"
    r"(?: (?:is|ist|no|nr)\b\.?)?[ :=]{0,3}"
    rf"(?P<number>[+(]?\d{_INNER}{{3,20}}\d)(?![\w@%€$])",
    flags=re.IGNORECASE,
)
_FIVE_DIGITS = re.compile(r"\d(?:[^\d\n]{0,3}+\d){4}")
_DATE_LIKE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|\d{4}-\d{2}-\d{2}$|0[\d.,]*$")

_NAME = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
#: Before a name, where they are written so: "Diplom-Ingenieur", "Ansprechpartner".
_SHORT: Final = frozenset({"DI", "AP", "ASP"})
_NO_LETTERS = re.compile(r"[^a-z]+")
_BEFORE = phrase(words.BEFORE_A_PERSON)
_MET = phrase(words.BEFORE_SOMEBODY_MET)
_GREETED = re.compile(words.GREETED)
_TITLED = phrase(words.AFTER_A_TITLE)
_AFTER = re.compile(words.AFTER_A_PERSON)
_JOB = re.compile(JOBS)
_JOB_AFTER = re.compile(rf"^\(?\s*{JOBS}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReading:
    """A value read at `span`, in canonical form; `sure` is False for what has the form but cannot be it."""

    span: tuple[int, int]
    value: str
    sure: bool = True


def read_emails(text: str) -> tuple[TextReading, ...]:
    """Every e-mail address; one that cannot be right ("upton@@foods") is given as written and not sure."""
    if "@" not in text and "at)" not in text and "at]" not in text:
        return ()
    found: list[TextReading] = []
    for match in _inside_pieces(_EMAIL, text, "@"):
        written = match[0].rstrip(".'-")
        address = _valid(written)
        span = (match.start(), match.start() + len(written))
        found.append(TextReading(span=span, value=address or written, sure=address is not None))
    if text.count("@") == len(found) and "at)" not in text and "at]" not in text:
        return tuple(found)
    for match in _EMAIL_LIKE.finditer(text):
        if all(match.end() <= reading.span[0] or match.start() >= reading.span[1] for reading in found):
            found.append(TextReading(span=match.span(), value=match[0], sure=False))
    return tuple(sorted(found, key=lambda reading: reading.span))


def _inside_pieces(
    pattern: re.Pattern[str], text: str, sign: str, *, unless: re.Pattern[str] | None = None
) -> Iterator[re.Match[str]]:
    """What the pattern, which has no blank in it, finds where the sign stands inside of what is written between two blanks."""
    pieces, starts = pieces_of(text)
    for piece, start in compress(zip(pieces, starts, strict=False), [sign in piece for piece in pieces]):
        if sign in piece.rstrip(" \n.,;:!?)") and not (unless and unless.fullmatch(piece)):
            yield from pattern.finditer(text, start, start + len(piece))


@lru_cache(maxsize=4096)
def _valid(address: str) -> str | None:
    if _PLAIN_EMAIL.fullmatch(address):
        local, _, host = address.partition("@")
        return f"{local}@{host.lower()}"
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return None


def read_domains(text: str) -> tuple[TextReading, ...]:
    """Every website: its host in lower case without "www."."""
    if "." not in text:
        return ()
    found = []
    for match in _inside_pieces(_DOMAIN, text, ".", unless=_ONLY_AN_EMAIL):
        host = (match["host"] or match["bare"]).lower().removeprefix("www.").rstrip(".-")
        if "." in host and not host.replace(".", "").isdigit():
            found.append(TextReading(span=match.span(), value=host))
    return tuple(found)


def read_phones(text: str, *, country: str, asked: bool = False) -> tuple[TextReading, ...]:
    """Every telephone number, E.164 where it can be, else its digits; `asked` takes any number of at least five digits."""
    if not _FIVE_DIGITS.search(text):
        return ()
    found = [_phone(match["number"], match.span("number"), country) for match in _LABELLED_PHONE.all(text)]
    for pattern in (_PHONE, _ANY_NUMBER) if asked else (_PHONE,):
        for match in pattern.finditer(text):
            start, end = match.span()
            free = all(end <= reading.span[0] or start >= reading.span[1] for reading in found)
            if free and not _DATE_LIKE.match(match[0]):
                found.append(_phone(match[0], (start, end), country))
    return tuple(sorted(found, key=lambda reading: reading.span))


_ANY_NUMBER = re.compile(rf"(?<![\w.,])\+?\d{_INNER}{{3,20}}\d(?!\w)")


def _phone(written: str, span: tuple[int, int], country: str) -> TextReading:
    digits = re.sub(r"\D", "", written)
    plausible = 5 <= len(digits) <= 15
    # A number without trunk zero and without country is of no known country: its digits are all that is certain.
    national = written.lstrip("( ").startswith(("0", "+"))
    if plausible and (national or country in ("US", "CA")):
        try:
            number = phonenumbers.parse(written.replace("–", "-"), country)
        except phonenumbers.NumberParseException:
            number = None
        if number is not None and phonenumbers.is_possible_number(number):
            return TextReading(span=span, value=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
        return TextReading(span=span, value=digits, sure=False)
    return TextReading(span=span, value=digits, sure=plausible)


def person_name(written: str) -> str | None:
    """The name without salutation and academic titles; None when this is nobody's name."""
    parts = written.split()
    while parts and (fold(parts[0].strip(".,:")) in TITLES or parts[0] in _SHORT or _JOB.fullmatch(parts[0].lower())):
        parts = parts[1:]
    parts = [part for part in parts if fold(part.strip(".,")) not in ("dr", "prof", "dipl-ing")]
    name = " ".join(part.strip(',;:()"') for part in parts).strip(" -")
    plain = [part for part in parts if part.lower().rstrip(".") not in PARTICLES]
    letters = all(_NAME.fullmatch(part.strip(',;:()"')) for part in parts)
    if not plain or not letters or len(parts) > 5 or len(name) > 60 or len(name) < 2:
        return None
    return None if all(part.lower() in FRAME for part in plain) else name


def is_cued_person(run: Run) -> bool:
    """Whether the words around the run say that it is a person."""
    if run.legal:
        return False
    titled = run.words[0] in TITLES and not run.before.endswith(" :")  # "Kunde: Dr. Oetting Zahnmedizin"
    employed = len(run.words) > 2 and _JOB.fullmatch(run.words[0]) and COMPANY_WORDS.isdisjoint(run.words)
    if _BEFORE.fit(run.before) or _TITLED.fit(run.before) or titled or employed:
        return True
    return bool(_AFTER.match(run.after)) or (run.cased and bool(_JOB_AFTER.match(run.after)))


def is_met(run: Run) -> bool:
    """Whether the run is only somebody who was talked to, which may be the customer itself: "met with Acme on Monday"."""
    return not run.legal and _MET.fit(run.before)


def is_greeted(run: Run) -> bool:
    """Whether the message greets somebody of this name."""
    return not run.legal and run.closes and bool(_GREETED.match(run.before))


def belongs_to(run: Run, address: str) -> bool:
    """Whether the e-mail's local part is made of the run's words: "Bill Lumbergh" and bill@, "Jan Bakker" and j.bakker@."""
    joined = _letters(address.partition("@")[0])
    parts = [_letters(word) for word in run.words if word not in PARTICLES and word not in TITLES]
    if not joined or not parts or run.legal:
        return False
    initials = "".join(part[:1] for part in parts)
    return joined == initials or any(len(part) >= 3 and part in joined for part in parts)


def _letters(written: str) -> str:
    plain = fold(written)
    return plain if plain.isascii() and plain.isalpha() else _NO_LETTERS.sub("", plain)


def looks_like_person(run: Run) -> bool:
    """Whether the run has the form of a full name: two or three capitalised words, none of them a company's."""
    spoken = [word for word in run.words if word not in TITLES]
    plain = [word for word in spoken if word not in PARTICLES]
    if run.legal or not run.cased or not 2 <= len(plain) <= 3 or COMPANY_WORDS.intersection(spoken) or "&" in spoken:
        return False
    if any(word.endswith("'s") for word in spoken):
        return False
    capitals = all(part[:1].isupper() for part in run.text.split() if part.lower() not in PARTICLES)
    return capitals and person_name(run.text) is not None


def email_like(text: str) -> bool:
    """Whether somebody tried to write an e-mail address."""
    return "@" in text or bool(re.search(r"\b\w+ (?:at|ät|\(at\)) \w+", text))
