"""How people word what happens to a registered deal, in English and German; a newcomer adds a wording by adding a line.

The rows are like those of `command_words`: (intent, pattern over the message) with the groups `subject` and `argument`.
"""

from __future__ import annotations

from typing import Final

_ID: Final = r"[Rr]-[0-9A-Za-z]{6}\b"
_THE: Final = r"(?:(?:the |our |my |an? |die |den |das |einen? |unsere?n? |meine?n? )?(?:(?:deal|registration|registrierung|opportunity|projekt)\s+)?(?:(?:of|for|with|at|von|für|bei|mit)\s+)?)"
_WHICH: Final = rf"{_THE}(?P<subject>{_ID}|[^\s:,;][^:,;\n]{{0,80}}?)"
_BECAUSE: Final = r"(?:\s*(?:[:;,–-]\s*|\b)(?:because(?: of)?|since|as|weil|da|denn|reason|grund|note|notiz|wegen)\b\s*:?\s*(?P<argument>.+)|\s*[:;–]\s*(?P<argument2>.+))"
_END: Final = r"(?:\s+(?:please|pls|bitte|now|jetzt))?[\s.!?]*$"
#: Whom a customer has bought from instead.
_RIVAL: Final = (
    r"(?:compet\w+|someone else|somebody else|another (?:vendor|supplier|provider)|elsewhere|against us|wettbewerb\w*|konkurren\w*|mitbewerb\w*|jemand anderen?|"
    r"anderen (?:anbieter|hersteller|lieferanten)|anderswo|gegen uns)"
)
#: What can be changed of a registration, as people call it.
FIELDS: Final = (
    r"(?:deal )?(?:amount|value|size|volume)|clos(?:e|ing)(?: date)?|contact(?:'s|s)? (?:e-?mail(?: address)?|phone(?: number)?)|contact(?: person| name)?|e-?mail(?: address)?"
    r"|phone(?: number)?|product|betrag|(?:auftrags)?wert|summe|volumen|abschluss(?:datum|termin)?|kontakt(?:person)?|ansprech(?:partner|partnerin|person)|mailadresse|telefon(?:nummer)?|produkt"
)
_CHANGE: Final = r"(?:change|update|set|correct|amend|move|push|raise|lower|increase|reduce|adjust|ändere|aendere|setze?|korrigiere|erhöhe|erhoehe|senke|verschiebe|aktualisiere|passe?)"
_ARTICLE: Final = r"(?:the |our |my |its |den |das |die |der |unsere?n? )?"
_OF: Final = r"(?:of|for|on|at|with|von|bei|für|fuer|zu|der|des)"

#: Where a change names the registration, the field and the value: (pattern, with the groups subject, field and value).
CHANGES: Final[tuple[str, ...]] = (
    rf"^{_CHANGE}\s+{_ARTICLE}(?P<field>{FIELDS})\s+{_OF}\s+{_THE}(?P<subject>{_ID}|[^:,;\n]{{2,80}}?)\s+(?:to|auf|in|:)\s*(?P<value>.+)$",
    rf"^{_CHANGE}\s+{_THE}(?P<subject>{_ID}|[^:,;\n]{{2,80}}?)(?:'s|s)?:?\s+{_ARTICLE}(?P<field>{FIELDS})\s+(?:to|auf|in|:)\s*(?P<value>.+)$",
    rf"^{_ARTICLE}(?:new |neue[rsn]? )?(?P<field>{FIELDS})\s+{_OF}\s+{_THE}(?P<subject>{_ID}|[^:,;\n]{{2,80}}?)\s*(?:\bis now\b|\bis\b|\bbecomes\b|\bchanged to\b|\bist jetzt\b|\bist nun\b|\bbeträgt jetzt\b|\blautet jetzt\b|:)\s*(?P<value>.+)$",
    rf"^{_ARTICLE}(?P<field>{FIELDS})\s+{_OF}\s+{_THE}(?P<subject>{_ID}|[^:,;\n]{{2,80}}?)\s+(?:auf|in)\s+(?P<value>.+?)\s+(?:ändern|aendern|setzen|erhöhen|senken|verschieben|korrigieren|anpassen)\s*[.!]?$",
    rf"^{_CHANGE}\s+{_THE}(?P<subject>{_ID})\s*(?:to|auf|:|,)\s*(?P<value>.+)$",
)

#: Of a list of deals: those that are not protected much longer.
EXPIRING: Final = (
    r"\b(?:expir\w+|run(?:s|ning)? out|running off|lapses?|lapsing|about to end|end(?:s|ing)? (?:soon|next|this)|ablaufen\w*|auslaufen\w*|ablauf\w*|abläuft|ausläuft|"
    r"(?:läuft|laufen)\b.{0,40}\b(?:ab|aus)|enden (?:bald|demnächst|nächste\w*|diese\w*))\b"
)

