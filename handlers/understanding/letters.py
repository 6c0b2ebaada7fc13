"""An e-mail pasted or forwarded into the chat: which lines are its head and its signature, so that only the message is read.

What is not the message is blanked, not cut: every place in the text stays where it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from handlers.understanding.phrases import phrase

_HEADER = re.compile(
    r"^[> ]*\*?(?P<name>from|von|to|an|cc|bcc|sent|gesendet|date|datum|subject|betreff|reply-to|antwort an)\*?[ ]?:[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST_LINE = re.compile(r"^(?:fwd?|fw|wg|aw|re|weitergeleitet)[ ]?:[^\n]*$", re.IGNORECASE | re.MULTILINE)
_DIVIDER = re.compile(
    r"^[> ]*(?:-{3,}[^\n]{0,40}(?:message|nachricht)[^\n]{0,20}|begin forwarded message:?|_{8,}|"
    r"anfang der weitergeleiteten nachricht:?|"
    r"(?:on|am) [^\n]{4,80}(?:wrote|schrieb)[^\n]{0,60}:)[ ]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FROM = re.compile(r"^[> ]*\*?(?:from|von)\*?[ ]?:\*?[ ]*(?P<sender>[^\n]{3,120})$", re.IGNORECASE | re.MULTILINE)
_SUBJECT = re.compile(r"^[> ]*\*?(?:subject|betreff)\*?[ ]?:\*?[ ]*(?P<subject>[^\n]{2,200})$", re.IGNORECASE | re.MULTILINE)
_CLOSING: Final = (
    r"(?:(?:best|kind|warm|many|with (?:best|kind))?[ ]?(?:regards|wishes)|best|cheers|thanks(?: (?:and|&) regards|"
    r" in advance| a lot| so much)?|thank you|thx|many thanks|sincerely(?: yours)?|yours(?: sincerely| truly)?|br|kr|all the best|"
    r"(?:mit )?(?:(?:viele|beste|liebe|freundliche|herzliche|schöne|sonnige)n? )?gr(?:u|ü|ue)(?:ß|ss)(?:e|en)?(?: aus [\w]+)?|"
    r"mfg|vg|lg|bg|(?:vielen |besten |herzlichen )?dank(?:e)?(?: (?:im voraus|vorab|und gruß|und viele grüße|dir|euch))?|"
    r"sent from my [^\n]{2,20}|von meinem [^\n]{2,20} gesendet|get outlook for [^\n]{2,20})"
)
_SIGNATURE = re.compile(
    rf"^(?:--[ ]?|{_CLOSING}[ ]*[,.!]*(?:[ ]+[A-ZÄÖÜ][\w.'-]*(?:[ ]+[A-ZÄÖÜ][\w'-]*){{0,2}})?)[ ]*$", re.IGNORECASE | re.MULTILINE
)
# "…, end of March. Thanks, Tom": the writer's name at the end of a single line.
_LAST_WORDS = phrase(rf"(?P<mark>[.!?,;])[ ]*(?i:{_CLOSING})[ ]*[,.!]?[ ]+(?:[A-ZÄÖÜ][\w'-]+)(?:[ ]+[A-ZÄÖÜ][\w'-]+)?[ ]*[.!]?$")
# "… Kind regards, Jane Doe, Acme IT Ltd, 0151 555 0199": a whole signature on the line.
_SIGNED = phrase(
    r"(?P<mark>[.!?])\s+(?:(?:with )?(?:best|kind|warm|many|kindest) (?:regards|wishes)|regards|sincerely|mfg|vg|"
    r"(?:mit )?(?:viele|beste|liebe|freundliche|herzliche|schöne)n? grüße?n?)\b[ ,.!:–-]+[^\n]{2,200}$",
    flags=re.IGNORECASE,
)
_MOST_LAST_WORDS: Final = 20
_SUM = re.compile(r"\d[\d.,']*\s?(?:k\b|€|\$|£|eur)", re.IGNORECASE)
_QUOTE = re.compile(r"^[ ]*(?:>[ ]?)+", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`body` is as long as the text and has blanks where head, quote signs and signature stood.

    `sender` is who wrote the message that was forwarded, as its head says ("Jane Doe <jane@acme.de>"), and `sender_at` where that
    stands in the text; `subject` is the subject of that message.
    """

    body: str
    sender: str = ""
    sender_at: int = 0
    subject: str = ""


def read_letter(text: str) -> Letter:
    """The message without its wrapping. The signature of a forwarded message stays: it is the customer's."""
    if "\n" not in text:
        signed = _SIGNED.find(text)
        last = _last_words(text) if signed is None or _SUM.search(signed[0]) else signed
        return Letter(body=text[: last.end("mark")] + " " * (len(text) - last.end("mark")) if last else text)
    forwarded = _forwarded_at(text)
    sender = _FROM.search(text, forwarded) if forwarded < len(text) else None
    subject = _SUBJECT.search(text, forwarded)
    own = _without_signature(text[:forwarded])
    rest = _without_forwarder(text[forwarded:])
    rest = _blank(_blank(rest, _DIVIDER), _QUOTE)
    own = _blank(own, _FIRST_LINE)
    body = _blank(own, _HEADER, unless_answers=True) + _blank(rest, _HEADER)
    return Letter(
        body=body, sender=sender["sender"].strip(" *") if sender else "", sender_at=sender.start("sender") if sender else 0,
        subject=subject["subject"].strip(" *") if subject else "",
    )  # fmt: skip


def _last_words(text: str) -> re.Match[str] | None:
    """A closing and a name, which only the last words of the text can be."""
    if not _LAST_WORDS.likely(text):
        return None
    before, *last = text.rsplit(" ", _MOST_LAST_WORDS)
    return _LAST_WORDS.pattern(0).search(text, len(before) if len(last) == _MOST_LAST_WORDS else 0)


def _forwarded_at(text: str) -> int:
    """Where a forwarded or quoted message begins, or the end of the text when there is none."""
    divider = _DIVIDER.search(text)
    if divider:
        return divider.start()
    headers = list(_HEADER.finditer(text))
    for first, second in pairwise(headers):
        if first["name"].lower() in ("from", "von") and text[first.end() : second.start()].strip() == "":
            return first.start()
    return len(text)


def _without_forwarder(text: str) -> str:
    """Blanks what stands below the quoted lines when it is no more than the forwarder's name and firm."""
    quoted = list(_QUOTE.finditer(text))
    end = text.find("\n", quoted[-1].end()) if quoted else -1
    below = text[end:].strip() if end >= 0 else ""
    if not below or len(below.splitlines()) > 6 or len(below) > 300 or _SUM.search(below):
        return text
    return text[:end] + _blanks(text[end:])


def _without_signature(text: str) -> str:
    """Blanks from the closing on, unless what was to be said comes after it."""
    for match in _SIGNATURE.finditer(text):
        said = text[: match.start()].strip()
        if said and (match.start() > 0) and len(text[match.end() :]) < 400:
            return text[: match.start()] + _blanks(text[match.start() :])
    return text


def _blank(text: str, pattern: re.Pattern[str], *, unless_answers: bool = False) -> str:
    def blanks(match: re.Match[str]) -> str:
        # "Datum: 15.02.2027" and "An: …" in a list of values are answers; in a letter's head they come with "Von:".
        if (
            unless_answers
            and match["name"].lower() in ("date", "datum", "an", "to", "subject", "betreff")
            and not _FROM.search(text)
        ):
            return match[0]
        return _blanks(match[0])

    return pattern.sub(blanks, text)


def _blanks(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
