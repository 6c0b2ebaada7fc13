"""What a message is for, told by the words of its task; a question about a task is a question, not the task."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from handlers.understanding.wording import DEAL_NOUNS

REGISTER: Final = "register_deal"
ASK: Final = "ask_question"
NOTHING: Final = "out_of_scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found in the message beside its words: how many different things a registration holds (`kinds`), and which of them weigh.

    `company` is a likely company, `legal` one with a legal form, `labels` how many slots are named before a colon; `product` one of
    the catalogue; `drafting` that a registration is in progress; `short_name` that a name was asked for and the message is no longer than one.
    """

    kinds: int = 0
    company: bool = False
    legal: bool = False
    labels: int = 0
    product: bool = False
    drafting: bool = False
    short_name: bool = False


_GREETING: Final = (
    r"(?:(?:hi|hello|hey|hallo|moin|servus|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening)|dear|liebe[sr]?|bot|team|zusammen|all|there|"
    r"ok|okay|so|please|pls|kindly|bitte|folks|und|and|now|jetzt|also|yes|ja|noch|another|one more|thanks|danke)(?: [,!.:–-])* )*"
)
_VERB: Final = r"(?:register|registering|reg|log|protect|reserve|file|submit|enter|record|create|add|claim|secure|put in|set up|open|start|book|input|raise|make)"
_VERB_DE: Final = (
    r"(?:registrieren|registriere|registrier|anmelden|anzumelden|anlegen|anzulegen|eintragen|einzutragen|erfassen|schützen|schuetzen|reservieren|"
    r"reserviere|vormerken|einreichen|aufnehmen|sichern|eröffnen|hinterlegen|melden|schütze|erstellen|aufmachen|erfasse|sichere|zu registrieren)"
)
_WISH: Final = (
    r"(?:(?:can|could|would|will) (?:you|we|u)|(?:i|we)(?:'d| would|'ll| will)? ?(?:like|want|love|need|have)? ?to|i want to|let's|let me|need to|want to|"
    r"we are|we're|i'm|i am|going to|please|kann(?:st)? (?:du|ich|man)|könnt(?:est du|en sie|et ihr|e ich|en wir|est|en)|ich|wir|bitte|"
    r"möchten?|würden? gern\w*|wollen?|will|muss|müssen)"
)

