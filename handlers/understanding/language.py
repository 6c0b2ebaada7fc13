"""Which language a message is written in, and which language its writer asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from handlers.understanding.phrases import phrase
from handlers.understanding.pieces import Told, pieces_of

# Words that only one of the two languages has.
_TELLING: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(
        """the of and for with is are was were do does did have has had would should could can what when where which who
        how why this that these those there i my we our you your they their it its please about before after until from
        not no yes thanks thank hello next week month year end mid early closing close deal's customer company want
        wants need needs register new amount contact yet make change let me get got we'd i'd i'm it's don't january
        february march may june july october december monday tuesday wednesday thursday friday tomorrow today cancel
        forget back still missing second first one people employees else anyone decline approve because extend withdraw
        remove commission much many more funds tier right wrong correct sure good looks nobody pounds dollars english
        person it'll be by at as prepare dispute disputes reject here approvals""".split()
    ),
    "de": frozenset(
        """der die das den dem des ein eine einen einem einer und oder aber für mit bei von vom zum zur im ist sind wird wurde haben
        hatte ich wir ihr sie mein meine meinen unser unsere bitte nicht kein keine noch schon auch nur wie wer wo wann warum wieso
        welche welcher welches neuer neue neuen neues kunde kunden firma ansprechpartner ansprechpartnerin kontakt betrag abschluss
        ende mitte anfang nächste nächsten nächster januar februar märz mai juni juli oktober dezember montag dienstag mittwoch
        donnerstag freitag morgen heute übermorgen ja nein danke hallo moin guten können könnten kannst könntest möchte möchten
        registrieren registriere registrier anmelden anlegen eintragen schützen verlängern löschen zurückziehen provision stufe
        betrag volumen ändere abbrechen vergiss zurück weiter fehlt hilfe zweite erste niemand weiß mach mache daraus falsch richtig
        stimmt passt genau klar jahr monat woche quartal tage euro's es dich mir mich uns auf aus nach über bis zu ab deutsch bin
        sprechen reden mensch menschen herr frau rund doch lieber statt schön grüße gruß jahresende hat gibt kommt dann
        gesellschaft tochter dieselbe andere anderes eigenständige bisher mal eher gehört verlängere genehmige lehne lade zeig
        übersicht offen offene wartet lass gut sein überspringen keiner keinen ansprechperson
        auszahlung auszahlungen auszahlungslauf vorbereiten freigeben beanstande beanstanden beanstandung beanstandungen zeile
        zeige freigaben genehmigungen hier posten""".split()
    ),
}
_WORD = re.compile(r"[a-zäöüß']+")
#: Half a word of German is so many words of English: both are counted in one sum.
_IN_GERMAN: Final = 1 << 16


def _says(piece: str) -> int:
    """How many halves of English and German words the piece speaks for; a word with an umlaut is half a German one.

    What has a digit is a number, an id or a code, whatever its letters spell.
    """
    words = _WORD.findall(piece.lower())
    if not words or any(map(str.isdigit, piece)):
        return 0
    english = sum(map(_TELLING["en"].__contains__, words))
    german = sum(map(_TELLING["de"].__contains__, words))
    umlauts = sum(not word.isascii() and "'" not in word for word in words)
    return 2 * english + (2 * german + umlauts) * _IN_GERMAN


_SAID: Final = Told(_says)

_ENGLISH = r"(?:english|englisch|en)"
_GERMAN = r"(?:german|deutsch|de)"
_LANGUAGE = r"(?:change |switch |set )?(?:(?:my|the|meine|die) )?(?:language|sprache)(?: to| auf)?"
_ASKED: Final = tuple(
    (code, phrase(pattern))
    for code, name in (("en", _ENGLISH), ("de", _GERMAN))
    for pattern in (
        rf"^(?:(?:ok|okay|yes|ja|please|bitte|now|jetzt|lieber|rather|{_LANGUAGE})[:,]? )*{name}"
        r"(?:,? (?:please|bitte|now|jetzt|pls))?$",
        rf"\b(?:in|auf|to|into|zu|nach|ins) {name}\b(?!\s+(?:gmbh|ag|ltd|inc|llc|kg|plc|club|school))",
        rf"(?<!they )(?<!she )(?<!he )\b(?:speak|use|sprich|sprechen|sprichst|rede|reden|schreib|schreibe|kannst|nutze)\b"
        rf"(?: (?:you|du|sie|wir|we|mit|mir|bitte|please))* {name}\b",
    )
)
_SWITCHING = re.compile(
    r"\b(?:continue|speak|talk|switch|reply|answer|write|chat|change|language|please|bitte|can|could|let's|weiter|wechsel\w*|sprech\w*|"
    r"sprich\w*|red\w+|antwort\w*|schreib\w*|sprache|kann\w*|könn\w*|lieber|rather|jetzt|now|stell\w*|umstell\w*|mach\w*|use|nutz\w*|du|sie)\b"
)


def language_of(text: str) -> str | None:
    """ "en" or "de" by the words only one of them has; None when there are none or as many of each."""
    german, english = divmod(sum(map(_SAID.__getitem__, pieces_of(text)[0])), _IN_GERMAN)
    if english == german:
        return None
    return "en" if english > german else "de"


def language_asked_for(text: str) -> str | None:
    """The language the writer wants to go on in ("auf Deutsch bitte", "can we continue in English"), or None."""
    lower = text.lower().strip(" .!?")
    if len(lower) > 12 and "englis" not in lower and "german" not in lower and "deutsch" not in lower:
        return None
    for position, (code, pattern) in enumerate(_ASKED):
        if pattern.fit(lower) and (position % 3 != 1 or len(lower.split()) <= 3 or _SWITCHING.search(lower)):
            return code
    return None
