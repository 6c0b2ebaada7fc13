"""What billing delivers: signed and fresh, whole or not at all, once however often, and no word of it in an answer or a log."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.billing.edge import PATH, routes
from bot.billing.guard import SIGNATURE, TIMESTAMP, is_signed, sign
from bot.billing.read import MOST_EVENTS, Malformed, TooMany, read_delivery
from bot.composition import House as Built
from bot.config import BadConfiguration, Settings, read_settings
from bot.delivery.metrics import Metrics
from bot.forgetting import Forgetting
from bot.ids import FreshIds
from bot.log import configure_logging
from bot.sweeps import Sweeps
from bot.turns import Turns
from storage.ledger_tables import billing_facts, statement_lines
from tests.bot.house import NOW, PROGRAM, House

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECRET, OLD = "wellenbrecher-2026-11-wellenbrecher", "leuchtturm-2025-03-leuchtturm-25"
STAMP = str(int(NOW.timestamp()))
INVOICE = {"id": "INV-1", "type": "invoice", "deal": "R-WWWWW2", "date": "2026-10-05", "amount": "10000.00", "currency": "EUR"}
PAYMENT = INVOICE | {"id": "PAY-1", "type": "payment", "amount": 10000.5}
REFUND = INVOICE | {"id": "REF-1", "type": "refund", "amount": 1000}
CHURN = {"id": "CH-1", "type": "churn", "deal": "R-WWWWW2", "date": "2026-11-20"}
USAGE = {"id": "US-1", "type": "usage", "deal": "r-wwwww6", "month": "2026-10", "amount": "500", "currency": "EUR"}


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    body: Any
    text: str


class Sender:
    """A billing system that signs what it delivers."""

    def __init__(self, session: ClientSession, metrics: Metrics) -> None:
        self._session = session
        self._metrics = metrics

    async def deliver(self, *events: object, **how: Any) -> Answer:
        return await self.post(json.dumps({"events": events}).encode(), **how)

    async def post(self, body: bytes, *, secret: str = SECRET, stamp: str = STAMP, headers: dict[str, str] | None = None) -> Answer:
        signed = {TIMESTAMP: stamp, SIGNATURE: sign(body, stamp, secret)} if headers is None else headers
        async with self._session.post(PATH, data=body, headers=signed) as response:
            text = await response.text()
            return Answer(status=response.status, body=json.loads(text) if text.startswith("{") else None, text=text)

    def counted(self) -> str:
        return self._metrics.text().decode()


@asynccontextmanager
async def billing(house: House, secrets: str = f"{SECRET},{OLD}") -> AsyncIterator[Sender]:
    """The edge alone, with the clock of the house."""
    settings = Settings(database_url=SecretStr(house.url), billing_webhook_secret=SecretStr(secrets) if secrets else None)
    ids, metrics = FreshIds(), Metrics()
    turns = Turns(house.database, PROGRAM, ids, lambda: house.at)
    sweeps = Sweeps(house.database, PROGRAM, ids)
    built = Built(
        settings=settings,
        database=house.database,
        program=PROGRAM,
        ids=ids,
        turns=turns,
        sweeps=sweeps,
        forgetting=Forgetting(house.database, timedelta(days=90)),
    )
    app = web.Application()
    app.add_routes(routes(built, metrics, lambda: house.at))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
        try:
            yield Sender(session, metrics)
        finally:
            await runner.cleanup()


def answers(house: House, *deliveries: Sequence[object], **how: Any) -> list[Answer]:
    async def go() -> list[Answer]:
        async with billing(house) as sender:
            return [await sender.deliver(*events, **how) for events in deliveries]

    return asyncio.run(go())


def booked(house: House) -> list[tuple[str, int]]:
    return sorted((row["item"], row["amount_minor"]) for row in house.rows(statement_lines))


# --- what is taken in ------------------------------------------------------------------------------------------------


def test_every_kind_of_event_is_recorded_and_settled_once_however_often_it_is_delivered(house: House) -> None:
    async def go() -> None:
        async with billing(house) as sender:
            events = (INVOICE, PAYMENT, REFUND, CHURN, USAGE)
            first = await sender.deliver(*events)
            assert (first.status, first.body) == (200, {"recorded": 5, "known": 0})
            for secret in (SECRET, OLD):
                again = await sender.deliver(*events, secret=secret)
                assert (again.status, again.body) == (200, {"recorded": 0, "known": 5})
            assert 'partnerbot_billing_deliveries_total{status="200"} 3.0' in sender.counted()
            assert 'partnerbot_billing_events_total{known="no"} 5.0' in sender.counted()

    asyncio.run(go())
    assert booked(house) == [("churn", -207_000), ("commission", 230_000), ("refund:REF-1", -23_000), ("share:2026-10", 10_000)]
    assert {row["amount_minor"] for row in house.rows(billing_facts)} == {1_000_000, 1_000_050, 100_000, None, 50_000}


def test_the_same_delivery_at_the_same_moment_counts_once(house: House) -> None:
    async def go() -> None:
        async with billing(house) as one, billing(house) as other:
            found = await asyncio.gather(*(sender.deliver(INVOICE, USAGE) for sender in (one, other, one, other)))
            assert [answer.status for answer in found] == [200] * 4
            assert sum(answer.body["recorded"] for answer in found) == 2

    asyncio.run(go())
    assert booked(house) == [("commission", 230_000), ("share:2026-10", 10_000)]


# --- who may deliver -------------------------------------------------------------------------------------------------


@ON_SQLITE
def test_without_a_secret_there_is_no_such_address(house: House) -> None:
    async def go() -> None:
        async with billing(house, secrets="") as sender:
            assert (await sender.deliver(INVOICE)).status == 404

    asyncio.run(go())
    assert house.rows(billing_facts) == []


@ON_SQLITE
def test_what_is_not_signed_or_not_fresh_goes_no_further(house: House) -> None:
    body = json.dumps({"events": [INVOICE]}).encode()
    good = {TIMESTAMP: STAMP, SIGNATURE: sign(body, STAMP, SECRET)}
    old, soon = (str(int((NOW + timedelta(seconds=seconds)).timestamp())) for seconds in (-301, 302))
    bad = [
        {},
        {TIMESTAMP: STAMP},
        {SIGNATURE: good[SIGNATURE]},
        good | {SIGNATURE: good[SIGNATURE].removeprefix("sha256=")},
        good | {SIGNATURE: sign(body, STAMP, SECRET.swapcase())},
        good | {SIGNATURE: sign(body, STAMP, "")},
        good | {SIGNATURE: sign(body + b" ", STAMP, SECRET)},
        good | {TIMESTAMP: str(int(STAMP) + 1)},
        {TIMESTAMP: old, SIGNATURE: sign(body, old, SECRET)},
        {TIMESTAMP: soon, SIGNATURE: sign(body, soon, SECRET)},
        {TIMESTAMP: "soon", SIGNATURE: sign(body, "soon", SECRET)},
    ]

    async def go() -> None:
        async with billing(house) as sender:
            for headers in bad:
                answer = await sender.post(body, headers=headers)
                assert (answer.status, answer.body) == (401, {"error": "delivery.not_signed"})
            assert (await sender.post(body, headers=good)).status == 200

    asyncio.run(go())


@given(st.binary(max_size=40), st.text(max_size=20), st.text(max_size=90))
def test_whatever_is_sent_is_refused_without_an_error(body: bytes, stamp: str, signature: str) -> None:
    assert not is_signed(body, stamp, signature, secrets=[SECRET], at=NOW)


@pytest.mark.parametrize("value", ["short", f"{SECRET},short", f"{SECRET},{OLD},{SECRET}x"])
def test_a_weak_secret_or_a_third_one_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BILLING_WEBHOOK_SECRET", value)
    with pytest.raises(BadConfiguration) as bad:
        read_settings()
    (problem,) = bad.value.problems
    assert problem.startswith("BILLING_WEBHOOK_SECRET must be")
    assert "short" not in problem
    assert SECRET not in problem


def test_an_empty_secret_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLING_WEBHOOK_SECRET", " , ")
    assert read_settings().billing_webhook_secrets == ()


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": "gift"}, {"code": "event.field", "field": "type"}),
        ({"type": ["invoice"]}, {"code": "event.field", "field": "type"}),
        ({"id": ""}, {"code": "event.field", "field": "id"}),
        ({"id": "x" * 201}, {"code": "event.field", "field": "id"}),
        ({"id": "a\u0000b"}, {"code": "event.field", "field": "id"}),
        ({"id": 17}, {"code": "event.field", "field": "id"}),
        ({"deal": None}, {"code": "event.field", "field": "deal"}),
        ({"deal": "R-\ud800"}, {"code": "event.field", "field": "deal"}),
        ({"date": "2026-11-24"}, {"code": "event.field", "field": "date"}),
        ({"date": "yesterday"}, {"code": "event.field", "field": "date"}),
        ({"amount": True}, {"code": "event.field", "field": "amount"}),
        ({"amount": "1.001"}, {"code": "event.field", "field": "amount"}),
        ({"amount": 10**12}, {"code": "event.field", "field": "amount"}),
        ({"amount": None}, {"code": "event.field", "field": "amount"}),
        ({"type": "payment", "amount": 0}, {"code": "event.field", "field": "amount"}),
        ({"type": "refund", "amount": -1}, {"code": "event.field", "field": "amount"}),
        ({"currency": "Euro"}, {"code": "event.field", "field": "currency"}),
        ({"currency": "CHF"}, {"code": "billing.other_currency", "currency": "EUR"}),
        ({"deal": "R-NOBODY"}, {"code": "billing.deal_unknown"}),
        ({"deal": "R-RIVAL2"}, {"code": "billing.deal_not_won"}),
    ],
)
@ON_SQLITE
def test_an_event_that_cannot_be_taken_is_named_by_its_number_and_keeps_all_of_them_out(
    house: House, change: dict[str, Any], told: dict[str, str]
) -> None:
    [answer] = answers(house, [USAGE, INVOICE | change])
    assert answer.status == 400
    assert answer.body == {"error": "delivery.refused", "events": [{"event": 1} | told]}
    assert house.rows(billing_facts) == house.rows(statement_lines) == []


def test_a_source_that_says_something_else_is_a_conflict_and_what_was_recorded_stays(house: House) -> None:
    first, second, mixed = answers(
        house, [INVOICE], [USAGE, INVOICE | {"amount": "1"}], [INVOICE | {"amount": "1"}, USAGE | {"deal": "R-NOBODY"}]
    )
    assert first.status == 200
    assert second.status == 409
    assert second.body["events"] == [{"event": 1, "code": "billing.contradicted"}]
    assert (mixed.status, [event["event"] for event in mixed.body["events"]]) == (400, [0, 1])
    assert [(row["source"], row["amount_minor"]) for row in house.rows(billing_facts)] == [("INV-1", 1_000_000)]


MALFORMED = [b"", b"[]", b"{", b"null", b'{"events":[]}', b'{"events":{}}', b"\xff\xfe", b"[" * 100_000, b'{"events":[NaN]}',
             b'{"events":[' + b"9" * 5000 + b"]}"]  # fmt: skip


@ON_SQLITE
def test_what_is_no_delivery_is_malformed_and_what_is_too_much_is_not_read(house: House) -> None:
    async def go() -> None:
        async with billing(house) as sender:
            for body in MALFORMED:
                answer = await sender.post(body)
                assert (answer.status, answer.body) == (400, {"error": "delivery.malformed"})
            many = [CHURN | {"id": f"C-{number}"} for number in range(MOST_EVENTS + 1)]
            assert (await sender.deliver(*many)).body == {"error": "delivery.too_many_events"}
            assert (await sender.deliver(*many[:-1])).body == {"recorded": MOST_EVENTS, "known": 0}
            large = await sender.post(b"x" * (512 * 1024 + 1), headers={})
            assert (large.status, large.body) == (413, {"error": "delivery.too_large"})

    asyncio.run(go())


def test_an_exponent_that_would_fill_the_memory_is_a_fault() -> None:
    body = json.dumps({"events": [INVOICE]}).replace('"10000.00"', "1e999999999").encode()
    delivery = read_delivery(body, NOW.date())
    assert [dict(one.fields) for one in delivery.objections] == [{"field": "amount"}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)
)


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys([*INVOICE, "month"], JSON)) | JSON, max_size=4))
def test_whatever_an_event_holds_it_is_read_or_named(events: list[object]) -> None:
    try:
        found = read_delivery(json.dumps({"events": events}).encode(), NOW.date())
    except (Malformed, TooMany):
        return
    assert {claim.place for claim in found.claims} | {one.place for one in found.objections} == set(range(len(events)))


@ON_SQLITE
def test_nothing_that_was_sent_is_in_an_answer_or_the_log(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("DEBUG")
    canary = "Klabautermann"
    texts = [
        answer.text
        for answer in answers(
            house,
            [INVOICE | {"id": canary}],
            [INVOICE | {"id": canary, "amount": "77.13"}],
            [{"id": canary, "type": canary, "deal": canary, "date": canary, "amount": canary, "currency": canary}],
            [canary],
        )
    ]

    async def broken() -> Answer:
        async with billing(house) as sender:
            return await sender.post(canary.encode(), secret=canary)

    texts.append(asyncio.run(broken()).text)
    written = "".join(capsys.readouterr())
    assert "billing.taken_in" in written
    assert "billing.refused" in written
    for text in (*texts, written):
        assert canary not in text
        assert "77.13" not in text
        assert "R-WWWWW2" not in text
        assert SECRET not in text
        assert "Traceback" not in text