# The tasks other than registering, in the order they are tried: (intent, pattern on the normalised message).
_TASKS: Final[tuple[tuple[str, str], ...]] = (
    ("mdf_request", r"\bmdf\b|market(?:ing)? development funds?|co-?marketing|marketing ?(?:budget|fund\w*|money|zuschuss|mittel)|werbekostenzuschuss|\bwkz\b|"
                    r"\bsponsor\w*|(?:beteilig\w*|unterstütz\w*|zuschuss|zuschieß\w*|contribut\w*|chip in|co-?fund\w*|funding|fund our)\b.{0,60}\b(?:messe|event\w*|kampagne|"
                    r"campaign|roadshow|webinar|anzeige\w*|workshop|kundenevent|veranstaltung|trade ?show|fair|booth|conference|konferenz|hausmesse|mailing|marketing\w*)"),
    ("check_conflict", r"\b(?:anyone|someone|somebody|anybody|another partner|other partners?|some ?one else|any partner|jemand|irgendwer|(?:ein )?anderer partner|andere partner)\b"
                       r".{0,60}\b(?:already|have|has|got|register\w*|claim\w*|protect\w*|working|work|on it|taken|own\w*|reserv\w*|schon|bereits|hat|registriert|geschützt|dran|angemeldet|gemeldet|im rennen)\b"),
    ("check_conflict", r"\b(?:schon|bereits) (?:jemand|einer|wer|ein anderer)\b|\bhat (?:schon |bereits )?(?:jemand|wer)\b|\b(?:conflict|konflikt)\w*\b"),
    ("check_conflict", r"\b(?:is|are|ist|sind)\b.{0,60}\b(?:taken|available|free|still open|up for grabs|unprotected|spoken for|noch frei|frei|noch zu haben|verfügbar|vergeben|belegt|geschützt|noch offen|"
                       r"already (?:registered|protected|claimed|reserved|in the system)|(?:schon|bereits) (?:registriert|geschützt|vergeben|angemeldet|gemeldet|reserviert|belegt))\b"),
    ("check_conflict", rf"\b(?:is there|gibt es|gibts|liegt)\b.{{0,40}}(?:already|schon|bereits|existing|another|eine?|any)\b.{{0,20}}{DEAL_NOUNS}.{{0,20}}\b(?:for|on|with|at|für|auf|zu|bei|mit|vor)\b"),
    ("check_conflict", r"\b(?:check|prüfe?n?|schau)\b.{0,40}\b(?:if|whether|ob)\b.{0,60}\b(?:free|taken|available|registered|protected|frei|registriert|geschützt|vergeben|belegt|existier\w*|exists?)\b|"
                       r"\b(?:can|could|darf|kann|können|dürfen) (?:i|we|ich|wir) (?:still )?(?:go after|approach|pursue|noch|angehen|ansprechen)\b|\bkundenschutz prüfen|\bdublette|\bduplicate\b"),
    ("extend_registration", r"\b(?:extend|extending|extension|prolong|renew|renewal|verlänger\w*|verlaenger\w*|verlängern|aufschub|fristverlängerung)\b|"
                            r"\b(?:dranhängen|draufpacken|länger (?:schützen|geschützt|reservieren))\b|\b(?:more|extra|additional|another|noch|weitere|zusätzlich\w*|mehr)\b.{0,24}\b(?:time|days?|weeks?|months?|tage|wochen?|monate?|zeit)\b.{0,50}"
                            rf"(?:{DEAL_NOUNS}|protection|schutz|on|for|bei|für)|\b(?:push|move)\b.{{0,20}}\b(?:expiry|expiration|end of (?:the )?protection|protection)|"
                            r"\b(?:registration|protection|registrierung|schutz|dealschutz)\b.{0,60}\b(?:runs? out|expir\w+|about to expire|läuft .{0,30}(?:ab|aus)|endet)\b"),
    ("extend_registration", r"\bnoch \d+ (?:tage|wochen|monate)\b|\bnoch <date>.{0,20}(?:dran|drauf|länger)"),
    ("withdraw_deal", rf"\b(?:withdraw\w*|retract|take back|pull out|zurückziehen|zurücknehmen|zurückgezogen|rückzug)\b|"
                      rf"\b(?:remove|delete|pull|drop|cancel|kill|scrap|discard|take|deregister|unregister|lösche?n?|lösch|entfernen?|entferne|stornieren?|storniere|storno|streiche?n?)\b.{{0,30}}{DEAL_NOUNS}|"
                      rf"{DEAL_NOUNS}.{{0,60}}\b(?:löschen|entfernen|stornieren|streichen|rausnehmen|raus|rausziehen|zurückziehen|cancel\w*|removed|withdrawn|dead|deleted|geplatzt|gestorben|verloren|lost|tot|fell through|off the table|hinfällig)\b|"
                      r"\b(?:ziehe?|nehme?|nimm)\b.{0,60}\b(?:zurück|raus|heraus)\b|\b(?:lost|verloren|fell through|is off)\b.{0,30}(?:deal|opportunity|registration|registrierung)|"
                      r"\b(?:we|i) (?:have )?lost\b.{0,40}\b(?:deal|to a competitor|against)"),
    ("commission_lookup", r"\bcommissions?\b|\bpay-?outs?\b|\bprovision\w*|\bauszahlung\w*|\bausgezahlt\b|\bspiff?s?\b|\bkickback|\b(?:did|do|will|have|can|would) (?:i|we)\b.{0,20}\b(?:earn\w*|make on|get paid)\b|"
                          r"\b(?:i|we|am i|are we) (?:earned|owed)\b|\b(?:habe|hab|haben|werde|werden) (?:ich|wir)\b.{0,60}\b(?:verdient|verdienen|bekommen|erhalten)\b|\b(?:verdiene|verdienen|bekomme|bekommen|kriege?|kriegen) (?:ich|wir)\b|"
                          r"\b(?:my|our|meine?|unsere?)\b.{0,20}\b(?:earnings?|statements?|abrechnung\w*|gutschrift\w*|verdienst|vergütung)\b|\bverg(?:ü|ue)tung\b|\b(?:statement|abrechnung|gutschrift)\b.{0,20}(?:<date>|\bfor\b|\bfür\b)|"
                          r"\b(?:how much|what|when|wie viel|wieviel|was|wann)\b.{0,30}\b(?:do you owe|earn|get for|get paid for|schuldet ihr|bekomme ich für|krieg ich für|zahlt ihr)\b"),
    ("tier_progress", r"\b(?:tier|tiers|partner ?(?:level|status|tier|stufe|rang)|status ?level|partnerstatus|partnerlevel|partnerstufe)\b|"
                      r"\b(?:silver|gold|platinum|bronze|silber|platin|next level|nächste\w* (?:stufe|level))\b.{0,40}\b(?:status|level|progress|tier|partner|requirements?|stufe|fortschritt|erreich\w*|werden|away|far|long|missing|fehlt|fehlen|need|entfernt|left|punkte)\b|"
                      r"\b(?:progress|fortschritt|points|punkte|how (?:far|close|much|long|many)|wie (?:weit|nah|lange|viel\w*)|what (?:do|is)|was fehlt|fehlt|fehlen|until|bis|missing|until we|reach|erreichen|become|werden)\b.{0,50}\b(?:silver|gold|platinum|bronze|silber|platin|next level|level up|promotion|nächste\w* (?:stufe|level))\b"),
    ("review_queue", r"\b(?:what|anything|something|which|who)\b.{0,30}\b(?:waiting (?:for|on) (?:me|us)|to review|needs? (?:my|me|a) (?:decision|approval|review)|(?:for me )?to approve)\b|"
                     r"\b(?:my|the|show|open|review|approval)(?: (?:the|my|me))* (?:review )?queue\b|\b(?:pending|open) (?:reviews?|approvals?|cases|decisions|requests)\b|"
                     r"\bwas (?:liegt (?:bei mir )?an|wartet|ist (?:bei mir )?(?:zu (?:prüfen|entscheiden|tun)|offen))\b|\bwarteschlange\b|\b(?:offene|wartende) (?:fälle|prüfungen|anträge|entscheidungen|freigaben|anfragen)\b|\bzu prüfen\b|\bauf mich wartet\b"),
    ("deal_status", rf"\bstatus\b|\b(?:list|show|see|view|zeige?|liste|übersicht|overview)\b.{{0,30}}(?:{DEAL_NOUNS}|pipeline)|\b(?:my|our|meine?n?|unsere?n?)(?: (?:open|active|registered|current|offenen?|aktiven?|laufenden?))* (?:{DEAL_NOUNS}|pipeline)\b|"
                    rf"\bwhich (?:{DEAL_NOUNS}) (?:do|have|are)\b|\bwelche (?:{DEAL_NOUNS})\b.{{0,20}}\b(?:habe|haben|sind|laufen)\b|"
                    r"\b(?:approved|accepted|through|decided|processed|rejected|declined|genehmigt|durch|freigegeben|bewilligt|angenommen|abgelehnt|entschieden|bearbeitet|bestätigt)\b(?: yet| already| schon| bereits)? ?\??$|"
                    r"\b(?:any (?:news|update)s?|update|gibt es (?:etwas )?neues|gibts was neues|neuigkeiten|wie steht(?:'s| es)?|wie ist der stand|stand der dinge|what happened (?:to|with)|"
                    r"how (?:is|are|'s) (?:my|our|the)|where (?:are|is) (?:we|my|our|the)|where do we stand|wo stehen wir|what's (?:up|happening|going on) with|how long .{0,20}protected|wie lange .{0,30}geschützt|was ist mit|when does (?:my|our|the) (?:protection|registration))\b|"
                    r"\b(?:is|are|was|has|have|ist|sind|wurde|wurden|did|hat)\b.{0,60}\b(?:approved|accepted|gone through|go through|genehmigt|freigegeben|angenommen|bewilligt|durchgegangen|bestätigt)\b|\bstand\b.{0,20}(?:bei|von|zu|für|meine)"),
)  # fmt: skip
_TASK = tuple((intent, re.compile(pattern)) for intent, pattern in _TASKS)

