"""What a process that runs for long does once it is open. In a process of its own, for it is done for good."""

from __future__ import annotations

import json
import subprocess
import sys

_SETTLED = """
import gc, json, structlog
from bot.settling import settle
kept = [[number] for number in range(50_000)]
log = structlog.get_logger("test")
settle()
left = len(gc.get_objects())
log.debug("said")
print(json.dumps({"frozen": gc.get_freeze_count(), "left": left, "keeps_logger": "bind" in vars(log)}))
"""


def test_what_stands_at_the_start_is_not_looked_through_again_and_loggers_are_made_once() -> None:
    said = subprocess.run([sys.executable, "-c", _SETTLED], capture_output=True, text=True, check=True).stdout
    found = json.loads(said.splitlines()[-1])
    assert found["frozen"] > 50_000
    assert found["left"] < 1_000
    assert found["keeps_logger"]
