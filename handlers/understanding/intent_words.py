"""How people word what they want, in English and German: one phrase a line, each a pattern over the message in lower case.

Words stand apart by single spaces, commas and full stops too; what was recognised by its form is written "<money>", "<date>",
"<product>", "<email>" … `{deal}` is any word for a deal, `{own}` any for "my" or "our". A newcomer adds a phrase by adding a line.
"""

from __future__ import annotations

from typing import Final

from handlers.understanding.wording import DEAL_NOUNS

_OWN: Final = r"(?:my|our|mine|ours|meine?[nmrs]?|unsere?[nmrs]?)"
_REGISTRATIONS: Final = r"(?:deals?|deal[- ]?registrations?|registrations?|opportunit(?:y|ies)|registrierung(?:en)?|opportunities|projekte?|pipeline|protection|schutz|dealschutz)"
_STEP: Final = r"(?:silver|gold|platinum|bronze|silber|platin|next (?:level|tier)|nächste\w* (?:stufe|level))"
_PROMOTION: Final = (
    r"(?:messe\w*|event\w*|kampagne\w*|campaign\w*|roadshow\w*|webinar\w*|anzeige\w*|workshop\w*|kundenevent\w*|kundentag\w*|veranstaltung\w*|trade ?shows?|"
    r"fair|booth|conference|konferenz|hausmesse|mailing\w*|marketing\w*|flyer|lunch|breakfast|frühstück|messestand)"
)

