"""Nobody passes for Teams: whatever is wrong with a token or a body is refused, and nothing of it is a failure of ours."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from hmac import new as hmac
from typing import Any, Final

import jwt
import pytest
from aiohttp import ClientSession

from storage.tables import inbox
from tests.bot.house import House
from tests.teams.bot_here import BotHere
from tests.teams_fake.microsoft import FakeMicrosoft
from tests.teams_fake.signing import claims, private_key, public_pem, published, signed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

_JSON: Final = {"Content-Type": "application/json"}


def send(bot: BotHere, body: bytes, headers: Mapping[str, str], *, method: str = "POST") -> int:
    async def go() -> int:
        async with ClientSession() as session, session.request(method, bot.url, data=body, headers=headers) as answer:
            told = await answer.read()
            assert b"Traceback" not in told
            return answer.status

    return bot.microsoft.run(go())


def said(bot: BotHere) -> bytes:
    return json.dumps(bot.person("nora").activity("message", to=bot.person("nora").chat, text="my deals")).encode()


def hs256_with_the_public_key(good: dict[str, Any]) -> str:
    """The old trick: what everybody knows as a secret."""

    def part(value: Mapping[str, Any]) -> bytes:
        return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    begun = part({"alg": "HS256", "typ": "JWT", "kid": "key-1"}) + b"." + part(good)
    return (begun + b"." + urlsafe_b64encode(hmac(public_pem("key-1"), begun, sha256).digest()).rstrip(b"=")).decode()


def _cut(token: str) -> str:
    """With a signature of the right length that is another one's."""
    return token.rpartition(".")[0] + "." + signed({"iss": "x"}).rpartition(".")[2]


BAD: Final[dict[str, Callable[[str], str | None]]] = {
    "no header": lambda url: None,
    "Basic": lambda url: "Basic dXNlcjpwYXNz",
    "no token": lambda url: "Bearer ",
    "another scheme": lambda url: f"Token {signed(claims(url))}",
    "garbage": lambda url: "Bearer garbage",
    "garbage in three parts": lambda url: "Bearer a.b.c",
    "a list for a header": lambda url: f"Bearer {urlsafe_b64encode(b'[' * 5000).decode()}.e30.e30",
    "another audience": lambda url: f"Bearer {signed(claims(url, aud='another'))}",
    "a list of audiences": lambda url: f"Bearer {signed(claims(url, aud=[claims(url)['aud'], 'another']))}",
    "no audience": lambda url: f"Bearer {signed(claims(url, aud=None))}",
    "another issuer": lambda url: f"Bearer {signed(claims(url, iss='https://sts.windows.net/x/'))}",
    "another service": lambda url: f"Bearer {signed(claims('https://smba.trafficmanager.net/amer/'))}",
    "no service": lambda url: f"Bearer {signed(claims(url, serviceurl=None))}",
    "a bad signature": lambda url: f"Bearer {_cut(signed(claims(url)))}",
    "signed by another": lambda url: f"Bearer {signed(claims(url), key='key-2')}",
    "over": lambda url: f"Bearer {signed(claims(url, exp=1_700_000_000))}",
    "without an end": lambda url: f"Bearer {signed(claims(url, exp=None))}",
    "an end that is no time": lambda url: f"Bearer {signed(claims(url, exp='soon'))}",
    "not begun": lambda url: f"Bearer {signed(claims(url, nbf=4_000_000_000))}",
    "an unknown key": lambda url: f"Bearer {signed(claims(url), kid='key-9')}",
    "no key": lambda url: f"Bearer {signed(claims(url), kid=None)}",
    "a key for another channel": lambda url: f"Bearer {signed(claims(url), key='webchat', kid='webchat')}",
    "a key for nothing": lambda url: f"Bearer {signed(claims(url), key='nothing', kid='nothing')}",
    "alg none": lambda url: f"Bearer {jwt.encode(claims(url), '', algorithm='none', headers={'kid': 'key-1'})}",
    "HS256": lambda url: f"Bearer {hs256_with_the_public_key(claims(url))}",
    "RS512": lambda url: f"Bearer {jwt.encode(claims(url), private_key('key-1'), algorithm='RS512', headers={'kid': 'key-1'})}",
}


