"""How people speak of reminders: show them, stop or allow a kind, put all of them off, ask what they do; as in `command_words`.

What somebody wants to stop is read from their words by `TOPICS`; until when reminders are put off, by the grammar of dates.
"""

from __future__ import annotations

import re
from typing import Final

_END: Final = r"(?:\s+(?:please|pls|bitte|now|jetzt|any ?more|any longer|again|wieder|mehr))*[\s.!?]*$"
_ALL: Final = (
    r"(?:(?:all|any|the|my|our|these|those|such|sending me|getting|alle|die|meine|unsere|diese|solche|weitere[n]?)\s+){0,3}"
)
_THEM: Final = r"(?:reminders?|nudges?|notifications?|erinnerungen|erinnerung|benachrichtigungen|hinweise)"
_DIGEST: Final = (
    r"(?:(?:daily|weekly)\s+)?(?:digests?|summar(?:y|ies)|overviews?)|"
    r"(?:tägliche[nr]?|wöchentliche[nr]?)\s+(?:übersicht(?:en)?|zusammenfassung(?:en)?)|(?:tages|wochen)übersicht(?:en)?"
)
_OF: Final = r"(?:about|for|on|of|regarding|to|über|zu|zum|zur|an|für|wegen|von)"
_ABOUT: Final = (
    rf"(?:\s+{_OF}\s+(?:the\s+|my\s+|our\s+|die\s+|den\s+|dem\s+|der\s+|meine[nmr]?\s+)?(?P<subject>[^\n:;,!?]{{2,60}}?))?"
)
_KIND: Final = r"(?P<subject2>[^\n:;,!?]{2,40}?)"
_FOR: Final = (
    r"(?:\s+(?:for|until|till|by|to|für|bis|um|auf)?(?:\s+(?:the next|die nächsten|zum|zur))?\s*(?P<argument>[^\n:;!?]{2,40}?))"
)
_DIGITS: Final = r"(?:for|until|till|für|bis)\s+(?P<argument>[^\n:;!?]{2,40}?)"
_WHEN: Final = r"(?:in|until|on|bis|am|erst)\s+(?P<argument>[^\n:;!?]{2,40}?)"
_OFF: Final = (
    r"(?:stop|mute|turn off|switch off|disable|unsubscribe(?: me)? from|end|cancel|silence|stoppe?|beende|deaktiviere|bestelle)"
)
_ON: Final = r"(?:turn on|switch on|enable|resume|restart|unmute|start|allow|bring back|aktiviere|starte|erlaube)"
_INF_OFF: Final = r"(?:abstellen|ausschalten|abschalten|stoppen|beenden|deaktivieren|abbestellen)"
_INF_ON: Final = r"(?:einschalten|anschalten|aktivieren|zulassen|erlauben|fortsetzen)"

