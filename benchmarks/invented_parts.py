"""What invented company names are made of: family names, places, trades, legal forms, and how a country puts them together.

The common ones stand first in each list and are drawn far more often; "_" is a space inside a part. Nothing here is taken from a register
or a data set.
"""

from __future__ import annotations

from typing import Final

FAMILIES: Final = {
    "de": """Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder
        Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze
        Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel
        Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus
        Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler
        Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer""",
    "en": """Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Johnson Roberts Walker Wright Robinson Thompson White Hughes
        Edwards Green Hall Wood Harris Lewis Martin Jackson Clarke Clark Turner Hill Scott Cooper Morris Ward Moore King Watson Baker
        Harrison Morgan Patel Young Allen Mitchell James Anderson Phillips Lee Bell Parker Davis Bennett Miller Cook Shaw Campbell
        Murphy Kelly Carter Richardson Collins Reynolds Sullivan Foster Grant Fletcher Barnes Chapman Palmer Stone Hunt Fox""",
    "fr": """Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Garcia David Bertrand Roux
        Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc Guérin
        Chevalier Perrin Clément Renaud Lemaire""",
    "it": """Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini Costa
        Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone""",
    "es": """García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz
        Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Serrano Blanco Molina Ortega""",
    "nl": """de_Jong Jansen de_Vries van_Dijk Bakker Janssen Visser Smit Meijer
        de_Boer Mulder de_Groot Bos Vos Peters Hendriks van_Leeuwen Dekker Brouwer
        de_Wit Dijkstra Smits de_Graaf van_der_Meer Kok Jacobs
        Vermeulen van_den_Berg Schouten Willems""",
    "pl": """Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski
        Mazur Kwiatkowski Krawczyk Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec""",
    "no": """Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Hansen Johansen Olsen Larsen Nielsen Jensen
        Pedersen Kristensen Rasmussen Sørensen Korhonen Virtanen Mäkinen Nieminen Lindström Lindqvist Bergström Haugen Dahl""",
}
FAMILY_HEADS: Final = """Alten Asch Bach Berg Birken Brand Breiten Buch Dorn Eber Eich Eisen Elm Erlen Falken Feld Flor Frei Gold Grün Hag
    Hasel Heid Hirsch Hoch Hof Hohen Holz Kalt Kirch Kron Krumm Land Lauter Linden Mark Mitter Moos Mühl Neu Nieder Ober Oster Pfaffen
    Rauch Reich Rosen Roten Sand Schön Schwarz See Sommer Stahl Stein Stock Tal Tann Thal Unter Vor Wald Wein Weiden Wester Wiesen
    Wild Winter Zeller Zier""".split()
FAMILY_TAILS: Final = """bach bacher baum bauer beck berger brecht brink bruck brunn burger dorf dorfer eck egger feld felder fels hagen haus
    heim heimer hof hofer hoff holz huber kamp kamper lein leitner mann maier mayr meier meister moser müller ner reiter rieder ried
    rich schmidt see stein steiner stetter straß thaler wald wart weg wieser""".split()
SYLLABLES: Final = """a ab ad al am an ar as ax ba be bel ben bi bo bra bri by ca cal cam can cel cen ci cla co cor cre cu cy da dal de del
    den di do dra du dy e el em en er es eu ex fa fe fen fi flo for fu ga gen gi glo go gra gri ha hel hi ho hy i il im in is ja ji jo ju
    ka kel ki kla ko kri ku la lan le lex li lo lu ly ma mar me mel mer mi mo mu my na ne nel ni nor no nu ny o ol om on op or os ox pa
    pe per phi pi pla po pri pro qua qui ra re ri ro ru ry sa se sel sha si so sol sta stel su sy ta te tel ten ter the ti to tra tri tu
    ty u ul um un ur va ve vel ven ver vi vo vu wa we wi wo xa xe xi yo za ze zen zi zo""".split()