_DEALS: Final = r"(?:deals?|registrations?|opportunities|protections?|registrierung(?:en)?|projekte?|schutz)"

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("deal_status", rf"(?:show|list|zeige?|liste|which|what|welche[rs]?)\s+(?:me\s+|mir\s+|all\s+|alle\s+|of\s+|my\s+|our\s+|meine[rn]?\s+|unsere[rn]?\s+|the\s+|die\s+){{0,4}}{_DEALS}\b.{{0,30}}?{EXPIRING}.{{0,40}}$"),
    ("deal_status", r"what(?:'s| is| are)?\s+(?:about to expire|expiring|expires?|runs? out|ends)(?:\s+(?:soon|next|this|in|within|the)\b.{0,30})?[\s.!?]*$"),
    ("deal_status", r"was\s+läuft\s+(?:.{1,30}\s)?(?:ab|aus)[\s.!?]*$"),
    *(("amend_registration", change.replace("(?P<field>", "(?:").replace("(?P<value>", "(?P<argument>").removeprefix("^")) for change in CHANGES),
    ("amend_registration", rf"(?:change|update|amend|edit|correct|ändere|aendere|bearbeite|korrigiere)\s+{_WHICH}{_END}"),
    ("amend_registration", rf"{_WHICH}\s+(?:ändern|aendern|bearbeiten|korrigieren){_END}"),
    ("extend_registration", rf"(?:extend|prolong|verlängere?|verlaengere?)\s+(?:bitte\s+|please\s+)?{_WHICH}{_BECAUSE}$"),
    ("extend_registration", rf"(?:extend|prolong|verlängere?|verlaengere?)\s+(?:bitte\s+|please\s+)?+(?!my\b|our\b|the\b|mein|unser|die\b|den\b|das\b){_WHICH}(?:\s+(?:until|till|to|by|for|um|bis|auf)\b.{{0,60}})?{_END}"),
    ("withdraw_deal", rf"{_WHICH}\s+(?:is|ist|are|sind)\s+(?:now |leider |sadly )?(?:dead|off the table|geplatzt|gestorben|tot|vom tisch)(?:\s*[,:;–]\s*(?P<argument>.+))?{_END}"),
    ("withdraw_deal", rf"{_WHICH}\s+(?P<argument>(?:(?:has|have|hat|haben)\s+)?(?:went|gone|going|goes|chose|chosen|picked|bought|signed|decided|geht|ging|sich)\b.{{0,30}}\b{_RIVAL}\b.{{0,80}})$"),
    ("won_deal", rf"{_WHICH}\s+(?:haben wir|habe ich)\s+(?:(?:für|mit|über|bei)\s+(?P<argument>.+?)\s+)?(?:gewonnen|abgeschlossen){_END}"),
    ("won_deal", rf"(?:we(?:'ve| have)? |i(?:'ve| have)? )?(?:just )?(?:won|closed)\s+{_WHICH}(?:\s*(?:[,:;–]|\bfor\b|\bat\b|\bwith\b)\s*(?P<argument>.+))?{_END}"),
    ("won_deal", rf"(?:mark|set|close)\s+{_WHICH}\s+(?:as\s+)?won(?:\s*(?:[,:;–]|\bfor\b|\bat\b|\bwith\b)\s*(?P<argument>.+))?{_END}"),
    ("won_deal", rf"{_WHICH}\s+(?:is|was|has been)\s+won(?:\s*(?:[,:;–]|\bfor\b|\bat\b|\bwith\b)\s*(?P<argument>.+))?{_END}"),
    ("won_deal", rf"{_WHICH}\s+(?:has\s+|have\s+|hat\s+|haben\s+)?(?:signed|unterschrieben)(?:\s*(?:[,:;–]|\bfor\b|\bat\b|\büber\b|\bfür\b)\s*(?P<argument>.+))?{_END}"),
    ("won_deal", rf"(?:wir haben|ich habe|haben|habe)\s+{_WHICH}\s+(?:gewonnen|abgeschlossen)(?:\s*(?:[,:;–]|\bfür\b|\bmit\b|\büber\b)\s*(?P<argument>.+))?{_END}"),
    ("won_deal", rf"{_WHICH}\s+(?:(?:ist|wurde|haben wir)\s+)?gewonnen(?:\s*(?:[,:;–]|\bfür\b|\bmit\b|\büber\b)\s*(?P<argument>.+))?{_END}"),
    ("withdraw_deal", rf"(?:we|i)(?:'ve| have)? (?:just |sadly |unfortunately )?lost\s+(?!interest\b|touch\b|contact\b){_WHICH}(?:\s*(?:[,:;–]|\bto\b|\bbecause\b|\bover\b|\bon\b)\s*(?P<argument>.+))?{_END}"),
    ("withdraw_deal", rf"(?:wir haben|ich habe|haben|habe)\s+{_WHICH}\s+(?:leider\s+)?(?:an .{{2,40}} )?verloren(?:\s*(?:[,:;–]|\bweil\b|\bwegen\b)\s*(?P<argument>.+))?{_END}"),
    ("reopen_deal", rf"(?:re-?open|revive)\s+{_WHICH}{_BECAUSE}?{_END}"),
    ("reopen_deal", rf"(?:öffne|oeffne)\s+{_WHICH}\s+(?:wieder|erneut){_BECAUSE}?{_END}"),
    ("reopen_deal", rf"{_WHICH}\s+(?:wieder|erneut)\s+(?:öffnen|oeffnen){_BECAUSE}?{_END}"),
    ("appeal", rf"(?:i(?:'d like to| want to)? |we(?:'d like to| want to)? )?(?:appeal|object)(?:\s+(?:against|to|for|on|about))?(?:\s+(?:the )?(?:decision|refusal|verdict)\s+(?:on|about|for|of))?\s+{_WHICH}{_BECAUSE}?{_END}"),
    ("appeal", rf"(?:einspruch|widerspruch)(?:\s+(?:gegen|zu|für|bei|wegen))?(?:\s+(?:die\s+)?(?:ablehnung|entscheidung)\s+(?:von|zu|bei|für))?\s+{_WHICH}(?:\s+einlegen)?{_BECAUSE}?{_END}"),
    ("renew_deal", r"(?:register|log|record|create|enter|start)\s+(?:the |a |our )?renewal\s+(?:of|for|with|at)\s+(?P<subject>[^:,;\n]{2,80}?)(?:\s*[,:;–]\s*(?P<argument>.+))?$"),
    ("renew_deal", r"(?:the )?renewal\s+(?:of|for|with|at)\s+(?P<subject>[^:,;\n]{2,80}?)(?:\s*[,:;–]\s*(?P<argument>.+))?$"),
    ("renew_deal", r"(?P<subject>[^:,;\n]{2,80}?)\s+(?:is renewing|renews|renewed|wants to renew)(?:\s*[,:;–]\s*(?P<argument>.+))?[\s.!]*$"),
    ("renew_deal", r"(?:registriere\s+)?(?:die\s+|eine\s+)?(?:vertragsverlängerung|vertragsverlaengerung|folgevertrag|verlängerung des vertrags)\s+(?:für|fuer|von|bei|mit)\s+(?P<subject>[^:,;\n]{2,80}?)(?:\s+registrieren)?(?:\s*[,:;–]\s*(?P<argument>.+))?$"),
    ("renew_deal", r"(?P<subject>[^:,;\n]{2,80}?)\s+verlängert (?:den|seinen|ihren) vertrag(?:\s*[,:;–]\s*(?P<argument>.+))?[\s.!]*$"),
    ("timeline", rf"(?:(?:show|see|give|zeige?)\s+(?:me\s+|mir\s+)?)?(?:the\s+|den\s+|die\s+)?(?:history|timeline|log|verlauf|historie|chronik)\s+(?:(?:of|for|on|von|zu|für|bei|der|des)\s+)?{_WHICH}{_END}"),
    ("timeline", rf"(?:what happened (?:to|with)|was (?:ist|war) (?:bisher )?(?:mit|bei))\s+(?P<subject>{_ID})(?:\s+(?:passiert|geschehen))?{_END}"),
)  # fmt: skip

