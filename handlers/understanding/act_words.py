"""How people word what they do in a conversation, in English and German: agree, refuse, correct, skip, take back, choose.

Every phrase is a pattern over the message in lower case; one line is one phrase or a few alike, and a newcomer adds one by adding a
line. What was recognised by its form is written "<money>", "<date>", "<product>" …
"""

from __future__ import annotations

from typing import Final

from handlers.understanding.readings import Act
from handlers.understanding.wording import SLOT_NAMES

_SLOT: Final = r"(?:the |an? |my |that |your |der |die |das |den |dem |ein(?:e|en)? )?(?:" + "|".join(SLOT_NAMES.values()) + ")"

_SURELY: Final = r"(?:really|actually|currently|yet|even)"
_SO_FAR: Final = r"(?:there|yet|at the moment|right now|so far|for (?:that|this|them|it|now)|named|fixed|at this point|at the customer|still|to be honest|unfortunately)"
_HERE: Final = r"(?:da|dort|dafür|bisher|aktuell|momentan|leider|bekannt|bis jetzt|vorhanden|beim kunden|noch|im moment|gerade)"

# Phrases that are the whole message (a word of politeness before and after is allowed). One line is one phrase or a few alike.
WHOLE_MESSAGE: Final[tuple[tuple[Act, tuple[str, ...]], ...]] = (
    (Act.CONFIRM, (
        r"y|yes|yep|yup|yeah|aye|sure|correct|right|exactly|absolutely|definitely|agreed|confirm(?:ed)?|i confirm|lgtm|indeed",
        r"ok|okay|k|fine|all good|all right|alright|looks? (?:good|right|fine|correct|great)|sounds (?:good|right|great)|good to go|that works",
        r"(?:that's|that is|this is|it's|it is|everything is|all) (?:right|correct|fine|good|it|ok|okay|perfect)",
        r"go|go ahead|go for it|do it|do that|please do|send it|send|submit|submit it|submit this|ship it|register it|register this|book it|file it|submit (?:the |this )?(?:deal|registration)|send it off|yes that's the one|that's the one",
        r"ja|jo|jep|jup|jawohl|jau|klar|genau|richtig|korrekt|sicher|natürlich|einverstanden|in ordnung|gerne?|stimmt|stimmt so|passt|passt so|passt alles",
        r"(?:das )?(?:ist|sieht) (?:alles )?(?:richtig|korrekt|gut|so richtig|gut aus|richtig aus|okay|ok|in ordnung)|sieht gut aus|alles (?:richtig|klar|gut|korrekt|bestens)|das passt(?: so)?|das stimmt(?: so)?|so ist es",
        r"absenden|abschicken|abgeschickt|einreichen|bestätigen|bestätigt|bestätige|ich bestätige|mach das|mach es|machen|so machen|leg los|los|schick(?:e)? (?:es )?ab|reich(?:e)? (?:es )?ein|jetzt registrieren|registrieren",
        r"(?:yes|yeah|yep|ja|ok|okay|sure|klar|genau|gut|passt|stimmt|richtig|correct)(?: (?:that's the one|register it|submit the deal|send it off|abschicken|registrieren|yes|ja|please|bitte|ok|okay|correct|right|genau|richtig|klar|gerne?|that's right|that's correct|it is|they are|das stimmt|passt|passt so|stimmt|submit it|submit|go ahead|do it|absenden|einreichen|mach das|both|beide|first|zuerst))+",
    )),
    (Act.DENY, (
        r"n|no|nope|nah|no wait|wait no|no way|not really|not quite|not correct|not right|wrong|incorrect|that's (?:wrong|not right|not correct|incorrect)|(?:don't|do not) (?:submit|send)(?: it)?|not like (?:this|that)",
        r"nein|nö|nee|ne|nein warte|warte nein|nein danke|no thanks|no thank you|falsch|stimmt (?:so )?nicht|das stimmt (?:so )?nicht|das ist (?:so )?(?:falsch|nicht richtig)|passt (?:so )?nicht|so nicht|nicht (?:richtig|korrekt|absenden|einreichen)",
    )),
    (Act.CANCEL, (
        r"cancel(?: (?:it|this|that|everything|all|the (?:deal|registration|draft|whole thing)|this (?:deal|registration)))?|abort|start over|start again|stop(?: it| this| that)?|quit|exit|forget (?:it|that|this|about it|the (?:deal|whole thing))|never ?mind",
        r"discard(?: (?:it|this|the draft|everything|all))?|scrap (?:it|that|this)|drop (?:it|this|that)|throw (?:it|this) away|leave it(?: be)?|let's (?:stop|leave it|forget it)|i (?:don't want to|changed my mind)(?: anymore)?|not anymore",
        r"abbrechen|abbruch|neu anfangen|von vorne?(?: anfangen)?|brich (?:das |es )?ab|vergiss (?:es|das|den deal)|vergessen wir (?:es|das)|vergiss es(?: einfach)?|lass (?:es|das|mal|gut sein|es sein|es gut sein|das sein|stecken)|lassen wir (?:es|das)(?: sein)?|egal|stopp?|stop",
        r"verwerfen|verwirf (?:das|es|den entwurf|alles)|(?:den )?entwurf (?:verwerfen|löschen)|doch nicht|storno|stornieren|alles löschen|aufhören|hör auf|schluss|beenden|nicht mehr nötig",
    )),
    (Act.UNDO, (
        r"undo(?: (?:that|it|this|the last(?: change| one)?|last|last change|cancel))?|take (?:that|it) back|scratch that|revert(?: (?:that|it|this))?|go back|step back|back|restore(?: (?:it|that))?|bring (?:it|that|this) back|one step back|roll ?back|put it back|as it was(?: before)?",
        r"rückgängig(?: machen)?|mach(?:e)? (?:das|es|die letzte änderung)(?: bitte)?(?: wieder)? rückgängig|(?:das|letzte änderung|die letzte änderung|letztes) (?:bitte )?(?:wieder )?(?:rückgängig(?: machen)?|zurücknehmen|zurück)|(?:noch ?mal |noch einmal |wieder |bitte )*zurück|zurücknehmen|nimm das zurück|einen schritt zurück|wiederherstellen|stell(?:e)? (?:es|das|ihn) wieder her|hol (?:es|das|ihn) zurück|wie vorher|doch wieder",
    )),
    (Act.SKIP, (
        r"ask (?:me )?(?:again )?later|skip(?: (?:it|this|that|this one|the question|for now))?|pass|later|next|next (?:one|question)|not now|none(?: yet)?|n/?a|tbd|tbc|unknown|open|no(?:thing|body|ne)? (?:yet|so far|for now|known)|not (?:yet|known|sure|decided|fixed|clear|available)(?: (?:yet|so far|about that))?|nobody|no one(?: yet)?|nothing|no idea(?: yet)?|dunno|idk",
        rf"(?:i |we )?(?:don't|do not|dont) (?:know|have (?:it|that|one|any|anyone|this|a contact))(?: (?:yet|that|that yet|it yet|it|right now|at the moment|now|for now|so far))*|(?:i'm |we're |i am )?not (?:sure|certain)(?: about (?:it|that|{_SLOT}))?(?: yet)?|(?:i'll|we'll|will|i will|we will) let you know(?: later)?|no clue|can't say(?: yet)?|(?:leave|keep) (?:it|that|this) (?:empty|blank|open|out)|(?:i'll|we'll|will) (?:tell|add|send|say|do|provide) (?:you )?(?:it |that |this )?later|maybe later|still open|has to be decided",
        rf"(?:i |we )?(?:have |there is |there's )?no {_SLOT}(?: (?:yet|so far|known|available|for now|at the moment|now|at this point))*|(?:the )?{_SLOT} (?:is )?(?:still )?(?:unknown|open|not (?:known|fixed|clear|decided)|tbd|unclear)(?: yet)?|skip {_SLOT}",
        r"frag(?:e|t)? (?:mich )?(?:noch ?mal )?später(?: noch ?mal| wieder)?|überspringen|überspring (?:das|es|die frage)|weiter|später|nächste frage|nächste|keine ahnung|unbekannt|niemand|niemanden|keiner|keinen|nichts|offen|noch (?:offen|unklar|unbekannt|nicht|niemand|niemanden|keiner|keinen|keine|nichts|nicht bekannt|nicht klar|nicht sicher)|kein(?:e|en|er)? (?:bisher|noch|bekannt)|bisher (?:noch )?(?:niemand|keiner|keinen|nicht|nichts|keine)",
        r"(?:das )?(?:weiß|weiss|kenne|habe|hab|wissen|kennen|haben) (?:ich|wir) (?:das |es |den |sie )?(?:noch )?nicht(?: genau)?|(?:ich |wir )?(?:weiß|weiss|wissen|haben|habe) (?:es |das |ich )?(?:noch )?(?:nicht|niemanden|keinen|keine)|weiß (?:ich )?(?:noch )?nicht|steht (?:noch )?nicht fest|lass (?:es|das) (?:leer|offen|frei|weg|aus)|(?:sag|trag|liefer|reich)(?:e)? ich (?:später )?(?:nach|später)|keine angabe|mal sehen|kommt noch|folgt(?: noch)?|reiche ich nach|leer lassen|offen lassen|nicht bekannt|ist noch offen|noch nicht bekannt",
        rf"(?:i |we )?(?:still )?(?:don't|do not|dont|haven't|have not|haven't yet) (?:{_SURELY} )?(?:have|got|know|found|met)(?: got)? (?:{_SLOT}|anyone|anybody|one|a name|any name|a person|somebody|them|him|her)(?: {_SO_FAR})*",
        rf"(?:there's|there is|there isn't|i have|we have|i've got|got)(?: still)? (?:no|nobody|no one|not)(?: (?:{_SLOT}|one|name|person))?(?: {_SO_FAR})*",
        r"(?:i |we )?(?:still|first) (?:have|need|must)(?: to)? (?:find|get|ask|check|clarify|figure)\b.{0,40}|(?:i'll|we'll|i will|we will|let me) (?:have to )?(?:find|ask|check)\b.{0,40}",
        rf"(?:da |dort |dafür |beim kunden )?(?:ich |wir )?(?:hab|habe|haben|kenne|kennen|gibt's|gibt es|weiß|wissen)(?: (?:ich|wir|{_HERE}))* (?:noch |bisher |leider )*(?:kein(?:e|en|er|s)?|niemand(?:en)?)(?: (?:festen?|konkreten?|genauen?|richtigen?|direkten?))?(?: {_SLOT})?(?: {_HERE})*",
        r"(?:das |den |die )?(?:muss|müssen) (?:ich|wir) (?:noch |erst |erst noch )(?:mal )?(?:klären|nachfragen|rausfinden|herausfinden|fragen|erfragen|nachschauen)",
        rf"(?:ich |wir )?(?:habe |haben |gibt es |es gibt )?(?:noch )?kein(?:e|en|er)? {_SLOT}(?: (?:bisher|noch|bekannt|bis jetzt|vorhanden))*|{_SLOT} (?:ist )?(?:noch )?(?:unbekannt|offen|nicht bekannt|unklar|steht noch nicht fest)|bisher kein(?:e|en)? {_SLOT}|{_SLOT} (?:folgt|folgen|kommt)(?: noch)?",
    )),
    (Act.REPEAT, (
        r"repeat(?: (?:that|it|the question|please|yourself))?|say (?:that|it) again|(?:once )?again|come again|pardon|sorry what|what(?: was (?:that|the question|your question))?|what did you (?:ask|say)|where were we|show (?:me )?(?:the )?(?:summary|draft|deal)(?: again)?|summary|(?:show me |tell me )?what (?:do )?(?:you|we) have(?: (?:got|noted))?(?: so far)?|what (?:did i|have i) (?:enter|entered|tell you|told you|say|said)(?: so far)?",
        r"wiederhol(?:e|en)?(?: (?:das|es|die frage|bitte))?(?: nochmal)?|noch ?mal|noch einmal|wie bitte|was(?: war (?:das|die frage|deine frage))?|sag (?:das|es) noch ?(?:ein)?mal|(?:kannst|könntest) du (?:das|es|die frage)(?: bitte)? (?:noch ?mal |noch einmal )?wiederholen|was hast du gefragt|zeig(?:e)?(?: mir)?(?: noch ?mal)? (?:die )?(?:zusammenfassung|den entwurf|den stand)|zusammenfassung|was haben wir(?: bisher)?|was (?:habe|hab) ich (?:bisher|schon)(?: alles)?(?: eingegeben| gesagt| angegeben)?|wo waren wir",
    )),
    (Act.MISSING, (
        r"what(?:'s| is| else is| else)? ?(?:still )?(?:missing|needed|left|required|open|to do)(?: now)?|what (?:else )?(?:do|would|are) you (?:still )?(?:need|missing|require)(?: from me)?(?: to know)?|what (?:info|information|data) (?:is|do you)(?: still)? (?:need|missing|needed)|what's next|what now|is (?:anything|something) (?:still )?missing|anything (?:else|missing)(?: you need)?|are we done|how much (?:more|is left)",
        r"(?:und )?was (?:fehlt|fehlen)(?: dir| dann| denn| jetzt| euch)?(?: noch)?(?: alles)?|was (?:brauchst du|brauchen wir|benötigst du|willst du|musst du)(?: denn| jetzt)?(?: noch)?(?: wissen| von mir)?|was ist (?:noch )?(?:offen|nötig|zu tun)|fehlt (?:dir )?(?:noch|denn) (?:et)?was|noch (?:et)?was|wie geht es weiter|was kommt (?:jetzt|als nächstes)|welche angaben fehlen(?: noch)?|sind wir fertig",
    )),
    (Act.HELP, (
        r"help(?: me)?(?: please)?|i need help|what can (?:you|i) (?:do|say|ask|type)(?: here| for me)?|what do you do|how (?:does|do) (?:this|you|it) work|how can you help(?: me)?|commands|menu|options|what are my options|\?|who are you|what are you",
        r"hilfe|hilf mir|ich brauche hilfe|was kannst du(?: alles| denn)?(?: tun| machen| für mich tun)?|was kann ich (?:hier |alles )?(?:tun|machen|sagen|fragen)|wie funktioniert (?:das|es|dieser bot)(?: hier)?|wie geht das(?: hier)?|befehle|menü|wobei kannst du (?:mir )?helfen|wer bist du",
    )),
    (Act.HAND_OVER, (
        r"who can i (?:talk|speak) to|mit wem kann ich (?:sprechen|reden)|wen kann ich fragen",
            r"(?:(?:i|we|let me|let us|can i|could i|may i|want|need|would like|i'd like|can you|could you|put me|connect me|get me|give me|please|to|just) )*(?:talk|speak|chat|connect|through|put|transfer|get|escalate)?(?: me| us)?(?: (?:to|with|through to))* ?(?:a |an |my |the |your |some |real |live |actual )*(?:human|person|real person|human being|someone|somebody|agent|representative|rep|operator|partner manager|channel manager|manager|colleague|support)(?: (?:please|now|instead|else))?(?: (?:about|regarding|re) .{1,60})?",
        r"(?:ich |wir |kann |könnte |lass |möchte |will |würde gern(?:e)? |bitte |mich |gerne? |verbinde |gib |mir |stell )*(?:mit |zu |an )?(?:einem |einen |einer |ein |meinem |meinen |dem |den |der |jemandem |jemanden |echten |richtigen |echter |mensch(?:en|lichen)? )*(?:mensch(?:en)?|mitarbeiter(?:in)?|person|kolleg(?:e|en|in)|partner ?manager(?:in)?|partnerbetreuer(?:in)?|betreuer(?:in)?|jemandem|jemand|support|manager)(?: (?:über|wegen|zu) .{1,60}?)?(?: (?:sprechen|reden|verbinden|chatten|schreiben|verbunden werden|weiterleiten|bitte|durchstellen|durch))*",
    )),
    (Act.SHOW_FORM, (
        r"(?:(?:can|could) (?:you|i) )?(?:please )?(?:show|open|give|send|get|see|use|have|fill(?: in| out)?|i'd rather use|i'll take|let me (?:use|see|fill in))?(?: me)?(?: in| out)? ?(?:the |a )?form(?: please| instead)?",
        r"(?:kannst du |kann ich |ich nehme |ich möchte |gib |zeig(?:e)? |öffne |schick(?:e)? )?(?:mir |bitte )*(?:das |ein )?formular(?: bitte| anzeigen| zeigen| öffnen| ausfüllen| haben| nutzen)*",
    )),
    (Act.GREET, (
        r"(?:hi|hello|hey|heya|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|morning|i'm back|back again|hallo|moin(?: moin)?|servus|grüezi|grüß (?:dich|gott|euch)|guten (?:tag|morgen|abend)|tach|tag|huhu|da bin ich wieder|bin wieder da|ich bin wieder da|ich bin's(?: wieder)?)(?: (?:again|there|bot|everyone|team|all|you|wieder|nochmal|noch mal|zusammen|hi|hello|du|ihr|i'm back|da bin ich wieder|ich bin wieder da))*",
    )),
    (Act.THANK, (
        r"(?:and )?how (?:are|r) (?:you|things)(?: doing| today)?|how's (?:it going|life|your day)|(?:und )?wie geht(?:'s| es)(?: dir| ihnen| euch)?|alles gut bei dir",
    )),
    (Act.RESUME, (
        r"(?:let's |let us |please |now |ok |can we |i want to )?(?:(?:go|come|get)?(?: me)? ?back to|return to|continue(?: with)?|resume|carry on(?: with)?|go on(?: with)?|keep going(?: with)?|pick up|on with)(?: (?P<subject>(?!in (?:english|german)|english|german).{1,60}))?",
        r"(?:ok |jetzt |lass uns |wir |bitte |also |mach(?:en)? (?:wir )?)*(?:zurück zu(?:m|r)?|wieder zu(?:m|r)?|weiter(?:machen)? mit|weitermachen|fortsetzen|fortfahren(?: mit)?|machen wir weiter(?: mit)?|weiter geht's(?: mit)?|mach weiter(?: mit)?|weiter im text)(?: (?P<subject2>.{1,60}))?",
    )),
)  # fmt: skip

