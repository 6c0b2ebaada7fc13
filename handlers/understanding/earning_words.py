"""The words in which people ask about money, English and German: one line a meaning; patterns are read on folded text."""

from __future__ import annotations

from typing import Final

#: What is asked, the first that fits.
ASKS: Final = (
    ("forecast", r"\b(?:forecast\w*|expect(?:ed)?|outlook|projection|\w*prognose\w*|erwarte\w*|voraussichtlich\w*|pipeline)\b"),
    ("what_if", r"\b(?:would|what if|if (?:i|we|it|the deal)|suppose|hypothetical\w*|wuerde\w*|waere\w*|haette\w*|angenommen|was waere wenn|wenn (?:ich|wir|der|es))\b"),
    ("open", r"\b(?:outstanding|unpaid|still (?:open|owed?)|ausstehend\w*|unbezahlt\w*|nicht (?:ausgezahlt|ausbezahlt|bezahlt)|noch (?:offen|ausgezahlt|ausbezahlt)|you owe|schuldet (?:ihr|sie)|schulden sie|steht (?:mir|uns)|zusteh\w*)\b"
             r"|\bopen (?:commissions?|payments?|amounts?|items?|money)\b|\boffene\w* (?:\w*provision\w*|\w*betraege?|\w*zahlung\w*|geld\w*|posten)\b"
             r"|\b(?:when|wann)\b.{0,60}\b(?:paid|pay-?outs?|money|geld|provision\w*|commissions?|\w*zahlung\w*|\w*bezahlt|ausgezahlt|ueberwiesen|ueberweisung)\b"),
    ("explain", r"\b(?:why|explain\w*|how come|how (?:is|was|did you)|breakdown|calculat\w*|computed?|disagree|(?:not|don't) agree|wrong|incorrect|not right|falsch|stimmt (?:so )?nicht|nicht einverstanden|warum|wieso|weshalb|erklaer\w*|wie (?:kommt|setzt|wird|wurde|entsteht|errechnet)|berechn\w*|aufschluessel\w*|herleit\w*)\b"),
    ("rates", r"\b(?:renewals|\w*verlaengerungen|services|dienstleistungen|commission rates?|provisionss(?:atz|aetze))\b"),
    ("campaigns", r"\b(?:spiff?s?|promos?|promotions?|campaigns?|incentives?|bonus(?:es|se)?|boni|(?:sonder|rabatt|verkaufs)?aktion(?:en)?|praemien?|kampagnen?)\b"),
)  # fmt: skip

#: What was taken back, or is less than before.
LESS: Final = (
    r"\b(?:deduct\w*|took|taken?|los[et]|lower|less|smaller|reduced|clawed|clawbacks?|negative|minus|abgezogen|abzug|einbehalten|gekuerzt|kuerzung|"
    r"weniger|niedriger|kleiner|zurueckgeholt|zurueckgefordert|negativ\w*)\b"
)
#: What happened already is not what would be.
PAST: Final = r"\b(?:did|was (?:it|i|this|that|there|paid)|were|have|has|had|already|got|paid|habe?n?|hat|hatten?|wurden?|schon|bereits|bekam\w*|erhielt\w*|war|waren)\b"

#: A file of the statement, by its kind.
FILES: Final = (
    ("pdf", r"\bpdf\b"),
    ("csv", r"\b(?:csv|excel|spreadsheet|tabelle|xlsx?)\b"),
)

TIERS: Final = r"\b(registered|bronze|silver|silber|gold|platinum|platin)\b"
#: The same tier in another language.
TIER_NAMES: Final = {"silber": "silver", "platin": "platinum"}

#: "23 %", "26.5 percent".
PERCENT: Final = r"\b(\d{1,3}(?:[.,]\d{1,4})?) ?(?:%|percent\b|per cent\b|prozent\b)"
#: "70/30", "50:50" beside a word for sharing.
SPLIT: Final = r"\b(\d{1,3}) ?[/:] ?(\d{1,3})\b"
#: The name of a line, as statements show it, on folded text.
LINE: Final = r"\bl-[0-9a-z]{8}\b"
#: The deal that was talked about last.
THIS_DEAL: Final = r"\b(?:this|that|the same|diese[mnrs]?|dasselbe|denselben) (?:one|deal|sale|geschaeft|auftrag)\b|\b(?:on|for) (?:it|this|that)\b|\bdafuer\b"
#: A year alone.
YEAR: Final = r"\b(20[0-9]{2})\b"

