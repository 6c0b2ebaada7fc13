"""Who signs in the fake: RS256 keys of its own, and tokens as Teams sends them, right or wrong in whatever way a test wants."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.clock import now

APP_ID: Final = "0a0a0a0a-1b1b-4c4c-8d8d-2e2e2e2e2e2e"
ISSUER: Final = "https://api.botframework.com"


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """Made once for each name and run: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(name: str) -> bytes:
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    return private_key(name).public_key().public_bytes(serialization.Encoding.PEM, spki)


def published(name: str, *endorsements: str) -> dict[str, Any]:
    """As it stands among the keys that Microsoft publishes."""
    key: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(private_key(name).public_key()))
    return key | {"kid": name, "use": "sig", "endorsements": list(endorsements)}


def claims(service_url: str, **other: Any) -> dict[str, Any]:
    """What a good token claims; None takes a claim out."""
    at = int(now().timestamp())
    good = {"iss": ISSUER, "aud": APP_ID, "serviceurl": service_url, "nbf": at - 60, "exp": at + 3600}
    return {name: value for name, value in (good | other).items() if value is not None}


def signed(payload: dict[str, Any], *, key: str = "key-1", kid: str | None = "key-1") -> str:
    return jwt.encode(payload, private_key(key), algorithm="RS256", headers={} if kid is None else {"kid": kid})
