"""The door for what Slack delivers by HTTP: signed by Slack, fresh and readable, or it goes no further.

The signature is checked on the bytes as they came, before anything reads them. Of what is refused nothing is kept but why.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qs

#: One of these is in every form that has no JSON in it: a command, or the check of a certificate.
_FORMS: Final = frozenset({"command", "ssl_check"})
#: How far Slack's clock and ours may be apart, either way, in seconds.
FRESH: Final = 300


def is_signed(body: bytes, timestamp: str, signature: str, *, secrets: Sequence[str], at: datetime) -> bool:
    """Whether one of the secrets signed the body within the last five minutes, or the next: clocks differ."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(int(timestamp) - at.timestamp()) > FRESH:
        return False
    signed = b"v0:" + timestamp.encode("ascii") + b":" + body
    given = signature.encode("utf-8", "replace")
    # Every secret is tried, so that the time it takes does not tell which one fits.
    found = [
        hmac.compare_digest(f"v0={hmac.new(secret.encode(), signed, sha256).hexdigest()}".encode(), given) for secret in secrets
    ]
    return any(found)


def read_body(body: bytes, content_type: str) -> dict[str, Any] | None:
    """The payload of a request: JSON, a form of Slack's, or a form around JSON; None for what is none of these."""
    try:
        text = body.decode("utf-8")
        found = json.loads(text) if content_type == "application/json" else _read_form(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _read_form(text: str) -> object:
    form = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True, max_num_fields=100).items()}
    if "payload" in form:
        return json.loads(form["payload"])
    return form if form.keys() & _FORMS else None
