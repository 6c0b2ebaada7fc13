"""How people word commands that name what they act on, in English and German; a newcomer adds a wording by adding a line.

Each line is (intent, pattern over the message); `subject` and `argument` are read from the groups of these names.
"""

from __future__ import annotations

from typing import Final

from handlers.understanding import (
    approval_words,
    case_words,
    direct_words,
    earning_words,
    everyday_words,
    library_words,
    life_words,
    nudge_words,
    payout_words,
    question_words,
    sheet_words,
    team_words,
    tier_words,
)

_ID: Final = r"[Rr]-[0-9A-Za-z]{6}\b"
_MAIL: Final = r"[^\s@,;:]{1,64}@[^\s@,;:]{1,100}?(?=[\s,;:.!?]*(?:\s|$))"
_WHICH: Final = rf"(?:(?:the |die |den )?(?:registration|registrierung|deal|request|case|antrag|fall)(?: (?:of|for|von|für))? )?(?P<subject>{_ID}|[^\s:,;][^:,;\n]{{0,80}}?)"
_REASON: Final = (
    r"(?:\s*(?:[:;,–-]\s*|\b)(?:because(?: of)?|as|since|reason|weil|da|denn|grund|begründung|wegen|with the reason|mit der begründung)\b\s*:?\s*"
    r"(?P<argument>.+)|\s*[:;,–]\s*(?P<argument2>.+))?"
)
#: What may stand before any of them.
PLEASE: Final = (
    r"(?:(?:please|pls|bitte|ok|okay|ja|yes|can you|could you|kannst du|ich möchte|i want to|i'd like to|let's)[,]?\s+)*+"
)
_END: Final = r"(?:\s+(?:please|pls|bitte|now|jetzt))?[\s.!?]*$"

