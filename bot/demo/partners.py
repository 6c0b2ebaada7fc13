"""The partner companies of the demo: every kind and tier, in three managers' portfolios."""

from __future__ import annotations

from typing import Final

from program.partners import Partner, PartnerKind, Tier

#: Country, its zone and its currency.
_PLACES: Final = {
    "DE": ("Europe/Berlin", "EUR"),
    "AT": ("Europe/Vienna", "EUR"),
    "CH": ("Europe/Zurich", "CHF"),
    "NL": ("Europe/Amsterdam", "EUR"),
    "BE": ("Europe/Brussels", "EUR"),
    "DK": ("Europe/Copenhagen", "DKK"),
    "SE": ("Europe/Stockholm", "SEK"),
    "FI": ("Europe/Helsinki", "EUR"),
    "PL": ("Europe/Warsaw", "PLN"),
    "CZ": ("Europe/Prague", "CZK"),
    "GB": ("Europe/London", "GBP"),
    "IE": ("Europe/Dublin", "EUR"),
    "FR": ("Europe/Paris", "EUR"),
    "ES": ("Europe/Madrid", "EUR"),
    "IT": ("Europe/Rome", "EUR"),
    "US": ("America/Chicago", "USD"),
}

#: By the address of the manager: id, name, kinds, tier, country.
_PORTFOLIOS: Final = {
    "manager@vendor.example": """
        nordwind     | Nordwind Systems           | reseller                | silver     | DE
        alpenblick   | Alpenblick Consulting      | referral                | bronze     | DE
        hafenwerk    | Hafenwerk IT               | msp                     | gold       | DE
        quellgrund   | Quellgrund Datentechnik    | reseller implementation | platinum   | DE
        lindenkai    | Lindenkai Netzwerke        | var                     | silver     | DE
        morgenrot    | Morgenrot Beratung         | referral                | registered | DE
        steinbruck   | Steinbruck Systemhaus      | reseller                | bronze     | DE
        tannhof      | Tannhof Software           | integration             | silver     | DE
        ferngleis    | Ferngleis Cloud            | msp                     | bronze     | DE
        kupferberg   | Kupferberg IT-Services     | implementation          | gold       | DE
        wellenreich  | Wellenreich Digital        | referral                | silver     | AT
        sonnleiten   | Sonnleiten Systeme         | var                     | bronze     | AT
        arvenholz    | Arvenholz Informatik       | reseller                | gold       | CH
        gletscherhorn| Gletscherhorn Solutions    | msp var                 | silver     | CH
    """,
    "manager2@vendor.example": """
        polderlicht  | Polderlicht ICT            | reseller                | gold       | NL
        duinzicht    | Duinzicht Advies           | referral                | bronze     | NL
        kanaalhuis   | Kanaalhuis Automatisering  | msp                     | silver     | NL
        scheldebrug  | Scheldebrug Systems        | var                     | registered | BE
        fjordlys     | Fjordlys Data              | reseller                | platinum   | DK
        havtorn      | Havtorn Konsult            | referral                | registered | DK
        bjorkdal     | Björkdal Nätverk           | msp                     | gold       | SE
        lingonstig   | Lingonstig Partners        | implementation          | silver     | SE
        revontuli    | Revontuli Systems          | reseller                | silver     | FI
        bursztyn     | Bursztyn Systemy           | reseller                | silver     | PL
        wislanka     | Wiślanka Software          | integration             | bronze     | PL
        vltavin      | Vltavín Servis             | msp                     | bronze     | CZ
        moravenka    | Moravěnka Data             | reseller                | registered | CZ
    """,
    "manager3@vendor.example": """
        thornwick    | Thornwick Technology       | reseller                | gold       | GB
        saltmarsh    | Saltmarsh Advisory         | referral                | silver     | GB
        copperlane   | Copperlane Managed IT      | msp                     | platinum   | GB
        greyfell     | Greyfell Integrations      | integration             | bronze     | GB
        ballyfenn    | Ballyfenn Systems          | reseller                | bronze     | IE
        clairval     | Clairval Informatique      | reseller                | silver     | FR
        rivebois     | Rivebois Conseil           | referral                | bronze     | FR
        montargent   | Montargent Réseaux         | var                     | gold       | FR
        solvedra     | Solvedra Sistemas          | reseller integration    | silver     | ES
        miralunar    | Miralunar Consulting       | referral                | registered | ES
        borgoverde   | Borgoverde Informatica     | msp                     | silver     | IT
        lagochiaro   | Lagochiaro Servizi         | implementation          | registered | IT
        prairielight | Prairielight Technologies  | reseller                | gold       | US
        harborstone  | Harborstone Cloud          | msp                     | silver     | US
    """,
}


def _read(line: str) -> Partner:
    id, name, kinds, tier, country = (part.strip() for part in line.split("|"))
    zone, currency = _PLACES[country]
    return Partner(
        id=id,
        name=name,
        kinds=frozenset(PartnerKind(kind) for kind in kinds.split()),
        tier=Tier(tier),
        country=country,
        zone=zone,
        currency=currency,
    )


#: The partners of each manager, by the manager's address.
PORTFOLIOS: Final = {manager: tuple(_read(line) for line in table.strip().splitlines()) for manager, table in _PORTFOLIOS.items()}
PARTNERS: Final = tuple(partner for portfolio in PORTFOLIOS.values() for partner in portfolio)
