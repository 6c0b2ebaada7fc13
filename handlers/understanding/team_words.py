"""How people word that a colleague's deals go to somebody else, and who looks after the partner, in English and German; as in `command_words`."""

from __future__ import annotations

from typing import Final

_ID: Final = r"[Rr]-[0-9A-Za-z]{6}\b"
#: "Jane's deals", "the deals of jane@company.com", "Janes Deals", "die Deals von Jane": `subject` is whose, or which.
_DEALS: Final = r"(?:open |offenen? )?(?:deals|registrations|registrierungen|projekte)"
_WHOSE: Final = (
    rf"(?:(?:the |die |den )?(?:deal |registration |registrierung )?(?P<subject>{_ID})"
    rf"|(?:all )?(?:the )?(?P<subject2>[^\n:;]{{2,80}}?)(?:'s|'|s)? {_DEALS}"
    rf"|(?:all(?:e)? )?(?:of )?(?:the |die )?{_DEALS} (?:of|from|von) (?P<subject3>[^\n:;]{{2,80}}?)"
    rf"|(?:alle )?(?:die )?{_DEALS} (?P<subject4>(?:der )?(?:ehemalige|frühere|ausgeschiedene)[rn]? (?:kollegen|kolleginnen|mitarbeiter|mitglieder)))"
)
#: "Move R-… to April" changes a date; whoever is called like a month is named by their address.
_TIME: Final = (
    r"(?!(?:january?|february?|march|april|may|june|july|august|september|october|november|december|februar|märz|mai|juni|juli|"
    r"oktober|dezember|q[1-4]|kw|end|ende|mid|mitte|anfang|next)\b)"
)
#: Whom to: an address, or a name that begins with a capital.
_WHOM: Final = (
    rf"(?P<argument>[^\s@,;:]{{1,64}}@[^\s@,;:]{{1,100}}?(?=[\s,;:.!?]*(?:\s|$))|{_TIME}(?-i:[A-ZÄÖÜ])[^\n@:;,]{{1,60}}?)"
)
#: Whoever looks after a partner, at the vendor.
_MANAGER: Final = (
    r"(?:(?:partner|channel|account)[ -]?manager(?:in)?|pam|cam|(?:partner)?betreuer(?:in)?"
    r"|(?:contact(?: person)? (?:at|with) (?:you|the vendor)|ansprech(?:partner(?:in)?|person) (?:bei (?:ihnen|euch)|beim hersteller)))"
)
_PARTNERS_THAT: Final = r"(?:(?:which|what|welche[rs]?) (?:of (?:my|our) |(?:meiner|unserer) )?partners?|who|wer) "
_END: Final = r"(?:\s+(?:please|pls|bitte|now|jetzt))?[\s.!?]*$"

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("transfer", rf"(?:transfer|move|hand(?: over)?|reassign|give|pass)\s+{_WHOSE}(?:\s+over)?\s+to\s+{_WHOM}{_END}"),
    ("transfer", rf"(?:übertrage?|übergib|verschieb(?:e)?|gib)\s+{_WHOSE}(?:\s+bitte)?\s+(?:an|auf|zu)\s+{_WHOM}{_END}"),
    ("transfer", rf"{_WHOSE}(?:\s+bitte)?\s+(?:an|auf|zu)\s+{_WHOM}\s+(?:übertragen|übergeben|verschieben){_END}"),
    ("transfer", rf"(?:transfer|move|hand over|reassign|übertrage?|übergib)\s+{_WHOSE}{_END}"),
    ("transfer", rf"{_WHOSE}\s+(?:übertragen|übergeben){_END}"),
    ("quiet_partners", rf"{_PARTNERS_THAT}(?:are|is|have been|has been|went|sind|ist|waren) (?:inactive|quiet|silent|dormant|idle|inaktiv|still|ruhig)(?: .{{2,30}})?{_END}"),
    ("quiet_partners", rf"{_PARTNERS_THAT}(?:have|has|haben|hat|did)(?: not|n't| never| yet| noch| nie| nicht| nichts| keinen?| long| lange){{1,3}}(?: \w+){{0,3}} ?(?:registered|register|registriert|angemeldet)(?: .{{2,30}})?{_END}"),
    ("quiet_partners", rf"(?:(?:show|list|zeige?|liste)(?: me| mir)? )?(?:the |my |our |die |meine |unsere |alle )*(?:inactive|quiet|dormant|silent|inaktive[nr]?|stille[nr]?|ruhende[nr]?) partner(?:s)?{_END}"),
    ("my_data", rf"(?:what|which) (?:data |information )?(?:do|does) (?:you|the bot|it) (?:have|know|store|keep|save)(?: stored)? (?:about|on|of) (?:me|us){_END}"),
    ("my_data", rf"(?:delete|erase|remove|export|show me|give me|send me|forget) (?:all )?(?:of )?(?:my|our) (?:personal )?data{_END}|forget me{_END}"),
    ("my_data", rf"(?:was|welche (?:daten|informationen)) (?:weißt|wissen|hast|haben|speichert|speichern|speicherst) (?:du|sie|ihr) (?:alles )?(?:über|von|zu) (?:mich|mir|uns)(?: gespeichert)?{_END}"),
    ("my_data", rf"(?:bitte )?(?:lösche?n?|lösch|exportiere?|zeige?|schicke?) (?:sie )?(?:mir )?(?:bitte )?(?:alle )?(?:meine|unsere) (?:personenbezogenen )?daten{_END}|(?:meine|unsere) daten (?:bitte )?(?:löschen|exportieren){_END}"),
    ("looked_after", rf"(?:who(?:'s| is)|tell me who is|wer ist|wie heißt)\s+(?:my|our|mein|meine|unser|unsere)\s+{_MANAGER}{_END}"),
    ("looked_after", rf"(?:who(?:'s| is)|tell me who is|wer ist|wie heißt)\s+(?:my|our|mein|meine|unser|unsere)\s+(?:contact(?: person)?|ansprech(?:partner(?:in)?|person)|kontaktperson|kontakt){_END}"),
    ("looked_after", rf"who (?:can|could|should|do|must) (?:i|we) (?:call|contact|talk to|speak to|speak with|turn to|reach out to|write to)(?: about .{{2,40}})?{_END}"),
    ("looked_after", rf"(?:wen (?:kann|soll|darf|könnte|muss) ich (?:anrufen|kontaktieren|fragen|ansprechen)|an wen (?:kann|soll|muss|darf) ich mich wenden)(?: .{{2,40}})?{_END}"),
    ("looked_after", rf"wen (?:kann|soll|darf) ich (?:wegen|zu|bei) .{{2,40}} (?:anrufen|kontaktieren|fragen|ansprechen){_END}"),
    ("looked_after", rf"(?:who (?:looks after|takes care of|manages) (?:us|me)|wer (?:betreut (?:uns|mich)|ist für (?:uns|mich) zuständig)){_END}"),
)  # fmt: skip

WORDS: Final = frozenset(
    """inactive quiet silent dormant idle inaktiv inaktive inaktiven inaktiver still ruhig stille stillen ruhende ruhenden registered register registriert angemeldet
    data forget know store keep save daten weißt wissen speichert speichern speicherst informationen information
    call turn reach write talk speak anrufen kontaktieren fragen ansprechen wenden kontakt kontaktperson
    transfer move hand reassign give pass übertrage übertrag übertragen übergib übergeben verschiebe verschieb gib verschieben looks takes manages
    betreut zuständig partnermanager partnermanagerin betreuer betreuerin partnerbetreuer partnerbetreuerin pam cam manager vendor hersteller
    ansprechpartner ansprechpartnerin ansprechperson contact""".split()
)