#: The wordings; the first that fits is taken.
COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    *everyday_words.COMMANDS,
    *payout_words.COMMANDS,
    *library_words.COMMANDS,
    *nudge_words.COMMANDS,
    *approval_words.COMMANDS,
    *direct_words.COMMANDS,
    *case_words.COMMANDS,
    *life_words.COMMANDS,
    *team_words.COMMANDS,
    *sheet_words.COMMANDS,
    ("answer_request", r"(?:answer|reply(?: to)?|re|antwort(?:e)?(?: auf| zu)?|beantworte)\s+(?P<subject>q-[0-9a-z]{4,8})\s*[:,–-]?\s*(?P<argument>.*)$"),
    ("answer_request", r"(?P<subject>q-[0-9a-z]{4,8})\s*[:–]\s*(?P<argument>.+)$"),
    ("ask_more", rf"(?:ask|question|query|rückfrage|frage|frag|nachfrage)\s+(?:more\s+|bei\s+|zu\s+|an\s+|on\s+|about\s+|for\s+|nach\s+)*(?P<subject>{_ID})\s*"
                 r"(?:(?:nach\s*,?)?\s*[:,–-]\s*|\s+(?:for|about|nach|um)\s+|\s+)?(?P<argument>.*)$"),
    ("ask_more", r"(?:ask (?:for )?more|request more(?: information)?|need more(?! (?:time|days?|weeks?|months?)\b)|more (?:information|details) (?:needed )?)\s*(?:on|about|for|from)?\s*"
                 r"(?P<subject>[^:,;\n]{2,80}?)\s*(?:[:,;–]\s*(?P<argument>.+))?$"),
    ("ask_more", r"(?:rückfrage|nachfrage|frag(?:e)?(?: noch)? nach|mehr infos?|mehr angaben)\s*(?:zu|bei|für|von)?\s*(?P<subject>[^:,;\n]{2,80}?)\s*[:,;–]\s*(?P<argument>.+)$"),
    ("ask_more", r"frag(?:e)? bei (?P<subject>[^:,;\n]{2,80}?) nach\s*[:,;–]?\s*(?P<argument>.*)$"),
    ("approve", rf"(?:approve|genehmige|bewillige)\s+{_WHICH}{_REASON}{_END}"),
    ("approve", rf"(?:{_WHICH})(?:\s+bitte)?\s+(?:genehmigen|bewilligen|approven){_END}"),
    ("approve", rf"gib\s+(?P<subject>[^:,;\n]{{2,80}}?)\s+frei{_END}"),
    ("decline", rf"(?:decline|reject|refuse|deny)\s+{_WHICH}{_REASON}{_END}"),
    ("decline", r"(?:lehne|lehn)\s+(?P<subject>[^:,;\n]{2,80}?)\s+ab\b\s*(?:[,:;–]?\s*(?:weil|da|denn|wegen|grund:?|begründung:?)?\s*(?P<argument>.+))?$"),
    ("decline", rf"(?:{_WHICH})(?:\s+bitte)?\s+(?:ablehnen|zurückweisen)\b\s*(?:[,:;–]?\s*(?:weil|da|denn|wegen|grund:?|begründung:?)?\s*(?P<argument>.+))?$"),
    ("unlink", rf"(?:unlink|disconnect|entkoppeln?|abmelden|log ?out|sign out)(?: (?:me|my account|this (?:account|chat)|mich|konto|mein konto))?{_END}"),
    ("unlink", rf"(?:(?:mein )?konto|verknüpfung|die verknüpfung) (?:trennen|aufheben|lösen|löschen|entfernen){_END}"),
    ("unlink", rf"(?:trennen|verbindung trennen|account trennen){_END}"),
    ("unlink", rf"(?:trenne?|löse?|hebe?)\s+(?:(?:mein|das) konto|(?:die|meine) verknüpfung)(?: auf)?{_END}"),
    ("link", rf"(?:link|connect|verknüpfe?n?|verbinden?|koppeln?)\s+(?:me\s+|mich\s+|my account\s+|mein konto\s+)?(?:with\s+|mit\s+)?(?:the\s+)?(?:code\s*:?\s*)?(?P<subject>[0-9A-Za-z][0-9A-Za-z-]{{3,63}}){_END}"),
    ("link", rf"(?:my |mein )?(?:link |invitation |einladungs)?code(?: is| ist|\s*:)?\s+(?P<subject>(?=\S*\d)[0-9A-Za-z][0-9A-Za-z-]{{3,63}}){_END}"),
    ("invite", rf"(?:invite|add)\s+(?P<subject>{_MAIL})(?:\s+(?:as|to be|to our team as|to the team as)\s+(?:an?\s+)?(?P<argument>[^.!?\n]{{2,60}}?)|(?: to (?:our|the|my) (?:team|company))|\s+to\s+(?P<argument2>[^.!?\n]{{2,60}}?\s+as\s+[^.!?\n]{{2,40}}?))?{_END}"),
    ("invite", rf"(?:lade?|einladen:?)\s+(?P<subject>{_MAIL})(?:\s+(?:bitte\s+)?als\s+(?P<argument>[^.!?\n]{{2,60}}?)|\s+(?:zu[rm]?|bei)\s+(?P<argument2>[^.!?\n]{{2,60}}?\s+als\s+[^.!?\n]{{2,40}}?))?(?:\s+(?:bitte\s+)?ein)?{_END}"),
    ("invite", rf"(?P<subject>{_MAIL})\s+(?:bitte\s+)?(?:als\s+(?P<argument>[^.!?\n]{{2,60}}?)\s+)?(?:bitte\s+)?(?:einladen|hinzufügen){_END}"),
    ("remove_member", rf"(?:remove|delete|kick out|offboard)\s+(?P<subject>{_MAIL})(?:\s+(?:from|off)\s+[^.!?\n]{{2,60}}?)?{_END}"),
    ("remove_member", rf"(?:entferne?|lösche?|nimm)\s+(?P<subject>{_MAIL})(?:\s+(?:aus|vom)\s+[^.!?\n]{{2,60}}?)?(?:\s+(?:raus|heraus))?{_END}"),
    ("remove_member", rf"(?P<subject>{_MAIL})\s+(?:bitte\s+)?(?:(?:aus|vom)\s+[^.!?\n]{{2,60}}?\s+)?(?:entfernen|löschen){_END}"),
    ("assign", rf"(?:assign|transfer|hand)\s+(?:partner\s+)?(?P<subject>[^@:;\n]{{2,80}}?)\s+(?:over\s+)?to\s+(?P<argument>{_MAIL}){_END}"),
    ("assign", rf"(?:weise|ordne|teile|übergib|gib)\s+(?:(?:den )?partner\s+)?(?P<subject>[^@:;\n]{{2,80}}?)\s+(?:an\s+)?(?P<argument>{_MAIL})(?:\s+zu)?{_END}"),
    ("assign", rf"(?:partner\s+)?(?P<subject>[^@:;\n]{{2,80}}?)\s+(?:an\s+)?(?P<argument>{_MAIL})\s+(?:zuweisen|zuordnen|übergeben){_END}"),
    ("deputy", rf"(?P<subject>{_MAIL})\s+(?:is|will be|acts as|ist|wird|übernimmt)\s+(?:my|mein\w*|as|als)\s*(?:my\s+|mein\w*\s+)?(?:deputy|stand-?in|substitute|cover|vertret\w+|stellvertret\w+)\s*(?P<argument>.*)$"),
    ("deputy", rf"(?P<subject>{_MAIL})\s+(?:vertritt mich|covers for me|stands in for me|deputi[sz]es for me|übernimmt für mich)\s*(?P<argument>.*)$"),
    ("deputy", rf"(?:my deputy|mein\w* (?:stell)?vertret\w+)(?:\s+(?:is|will be|ist|wird))?\s*:?\s*(?P<subject>{_MAIL})\s*(?P<argument>.*)$"),
    ("deputy", rf"(?:make|set|name|appoint|mach|setze|ernenne|benenne)\s+(?P<subject>{_MAIL})\s+(?:as\s+|als\s+|zu\s+|zum\s+|zur\s+)?(?:my\s+|meine[rm]?\s+|meinen\s+)?(?:deputy|vertret\w+|stellvertret\w+)\s*(?P<argument>.*)$"),
    ("list_members", rf"(?:who(?:'s| is)|list|show(?: me)?|see)\s+(?:all\s+)?(?:(?:in|on)\s+)?(?:our|my|the)?\s*(?:team|team ?members|members|colleagues|people){_END}"),
    ("list_members", rf"(?:wer (?:ist|gehört)|zeig(?:e)?(?: mir)?|liste?)\s+(?:alle\s+)?(?:(?:in|zu)\s+)?(?:unser\w*|mein\w*|das|die)?\s*(?:team|mitglieder|kollegen|leute)(?: an| auf)?{_END}"),
    ("deal_status", rf"(?:(?:show|see|open|view|display|zeige?|öffne|status|stand)(?:\s+(?:me|mir|of|on|for|von|zu|bei|der|the|registration|registrierung|deal))*\s*:?\s+)?(?P<subject>{_ID}){_END}"),
    ("review_queue", rf"(?:(?:show|open|zeige?|öffne)\s+(?:me\s+|mir\s+)?)?(?:(?:my|the|meine|die)\s+)?(?:review |approval |prüf)?(?:queue|schlange|warteschlange|prüfschlange){_END}"),
    ("list_members", rf"(?:team|mitglieder|members|team members|teammitglieder){_END}"),
    *question_words.COMMANDS,
    *tier_words.COMMANDS,
    *earning_words.COMMANDS,
)  # fmt: skip

