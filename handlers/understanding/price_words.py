"""How people ask for prices and discounts, and whether it all pays, in English and German; a newcomer adds a wording by adding a line.

Patterns over the message in lower case, with what was recognised by its form as "<product>", "<money>" … (see `intent_words`).
"""

from __future__ import annotations

from typing import Final

#: Units of a product, as people call them.
UNITS: Final = (
    r"(?:seats?|users?|licen[cs]es?|people|employees|devices?|servers?|sites?|units?|pieces?|terabytes?|tb|endpoints?|"
    r"pl[äa]tzen?|arbeitspl[äa]tzen?|nutzer\w*|benutzer\w*|anwender\w*|lizenz(?:en)?|ger[äa]ten?|servern?|standorten?|einheiten?|st[üu]ck|mitarbeiter\w*|leuten?|endger[äa]ten?)"
)
PERCENT: Final = r"(?:%|per ?cent|percent|prozent|v\.? ?h\.?)"
_PRICE: Final = r"(?:costs?|prices?|priced|pricing|how much|charge|list price|kostet?|kosten|preise?|preis|listenpreis\w*|wie teuer|wie viel|wieviel)"
_DISCOUNT: Final = r"(?:discounts?|rabatte?|nachl[äa]ss\w*|preisnachl[äa]ss\w*|rebate|knock off|markdown|sonderpreis\w*|special price|sonderkonditionen)"
_GIVE: Final = (
    r"(?:give|giving|offer|offering|quote|sell|grant|go down|go as low|geben|gib|gebe|anbieten|einr[äa]umen|gew[äa]hren|verkaufen|rausgeben|"
    r"runtergehen|machen|biete|bieten)"
)
_ASKS: Final = r"(?:can|could|may|might|am|are|kann|k[öo]nn\w*|darf|d[üu]rf\w*|ist|is|do|does|will|would)"
_OWN: Final = r"(?:my|our|the|all|meine?|unsere?|die|alle)"
_SHOW: Final = r"(?:(?:please |bitte )?(?:show|list|see|give|send|get|zeige?n?|liste|schicke?|sende?)(?: me| us| mir| uns)? )?"

