"""How people ask about tiers and change them, in English and German; a newcomer adds a wording by adding a line.

The rows are like those of `command_words`: (intent, pattern over the message) with the groups `subject` and `argument`. What a
question about tiers asks for is told by `TOPICS` then.
"""

from __future__ import annotations

from typing import Final

#: What each tier is called.
NAMES: Final[tuple[tuple[str, str], ...]] = (
    ("registered", r"registered|registriert(?:er|en)?"),
    ("bronze", r"bronze"),
    ("silver", r"silver|silber"),
    ("gold", r"gold"),
    ("platinum", r"platinum|platin"),
)
_TIER: Final = r"(?:registered|bronze|silver|silber|gold|platinum|platin)"
_STEP: Final = rf"(?:(?:the )?next (?:tier|level)|(?:die )?nächste\w* (?:stufe|level)|{_TIER}(?:[ -](?:tier|level|status|partner|stufe|status))?)"
_LEVEL: Final = r"(?:partner[ -]?)?(?:tier|level|stufe|partnerstufe)"
_OWN: Final = r"(?:my|our|meine?|unsere?)"
_WE: Final = r"(?:i|we|ich|wir)"
_WHO: Final = r"(?P<subject>[^?:;\n]{2,80}?)"
_END: Final = r"(?:\s+(?:please|pls|bitte|now|today|jetzt|heute|gerade|aktuell))*[\s.!?]*$"
_REST: Final = r"(?P<argument>[^\n]{0,200})$"