#: The tasks in the order in which they are tried, with their phrases.
TASKS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("mdf_request", (
        r"\bmdf\b",
        r"\bmarket(?:ing)? development funds?\b",
        r"\bco-?marketing\b",
        r"\bmarketing ?(?:budget|fund\w*|money|zuschuss|mittel|gelder?)\b",
        r"\bwerbekostenzuschuss\b|\bwkz\b",
        r"\bsponsor\w*",
        rf"\b(?:budget|money|geld|mittel)\b.{{0,24}}\b(?:for|für)\b.{{0,24}}\b{_PROMOTION}\b",
        r"\b(?:stand|messe|booth)[ -]?(?:kosten|costs?)\b",
        rf"\b(?:beteilig\w*|unterstütz\w*|zuschuss|zuschieß\w*|bezuschuss\w*|contribut\w*|chip in|co-?fund\w*|funding|fund|support|subsidi[sz]e)\b.{{0,60}}\b{_PROMOTION}\b",
    )),
    ("deal_status", (
        rf"\b(?:how long|until when|till when|bis wann|wie lange|when does|wann läuft|wann endet)\b.{{0,30}}\b{_OWN}\b",
        rf"\bwhen (?:does|will) {_OWN}\b.{{0,60}}\b(?:expire|end|run out)\b",
    )),
    ("check_conflict", (
        r"\b(?:anyone|someone|somebody|anybody|another partner|other partners?|some ?one else|any partner|jemand|irgendwer|(?:ein )?anderer partner|andere partner)\b.{0,60}"
        r"\b(?:already|have|has|got|register\w*|claim\w*|protect\w*|working|work|on it|taken|own\w*|reserv\w*|schon|bereits|hat|registriert|geschützt|dran|angemeldet|gemeldet|im rennen)\b",
        r"\b(?:registered|claimed|taken|protected|reserved|worked on) by (?:someone|somebody|anyone|another|others?)\b",
        r"\b(?:schon|bereits) (?:jemand|einer|wer|ein anderer)\b",
        r"\bhat (?:schon |bereits )?(?:jemand|wer)\b",
        r"\b(?:conflict|konflikt)\w*\b",
        r"\b(?:is|are|ist|sind)\b.{0,60}\b(?:taken|available|free|still open|up for grabs|unprotected|spoken for|frei|noch zu haben|verfügbar|vergeben|belegt|geschützt|noch offen)\b",
        r"\b(?:is|are)\b.{0,60}\balready (?:registered|protected|claimed|reserved|in the system)\b",
        r"\b(?:ist|sind)\b.{0,60}\b(?:schon|bereits) (?:registriert|geschützt|vergeben|angemeldet|gemeldet|reserviert|belegt)\b",
        rf"\b(?:is there|are there|gibt es|gibts|liegt)\b.{{0,40}}\b(?:already|schon|bereits|existing|another|eine?|any)\b.{{0,20}}\b{_REGISTRATIONS}\b.{{0,20}}\b(?:for|on|with|at|für|auf|zu|bei|mit|vor)\b",
        r"\b(?:check|prüfe?n?|schau)\b.{0,40}\b(?:if|whether|ob)\b.{0,60}\b(?:free|taken|available|registered|protected|frei|registriert|geschützt|vergeben|belegt|existier\w*|exists?)\b",
        r"\b(?:check|prüfe?n?)\b.{0,30}\b(?:availability|verfügbarkeit|duplicates?|dublette\w*)\b",
        r"\b(?:can|could|darf|kann|können|dürfen) (?:i|we|ich|wir) (?:still )?(?:go after|approach|pursue|angehen|ansprechen)\b",
        r"\bkundenschutz prüfen\b|\bdublette\w*|\bduplicates?\b",
    )),
    ("extend_registration", (
        r"\b(?:extend|extending|extension|prolong|prolonging|renew|renewing|verlänger\w*|verlaenger\w*|aufschub|fristverlängerung)\b",
        r"\b(?:dranhängen|draufpacken|drauflegen|länger (?:schützen|geschützt|reservieren))\b",
        rf"\b(?:more|extra|additional|another|noch|weitere|zusätzlich\w*|mehr)\b.{{0,24}}\b(?:time|days?|weeks?|months?|tage|wochen?|monate?|zeit)\b.{{0,50}}\b(?:{_REGISTRATIONS}|on|for|bei|für)\b",
        r"\b(?:für|bei)\b.{0,50}\bnoch (?:<date>|\w+ (?:tage|wochen|monate))",
        r"\bnoch (?:<date>|\w+ (?:tage|wochen|monate)).{0,20}\b(?:dran|drauf|länger|bekommen|haben)\b",
        r"\b(?:push|move)\b.{0,20}\b(?:expiry|expiration|protection)\b",
        rf"\b{_REGISTRATIONS}\b.{{0,60}}\b(?:runs? out|running out|expir\w+|about to expire|läuft .{{0,30}}(?:ab|aus)|endet)\b",
    )),
    ("withdraw_deal", (
        r"\b(?:withdraw\w*|retract|zurückziehen|zurücknehmen|zurückgezogen|rückzug)\b",
        rf"\b(?:remove|delete|pull|drop|cancel|kill|scrap|discard|take|deregister|unregister|lösche?n?|lösch|entfernen?|stornieren?|storniere|streiche?n?)\b.{{0,30}}\b{DEAL_NOUNS}\b",
        rf"\b{DEAL_NOUNS}\b.{{0,60}}\b(?:löschen|entfernen|stornieren|streichen|rausnehmen|raus|rausziehen|zurückziehen|cancel\w*|removed|withdrawn|dead|deleted|geplatzt|gestorben|verloren|lost|tot|fell through|off the table|hinfällig)\b",
        r"\b(?:ziehe?|nehme?|nimm)\b.{0,60}\b(?:zurück|raus|heraus)\b",
        r"\b(?:we|i|wir|ich)(?: have|'ve| haben| habe)? (?:just |leider )?lost\b",
        r"\b(?:haben|habe)\b.{0,50}\bverloren\b",
        r"\b(?:(?:not|\w+n't|never|nicht|no longer) (?:\w+ ){0,3}(?:pursu\w+|go ahead|going ahead|weiterverfolgen|verfolgen)|lost interest|kein interesse mehr)\b",
        rf"\b(?:lost|verloren|fell through|is off|geplatzt)\b.{{0,40}}\b{DEAL_NOUNS}\b",
    )),
    ("commission_lookup", (
        r"\bcommissions?\b|\bpay-?outs?\b|\bprovision\w*|\bauszahlung\w*|\bausgezahlt\b|\bspiff?s?\b|\bvergütung\b|\bclawbacks?\b",
        r"\b(?:did|do|will|have|can|would|am|are|be) (?:i|we)\b.{0,20}\b(?:earn\w*|make on|get paid|be paid|owed)\b",
        r"\b(?:i|we) (?:have |'ve )?earned\b",
        r"\b(?:what|how much)(?: money)? (?:did|do|have|will|would) (?:i|we) (?:ma[dk]e|take home)\b(?! (?:of|sure)\b)",
        r"\b(?:rate|satz)\b.{0,24}\b(?:for|für|apply|applies|get|gilt|bekommen?)\b.{0,12}\b(?:me|us|mich|uns|ich|wir)\b",
        r"\b(?:habe|hab|haben|werde|werden) (?:ich|wir)\b.{0,60}\b(?:verdient|verdienen|ausbezahlt)\b",
        r"\b(?:verdiene|verdienen|bekomme|bekommen|kriege?|kriegen) (?:ich|wir)\b.{0,60}\b(?:deals?|geld|bezahlt|ausgezahlt|für)\b",
        rf"\b{_OWN}\b.{{0,20}}\b(?:earnings?|statements?|abrechnung\w*|gutschrift\w*|verdienst)\b",
        r"\b(?:statements?|abrechnung(?:en)?|gutschrift(?:en)?)\b.{0,20}(?:<date>|\b(?:for|für|of|from|vom|aus|des)\b)",
        r"\b(?:how much|what|wie viel|wieviel|was)\b.{0,30}\b(?:do you owe|schuldet ihr|zahlt ihr)\b",
        r"\b(?:why|how come|warum|wieso|weshalb)\b.{0,40}\d ?(?:%|percent|prozent)",
        rf"\b(?:what|how much|was|wie ?viel)\b.{{0,20}}\b(?:would|will|würde|wird)\b.{{0,20}}\b{_STEP}\b.{{0,20}}\b(?:pay|bring|earn|give|zahlen|bringen|einbringen|ausmachen)\b",
        r"\b[lL]-[0-9a-zA-Z]{8}\b",
        r"\b(?:earnings?|commission|provisions|verdienst)[- ]?(?:forecast|prognose|outlook)\b|\bwhat is my pipeline worth\b|\bwas ist meine pipeline wert\b",
    )),
    ("tier_progress", (
        r"\b(?:tiers?|partner ?(?:level|status|tier|stufe|rang)|partner-(?:level|status|stufe)|status ?level)\b",
        r"\b(?:welche[rsn]?|auf welcher|in welcher) (?:partner)?(?:stufe|level|rang)\b",
        rf"\b{_OWN} (?:partner)?(?:stufe|level|rang|tier)\b",
        rf"\b(?:are|am|sind|bin|werden|werde) (?:we|i|wir|ich)\b.{{0,20}}\b{_STEP}\b",
        rf"\b{_STEP}\b.{{0,40}}\b(?:status|level|progress|tier|partner|requirements?|stufe|fortschritt|erreich\w*|werden|away|far|long|missing|fehlt|fehlen|need|entfernt|left|punkte|points)\b",
        rf"\b(?:progress|fortschritt|points|punkte|how (?:far|close|much|long|many)|wie (?:weit|nah|lange|viel\w*)|what (?:do|is)|fehlt|fehlen|until|bis|missing|reach|erreichen|become|werden)\b.{{0,50}}\b{_STEP}\b",
        r"\b(?:how many|wie ?viele) (?:points|punkte)\b",
        r"\b(?:am|are|do|did|will|would|get|i|we|us|bin|sind|werden?|ich|wir|uns)\b.{0,30}\b(?:promoted|demoted|downgraded|(?:hoch|herauf|herab|herunter|zurück|ab)(?:ge|zu)?stuf\w+|aufsteigen|absteigen)\b",
        r"\blevel up\b|\b(?:my|our) progress\b|\bmein fortschritt\b",
    )),
    ("review_queue", (
        r"^(?:(?:the )?queue|reviews|what(?:'s| is) waiting)(?: (?:please|bitte|now))?(?: ?[?!.])?$",
        r"\b(?:what|anything|something|which|who)\b.{0,30}\b(?:waiting (?:for|on) (?:me|us)|to review|needs? (?:my|me|a) (?:decision|approval|review)|(?:for me )?to approve)\b",
        r"\b(?:my|the|show|open|review|approval)(?: (?:the|my|me))* (?:review )?queue\b",
        r"^(?:(?:show|list|see|open|zeige?)(?: me| mir| us| uns)? )?(?:my |the |all |our |meine |die |alle )?(?:approvals?|decisions|overdue (?:registrations|deals|requests)|freigaben|entscheidungen|überfällige\w* (?:registrierungen|deals|anfragen))(?: (?:please|bitte))?(?: ?[?!.])?$",
        r"\b(?:how many|which|what|wie ?viele|welche)\b.{0,30}\b(?:registrations?|deals?|requests?|registrierungen|anfragen)\b.{0,20}\b(?:overdue|late|überfällig|verspätet)\b",
        r"\b(?:pending|open) (?:reviews?|approvals?|cases|decisions|requests)\b",
        r"\bwas (?:liegt (?:bei mir )?an|wartet|ist (?:bei mir )?(?:zu (?:prüfen|entscheiden|tun)|offen))\b|\bauf mich wartet\b",
        r"\bwarteschlange\b|\bzu prüfen\b|\b(?:offene|wartende) (?:fälle|prüfungen|anträge|entscheidungen|freigaben|anfragen)\b",
    )),
    ("deal_status", (
        r"\bstatus\b",
        rf"\b(?:list|show|see|view|zeige?|liste|übersicht|overview)\b.{{0,30}}\b{_REGISTRATIONS}\b",
        rf"\b{_OWN}(?: (?:open|active|registered|current|offenen?|aktiven?|laufenden?))* (?:deals|registrations|opportunities|pipeline|registrierungen|projekte)\b",
        r"\bwhich (?:deals|registrations|opportunities) (?:do|have|are)\b|\bwelche (?:deals|registrierungen|projekte)\b.{0,20}\b(?:habe|haben|sind|laufen)\b",
        r"\b(?:approved|accepted|through|decided|processed|rejected|declined|genehmigt|durch|freigegeben|bewilligt|angenommen|abgelehnt|entschieden|bearbeitet|bestätigt)(?: yet| already| schon| bereits)?(?: \?)?$",
        r"\b(?:is|are|was|has|have|ist|sind|wurde|wurden|did|hat)\b.{0,60}\b(?:approved|accepted|gone through|go through|genehmigt|freigegeben|angenommen|bewilligt|durchgegangen|bestätigt|abgelehnt|rejected|declined)\b",
        r"\b(?:any (?:news|updates?)|update on|gibt es (?:schon |bereits )?(?:etwas |was )?neues|gibts (?:schon )?was neues|neuigkeiten)\b",
        r"\b(?:wie steht(?:'s| es)?|wie ist der stand|wie läuft(?:'s| es)?|stand der dinge|was ist mit|wo stehen wir)\b",
        rf"\b(?:what happened (?:to|with)|how (?:is|are|'s) {_OWN}|where (?:is|are) {_OWN}|where (?:are|do) we(?: stand)?|what's (?:up|happening|going on) with)\b",
        rf"\bstand\b.{{0,20}}\b(?:bei|von|zu|für|{_OWN})\b",
    )),
)  # fmt: skip