_ASKING = re.compile(
    r"^(?:(?:hi|hello|hey|hallo|moin|ok|okay|so|and|und|also|btw|quick question|kurze frage|frage|question|eine frage|one question|übrigens|sag mal|by the way|bot)(?: [,!.:–-])* )*"
    r"(?:how|who|whom|whose|what|what's|which|why|when|where|does|do|did|is|are|was|were|has|have you|will|would it|should|may|am i|isn't|doesn't|"
    r"wie|wer|wem|wen|was|warum|wieso|weshalb|wann|wo|woher|wohin|wozu|welche[rsnm]?|ist|sind|war|gibt|gibts|hat|haben|wird|werden|wurde|darf|dürfen|muss ich|müssen wir|unterstützt|läuft|"
    r"funktioniert|gilt|kostet|lässt|enthält|bietet|braucht man|soll ich|sollte|bekommt|zählt|can (?:it|the|a|an|nimbus|partners?|customers?|they)|kann (?:man|ein|das|die|der)|"
    r"tell me (?:about|how|what|more)|explain|erklär\w*|describe|i(?: would|'d)? (?:like|want) to know|ich (?:möchte|will|würde gern) wissen|do you know|weißt du|wisst ihr)\b"
)
_CAN_I = re.compile(r"^(?:can|could|may|might|am|are|kann|könnte|können|könnten|darf|dürfen|dürfte) (?:i|we|ich|wir)\b")
_REGISTERING: Final = (
    rf"\b{_VERB}\b(?: (?:a|an|the|this|that|my|our|another|two|three|both|some|new|following|these|for|me|us|next|2|3|in|one|more|more of))* (?:end |new |big |small )?{DEAL_NOUNS}\b",
    rf"\b(?:new|another|fresh|neue[rsnm]?|weitere[rsnm]?|noch ein(?:en?)?|additional) (?:big |hot |warm |large |potential |große[rsnm]? |heiße[rsnm]? )?{DEAL_NOUNS}\b",
    rf"^{_GREETING}{DEAL_NOUNS}(?: (?:for|with|at|by|of|mit|für|fuer|bei|von|reg|registration|registrierung|anmelden|anlegen|registrieren|eintragen))?(?: :| ,| –| -| \||$| )(?!(?:status|approved|expired|support)\b)",
    rf"\b(?:have|got|having|found|landed|won|working on|habe|haben|hätte|hätten|hab|bringe|sehe)\b(?: (?:a|an|another|the|this|new|einen?|noch|noch einen?|eine neue|hier|da|here|just|gerade|wieder|potential|qualified|hot|warm|good|nice|"
    rf"große[rsn]?|heiße[rsn]?|tollen?|schöne[rsn]?|konkrete[rsn]?|neue[rsn]?|weitere[rsn]?))* {DEAL_NOUNS}\b",
    rf"\b(?:deal ?-?(?:schutz|protection)|projektschutz|kundenschutz)\b(?! prüfen)|\bput\b.{{1,60}}\bunder protection\b|\bprotect\b(?! me\b)|\bunter (?:deal)?schutz stellen\b",
    rf"\b{DEAL_NOUNS}\b.{{0,90}}\b{_VERB_DE}\b",
    rf"\b(?:leg\w*|trag\w*|meld\w*|nimm|nehmen?|merk\w*|reich\w*|stell\w*)\b.{{0,24}}{DEAL_NOUNS}.{{0,90}}\b(?:an|ein|auf|vor)\b",
    rf"\b{_VERB_DE}\b.{{0,30}}{DEAL_NOUNS}\b",
    rf"\b(?:deal|opportunity|opp|projekt|project) (?:for|with|at|mit|für|bei|beim) ",
)  # fmt: skip
_REGISTER = re.compile("|".join(f"(?:{pattern})" for pattern in _REGISTERING))
# A verb of registering with a company behind or before it.
_DIRECT = re.compile(
    rf"^{_GREETING}(?:{_WISH} )*(?:please |bitte |pls )*(?:register|registering|reg|protect|protecting|log|logging|reserve|claim|registrier(?:e|en)?|schütze?n?|sichere?n?)\b|"
    r"\b(?:bitte|please|pls|möchten?|want to|like to|need to|will|würden?|kannst du|könntest du|can you|could you|let's|so|we'd|i'd)\b.{0,120}"
    r"\b(?:register|protect|log|reserve|registrieren|anmelden|anlegen|eintragen|schützen|sichern|vormerken|reservieren|erfassen|aufnehmen)\b|"
    r"\b(?:please|pls|bitte) (?:register|protect|log|reserve|registrieren|anmelden|schützen|sichern)\b|"
    r"\b(?:registrieren|anmelden|anlegen|schützen|sichern|eintragen|vormerken|reservieren|register|protect)(?: (?:please|pls|bitte))? ?[.!]?$|"
    r"\b(?:meld|trag|leg|merk)(?:e|en)?\b.{1,90}\b(?:an|ein|vor)\b"
)
# What is registered elsewhere, and talk with "deal" in it that is none.
_OTHER_THING: Final = (
    r"laptop\w*|notebook|phone|handy|smartphone|iphone|tablet|ipad|computer|pc|device|gerät\w*|drucker|printer|car|auto|vehicle|fahrzeug|bike|fahrrad|motorrad|"
    r"event|veranstaltung|webinar|seminar|course|kurs|class|schulung|training|conference|konferenz|newsletter|trademark|marke|patent|warranty|garantie|"
    r"voter?|vote|wedding|hochzeit|dog|hund|cat|katze|child|kind|kids?|kinder|son|daughter|domain name|sim|card|karte|kreditkarte|credit card|gym|fitnessstudio|"
    r"complaint|beschwerde|ticket|passport|reisepass|user|benutzer|password|passwort|fernseher|tv|alarm|appointment|arzttermin|wohnsitz|gewerbe|gun|drone|drohne|myself|mich|"
    r"voice|fingerprint|app|software|konto|bank account|email address|e-mail-adresse|license plate|kennzeichen|appliance|warenzeichen|uhr|watch|kamera|camera|headset"
)
_ELSEWHERE = re.compile(
    rf"\b(?:my|mein\w*|our|unser\w*|your|a|an|the|ein\w*|das|die|den|her|his|me for|mich|me|us)\b(?: (?:new|old|neue\w*|alte\w*|first|second))* (?:\w+ ){{0,1}}(?:{_OTHER_THING})\b|"
    rf"\b(?:register|registrier\w*|anmelden|sign up)(?: (?:for|to|zu[rm]?|für|bei[m]?))+ (?:the |a |an |die |das |den |der |eine? )?(?:\w+ )?(?:{_OTHER_THING})\b"
)
_OTHER_REGISTER = re.compile(r"\b(?:register|registrier\w*|anmelden|anzumelden|sign up|meld\w*|enrol\w*)\b")
_NO_DEAL = re.compile(
    r"\b(?:no|kein|big|great|good|bad|best|real|raw|fair|sweet|done|better|cheap\w*|hot|special|travel|flight|phone|daily|new|kein guter|guter|schlechter|super) deals?(?: (?:on|for|at|in|with) (?:a |the )?(?:flight|hotel|car|phone|tv|\w+s)\b)?"
    r"|\bdeals? (?:with it|breaker|of the day|on (?:a |the )?\w+|mit dem teufel)\b|\bwhat'?s the deal\b|\bit'?s a deal\b|^deal [.!]?$|\bdealing\b"
)
_DOMAIN_TALK = re.compile(
    r"\b(?:deals?|registrations?|register\w*|dealregistrierung\w*|registrier\w*|opportunit\w+|protect\w*|schutz\w*|geschützt|partners?|partnerprogramm|program\w*|programm|discount\w*|rabatt\w*|nachlass|nachlässe|"
    r"margin\w*|marge\w*|price ?list|pricing|preisliste|listenpreis|licen[cs]e\w*|lizenz\w*|certif\w+|zertifi\w+|training\w*|schulung\w*|customer\w*|kunden?|endkunde\w*|reseller\w*|referral|renewal\w*|territor\w+|gebiet\w*|"
    r"commission\w*|provision\w*|mdf|tier\w*|stufe\w*|gold|silver|platinum|bronze|silber|platin|payout\w*|auszahlung\w*|clawback|support\w*|unterstützt|integrat\w+|integrier\w+|sso|saml|api|apis|on-?prem\w*|cloud|hosting|gehostet|"
    r"rechenzentrum|data cent(?:er|re)\w*|gdpr|dsgvo|sla|slas|compliance|iso|soc 2|encrypt\w*|verschlüssel\w*|trial|testversion|teststellung|demo\w*|poc|nfr|datenblatt|datasheet|data sheet|brochure|collateral|one-?pager|battle ?card|"
    r"case stud\w+|referenz\w*|roadmap|feature\w*|funktion\w*|competitor\w*|wettbewerb\w*|vendor|hersteller|approve\w*|genehmig\w*|expire\w*|läuft .{0,20}ab|valid|gültig|rules?|regeln?|policy|richtlinie\w*|split|co-?sell|conflict|konflikt\w*|"
    r"proof|backup|firewall|crm|erp|implementation|migration\w*|multi-?tenan\w*|mandantenfähig\w*|high availability|hochverfügbar\w*|end customer|onboarding|agreement|vertrag\w*|contract\w*|invoice\w*|payment terms|zahlungsziel\w*)\b"
)
_DONE = re.compile(r"\b(?:registered|registriert|angemeldet|geschützt|protected)\b")
_REQUESTING = re.compile(
    r"\b(?:want|need|would like|i'd like|we'd like|request\w*|apply\w*|applying|can you|could you|please|brauche|brauchen|möchten?|beantrag\w*|antrag|bitte|beteiligt ihr|könnt ihr|"
    r"sponsert|unterstützt ihr|gebt ihr|get|<money>|how much .{0,20}(?:left|have)|wie viel .{0,20}(?:übrig|habe|noch))"
)
_FOUND = re.compile(
    r"^(?:how|who|what|which|why|when|where|does|do|is|are|wie|wer|was|warum|wieso|wann|wo|welche[rsnm]?|gibt|gilt|kann man|darf)\b(?!.{0,20}\b(?:left|übrig|noch)\b)"
)