ENDINGS: Final = """ta ra ro na no ix ex is on ia io tec tech soft net med lab com data plan cast gen lux nova ris tis vis tron via zon mont
    land flow logic matic sys pro line mark form print trans cell dyn plex""".split()
BRANDS: Final = (
    """Blue Green Red Black White Silver Golden Bright Clear Smart First Next Prime North South East West Alpine Atlantic Pacific Nordic
    Urban Royal Grand True Open Deep High Swift Iron Stone River Lake Forest Ocean Sun Star Moon Sky Cloud Fire Wind Light Crystal Summit
    Peak Bridge Harbor Eagle Falcon Lion Tiger Wolf Bear Fox Phoenix Apex Omega Delta Sigma Alpha Nova Titan Orion Atlas Vector
    Quantum Fusion Hyper Meta""".split(),
    """Line Point Wave Path Way Gate Field Works House Stone Bridge View Side Port Ridge Rock Tree Leaf Root Spring Stream Craft Mark Mind
    Shift Spark Bay Hill Dale Wood Land Force Edge Core Loop Link Hub Box Base Grid Stack Cast Core Scale Share""".split(),
)
FIRST_NAMES: Final = """Peter Michael Thomas Andreas Hans Klaus Martin Stefan Frank Jürgen Wolfgang Christian Karl Heinz Josef Franz Werner Georg
    Anna Maria Ursula Monika Sabine Petra Claudia Julia John David James Robert William Richard George Jan Piet Marie Paul Louis Luigi
    Giovanni José Carlos Piotr Lars Sven Erik""".split()
PLACES: Final = """Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Wien Zürich Basel Leipzig Dresden Hannover Nürnberg Bremen Essen
    Dortmund Duisburg Bochum Wuppertal Bielefeld Bonn Münster Karlsruhe Mannheim Augsburg Wiesbaden Aachen Kiel Magdeburg Freiburg Lübeck
    Erfurt Mainz Rostock Kassel Halle Saarbrücken Potsdam Oldenburg Osnabrück Heidelberg Darmstadt Regensburg Würzburg Ulm Heilbronn
    Göttingen Koblenz Jena Trier Bayreuth Bamberg Passau Konstanz Kempten Fulda Gießen Marburg Celle Lüneburg Goslar Stade Emden Graz
    Linz Salzburg Innsbruck Bern Luzern Winterthur London Manchester Leeds Bristol Dublin Amsterdam Rotterdam Utrecht Antwerpen Paris
    Lyon Milano Torino Madrid Barcelona Warszawa Kraków Praha Brno Stockholm Oslo Helsinki Boston Chicago Denver Austin Dallas
    Shenzhen Shanghai Beijing Guangzhou Suzhou Hangzhou Dalian Wuhan Mumbai Chennai Osaka""".split()
PLACE_HEADS: Final = """Alt Neu Ober Nieder Unter Groß Klein Bad_ Sankt_ Wald Berg Stein Rosen Lichten Schwarzen Weißen Rein Wolf Diet
    Gunters Eber Rüdes Hildes Salz Königs Kaisers Fürsten Mark Burg Lands Win Sieg Ems Leine Elster Saal Mühl Eisen Schön Hof Königs
    Ritters Blanken Franken Grafen Hers Iser Kron Oster Reichen Schnee Tauber Viers Zwing""".split()
PLACE_TAILS: Final = """hausen dorf heim berg burg stadt bach ingen feld walde tal rode stein hagen hafen brück kirchen born werda see furt büttel
    leben lingen münde""".split()