_WAS: Final = (
    rf"(?:what|which) (?:was|were) {_OWN} {_LEVEL}\b.{{2,60}}$",
    rf"(?:what|which) {_LEVEL} (?:was|were|did|had) {_WE}\b.{{0,80}}$",
    rf"(?:welche|was für eine) {_LEVEL} (?:hatten?|hatte|war|waren)\b.{{2,60}}$",
    rf"was war {_OWN} {_LEVEL}\b.{{2,60}}$",
    rf"(?:auf|in) welcher {_LEVEL} (?:war|waren) {_WE}\b.{{2,60}}$",
    rf"(?:what|which) (?:was|were) the {_LEVEL} of {_WHO} (?:on|in|at|at the end of|last)\b.{{2,40}}$",
    rf"(?:welche|was für eine) {_LEVEL} hatte {_WHO} (?:am|im|ende|anfang|letzte[sn]?)\b.{{2,40}}$",
)
_WHEN: Final = (
    rf"(?:and )?(?:when|by when) (?:do|will|would|can|could) {_WE} (?:be|become|reach|get|make|hit|get to)(?: to)? {_STEP}\b.{{0,40}}$",
    rf"(?:und )?(?:wann|bis wann|ab wann) (?:werde|werden|sind|bin|erreiche|erreichen|kann|können|hätten) {_WE} {_STEP}\b.{{0,40}}$",
    rf"(?:when|by when) (?:does|will|would) {_WHO} (?:be|become|reach|get|make|hit|get to)(?: to)? {_STEP}\b{_END}",
    rf"(?:wann|bis wann) (?:wird|erreicht|ist) {_WHO} {_STEP}\b{_END}",
)
_BENEFITS: Final = (
    rf"what (?:would|do|will|could|can|did) {_WE} (?:get|gain|have|receive)(?: (?:more|extra|then))? (?:as|with|at|in|on|from|by being)(?: an?)? {_STEP}\b.{{0,30}}$",
    rf"what (?:does|would|will) (?:being )?{_STEP} (?:get|give|bring|offer|mean for|do for)(?: (?:me|us))?{_END}",
    rf"what(?:'s| is) in it (?:for (?:me|us) )?(?:as|with|at) {_STEP}{_END}",
    rf"(?:(?:show|list)(?: me)? )?(?:what are )?(?:the |all )?(?:benefits|advantages|perks)(?: (?:of|as|at|with|for))?(?: (?:the )?(?:{_STEP}|tiers?|every tier|each tier))?{_END}",
    rf"(?:what(?:'s| is) )?(?:the )?difference (?:between|from|of) (?:(?:being )?{_STEP})(?: (?:and|to) {_STEP})?{_END}",
    rf"(?:was ist |wo ist |worin besteht )?(?:der )?unterschied (?:zwischen|von) {_STEP}(?: (?:und|zu) {_STEP})?{_END}",
    rf"(?:compare) {_STEP}(?: (?:and|with|to) {_STEP})?{_END}",
    rf"was (?:bekomme|bekommen|bekäme|bekämen|kriege|kriegen|habe|haben|hätten?|erhalte|erhalten|gewinnen?) {_WE}(?: (?:denn|dann|mehr))* (?:als|mit|bei|in|auf|von) {_STEP}\b.{{0,30}}$",
    rf"was (?:bringt|brächte|gibt|bietet|bedeutet)(?: (?:mir|uns|für uns|für mich|es (?:mir|uns)))?,? (?:denn )?{_STEP}(?: (?:mir|uns|für uns|für mich|zu sein|zu werden))?{_END}",
    rf"(?:(?:zeig\w*|liste)(?: mir)? )?(?:was sind )?(?:die |alle )?(?:vorteile|leistungen)(?: (?:von|als|bei|mit|der|für))?(?: (?:{_STEP}|stufen?|aller stufen|jeder stufe))?{_END}",
    rf"vergleiche? {_STEP}(?: (?:und|mit) {_STEP})?{_END}",
)
_AT_RISK: Final = (
    rf"(?:show me |list |give me )?(?:who|which (?:of my |of our )?partners?|which partner)(?: is| are|'s) (?:at risk|in danger|below (?:their|its) (?:bar|tier))(?: of (?:losing|demotion)\b.{{0,30}})?{_END}",
    rf"(?:show (?:me )?|list )?(?:the |my |our |all )?(?:at[- ]risk(?: (?:list|partners|tiers))?|(?:partners|tiers) at risk)(?: (?:of|in) (?:my|our|the) portfolio)?{_END}",
    r"(?:wer|welche (?:meiner |unserer )?partner|welcher partner) (?:ist|sind|droht|drohen)(?: (?:gerade|aktuell))? (?:gefährdet|in gefahr|unter (?:seiner|ihrer) stufe|abzusteigen|zurückgestuft zu werden)\b.{0,30}$",
    rf"(?:zeig\w* (?:mir )?|liste )?(?:die |meine |unsere |alle )?gefährdete[nr]? (?:partner|stufen)(?: (?:in )?(?:meines|meinem|des) portfolios?)?{_END}",
)
_HISTORY: Final = (
    rf"(?:(?:show|see|give)(?: me)? )?(?:the |{_OWN} )?{_LEVEL}[ -]?(?:history|changes)(?: (?:of|for) {_WHO})?{_END}",
    rf"(?:(?:zeige?)(?: mir)? )?(?:den |die |{_OWN} )?(?:stufenverlauf|stufenhistorie|verlauf (?:unserer|meiner|der) stufen?)(?: (?:von|für) {_WHO})?{_END}",
    rf"history of (?:{_OWN}|the) {_LEVEL}s?{_END}",
)
_PROGRESS: Final = (
    rf"(?:and |so )?how (?:far|close|near) (?:am|are|away are|away am) {_WE}(?: (?:away|still))?(?: (?:from|to|off))? {_STEP}\b.{{0,80}}$",
    rf"(?:und |also )?wie (?:weit|nah|nahe)(?: (?:dran|weg))? (?:bin|sind) {_WE}(?: (?:noch|schon|denn))*(?: (?:von|bis|zu|an|vor|von der|bis zur?|zum|zur|weg von|entfernt von))? {_STEP}\b.{{0,80}}$",
    rf"wie weit (?:ist es|haben wir es|habe ich es)(?: noch)? (?:bis|zu)(?: zu[mr]?)? {_STEP}\b.{{0,80}}$",
    rf"(?:what(?:'s| is| would be)? )?(?:the )?(?:cheapest|easiest|quickest|fastest|shortest) (?:way|path|route) (?:to|for)(?: us to)?(?: (?:reach|become|get to))? {_STEP}{_END}",
    rf"(?:was (?:ist|wäre) )?(?:der )?(?:günstigste|einfachste|schnellste|kürzeste|leichteste|billigste) weg (?:zu|nach|auf|bis)(?: zu[mr]?)? {_STEP}{_END}",
    rf"what(?:'s| is| do {_WE})?(?: (?:still|else))* (?:missing|need|needed|lacking|to do|left)(?: (?:for|to (?:reach|become|be|get to)|until|before|from))* {_STEP}\b.{{0,40}}$",
    rf"was (?:fehlt|fehlen|brauche|brauchen|benötigen)(?: (?:mir|uns|ich|wir))?(?: (?:noch|denn))*(?: (?:zu|zum|zur|für|bis|auf|um))* {_STEP}\b.{{0,40}}$",
    rf"(?:what|which) {_LEVEL} (?:am|are|do|have) {_WE}(?: (?:on|in|at|have|got))?{_END}",
    rf"(?:what(?:'s| is) |show (?:me )?|see )?{_OWN} {_LEVEL}(?: (?:progress|status))?{_END}",
    rf"(?:zeige? (?:mir )?|was ist )?{_OWN} {_LEVEL}(?:nfortschritt)?{_END}",
    rf"(?:welche|was für eine) {_LEVEL} (?:habe|haben|sind|bin) {_WE}{_END}",
    rf"(?:auf|in) welcher {_LEVEL} (?:bin|sind|stehen|stehe) {_WE}{_END}",
    rf"how many (?:certs|certifi\w+(?: people)?|references|closed deals|won deals) (?:do|have|are|did) {_WE}\b.{{0,40}}$",
    r"wie ?viele (?:zertifi\w+(?: (?:leute|personen|mitarbeiter\w*))?|referenzen|gewonnene deals) (?:habe|haben|brauche|brauchen|fehlen)\b.{0,40}$",
    rf"{_LEVEL}(?: (?:progress|status))?{_END}",
    rf"{_LEVEL}:? {_STEP}{_END}",
)
#: A partner's, asked by the vendor's people.
_PROGRESS_OF: Final = (
    rf"(?:(?:what(?:'s| is)|show(?: me)?|see|give me) )?(?:the )?{_LEVEL}(?: progress)?:? (?:of|for) (?:partner )?{_WHO}(?: (?:on|in|at the end of) .{{2,40}})?{_END}",
    rf"(?:(?:zeige?(?: mir)?|was ist) )?(?:die )?{_LEVEL}(?:nfortschritt)?:? (?:von|für) (?:partner )?{_WHO}(?: (?:am|im|ende) .{{2,40}})?{_END}",
    rf"(?:what|which) {_LEVEL} (?:is|has|does) {_WHO}(?: have)?{_END}",
    rf"(?:welche|was für eine) {_LEVEL} hat {_WHO}{_END}",
    rf"how (?:far|close|near) is {_WHO}(?: away)? (?:from|to) {_STEP}{_END}",
    rf"wie (?:weit|nah|nahe) ist {_WHO}(?: noch)? (?:von|bis|vor|an|zu) {_STEP}(?: entfernt)?{_END}",
    rf"was fehlt {_WHO}(?: noch)? (?:zu|zum|bis|für|auf) {_STEP}{_END}",
    rf"what(?:'s| is) {_WHO}(?: still)? missing (?:for|to reach) {_STEP}{_END}",
    rf"{_LEVEL}:? (?!(?:progress|status|fortschritt)\b){_WHO}{_END}",
)

