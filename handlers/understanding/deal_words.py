"""The words around dates and amounts that say which of several is meant, and who has talked to the customer, in English and German."""

from __future__ import annotations

from typing import Final

#: What stands before the day on which the deal closes.
BEFORE_A_CLOSE_DATE: Final = (
    r"(?:clos\w*|sign\w*|decision|decide\w*|expect\w*|deadline|target|abschluss\w*|abschließ\w*|entscheid\w*|unterschrift|unterzeichn\w*|unterschreib\w*|"
    r"zuschlag|vertragsabschluss|datum|date|by|bis|before|vor|auftrag|bestell\w*|order)\W{0,3}(?:\w+\W+){0,3}$"
)

#: What stands before a day on which something else happens.
BEFORE_ANOTHER_DATE: Final = r"(?:spoke|met|talked|call\w*|meeting|demo|since|seit|gesprochen|getroffen|telefonat|gespräch|termin|kick-?off|go-?live|start\w*|begin\w*|from|ab|sent|gesendet|renew\w*|expire\w*|läuft)\W{0,3}(?:\w+\W+){0,3}$"

# Between somebody who was talked to and the day of it: no other clause, and nobody who wants something by then.
_MEANWHILE: Final = r"(?:(?!(?:want|need|would|will|plan|hope|clos|sign|deci|brauch|möcht|woll|sucht|entscheid|unterschr|abschl)\w*\b)[\w&'-]+\.? +){0,9}?"

#: What stands before a day on which somebody was, or will be, talked to.
BEFORE_A_MEETING: Final = (
    r"\b(?:spoke|spoken|met|talked|chatted|visited|phoned|rang|caught up|catching up|(?:was|were|been|am|are|will be) (?:at|with)|(?:call|meeting|lunch|coffee|demo|workshop|"
    r"appointment|visit) (?:with|at)|(?:next|first|second|another|follow-?up) (?:call|meeting|demo|appointment|visit)|gesprochen|getroffen|telefoniert|war|waren|"
    r"(?:gespräch|telefonat|meeting|demo|treffen|besuch|workshop|termin) (?:mit|bei|beim)|(?:nächste[rs]?|erste[rs]?|weitere[rs]?) (?:gespräch|telefonat|meeting|treffen|termin|besuch)) +"
    rf"{_MEANWHILE}(?:(?:on|at|the|this|next|last|am|den|der|diesen|letzten|nächsten) )*$"
)

#: What stands after such a day: "am Montag mit … gesprochen".
AFTER_A_MEETING: Final = (
    rf" +{_MEANWHILE}(?:gesprochen|getroffen|telefoniert|besucht|angerufen|gesehen|gemailt|zu besuch|vor ort|(?:i|we) (?:met|spoke|talked|visited|called)|"
    r"(?:einen? )?(?:demo|gespräch|telefonat|meeting|call|workshop) (?:mit|bei|with|at))\b"
)

#: What stands after an amount that is paid for each or each month.
AFTER_A_PRICE_EACH: Final = r"^\W{0,2}(?:per|each|pro|je|a month|/ ?(?:user|seat|month|monat|nutzer)|monthly|monatlich|p\. ?m\.)\b"

#: What stands before the amount of the whole deal.
BEFORE_A_TOTAL: Final = (
    r"(?:total|overall|altogether|gesamt\w*|insgesamt|sum|summe|volumen|value|worth|amount|betrag)\W{0,3}(?:\w+\W+){0,2}$"
)

#: What stands before a bare number that is an amount.
BEFORE_AN_AMOUNT: Final = r"(?:amount|value|volume|worth|budget|price|total|arr|acv|tcv|betrag|volumen|wert|summe|preis|for|about|around|ca\.?|approx\.?|rund|etwa|über)\W{0,3}$"

#: What stands before an address that is the company's name.
BEFORE_A_WEBSITE: Final = r"\b(?:(?:deal|opportunity|opp|registration|registrierung|projekt|register|registrieren) (?:for|with|at|für|mit|bei) |register |customer:? |kunde:? )$"

_THE_VENDOR: Final = (
    r"(?:(?:the |der |den |dem |vom )?(?:vendor|hersteller)s?(?: (?:sales|team|rep|direct sales))?|you(?: guys| all)?|ihr(?: leute)?|euch|"
    r"(?:your|euer|eure[rmn]?|ihr|ihre[rmn]?) (?:own |eigene[rn]? )?(?:sales\w*|team|direct\w*|reps?|people|colleagues?|guys|vertrieb\w*|leute\w*|kollegen|kolleg\w*|mitarbeiter\w*|außendienst)"
    r"(?: (?:team|rep|reps|people|guys|sales))?|vertriebler von euch)"
)
_ENGAGED: Final = (
    r"(?:(?:in |im )?(?:touch|contact|kontakt|gespräch|talks)|talk(?:ed|ing)|spoke|spoken|engaged|involved|contacted|met|visited|called|gesprochen|telefoniert|dran|vor ort|"
    r"involviert|eingebunden|besucht|getroffen|kontaktiert|angerufen)"
)

