"""The command line: everything an operator does, and the terminal chat."""

from __future__ import annotations

from bot.cli.main import app

__all__ = ["app"]