#: What a question about tiers is for, by its name; the first that fits.
TOPICS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("at_risk", _AT_RISK),
    ("history", _HISTORY),
    ("benefits", _BENEFITS),
    ("when", _WHEN),
    ("was", _WAS),
    ("progress", (*_PROGRESS, *_PROGRESS_OF)),
)

_OVERRIDE: Final = (
    rf"override (?:the )?{_LEVEL} (?:of|for) (?:partner )?{_WHO}(?P<argument>(?:\s+(?:to|with|until|till|because|for|as)\b|\s*[:,;–]).{{0,300}})?$",
    rf"(?:set|make|move) (?:partner )?{_WHO} (?P<argument>(?:to |as )?{_TIER}\b.{{0,300}})$",
    rf"(?:give|grant) (?:partner )?{_WHO} (?P<argument>{_TIER}(?: tier)?(?: (?:until|till|because|for)\b.{{0,300}}|{_END}))$",
    rf"(?:setze?|hebe?|stelle?) (?:partner )?{_WHO} (?P<argument>auf {_TIER}\b.{{0,300}})$",
    rf"(?:die )?{_LEVEL} (?:von|für) (?:partner )?{_WHO} (?P<argument>(?:auf {_TIER}\b.{{0,200}})?(?:setzen|ändern|überschreiben|festlegen)){_END}",
    rf"(?:ausnahme|sonderstufe) (?:für|bei) (?:partner )?{_WHO}(?P<argument>(?:\s+(?:auf|bis|weil)\b|\s*[:,;–]).{{0,300}})?$",
)
_OVERRIDE_END: Final = (
    rf"(?:end|stop|lift|remove|cancel) (?:the )?(?:{_LEVEL} )?override (?:of|for) (?:partner )?{_WHO}{_END}",
    rf"(?:beende|hebe?) (?:die )?(?:ausnahme|sonderstufe) (?:für|von|bei) (?:partner )?{_WHO}(?: auf)?{_END}",
    rf"(?:die )?(?:ausnahme|sonderstufe) (?:für|von|bei) (?:partner )?{_WHO} (?:beenden|aufheben){_END}",
)
_A: Final = r"(?:an? |the |new |another |ein |eine |einen |die |das |den |neue[rsn]? |weitere[rsn]? )*"
_RECORD: Final = r"(?:record|log|add|enter|note|erfasse|trage?|notiere)"
_INF: Final = r"(?:erfassen|eintragen|hinterlegen|notieren)"


