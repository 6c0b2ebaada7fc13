"""The words around names: what tells the customer and its contact from everybody and everything else, in English and German.

Patterns over the words before or after a name, in lower case, words apart by single spaces, what was recognised as "<money>" …
A newcomer adds a legal form or a cue by one line.
"""

from __future__ import annotations

from typing import Final

from handlers.understanding.wording import DEAL_NOUNS, JOBS

#: Legal forms, the longer before the shorter.
LEGAL_FORMS: Final = (
    r"s\.? ?a\.? de c\.? ?v\.?|s\.? de r\.? ?l\.?(?: de c\.? ?v\.?)?",
    r"(?:gmbh|ag|ug|se|ges\.?m\.?b\.?h\.?)(?: ?\(haftungsbeschränkt\))? ?(?:&|und|u\.|\+) ?co\.? ?(?:kgaa|kg|ohg)",
    r"ug ?\(haftungsbeschränkt\)",
    r"part(?:nerschafts)?g(?:esellschaft)? ?mbb",
    r"(?:& ?)?co\.? ?(?:kgaa|kg|ohg)",
    r"g?gmbh",
    r"ges\.?m\.?b\.?h\.?",
    r"(?:partg|mbb|mbh|kgaa|kg|ohg|gbr|ug|vvag|kdör|aör)",
    r"e\. ?v\.|e\. ?k\.|e\. ?g\.|i\. ?l\.",
    r"(?:inc|llc|l\.l\.c|llp|ltd|limited|plc|corp|incorporated|corporation)\.?",
    r"p(?:ty|vt|te)\.? ltd\.?",
    r"s\. ?à ?r\. ?l\.|s\.?à\.?r\.?l\.?|s\. ?r\. ?l\.|s\. ?p\. ?a\.|sp\. ?z ?o\.? ?o\.?|s\. ?r\. ?o\.|d\. ?o\. ?o\.|a\. ?s\.|b\. ?v\.|n\. ?v\.|s\. ?a\. ?s?\.?|s\. ?l\.",
    r"(?:sarl|sàrl|srl|spa|sro|doo|kft|zrt|bv|nv|sas|oyj?|aps|s/a|a/s|gmbh)",
)

#: Forms that are words or abbreviations of something else in small letters: only as they are officially written.
LEGAL_FORMS_AS_WRITTEN: Final = (
    r"(?:AG|SE|SA|SL|AB|AS|ASA|Co\.|Co|Company|LP|KG|eG|eV|eK|e\.V|e\.K|Oy|NV|BV|SCE|GIE|Lda\.?|Ltda\.?)"
)

_ARTICLE: Final = r"(?: (?:the|a|an|our|my|new|der|die|das|dem|den|unser\w*|mein\w*|neue\w*|firma|fa|customer|client|kunden?|company|prospect|account|of))*"

