"""The door of the page: other hosts, other pages and broken requests are sent away with one clear sentence."""

from __future__ import annotations

import http.client
import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import Incoming, Sender
from bot.web import app
from bot.web.guard import BODY_LIMIT
from bot.web.read import LONGEST_TEXT
from handlers.message import LARGEST_FILE, Opened, Pressed, Said, Submitted, Uploaded
from tests.web.fake_chat import SELLER, STRANGER, Served, say

TURN = {"key": "0123456789", "persona": SELLER, "said": "hello"}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served() as running:
        yield running


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def ask(served: Served, method: str, path: str, body: bytes | None = None, **headers: str | None) -> Answer:
    """A raw request; header names with `_` for `-`, None leaves one out. Host, and for a POST Origin and type, are right."""
    right: dict[str, str | None] = {"Host": f"127.0.0.1:{served.port}"}
    if method == "POST":
        right |= {"Origin": served.address, "Content-Type": "application/json"}
    right |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in right.items():
            if value is not None:
                connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def post(served: Served, path: str, body: object, **headers: str | None) -> Answer:
    return ask(served, "POST", path, json.dumps(body).encode(), **headers)


def is_one_sentence(answer: Answer) -> bool:
    return list(answer.json) == ["error"] and answer.json["error"].endswith(".") and "Traceback" not in answer.text


# --- what is let in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_the_page_answers_under_the_names_of_this_machine(served: Served, name: str) -> None:
    answer = ask(served, "GET", "/", Host=f"{name}:{served.port}")
    assert answer.status == 200
    assert answer.headers.get_content_type() == "text/html"


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"said": "hello"}, Said(text="hello")),
        ({"said": ""}, Said(text="")),
        ({"pressed": "confirm:1"}, Pressed(action="confirm:1")),
        ({"form": "deal", "values": {"a": "b"}}, Submitted(form="deal", values={"a": "b"})),
        ({"file": {"name": "deals.csv", "content": "Q29tcGFueQ=="}}, Uploaded(name="deals.csv", content=b"Company")),
        ({"opened": True}, Opened()),
    ],
)
def test_a_turn_arrives_as_one_delivery(served: Served, fields: dict[str, object], what: object) -> None:
    answer = post(served, "/api/turn", {"key": "abcd-1234", "persona": SELLER, **fields})
    assert answer.status == 200
    assert answer.json["parts"]
    sender = Sender(chat="web", tenant="demo", user=SELLER)
    key = f"web:demo:{SELLER}:abcd-1234"
    assert served.chat.deliveries[-1] == Incoming(key=key, sender=sender, conversation=SELLER, what=what)  # type: ignore[arg-type]  # one of the kinds above


def test_the_page_may_say_where_a_request_comes_from_either_way(served: Served) -> None:
    assert post(served, "/api/turn", TURN, Origin=None, Sec_Fetch_Site="same-origin").status == 200
    assert post(served, "/api/turn", TURN, Sec_Fetch_Site="same-origin").status == 200


def test_half_a_character_becomes_a_replacement(served: Served) -> None:
    body = b'{"key": "surrogate1", "persona": "%s", "said": "a\\ud83d"}' % SELLER.encode()
    assert ask(served, "POST", "/api/turn", body).status == 200
    assert served.chat.deliveries[-1].what == Said(text="a\ufffd")


def test_notices_stay_until_they_are_confirmed(served: Served) -> None:
    served.write(STRANGER, "notice-1", say("You were invited."))
    for _ in range(2):
        answer = ask(served, "GET", f"/api/notices?persona={STRANGER}&wait=0")
        assert [notice["key"] for notice in answer.json["notices"]] == ["notice-1"]
    assert post(served, "/api/seen", {"persona": STRANGER, "keys": ["notice-1", "unknown"]}).status == 200
    assert ask(served, "GET", f"/api/notices?persona={STRANGER}&wait=0").json == {"notices": []}
    [exchange] = ask(served, "GET", f"/api/transcript?persona={STRANGER}").json["exchanges"]
    assert (exchange["key"], exchange["what"], exchange["at"]) == ("notice-1", None, "2026-11-03T09:15:00+00:00")