def _recording(thing: str, german: str) -> tuple[str, ...]:
    return (
        rf"{_RECORD} {_A}(?:{thing}|{german})(?: (?:of|for|from|at|by|von|für|bei) (?:partner )?{_WHO})?(?: ein)?{_END}",
        rf"{_A}(?:{german})(?: (?:von|für|bei) (?:partner )?{_WHO})? {_INF}{_END}",
    )


_CERTIFY: Final = (
    *_recording(r"(?:sales |technical )?certificat(?:e|ion)", r"(?:vertriebs|technik)?zertifi(?:kat|zierung)"),
    r"certify (?P<subject>[^?:;\n]{2,80}?)[\s.!?]*$",
    r"zertifiziere (?P<subject>[^?:;\n]{2,80}?)[\s.!?]*$",
)

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    *(("tier_override_end", wording) for wording in _OVERRIDE_END),
    *(("tier_override", wording) for wording in _OVERRIDE),
    *(("tier_certify", wording) for wording in _CERTIFY),
    *(("tier_reference", wording) for wording in _recording(r"(?:customer )?reference", r"(?:kunden)?referenz")),
    *(("tier_practice", wording) for wording in _recording(r"(?:dedicated )?practice", r"(?:eigene[sn]? )?(?:praxis|produktteam|team für die produkte)")),
    *(("tier_sponsor", wording) for wording in _recording(r"(?:executive )?sponsor", r"pat(?:e|in|en|enschaft)")),
    *(("tier_progress", wording) for _, wordings in TOPICS for wording in wordings),
)  # fmt: skip

#: One of these words is in every such message.
WORDS: Final = frozenset(
    """difference unterschied certs certifications certificates certified references zertifikate zertifizierungen zertifizierte referenzen closed won gewonnene
    tier tiers level stufe partnerstufe stufen stufenverlauf stufenhistorie registered bronze silver silber gold platinum platin next nächste nächsten
    benefits advantages perks vorteile leistungen risk danger below gefährdet gefährdete gefährdeten gefährdeter gefahr abzusteigen zurückgestuft
    override ausnahme sonderstufe record log add enter note erfasse trage trag notiere erfassen eintragen hinterlegen notieren certify zertifiziere
    stufenfortschritt partnerstufenfortschritt unter levels""".split()
)
