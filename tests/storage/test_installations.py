"""An installation is one row for each tenant; its tokens are replaced by one at a time, and gone when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from handlers.message import Sender
from handlers.reply import Reply, Text
from storage.installations import Installation, Installations, Sealed, States, tidy
from storage.links import end_access, member_behind
from storage.outbox import SqlOutbox
from storage.slack_tables import slack_installations, slack_states
from storage.tables import accounts, conversations, events, outbox
from tests.storage.build import CHANNEL, NOW, RIVAL, SELLER, Record, at_once, sender

TICK = timedelta(microseconds=1)
TERM = timedelta(seconds=30)
OLD = Sealed(token="sealed-1", refresh_token="sealed-r1", expires_at=NOW)
NEW = Sealed(token="sealed-2", refresh_token="sealed-r2", expires_at=NOW + timedelta(hours=12))


def installation(tenant: str = "T1", **more: Any) -> Installation:
    known: dict[str, Any] = {"team_id": tenant, "enterprise_id": None, "sealed": OLD, "installed_at": NOW}
    return Installation(tenant=tenant, bot_user_id="UBOT", bot_id="B1", scopes=("chat:write",), **(known | more))


def do(record: Record, deed: Callable[[Installations], Any], *, at: Any = NOW) -> Any:
    with record.database.transaction() as connection:
        return deed(Installations(connection, at))


def put(record: Record, *installations: Installation) -> None:
    for each in installations:
        do(record, lambda found, each=each: found.put(each))  # type: ignore[misc]  # bound now, not when it is called


def get(record: Record, tenant: str = "T1") -> Installation | None:
    found: Installation | None = do(record, lambda found: found.get(tenant))
    return found


def test_an_installation_comes_back_as_it_was_put(record: Record) -> None:
    team, organisation = installation(), installation("E1", team_id=None, enterprise_id="E1", sealed=Sealed(token="s"))
    put(record, team, organisation)
    assert do(record, lambda found: found.all()) == (replace(organisation, revision=1), replace(team, revision=1))
    assert get(record, "T2") is None


def test_a_second_installation_takes_the_place_of_the_first(record: Record) -> None:
    put(record, installation())
    do(record, lambda found: found.revoke("T1"))
    later = installation(sealed=NEW, installed_at=NOW + TERM)
    put(record, later)
    assert get(record) == replace(later, revision=3)
    assert len(record.rows(slack_installations)) == 1


def test_of_twenty_that_install_at_once_all_succeed_and_one_row_is_left(record: Record) -> None:
    at_once([partial(put, record, installation(sealed=Sealed(token=f"s{number}"))) for number in range(20)])
    (row,) = record.rows(slack_installations)
    assert row["revision"] == 20


def test_of_twenty_that_want_to_renew_at_once_one_may(record: Record) -> None:
    put(record, installation())
    jobs = [lambda: do(record, lambda found: found.lease("T1", 1, until=NOW + TERM))] * 20
    assert sorted(at_once(jobs)) == [False] * 19 + [True]


def test_a_lease_ends_by_itself_and_with_the_new_tokens(record: Record) -> None:
    put(record, installation())
    assert do(record, lambda found: found.lease("T1", 1, until=NOW + TERM))
    assert not do(record, lambda found: found.lease("T1", 1, until=NOW + 2 * TERM), at=NOW + TERM - TICK)
    assert do(record, lambda found: found.lease("T1", 1, until=NOW + 2 * TERM), at=NOW + TERM)
    assert do(record, lambda found: found.renew("T1", 1, NEW))
    assert get(record) == installation(sealed=NEW, revision=2)
    assert not do(record, lambda found: found.lease("T1", 1, until=NOW + TERM))
    assert do(record, lambda found: found.lease("T1", 2, until=NOW + TERM))


def test_who_comes_late_with_new_tokens_changes_nothing(record: Record) -> None:
    put(record, installation(), installation(sealed=NEW))
    for late in (lambda found: found.renew("T1", 1, OLD), lambda found: found.reseal("T1", 1, OLD)):
        assert not do(record, late)
    do(record, lambda found: found.pause("T1", 1, until=NOW + TERM))
    assert do(record, lambda found: found.lease("T1", 2, until=NOW + TERM))
    do(record, lambda found: found.revoke("T1"))
    assert not do(record, lambda found: found.renew("T1", 2, NEW))
    kept = get(record)
    assert kept is not None
    assert kept.sealed is None


def test_sealing_anew_disturbs_nobody_who_renews(record: Record) -> None:
    put(record, installation())
    assert do(record, lambda found: found.lease("T1", 1, until=NOW + TERM))
    assert do(record, lambda found: found.reseal("T1", 1, replace(OLD, token="sealed-1-anew")))
    assert do(record, lambda found: found.renew("T1", 1, NEW))
    assert get(record) == installation(sealed=NEW, revision=2)


@pytest.mark.parametrize(("made_by", "is_over"), [(NOW - TICK, False), (NOW, True), (NOW + TERM, True), (None, True)])
def test_news_ends_only_what_was_installed_by_then(record: Record, made_by: Any, *, is_over: bool) -> None:
    put(record, installation())
    assert do(record, lambda found: found.revoke("T1", made_by=made_by), at=NOW + TERM) is is_over
    assert do(record, lambda found: found.revoke("T1", made_by=made_by), at=NOW + TERM) is False
    kept = get(record)
    assert kept is not None
    assert (kept.sealed is None) is is_over


# ── what was to be told there ────────────────────────────────────────────────────────────────────────────────────────────


def link(record: Record, account: Sender, member_id: str) -> None:
    """The member links the account, writes from it, and can be written to."""
    with record.turn(CHANNEL) as work:
        work.links.bind(account, member_id)
        work.links.reach(account, f"{account.tenant}/{account.user}")
    with record.database.transaction() as connection:
        row = {"member_id": member_id, "revision": 1, "state": {}, "chat": account.chat, "tenant": account.tenant}
        connection.execute(conversations.insert(), row | {"user_id": account.user})


def notify(record: Record, key: str, member_id: str) -> str | None:
    """Where a notice for the member would be posted; None where it waits for them to look."""
    with record.database.transaction() as connection:
        SqlOutbox(connection, NOW).put(key, member_id, Reply(parts=(Text(text="Approved"),)))
    (row,) = [row for row in record.rows(outbox) if row["key"] == key]
    conversation: str | None = row["conversation"]
    return conversation


def test_where_the_bot_is_gone_notices_wait_and_links_stay(record: Record) -> None:
    put(record, installation("T1"), installation("T2"))
    link(record, sender("u1", tenant="T1"), SELLER.id)
    link(record, sender("u1", tenant="T2"), RIVAL.id)
    assert (notify(record, "a", SELLER.id), notify(record, "b", RIVAL.id)) == ("T1/u1", "T2/u1")
    do(record, lambda found: found.revoke("T1"))
    where = {row["key"]: (row["chat"], row["conversation"]) for row in record.rows(outbox)}
    assert where == {"a": (None, None), "b": ("slack", "T2/u1")}
    assert (notify(record, "c", SELLER.id), notify(record, "d", RIVAL.id)) == (None, "T2/u1")
    with record.database.reading() as connection:
        assert member_behind(connection, sender("u1", tenant="T1")) is not None


def test_a_forgotten_workspace_leaves_no_token_and_no_account(record: Record) -> None:
    put(record, installation("T1"), installation("T2"))
    for tenant, member in (("T1", SELLER), ("T2", RIVAL)):
        link(record, sender("u1", tenant=tenant), member.id)
    link(record, sender("u1", chat="teams", tenant="T1"), CHANNEL.id)
    assert do(record, lambda found: found.forget("T1"))
    assert not do(record, lambda found: found.forget("T1"))
    assert get(record) is None
    assert {(row["chat"], row["tenant"]) for row in record.rows(accounts)} == {("slack", "T2"), ("teams", "T1")}


def test_what_was_revoked_is_forgotten_after_its_time(record: Record) -> None:
    keep = timedelta(days=30)
    put(record, installation("T1"), installation("T2"), installation("T3"))
    link(record, sender("u1", tenant="T1"), SELLER.id)
    do(record, lambda found: found.revoke("T1"))
    do(record, lambda found: found.revoke("T2"), at=NOW + TERM)
    for at, left in ((NOW + keep, ["T1", "T2", "T3"]), (NOW + keep + TICK, ["T2", "T3"])):
        with record.database.transaction() as connection:
            tidy(connection, at, keep=keep)
        assert [each.tenant for each in do(record, lambda found: found.all())] == left
    assert record.rows(accounts) == []


def test_a_deactivated_account_has_no_access_any_more_and_the_log_says_so(record: Record) -> None:
    link(record, sender("u1"), SELLER.id)
    ours, strangers = sender("u1"), (sender("u2"), sender("u1", tenant="T2"))
    for account, owner in (*((stranger, None) for stranger in strangers), (ours, SELLER.id), (ours, None)):
        with record.database.transaction() as connection:
            assert end_access(connection, account, NOW) == owner
    assert record.rows(accounts) == []
    assert [(row["kind"], row["subject"]) for row in record.rows(events)] == [("member.unlinked", SELLER.id)]


# ── states ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def take(record: Record, at: Any = NOW) -> bool:
    with record.database.transaction() as connection:
        return States(connection, at).take("hash")


def test_of_twenty_that_come_back_with_a_state_at_once_one_is_let_in(record: Record) -> None:
    with record.database.transaction() as connection:
        States(connection, NOW).add("hash", expires_at=NOW + TERM)
    assert sorted(at_once([partial(take, record)] * 20)) == [False] * 19 + [True]
    assert record.rows(slack_states) == []


@pytest.mark.parametrize(("at", "is_good"), [(NOW + TERM - TICK, True), (NOW + TERM, False)])
def test_a_state_is_good_until_just_before_it_expires(record: Record, at: Any, *, is_good: bool) -> None:
    with record.database.transaction() as connection:
        States(connection, NOW).add("hash", expires_at=NOW + TERM)
    assert take(record, at) is is_good
    assert take(record) is False