_HOUR: Final = r"(?:at\s+|um\s+)?\d{1,2}(?:[:.]\d{2})?\s*(?:uhr|h|[ap]\.?m\.?|o'?clock)?"
_SIDE: Final = rf"(?:after|past|from|before|nach|ab|vor)\s+{_HOUR}(?:\s+on(?:wards)?)?"
_SPAN: Final = rf"(?P<argument>{_SIDE}(?:\s*(?:,|and|or|und|oder)?\s*(?:or\s+|oder\s+)?(?:{_THEM}\s+)?{_SIDE})?)"
_SPANNED: Final = rf"(?:between|from|zwischen|von)?\s*{_HOUR}\s*(?:and|to|until|till|und|bis|-|–)\s*{_HOUR}"
_FROM_TO: Final = rf"(?P<argument>{_SPANNED})"

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    # quiet hours
    ("nudge_hours", rf"(?:{_OFF}|no more|no|keine)\s+{_ALL}{_THEM}\s+(?:mehr\s+)?{_SPAN}{_END}"),
    ("nudge_hours", rf"{_ALL}{_THEM}\s+(?:bitte\s+)?(?:nicht|not)\s+(?:mehr\s+)?{_SPAN}{_END}"),
    ("nudge_hours", rf"(?:don'?t|don’t|do not|never)\s+(?:remind|nudge|notify|send me {_ALL}{_THEM})(?:\s+me)?\s+{_SPAN}{_END}"),
    ("nudge_hours", rf"(?:erinnere?|erinnern)\s+(?:sie\s+)?mich\s+(?:bitte\s+)?nicht\s+(?:mehr\s+)?{_SPAN}{_END}"),
    ("nudge_hours", rf"(?:only\s+)?{_ALL}{_THEM}\s+(?:(?:bitte\s+)?nur\s+|only\s+|please only\s+)?{_FROM_TO}{_END}"),
    ("nudge_hours", rf"(?:(?:only\s+)?remind me(?:\s+only)?|(?:erinnere?|erinnern)\s+(?:sie\s+)?mich\s+(?:bitte\s+)?nur)\s+{_FROM_TO}{_END}"),
    ("nudge_hours", rf"(?:(?:set|change|my|own|meine|eigene)\s+)*(?P<argument>(?:quiet (?:hours|times?)|ruhezeit(?:en)?)(?:\s+(?:to|auf))?\s+(?:{_SPANNED}|{_SIDE})){_END}"),
    ("nudge_hours_off", rf"(?:reset|remove|clear|delete|drop|lösche?|entferne?)\s+(?:(?:my|own|meine|eigenen?)\s+)*(?:quiet (?:hours|times?)|ruhezeit(?:en)?){_END}"),
    ("nudge_hours_off", rf"(?:(?:my|own|meine|eigenen?)\s+)*ruhezeit(?:en)?\s+(?:löschen|entfernen|zurücksetzen|aufheben){_END}"),
    ("nudges_show", rf"(?:(?:show|set|change|what are|what's|zeige?|ändere?|wann sind|was sind)\s+(?:mir\s+|me\s+)?)?(?:(?:my|own|meine|eigenen?)\s+)*(?:quiet (?:hours|times?)|ruhezeit(?:en)?){_END}"),
    # what they do
    ("nudge_report", rf"(?:show\s+(?:me\s+)?)?(?:the\s+)?(?:nudges?|reminders?)\s+(?:report|effect|results){_END}"),
    ("nudge_report", rf"(?:do|does|did)\s+{_ALL}(?:reminders|nudges)\s+(?:work|help|do anything){_END}"),
    ("nudge_report", rf"what\s+(?:is|'s|’s)\s+the\s+effect\s+of\s+{_ALL}(?:reminders|nudges){_END}|what\s+do\s+{_ALL}(?:reminders|nudges)\s+(?:do|bring){_END}"),
    ("nudge_report", rf"(?:zeige?\s+(?:mir\s+)?)?(?:den\s+|die\s+)?(?:erinnerungsbericht|wirkung der erinnerungen|bericht (?:zu|über) (?:den|die) erinnerungen){_END}"),
    ("nudge_report", rf"(?:wirken|helfen|bringen)\s+{_ALL}erinnerungen(?:\s+(?:etwas|was|überhaupt))?{_END}|was\s+bringen\s+{_ALL}erinnerungen{_END}"),
    # put off
    ("nudge_snooze", rf"snooze(?:\s+(?:me|everything|{_ALL}{_THEM}|it|this|that))?{_FOR}?{_END}"),
    ("nudge_snooze", rf"(?:pause|postpone|delay|hold|suspend)\s+{_ALL}{_THEM}{_FOR}?{_END}"),
    ("nudge_snooze", rf"(?:{_OFF}|no)\s+{_ALL}{_THEM}\s+{_DIGITS}{_END}"),
    ("nudge_snooze", rf"remind\s+me\s+(?:again\s+|later\s+)?{_WHEN}{_END}|remind me (?:again )?later{_END}"),
    ("nudge_snooze", rf"(?:pausiere?|unterbrich|verschiebe|schiebe?|halte)\s+{_ALL}{_THEM}{_FOR}?(?:\s+(?:auf|an|lang))?{_END}"),
    ("nudge_snooze", rf"{_ALL}{_THEM}{_FOR}?\s+(?:lang\s+)?(?:pausieren|aufschieben|verschieben|aussetzen|unterbrechen){_END}"),
    ("nudge_snooze", rf"keine\s+{_ALL}{_THEM}\s+(?:mehr\s+)?{_DIGITS}{_END}"),
    ("nudge_snooze", rf"(?:erinnere?|erinnern)\s+mich\s+(?:erst\s+|wieder\s+|später\s+)*{_WHEN}(?:\s+wieder)?{_END}"),
    # stop
    ("nudge_stop", rf"(?:{_OFF}|no more|no)\s+{_ALL}{_THEM}{_ABOUT}(?:\s+(?:ab|aus))?{_END}"),
    ("nudge_stop", rf"(?:{_OFF}|no more)\s+{_ALL}(?P<subject3>{_DIGEST})(?:\s+(?:ab|aus))?{_END}"),
    ("nudge_stop", rf"(?:{_OFF})\s+{_ALL}{_KIND}[ -]{_THEM}{_END}"),
    ("nudge_stop", rf"(?:turn|switch)\s+{_ALL}{_THEM}{_ABOUT}\s+off{_END}|(?:turn|switch)\s+{_ALL}(?P<subject3>{_DIGEST})\s+off{_END}"),
    ("nudge_stop", rf"(?:don'?t|don’t|do not|stop|never)\s+(?:remind(?:ing)?|nudg(?:e|ing)|notify(?:ing)?)\s+me(?:\s+any ?more)?{_ABOUT}{_END}"),
    ("nudge_stop", rf"(?:don'?t|don’t|do not|stop)\s+send(?:ing)?\s+me\s+{_ALL}(?:{_THEM}{_ABOUT}|(?P<subject3>{_DIGEST})){_END}"),
    ("nudge_stop", rf"keine\s+{_ALL}{_THEM}(?:\s+mehr)?{_ABOUT}{_END}|keine\s+(?P<subject3>{_DIGEST})\s+mehr{_END}"),
    ("nudge_stop", rf"(?:schalte?|stelle?)\s+{_ALL}(?:{_THEM}{_ABOUT}|(?P<subject3>{_DIGEST}))\s+(?:ab|aus){_END}"),
    ("nudge_stop", rf"{_ALL}(?:{_THEM}{_ABOUT}|(?P<subject3>{_DIGEST}))\s+{_INF_OFF}{_END}"),
    ("nudge_stop", rf"(?:erinnere?|erinnern)\s+mich\s+(?:bitte\s+)?nicht\s+mehr{_ABOUT}{_END}"),
    # allow
    ("nudge_allow", rf"{_ON}\s+{_ALL}(?:{_THEM}{_ABOUT}|(?P<subject3>{_DIGEST})){_END}"),
    ("nudge_allow", rf"(?:turn|switch)\s+{_ALL}(?:{_THEM}{_ABOUT}|(?P<subject3>{_DIGEST}))\s+(?:back\s+)?on{_END}"),
    ("nudge_allow", rf"{_ON}\s+{_ALL}{_KIND}[ -]{_THEM}{_END}"),
    ("nudge_allow", rf"remind\s+me\s+again(?:\s+{_OF}\s+(?P<subject>[^\n:;,!?]{{2,60}}?))?{_END}"),
    ("nudge_allow", rf"(?:schalte?|stelle?)\s+{_ALL}(?:{_THEM}{_ABOUT}|(?P<subject3>{_DIGEST}))\s+(?:wieder\s+)?(?:ein|an){_END}"),
    ("nudge_allow", rf"{_ALL}(?:{_THEM}{_ABOUT}|(?P<subject3>{_DIGEST}))\s+(?:wieder\s+)?{_INF_ON}{_END}"),
    ("nudge_allow", rf"(?:erinnere?|erinnern)\s+mich\s+wieder{_ABOUT}{_END}"),
    ("nudge_hours", rf"(?:no more|no|keine)\s+(?:messages|nachrichten|meldungen)\s+(?:mehr\s+)?{_SPAN}{_END}"),
    # show
    ("nudges_show", rf"(?:(?:please |bitte )?(?:notify|message|remind|write to|ping) me less(?: often)?|(?:send me )?(?:fewer|less|too many) (?:messages|{_THEM})){_END}"),
    ("nudges_show", rf"(?:bitte )?(?:weniger|seltener|zu viele) (?:nachrichten|meldungen|{_THEM}){_END}|(?:schreib\w*|melde?n?|erinnere?n?) (?:sie )?(?:mir|mich|sich|dich) (?:bitte )?(?:seltener|weniger)(?: oft)?{_END}"),
    ("nudges_show", rf"(?:(?:show|list|see|change|open)\s+(?:me\s+)?)?(?:my|the|our)\s+{_THEM}(?:\s+(?:settings|preferences))?{_END}"),
    ("nudges_show", rf"(?:(?:show|list|see|change|open)\s+(?:me\s+)?)?(?:my\s+|the\s+)?(?:reminder|notification|nudge)\s+(?:settings|preferences|options){_END}"),
    ("nudges_show", rf"(?:which|what)\s+{_THEM}\s+(?:do|will|can|am)\s+i\s+(?:get|receive|getting|have){_END}|(?:show|list)\s+(?:me\s+)?{_THEM}{_END}"),
    ("nudges_show", rf"(?:(?:zeige?|ändere?|öffne)\s+(?:mir\s+)?)?(?:meine|unsere|die)\s+(?:{_THEM}|erinnerungseinstellungen){_END}"),
    ("nudges_show", rf"(?:(?:zeige?|ändere?|öffne)\s+(?:mir\s+)?)?(?:erinnerungseinstellungen|einstellungen\s+(?:für|zu)\s+(?:den\s+|die\s+|meine\w*\s+)?{_THEM}){_END}"),
    ("nudges_show", rf"welche\s+{_THEM}\s+(?:bekomme|erhalte|kriege|habe)\s+ich{_END}|zeige?\s+(?:mir\s+)?{_THEM}{_END}"),
)  # fmt: skip

