"""The words in company names that do not tell one company from another: countries, cities, branches, fillers, abbreviations.

All words are folded as `company_names.fold` folds them (lower case, "ä" as "ae", no accents). A newcomer adds a word by
writing it into one of these lists.
"""

from __future__ import annotations

from typing import Final

# Fillers: whether they are written says nothing.
FILLERS: Final = frozenset(
    """the and und et y e of de der die das des dem den del della di du la le les el los van von vom zu zur zum in im am an at for fuer
    auf aus bei by mit a b d o u i te ad sur sitz vorm vormals formerly fka dba ta dr ing hc doktor prof siehe nachtrag
    wirtschaftspruefungsgesellschaft steuerberatungsgesellschaft rechtsanwaltsgesellschaft""".split()
)

# Countries, regions and the words made of them.
COUNTRIES: Final = frozenset(
    """deutschland deutsche deutscher deutsches germany german germania oesterreich oesterreichische austria austrian schweiz
    schweizer schweizerische suisse svizzera switzerland swiss liechtenstein luxembourg luxemburg france francaise frankreich french
    italia italy italien italiana italian espana spain spanien espanola iberica iberia portugal nederland nederlandse netherlands
    netherland niederlande holland dutch holanda belgium belgie belgien belgique benelux uk gb britain british england ireland irland
    irish scotland wales denmark danmark daenemark sweden sverige schweden svenska norway norge norwegen norsk finland suomi finnland
    iceland island poland polska polen czech tschechien cesko slovakia slowakei slovensko hungary ungarn magyarorszag romania rumaenien
    bulgaria bulgarien croatia kroatien hrvatska serbia serbien slovenia slowenien greece griechenland hellas turkey tuerkei turkiye
    turk russia russland rus ukraine ukraina estonia estland latvia lettland lithuania litauen usa us america americas american
    amerika kanada canada canadian mexico mexiko brasil brazil brasilien argentina argentinien chile colombia peru china chinese
    japan nippon korea taiwan india indien indian indonesia thailand vietnam malaysia philippines singapore singapur hongkong australia
    australian australien zealand africa afrika israel uae dubai saudi arabia arabian egypt morocco nigeria kenya qatar
    europa europe european europaeische emea apac dach eu asia asian pacific global worldwide world international internationale
    internationaler intl nord sued ost west north south east west norddeutsche sueddeutsche bayern bayerische bavaria sachsen
    saechsische hessen hessische nrw rheinland westfalen rheinische berliner hamburger muenchner muenchener koelner frankfurter
    nl de at ch fr it es pl cz dk se no fi be lu ie""".split()
)

# Cities that often name a branch.
CITIES: Final = frozenset(
    """berlin hamburg muenchen munich koeln cologne frankfurt stuttgart duesseldorf dortmund essen leipzig bremen dresden hannover
    hanover nuernberg nuremberg duisburg bochum wuppertal bielefeld bonn muenster karlsruhe mannheim augsburg wiesbaden gelsenkirchen
    aachen braunschweig chemnitz kiel halle magdeburg freiburg krefeld luebeck mainz erfurt rostock kassel hagen saarbruecken potsdam
    ludwigshafen oldenburg osnabrueck leverkusen heidelberg darmstadt regensburg ingolstadt wuerzburg ulm heilbronn pforzheim wolfsburg
    goettingen reutlingen koblenz coblenz trier jena gera siegen erlangen bayreuth passau konstanz kempten wien vienna graz linz
    salzburg innsbruck klagenfurt zuerich zurich basel bern genf geneva geneve lausanne luzern winterthur gallen amsterdam rotterdam
    hengelo utrecht eindhoven hague antwerp antwerpen brussels bruessel london manchester birmingham dublin paris lyon marseille madrid
    barcelona valencia milano mailand milan roma rom rome torino turin lisboa lissabon lisbon stockholm goeteborg malmo oslo
    copenhagen kopenhagen helsinki warszawa warschau warsaw krakow praha prag prague brno budapest bucuresti bukarest sofia athens
    istanbul moskau moscow kyiv boston chicago seattle dallas houston atlanta denver tokyo tokio osaka beijing peking shanghai
    shenzhen guangzhou delhi mumbai bangalore sydney melbourne york angeles francisco toronto montreal vancouver""".split()
)