#: What stands directly before the company's name, and how much it says: (words, weight).
BEFORE_A_COMPANY: Final[tuple[tuple[str, int], ...]] = (
    (rf"{DEAL_NOUNS}(?: (?:reg|registration|registrierung))?(?: (?:is|ist|would be|wäre))?(?: <money>| <product>| over| über)*"
     rf"(?: (?:for|with|at|by|from|to|on|mit|für|fuer|bei|beim|von|der|zu))?(?: (?:us|me|uns|mich|euch|you))?(?: :)?{_ARTICLE}", 40),
    (r"(?:customer|client|prospect|company|end ?user|account|kunden?|endkunden?|interessent|unternehmen|firma|fa)(?: (?:is|ist|name|named|"
     rf"called|heißt|heisst|namens|wäre|would be|will be|should be|should|be|really|actually|eigentlich|doch|sollte|soll|sein|to|auf|zu))*(?: :)?{_ARTICLE}", 45),
    (r"(?:regist(?:er|ering|rier|riere|rieren)|protect|reserve|log|claim|lock in|block|about to (?:close|win|sign)|file|add|create|enter|schütze|schützen|sichere|anmelden|melde|"
     r"extend|withdraw|remove|pull|drop|delete|cancel|renew|verlängere?|lösche?|storniere?|entferne?)(?: (?:me|mir|us|uns|bitte|please|for|now|noch|both|beide|beiden|the|die|den|der|das|customer|client|company|firma|fa|kunden?|prospect))*(?: :)?", 38),
    (r"(?:dealschutz|projektschutz|kundenschutz|protection|schutz|put|opp|offer|quote|budget|proposal|demo|meeting|projekt)"
     rf"(?: (?:for|with|at|on|mit|für|bei|beim|von))?{_ARTICLE}", 32),
    (r"(?:named|called|namens|heißt|heisst)", 40),
    (rf"(?:zusage|zuschlag|auftrag|yes|nod|go-?ahead|green light) (?:from|by|von|vom|der){_ARTICLE}", 32),
    (rf"(?:lost interest in|pursu(?:e|ing)|kein interesse (?:mehr )?an){_ARTICLE}", 38),
    (rf"(?:for|with|at|für|fuer|bei|beim|mit|on|an){_ARTICLE}", 25),
    (rf"(?:anyone|someone|somebody|jemand|already|schon|have|has|hat|got|is|are|ist|sind|about|re|zu|zur|by|von|vom|der|die|to|and|und){_ARTICLE}", 12),
)  # fmt: skip

#: What stands before a place.
BEFORE_A_PLACE: Final = r"(?:^|\s)(?:(?<!lock )(?<!lost interest )in|aus|based in|located in|from|near|sitz in|mit sitz in|standort|of|nach|event in|office|headquartered in|im|to)$"

#: What stands after somebody who wants to buy.
AFTER_A_BUYER: Final = (
    r"^(?:(?:has|have|is|are|who|which|they|they're|die|das|der|would|will|hat|haben|möchten?|will|wollen?|ist|sind|also|now|jetzt|just|finally|endlich|really)\s)*"
    r"(?:wants?|wanna|needs?|would like|looking|interested|plan\w*|buy\w*|order\w*|sign(?:ed|s)|after|keen|ready|on board|said yes|agreed|committed|chose|"
    r"chosen|picked|decided|deciding|evaluat\w+|switch\w*|migrat\w+|replac\w+|upgrad\w+|mov(?:es|ing)|roll(?:s|ing) out|möchten?|braucht|brauchen|"
    r"benötig\w+|sucht|suchen|kauft|kaufen|bestell\w+|interessiert\w*|evaluier\w*|will|wollen|entscheide\w*|zugesagt|angebissen|zugestimmt|entschieden|"
    r"angefragt|überleg\w+|hätten? gern\w*|steig\w+|wechsel\w+|führt|führen)\b"
)

#: What stands after a name that is to be registered.
AFTER_ONE_TO_REGISTER: Final = (
    r"^(?:(?:bitte|mal|gern\w*|für mich|für uns|als|einen|neuen|neues|deal|projekt|kunden|opportunity|mir|uns|noch|schnell|please|under protection)\s)*"
    r"(?:eintragen|anlegen|registrieren|anmelden|erfassen|vormerken|schützen|sichern|aufnehmen|reservieren|einreichen|registered|protected|logged)\b"
)

#: The two halves of a German verb of registering around a name: "leg … an", "trag … ein".
BEFORE_A_HALF: Final = r"(?:^|\s)(?:leg|trag|meld|nimm|reich|merk|stell)(?:e|t|st)?(?: (?:mir|uns|bitte|mal|noch|die|den|das|der|doch|schnell|eben|kurz|du|für mich|für uns|gleich))*$"
AFTER_A_HALF: Final = r"(?:bitte |mal |noch |als deal |für (?:mich|uns) )*(?:an|ein|auf|vor)(?:\s|$)"

#: A greeting with somebody's name, who is never the customer's contact.
GREETED: Final = (
    r"^(?:hi|hello|hey|hallo|moin|servus|dear|liebe[rs]?|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening)|sehr geehrte[rs]?|"
    r"grüezi|grüß gott|ciao|hallo liebe[rs]?)(?: (?:herrn?|hr|frau|fr|mr|mrs|ms|dr|prof))*$"
)