#: The vendor has talked to the customer.
VENDOR_ENGAGED: Final = (
    rf"\b{_THE_VENDOR}(?: (?:has|have|had|was|were|is|are|did|war|wart|waren|ist|sind|seid|hat|habt|haben|hatte|hattet|already|also|since|recently|even|been|schon|bereits|auch|"
    rf"mal|dort|da|mit|ihnen|denen|dem kunden|der|die|them|with|to|in|im))* {_ENGAGED}\b",
    rf"\b(?:war|waren|ist|sind|hat|haben|wart|seid|habt)(?: (?:schon|bereits|auch|mal))* {_THE_VENDOR}\b.{{0,30}}\b{_ENGAGED}\b",
    rf"\b{_ENGAGED}(?: (?:with|to|mit|by|von))? {_THE_VENDOR}\b",
)

#: The vendor has not talked to the customer.
VENDOR_NOT_ENGAGED: Final = (
    r"\b(?:vendor|you|ihr|hersteller|your \w+|euer \w+)\b.{0,30}\b(?:not|never|no|nicht|nie|kein\w*|hasn't|haven't)\b.{0,40}\b(?:touch|talk\w*|spoke\w*|engag\w*|involved|kontakt|gesprochen|dran|contact\w*|met)\b",
    r"\bno (?:vendor|direct) (?:contact|involvement|engagement)\b",
    r"\bkein(?:en)? (?:hersteller)?kontakt (?:mit dem |zum )?hersteller\b",
    r"\bohne herstellerkontakt\b",
)

#: One of these is in every message that says whether the vendor has talked to the customer.
VENDOR: Final = frozenset(
    "vendor you ihr ihre ihrem ihren ihrer hersteller herstellerkontakt your euer eure eurem euren eurer euch direct".split()
)

#: What stands between a slip of the tongue and what was meant.
REPAIR: Final = (
    r"[\s.,;:…–-]*(?:(?:no|nein|nee|ne|oh|ah|äh|er|uh|um|sorry|pardon|oops|ups|wait|moment|quatsch|i mean|i meant|ich meine?|correction|korrektur|make (?:it|that)|"
    r"sagen wir(?: mal)?|sag(?:en)? wir|say|let's say|let us say|better|besser(?: gesagt)?|eher|or rather|rather|actually|bzw|beziehungsweise)\b[\s.,:;…–-]*)+"
    r"(?:(?:just|only|nur|it's|it is|es ist|the|das|der|am|on|im|in|ab|by|bis|ca|about)[\s.]+)*"
)

#: That what is said counts for each of several.
EACH: Final = r"\b(?:each|apiece|jeweils|je|per (?:deal|customer|company)|pro (?:deal|kunde|firma))\b"

#: That several are meant.
BOTH: Final = r"\b(?:both|beide[nrs]?|all (?:two|three|four)|alle (?:zwei|drei|vier))\b"

#: That there are several deals.
SEVERAL_DEALS: Final = r"\b(?:two|2|three|3|several|both|multiple|zwei|drei|mehrere|beide)\b(?:.{0,24}\b(?:deals|opps|opportunities|registrations|registrierungen|projekte|projects|customers|kunden|leads)\b| (?:things|sachen|dinge)\b)"

#: What stands before a name that is said to be the company's.
BEFORE_A_COMPANY_SO_CALLED: Final = (
    r"(?:customer|client|company|kunden?|endkunden?|firma|unternehmen|account)(?: (?:name|is|to|should|be|ist|sollte|heißt|auf|in|zu|called|named|really|actually|"
    r"eigentlich|sein|wäre|doch|the|a|der|die|das|:))*$"
)

#: What stands before a name that something is asked about.
ASKED_ABOUT: Final = (
    r"(?:^|\s)(?:status|stand|sachstand|news|update|updates|neues|commission|provision|payout|extension|availability|registration|registrierung|deals?|conflict|"
    r"konflikt|verlängerung|um|about|happened|became|case|opportunity)(?: (?:of|on|for|with|to|from|von|vom|zu|zum|zur|bei|beim|für|um|über|mit|the|der|die|das|"
    r"den|dem|meine[rmn]?|meinem|unsere[rmn]?|unserem|my|our|deal|registration|registrierung|customer|kunden?|firma))*$"
)

#: A value that is said not to be it.
NEGATED: Final = r"\b(?:not|nicht|kein\w*|instead of|rather than|statt|anstatt|anstelle von|nor)(?: (?:the|den|die|das|der|in|at|on|am|im|von))* (?P<mark><\w+>)"
