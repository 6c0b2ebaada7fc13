"""The dependency audit finds a known weakness, passes what has none, and does not take silence for a pass."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typing_extensions import override

from tests.house.sources import TOP

LOCK = f"markupsafe==3.0.2 \\\n    --hash=sha256:{'a' * 64}\njinja2==3.1.6 \\\n    --hash=sha256:{'b' * 64}\n"
WEAKNESS = {
    "id": "GHSA-test-1234",
    "summary": "A weakness.",
    "details": "A weakness.",
    "published": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.9.9"}]}],
        }
    ],
}


class Advisories(BaseHTTPRequestHandler):
    """As OSV answers: what it knows of a package."""

    weak: str = ""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = {"vulns": [WEAKNESS]} if asked["package"]["name"] == type(self).weak else {}
        body = json.dumps(known).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def source() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Advisories)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def audited(tmp_path: Path, source: str) -> subprocess.CompletedProcess[str]:
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK, encoding="utf-8")
    env = os.environ | {"AUDIT_SOURCE": source, "PIP_AUDIT": str(Path(sys.executable).with_name("pip-audit"))}
    return subprocess.run([TOP / ".ci" / "audit", lock], env=env, capture_output=True, text=True, check=False)


def test_a_known_weakness_is_named_with_what_mends_it(tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Advisories, "weak", "jinja2")
    done = audited(tmp_path, source)
    assert done.returncode == 1
    assert "jinja2 3.1.6 GHSA-test-1234 mended in: 9.9.9" in done.stderr


def test_a_lock_without_known_weaknesses_passes(tmp_path: Path, source: str) -> None:
    done = audited(tmp_path, source)
    assert (done.returncode, "No known weakness" in done.stdout) == (0, True), done.stderr


def test_a_source_that_cannot_be_asked_is_no_pass(tmp_path: Path) -> None:
    done = audited(tmp_path, "http://127.0.0.1:1/v1/query")
    assert (done.returncode, "this is no pass" in done.stderr) == (3, True)