TRADES: Final = {
    "de": """Bau Consulting Immobilien Verwaltungs Logistik Handels Transporte Technik Elektrotechnik Maschinenbau Beteiligungs Metallbau
        Beratung Software IT Service Media Automobile Haustechnik Dachdecker Hausverwaltung Sanitär Heizungsbau Gartenbau Tiefbau Hochbau
        Gebäudereinigung Energie Solar Finanz Versicherungen Steuerberatung Treuhand Vermögensverwaltung Marketing Werbung Druck Verlag
        Möbel Holzbau Zimmerei Malerbetrieb Fliesen Bäckerei Metzgerei Brauerei Weinbau Gastronomie Hotel Reisen Touristik Pharma Medizintechnik
        Pflegedienst Kliniken Apotheke Dental Optik Labor Chemie Kunststofftechnik Werkzeugbau Stahlbau Anlagenbau Fördertechnik
        Automation Robotik Elektronik Messtechnik Kältetechnik Klima Lüftung Umwelt Recycling Entsorgung Spedition Kurier Lager Verpackung
        Textil Mode Schuhe Sport Fitness Spielwaren Lebensmittel Getränke Fleischwaren Molkerei Landtechnik Agrar Tierarzt Forst Kies
        Beton Ziegel Glas Fenster Türen Innenausbau Architekten Ingenieure Planung Vermessung Personal Zeitarbeit Akademie Bildung
        Sicherheit Events Film Musik Games Ventures Projekt Grundbesitz Wohnbau Bauträger Baustoffe Werkstatt Fahrzeugbau Reifen""",
    "en": """Consulting Technology Services Solutions Construction Properties Engineering Management Logistics Partners Capital Media Design
        Systems Software Trading Investments Transport Foods Healthcare Energy Electrical Plumbing Building Marketing Financial Security
        Digital Research Medical Pharmaceuticals Industries Manufacturing Motors Motor Automotive Homes Estates Insurance Recruitment
        Training Education Catering Hospitality Travel Leisure Sports Fashion Beauty Dental Care Cleaning Landscapes Joinery Roofing
        Scaffolding Plastics Packaging Printing Publishing Entertainment Records Games Robotics Analytics Biosciences Therapeutics
        Diagnostics Instruments Controls Semiconductors Electronics Telecom Networks Broadband Aviation Aerospace Marine Shipping Offshore
        Petroleum Resources Mining Minerals Metals Steel Chemicals Coatings Paper Timber Furniture Interiors Kitchens Realty Mortgage
        Lending Wealth Advisors Asset Equity Ventures""",
    "fr": """Conseil Services Immobilier Bâtiment Construction Transports Distribution Développement Informatique Électricité Industrie
        Ingénierie Investissement Formation Finance Énergie Restauration Boulangerie Menuiserie Peinture Plomberie Maçonnerie Logistique
        Santé Communication Voyages Automobiles Bois Vins Textiles""",
    "it": """Costruzioni Immobiliare Servizi Impianti Trasporti Consulting Servizi Alimentari Meccanica Tecnologie Sistemi Edilizia Moda Arredamenti
        Energia Elettronica Logistica Ceramiche Vini Tessile Stampaggi Carrozzeria Farmaceutici Turismo""",
    "es": """Construcciones Servicios Inversiones Inmobiliaria Transportes Consultores Promociones Gestión Distribuciones Instalaciones
        Alimentación Ingeniería Tecnología Asesores Muebles Hostelería Maquinaria Vinos Energía Sistemas""",
    "nl": """Beheer Holding Bouw Vastgoed Transport Consultancy Advies Techniek Installatie Projecten Handelsonderneming Administratie Schilders
        Logistiek Trading Groep Agro Groothandel Metaal Elektro Automatisering Zorg Media Horeca Bloemen""",
    "pl": """Usługi Budownictwo Handel Transport Consulting Produkcja Technika Logistyka Instalacje Nieruchomości Meble Stavby Obchod Doprava
        Servis Technologie Reality Systémy Energetika Elektro""",
    "no": """Bygg Eiendom Holding Invest Konsult Transport Entreprenör Fastigheter Rakennus Elektro Teknik Handel Maskin Service Consulting
        Rør Maleri Ejendomme Byg Auto Fisk Energi Data""",
    "as": """Technology Electronics Trading International Industrial Pharmaceutical Semiconductor Textile Machinery Chemical Biotechnology
        Optoelectronics Automation Plastic Steel Precision Equipment Energy Motor Software Infotech Exports Enterprises Garments Foods
        Precision_Machinery New_Material Education_Technology Intelligent_Equipment""",
}
OLD_TRADES: Final = """Zuckerfabrik Brauerei Spinnerei Weberei Maschinenfabrik Eisenbahn Bank Terrain Elektricitätswerke Gaswerke Actienbrauerei
    Portland-Cementfabrik Dampfschifffahrt Baumwollspinnerei Papierfabrik Glashütte Porzellanfabrik Chemische_Fabrik Malzfabrik
    Ziegelei Bergwerks Hütten Kleinbahn Strassenbahn Versicherungs Bankverein Vorschussverein Gewerbebank Schloßbrauerei Mühlenwerke
    Kammgarnspinnerei Tuchfabrik Lederfabrik Seifenfabrik Stahlwerke Walzwerk Drahtwerke Waggonfabrik Konservenfabrik Molkerei Kurhaus
    Zoologischer_Garten Stadttheater Vereinshaus Lagerhaus Hypothekenbank Lebensversicherungs Feuerversicherungs
    Mechanische_Weberei Vereinigte_Werke Baugesellschaft Gewerkschaft Uhrenfabrik""".split()