def read_intent(line: str, evidence: Evidence) -> str:
    """The task the message is for; `line` is the message in lower case, its words apart by single spaces, marks as "<money>".

    Returns "" when there is no task in it and it may be an answer.
    """
    asking = bool(_ASKING.match(line))
    if not evidence.legal and evidence.labels < 2 and _OTHER_REGISTER.search(line) and _ELSEWHERE.search(line):
        return NOTHING
    if _wants_to_register(line, evidence, asking):
        return REGISTER
    for intent, pattern in () if evidence.short_name and not asking else _TASK:
        if pattern.search(line):
            return _task(intent, line, evidence, asking)
    if evidence.drafting and not asking and not line.endswith("?"):
        return ""
    if asking or line.endswith("?"):
        known = evidence.product or _DOMAIN_TALK.search(line)
        return ASK if known else NOTHING
    return "" if evidence.drafting or evidence.kinds else NOTHING


def _task(intent: str, line: str, evidence: Evidence, asking: bool) -> str:
    """The task, or that it is asked how the task works in general."""
    if intent == "mdf_request":
        general = _FOUND.match(line) and not _REQUESTING.search(line)
        return ASK if general else intent
    if evidence.company:
        return intent
    about_me = re.search(r"\b(?:i|my|me|we|our|us|ich|mein\w*|mir|wir|unser\w*|uns)\b", line)
    general = _HOW.match(line) and (intent in ("extend_registration", "withdraw_deal") or not about_me)
    if intent in ("deal_status", "check_conflict") and asking and not about_me and not re.search(r"\bstatus|stand\b", line):
        return ASK if _DOMAIN_TALK.search(line) else NOTHING
    return ASK if general and _DOMAIN_TALK.search(line) else intent