GREETING: Final = (
    r"(?:(?:hi|hello|hey|hallo|moin|servus|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening)|dear|liebe[sr]?|bot|team|zusammen|all|there|"
    r"ok|okay|so|please|pls|kindly|bitte|folks|und|and|now|jetzt|also|yes|ja|noch|another|one more|thanks|danke|guten <date>|good <date>)(?: [,!.:–-])*+ )*+"
)
_VERB: Final = r"(?:register|registering|reg|log|protect|reserve|file|submit|enter|record|create|add|claim|secure|put in|set up|open|start|book|input|raise|make)"
_VERB_DE: Final = (
    r"(?:registrieren|registriere|registrier|anmelden|anzumelden|anlegen|anzulegen|eintragen|einzutragen|erfassen|schützen|schuetzen|reservieren|"
    r"reserviere|vormerken|einreichen|aufnehmen|sichern|absichern|eröffnen|hinterlegen|melden|schütze|erstellen|aufmachen|erfasse|sichere|zu registrieren)"
)
_WISH: Final = (
    r"(?:(?:can|could|would|will) (?:you|we|u)|(?:i|we)(?:'d| would|'ll| will)? ?(?:like|want|love|need|have)? ?to|i wanna|wanna|let's|let me|need to|want to|help me|help us|"
    r"we are|we're|i'm|i am|going to|please|kann(?:st)? (?:du|ich|man)|könnt(?:est du|en sie|et ihr|e ich|en wir|est|en)|ich|wir|bitte|"
    r"möchten?|würden? gern\w*|wollen?|will|muss|müssen|gerne?)"
)

