"""What people say beside the program's own business: a word to go on, a term they do not know, help from a person, lists of deals.

The rows are like those of `command_words`: (intent, pattern over the message) with the groups `subject` and `argument`.
"""

from __future__ import annotations

import re
from typing import Final

_END: Final = r"(?:\s+(?:please|pls|bitte|now|jetzt))?[\s.!?]*$"
_DEALS: Final = r"(?:deals?|registrations?|opportunities|registrierung(?:en)?|projekte?)"
#: The states that a list of deals may be of, by their names in the program.
STATES: Final[tuple[tuple[str, str], ...]] = (
    ("won", r"won|gewonnene?[nrs]?|gewonnen"),
    ("lost", r"lost|verlorene?[nrs]?|verloren"),
    ("approved", r"protected|approved|geschützte?[nrs]?|geschützt|genehmigte?[nrs]?|genehmigt"),
    ("undecided", r"undecided|pending|waiting|wartende?[nrs]?|unentschiedene?[nrs]?|in review|in prüfung"),
    ("open", r"open|active|current|running|offene?[nrs]?|aktive?[nrs]?|laufende?[nrs]?"),
    ("declined", r"declined|rejected|abgelehnte?[nrs]?|abgelehnt"),
    ("expired", r"expired|abgelaufene?[nrs]?|abgelaufen"),
    ("withdrawn", r"withdrawn|zurückgezogene?[nrs]?|zurückgezogen"),
)
_STATE: Final = rf"(?:{'|'.join(pattern for _, pattern in STATES)})"
_MANY: Final = r"(?:which|what|how many|wie ?viele|welche[rs]?)"
_SHOW: Final = (
    r"(?:(?:show|list|see|give|zeige?|liste)\s+)?(?:(?:me|mir|us|uns|all|alle|of|my|our|meine[rn]?|unsere[rn]?|the|die)\s+)*"
)
_WE: Final = r"(?:i|we|ich|wir)"