_HOW = re.compile(
    r"^(?:how|who|why|when are|what happens|what is|what are|what's|which|does|do|is|are|wie|wer|warum|wieso|was passiert|was ist|was sind|welche[rsnm]?|gibt|kann man|can (?:a|the)|wann werden)\b(?! (?:much|many|viele?|weit|far|close|nah|long until|lange bis))"
)


def _wants_to_register(line: str, evidence: Evidence, asking: bool) -> bool:
    if evidence.drafting and evidence.kinds == 0 and not evidence.company and not re.search(r"\b(?:new|another|neue\w*)\b", line):
        return bool(_REGISTER.search(line) and not asking and not _DONE.search(line) and re.search(r"\bregist(?:er|rier)", line))
    if asking or (_CAN_I.match(line) and evidence.kinds < 1 and len(line.split()) > 7):
        return False
    other = _OTHER_TASK.search(line)
    if other and evidence.labels < 2:
        return False
    if _REGISTER.search(line) and not (_NO_DEAL.search(line) and evidence.kinds < 2 and not evidence.company):
        return not (line.endswith("?") and _DONE.search(line)) and (
            evidence.company or evidence.kinds > 0 or bool(_PLAIN.search(line))
        )
    if _DIRECT.search(line) and (evidence.company or evidence.kinds >= 2):
        return evidence.legal or evidence.kinds > 0 or evidence.company
    if evidence.drafting:
        return False
    stated = evidence.company and (
        evidence.kinds >= 3 or (evidence.legal and evidence.kinds >= 2) or (evidence.kinds >= 2 and bool(_BUYING.search(line)))
    )
    return evidence.labels >= 3 or (evidence.labels >= 2 and evidence.company) or (stated and not line.endswith("?"))


