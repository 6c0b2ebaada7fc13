"""How people word what concerns payouts and disputes, in English and German; as in `command_words`.

Whoever asks what they earned asks about commission, whatever words for a payout they use: these wordings name the run, or the act.
"""

from __future__ import annotations

from typing import Final

_END: Final = r"(?:\s+(?:please|pls|bitte|now|jetzt))?[\s.!?]*$"
_SHOW: Final = r"(?:(?:show|list|see|open|give|zeige?|liste)\s+(?:me\s+|us\s+|mir\s+|uns\s+)?)?"
_ALL: Final = r"(?:(?:all|the|our|my|alle|die|unsere|meine)\s+){0,2}"
_RUN_ID: Final = r"(?P<subject>[Pp]-[0-9A-Za-z]{4,8}\b)"
_DISPUTE_ID: Final = r"(?P<subject>[Dd]-[0-9A-Za-z]{4,8}\b)"
_LINE_ID: Final = r"(?P<subject>[Ll]-[0-9A-Za-z]{4,10}\b)"
_RUN: Final = r"(?:payout(?: run)?|payouts|auszahlungs?lauf|auszahlung|auszahlungen|zahllauf|run|lauf)"
_THE: Final = r"(?:(?:the|a|new|next|our|this|den|die|das|eine?n?|neue[nrs]?|nächste[nr]?|unsere?n?)\s+){0,2}"
_DISPUTED: Final = r"(?:dispute|complaint|beanstandung|reklamation)"
_THE_LINE: Final = r"(?:(?:the|die|der)\s+)?(?:(?:statement\s+)?line|item|zeile|position|abrechnungszeile)?\s*"
_BECAUSE: Final = r"(?:\s*(?:[:;,–-]\s*|\b)(?:because(?: of)?|as|since|weil|da|denn|wegen|reason|grund|note|with)\b\s*:?\s*(?P<argument>.+)|\s*[:;,–]\s*(?P<argument2>.+))?"
_NUMBERED: Final = rf"(?:{_THE}{_RUN}\s+)?{_RUN_ID}"
_NUMBERED_DISPUTE: Final = rf"(?:(?:the\s+|die\s+|my\s+|meine\s+)?{_DISPUTED}\s+)?{_DISPUTE_ID}"

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    # runs
    ("payout_prepare", rf"(?:prepare|start|run|begin|create|make|do)\s+{_THE}(?:payouts?(?: run)?|payout)(?:\s+for\s+(?:today|this month|all partners|everybody))?{_END}"),
    ("payout_prepare", rf"(?:bereite?|starte?|mache?|erstelle?)\s+{_THE}(?:auszahlung(?:en|slauf)?|zahllauf)(?:\s+(?:vor|an))?{_END}"),
    ("payout_prepare", rf"{_THE}(?:auszahlung(?:en|slauf)?|zahllauf)\s+(?:vorbereiten|starten|erstellen|anlegen|machen){_END}"),
    ("payout_approve", rf"(?:approve|release|confirm|genehmige|bestätige)\s+{_NUMBERED}{_END}"),
    ("payout_approve", rf"(?:approve|release)\s+{_THE}payout(?: run)?{_END}"),
    ("payout_approve", rf"gib\s+(?:{_NUMBERED}|{_THE}(?:auszahlung|auszahlungslauf|zahllauf))\s+frei{_END}"),
    ("payout_approve", rf"(?:{_NUMBERED}|{_THE}(?:auszahlung|auszahlungslauf|zahllauf))\s+(?:freigeben|genehmigen){_END}"),
    ("payout_cancel", rf"(?:cancel|stop|reject|decline|abort|storniere?|verwirf)\s+{_NUMBERED}{_BECAUSE}{_END}"),
    ("payout_cancel", rf"(?:cancel|stop|abort)\s+{_THE}payout(?: run)?{_BECAUSE}{_END}"),
    ("payout_cancel", rf"brich\s+(?:{_NUMBERED}|{_THE}(?:auszahlung|auszahlungslauf|zahllauf))\s+ab{_BECAUSE}{_END}"),
    ("payout_cancel", rf"(?:{_NUMBERED}|{_THE}(?:auszahlung|auszahlungslauf|zahllauf))\s+(?:abbrechen|stornieren|verwerfen){_BECAUSE}{_END}"),
    ("payout_file", rf"(?:export|download|exportiere?|lade?)\s+{_NUMBERED}(?:\s+(?:as|als|to|in)\s+(?:an?\s+|eine?\s+)?csv(?:[ -]?(?:file|datei))?)?(?:\s+herunter)?{_END}"),
    ("payout_file", rf"{_NUMBERED}\s+(?:as csv|als csv|exportieren|herunterladen){_END}"),
    ("payout_runs", rf"{_SHOW}{_NUMBERED}{_END}"),
    ("payout_runs", rf"{_SHOW}{_ALL}(?:payout runs|auszahlungsläufe|auszahlungslaeufe|zahlläufe){_END}"),
    ("payout_punctuality", r"how (?:punctual|timely|on[ -]time|prompt)(?:ly)?\b[^?\n]{0,60}\b(?:payouts?|payments?|pay|paid|lines)\b[^?\n]{0,40}[?!. ]*$"),
    ("payout_punctuality", rf"{_SHOW}{_ALL}(?:payout|payment)\s+(?:punctuality|timeliness){_END}"),
    ("payout_punctuality", r"do we (?:pay|pay out)\b[^?\n]{0,40}\b(?:on time|punctually|late)\b[^?\n]{0,20}[?!. ]*$"),
    ("payout_punctuality", r"wie pünktlich\b[^?\n]{0,60}\b(?:auszahlung(?:en)?|zahlung(?:en)?|zahlen|gezahlt|ausgezahlt)\b[^?\n]{0,30}[?!. ]*$"),
    ("payout_punctuality", r"zahlen wir\b[^?\n]{0,40}\b(?:pünktlich|rechtzeitig|zu spät)\b[^?\n]{0,20}[?!. ]*$"),
    ("payout_punctuality", rf"{_SHOW}{_ALL}(?:auszahlungs|zahlungs)pünktlichkeit{_END}"),
    # disputes
    ("dispute_withdraw", rf"(?:withdraw|take back|cancel|drop|retract)\s+{_NUMBERED_DISPUTE}{_END}"),
    ("dispute_withdraw", rf"(?:zieh|ziehe|nimm|nehme)\s+{_NUMBERED_DISPUTE}\s+zurück{_END}"),
    ("dispute_withdraw", rf"{_NUMBERED_DISPUTE}\s+(?:zurückziehen|zurücknehmen){_END}"),
    ("dispute_uphold", rf"(?:uphold|accept|grant|approve|genehmige|akzeptiere)\s+{_NUMBERED_DISPUTE}{_BECAUSE}{_END}"),
    ("dispute_uphold", rf"gib\s+{_NUMBERED_DISPUTE}\s+statt{_END}"),
    ("dispute_uphold", rf"{_NUMBERED_DISPUTE}\s+(?:stattgeben|anerkennen|genehmigen){_END}"),
    ("dispute_reject", rf"(?:reject|decline|refuse|deny)\s+{_NUMBERED_DISPUTE}{_BECAUSE}{_END}"),
    ("dispute_reject", rf"(?:lehne|lehn|weise|weis)\s+{_NUMBERED_DISPUTE}\s+(?:ab|zurück){_BECAUSE}{_END}"),
    ("dispute_reject", rf"{_NUMBERED_DISPUTE}\s+(?:ablehnen|zurückweisen){_BECAUSE}{_END}"),
    ("disputes", rf"{_SHOW}{_NUMBERED_DISPUTE}{_END}"),
    ("disputes", rf"(?:status of|what about|status von|stand von|was ist mit)\s+{_NUMBERED_DISPUTE}{_END}"),
    ("disputes", rf"{_SHOW}{_ALL}(?:open|offenen?|unresolved|ungeklärten?)\s+(?:disputes|beanstandungen|reklamationen){_END}"),
    ("disputes", rf"{_SHOW}{_ALL}(?:disputes|disputed lines|beanstandungen|beanstandete[n]? zeilen){_END}"),
    ("disputes", rf"(?:which|what)\s+(?:disputes|lines)\s+are\s+(?:open|disputed){_END}"),
    ("disputes", rf"welche\s+(?:beanstandungen|zeilen)\s+sind\s+(?:offen|beanstandet){_END}"),
    ("dispute", rf"(?:(?:i|we)(?:'d like to| want to| would like to)?\s+)?(?:dispute|contest|challenge|query)\s+{_THE_LINE}{_LINE_ID}{_BECAUSE}{_END}"),
    ("dispute", rf"(?:ich\s+|wir\s+)?(?:beanstande|beanstanden|reklamiere|reklamieren|bestreite|bestreiten)\s+{_THE_LINE}{_LINE_ID}{_BECAUSE}{_END}"),
    ("dispute", rf"{_THE_LINE}{_LINE_ID}\s+(?:beanstanden|reklamieren){_BECAUSE}{_END}"),
    ("dispute", rf"{_THE_LINE}{_LINE_ID}\s+(?:is|ist)\s+(?:wrong|incorrect|falsch|nicht richtig|not right){_BECAUSE}{_END}"),
    ("dispute", rf"(?:(?:i|we)(?:'d like to| want to| would like to)?\s+)?(?:dispute|contest)\s+(?:a|this|that|the)\s+(?:statement\s+)?(?:line|item){_END}"),
    ("dispute", rf"(?:ich (?:möchte|will)\s+)?(?:eine|die|diese)\s+(?:abrechnungs)?(?:zeile|position)\s+(?:beanstanden|reklamieren){_END}"),
)  # fmt: skip

#: One of these words is in every such command.
WORDS: Final = frozenset(
    """payout payouts auszahlung auszahlungen auszahlungslauf zahllauf auszahlungsläufe auszahlungslaeufe zahlläufe approve release confirm genehmige
    bestätige gib freigeben genehmigen cancel stop reject decline abort storniere storniern verwirf brich abbrechen stornieren verwerfen export
    download exportiere lade exportieren herunterladen punctual timely time prompt pay paid payments pünktlich zahlen rechtzeitig auszahlungspünktlichkeit
    zahlungspünktlichkeit punctuality timeliness dispute disputes disputed contest challenge query beanstande beanstanden beanstandung
    beanstandungen beanstandete beanstandeten beanstandet reklamiere reklamieren reklamation reklamationen bestreite bestreiten withdraw take drop
    retract zieh ziehe nimm nehme zurückziehen zurücknehmen uphold accept grant akzeptiere stattgeben anerkennen refuse deny lehne lehn
    weise weis ablehnen zurückweisen""".split()
)
