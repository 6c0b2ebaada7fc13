"""Whom a visitor of the demo's page can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.demo.partners import PARTNERS
from bot.demo.people import everybody

#: The vendor of the policy that comes with the project.
_VENDOR: Final = "Fernblick Software"
_STRANGER: Final = "stranger@nowhere.example"
_SHOWN: Final = (
    *(f"{who}@{partner}.example" for partner in ("nordwind", "alpenblick", "hafenwerk") for who in ("seller", "admin")),
    "manager@vendor.example",
    "direct@vendor.example",
    "channel@vendor.example",
    "channel2@vendor.example",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPersona:
    """Somebody to be: `id` is the address, `role` in words ("partner admin"), `company` "" for the stranger."""

    id: str
    name: str
    role: str
    company: str
    language: str


def personas(vendor: str = _VENDOR) -> tuple[DemoPersona, ...]:
    """Everybody who has a part to play, and last a stranger, whose account is nobody's."""
    members = {member.email: member for member in everybody()}
    companies = {partner.id: partner.name for partner in PARTNERS}
    shown = [members[email] for email in _SHOWN]
    known = tuple(
        DemoPersona(
            id=member.email,
            name=member.name,
            role=member.role.value.replace("_", " "),
            company=companies[member.partner_id] if member.partner_id else vendor,
            language=member.language,
        )
        for member in shown
    )
    return (*known, DemoPersona(id=_STRANGER, name="Robin Nowhere", role="stranger", company="", language="en"))
