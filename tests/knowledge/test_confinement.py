"""The process that reads can reach nothing: no network, no other program, no file to write."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import TOP

_PROGRAM = """
import os, socket, subprocess, sys
from knowledge.ingest.confinement import confine
from knowledge.ingest.limits import LIMITS
assert confine(LIMITS), "this machine filters no calls"
os.chdir({folder!r})
try:
    {attempt}
except OSError as error:
    sys.exit(f"{{type(error).__name__}}")
except MemoryError:
    sys.exit("MemoryError")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="system calls are filtered on Linux only")
@pytest.mark.parametrize(
    ("attempt", "outcome"),
    [
        ("socket.socket()", "PermissionError"),
        ("socket.create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("os.fork()", "PermissionError"),
        ("subprocess.run(['true'])", "PermissionError"),
        ("os.execv('/bin/true', ['true'])", "PermissionError"),
        ("os.kill(os.getppid(), 0)", "PermissionError"),
        ("open('new', 'w')", "PermissionError"),
        ("open('old', 'r+')", "PermissionError"),
        ("os.remove('old')", "PermissionError"),
        ("os.rename('old', 'new')", "PermissionError"),
        ("os.mkdir('new')", "PermissionError"),
        ("os.symlink('old', 'new')", "PermissionError"),
        ("bytearray(2_000_000_000)", "MemoryError"),
        ("open('old').read()", ""),
    ],
)
def test_a_confined_process_cannot(attempt: str, outcome: str, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old", encoding="utf-8")
    program = _PROGRAM.format(attempt=attempt, folder=str(tmp_path))
    run = subprocess.run([sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=False)
    assert run.stderr.strip() == outcome
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