#: Phrases that register a deal.
REGISTERING: Final = (
    rf"\b{_VERB}\b(?: (?:a|an|the|this|that|my|our|another|two|three|both|some|new|following|these|for|me|us|next|2|3|in|one|more|more of))* (?:end |new |big |small )?{DEAL_NOUNS}\b",
    rf"\b(?:new|another|fresh|neue[rsnm]?|weitere[rsnm]?|noch ein(?:en?)?|additional) (?:big |hot |warm |large |potential |große[rsnm]? |heiße[rsnm]? )?{DEAL_NOUNS}\b",
    rf"^{GREETING}{DEAL_NOUNS}(?: (?:for|with|at|by|of|mit|für|fuer|bei|von|reg|registration|registrierung|anmelden|anlegen|registrieren|eintragen))?(?: :| ,| –| -| \||$| )(?!(?:status|approved|expired|support)\b)",
    rf"\b(?:have|got|having|found|landed|won|working on|habe|haben|hätte|hätten|hab|bringe|sehe)\b(?: (?:a|an|another|the|this|new|einen?|noch|noch einen?|eine neue|hier|da|here|just|gerade|wieder|potential|qualified|hot|warm|"
    rf"good|nice|große[rsn]?|heiße[rsn]?|tollen?|schöne[rsn]?|konkrete[rsn]?|neue[rsn]?|weitere[rsn]?))* {DEAL_NOUNS}\b",
    r"\b(?:deal ?-?(?:schutz|protection)|projektschutz|kundenschutz)\b(?! prüfen)",
    r"\bput\b.{1,60}\bunder protection\b|\bunter (?:deal)?schutz stellen\b",
    rf"\b{DEAL_NOUNS}\b.{{0,90}}\b{_VERB_DE}\b",
    rf"\b(?:leg\w*|trag\w*|meld\w*|nimm|nehmen?|merk\w*|reich\w*|stell\w*)\b.{{0,24}}\b{DEAL_NOUNS}\b.{{0,90}}\b(?:an|ein|auf|vor)\b",
    rf"\b{_VERB_DE}\b.{{0,30}}\b{DEAL_NOUNS}\b",
    r"\b(?:deal|opportunity|opp|projekt|project) (?:for|with|at|mit|für|bei|beim) ",
    r"\b(?:another one|one more|noch (?:einen?|eine|was))\b.{0,20}(?::|\bto (?:register|log)|\bzu[mr]? )",
)  # fmt: skip

