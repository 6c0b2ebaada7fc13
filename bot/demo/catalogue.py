"""What the demo's vendor sells, and the two areas that a partner has to itself."""

from __future__ import annotations

from typing import Final

from handlers.ports import CatalogueProduct
from program.routing import Territory

PRODUCTS: Final = (
    CatalogueProduct(name="Nimbus Backup", family="Nimbus", aliases=("backup",)),
    CatalogueProduct(name="Nimbus Vault", family="Nimbus", aliases=("vault",)),
    CatalogueProduct(name="Sentinel Firewall", family="Sentinel", aliases=("firewall",)),
    CatalogueProduct(name="FlowDesk CRM", family="FlowDesk", aliases=("crm",)),
    CatalogueProduct(name="FlowDesk ERP", family="FlowDesk", aliases=("erp",), is_complex=True),
    CatalogueProduct(name="InsightBI", family="InsightBI", aliases=("insight bi", "bi")),
    CatalogueProduct(name="EdgeConnect SD-WAN", family="EdgeConnect", aliases=("sd-wan", "sdwan"), is_complex=True),
    CatalogueProduct(name="PatchPilot", family="PatchPilot", aliases=("patch pilot",)),
    CatalogueProduct(name="SignFlow eSignature", family="SignFlow", aliases=("signflow", "e-signature")),
    CatalogueProduct(name="Managed SOC", family="Sentinel", aliases=("soc",), is_complex=True),
)

TERRITORIES: Final = (
    Territory(id="baltics", name="Baltics", countries=frozenset({"EE", "LT", "LV"}), partner_id="fjordlys"),
    Territory(
        id="austria-public",
        name="Austria, public sector",
        countries=frozenset({"AT"}),
        industries=frozenset({"Public sector", "Öffentliche Verwaltung"}),
        partner_id="sonnleiten",
    ),
)