# What a company does or is, in the words that thousands share.
BRANCHES: Final = frozenset(
    """group gruppe grp holding holdings konzern services service svcs dienstleistungen dienste solutions solution loesungen systems
    system systeme technologies technology technologie technologien tech technik technics consulting consultants consult beratung
    berater management ventures capital investment investments invest finance financial finanz finanzierung bank banking banken
    sparkasse volksbank raiffeisenbank versicherung versicherungen insurance assurance leasing trust fund fonds partners
    partner associates sons soehne bros brothers gebrueder industries industry industrie industrial enterprises enterprise
    trading handel handels handelsgesellschaft vertrieb vertriebs import export marketing sales media medien verlag publishing druck
    druckerei software digital data it informatik information informationstechnologie edv internet online web networks network
    communications communication telecom telekommunikation electronics electronic elektronik electric electrical elektro elektrotechnik
    energy energie power strom gas oil petroleum solar wind water wasser umwelt recycling entsorgung environmental resources mining
    minerals metals metall metallbau steel stahl stahlbau chemical chemicals chemie chemische pharma pharmaceutical pharmaceuticals
    pharmaceutica biotech biosciences sciences science life health healthcare medical medizin medizintechnik therapeutics biopharma
    diagnostics hospital klinik kliniken praxis apotheke pharmacy labor labs laboratories research development engineering ingenieurbuero
    ingenieure construction bau bauunternehmen hochbau tiefbau baugesellschaft immobilien real estate property properties realty
    wohnungsbau architekten hausverwaltung facility reinigung gebaeudereinigung sanitaer heizung klima kaelte dach holz tischlerei
    schreinerei maler garten landschaftsbau transport transporte transportation logistics logistik spedition shipping cargo freight
    airlines air aviation aerospace automotive auto autohaus automobile motor motors motoren fahrzeuge fahrzeugbau machinery machine
    machines maschinen maschinenbau maschinenfabrik anlagenbau werkzeugbau manufacturing fabrik factory werk werke works produktion
    production products produkte food foods lebensmittel nahrungsmittel beverages getraenke brauerei baeckerei metzgerei catering
    restaurant hotel hotels tourism touristik reisen travel events event entertainment games studio studios design creative agency
    agentur werbung werbeagentur personal staffing recruiting training education bildung akademie academy school schule universitaet
    university hochschule institut institute foundation stiftung verein verband association society gesellschaft union club
    genossenschaft cooperative company corporation unternehmen unternehmensgruppe betrieb betriebe betriebsgesellschaft verwaltung
    verwaltungsgesellschaft beteiligung beteiligungen beteiligungsgesellschaft security sicherheit safety store stores shop markt
    markets retail fashion mode textil textile clothing sport sports fitness rechtsanwaelte steuerberater wirtschaftspruefer
    kanzlei law legal treuhand stadtwerke verkehrsbetriebe verkehr bahn eisenbahn railway zentrale
    equipment materials material supply supplies packaging verpackung kunststoff kunststoffe plastics rubber paper papier glas glass
    cement zement zucker zuckerfabrik muehle muehlen spinnerei weberei portland elektrizitaetswerk elektrizitaetswerke elektricitaetswerke
    elektrizitaets elektricitaets aktien actien act akt ges berg bergbau dampfschiffahrt terrain vereinigte neue new erste first allgemeine
    general national bundesverband royal koenigliche koninklijke prov provinz kreis haus house home center centre zentrum park""".split()
)