#: A verb of registering that needs a company beside it.
REGISTERING_A_COMPANY: Final = (
    rf"^{GREETING}(?:{_WISH} )*+(?:please |bitte |pls )*+(?:register|registering|reg|protect|protecting|log|logging|reserve|claim|registrier(?:e|en)?|schütze?n?|sichere?n?)\b",
    r"\b(?:bitte|please|pls|möchten?|want to|like to|need to|will|würden?|kannst du|könntest du|can you|could you|let's|so|we'd|i'd|wollen)\b.{0,120}"
    r"\b(?:register|protect|log|reserve|registrieren|anmelden|anlegen|eintragen|schützen|sichern|absichern|vormerken|reservieren|erfassen|aufnehmen)\b",
    r"\b(?:registrieren|anmelden|anlegen|schützen|sichern|eintragen|vormerken|reservieren|register|protect)(?: (?:please|pls|bitte))?(?: [.!])?$",
    r"\b(?:meld|trag|leg|merk)(?:e|en)?\b.{1,90}\b(?:an|ein|vor)\b",
)  # fmt: skip

_VERBAL: Final = rf"(?:\b{_VERB}\b.{{0,30}}\b{DEAL_NOUNS}|\b{DEAL_NOUNS}\b.{{0,20}}\b{_VERB_DE}|\b(?:new|neue\w*) {DEAL_NOUNS}|\b{DEAL_NOUNS} (?:registration|registrierung)|\b{DEAL_NOUNS}\b.{{0,12}}\b(?:an|ein|anlegen)|\b(?:have|got|habe|hab|haben)\b.{{0,20}}\b{DEAL_NOUNS}|\b{_VERB_DE}\b.{{0,20}}\b{DEAL_NOUNS})"