# Whole-message phrases that answer "is it the same company?"; tried in this order, since "not the same" holds "same".
KINSHIP: Final[tuple[tuple[Act, str], ...]] = (
    (Act.DIFFERENT, r"\b(?:different|separate|distinct|unrelated|independent|not (?:the )?same|isn't the same|another (?:company|entity|customer|one|firm)|other (?:company|entity|customer)|nothing to do with|no relation|not related|not part of|"
                    r"ander(?:e|es|er|en) (?:firma|unternehmen|gesellschaft|kunde|rechtsträger|juristische\w*)|eigenständig\w*|eigene (?:gesellschaft|firma|rechtsperson)|verschieden\w*|unabhängig\w*|nicht (?:dieselbe|die gleiche|das gleiche|dasselbe|die selbe|identisch|verwandt)|"
                    r"nichts (?:damit |mit .{1,40})?zu tun|keine tochter|(?:was|etwas|jemand) ander(?:e|es|er)s?|ist (?:eine )?andere?)\b|^ander(?:e|es|er)$|^getrennt\w*$"),
    (Act.SUBSIDIARY, r"\b(?:subsidiar(?:y|ies)|daughter(?: company)?|belongs? to|part of (?:the |their )?(?:same )?(?:group|them|it|company|siemens|\w+)|owned by|affiliate[sd]?|same group|branch(?: office)?|division|sister company|spin-?off|"
                     r"tochter\w*|gehört (?:zu|ihnen|denen|dazu|dem|der)|konzern\w*|gehören zusammen|niederlassung|zweigstelle|schwester\w*|teil (?:der|von|des)|ableger|beteiligung)\b"),
    (Act.SAME, r"\b(?:the same|same (?:company|one|customer|entity|firm)|identical|one and the same|dieselbe|die (?:selbe|gleiche)|das(?:selbe| selbe| gleiche)|derselbe|der gleiche|gleiche (?:firma|gesellschaft)|identisch|selbe firma)\b|^same$|^(?:das )?sind die$|^gleich$"),
)  # fmt: skip

