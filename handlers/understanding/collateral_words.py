"""How people ask for collateral and for the calculator of a return, in English and German; a newcomer adds a wording by adding a line.

Patterns over the message in lower case, with what was recognised by its form as "<product>", "<money>" … (see `intent_words`).
"""

from __future__ import annotations

from typing import Final

#: What a document is for, by the words for it; the first that fits is taken.
KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("battlecard", r"battle ?-?cards?|battlekarten?|kill ?-?sheets?|competitor (?:cards?|sheets?)|wettbewerbskarten?|wettbewerbsvergleich\w*|argumentationskarten?"),
    ("case_study", r"case ?-?(?:study|studies)|(?:customer |success |reference )(?:story|stories|case|cases)|reference stories|fallstudien?|fallbeispiel\w*|erfolgsgeschichten?|"
                   r"referenz(?:en)?|referenzberichte?|referenzstory\w*|kundenreferenz\w*|anwenderberichte?|praxisberichte?"),
    ("one_pager", r"one-? ?pagers?|1-? ?pagers?|flyers?|leaflets?|brochures?|handouts?|kurzübersicht\w*|broschüren?|prospekte?|faltbl[aä]tt\w*|einseiter"),
    ("deck", r"(?:slide |pitch |sales |customer )?decks?|slides|presentations?|powerpoints?|pptx?|präsentation(?:en)?|kundenpräsentation(?:en)?|folien|foliensätze?|vortrag"),
    ("datasheet", r"data ?-?sheets?|spec ?-?sheets?|fact ?-?sheets?|datenbl[aä]tt(?:er)?|produktbl[aä]tt(?:er)?|leistungsbeschreibung(?:en)?"),
    ("template", r"(?:e-?mail |mail |campaign |text )?templates?|campaign kits?|(?:e-?mail-?|mail-?|text-?|kampagnen-?)?vorlagen?|musterschreiben|musterbriefe?|kampagnenpakete?"),
    ("security", r"(?:security )?white ?-?papers?|certificates|attestations|(?:security|iso|c5|soc 2) (?:certificates?|attestations?|documents?|overview)|"
                 r"sicherheits(?:übersicht|dokumente?|unterlagen|whitepaper)|(?:iso-?|c5-?)?(?:zertifikate?|testate?)"),
    ("legal", r"dpas?|data processing (?:agreement|addendum|contract)s?|avv|auftragsverarbeitung\w*|slas?|service ?level agreements?|terms (?:of|and) \w+|resale terms|"
              r"vertragsunterlagen|(?:datenschutz|daten)-?zusatz"),
    ("price_list", r"price ?-?lists? (?:(?:as|in) (?:a )?(?:pdf|file|document)|in (?:german|english))|preisliste\w* (?:als (?:pdf|datei|dokument)|auf (?:deutsch|englisch))|pdf (?:of|with) the price ?list|pdf (?:der|mit der) preisliste"),
    ("faq", r"faqs?"),
    ("documentation", r"playbooks?|guidelines?|(?:\w+ )?guides?|manuals?|handb[uü]ch(?:er)?|leitf[aä]den|leitfaden|anleitung(?:en)?|dokumentation|documentation|project plan|projektplan"),
)  # fmt: skip