FORMS: Final = {
    "de": "GmbH|GmbH|GmbH|GmbH|GmbH & Co. KG|UG (haftungsbeschränkt)|AG|e.K.|KG|OHG|GbR|e.V.|eG|SE|GmbH & Co KG|mbH|",
    "en": "Ltd|Limited|Inc.|LLC|Ltd.|Inc|Corp.|Corporation|PLC|LLP|Company|Co.|L.P.|",
    "fr": "SARL|SAS|SA|EURL|S.A.S.|S.A.|SNC|",
    "it": "S.r.l.|S.p.A.|Srl|SpA|S.n.c.|S.a.s.",
    "es": "S.L.|S.A.|SL|SA|S.L.U.",
    "nl": "B.V.|BV|B.V.|N.V.|V.O.F.|NV|",
    "pl": "Sp. z o.o.|S.A.|s.r.o.|a.s.|Sp. k.|spol. s r.o.",
    "no": "AB|AS|A/S|ApS|Oy|ASA|AB (publ)",
    "as": "Co., Ltd.|Co.,Ltd|Pvt. Ltd.|Private Limited|K.K.|Pte. Ltd.|Corporation|Limited",
    "old": "Akt.-Ges.|Aktien-Gesellschaft|Actien-Gesellschaft|A.-G.|Act.-Ges.|Aktiengesellschaft|",
}
#: How names are put together in a country; a pattern stands as often as it is used.
PATTERNS: Final = {
    "de": """{family} {trade} {form}|{family} {form}|{family} {trade} {form}|{family} {form}|{invented} {form}|{invented} {trade} {form}
        |{family} & {family} {form}|{family} & Söhne {form}|Autohaus {family} {form}|{first} {family} {form}|{first} {family} {trade} {form}
        |{place} {trade} {form}|{trade} {place} {form}|{trade} {family} {form}|{invented} Holding {form}|{invented} Deutschland {form}
        |Gebr. {family} {form}|Gebrüder {family} {trade} {form}|Dr. {family} {trade} {form}|{trade}zentrum {place} {form}|Stadtwerke {place} {form}
        |Sparkasse {place}|Volksbank {place} eG|Ingenieurbüro {family}|Rechtsanwälte {family} & Partner mbB|{letters} {trade} {form}
        |{letters} {form}|{family}-{family} {form}|{brand} {form}|{brand} {trade} {form}|{invented} {number} {form}|{place}er {trade} {form}
        |Praxis Dr. {family}|Café {family}|Hotel {brand} {place}|{trade} am {brand} {form}|{invented} Group {form}|Wohnpark {place} {number} {form}
        |{family} Vermögensverwaltungs {form}|{invented} Beteiligungs {form}|{trade} und {trade} {form}|{family} {trade} {form}, {place}""",
    "en": """{family} {trade} {form}|{family} & {family} {form}|{brand} {trade} {form}|{brand} {form}|{invented} {form}|{invented} {trade} {form}
        |{family} & Sons {form}|The {brand} {trade} {form}|{place} {trade} {form}|{family} Group {form}|{invented} Holdings {form}
        |{letters} {trade} {form}|{letters} {form}|{family}, {family} & {family} {form}|{brand} Group {form}|{first} {family} {form}
        |{invented} International {form}|{brand} Capital Partners {roman} L.P.|{family} {trade} & {trade} {form}|{place} {brand} {form}
        |{invented} Mortgage Trust {year}-{digit}|{invented} Fund {roman} L.P.|{family} Brothers {form}|{brand} Global {trade} {form}
        |Bank of {place} {form}|University of {place}|{invented} (UK) {form}|{invented} Europe {form}|{number} {brand} {form}""",
    "fr": """{family} {trade} {form}|{invented} {form}|{family} et Fils {form}|Société {family} {form}|{trade} {family} {form}|{invented} {trade} {form}
        |{invented} France {form}|Établissements {family} {form}|{letters} {form}|Groupe {invented} {form}|{trade} de {place} {form}""",
    "it": """{family} {form}|{family} {trade} {form}|{invented} {form}|Fratelli {family} {form}|{invented} {trade} {form}|{trade} {family} {form}
        |{family} & {family} {form}|{invented} Italia {form}|{letters} {form}""",
    "es": """{trade} {family} {form}|{invented} {form}|Hermanos {family} {form}|{trade} {family} y {family} {form}|{invented} {trade} {form}
        |Grupo {invented} {form}|{invented} España {form}|{letters} {form}""",
    "nl": """{family} {trade} {form}|{family} {form}|{invented} {form}|{invented} {trade} {form}|{family} Beheer {form}|{invented} Nederland {form}
        |{invented} Europe {form}|{family} en Zonen {form}|{letters} {form}|{trade} {family} {form}|{invented} {form}, {place}
        |{invented} Holding {form}""",
    "pl": """{family} {form}|{invented} {form}|{invented} {trade} {form}|{family} {trade} {form}|{invented} Polska {form}|{letters} {trade} {form}
        |{invented} CZ {form}|P.P.H.U. {invented}""",
    "no": """{family} {trade} {form}|{invented} {form}|{family} {form}|{invented} {trade} {form}|{place} {trade} {form}|{family} & {family} {form}
        |{invented} Sverige {form}|{letters} {form}|{family} Holding {form}""",
    "as": """{place} {invented} {trade} {form}|{invented} {trade} {form}|{invented} {form}|{place} {brand} {trade} {form}|{invented} India {form}
        |{invented} Group {form}|{letters} {trade} {form}|{place} {invented} {invented} {trade} {form}""",
    "old": """{trade} {place} {form} in {place}|{place}er {trade} {form}|{trade} vorm. {family} & Co. {form}|{family} & {family} {form} in {place}
        |{trade} zu {place} in {place}.|{form} {trade} {place}|{place}er {trade} in {place}, {place}.|{trade} {family} {form}
        |{invented} {form} für {trade} in {place}|{trade} „{invented}“ {form} in {place}.|Deutsche {trade} {form} in {place}""",
}  # fmt: skip
#: How often each country's names occur among a hundred.
SHARES: Final = {"de": 42, "en": 24, "fr": 6, "it": 4, "es": 4, "nl": 6, "pl": 4, "no": 4, "as": 4, "old": 2}