_POLITELY: Final = r"(?:please|pls|thanks|thank you|now|today|for me|for us|here|with you|asap|quickly|bitte|heute|jetzt|mal|für mich|für uns|danke|schnell|eben|gern\w*|anlegen|an|ein|eintragen|<date>)"

#: A wish to register and nothing said of the deal yet.
REGISTERING_PLAINLY: Final = (
    rf"^{GREETING}(?:{_WISH} )*+.{{0,40}}{_VERBAL}\b(?:\W+{_POLITELY})*+\W*$",
    r"^deal[- ]?reg(?:istration)?\W*$",
)

#: Phrases of other tasks: with one of them, and no list of values, the message is not there to register.
NOT_REGISTERING: Final = (
    r"\b(?:withdraw\w*|extend|extension|verlänger\w*|commissions?|provision\w*|payouts?|mdf|conflict|konflikt\w*|zurückziehen|löschen|lösche|entfern\w+|stornier\w+|status|dranhängen|remove|delete|cancel|retract)\b",
    r"\b(?:pull|drop) (?:the|my|our)\b",
    r"\b(?:nimm|nehmt|zieh\w*)\b.{0,60}\b(?:raus|zurück)\b",
    r"\b(?:verloren|lost|geplatzt)\b",
    r"\bruns? out\b|\bexpir\w+\b|\brenew (?:it|my|our|the)\b|\b(?:läuft|laufen)\b.{0,40}\bab\b",
    r"\b(?:my|our|meine?|unsere?) (?:registered |open |offenen? )?(?:deals|registrations|registrierungen)\b",
)

# What is registered elsewhere; a newcomer adds a thing by writing it here.
_OTHER_THINGS: Final = (
    r"(?:laptop\w*|notebook|phone|handy|smartphone|iphone|tablet|ipad|computer|pc|device|gerät\w*|drucker|printer|car|auto|vehicle|fahrzeug|bike|fahrrad|motorrad|\w*maschine|machine|washer|"
    r"event|veranstaltung|webinar|seminar|course|kurs|class|schulung|training|conference|konferenz|newsletter|trademark|marke|patent|warranty|garantie|boat|boot|"
    r"voter?|vote|wedding|hochzeit|dog|hund|cat|katze|child|kind|kids?|kinder|son|sohn|daughter|tochter|domain name|sim|card|karte|kreditkarte|gym|fitnessstudio|"
    r"complaint|beschwerde|ticket|passport|reisepass|user|benutzer|password|passwort|fernseher|tv|alarm|appointment|arzttermin|wohnsitz|wohnung|gewerbe|gun|drone|drohne|"
    r"voice|fingerprint|app|konto|bank account|email address|e-mail-adresse|license plate|kennzeichen|appliance|warenzeichen|uhr|watch|kamera|camera|headset|monitor|tennis|marathon|exam|prüfung)"
)