#: What is made to be handed out: asked for in any words. The others are asked about, too, and have to be sent for.
HANDED_OUT: Final = frozenset({"battlecard", "case_study", "one_pager", "deck", "datasheet", "template", "price_list"})
_OUT: Final = (
    "(?:"
    + "|".join(pattern for kind, pattern in KINDS if kind in HANDED_OUT)
    + r"|collateral|marketing ?-?materials?|sales ?-?materials?|"
    r"(?:marketing|vertriebs|verkaufs|produkt)-?(?:unterlagen|material\w*)|(?:unterlagen|material) (?:zu[mr]?|über|für|von|vom|on|about|for))"
)
_ANY: Final = "(?:" + "|".join(pattern for _, pattern in KINDS) + "|unterlagen|dokumente?|documents?)"
_SEND: Final = r"(?:send|share|download|attach|forward|give me|give us|get me|get us|schick\w*|send\w*|zusenden|zuschicken|herunterladen|mailen)"
_WANT: Final = (
    r"(?:give|get|show|need|want|find|have|looking for|where|is there|are there|got|bring|pass|see|provide|like|"
    r"gib|geben|zeig\w*|brauch\w*|such\w*|habt|haben|gibt|hätten?|hättet|bräucht\w*|bekomm\w*|krieg\w*|möcht\w*|wo|benötig\w*|stell\w*|lad\w*|hast)"
)
_PLEASE: Final = r"(?:(?:hi|hello|hallo|hey|please|pls|bitte|thanks|danke|the|a|an|our|your|your latest|latest|die|das|der|den|ein|eine|einen|eure|euer|ihre?|aktuelle\w*|neueste\w*) ?,? ?)*"
_BRAND: Final = (
    r"(?:co-? ?brand\w*|with (?:our|my) (?:own )?(?:logo|name|branding)|(?:our|my) logo (?:on|in|onto|added)|brand(?:ed)? (?:with|for) (?:us|our)|"
    r"mit (?:unserem|meinem) (?:eigenen )?(?:logo|namen)|(?:unser|mein) logo (?:auf|in|drauf|einsetzen)|gebrandet\w*)"
)
_ROI: Final = r"(?:roi|return on investment|rendite|amortisation\w*|pay ?-?back)"

#: The wordings by intent; the first that fits is taken.
WORDINGS: Final[tuple[tuple[str, str], ...]] = (
    ("roi", rf"\b{_ROI}[- ]?(?:calculator|calculation|tool|rechner|rechnung|berechnung|kalkulator|rechnen)\b"),
    ("roi", rf"\b(?:calculate|compute|work out|show|reckon|run|make|berechne\w*|rechne|zeig\w*|ermitt\w*|erstell\w*)\b.{{0,40}}\b{_ROI}\b.{{0,40}}\b(?:customers?|client|prospect|kunden?|kundin|interessent\w*|<product>)"),
    ("roi", rf"\b{_ROI}\b.{{0,20}}\b(?:for|of|on|with|für|von|mit|bei|beim)\b (?:(?:a|an|the|my|our|its|einen?|meinen?|unseren?|den|die|das) )?(?:new |neuen? )?(?:customers?|client|prospect|kunden?|interessent\w*|<product>)"),
    ("roi", r"\bwhat does <product> (?:save|bring|return)\b|\bwas (?:spart|bringt) <product>"),
    ("brand_logo", r"^(?:(?:please |bitte )?(?:upload|set|change|replace|add|use|store|save|hinterleg\w*|änder\w*|ersetz\w*|speicher\w*|setz\w*) )?(?:our|my|the company|unser|mein|das firmen|ein neues|a new) ?-?logo"
                   r"(?: (?:hinterlegen|ändern|ersetzen|hochladen|speichern|zeigen|anzeigen|upload|please|bitte))?(?: ?[?!.])?$"),
    ("send_collateral", rf"\b{_BRAND}.*\b{_OUT}\b|\b{_OUT}\b.*\b{_BRAND}"),
    ("send_collateral", rf"\b{_SEND}\b.*\b(?:{_ANY}|{_OUT})\b"),
    ("send_collateral", rf"\b{_WANT}\b.*\b{_OUT}\b"),
    ("send_collateral", rf"\b{_OUT}\b.*\b(?:{_SEND}|please|pls|bitte|haben|bekommen)\b|\b{_ANY}\b.*\b{_SEND}\b"),
    ("send_collateral", rf"^{_PLEASE}{_OUT}\b(?: ?[:,-]? ?(?:for|about|on|against|of|to|vs|versus|über|für|zum?|zur|gegen|von|mit|im|in|der|die|das|den|dem|<product>|[\w<>&+-]+)){{0,7}}(?: ?[?!.])?$"),
    ("send_collateral", rf"^(?:[\w<>&+-]+ ){{1,3}}{_OUT}(?: (?:please|pls|bitte))?(?: ?[?!.])?$"),
)  # fmt: skip

