"""Products by name, alias and slip of the keyboard; what fits several says so."""

from __future__ import annotations

import pytest

from handlers.understanding.products import product_slot, read_products
from handlers.understanding.readings import Product

CATALOGUE = (
    Product(name="Aurora Archive", aliases=("archive",)),
    Product(name="Gatewarden", aliases=("gateway", "sd-gate")),
    Product(name="Ledgerline CRM", aliases=("crm",)),
    Product(name="Ledgerline ERP", aliases=("erp",)),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("they want Aurora Archive", "Aurora Archive"),
        ("aurora-archive please", "Aurora Archive"),
        ("40 seats of the CRM", "Ledgerline CRM"),
        ("sdgate, 20k", "Gatewarden"),
        ("SD Gate", "Gatewarden"),
        ("Gatewraden for 20k", "Gatewarden"),
        ("Ledgerline CRN", "Ledgerline CRM"),
    ],
)
def test_a_product_is_known_by_its_names(text: str, name: str) -> None:
    found = product_slot(read_products(text, CATALOGUE), text)
    assert found is not None
    assert (found.value, found.alternatives) == (name, ())


def test_a_word_that_fits_two_products_names_both_in_catalogue_order() -> None:
    found = product_slot(read_products("Ledgerline, 33k EUR", CATALOGUE), "Ledgerline, 33k EUR")
    assert found is not None
    assert (found.value, found.alternatives) == ("Ledgerline CRM", ("Ledgerline ERP",))


@pytest.mark.parametrize("text", ["", "bi-weekly call", "an archivist", "crmx", "Gerda Warner"])
def test_other_words_are_no_product(text: str) -> None:
    assert read_products(text, CATALOGUE) == ()


def test_without_a_catalogue_nothing_is_a_product() -> None:
    assert read_products("Aurora Archive", ()) == ()
