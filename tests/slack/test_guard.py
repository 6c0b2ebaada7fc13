"""Nothing goes further that Slack did not sign within the last five minutes, and nothing that was signed is stumbled over."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.guard import is_signed, read_body
from tests.bot.house import NOW

BODY = b'{"type":"event_callback"}'
STAMP = str(int(NOW.timestamp()))


def sign(body: bytes, secret: str, stamp: str = STAMP) -> str:
    return "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()


def test_what_slack_signed_is_let_in() -> None:
    assert is_signed(BODY, STAMP, sign(BODY, "s1"), secrets=["s1"], at=NOW)


def test_both_secrets_count_while_one_takes_the_place_of_the_other() -> None:
    assert is_signed(BODY, STAMP, sign(BODY, "old"), secrets=["new", "old"], at=NOW)
    assert is_signed(BODY, STAMP, sign(BODY, "new"), secrets=["new", "old"], at=NOW)


@pytest.mark.parametrize("seconds", [-301, 301, 3600])
def test_what_is_old_or_from_the_future_is_refused(seconds: int) -> None:
    assert not is_signed(BODY, STAMP, sign(BODY, "s1"), secrets=["s1"], at=NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-299, 299])
def test_clocks_may_differ_a_little(seconds: int) -> None:
    assert is_signed(BODY, STAMP, sign(BODY, "s1"), secrets=["s1"], at=NOW + timedelta(seconds=seconds))


def test_another_body_another_secret_and_no_secret_are_refused() -> None:
    assert not is_signed(BODY + b" ", STAMP, sign(BODY, "s1"), secrets=["s1"], at=NOW)
    assert not is_signed(BODY, STAMP, sign(BODY, "s2"), secrets=["s1"], at=NOW)
    assert not is_signed(BODY, STAMP, sign(BODY, ""), secrets=[], at=NOW)


@given(st.binary(max_size=40), st.text(max_size=20), st.text(max_size=80))
def test_whatever_is_sent_is_refused_without_an_error(body: bytes, stamp: str, signature: str) -> None:
    assert not is_signed(body, stamp, signature, secrets=["s1"], at=NOW)


def test_the_three_shapes_of_slacks_bodies_are_read() -> None:
    assert read_body(BODY, "application/json") == {"type": "event_callback"}
    form = "application/x-www-form-urlencoded"
    assert read_body(b"command=%2Fdeal&text=a+b", form) == {"command": "/deal", "text": "a b"}
    assert read_body(b"payload=%7B%22type%22%3A%22shortcut%22%7D", form) == {"type": "shortcut"}


@given(st.binary(max_size=60), st.sampled_from(["application/json", "application/x-www-form-urlencoded", ""]))
def test_whatever_a_body_holds_reading_it_never_fails(body: bytes, content_type: str) -> None:
    found = read_body(body, content_type)
    assert found is None or isinstance(found, dict)


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"{", b"\xff\xfe", b"[" * 100_000, b'"x"', b"null"])
def test_what_is_no_object_is_malformed(body: bytes) -> None:
    assert read_body(body, "application/json") is None