#: Things of one's own, or that one takes part in.
ELSEWHERE: Final = (
    rf"\b(?:my|mein\w*|our|unser\w*|your|a|an|the|ein\w*|das|die|den|her|his|for|zu[rm]?|für|beim?)\b(?: (?:new|old|neue\w*|alte\w*|first|second))* (?:\w+ )?{_OTHER_THINGS}\b",
    r"\b(?:reserv\w+|book\w*)\b.{0,40}\b(?:tables?|seats?|rooms?|tickets?|beds?|courts?|tisch\w*|pl[aä]tze?|zimmer|karten|betten)\b|"
    r"\b(?:table|seats?|room|tickets?|tisch|pl[aä]tze?|zimmer|karten)\b.{0,60}\breservier\w*",
    r"\b(?:register|registering|sign up|enroll?|anmelden|angemeldet|registriert?|registrieren)\b.{0,20}\b(?:lessons?|classes|choir|club|marathon|\w*lauf|triathlon|camp|chor|kurse?)\b",
    r"\bregistrier\w* (?:mich|uns) (?:bitte |mal )?(?:für|zu[mr]?|beim?)\b",
    r"\b(?:register|sign|enroll?) (?:me|myself)\b|\bmeld\w* (?:mich|uns)\b|(?<!für )\b(?:mich|uns)\b.{0,30}\b(?:anmelden|registrieren)\b|\bregister to vote\b",
)

#: Talk with the word "deal" in it that is about none.
NO_DEAL: Final = (
    r"\b(?:no|kein|big|great|good|bad|best|real|raw|fair|sweet|done|better|cheap\w*|travel|flight|phone|daily|guter|schlechter|super|toller|geiler) deals?\b",
    r"\bdeals? (?:with it|breaker|of the day|on (?:a |the )?(?:flight|hotel|car|phone|tv|\w+s)|mit dem teufel)\b",
    r"\bwhat'?s the deal\b|\b(?:it'?s|that's|we have) a deal\b(?! (?:for|with|at))|^deal(?: [.!])?$|\bdealing\b|\bbig deal\b",
)

#: Words of the partner business: a question with one of them is worth looking up.
BUSINESS: Final = (
    r"\b(?:deals?|registrations?|register\w*|dealregistrierung\w*|registrier\w*|opportunit\w+|protect\w*|schutz\w*|geschützt|partners?|partnerprogramm|program|programm|discount\w*|rabatt\w*|nachlass|nachlässe|kundenschutz)\b",
    r"\b(?:margin\w*|marge\w*|price ?list|pricing|preisliste|listenpreis\w*|licen[cs]e\w*|lizenz\w*|certif\w+|zertifi\w+|training\w*|schulung\w*|customer\w*|kunden?|endkunde\w*|reseller\w*|referral\w*|renewal\w*|territor\w+|gebiet\w*)\b",
    r"\b(?:commission\w*|provision\w*|mdf|tier\w*|stufe\w*|gold|silver|platinum|bronze|silber|platin|payout\w*|auszahlung\w*|clawback\w*|targets?|umsatzziel\w*|support\w*|unterstützt|integrat\w+|integrier\w+|sso|saml|apis?|on-?prem\w*|cloud|hosting|gehostet)\b",
    r"\b(?:rechenzentrum|data cent(?:er|re)\w*|gdpr|dsgvo|slas?|compliance|iso|soc 2|encrypt\w*|verschlüssel\w*|trial|testversion|teststellung|demo\w*|poc|nfr|datenblatt|datasheet|data sheet|brochure|collateral|one-?pager|battle ?cards?)\b",
    r"\b(?:case stud\w+|referenz\w*|roadmap|features?|funktionen|competitor\w*|wettbewerb\w*|vendor|hersteller|approve\w*|genehmig\w*|expire\w*|valid|gültig|policy|richtlinie\w*|co-?sell|conflicts?|konflikt\w*|splits?)\b",
    r"\b(?:implementation|migration\w*|multi-?tenan\w*|mandantenfähig\w*|high availability|hochverfügbar\w*|onboarding|agreement|vertrag\w*|contract\w*|payment terms|zahlungsziel\w*|market development|marketing fund\w*)\b",
)

