"""The deals of the demo that somebody will look at: one in every standing, and the cases that wait for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.demo.history import Move, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A deal registered so many days ago; `amount` is whole, the close date counts from today.

    `currency` is the partner's unless it says another one. `renews` is the company whose won deal it continues, by the same member.
    """

    who: str
    days_ago: int
    company: str
    country: str = "DE"
    product: str | None = None
    amount: int | None = None
    closes_in: int = 60
    engaged: bool | None = None
    employees: int | None = None
    currency: str | None = None
    renews: str | None = None
    then: tuple[Step, ...] = ()


def _step(days: int, move: Move, words: str = "") -> Step:
    # An hour later in the day, so that what a person does comes after what a rule did.
    return Step(after=timedelta(days=days, hours=1), move=move, words=words)


_SELLER: Final = "seller@nordwind.example"
_ADMIN: Final = "admin@nordwind.example"
_REFERS: Final = "seller@alpenblick.example"
_MANAGES: Final = "seller@hafenwerk.example"
_HOSTS: Final = "admin@hafenwerk.example"

#: Protected whole for partners whom a visitor of the demo cannot be.
_HELD: Final = (
    Case(who="seller@quellgrund.example", days_ago=2, company="Siemens AG", amount=480_000),
    Case(who="seller@kupferberg.example", days_ago=4, company="Müller Maschinenbau AG", amount=95_000, employees=420),
    Case(who="seller@lindenkai.example", days_ago=20, company="Ellerbrok Baustoffe GmbH", product="FlowDesk ERP", amount=70_000),
)