def test_every_bad_token_is_refused_and_a_good_one_is_taken(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    microsoft.keys += [published("webchat", "webchat"), published("nothing")]
    body, answered = said(bot), {}
    for name, header in BAD.items():
        given = header(microsoft.service_url)
        answered[name] = send(bot, body, _JSON | ({} if given is None else {"Authorization": given}))
    assert answered == dict.fromkeys(BAD, 401)
    assert bot.house.rows(inbox) == []
    assert send(bot, body, _JSON | {"Authorization": f"Bearer {microsoft.token()}"}) == 200
    assert len(bot.house.rows(inbox)) == 1


def test_what_is_no_activity_is_refused_by_what_is_wrong_with_it(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    good = {"Authorization": f"Bearer {microsoft.token()}"}
    body = said(bot)
    assert send(bot, b"", {}, method="GET") == 405
    assert send(bot, body, good | {"Content-Type": "text/plain"}) == 415
    assert send(bot, b" " * 300_000, good | _JSON) == 413
    for malformed in (b"", b"{", b"[]", b"\xff", b"{}", b'{"type": 5}', b"[" * 200_000, b'"type"'):
        assert send(bot, malformed, good | _JSON) == 400
    for channel in ("webchat", "emulator", None, 7):
        assert send(bot, json.dumps(json.loads(body) | {"channelId": channel}).encode(), good | _JSON) == 401
    elsewhere = json.dumps(json.loads(body) | {"serviceUrl": "https://evil.example/"}).encode()
    assert send(bot, elsewhere, good | _JSON) == 401
    there = {"Authorization": f"Bearer {microsoft.token(serviceurl='https://evil.example/')}"}
    assert send(bot, elsewhere, there | _JSON) == 401
    assert bot.house.rows(inbox) == []


def test_a_new_key_is_found_and_nobody_makes_the_bot_ask_for_it_all_the_time(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    body = said(bot)
    good = {"Authorization": f"Bearer {microsoft.token()}"}
    assert send(bot, body, good | _JSON) == 200
    rotated = {"Authorization": f"Bearer {signed(claims(microsoft.service_url), key='key-2', kid='key-2')}"}
    for _ in range(20):
        assert send(bot, body, rotated | _JSON) == 401
    assert microsoft.asked.count("keys") <= 2
    microsoft.keys = [published("key-2", "msteams")]
    bot.later(60)
    assert send(bot, body, rotated | _JSON) == 200
    assert send(bot, body, good | _JSON) == 401  # what is not published any more signs nothing


def test_keys_that_cannot_be_had_are_no_reason_to_believe_anybody(bot: BotHere, microsoft: FakeMicrosoft) -> None:
    body = said(bot)
    microsoft.keys = [{"kid": "key-1", "kty": "oct"}, {"kty": "RSA"}, "nonsense"]  # type: ignore[list-item]  # that is the point
    bot.restart()  # nothing is left of the keys that were good
    good = {"Authorization": f"Bearer {microsoft.token()}"}
    assert send(bot, body, good | _JSON) in (401, 503)
    assert bot.house.rows(inbox) == []


def test_for_developing_whoever_is_on_this_machine_is_believed_and_nobody_else_is_written_to(
    microsoft: FakeMicrosoft, furnished_url: str
) -> None:
    microsoft.is_anonymous = True
    house = House(furnished_url)
    bot = BotHere(microsoft, house, anonymous=True)
    nora = bot.person("nora", member="m-nordwind")
    body = nora.activity("message", to=nora.chat, text="help")
    assert send(bot, json.dumps(body).encode(), _JSON) == 200
    away = body | {"id": "2", "serviceUrl": "https://evil.example/"}
    assert send(bot, json.dumps(away).encode(), _JSON) == 401
    bot.work()
    assert len(nora.messages()) == 1
    assert microsoft.asked == []
    bot.close()
    house.close()