#: Why something is asked for.
WHY: Final = (
    r"^(?:(?:but|and|aber|und|hm+|wait|sorry) )?(?:why(?: (?:do|would|should|are|is|does|must)\b.{0,60}(?:need|ask|asking|want|know|required|necessary|that|important|matter|it)\b.{0,50}|(?: is)? (?:that|this)(?: (?:needed|necessary))?| {slot})?|"
    r"what (?:do you need|is|for|would you do with)\b.{0,50}\bfor|what for|for what|"
    r"(?!.*\b(?:abrechnung|provision|auszahlung|gutschrift|stufe|deal|registrierung|antrag)\w*\b)(?:warum|wieso|weshalb|wozu|wofür)(?: (?:fragst|fragt|brauchst|braucht|benötigst|benötigt|willst|wollt|musst|müsst|ist|soll|muss|sollte|interessiert|möchtest|will)\b.{0,60}|(?: denn)?(?: das)?| {slot})?)$".replace(
        "{slot}", _SLOT
    )
)
SMALL_TALK: Final = frozenset(
    """thanks thank thx ty cheers merci danke dank dankeschön dankesehr haha hahaha hehe lol rofl wow cool nice great awesome perfect super brilliant
    excellent fantastic lovely amazing sweet neat good well done job work bot you you're youre u are is that that's it it's was so very
    much really a lot quick fast funny smart clever helpful friendly impressive kind of kudos bravo top toll klasse prima perfekt spitze wunderbar
    genial stark schön gut gemacht du bist ihr seid das ist war ja echt wirklich sehr ganz aber schnell flink witzig lustig klug schlau hilfreich
    nett lieb lieben vielen besten herzlichen dir euch ihnen für die hilfe schnelle antwort for your help the oh ah aha ok okay hey mate man love this
    how how's going wie geht's geht gehts es dir welcome bitte gerne day have weekend schönes wochenende schönen tag bye tschüss goodbye ciao bis
    later später see yay yeah not bad nicht schlecht schlimm alles klar i too na dann nun freut mich appreciate no problem worries kein easy easier simple simply
    einfach leicht läuft flott fix praktisch handy convenient pleasure better than portal always works working ging lief tolle toller cooler so viel besser als wow""".split()
)
SMALL_TALK_CORE: Final = frozenset(
    """thanks thank thx ty cheers merci danke dank dankeschön dankesehr haha hahaha hehe lol rofl wow cool nice great awesome perfect super brilliant
    excellent fantastic lovely amazing sweet neat kudos bravo top toll klasse prima perfekt spitze wunderbar genial stark funny witzig lustig bye
    tschüss goodbye ciao quick fast smart clever schnell helpful hilfreich freut appreciate yay geht's gehts welcome weekend wochenende love bad schlecht
    impressive well going""".split()
)
POLITE = r"(?:wait|hold on|warte(?: mal)?|moment(?: mal)?|oops|ups|please|pls|plz|bitte|mal|thanks|thank you|danke|ok|okay|then|dann|now|jetzt|just|einfach|so|well|hm+|ähm?|um+|sorry|actually|doch|and|und|na|ach|oh|also|kannst du|can you|could you|könntest du|i said|again)"
#: Words of politeness before and after what is said.
EDGES: Final = rf"^(?:{POLITE} )+(?=\S)|(?: (?:please|pls|plz|bitte|thanks|thank you|danke|now|jetzt|then|dann|mal|for now|erstmal|again|doch|einfach|anymore|actually|or so|glaube ich|i think|i guess))+$"