#: Terms of the program that are explained, by how people ask for them.
TERMS: Final[tuple[tuple[str, str], ...]] = (
    ("spiff", r"spiff?s?"),
    ("mdf", r"mdfs?|market(?:ing)? development funds?|marketingbudget|marketing development funds?"),
    ("clawback", r"claw-?backs?|rückforderung(?:en)?"),
    ("true_up", r"true-?ups?|ausgleich|jahresausgleich"),
    ("registration", r"deal[- ]?registration|dealregistrierung|registrierung"),
    ("protection", r"deal protection|protected period|protection|schutzfrist|dealschutz|kundenschutz"),
    ("tier", r"(?:partner )?tiers?|partner ?levels?|partnerstufen?"),
    ("split", r"(?:commission |deal )?splits?|(?:provisions)?aufteilung"),
    ("revenue_share", r"revenue share|umsatzbeteiligung"),
    ("holding_period", r"holding period|wartefrist|haltefrist"),
)
_TERM: Final = rf"(?P<subject>{'|'.join(pattern for _, pattern in TERMS)})"

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("go_on", rf"(?:ok|okay|okey|k|alright|all right|fine|good|got it|i see|understood|never ?mind|forget it|nothing|gut|passt|alles klar|verstanden|schon gut|egal|vergiss es|nichts){_END}"),
    ("explain_term", rf"(?:what(?:'s| is| are)|what does|explain|define|was ist|was sind|was bedeutet|was heißt|erkläre?)\s+(?:an?\s+|the\s+|der\s+|die\s+|das\s+|ein\w*\s+|mir\s+|me\s+)*{_TERM}(?:\s+(?:mean|stand for|bedeuten))?{_END}"),
    ("how_to", r"(?:how do|how can|how does one|how to|wie)\s+(?:i\s+|we\s+|one\s+)?(?:register|registriere|registriert|melde)\s+(?:i\s+|ich\s+|man\s+|wir\s+)?(?:an?\s+|the\s+|einen\s+|den\s+)?(?:new\s+|neuen\s+)?(?:deals?|opportunity|projekt|registration)?(?:\s+an)?[\s.!?]*$"),
    ("how_to", r"(?:what|which|was|welche)\s+(?:information |documents |data |details |angaben |daten |unterlagen )?(?:do|brauche?n?|braucht|benötige?n?)\s+(?:you|i|we|sie|ihr|du|ich|wir)\s*(?:need)?\s*(?:from me|from us|von mir|von uns)?\s*(?:to register|for (?:a|the) registration|für eine registrierung|zum registrieren)?(?:\s+(?:a|the) deal)?[\s.!?]*$"),
    ("help", rf"(?:are you (?:a |an )?(?:bot|human|robot|person|machine|ai|real)(?:\s+person)?|who are you|bist du (?:ein )?(?:bot|mensch|roboter)|sind sie (?:ein )?(?:bot|mensch|roboter)){_END}"),
    ("hand_over", r"(?P<argument>(?:i|we|ich|wir|can|could|kann|können|bitte|please)\b.{0,40}\b(?:technical (?:support|help)|pre-?sales|technische (?:unterstützung|hilfe)|proof of concept|poc|a demo (?:for|with)|eine (?:demo|vorführung) (?:für|bei|mit)|help with (?:a|an|the|our|my) (?:proposal|tender|rfp|demo|presentation|pitch|customer meeting)|hilfe (?:bei|mit) (?:einem|einer|dem|der) (?:angebot|ausschreibung|demo|präsentation|vorführung))\b.{0,120})$"),
    ("hand_over", r"(?P<argument>.{0,40}\b(?:(?:want|like|need) to complain|file a complaint|mich beschweren|beschwerde einreichen|(?:please |can you |could you )?call me(?: back)?|rufe?n? (?:sie )?mich (?:bitte )?(?:an|zurück))\b.{0,80})$"),
    ("deal_status", rf"{_SHOW}{_STATE}\s+(?:deals|registrations|opportunities|registrierungen|projekte)\b.{{0,40}}$"),
    ("deal_status", rf"{_MANY}\s+(?:of\s+|my\s+|our\s+|meiner\s+|unserer\s+)*{_DEALS}\s+(?:did|do|have|has|are|were|was|habe|haben|hat|sind|wurden)\b(?=.*\b{_WE}\b|.*\b{_STATE}\b).{{0,60}}$"),
    ("deal_status", rf"(?:my|our|mein|unser|meine|unsere)\s+(?:biggest|largest|newest|latest|last|größte[rns]?|neueste[rns]?|letzte[rns]?)\s+{_DEALS}{_END}"),
)  # fmt: skip

#: One of these words is in every such message.
WORDS: Final = frozenset(
    """ok okay okey k alright fine good got see understood nevermind never forget nothing gut passt alles verstanden schon egal vergiss nichts right
    spiff spif spiffs spifs mdf mdfs funds fund marketingbudget clawback clawbacks claw rückforderung rückforderungen true ausgleich jahresausgleich registration
    dealregistrierung registrierung protection protected schutzfrist dealschutz kundenschutz tier tiers level levels partnerstufe partnerstufen split splits
    aufteilung provisionsaufteilung share umsatzbeteiligung holding wartefrist haltefrist trueup trueups
    register registriere registriert melde need brauche brauchen braucht benötige benötigen bot human robot person machine ai mensch roboter who real
    technical technische presales pre concept poc demo vorführung help hilfe complain complaint beschweren beschwerde call rufe rufen ruf
    deals deal registrations opportunities registrierungen projekte projekt""".split()
)

_STATES: Final = tuple((name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in STATES)
_TERMS: Final = tuple((name, re.compile(rf"(?:{pattern})", re.IGNORECASE)) for name, pattern in TERMS)


def states_named(text: str) -> tuple[str, ...]:
    """The states that a question about deals names."""
    return tuple(name for name, pattern in _STATES if pattern.search(text))


def term_named(words: str) -> str | None:
    """The term that the words are, by its name."""
    return next((name for name, pattern in _TERMS if pattern.fullmatch(words.strip())), None)
