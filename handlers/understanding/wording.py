"""The words that belong to the talk about deals and not to anybody's name, in English and German; a newcomer adds one by writing it.

All words are in lower case, without the full stop of an abbreviation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers.understanding.readings import Slot

# Abbreviations that keep their full stop; after any other word it ends the sentence.
ABBREVIATIONS: Final = frozenset(
    """inc ltd co corp hr hrn fr dr prof st mr mrs ms reg fa ca tel dipl ing mag bzgl approx no nr gebr hnos inh med jur phil
    rer nat geb ggf bzw evtl vorauss""".split()
)

# Words of commands that are put right when typed wrongly. Nothing that could be a name with one letter changed.
COMMAND_WORDS: Final = frozenset(
    """register registering registered registration registrations registrieren registriere registrier registriert registrierung
    registrierungen anmelden anmeldung anmelde eintragen anlegen erfassen schützen dealschutz projektschutz kundenschutz
    deal deals opportunity opportunities prospect project projekt protect protection amount betrag volumen contact kontakt
    ansprechpartner ansprechpartnerin ansprechperson customer endkunde company closing abschluss commission provision provisionen payout auszahlung
    extend extension verlängern verlängerung verlängere withdraw withdrawal zurückziehen stornieren löschen remove cancel abbrechen
    status conflict approve approved genehmigen genehmige genehmigt decline ablehnen reject invite einladen please bitte
    partnerstatus platinum marketing undo skip überspringen rückgängig human formular deputy assign unlink budget""".split()
)

# What a deal is called.
DEAL_NOUNS: Final = (
    r"(?:deal[- ]?registrations?|deal[- ]?regs?|dealregistrierung(?:en)?|deals?|opportunity|opportunities|opps?|registrations?|"
    r"registrierung(?:en)?|regs?|projekte?s?|projects?|prospects?|leads?|kunden?|neukunden?|endkunden?|interessent(?:en)?|"
    r"(?:end[- ]?)?customers?|clients?|anmeldung|chance|verkaufschance|auftragschance|accounts?)"
)

#: Words that end a name, in English …
ENGLISH: Final = frozenset(
    """
    a an the this that these those there here i i'm i'd i've i'll im id ive me my mine we we're we'd we've we'll us our ours you you're
    you'd you've your yours he he's him his she she's her they they're they'd they've them their it it's its who who's which what what's
    whose someone somebody anyone anybody nobody nothing everything something to for with at by from about around approx
    approximately roughly circa nearly almost over under above below or but so as if then than because since until till before after
    during within into onto per via re is are was were be been being isn't aren't wasn't am do does did done don't doesn't didn't has
    have had having hasn't haven't will would shall should can could may might must let lets let's won't wouldn't can't couldn't get
    gets got getting give gives gave given go goes going gone went want wants wanted need needs needed like likes liked look looks
    looking interested interest plan plans planning planned buy buys buying bought purchase purchasing order orders ordering ordered
    sign signs signed signing close closes closed closing decide decides decided deciding decision expect expects expected
    expecting hope hopes hoping hopefully please pls plz kindly thanks thank thx cheers hi hello hey dear bot just now already soon
    still also too again yes no not yet ok okay sure well off out up down in on deal deals reg register registering registered
    registration registrations regs opportunity opp opps prospect prospects lead leads project projects customer customers client
    clients account accounts company end-customer enduser end-user contact contacts person name named called phone telephone mobile
    cell email e-mail mail address website site web domain amount value volume budget total worth price size revenue arr mrr acv tcv
    fycv annual annually yearly monthly year quarter month week day date deadline product products solution licence license licences
    licenses seats users user country industry employees headcount status protect protecting protection protected log logging file
    filing submit submitting enter entering record create creating add adding claim reserve reserving secure put set start make
    new another two three both first second third spoke speak talk talked talking met meet meeting calls demo quote proposal
    offer contract signature go-live kickoff finally really quite very pretty great good nice super fast quickly asap today
    said says say told tell know knows think thinks thought believe guess maybe perhaps probably likely some any all each every more
    most less least few lot lots bit much many other same one ones when where while how why back only currently recently yesterday
    last next late early mid end beginning middle approve approved approves accepted confirm confirmed check checked
    checking extend extending extension renew renewing renewal prolong expire expires expiring runs run running withdraw withdrawing
    remove removing delete deleting pull pulling drop dropping cancel cancelling canceled cancelled lost dead won win winning commission
    commissions payout payouts payment payments paid pay paying released earn earned earning earnings owed due tier level points
    mdf funds funding sponsor sponsoring request requesting requested apply applying taken available free conflict find found see
    show list give it'll that's there's based located headquartered situated working works work actually correction sorry
    instead rather change changed update updated replace correct wrong right help still further additional extra under place push
    pushing move moving keep keeping bring brings take takes taking hold talks discussed discussing regarding concerning head
    manager director ceo cfo cto cio coo vp owner founder buyer procurement purchasing it-manager mr mrs ms dr prof number no
    following details below attached fyi fw fwd subject sent received cc bcc notes note comment remarks remark type kind thing things
    going finalize finalise budgeted forecast estimated estimate est rough approximate potential qualified hot warm cold big huge small
    large medium upcoming pending current existing decision-maker somewhere sometime between sits budgetary how's team guys folks
    happy glad delighted able possible someday somehow keen ready dollar dollars euro euros pound pounds quid bucks grand k m mio
    eur usd gbp chf vendor reseller partner responsible reach reachable direct main key primary technical commercial backup-contact unknown tbd neither either both nor wanna gonna gotta
    lemme u ur n amp etc via later soon separately afterwards yay yippee woohoo hooray hurray wow oh ah um uh hm hmm okey dokey fyi brand following-up good-news news heads-up paperwork toes anybody's anyone's somebody's
    timeline timing scope topic re else somewhere anywhere came come coming went guy guys lady gentleman boss outstanding pending resellers partners referral referrals lower higher smaller bigger rate rates pursue pursuing promoted demoted downgraded verbal currency rabatt discount discounts open closed off angry yr yrs mth mths""".split()
)

#: … and in German.
GERMAN: Final = frozenset(
    """
    wieviel wieviele
    ich du er sie es wir ihr mich mir dich dir uns euch sich ihn ihm ihnen mein meine meinen meinem meiner meines unser unsere unseren
    unserem unserer unseres dein deine deinen deinem euer eure euren eurem ihre ihren ihrem ihrer sein seine seinen seinem der die das den
    dem des dass ein eine einen einem einer eines oder aber denn sondern mit für fuer bei beim vom aus nach zu zum zur im in an
    ans auf über ueber unter bis ab seit gegen ohne um durch wegen während ca circa etwa rund ungefähr zirka knapp gut ist sind war waren
    bin bist sei wird werden wurde wurden worden hat habe haben hatte hatten hätte hätten gehabt möchte moechte möchten moechten möcht will
    wollen wollte wollten kann können koennen könnte könnten könntest koenntest kannst soll sollen sollte muss müssen müsste darf dürfen
    dürfte brauche brauchen braucht brauchst gebraucht plant planen geplant kauft kaufen bestellt bestellen unterschreibt unterschreiben
    interessiert interessieren interesse bedarf bitte danke dank hallo moin servus guten gruß grüße tag schon bereits noch nicht kein
    keine keinen keiner keinem mal doch auch nur jetzt gleich bald wieder neu neue neuer neues neuen neuem weitere weiteren weiterer
    heiß heiße heißen heißer deal deals projekt projekte projekten projekts opportunity chance verkaufschance kunde kunden kundin
    endkunde endkunden endkundin neukunde neukunden interessent interessenten firma fa firmen unternehmen gesellschaft anmelden anmeldung
    anmelde anzumelden melde melden meld leg lege legen anlegen anzulegen registrieren registriere registrier registriert registrierung
    registrierungen registrierte registrierten eintragen trag trage einzutragen erfassen erfasse aufnehmen nimm nehmen sichern sichere
    schützen schuetzen schütze schütz geschützt schutz dealschutz projektschutz kundenschutz reservieren reserviere reservier vormerken
    vormerke merk merke einreichen reich reiche eröffnen hinterlegen hinterlege ansprechpartner ansprechpartnerin ansprechperson
    kontakt kontaktperson kontaktdaten kontakte entscheider entscheiderin einkäufer einkäuferin geschäftsführer geschäftsführerin
    it-leiter it-leiterin leiter leiterin chef chefin herr herrn hr hrn frau fr person name namens heißt heisst telefon telefonnummer
    handy handynummer mobil mobilnummer durchwahl rufnummer mailadresse e-mail-adresse adresse webseite website homepage seite volumen wert
    betrag summe budget umsatz höhe preis auftragswert auftragsvolumen dealwert jahreswert gesamt gesamtvolumen netto brutto jährlich
    pro jahr monat quartal woche abschluss abschlussdatum abschließen datum termin entscheidung entscheiden entscheidet unterschrift
    unterzeichnung unterschrieben zuschlag vertrag vertragsabschluss auftrag bestellung kauf produkt produkte lösung lizenz lizenzen
    land branche mitarbeiter mitarbeitern status voraussichtlich vermutlich wahrscheinlich erwartet geplanter geplantes
    hoffentlich ende anfang mitte spätestens frühestens nächste nächsten nächster nächstes letzte letzten kommende kommenden diese diesen
    dieser dieses dieses jahres jahresende monatsende quartalsende heute morgen gestern übermorgen gerade eben kurz
    gespräch gesprochen telefoniert telefonat getroffen treffen termin meeting angebot anfrage habe hab hätt würde würden gern
    gerne wer was wie wo wann warum wieso welche welcher welches welchen wem wen wessen jemand niemand keiner irgendwer alles nichts etwas
    viel viele mehr weniger sehr ganz echt ziemlich super toll klasse verlängern verlängere verlängert verlängerung verlaengern dranhängen
    läuft laufen ablaufen raus weg rein heraus zurück zurückziehen zurücknehmen ziehe ziehen zieh löschen lösche lösch entfernen entferne
    stornieren storniere verloren geplatzt tot gestorben gewonnen erledigt provision provisionen provisionsabrechnung auszahlung
    abrechnung ausgezahlt freigegeben verdient verdiene verdienst kriege kriegen krieg bekomme bekommen stufe stufen punkte level
    partnerstatus fortschritt mdf antrag marketingbudget werbekostenzuschuss zuschuss sponsoring unterstützung genehmigt genehmigen
    genehmigung abgelehnt durch frei vergeben belegt konflikt dran drauf damit dafür davon dazu daran doch statt stattdessen lieber eher
    ändere ändern änderung korrigiere korrektur falsch richtig stimmt passt hilfe sitz ansässig standort gelegen folgend folgende
    folgendes folgenden wg aw betreff von gesendet empfangen vertrieb einkauf mein's geht gehts gibt gab geben gib macht mache machen mach
    tage tagen wochen monate monaten jahre jahren euro tsd teur mio mrd mille stück arbeitsplätze nutzer user wären wäre dort
    da hier so also dann als wenn weil ob könnt sucht suchen suche sucht evaluiert prüft prüfen will's zuständig zuständige
    zuständiger verantwortlich verantwortliche hersteller partner systemhaus zwischen zwei drei beide beides erste zweite
    dringend schnell zeitnah asap lass lasst start ihr's stelle stellen stell setze setzen setz absichern abzusichern
    sichert hauptansprechpartner vergabe vergeben ausschreibung zieldatum anbei dealanmeldung projektanmeldung auftragschance kapitän bürgermeister bürgermeisterin direktor
    direktorin vorstand vorständin chefarzt chefärztin rektor rektorin unbekannt zurzeit derzeit inhaber inhaberin prokurist prokuristin eigentümer eigentümerin juhu juchu hurra yippie jippie super äh ähm öh hm naja tja also ach oh grad grade wohl bevor fürs ums ans bald später thema
    zeitpunkt beschluss vorhaben geschäft offerte timing liebe lieber lieben sehr geehrte geehrter damen herren betrifft betr zeig zeige zeigt liste schau schaut prüf prüfe checke alle aller allen steht stehen stehst quere gehege kundin typ mann dame unterschreibt freut freuen bescheid laufzeit partnern rabatte rabatt nachlass zusage währung provisionssatz provisionssätze satz gutschrift gutschriften kleiner größer geringer niedriger hochgestuft herabgestuft zurückgestuft voraussetzungen voraussetzung anforderungen neues lief läuft nem ner nen""".split()
)

#: Words that are never part of a name unless they stand capitalised between parts of one.
FRAME: Final = ENGLISH | GERMAN

#: Words inside a name that join its parts: "City of Pawnee", "Maier und Söhne", "Klinik am Park".
JOINERS: Final = frozenset(
    "& + of and und y et e de del della di da do dos la le les los las du des van von der den ter ten am an im zu zum zur".split()
)

#: Particles of a person's name.
PARTICLES: Final = frozenset("von van de der den di da du la le el bin al zu zur dos del della ten ter st mc mac o'".split())

#: What stands before a person's name and is no part of it.
TITLES: Final = frozenset(
    """herr herrn hr hrn frau fr mr mrs ms miss dr prof dipl ing mag professor doktor sir madam inh inhaber inhaberin med jur phil rer nat dipl-ing dipl-kfm
    dipl-inf mme mlle sra dhr mevr""".split()
)

#: Words that only companies carry in their names; with one of them a name is no person's.
COMPANY_WORDS: Final = frozenset(
    """bank labs lab group gruppe holding partners consulting software systems systeme solutions technologies technology technik tech
    energy energie energies logistics logistik industries industrie foods food pharma clinics clinic klinik kliniken hotel hotels media
    stadtwerke werke bau tiefbau hochbau maschinenbau elektro elektronik electronics metallbau autohaus apotheke bäckerei metzgerei
    brauerei druckerei druck verlag kanzlei praxis spedition reederei weinkellerei gärtnerei tischlerei schreinerei textil motors
    airlines air travel reisen studios studio services service ventures capital insurance versicherung versicherungen immobilien
    university universität hochschule schule school college museum landkreis gemeinde stadt city county council ministry ministerium
    institut institute foundation stiftung verein verband club company corporation trading handel handels import export robotics steel
    stahl paper print printing tools mills paints dairy cafe café glass sports media health healthcare hospital krankenhaus medical
    security networks telecom communications advertising agency agentur design homes builders construction engineering automotive
    network digital data cloud logistik transporte transport holzwerke werkstatt filmtechnik kaffee optik uhren möbel küchen reisebüro
    gasthof restaurant steuerberater rechtsanwälte notare architekten ingenieure brothers sons söhne gebrüder""".split()
)

#: Job titles: after one a person's name stands, and it is no part of the name.
JOBS: Final = (
    r"(?:ceo|cfo|cto|cio|coo|ciso|cmo|vp(?: of)? \w+|head of \w+|director(?: of \w+)?|it[- ]?leiter(?:in)?|it[- ]manager(?:in)?|"
    r"(?:(?!halb)\w{3,20})?leiter(?:in)?|einkäufer(?:in)?|geschäftsführer(?:in)?|prokurist(?:in)?|inhaber(?:in)?|entscheider(?:in)?|"
    r"buyer|decision[- ]maker|champion|owner|managing director|procurement manager|projektleiter(?:in)?|project manager|"
    r"kapitän|(?:ober)?bürgermeister(?:in)?|direktor(?:in)?|vorstand|chefarzt|chefärztin|rektor(?:in)?|dekan(?:in)?|pfarrer(?:in)?)"
)

#: What each slot is called in "change the …", "why do you need the …", "no … yet" and before a colon.
SLOT_NAMES: Final[Mapping[Slot, str]] = {
    Slot.CONTACT_EMAIL: r"e-?mail(?:[- ]?(?:address|adresse|id))?|mail(?:[- ]?(?:address|adresse))?",
    Slot.CONTACT_PHONE: r"(?:tele)?phone(?:[- ]?(?:number|no\.?))?|tel\.?|fon|mobile(?: number| phone)?|cell|mobil(?:nummer)?|"
    r"telefon(?:nummer)?|rufnummer|handy(?:nummer)?|durchwahl",
    Slot.CONTACT_NAME: r"(?:(?:main|our|their|customer|the) )?contact(?:[- ]?(?:person|name|at customer))?|point of contact|poc|"
    r"ansprech(?:partner(?:in)?|person)(?: beim kunden)?|kontakt(?:person|name|daten)?|ap|decision maker|entscheider(?:in)?|buyer|contact details",
    Slot.CLOSE_DATE: r"(?:expected |estimated |est\.? |target )?clos(?:e|ing)(?:[- ]?date)?|decision(?: date)?|deadline|date|timeline|"
    r"(?:voraussichtlich\w* |geplant\w* )?(?:vertrags)?abschluss(?:datum|termin)?|entscheidung|datum|termin|zeitpunkt|zeitraum|signature",
    Slot.AMOUNT: r"(?:deal |estimated |est\.? |contract |order )?(?:amount|value|volume|size|budget|price|worth|total)|arr|acv|tcv|mrr|"
    r"(?:auftrags|deal|projekt|gesamt)?(?:betrag|volumen|wert|summe)|höhe|preis|umsatz",
    Slot.CURRENCY: r"currency|währung|waehrung",
    Slot.PRODUCT: r"products?|solution|produkte?|lösung|loesung|software|license|licence|lizenz",
    Slot.COUNTRY: r"country|land|region|location|standort",
    Slot.INDUSTRY: r"industry|sector|vertical|branche|industrie",
    Slot.EMPLOYEES: r"(?:number of |no\. of )?employees|headcount|company size|(?:anzahl )?mitarbeiter(?:zahl|innen)?|beschäftigte|size",
    Slot.DOMAIN: r"web ?site|web|domain|url|homepage|web-?seite|internet",
    Slot.REGISTER_NUMBER: r"register(?:ed)? (?:number|no\.?)|company (?:number|no\.?)|(?:handels)?register(?:nummer|-nr\.?|nr\.?)?|"
    r"hrb|vat(?: id| number)?|ust-?id(?:-?nr\.?)?",
    Slot.VENDOR_ENGAGED: r"vendor(?: engaged| contact| in touch)?|hersteller(?:kontakt)?",
    Slot.COMPANY: r"(?:end[- ]?)?customer(?: name)?|client(?: name)?|prospect(?: name)?|company(?: name)?|account(?: name)?|end[- ]?user|"
    r"organi[sz]ation|(?:end|neu)?kunden?(?:name)?|firm(?:a|enname)|interessent|unternehmen|endanwender",
}