#: Agreement with a change.
YES_BUT: Final = r"^(?:yes|yeah|yep|ja|ok|okay|sure|right|correct|genau|richtig|fast|almost|stimmt|passt|gut|klar)\b[ ,.!–-]*(?:but|only|just|except|however|aber|nur|außer|jedoch|allerdings|bis auf|mit)\b"
#: Agreement with more after it.
YES_AND: Final = r"^(?:yes|yeah|yep|yup|ja|jep|genau|richtig|correct|sure|klar)(?: (?:please|bitte|gerne?))?[ ]?[,.!;:–-]"
#: What announces that something is to be another way.
CHANGES: Final = (
    r"^(?:wrong|falsch|incorrect)\b|\bit's not\b|^not\b.{1,60}\b(?:it's|but)\b|\breplace\b|"
    r"^(?:no|nope|nah|nein|nee|nö|ne)\b[ ,.!:;–-]+(?!(?:contact|kontakt|idea|amount|one|body|problem)\b)|"
    r"\b(?:make (?:it|that|this|the)|change|correct(?:ion)?|update|replace|amend|adjust|fix|edit|set (?:it|the|that) to|should (?:be|read|say)|(?:i|we) mean[t]?|rather|instead|actually|not .{1,30} but|was meant to|"
    r"mach(?:e)? (?:da(?:raus|s)|es|den|die|lieber|mal|bitte)|änder(?:e|n|ung)?|korrigier(?:e|en)?|korrektur|aktualisier(?:e|en)?|ersetz(?:e|en)?|setz(?:e)?|anpassen|pass(?:e)?\b.{0,30}\ban|soll(?:te)? (?:sein|heißen|lauten)|"
    r"ich mein(?:e|te)|gemeint|doch (?:lieber|eher)|lieber|daraus|draus|stattdessen|statt|sondern|eigentlich|vielmehr|muss .{0,30}(?:sein|heißen)|verschieb(?:e|en)?|erhöh(?:e|en)?|"
    r"move|push|raise|increase|lower|reduce|bump|it's (?:now|actually)|sorry)\b|^(?:sorry|oops|ups|hoppla|moment|wait|stop)\b[ ,]"
)
_ADVERB: Final = r"(?:just |simply |still |also |so |leider |noch |doch |auch |einfach |ganz |completely |actually )*"
_NOT_RIGHT: Final = (
    rf"(?:is|are|was|were|ist|sind|war) {_ADVERB}(?:wrong|incorrect|false|not (?:right|correct|true|the right one)|off|mistaken|a mistake|falsch|"
    rf"nicht (?:richtig|korrekt|der richtige|die richtige)|verkehrt|ein fehler)|(?:stimmt|stimmen|passt) {_ADVERB}nicht|(?:isn't|aren't|wasn't) {_ADVERB}(?:right|correct|true)|"
    r"doesn't (?:fit|work|match)"
)
#: What is said to be wrong or to go away, in the group of whatever name.
CLEARING: Final = (
    rf"^(?:(?:no|nein|sorry|wait|hm+|but|aber|yes|ja|ok|nope|actually)[ ,.!–-]*)*(?P<wrong>.{{1,80}}?) (?:{_NOT_RIGHT})\b|"
    r"\b(?:remove|delete|clear|drop|erase|unset|forget|reset|wipe|lösch(?:e|en)?|entfern(?:e|en)?|streich(?:e|en)?|vergiss|leer(?:e|en)?|nimm(?= .{1,60} (?:raus|weg|heraus))|take(?= .{1,60} (?:out|off))|take out)\b "
    r"(?P<remove>.{1,60}?)(?: (?:out|again|raus|weg|heraus|wieder|bitte|please|off))*[ .!]*$|"
    r"^(?:(?:no|nein|sorry)[ ,.!–-]+)?(?:not|nicht|kein(?:e|en|er|em)?|without|ohne) (?P<not>(?![^,;]*\b(?:but|sondern|rather|lieber|eher)\b)[^,;]{1,40}?)[ .!]*$|"
    r"^(?:den |die |das )?(?P<away>.{1,40}?) (?:weg|raus|löschen|entfernen|streichen|leeren)[ .!]*$"
)