BRANDED: Final = rf"\b{_BRAND}"
#: With one of these the message is about something else that happens to name a document.
ELSEWHERE: Final = (
    r"\b(?:regist\w+|anmelde\w*|angemeldet|commission\w*|provision\w*|mdf|statement|abrechnung\w*|withdraw|zurückziehen|extend|verlänger\w*|certif(?:y|ied)|zertifiziert|zertifizieren|"
    r"tier|stufe|payout|auszahlung\w*|reference customers?|my references?|our references?|unsere referenzen|meine referenzen|import|csv)\b"
)
#: What a deal is told with: with one of these, a presentation is an appointment.
OF_DEALS: Final = r"<(?:money|date|email|phone)>"
#: Words that say in which language a document is wanted.
LANGUAGES: Final = ((r"\b(?:in|auf) (?:german|deutsch\w*)\b|\bgerman version\b|\bdeutsche\w*\b|\bgerman\b", "de"), (r"\b(?:in|auf) (?:english|englisch\w*)\b|\benglish version\b|\benglische\w*\b|\benglish\b", "en"))  # fmt: skip

#: Words that say nothing of which document is meant.
NOISE: Final = frozenset(
    """a about all also an and any anything are as at be bring can could customer customers customer-facing do does document documents download file files find for forward from get
    give got had has have hello hey hi how i if in is it just kindly latest let like looking may me mine more my need new newest of on one or our ours overview partner partners
    pass pdf please pls provide see send share show so some something sort thanks thank that the their them there this to up us version want we what where which with would you your yours
    aktuell aktuelle aktuellen aktuelles am an auch auf aus bei bekommen bekomme bitte brauche brauchen bräuchte bräuchten da danke das dazu dem den der des die dokument dokumente du ein eine
    einem einen einer eines er es etwas euch eure euer eurer für gibt gib gibst geben gegen geht habe haben habt hast hat hallo hätte hätten hättet ich ihr ihre ihren ihrer im in irgendwas ist
    kann kannst können könnte könnten könnt krieg kriege kriegen kunde kunden lade laden man mal mein meine mich mir mit möchte möchten neue neueste neuesten nach noch oder per
    schick schicke schicken schickt senden sende sie sowas so stelle stellt suche suchen über um und uns unser unsere unserem unseren unter vom von vs versus wäre was welche welches wie wir wo
    zeig zeige zeigen zu zum zur zusenden zuschicken against über us benötige benötigen your email e-mail mail
    logo logos name collateral material materials materialien unterlagen marketing sales german english deutsch deutsche deutscher
    englisch englische englischer deutschen englischen maybe perhaps vielleicht evtl eventuell besten gerne ja nein mal als gegebenenfalls agreement
    vereinbarung""".split()
)  # fmt: skip

#: Words that say the same of a document: industries, subjects, and what contracts and certificates are called.
SAME: Final = (
    "retail retailer retailers handel einzelhandel handels händler händlern filialist filialisten stores store shops läden filialen",
    "manufacturing manufacturer manufacturers industry industrie industriell fertigung fertiger produktion maschinenbau hersteller factory factories",
    "healthcare health hospital hospitals clinic clinics gesundheitswesen gesundheit krankenhaus krankenhäuser klinik kliniken pflege medizin",
    "logistics logistic logistik spedition speditionen transport transportwesen forwarding freight haulage",
    "public government administration municipal behörde behörden verwaltung öffentlich öffentliche öffentlichen kommunen gemeinden",
    "managed msp msps provider providers dienstleister",
    "company unternehmen firma overview überblick fernblick",
    "dpa dpas avv auftragsverarbeitung auftragsverarbeitungsvertrag auftragsverarbeitungsvereinbarung processing",
    "sla slas level",
    "certificate certificates attestation attestations zertifikat zertifikate testat testate",
    "price-list preisliste preislisten pricelist price preis preise prices",
    "whitepaper white",
)
