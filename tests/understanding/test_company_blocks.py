"""The keys of a company's name: few, the same each time, and some of them left by whatever happens to its spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.company_blocks import MOST_FILED, MOST_SOUGHT, filed_keys, sought_keys
from handlers.understanding.company_names import identity_key
from handlers.understanding.company_nearest import nearest

WORDS = "Nordlicht Öhringer GmbH AG Kälte in Bremen Bau 12 van der & , Ltd. МИР 株式会社".split()
NAMES = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))


@given(NAMES)
def test_a_name_meets_itself_and_is_filed_under_few_keys(name: str) -> None:
    filed, sought = filed_keys(name), sought_keys(name)
    assert len(filed) <= MOST_FILED
    assert len(sought) <= MOST_SOUGHT
    assert set(filed) <= set(sought)
    assert bool(filed) == bool(identity_key(name))
    assert all(-(2**63) <= key < 2**63 for key in filed)


@pytest.mark.parametrize(
    ("filed", "sought"),
    [
        ("Öhringer Kälte GmbH", "Ohringer Kalte"),
        ("Öhringer Kälte GmbH", "Kaelte Oehringer AG"),
        ("Kestrel Inc.", "Kestral Corporation"),
        ("Kestrel Inc.", "Cestrel LLC"),
        ("Kestrel Inc.", "Kastrel Ltd"),
        ("Quastenflosser Systemhaus GmbH", "Guastenflosser GmbH"),
        ("Cloud Kestrel Inc.", "CloudKestrel"),
        ("Van der Waard B.V.", "Vanderwaard"),
        ("Vereinigte Seil Werke AG", "VSW"),
        ("VSW", "Vereinigte Seil Werke AG"),
        ("Studio 54 GmbH", "54 Studio"),
        ("Мир Техники ООО", "Mir Tekhniki"),
    ],
)
def test_whatever_happens_to_a_name_leaves_a_key(filed: str, sought: str) -> None:
    assert set(filed_keys(filed)) & set(sought_keys(sought))


def test_names_that_share_nothing_share_no_key() -> None:
    assert not set(filed_keys("Nordlicht Logistik AG")) & set(sought_keys("Kestrel Foods Inc."))


def test_what_is_no_name_has_no_key() -> None:
    assert filed_keys("") == sought_keys("...") == ()


def test_the_nearest_names_are_alike_and_share_rare_keys() -> None:
    known = [("Südwind AG", 30), ("Nordlicht Logistik", 10), ("Nordlicht Logistik AG", 30), ("Nordlicht AG", 30)]
    assert nearest("Nordlicht Logistik AG", known, 3) == [2, 3, 1]
    assert nearest("Nordlicht", [], 3) == []


def test_equally_near_names_keep_their_order() -> None:
    assert nearest("Nordlicht", [("Nordlicht Bau", 5), ("Nordlicht Tee", 5), ("Nordlicht Bau", 5)], 9) == [0, 1, 2]
