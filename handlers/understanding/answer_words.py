"""How people lead into an answer and how they end it, in English and German; a newcomer adds a wording to its line."""

from __future__ import annotations

from typing import Final

#: What comes before the answer itself: "it's …", "the customer is …", "das ist die …".
LEAD_IN: Final = (
    r"^(?:(?:yes|ja|ok|okay|well|so|h+m+|no|nein|nee|ne|sorry|oh|ah|aha|ach(?: so| ja)?|ähm?|öhm?|uhm?|um|(?:ha){2,}h?|lol|hehe|wait|hang on|hold on|warte(?: mal)?|moment(?: mal| bitte)?|"
    r"(?:one|a|just a) (?:sec|second|moment)|(?:good|gute) (?:question|frage))[ ,.!…–-]+)*(?:(?:it|that|this|he|she|they|das|es|er|sie|der|die)(?:'s| is| would be| are| wäre| ist| sind| heißt| should be| will be)\s+|"
    r"(?:(?:the|our|my|der|die|das|unser\w*|mein\w*|end) )*(?:contact(?: person)?|customer|client|company|end ?customer|name|ansprech(?:partner(?:in)?|person)|kontakt(?:person)?|kunde|endkunde|firma|unternehmen|decision maker|industry|branche|country|land|phone|telefon\w*|number|nummer)"
    r"(?: (?:name|there|dort))?(?:'s| is| would be| heißt| ist| wäre|:)\s+|(?:ask(?: for)?|talk to|speak to|speak with|contact|call|frag(?:e)?(?: nach)?|sprich mit|make (?:it|that)|for|für|with|mit|bei|at|i mean|ich meine|we have|wir haben|mach(?:e)? daraus|in|aus|called|named|namens|actually|eigentlich|take|nimm|use|put|schreib|trag ein)\s+)*"
    r"(?:(?:the|die|der|das|firma|fa\.|a|an)\s+(?=\S))?"
)

#: Politeness after it.
TAIL: Final = r"(?:[ ,.!]+(?:please|pls|bitte|thanks|thank you|danke|i think|glaube ich|i guess|denke ich|actually|(?:ha){2,}h?|lol|hehe|:-?\)|😀|😂|😄|😅|🙂|😉))+[ .!]*$|[ .!]+$"

#: What people say before they answer, or instead: nobody is called that.
NO_NAMES: Final = frozenset(
    "wait waiting warte warten wartet moment sekunde sec secs second hang haha hahaha hahahaha lol hehe hihi rofl question frage gute hm hmm mhm äh öh ups oops quatsch egal ne nee nö nope idea clue ahnung".split()
)

#: What comes before the name of a currency.
CURRENCY_LEAD_IN: Final = r"^(?:(?:no|nein|sorry|it's|its|that's|in|the|currency|währung|is|ist|should|be|make|it|that|das|sind|are|das|it|please|bitte|use|nimm|auf|to|change|ändere|die|sollen?|sein|natürlich|of course)[ ,.:!]+)*"

#: That something has not happened.
NOT_YET: Final = (
    r"^(?:no|not|never|nope|nein|nicht|noch nicht|nobody|niemand|kein\w*|nie|none|they haven't|haben sie nicht|bisher nicht)\b"
)

#: That something has happened, said of whoever did it.
HAS_HAPPENED: Final = (
    r"\b(?:schon|bereits|already|has|have|had)\b.{0,40}\b(?:kontakt|gesprochen|getroffen|telefoniert|angerufen|touch|talked|spoken|spoke|met|contacted|called|"
    r"involved|engaged|call|meeting|demo)\b|\b(?:talked|spoke|met|contacted)\b.{0,40}\balready\b"
)

#: That something has happened.
ALREADY: Final = r"^(?:yes|yeah|yep|ja|jep|already|schon|bereits|they have|they did|haben sie|sure|correct|indeed|genau|y|j)\b"

_MONTH: Final = r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|mrz|apr(?:il)?|mai|may|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)"

#: Something like a date, which may be none: "31.02.2027", "30 February".
DATE_SHAPED: Final = (
    r"\d(?<![\d.,]\d)(?:\d?[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{3}-\d{1,2}-\d{1,2})(?![\d])",
    rf"\d(?<!\w\d)\d?(?:st|nd|rd|th|\.)? {_MONTH}\b",
)

#: What is said to be an e-mail address.
EMAIL_SAID: Final = r"\b(?:e-?mail|mail)(?: ?(?:address|adresse))?(?: (?:is|ist|lautet|would be|wäre)|:)\s*(?P<words>\S.{2,60})"

#: What is said to be a telephone number.
PHONE_SAID: Final = (
    r"\b(?:phone|tel|telefon|telefonnummer|mobile|handy)\.?(?: (?:number|nummer))?(?: (?:is|ist|lautet)|:)\s*(?P<words>\S.{1,40})"
)

#: An amount below zero.
NEGATIVE: Final = (
    r"(?:^|[:=]\s*|\b(?:is|ist|of|von|for|für|über|amount|betrag|value|wert|volumen|about|mit|with)\s+)[-−](?:[€$£] ?)?\d[\d.,]*(?: ?(?:k|m|mio|tsd)\b)?(?: ?(?:€|\$|£|eur|euro|usd|gbp|chf))?"
    r"|(?:[€$£]|\b(?:eur|usd|gbp|chf)) ?[-−]\d[\d.,]*|\bminus \d[\d.,]*"
)
