"""Words that mean much the same for what a message wants, English and German: to teach the reader a word, add it to a line here.

A word that ends in "*" stands for every word that begins so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_GROUPS: Final[Mapping[str, str]] = {
    "register": """
        register registering reg log protect* reserve claim registrier* anmelde* anlege* anzulegen eintrag* einzutragen
        erfasse* schütz* sichern sichere sichert vormerk* aufnehm* einreich* reservier* submit* file filing lock block* sperr*
        hold enter book secure leg trag melde meld nimm
    """,
    "registered": """
        registered protected reserved claimed submitted filed logged registriert angemeldet geschützt gemeldet eingetragen
        eingereicht reserviert angelegt geblockt
    """,
    "deal": """
        deal deals opportunit* opp opps project projekt projekts projekte projects lead leads registration registrations
        registrierung* anmeldung* dealregistrierung* vorhaben vorgang geschäft projektschutz dealschutz kundenschutz
        protection schutz pipeline schutzfrist
    """,
    "customer": "customer* client* kunde kunden endkunde* neukunde* prospect* interessent* account end-customer",
    "want": """
        want wants need needs braucht brauchen sucht suchen möchte möchten will wollen interested interessiert after plan
        plans planning plant kauft kaufen kaufe buy buys buying order orders bestell* benötig* looking keen going switch*
        replace* hätte hätten bräucht*
    """,
    "remove": """
        withdraw* remove removed delete deleted cancel cancelled retract pull scrap drop kill lösche* lösch entfern* stornier*
        streiche* zurückzieh* zurücknehm* zurückgezogen rausnehm* austrag* raus weg undo zurück wieder runter heraus off down
        discard
    """,
    "lost": """
        lost verloren geplatzt dead tot gestorben insolvent insolvency bust abgesagt fell tisch erledigt woanders mistake
        versehentlich irrtümlich aus-versehen doppelt twice accident* wrongly falsch elsewhere competitor* wettbewerb*
        konkurrenz
    """,
    "longer": """
        extend* extension prolong* renew renewing verläng* verlaenger* dranhäng* draufpack* drauf dran verschob* verschoben
        postpone* delay* longer länger aufschub push* frist erneuer* ausdehn* more mehr another further additional extra
    """,
    "ends": "expire* expir* ablauf* abläuft läuft runs ends lapse* endet ab",
    "span": "day days week weeks month months tag tage tagen woche wochen monat monate monaten time zeit",
    "state": """
        status stand news update updates neues neuigkeit* sachstand zwischenstand approved accepted genehmigt freigegeben
        bestätigt abgelehnt rejected declined durch through entschieden decided pending offen open aktiv active processed
        bearbeitet geprüft bewilligt angenommen confirmed rückmeldung overview übersicht laufen laufenden offenen current
        aktuellen
    """,
    "others": """
        anyone anybody someone somebody jemand jemandem jemanden irgendwer irgendjemand anderer anderen anderes andere other
        others else reseller* systemhaus systemhäuser
    """,
    "partner": "partner partners partnern partnerprogramm program programm",
    "free": """
        free taken available frei vergeben belegt verfügbar conflict* konflikt* clash quere gehege überschneid* spoken toes
        grabs availability
    """,
    "already": "already schon bereits yet still noch",
    "may": """
        may allowed darf dürfen dürfte approach* angehen angehe anspreche* ansprechen kontaktier* pitch pursue anrufen
        anbieten
    """,
    "earn": """
        commission* provision* payout* auszahl* earn* verdien* verdient owe owed schuld* paid bezahlt ausgezahlt vergüt* cut
        anteil statement* abrechnung* gutschrift* springt outstanding fällig zusteht eingenommen made
    """,
    "tier": """
        tier tiers level stufe stufen gold silver silber platin platinum bronze partnerstatus partnerlevel partnerstufe punkte
        points punktestand fortschritt progress goldstatus
    """,
    "far": """
        far close away entfernt fehlt fehlen missing reach* erreich* weit nah enough genug genügt reicht reichen schaffen
        schaffe next nächste nächsten nächstes short
    """,
    "funds": """
        mdf marketing* sponsor* zuschuss zuschieß* werbekosten* beisteuer* beteilig* contribut* fund funds funding co-fund
        unterstütz* kampagne* campaign* chip wkz marketingbudget dazugeben subsid*
    """,
    "promotion": """
        event events webinar* messe* roadshow* booth* kundenabend* kundentag* mailing* breakfast* hausmesse* anzeige*
        kundenevent* fair flyer* lunch messestand trade frühstück*
    """,
    "ask": "how what which why who when where wie was welche welcher welchen warum wieso wer wann wo whose what's wieviel",
    "how": "how wie explain erklär* works work funktioniert rules regeln requirements voraussetzung* difference unterschied",
    "must": """
        must need needed required requirement* nötig benötigt brauche angaben information details fields unterlagen minimum
        maximum mindest*
    """,
    "mine": "my our mein meine meinen meinem meiner unser unsere unseren unserem unserer mine ours",
    "i": "i we ich wir me us mir uns mich",
    "show": "show list give send zeig zeige liste gib schick see view",
    "said yes": "yes agreed zugesagt angebissen nod approved board dabei budget",
    "technical": """
        support* unterstützt integrat* integrier* linux windows sso api encrypt* verschlüssel* cloud hosted gehostet
        compatible kompatibel gdpr dsgvo certified zertifiz* datasheet datenblatt price* preis* kostet cost discount* rabatt*
        nachlass marge margin training schulung* trial testversion
    """,
    "private": """
        car auto bike fahrrad motorrad house haus flat wohnung landlord vermieter doctor dentist zahnarzt arzt school kids
        kinder tochter sohn son daughter wife husband mum mom dad mama papa sister schwester brother bruder dog hund cat katze
        weather wetter music musik song movie film recipe rezept cook* koch* flight* flug hotel* concert konzert restaurant
        tisch table bank konto girokonto karte card bankkarte kreditkarte credit kredit pin password passwort kennwort printer
        drucker monitor vpn outlook wifi wlan headset insurance* versicherung* salary gehalt tax steuer* shopping
        einkaufsliste alarm wecker timer reminder erinnerung calendar kalender light* licht garage window fenster door tür
        birthday geburtstag laptop handy phone smartphone keyboard maus overdraft dispo mortgage savings sparbuch loan
        transfer überweis* dauerauftrag train bus taxi zug fahrkarte holiday urlaub vacation gym yoga fitnessstudio marathon
        vote passport visa wedding hochzeit game spiel match team joke witz capital hauptstadt calorie* kalorien milk milch
        bread brot eggs eier poker lenses kontaktlinsen neighbour neighbor nachbar* pharmacy apotheke supermarkt supermarket
        amazon netflix facebook google
    """,
}


def _lexicon() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Whole words, and beginnings of words, with the groups they are in."""
    whole: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    for group, words in _GROUPS.items():
        for word in words.split():
            table, key = (beginnings, word[:-1]) if word.endswith("*") else (whole, word)
            table.setdefault(key, []).append(group)
    return {word: tuple(groups) for word, groups in whole.items()}, {word: tuple(groups) for word, groups in beginnings.items()}


_WHOLE, _BEGINNINGS = _lexicon()
_SHORTEST: Final = min(map(len, _BEGINNINGS))


@lru_cache(maxsize=8192)
def groups_of(word: str) -> tuple[str, ...]:
    """The groups a word belongs to; most words belong to none."""
    found = _WHOLE.get(word, ())
    for length in range(_SHORTEST, len(word) + 1):
        found += tuple(group for group in _BEGINNINGS.get(word[:length], ()) if group not in found)
    return found