def test_the_transcript_gives_back_the_keys_of_the_page(served: Served) -> None:
    post(served, "/api/turn", TURN | {"key": "transcript-1"})
    exchanges = ask(served, "GET", f"/api/transcript?persona={SELLER}").json["exchanges"]
    assert exchanges[-1]["key"] == "transcript-1"
    assert exchanges[-1]["what"] == {"said": "hello"}


def test_it_says_that_it_is_alive(served: Served) -> None:
    assert ask(served, "GET", "/healthz").json == {"status": "ok"}


def test_stopping_does_not_wait_for_an_open_question() -> None:
    with Served() as running:
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
        connection.request("GET", f"/api/notices?persona={SELLER}")
        ask(running, "GET", "/healthz")
    assert Answer(connection.getresponse()).json == {"notices": []}
    connection.close()


# --- what is sent away --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "10.0.0.1:{port}", "", None]
)
@pytest.mark.parametrize("path", ["/", "/static/app.css", "/api/personas", "/healthz"])
def test_another_host_is_misdirected(served: Served, host: str | None, path: str) -> None:
    answer = ask(served, "GET", path, Host=host.format(port=served.port) if host is not None else None)
    # Without a Host header HTTP/1.1 itself is broken; either way nothing is served.
    assert answer.status in ({421} if host is not None else {400, 421})
    assert "personas" not in answer.text


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://localhost:{port}"]
)
def test_another_origin_is_refused(served: Served, origin: str) -> None:
    before = len(served.chat.deliveries)
    answer = post(served, "/api/turn", TURN, Origin=origin.format(port=served.port))
    assert answer.status == 403
    assert is_one_sentence(answer)
    assert len(served.chat.deliveries) == before


@pytest.mark.parametrize("site", [None, "none", "cross-site", "same-site"])
def test_a_change_without_an_origin_is_refused(served: Served, site: str | None) -> None:
    assert post(served, "/api/turn", TURN, Origin=None, Sec_Fetch_Site=site).status == 403


def test_another_page_cannot_read_but_may_link_here(served: Served) -> None:
    assert ask(served, "GET", "/api/personas", Sec_Fetch_Site="cross-site").status == 403
    assert ask(served, "GET", "/", Sec_Fetch_Site="cross-site").status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_only_json_is_taken(served: Served, kind: str | None) -> None:
    answer = post(served, "/api/turn", TURN, Content_Type=kind)
    assert answer.status == 415
    assert is_one_sentence(answer)


def test_a_body_may_be_as_large_as_the_limit_and_no_larger(served: Served) -> None:
    for fits, too_large in (
        ({"said": "x" * LONGEST_TEXT}, {"said": "x" * (LONGEST_TEXT + 1)}),
        ({"file": sent(LARGEST_FILE)}, {"file": sent(LARGEST_FILE + 1)}),
        ({"file": sent(LARGEST_FILE)}, {"file": sent(BODY_LIMIT)}),
    ):
        assert post(served, "/api/turn", _but_said(fits)).status == 200
        answer = post(served, "/api/turn", _but_said(too_large))
        assert answer.status == 413
        assert is_one_sentence(answer)


def sent(size: int) -> dict[str, str]:
    return {"name": "x.pdf", "content": b64encode(b"x" * size).decode()}


def _but_said(what: Mapping[str, object]) -> dict[str, object]:
    but_said: dict[str, object] = {name: value for name, value in TURN.items() if name != "said"}
    return {**but_said, **what}


def test_a_body_of_unknown_length_is_cut_off_at_the_limit(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    headers = {"Origin": served.address, "Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    connection.request("POST", "/api/turn", (b"x" * 65536 for _ in range(BODY_LIMIT // 65536 + 2)), headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"key": ' + b"9" * 5000 + b"}",
    ],
    ids=["empty", "cut", "list", "text", "null", "bytes", "deep", "huge number"],
)
def test_a_body_that_is_no_object_is_said_to_be_none(served: Served, body: bytes) -> None:
    answer = ask(served, "POST", "/api/turn", body)
    assert answer.status == 400
    assert is_one_sentence(answer)


