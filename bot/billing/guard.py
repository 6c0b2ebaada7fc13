"""The door for what billing delivers: signed with a secret of both sides within the last five minutes, or it goes no further.

The signature is checked on the bytes as they came, before anything reads them.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

#: Unix time in whole seconds, when the delivery was signed.
TIMESTAMP: Final = "Partnerbot-Timestamp"
#: "sha256=" and the HMAC-SHA256 of the timestamp, a point and the body, in hexadecimal.
SIGNATURE: Final = "Partnerbot-Signature"
#: How far the sender's clock and ours may be apart, either way, in seconds.
FRESH: Final = 300


def sign(body: bytes, timestamp: str, secret: str) -> str:
    """What the signature's header has to hold."""
    return f"sha256={hmac.new(secret.encode(), timestamp.encode() + b'.' + body, sha256).hexdigest()}"


def is_signed(body: bytes, timestamp: str, signature: str, *, secrets: Sequence[str], at: datetime) -> bool:
    """Whether one of the secrets signed the body within the last five minutes, or the next: clocks differ."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(int(timestamp) - at.timestamp()) > FRESH:
        return False
    given = signature.encode("utf-8", "replace")
    # Every secret is tried, so that the time it takes does not tell which one fits.
    found = [hmac.compare_digest(sign(body, timestamp, secret).encode(), given) for secret in secrets]
    return any(found)