#: One of these words is in every command.
WORDS: Final = frozenset(
    """expire expires expiring expired runs run running lapse lapses lapsing end ends ending ablaufen ablaufende auslaufen auslaufende abläuft ausläuft läuft laufen
    enden ablauf
    dead table geplatzt gestorben tot tisch went gone going goes chose chosen picked bought decided geht ging entschieden
    change update set correct amend edit move push raise lower increase reduce adjust ändere aendere setz setze korrigiere erhöhe erhoehe senke
    verschiebe aktualisiere pass passe ändern aendern setzen erhöhen senken verschieben korrigieren anpassen bearbeite bearbeiten new now becomes
    changed neue neuer neues jetzt nun extend prolong verlänger verlängere verlaengere won closed signed
    unterschrieben gewonnen abgeschlossen lost verloren mark reopen open revive öffne oeffne öffnen oeffnen appeal object einspruch widerspruch renewal renews renewed
    renewing renew vertragsverlängerung vertragsverlaengerung folgevertrag verlängerung verlängert history timeline log verlauf historie chronik
    happened passiert geschehen""".split()
)

#: In these words people say why a deal was lost.
LOSSES: Final[tuple[tuple[str, str], ...]] = (
    ("price", r"price|pricing|expensive|cheaper|cost|preis|teuer|günstiger|kosten"),
    ("competitor", r"competitor|competition|wettbewerb\w*|konkurren\w*|mitbewerb\w*"),
    ("no_budget", r"budget|funds|funding|geld|etat"),
    (
        "no_decision",
        r"no decision|postponed|on hold|cancelled the project|project (?:is )?(?:dead|stopped)|verschoben|vertagt|projekt (?:ist )?(?:tot|gestoppt|gestorben)|keine entscheidung",
    ),
    ("features", r"feature\w*|missing function\w*|functionality|funktion\w*"),
)
#: That a deal was lost, and not just given up.
LOST: Final = r"\b(?:lost|lose|losing|verloren|verlieren|went to (?:a |the )?compet\w+|chose (?:a |the )?compet\w+|an (?:die|den) (?:konkurrenz|wettbewerb\w*)|went with|gone with|someone else|another vendor|elsewhere|against us|gegen uns|(?:für|zu) .{0,30}(?:konkurren\w+|wettbewerb\w*|anbieter|hersteller))\b"
