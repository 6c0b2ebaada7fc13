"""What is sealed opens for its tenant alone, with any key that is still known, and tells nothing until then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.sealing import Seal
from tests.slack.bot_that_authorises import KEY, NEWER_KEY

IDS = st.from_regex(r"[A-Z0-9]{1,40}", fullmatch=True)


@given(tenant=IDS, secret=st.text(max_size=300))
def test_what_is_sealed_opens_again(tenant: str, secret: str) -> None:
    sealed = Seal([KEY]).seal(tenant, secret)
    assert Seal([KEY]).open(tenant, sealed) == secret
    assert Seal([NEWER_KEY, KEY]).open(tenant, sealed) == secret
    assert Seal([NEWER_KEY]).open(tenant, sealed) is None


@given(tenant=IDS, other=IDS, secret=st.text(max_size=50))
def test_moved_into_the_row_of_another_tenant_it_does_not_open(tenant: str, other: str, secret: str) -> None:
    seal = Seal([KEY])
    assert (seal.open(other, seal.seal(tenant, secret)) is None) is (tenant != other)


@given(garbage=st.text(max_size=200))
def test_what_was_never_sealed_does_not_open(garbage: str) -> None:
    assert Seal([KEY]).open("T1", garbage) is None


def test_the_same_secret_is_never_sealed_twice_alike_nor_seen_through() -> None:
    sealed = {Seal([KEY]).seal("T1", "xoxb-1") for _ in range(50)}
    assert len(sealed) == 50
    assert not any("xoxb-1" in each for each in sealed)  # three letters of it are in one of hundred by chance


def test_the_newest_key_is_the_first() -> None:
    old = Seal([KEY]).seal("T1", "xoxb-1")
    both = Seal([NEWER_KEY, KEY])
    assert not both.is_newest("T1", old)
    assert both.is_newest("T1", both.seal("T1", "xoxb-1"))


@pytest.mark.parametrize("keys", [[], [""], ["short"], [KEY, "short"]])
def test_a_key_that_is_none_is_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match=r"key"):
        Seal(keys)