_NORDWIND: Final = (
    Case(who=_SELLER, days_ago=2, company="Rosenau Kältetechnik GmbH", product="Nimbus Backup", amount=45_000, employees=120),
    Case(who=_SELLER, days_ago=49, company="Thalberg Spedition GmbH & Co. KG", product="FlowDesk ERP", amount=128_000),
    Case(who=_SELLER, days_ago=84, company="Kirchhain Optikwerke AG", product="Sentinel Firewall", amount=36_500, closes_in=21),
    Case(
        who=_SELLER, days_ago=90, company="Wiesenau Pflegedienste GmbH", product="SignFlow eSignature", amount=9_800, closes_in=12
    ),
    Case(who=_SELLER, days_ago=130, company="Bornholt Druckerei GmbH", product="Nimbus Vault", amount=18_000, closes_in=-20),
    Case(who=_SELLER, days_ago=12, company="Ellerbrok Baustoffe GmbH", product="FlowDesk ERP", amount=64_000),
    Case(who=_SELLER, days_ago=3, company="Sandhagen Energie AG", product="InsightBI", amount=52_000, employees=640),
    Case(
        who=_SELLER,
        days_ago=6,
        company="Hellwinkel Labortechnik GmbH",
        product="EdgeConnect SD-WAN",
        amount=83_000,
        engaged=True,
        then=(_step(1, Move.ASK, "Whom at Hellwinkel did our colleagues speak to, and what about?"),),
    ),
    Case(
        who=_SELLER,
        days_ago=40,
        company="Grünhagen Gartenbau KG",
        product="PatchPilot",
        amount=6_400,
        then=(_step(9, Move.WITHDRAW),),
    ),
    Case(
        who=_SELLER,
        days_ago=150,
        company="Dachsberg Brauerei GmbH",
        product="FlowDesk CRM",
        amount=62_000,
        closes_in=-85,
        then=(_step(62, Move.WIN),),
    ),
    Case(
        who=_SELLER,
        days_ago=110,
        company="Lohfeld Immobilien AG",
        product="Managed SOC",
        amount=74_000,
        closes_in=-50,
        then=(_step(51, Move.LOSE),),
    ),
    Case(
        who=_SELLER,
        days_ago=420,
        company="Hagenstolz Schuhe GmbH",
        product="Nimbus Backup",
        amount=27_500,
        closes_in=-360,
        then=(_step(44, Move.WIN),),
    ),
    Case(who=_ADMIN, days_ago=20, company="Tiefenbrunn Hotels AG", product="EdgeConnect SD-WAN", amount=57_000, employees=310),
    Case(
        who=_ADMIN,
        days_ago=300,
        company="Wachtelfeld Feinkost GmbH",
        product="InsightBI",
        amount=38_000,
        closes_in=-240,
        then=(_step(58, Move.WIN),),
    ),
    Case(
        who=_ADMIN,
        days_ago=30,
        company="Steinhorst Armaturen GmbH",
        product="Sentinel Firewall",
        amount=41_000,
        engaged=True,
        then=(
            _step(1, Move.ASK, "Unser Vertrieb war im Frühjahr dort. Was hat sich seitdem geändert?"),
            _step(2, Move.ANSWER, "Neue IT-Leitung seit Juni, sie hat uns selbst um ein Angebot gebeten."),
            _step(3, Move.APPROVE),
        ),
    ),
    Case(
        who=_ADMIN,
        days_ago=70,
        company="Eichgrund Zahntechnik GmbH",
        product="FlowDesk CRM",
        amount=22_000,
        engaged=True,
        then=(_step(2, Move.DECLINE, "We have been negotiating this contract with Eichgrund since last year."),),
    ),
    Case(
        who=_ADMIN,
        days_ago=85,
        company="Birkenfurt Messebau GmbH",
        product="Nimbus Backup",
        amount=29_000,
        closes_in=25,
        then=(_step(80, Move.EXTEND, "The board decides on the budget at its next meeting."),),
    ),
    # In dollars; shared with direct sales; and a renewal: what each of them earns is reckoned otherwise.
    Case(
        who=_ADMIN,
        days_ago=140,
        company="Brandshof Robotics Inc.",
        country="US",
        product="InsightBI",
        amount=48_000,
        currency="USD",
        closes_in=-95,
        then=(_step(40, Move.WIN),),
    ),
    Case(
        who=_ADMIN,
        days_ago=170,
        company="Wittensee Werft GmbH",
        product="FlowDesk ERP",
        amount=90_000,
        closes_in=-100,
        then=(_step(2, Move.SHARE), _step(66, Move.WIN)),
    ),
    Case(
        who=_ADMIN,
        days_ago=45,
        company="Sonnenhof Haustechnik GmbH",
        product="Nimbus Backup",
        amount=16_000,
        renews="Sonnenhof Haustechnik GmbH",
        closes_in=-10,
        then=(_step(1, Move.APPROVE), _step(21, Move.WIN)),
    ),
    Case(
        who=_ADMIN,
        days_ago=440,
        company="Sonnenhof Haustechnik GmbH",
        product="Nimbus Backup",
        amount=16_000,
        closes_in=-380,
        then=(_step(30, Move.WIN),),
    ),
    # Lost, and before a person again: its protection ended in the meantime.
    Case(
        who=_ADMIN,
        days_ago=120,
        company="Marschland Molkerei GmbH",
        product="FlowDesk CRM",
        amount=47_000,
        closes_in=40,
        then=(_step(70, Move.LOSE), _step(118, Move.REOPEN, "The competitor could not deliver; they called us back.")),
    ),
    # Declined, and before a channel admin.
    Case(
        who=_ADMIN,
        days_ago=9,
        company="Rotdorn Medizintechnik GmbH",
        product="Sentinel Firewall",
        amount=58_000,
        engaged=True,
        then=(
            _step(1, Move.DECLINE, "Our own team has been talking to Rotdorn since spring."),
            _step(6, Move.APPEAL, "That was about another product; the firewall was our idea."),
        ),
    ),
)

_ALPENBLICK: Final = (
    Case(who=_REFERS, days_ago=5, company="Almrausch Sportartikel GmbH", product="FlowDesk CRM", amount=24_000),
    Case(who=_REFERS, days_ago=35, company="Firnberg Seilbahnen AG", product="Managed SOC", amount=66_000, employees=230),
    Case(
        who=_REFERS, days_ago=200, company="Latschenhof Kosmetik GmbH", product="SignFlow eSignature", amount=7_500, closes_in=-90
    ),
    Case(
        who=_REFERS,
        days_ago=240,
        company="Zirbelwald Möbel GmbH",
        product="FlowDesk ERP",
        amount=58_000,
        closes_in=-170,
        then=(_step(66, Move.WIN),),
    ),
    Case(
        who="admin@alpenblick.example",
        days_ago=95,
        company="Enzianfeld Pharma GmbH",
        product="Nimbus Vault",
        amount=31_000,
        closes_in=-30,
        then=(_step(60, Move.LOSE),),
    ),
    # The first of two that want the same customer, in one portfolio.
    Case(who=_REFERS, days_ago=4, company="Gamsberg Fördertechnik GmbH", product="Sentinel Firewall", amount=48_000, engaged=True),
)

