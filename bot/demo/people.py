"""The people of the demo: the vendor's, and a seller, an admin and up to two more at every partner."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.demo.partners import PARTNERS
from bot.demo.sequence import Rolls, fixed_id
from handlers.understanding.company_fold import fold
from program.partners import Member, Partner, Role

#: Given names and family names by country; what has none of its own takes its neighbour's.
_NAMES: Final = {
    "DE": (
        "Anke Bernd Carla Dirk Elif Florian Greta Henning Ines Jannik Katrin Lukas Meike Nils Olga Paul Rieke Sven Tanja Yusuf",
        "Achterberg Bickenbach Clasing Dormann Ehlers Feldner Gerlach Hinrichs Immel Jacobi Kessler Lohmann Merten Noack Ostermann "
        "Pfeil Rademann Sievert Thoma Wenzel",
    ),
    "NL": (
        "Anouk Bram Daan Esmée Femke Gijs Hanneke Jeroen Lotte Maarten Noor Pieter Roos Sander Tess Wouter",
        "Aalbers Boersma Dekker Elzinga Geerts Hoekstra Jongman Kuiper Leenders Mulderij Postma Rietveld Schouten Veenstra",
    ),
    "DK": (
        "Asta Birger Ebba Frode Gunilla Henrik Ida Jesper Kaisa Liv Magnus Nora Oskar Pernille Rasmus Signe Tove Viggo",
        "Aagesen Bergdahl Dalgaard Engström Friis Hagelund Iversen Kjeldsen Lindqvist Mikkelä Nyborg Ostergren Rosenlund Sandvik",
    ),
    "PL": (
        "Agata Bartosz Dorota Filip Hana Jakub Karolina Ludvík Magda Ondřej Paweł Renata Szymon Tereza Wojciech Zuzana",
        "Baranek Czerny Dudek Fialka Gajda Hruby Jasik Kolarz Lisek Malina Nowotny Pokorny Rybak Sokol Tomczyk Vesely",
    ),
    "GB": (
        "Amelia Ben Charlotte Declan Erin Fiona George Harriet Isaac Joanna Kieran Lucy Marcus Niamh Owen Priya Ruth Samuel Will",
        "Ashdown Barlow Colgrave Denby Everleigh Fairbank Gladwin Hartnell Islip Jessop Kingsley Langford Mallory Norwell Oakden "
        "Penrose Radley Stainton Thursby Whitlow",
    ),
    "FR": (
        "Adèle Baptiste Camille Diego Elena Fabrice Giulia Hugo Inès Jorge Lucía Marco Nathalie Olivier Paola Rémi Sofia Théo",
        "Armand Belloc Castaldo Delorme Escobedo Fontanel Garrido Lambertini Marchetti Navarra Peyrat Quintero Rossel Tissot",
    ),
}  # fmt: skip
_NEIGHBOURS: Final = {
    "AT": "DE", "CH": "DE", "BE": "NL", "SE": "DK", "FI": "DK", "CZ": "PL", "IE": "GB", "US": "GB", "ES": "FR", "IT": "FR",
    "EE": "DK",
}  # fmt: skip
_GERMAN: Final = frozenset({"DE", "AT", "CH"})

_VENDOR: Final = (
    ("manager@vendor.example", "Katharina Wendt", Role.PARTNER_MANAGER, "en", "Europe/Berlin"),
    ("manager2@vendor.example", "Ruben Hoekstra", Role.PARTNER_MANAGER, "en", "Europe/Amsterdam"),
    ("manager3@vendor.example", "Imogen Fairbank", Role.PARTNER_MANAGER, "en", "Europe/London"),
    ("direct@vendor.example", "Matteo Lindner", Role.DIRECT_SELLER, "en", "Europe/Berlin"),
    ("direct2@vendor.example", "Solveig Brandt", Role.DIRECT_SELLER, "de", "Europe/Berlin"),
    ("channel@vendor.example", "Isabel Korff", Role.CHANNEL_ADMIN, "en", "Europe/Berlin"),
    ("channel2@vendor.example", "Gregor Sommerfeld", Role.CHANNEL_ADMIN, "de", "Europe/Berlin"),
)

#: Those who have a part to play: their names and, where it is not the country's, their language.
_CAST: Final = {
    "seller@nordwind.example": ("Jonas Feldner", "en"),
    "admin@nordwind.example": ("Miriam Castell", "de"),
    "seller@alpenblick.example": ("Theresa Obermann", "de"),
    "admin@alpenblick.example": ("Korbinian Rauch", "de"),
    "seller@hafenwerk.example": ("Lasse Brodersen", "en"),
    "admin@hafenwerk.example": ("Annika Thode", "de"),
}


def name_in(country: str, rolls: Rolls) -> str:
    """A person's name as it could be in the country."""
    given, family = _NAMES[_NEIGHBOURS.get(country, country)]
    return f"{rolls.pick(given.split())} {rolls.pick(family.split())}"


def local_part(name: str) -> str:
    """What stands before the @ of the person's address."""
    return ".".join(fold(name).split())


def members_id(email: str) -> str:
    """The id of the demo's member with the address."""
    return fixed_id("m-", email, 20)


def everybody() -> tuple[Member, ...]:
    """All members: the vendor's, then each partner's."""
    rolls = Rolls(1)
    vendor = [
        Member(id=members_id(email), partner_id=None, name=name, email=email, role=role, language=language, zone=zone)
        for email, name, role, language, zone in _VENDOR
    ]
    return (*vendor, *(member for place, partner in enumerate(PARTNERS) for member in _team(partner, 2 + (place + 2) % 3, rolls)))


def _team(partner: Partner, size: int, rolls: Rolls) -> list[Member]:
    """A seller, an admin, and sellers up to the size."""
    language = "de" if partner.country in _GERMAN else "en"
    team: list[Member] = []
    while len(team) < size:
        name = name_in(partner.country, rolls)
        if any(name == member.name for member in team):
            continue
        local = ("seller", "admin")[len(team)] if len(team) < 2 else local_part(name)
        email = f"{local}@{partner.id}.example"
        role = Role.PARTNER_ADMIN if local == "admin" else Role.SELLER
        member = Member(
            id=members_id(email), partner_id=partner.id, name=name, email=email, role=role, language=language, zone=partner.zone
        )
        known, spoken = _CAST.get(email, (name, language))
        team.append(replace(member, name=known, language=spoken))
    return team