# A message that is another task, whatever deals it names.
_OTHER_TASK = re.compile(
    r"\b(?:withdraw\w*|extend|extension|verlänger\w*|commissions?|provision\w*|payouts?|mdf|conflict|konflikt\w*|zurückziehen|löschen|lösche|entfern\w+|stornier\w+|status|dranhängen|"
    r"remove|delete|cancel|retract)\b|\b(?:pull|drop) (?:the|my|our)\b|\b(?:nimm|nehmt|zieh\w*)\b.{0,60}\b(?:raus|zurück)\b|\b(?:verloren|lost)\b|\bruns? out\b|\b(?:läuft|laufen)\b.{0,40}\bab\b|"
    r"\b(?:my|our|meine?|unsere?) (?:registered |open |offenen? )?(?:deals|registrations|registrierungen)\b"
)
_BUYING = re.compile(
    r"\b(?:wants?|needs?|looking for|interested in|buy\w*|would like|ordering|planning|plan\w*|möchten?|braucht|brauchen|sucht|suchen|will|wollen|interessiert\w*|kauf\w*|bestell\w*|customer|client|prospect|kunde\w*|spoke|met|gesprochen|neukunde)\b"
)
# A wish to register with nothing else said.
_PLAIN = re.compile(
    rf"^{_GREETING}(?:{_WISH} )*.{{0,40}}(?:\b{_VERB}\b.{{0,30}}{DEAL_NOUNS}|{DEAL_NOUNS}.{{0,20}}\b{_VERB_DE}|\bnew {DEAL_NOUNS}|\bneue\w* {DEAL_NOUNS}|{DEAL_NOUNS} (?:registration|registrierung)|{DEAL_NOUNS}\b.{{0,10}}\b(?:an|ein|anlegen)|"
    rf"\b(?:have|got|habe|hab|haben)\b.{{0,20}}{DEAL_NOUNS}|{_VERB_DE}\b.{{0,20}}{DEAL_NOUNS})\W*(?:\w+\W+){{0,5}}$|^deal[- ]?reg(?:istration)?\W*$"
)