_HAFENWERK: Final = (
    Case(who=_MANAGES, days_ago=14, company="Deichgraf Fischhandel GmbH", product="Managed SOC", amount=88_000, employees=150),
    Case(who=_MANAGES, days_ago=60, company="Kranwerk Reederei GmbH & Co. KG", product="Nimbus Vault", amount=112_000),
    Case(
        who=_HOSTS,
        days_ago=320,
        company="Lotsenhaus Bildung gGmbH",
        product="Nimbus Backup",
        amount=142_000,
        closes_in=-250,
        then=(_step(70, Move.WIN),),
    ),
    Case(
        who=_MANAGES,
        days_ago=200,
        company="Priel Wasserbau GmbH",
        product="EdgeConnect SD-WAN",
        amount=95_000,
        closes_in=-130,
        then=(_step(64, Move.WIN),),
    ),
    Case(
        who=_MANAGES,
        days_ago=100,
        company="Sturmhaube Textilpflege GmbH",
        product="PatchPilot",
        amount=61_000,
        closes_in=-55,
        then=(_step(43, Move.WIN),),
    ),
    Case(who=_HOSTS, days_ago=160, company="Takelwerk Yachtbau AG", product="InsightBI", amount=33_000, closes_in=-60),
    Case(who=_MANAGES, days_ago=4, company="Grauhöfer Werkzeuge GmbH", product="Nimbus Backup", amount=54_000, employees=380),
    Case(who=_HOSTS, days_ago=2, company="Gamsberg Fördertechnik GmbH", product="Managed SOC", amount=76_000),
)

_WAITING: Final = (
    Case(who="seller@kupferberg.example", days_ago=4, company="Oberfeld Versicherungen AG", product="FlowDesk CRM", amount=210_000),
    Case(
        who="seller@steinbruck.example", days_ago=1, company="Raudmets Puit OÜ", country="EE", product="FlowDesk ERP", amount=39_000
    ),
    # One customer, two portfolios: a channel admin decides on both.
    Case(
        who="seller@quellgrund.example", days_ago=8, company="Vestergaarden Mejeri A/S", country="DK", amount=260_000, engaged=True
    ),
    Case(who="seller@polderlicht.example", days_ago=3, company="Vestergaarden Mejeri A/S", country="DK", amount=240_000),
    Case(who="seller@bursztyn.example", days_ago=4, company="Zielonka Szkło S.A.", country="PL", amount=310_000, engaged=True),
    Case(who="seller@thornwick.example", days_ago=3, company="Hollowmere Ceramics Ltd", country="GB", amount=72_000, engaged=True),
    # So large that the vendor looks after it itself.
    Case(who="seller@kupferberg.example", days_ago=2, company="Hochwald Klinikverbund AG", amount=330_000, employees=9_200),
    Case(
        who="seller@clairval.example",
        days_ago=7,
        company="Valdorine Cosmétiques SAS",
        country="FR",
        product="InsightBI",
        amount=44_000,
        engaged=True,
        then=(_step(2, Move.ASK, "Is this about the same project as our demo in spring?"),),
    ),
)

CASES: Final = (*_HELD, *_NORDWIND, *_ALPENBLICK, *_HAFENWERK, *_WAITING)

#: A customer of the vendor, two companies that direct works on, and a named account: each is somebody's case above.
EXISTING_CUSTOMER: Final = "Sandhagen Energie AG"
DIRECT_OPPORTUNITY: Final = "Grauhöfer Werkzeuge GmbH"
SHARED_OPPORTUNITY: Final = "Wittensee Werft GmbH"
NAMED_ACCOUNT: Final = "Oberfeld Versicherungen AG"