#: One of these words is in every command.
WORDS: Final = (
    frozenset(
        """answer reply re antwort antworte beantworte ask question query request need more rückfrage nachfrage frag frage mehr approve approven genehmige
    genehmigen bewillige bewilligen gib decline reject refuse deny lehne lehn ablehnen zurückweisen unlink disconnect entkoppeln entkoppel abmelden log
    logout sign konto verknüpfung verknüpfe verknüpfen trenne trenn löse lös hebe heb link connect verbinde verbinden koppeln koppel trennen queue schlange warteschlange prüfschlange code invite add lade
    lad einladen hinzufügen remove delete kick offboard entferne entfern entfernen lösche lösch löschen nimm assign transfer hand weise ordne teile
    übergib zuweisen zuordnen übergeben deputy stand substitute cover covers stands team members mitglieder colleagues kollegen people leute
    vertritt deputises deputizes übernimmt stellvertreter stellvertreterin vertreter vertreterin vertretung teammitglieder einladungscode""".split()
    )
    | approval_words.WORDS
    | case_words.WORDS
    | library_words.WORDS
    | life_words.WORDS
    | nudge_words.WORDS
    | payout_words.WORDS
    | question_words.WORDS
    | sheet_words.WORDS
    | team_words.WORDS
    | direct_words.WORDS
    | earning_words.WORDS
    | everyday_words.WORDS
    | tier_words.WORDS
)
