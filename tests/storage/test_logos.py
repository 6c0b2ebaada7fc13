"""A partner's logo is kept once, and is there only for those who may see the partner."""

from __future__ import annotations

import pytest

from handlers.brand import Logo
from program.partners import Member
from tests.storage.build import ADMIN, CHANNEL, DIRECT, MANAGER, OTHER_MANAGER, RIVAL, SELLER, Record

FIRST = Logo(content=b"\x89PNG first", width=900, height=300)
SECOND = Logo(content=b"\x89PNG second", width=400, height=400)


def test_the_newest_logo_is_kept(record: Record) -> None:
    with record.turn(ADMIN) as work:
        assert work.logos.get("nordwind") is None
        work.logos.put("nordwind", FIRST)
    with record.turn(ADMIN) as work:
        work.logos.put("nordwind", SECOND)
    with record.turn(SELLER) as work:
        assert work.logos.get("nordwind") == SECOND


@pytest.mark.parametrize(
    ("who", "sees"), [(SELLER, True), (MANAGER, True), (CHANNEL, True), (RIVAL, False), (OTHER_MANAGER, False), (DIRECT, False)]
)
def test_the_logo_is_in_sight_of_whoever_sees_the_partner(record: Record, who: Member, sees: bool) -> None:
    with record.turn(ADMIN) as work:
        work.logos.put("nordwind", FIRST)
    with record.turn(who) as work:
        assert (work.logos.get("nordwind") is not None) == sees


def test_nobody_replaces_or_removes_the_logo_of_another_partner(record: Record) -> None:
    with record.turn(ADMIN) as work:
        work.logos.put("nordwind", FIRST)
    with record.turn(RIVAL) as work:
        work.logos.put("nordwind", SECOND)
        assert not work.logos.remove("nordwind")
    with record.turn(ADMIN) as work:
        assert work.logos.get("nordwind") == FIRST
        assert work.logos.remove("nordwind")
        assert not work.logos.remove("nordwind")
