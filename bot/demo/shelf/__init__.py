"""The demo vendor's collateral: texts under bot/demo/library, made into files of every format, the same bytes every time."""

from bot.demo.shelf.sources import Source, sources
from bot.demo.shelf.stock import made

__all__ = ["Source", "made", "sources"]