@pytest.mark.parametrize(
    "change",
    [
        {"said": None},
        {"said": 3},
        {"said": ["x"]},
        {"key": None},
        {"key": "short"},
        {"key": "x" * 65},
        {"key": "with space"},
        {"key": "a:b:c:d:e"},
        {"persona": 1},
        {"pressed": "two kinds"},
        {"values": {}},
        {"admin": True},
    ],
    ids=str,
)
def test_a_wrong_field_is_named_in_a_sentence(served: Served, change: dict[str, object]) -> None:
    answer = post(served, "/api/turn", TURN | change)
    assert answer.status == 400
    assert is_one_sentence(answer)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"opened": False},
        {"opened": 1},
        {"form": "f"},
        {"form": "f", "values": []},
        {"form": "f", "values": {"a": 1}},
        {"file": "x"},
        {"file": {"name": "x"}},
        {"file": {"name": "x", "content": 1}},
        {"file": {"name": "x", "content": "no base64"}},
        {"file": {"name": "x", "content": "ü"}},
    ],
    ids=str,
)
def test_a_turn_without_a_right_kind_is_refused(served: Served, fields: dict[str, object]) -> None:
    answer = post(served, "/api/turn", {"key": "0123456789", "persona": SELLER, **fields})
    assert answer.status == 400
    assert is_one_sentence(answer)


@pytest.mark.parametrize(
    "body", [{}, {"persona": SELLER}, {"persona": SELLER, "keys": "x"}, {"persona": SELLER, "keys": [1]}], ids=str
)
def test_what_was_seen_is_a_list_of_keys(served: Served, body: dict[str, object]) -> None:
    assert post(served, "/api/seen", body).status == 400


@pytest.mark.parametrize("wait", ["-1", "21", "1.5", "x", "", "²", "1e1"])
def test_a_wait_is_a_few_whole_seconds(served: Served, wait: str) -> None:
    answer = ask(served, "GET", f"/api/notices?persona={STRANGER}&wait={wait.encode().hex() if not wait.isascii() else wait}")
    assert answer.status == 400


@pytest.mark.parametrize(
    "path", ["/api/transcript?persona=nobody", "/api/notices?persona=nobody&wait=0", "/api/transcript", "/nowhere"]
)
def test_nobody_and_nothing_are_not_found(served: Served, path: str) -> None:
    answer = ask(served, "GET", path)
    assert answer.status == 404
    assert is_one_sentence(answer)


def test_a_turn_of_nobody_does_not_reach_the_chat(served: Served) -> None:
    before = len(served.chat.deliveries)
    assert post(served, "/api/turn", TURN | {"persona": "nobody@birke.example"}).status == 404
    assert len(served.chat.deliveries) == before


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/static/..%2fguard.py", "/static/index.html"]
)
def test_only_the_files_of_the_page_are_served(served: Served, path: str) -> None:
    assert ask(served, "GET", path).status == 404


def test_a_wrong_method_is_told_the_right_one(served: Served) -> None:
    answer = ask(served, "GET", "/api/turn")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert is_one_sentence(answer)


@given(
    body=st.binary(max_size=300)
    | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_no_body_brings_the_door_down(served: Served, body: bytes) -> None:
    assert ask(served, "POST", "/api/turn", body).status == 400


def test_the_page_names_files_that_there_are_and_every_module_ahead_of_time(served: Served) -> None:
    page = ask(served, "GET", "/").text
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert [path for path in named if ask(served, "GET", path).status != 200] == []
    folder = Path(app.__file__).parent / "static"
    assert {f"/static/{file.name}" for file in folder.iterdir() if file.name != "index.html"} == set(named)


# --- what every answer carries -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/static/favicon.svg", "/api/personas", "/nowhere", "/healthz"])
def test_every_answer_carries_the_headers(served: Served, path: str) -> None:
    headers = ask(served, "GET", path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["form-action"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == ("no-store" if path.startswith("/api/") else "no-cache")


def test_an_accident_ends_in_a_reference_and_the_log_knows_no_words_of_it(served: Served) -> None:
    with structlog.testing.capture_logs() as logs:
        answers = [post(served, "/api/turn", TURN | {"key": "accident-1", "said": "break a-secret"}) for _ in range(2)]
    assert [answer.status for answer in answers] == [500, 500]
    assert [log["reference"] for log in logs] == [answer.json["reference"] for answer in answers]
    assert len({log["reference"] for log in logs}) == 2
    assert "a-secret" not in answers[0].text + json.dumps(logs)
    assert logs[0]["error"] == "RuntimeError"
    assert any("fake_chat" in frame for frame in logs[0]["at"])