#: What stands before a company that is not the customer.
BEFORE_SOMEBODY_ELSE: Final = r"(?:^|(?<=\s))(?:(?<!another )(?<!other )(?<!anderer )(?<!andere )(?<!welcher )(?<!which )partner|reseller|systemhaus|distributor|distributed by|sales rep|submitted by|seller|our company|competitor|wettbewerber|against|gegen|sender|absender|regards|grüße|gruß)(?: (?:is|ist))?(?: :)?(?: (?:the|der|die|das))?$"

_TITLES: Final = (
    r"(?: (?:herrn?|hrn?|frau|fr|mr|mrs|ms|mme|mlle|sra|dhr|mevr|dr|prof|di|mag|ing|dipl|pater|father|sister|schwester)(?: \.)?)*"
)

#: What stands before somebody who was talked to: mostly a person, sometimes the customer.
BEFORE_SOMEBODY_MET: Final = (
    r"(?:^|\s)(?:(?:talked|talking|spoke|spoken|met|meeting|chatted|call|demo|visit|visited|visiting)(?: (?:to|with|up with|at))?"
    r"|(?:gesprochen|gespräch|telefonat|telefoniert|getroffen|meeting|termin|treffen|demo)(?: (?:habe ich|hatte ich|wir|ich|gerade|eben|heute))* mit)"
    rf"(?: (?:the|our|their|his|her|der|die|dem|den|ihr|ihrem|ihren))*{_TITLES}$"
)

#: What stands between somebody and the company they work for: "Sal Moretti of Moretti Construction", "Eva Kurz von der Allianz".
BETWEEN_A_PERSON_AND_A_COMPANY: Final = r"\s(?:from|of|at|with|von|vom|bei|beim|aus)(?:\s(?:the|der|dem|den))?\s"

#: What stands before the contact's name.
BEFORE_A_PERSON: Final = (
    r"(?:^|\s)(?:(?:contact|kontakt|ansprech(?:partner(?:in)?|person)|kontaktperson|asp|poc|buyer|champion|entscheider(?:in)?|decision maker|attn|z ?hd)"
    r"(?: (?:person|name|at|there|dort|beim kunden|is|ist|wäre|will be|would be|are|sind|should be|to|zu|auf|in|von|für|for|with|the|der|die|and|her|ihr|sein|seine|our|unser(?:e)?))*"
    r"(?: :)?|(?:talk|speak|speaking|chat|reach(?: out)?)(?: (?:to|with|up with))?|(?:sprich|sprechen|rede)(?: (?:wir|ich|gerade|eben|heute))* mit|"
    r"(?:ask|frag|frage|contact)(?: (?:for|nach))?|via|c o|über"
    r"|(?:guy|man|woman|lady|gentleman|person|boss|manager|chef(?:in)?|mann|frau|dame|typ) (?:called|named|namens|heißt|heisst|is|ist)"
    rf"|{JOBS} (?:called|named|namens|heißt|heisst|is|ist))"
    rf"(?: (?:the|our|their|his|her|der|die|dem|den|ihr|ihrem|ihren|{JOBS}))*{_TITLES}$"
)

#: A salutation or a job before a name.
AFTER_A_TITLE: Final = rf"(?:^|\s)(?:herrn?|hrn?|frau|fr|mr|mrs|ms|miss|mme|mlle|sra|dhr|mevr|{JOBS})(?: (?:dr|prof|di|mag|ing|dipl|is|ist|dort|there|:|\.))*$"

#: What stands after the contact's name.
AFTER_A_PERSON: Final = (
    r"^(?:is|ist|will be|would be|wäre|as|als|\() ?(?:(?:our|the|my|der|die|mein\w?|unser\w?|dort|there|main) )*"
    r"(?:contact|ansprech(?:partner(?:in)?|person)|kontakt(?:person)?|decision maker|entscheider(?:in)?|zuständig|responsible)\b"
)