#: One of these words is in every such command.
WORDS: Final = frozenset(
    """messages nachrichten meldungen less fewer seltener weniger
    reminder reminders nudge nudges notification notifications erinnerung erinnerungen benachrichtigungen hinweise digest digests summary
    summaries overview overviews übersicht übersichten zusammenfassung zusammenfassungen tagesübersicht wochenübersicht erinnerungsbericht
    erinnerungseinstellungen quiet ruhezeit ruhezeiten snooze remind reminding erinnere erinner erinnern nudging notify notifying""".split()
)

#: What the words for a subject mean, by the kinds of reminders; every line that fits counts, the general ones only where none other does.
TOPICS: Final[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), tuple(kinds.split()))
    for pattern, kinds in (
        (r"\bfirst (?:deal|sale|win)|\bgetting started|\bonboarding|\berste[rnm]? (?:deal|abschluss|verkauf)", "first_deal"),
        (r"\bexpir(?:ing|y|ation|e|es)\b|\brun(?:ning)? out|\bending|\bablauf|\bauslauf|\benden", "expiring"),
        (r"\bexpired\b|\babgelaufen", "expired"),
        (r"\bprotection|\bschutz", "expiring expired"),
        (r"\bstall|\bstuck|\bquiet|\bidle deals|\binactive deals|\bstillsteh|\bruhend|\bliegengeblieben|\bfestgefahren", "stalled"),
        (r"\bclos(?:e|ing)[ -]?dates?|\babschluss(?:dat|termin)", "close_date"),
        (r"\btiers?\b|\blevels?\b|\bstufen?\b|\bpartnerstufe", "within_reach at_risk"),
        (r"\bcertif|\bzertifi|\brecertif", "certificate"),
        (r"\bpromotions?\b|\bbonus|\baufstieg", "promotion"),
        (r"\bstatements?\b|\bcommission|\bprovision|\babrechnung", "statement"),
        (r"\binactivity|\binaktiv|\binactive partners?|\bneue registrierungen|\bnew registrations", "inactive"),
        (r"\bdaily|\btäglich|\btages", "daily"),
        (r"\bweekly|\bwöchentlich|\bwochen", "weekly"),
    )
)
_GENERAL: Final[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = (
    (re.compile(r"\bdeals?\b|\bregistrations?\b|\bregistrierung", re.IGNORECASE), ("expiring", "expired", "stalled", "close_date")),
    (re.compile(r"\bdigest|\bsummar|\boverview|\bübersicht|\bzusammenfassung", re.IGNORECASE), ("daily", "weekly")),
)

_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?", re.IGNORECASE)
_NIGHT: Final = re.compile(r"quiet|ruhe", re.IGNORECASE)
_BEFORE: Final = re.compile(r"\b(?:before|vor)\b[^\d]*(\d.*?)(?=\b(?:after|past|from|nach|ab)\b|$)", re.IGNORECASE)
_AFTER: Final = re.compile(r"\b(?:after|past|from|nach|ab)\b[^\d]*(\d.*?)(?=\b(?:before|vor)\b|$)", re.IGNORECASE)
_BOTH: Final = re.compile(r"(\d[^a-z]*(?:[ap]\.?m\.?|uhr|h)?)\s*(?:and|to|until|till|und|bis|-|–)\D*(\d.*)", re.IGNORECASE)


def quiet_hours(said: str) -> tuple[int | None, int | None] | None:
    """The full hours before which and from which on somebody wants to be left alone; None where the words name no full hours.

    Of two hours, the earlier one first is when reminders may come; the later one first is the night between them.
    """
    both = _BOTH.search(said)
    if both is not None:
        first, second = _hour(both[1]), _hour(both[2], is_late=True)
        if first is None or second is None or first == second or (first < second and _NIGHT.search(said)):
            return None
        return (first, second) if first < second else (second, first)
    before, after = _BEFORE.search(said), _AFTER.search(said)
    until, from_ = _hour(before[1]) if before else None, _hour(after[1], is_late=True) if after else None
    if (before and until is None) or (after and from_ is None) or not (before or after):
        return None
    return until, from_


def _hour(said: str, *, is_late: bool = False) -> int | None:
    """A full hour of the day; what `is_late` and small is meant of the afternoon, unless it says otherwise."""
    found = _CLOCK.search(said)
    if found is None or (found[2] or "00") != "00" or int(found[1]) > 24:
        return None
    hour, half = int(found[1]), (found[3] or "").lower()
    if half == "p" and hour < 12:
        return hour + 12
    if half == "a":
        return hour % 12
    return hour + 12 if is_late and 1 <= hour <= 7 and "uhr" not in said.lower() and not found[2] else hour


def kinds_named(words: str) -> tuple[str, ...]:
    """The kinds of reminders that the words mean, nothing where they mean none that is known."""
    for table in (TOPICS, _GENERAL):
        found = [kind for pattern, kinds in table if pattern.search(words) for kind in kinds]
        if found:
            return tuple(dict.fromkeys(found))
    return ()