#: The words for the first, the second … of the choices.
ORDINALS: Final = (
    r"first|1st|erste[rsn]?|#1|one|eins", r"second|2nd|zweite[rsn]?|#2|two|zwei", r"third|3rd|dritte[rsn]?|#3|three|drei",
    r"fourth|4th|vierte[rsn]?|#4|four|vier", r"fifth|5th|fünfte[rsn]?|#5|five|fünf", r"sixth|6th|sechste[rsn]?|#6|six|sechs",
)  # fmt: skip
#: What leads into a choice, and what may follow it.
CHOICE_LEAD: Final = r"(?:(?:i'll take|i want|take|choose|pick|make it|it's|that's|let's go with|go with|use|option|number|nr|no|choice|nummer|variante|möglichkeit|ich nehme|nimm|nehmen wir|wir nehmen|ich meine|i mean|the|der|die|das|den|answer|antwort|auswahl) )*"
CHOICE_TAIL: Final = (
    r"(?: (?:one|option|please|bitte|choice|product|variante|möglichkeit|davon|of them|von beiden|of the two|deal|company))*"
)

#: Words beside the label of a choice that say nothing.
CHOICE_FILLERS: Final = frozenset(
    "the a it's its that's one i mean take want der die das den ich meine nehme nimm es ist bitte please with go for ja yes option it is".split()
)
