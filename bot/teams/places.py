"""Where Microsoft is: whose keys sign what comes in, who gives tokens out, which hosts the bot may ever write to.

With TEAMS_TEST_URL, all of it is a stand-in on this machine; in development without sign-in, a client on this machine is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

LOGIN: Final = "https://login.microsoftonline.com"
_METADATA: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
#: Of the public cloud. Anybody can have a name below trafficmanager.net, so that only this one counts.
_HOSTS: Final = frozenset({"smba.trafficmanager.net"})
_DOMAINS: Final = (".teams.microsoft.com", ".botframework.com")
#: Where files lie that people send: their own OneDrive or SharePoint.
_FILES: Final = (".sharepoint.com", ".svc.ms")
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """`test_url` is the stand-in's; with `local`, whoever serves on this machine may be answered."""

    test_url: str | None = None
    local: bool = False

    @property
    def metadata(self) -> str:
        """Where the keys are named that sign what Teams delivers."""
        return _METADATA if self.test_url is None else f"{self.test_url}/v1/.well-known/openidconfiguration"

    @property
    def login(self) -> str:
        return LOGIN if self.test_url is None else f"{self.test_url}/login"

    def may_serve(self, service_url: object) -> bool:
        """Whether the bot may send what it says, with its token, to this Bot Connector."""
        if not isinstance(service_url, str) or len(service_url) > _LONGEST:
            return False
        host = _host(service_url)
        if self._is_stand_in(service_url) or (self.local and is_loopback(host)):
            return True
        return service_url.startswith("https://") and (host in _HOSTS or host.endswith(_DOMAINS))

    def may_hold_files(self, url: object) -> bool:
        """Whether files are fetched from, and put to, this address: one of Microsoft's that needs no token of ours."""
        if not isinstance(url, str):
            return False
        return self._is_stand_in(url) or (url.startswith("https://") and _host(url).endswith(_FILES))

    def _is_stand_in(self, url: str) -> bool:
        return self.test_url is not None and url.startswith(f"{self.test_url}/")


def is_loopback(host: str | None) -> bool:
    """Whether it names this machine."""
    return host in ("localhost", "127.0.0.1", "::1")


def _host(url: str) -> str:
    """In small letters; "" where there is none, or one with a user, a password or a port besides."""
    try:
        parts = urlsplit(url)
        return "" if "@" in parts.netloc or (parts.port is not None and not is_loopback(parts.hostname)) else parts.hostname or ""
    except ValueError:
        return ""