#: How a question begins.
ASKING: Final = (
    r"^(?:(?:hi|hello|hey|hallo|moin|ok|okay|so|and|und|also|btw|quick question|kurze frage|frage|question|eine frage|one question|übrigens|sag mal|by the way|bot)(?: [,!.:–-])*+ )*+"
    r"(?:how|who|whom|whose|what|what's|which|why|when|where|difference between|unterschied zwischen|does|do|did|is|are|was|were|has|have you|will|would it|should|may|am i|isn't|doesn't|"
    r"wie|wer|wem|wen|was|warum|wieso|weshalb|wann|wo|woher|wohin|wozu|welche[rsnm]?|ist|sind|war|gibt|gibts|hat|haben|wird|werden|wurde|darf|dürfen|muss ich|müssen wir|unterstützt|läuft|"
    r"funktioniert|gilt|kostet|lässt|enthält|bietet|braucht man|brauche ich|soll ich|sollte|bekommt|zählt|can (?:it|the|a|an|nimbus|partners?|customers?|they|<product)|kann (?:man|ein|das|die|der|<product)|"
    r"tell me (?:about|how|what|more)|explain|erklär\w*|describe|i(?: would|'d)? (?:like|want) to know|ich (?:möchte|will|würde gern) wissen|do you know|weißt du|wisst ihr)\b"
    r"(?! (?:wir|ich|we|i) (?:eine?n?|a|an) (?:neue\w*|new)\b)(?!(?: (?:ihr|sie|du))? (?:einen neuen|eine neue))"
)

#: Words of somebody who is about to buy.
BUYING: Final = (
    r"\b(?:wants?|needs?|looking for|interested in|buy\w*|would like|ordering|plan\w*|möchten?|braucht|brauchen|sucht|suchen|will|wollen|interessiert\w*|kauf\w*|"
    r"bestell\w*|customer|client|prospect|kunde\w*|spoke|met|gesprochen|neukunde|zusage|zugesagt|beschaffen|beauftrag\w*|go ahead)\b"
)

#: A question about how things are, not about one's own.
IN_GENERAL: Final = (
    r"^(?:how|who|why|when are|what happens|what is|what are|what's|which|does|do|is|are|wie|wer|warum|wieso|was passiert|was ist|was sind|welche[rsnm]?|gibt|kann man|can (?:a|the)|"
    r"wann werden)\b(?! (?:much|many|viele?|weit|far|close|nah|long until|lange bis))"
)

#: How a question about marketing funds begins.
FUNDS_IN_GENERAL: Final = r"^(?:how|who|what|which|why|when|where|does|do|is|are|wie|wer|was|warum|wieso|wann|wo|welche[rsnm]?|gibt|gilt|kann man|darf)\b(?!.{0,20}\b(?:left|übrig|noch)\b)"

#: Words of somebody who wants marketing funds.
FUNDS_WANTED: Final = (
    r"\b(?:want|need|would like|i'd like|we'd like|request\w*|apply\w*|applying|can you|could you|please|brauche|brauchen|möchten?|beantrag\w*|antrag|bitte|beteiligt ihr|könnt ihr|"
    r"sponsert|unterstützt ihr|gebt ihr|<money>)\b|<money>"
)