# German compounds that end in a branch say what the company does, not who it is.
BRANCH_ENDINGS: Final = (
    "fabrik", "fabriken", "werke", "werk", "brauerei", "braeu", "gesellschaft", "ges", "verein", "anstalt", "industrie", "industrien",
    "bahn", "bahnen", "eisenbahn", "spinnerei", "weberei", "handel", "betrieb", "betriebe", "bau", "technik", "versicherung", "bank",
    "schiffahrt", "schifffahrt", "schiffahrts", "schifffahrts", "muehle", "muehlen", "druckerei", "giesserei", "huette", "fabrikation",
    "systeme", "verwaltung", "beteiligungen", "vertrieb", "vertriebs", "service", "dienst", "dienste",
)  # fmt: skip

# Short for what; a dot is not needed.
ABBREVIATIONS: Final = {
    "gebr": "gebrueder", "bros": "brothers", "intl": "international", "int": "international", "natl": "national", "svcs": "services",
    "mfg": "manufacturing", "mgmt": "management", "dev": "development", "engg": "engineering", "inds": "industries", "ind": "industrie",
    "assoc": "associates", "assn": "association", "univ": "university", "inst": "institute", "lab": "labs", "grp": "group", "hldg": "holding",
    "hldgs": "holdings", "tech": "technology", "techn": "technik", "masch": "maschinenbau", "chem": "chemische", "mech": "mechanische",
    "elektr": "elektrizitaets", "oesterr": "oesterreichische", "dt": "deutsche", "schweiz": "schweizerische", "allg": "allgemeine",
    "ver": "vereinigte", "vorm": "vormals", "ra": "rechtsanwaelte", "rae": "rechtsanwaelte", "stb": "steuerberater",
    "wp": "wirtschaftspruefer", "wpg": "wirtschaftspruefungsgesellschaft", "vb": "volksbank", "spk": "sparkasse", "ib": "ingenieurbuero", "ingbuero": "ingenieurbuero",
    "dr": "doktor", "st": "sankt", "saint": "sankt", "nat": "national", "fa": "firma", "hbf": "hauptbahnhof", "rhld": "rheinland",
    "actien": "aktien", "company": "co", "organisation": "organization", "centre": "center", "landratsamt": "landkreis",
}  # fmt: skip

# One word in two languages or spellings, read as one.
ALIKE: Final = {
    "holdings": "holding", "gruppe": "group", "industries": "industry", "industrie": "industry", "industrial": "industry",
    "systeme": "systems", "system": "systems", "technologies": "technology", "technologie": "technology", "technologien": "technology",
    "solution": "solutions", "loesungen": "solutions", "consult": "consulting", "service": "services", "netherland": "netherlands",
    "nederland": "netherlands", "niederlande": "netherlands", "holland": "netherlands", "europa": "europe", "germany": "deutschland",
    "austria": "oesterreich", "switzerland": "schweiz", "suisse": "schweiz", "transporte": "transport", "vertriebs": "vertrieb",
    "handels": "handel", "pharmaceuticals": "pharmaceutical", "pharmaceutica": "pharmaceutical", "pharma": "pharmaceutical",
    "munich": "muenchen", "cologne": "koeln", "nuremberg": "nuernberg", "hanover": "hannover", "vienna": "wien", "zurich": "zuerich",
    "geneva": "genf", "geneve": "genf", "brussels": "bruessel", "prague": "praha", "prag": "praha", "milan": "milano", "rome": "roma",
    "lisbon": "lisboa", "warsaw": "warszawa", "copenhagen": "kopenhagen", "cracow": "krakow", "werk": "werke", "fabriken": "fabrik", "elektricitaets": "elektrizitaets", "elektricitaetswerke": "elektrizitaetswerke",
    "university": "universitaet", "partners": "partner", "products": "produkte", "foods": "food", "sciences": "science", "electrical": "electric",
}  # fmt: skip

# Numbers as words and Roman numerals, so that "Forty-Four" is 44 and "III" is 3.
ROMAN: Final = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12", "xiii": "13", "xiv": "14",
    "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18", "xix": "19", "xx": "20",
}  # fmt: skip