_LINE: Final = r"l-[0-9a-z]{8}\b"
_TIER: Final = r"\b(?:registered|bronze|silver|silber|gold|platinum|platin)\b"
_AMOUNT: Final = (
    r"(?:[€$£] ?\d|\d[\d.,'’]*(?: ?(?:k|tsd|mio|m|mn|grand|thousand|tausend|million\w*|millionen|eur|euros?|usd|dollars?|chf|franken|gbp|pounds?)\b| ?[€$£])|"
    r"\b\d{1,3}(?:[.,'’]\d{3})+\b|\b\d{5,}\b)"
)
_OF_US: Final = r"(?=.*\b(?:i|we|me|us|my|our|mine|ich|wir|mir|mich|uns|mein\w*|unser\w*)\b)"
_NO_PRICE: Final = r"(?!.*\b(?:discounts?|rabatt\w*|nachlass|prices?|preis\w*|mdf|regist\w+|protect\w*|geschützt|anmelden)\b)"
_BRINGS: Final = (
    r"(?:get|gets|make|makes|earn|earns|pocket|receive|left|bring|brings|end up|come out|in it|pay|pays|verdiene?n?|bekommen?|bekäme|kriegen?|kriege|bleibt|bleiben|springt|"
    r"bringt|brächten?|bringen|käme|kommt|kassieren?|habe?n?)"
)
_PAYS: Final = (
    r"\b(?:pay|pays|bring|brings|earn|earns|commission|provision|zahlt|zahlen|bringt|brächte|einbringen|verdiene|verdienen)\b"
)
#: What is certainly about money; everything else is found by its words (`intent_words`).
COMMANDS: Final = (
    ("commission_lookup", rf"(?:explain|show|why|what is|erklär\w*|zeige?|warum|wieso|was ist)\b.{{0,60}}{_LINE}.*$"),
    ("commission_lookup", rf"{_LINE}[\s.!?]*$"),
    ("commission_lookup", r"(?:why|how come|warum|wieso|weshalb)\b.{0,40}\d ?(?:%|percent\b|per cent\b|prozent\b).*$"),
    ("commission_lookup", r"(?:(?:show|zeige?)\s+)?(?:(?:me|mir|the|my|our|die|meine|unsere)\s+)*(?:commission|earnings?|provisions?|verdienst)[ -]?(?:forecast|outlook|prognose|vorschau)\b.*$"),
    ("commission_lookup", r"(?:(?:show|zeige?)\s+)?(?:(?:me|mir|the|my|our|die|meine|unsere|eine?)\s+)*(?:forecast|prognose|vorschau)\b.{0,30}\b(?:commission|earnings?|provision\w*|verdienst\w*).*$"),
    ("commission_lookup", rf"(?:what|how much|was|wie ?viel)\b(?=.*{_TIER})(?=.*{_PAYS}).*$"),
    # what a deal of a value would bring
    ("commission_lookup", rf"(?:(?:and|so|also|und)\s+)*(?:what|what's|how much|was|wie ?viel)\b{_OF_US}{_NO_PRICE}.{{0,40}}\b{_BRINGS}\b.{{0,80}}{_AMOUNT}.*$"),
    ("commission_lookup", rf"(?:what|how much|was|wie ?viel)\s+(?:would|will|does|würden?|wird|werden)\b{_NO_PRICE}.{{0,40}}{_AMOUNT}.{{0,30}}\b(?:bring|earn|pay|make|bringen|einbringen|ausmachen)\b.{{0,20}}$"),
    ("commission_lookup", rf"(?:my |our |meine |unsere |die )?(?:commission|provision)\s+(?:on|for|of|at|with|bei|auf|für|von|mit)\s+.{{0,30}}{_AMOUNT}.*$"),
    ("commission_lookup", r"was\s+(?:steht|stünde)\s+(?:mir|uns)\s+(?:noch\s+|jetzt\s+|eigentlich\s+)*zu\b.{0,30}$"),
    ("commission_lookup", rf"(?:lohnt|rechnet|rentiert)\s+sich\b(?=.*\b(?:deal|geschäft|auftrag|projekt|verkauf|abschluss|kunde|für (?:mich|uns))\b){_NO_PRICE}.{{0,60}}{_AMOUNT}.*$"),
    ("commission_lookup", rf"(?:is|would|are)\b{_NO_PRICE}.{{0,40}}{_AMOUNT}.{{0,40}}\bworth\b.*$"),
    ("commission_lookup", rf"(?:if|suppose|assuming|wenn|falls|angenommen)\b{_OF_US}(?=.*(?:{_TIER}|\b{_BRINGS}\b|\b(?:commission|provision)\b)){_NO_PRICE}.{{0,80}}{_AMOUNT}.*\?$"),
    # what is not right, and what share there is
    ("commission_lookup", r"(?:i|we|ich|wir)\s+(?:disagree with|do not agree with|don't agree with|bin|sind)\b.{0,40}\b(?:statement|commission|pay-?out|abrechnung|provision|auszahlung)\b.{0,40}$"),
    ("commission_lookup", r"(?:my|our|the|this|mein|meine|unsere|die|diese|der)\s+(?:\w+\s+)?(?:statement|commission|pay-?out|abrechnung|provision|auszahlung)\b.{0,40}\b(?:is wrong|is incorrect|is not right|isn't right|ist falsch|stimmt nicht|stimmt so nicht)\b.{0,40}$"),
    ("commission_lookup", r"(?:what|which|how much|do|is there|was|wie ?viel|welche[rn]?|gibt es|bekomme?n?)\b(?=.*\b(?:commission|provision\w*|earn|verdiene?n?|get anything|get paid|etwas|was|rate|satz|percent|prozent|share|anteil)\b).{0,60}\b(?:on|for|auf|für|bei)\s+(?:\w+\s+)?(?:renewals|verlängerungen|vertragsverlängerungen|services|dienstleistungen)\b.{0,20}$"),
    ("commission_lookup", r"(?:what(?:'s| is| are)?|which|was ist|wie hoch ist|welcher|welchen)\s+(?:my|our|the|mein|unser|der|current|aktueller)?\s*(?:commission rate|provisionssatz)\b.{0,40}$"),
    # what was taken back, when it is paid, what is open, and what runs
    ("commission_lookup", r"(?:why|how come|warum|wieso|weshalb)\b(?=.*(?:\d|commission|provision|money|geld|pay-?out|statement|abrechnung|auszahlung|gutschrift))"
                          r".{0,80}\b(?:deducted|took|taken|lost|lose|lower|less|smaller|reduced|clawed|negative|abgezogen|einbehalten|gekürzt|weniger|niedriger|kleiner|zurückgeholt|zurückgefordert|negativ)\b.*$"),
    ("commission_lookup", rf"(?:when|wann)\b(?:{_OF_US}|(?=.*\d)).{{0,60}}\b(?:paid|pay-?outs?|money|geld|provision|ausgezahlt|ausbezahlt|überwiesen|auszahlung)\b.*$"),
    ("commission_lookup", r"(?:(?:show|what is|what's|how much is|how much money is|zeige?|was ist|wie ?viel (?:geld )?ist)\s+)?(?:(?:me|mir|still|noch|the|my|our|meine|unsere|alle|die|all)\s+)*"
                          r"(?:outstanding|unpaid|open|offene[nrs]?|ausstehende[nrs]?)\s+(?:commissions?|payments?|amounts?|pay-?outs?|money|provision|provisionen|zahlungen|beträge|auszahlungen)\b.{0,30}$"),
    ("commission_lookup", r"(?:(?:show|zeige?)\s+)?(?:(?:me|mir|the|my|our|die|meine|unsere)\s+)*(?:income|earnings|einnahmen|einkünfte|verdienst)\b.{0,40}$"),
    ("commission_lookup", r"(?:(?:what|which|was|welcher)\s+(?:was|is|war|ist)\s+)?(?:my|our|mein|unser)\s+(?:best|bester|strongest|stärkster)\s+(?:month|monat)\b.{0,40}$"),
    ("commission_lookup", r"(?:(?:is|are) there|any|which|what|do we have|do you have|gibt es|läuft|laufen|welche|habt ihr)\b.{0,30}\b(?:spiffs?|spifs?|promos?|promotions|campaigns?|incentives?|bonuses|boni|aktion|aktionen|sonderaktion|sonderaktionen|prämien)\b"
                          r"(?!.*(?:\bdocument|\bmarketing|\bmaterial|\bmdf|\bfor (?:a|the) )).{0,40}$"),
)  # fmt: skip
#: One of these words is in every command.
WORDS: Final = frozenset(
    """if suppose assuming wenn falls angenommen lohnt rechnet rentiert worth paid payout payouts money geld ausgezahlt ausbezahlt überwiesen auszahlung
    provision steht stünde outstanding unpaid open offene offener offenes ausstehende income einnahmen einkünfte verdienst best bester strongest stärkster spiff spiffs promo
    promos promotions campaign campaigns incentive incentives bonuses boni aktion aktionen sonderaktion sonderaktionen prämien disagree einverstanden
    wrong incorrect falsch renewals verlängerungen services dienstleistungen rate satz provisionssatz
    explain show why what how erklär erkläre erklären zeige zeig warum wieso weshalb was wieviel wie forecast outlook prognose vorschau
    commission earnings provisionsprognose""".split()
)