#: The wordings by intent; the first that fits is taken.
WORDINGS: Final[tuple[tuple[str, str], ...]] = (
    # a discount on a product, as a question or as a wish
    ("quote", rf"\b{_ASKS}\b.{{0,80}}\b{_GIVE}\b.*<product>|<product>.*\b{_GIVE}\b.*(?:{PERCENT}|{_DISCOUNT})"),
    ("quote", rf"^(?:kann|k[öo]nn\w*|darf|d[üu]rf\w*) (?:ich|wir|man)\b.*<product>.*\b{_GIVE}\b"),
    ("quote", r"\b(?:quote|offer|angebot|sonderpreis)\b.*<product>|<product>.*\b(?:quote|angebot)\b"),
    ("quote", rf"(?:\d ?{PERCENT}|{_DISCOUNT}).*<product>|<product>.*(?:\d ?{PERCENT}|{_DISCOUNT})"),
    ("quote", rf"^(?:can|could|may|i need|we need|kann|k[öo]nn\w*|darf|d[üu]rf\w*|(?:ich|wir) (?:brauchen?|ben[öo]tigen?)|brauche)\b.*(?:\d ?{PERCENT}.*\b{_DISCOUNT}|\b{_DISCOUNT}.*\d ?{PERCENT})"),
    ("price", rf"\b{_PRICE}\b.*<product>|<product>.*\b{_PRICE}\b"),
    ("price", rf"^{_SHOW}(?:{_OWN} |your |eure |ihre )?(?:current |aktuelle )?(?:price ?lists?|preislisten?|list prices|listenpreise|prices|preise)(?: (?:in|auf|as|als) \w+)?(?: please| bitte)?(?: ?[?!.])?$"),
    ("price", r"^(?:what|how) (?:are|is|much are) (?:your|the) (?:list )?prices?(?: ?[?!.])?$|^was (?:kosten|sind) (?:eure|ihre|die) (?:produkte|preise)(?: ?[?!.])?$"),
    ("my_quotes", rf"^{_SHOW}{_OWN} (?:open |offenen? )?(?:quotes?|price quotes|discount requests?|angebote?|preisanfragen?|rabattanfragen?)(?: ?[?!.])?$"),
    ("my_quotes", r"^(?:(?:show|list|zeige?|liste)(?: me| mir)? )?(?:open |offene )?(?:quotes|preisanfragen|rabattanfragen)(?: ?[?!.])?$"),
    # whether the partnership pays
    ("profitability", r"^(?:show |calculate |zeige? |berechne |rechne )?(?:me |us |mir |uns )?(?:my |our |the |meine |unsere |die )?(?:profitability|business case|break ?-? ?even|roi|"
                      r"wirtschaftlichkeit\w*|rentabilit[äa]t\w*|gewinnschwelle)(?: (?:calculation|rechnung|for me|for us|f[üu]r mich|f[üu]r uns))?(?: ?[?!.])?$"),
    ("profitability", r"\b(?:is|are|would|will|does|do)\b.{0,40}\b(?:partnership|partner program(?:me)?|program(?:me)?|practice)\b.{0,40}\b(?:worth|worthwhile|pay off|pay|pays|profitable)\b"),
    ("profitability", r"\b(?:lohnt|lohnen|rechnet|rechnen|rentiert|rentieren)\b.{0,40}\b(?:partnerschaft|partnerprogramm|programm|zusammenarbeit)\b"),
    ("profitability", r"\b(?:when|wann|ab wann)\b.{0,30}\b(?:break ?-? ?even|gewinnschwelle|in den schwarzen zahlen|schwarze zahlen|profitable|profitabel|rentabel)\b"),
    # what the vendor's channels cost
    ("channel_economics", r"\bchannel economics\b|\bcac\b|\bcustomer acquisition costs?\b|\b(?:cost of acquisition|acquisition costs?)\b"),
    ("channel_economics", r"\b(?:akquisekosten|akquisitionskosten|kundengewinnungskosten|kanalkosten|vertriebskosten|kundenakquisekosten|channel-?[öo]konomie)\b"),
    ("channel_economics", r"\b(?:cost|costs|kosten|kostet)\b.{0,20}\b(?:per|pro|je|of a|a|an|ein|einen|einem)\b ?(?:new |neue[rnm]? )?(?:customer|customers|kunden?|neukunden?)\b.{0,60}"
                          r"\b(?:partners?|direct|direkt\w*|channel|channels|vertriebsweg\w*|kanal|kan[äa]le)\b"),
    ("channel_economics", r"\bwas kostet (?:uns )?ein (?:neuer |neu)?kunde\b|\bwhat does a (?:new )?customer cost us\b"),
)  # fmt: skip

#: A quote by its number, over the message as it was written.
ONE_QUOTE: Final = (
    r"(?:(?:show|open|see|zeige?|status|the status|what about|was ist mit)(?: me| mir| of| for| von| zu)? )?(?:quote |preisanfrage )?"
    r"a-[0-9a-z]{4,8}(?: (?:zeigen|anzeigen|please|bitte))?\s*[?!.]*"
)
#: With one of these the message is about registering a deal, or one that is registered.
ELSEWHERE: Final = (
    r"\b(?:regist\w+|anmelde\w*|angemeldet|anlegen|eintragen|deal (?:for|mit|für|bei)|new deal|neuer deal|commission\w*|provision\w*|mdf|won|gewonnen|lost|verloren|"
    r"verdien\w*|earn\w*|closing|abschluss\w*|close date|contact|kontakt|ansprechpartner\w*)\b"
)
#: These words name what a price is for a single unit.
PER_UNIT: Final = rf"(?:per|pro|je|a|each|an?)\s+(?:\w+\s+)?{UNITS}|each|je(?:weils)?\b|apiece"
