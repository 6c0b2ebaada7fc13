"""The door of the demo's page: it answers this machine's own page and nobody else, and never shows an exception.

A page of another site could reach a server on the loopback interface through the reader's browser. So the name it was
called by (Host) has to be this machine, what changes something has to come from our own page (Origin, Sec-Fetch-Site),
and nothing we serve may load, embed or send anything elsewhere (Content-Security-Policy).
"""

from __future__ import annotations

import hashlib
import json
import traceback
from itertools import count

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from handlers.message import LARGEST_FILE

BODY_LIMIT = LARGEST_FILE * 4 // 3 + 64 * 1024  # bytes: a file is in base64
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_TOO_LARGE = "That is too long to send at once: at most 256 KB."

_log = structlog.get_logger(__name__)
_failures = count(1)


class Refused(Exception):
    """A request that cannot be carried out as it came; `sentence` says why and goes back to the caller."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Checks every request before it is handled, and puts every failure in one JSON sentence."""
    try:
        _check_host(request)
        _check_origin(request)
        _check_body(request)
        return await handler(request)
    except Refused as refused:
        return _sentence(refused.status, refused.sentence)
    except web.HTTPRequestEntityTooLarge:
        return _sentence(413, _TOO_LARGE)
    except web.HTTPMethodNotAllowed as error:
        response = _sentence(405, "This address does not take that method.")
        response.headers["Allow"] = ", ".join(sorted(error.allowed_methods))
        return response
    except web.HTTPNotFound:
        return _sentence(404, "There is nothing at this address.")
    except web.HTTPException as error:
        return _sentence(error.status, error.reason)
    except Exception as error:  # noqa: BLE001 - the last catch before the wire: the person gets a reference, the log the rest
        return _failure(request, error)


async def put_headers(request: web.Request, response: web.StreamResponse) -> None:
    """A signal (`on_response_prepare`): also answers made outside the middleware carry the headers."""
    response.headers.update(_HEADERS)
    response.headers["Cache-Control"] = "no-store" if request.path.startswith("/api/") else "no-cache"


async def read_object(request: web.Request) -> dict[str, object]:
    """The JSON object in the body; `Refused` when there is none."""
    raw = await request.read()
    try:
        body = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused(400, "The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Refused(400, "The body has to be a JSON object.")
    return body


def _own_hosts(request: web.Request) -> frozenset[str]:
    address = request.transport.get_extra_info("sockname") if request.transport is not None else None
    return frozenset(f"{name}:{address[1]}" for name in _NAMES) if address else frozenset()


def _check_host(request: web.Request) -> None:
    if request.headers.get("Host", "").lower() not in _own_hosts(request):
        raise Refused(421, "This page answers only on this machine, under its own address.")


def _check_origin(request: web.Request) -> None:
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    ours = f"http://{request.headers['Host']}".lower()
    if origin is not None and origin.lower() != ours:
        raise Refused(403, "Requests from other pages are refused.")
    if request.path.startswith("/api/") and site in ("cross-site", "same-site"):
        raise Refused(403, "Requests from other pages are refused.")
    if request.method in _CHANGING and origin is None and site != "same-origin":
        raise Refused(403, "A request that changes something has to say that it comes from this page (Origin).")


def _check_body(request: web.Request) -> None:
    if (request.content_length or 0) > BODY_LIMIT:
        raise Refused(413, _TOO_LARGE)
    if request.method in _CHANGING and request.content_type != "application/json":
        raise Refused(415, "Send application/json.")


def _failure(request: web.Request, error: Exception) -> web.Response:
    """Logs where it failed but neither the body nor the exception's words, which may repeat it.

    The reference is made of the place and the number of the failure: no clock, no random source.
    """
    frames = traceback.format_tb(error.__traceback__)
    seed = f"{next(_failures)} {type(error).__qualname__} {''.join(frames)}"
    reference = hashlib.blake2s(seed.encode(), digest_size=4).hexdigest()
    _log.error(
        "web.failed", reference=reference, method=request.method, path=request.path, error=type(error).__qualname__, at=frames
    )
    body = {"error": "Something went wrong on our side. Nothing was lost: try again.", "reference": reference}
    return web.json_response(body, status=500)


def _sentence(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
