"""Which format a document of the demo is made in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.demo.shelf import docx, one_pager, pdf, plain, pptx
from bot.demo.shelf.sources import Source

_MAKERS: Final[dict[str, Callable[[Source], bytes]]] = {
    "pdf": lambda source: one_pager.one_pager(source) if source.places else pdf.document(source),
    "pptx": pptx.slides,
    "docx": docx.written,
    "html": plain.web_page,
    "md": lambda source: source.text.encode(),
    "txt": plain.text,
}


def made(source: Source) -> bytes:
    """The file, by the ending of its name; the same bytes for the same source."""
    return _MAKERS[source.name.rsplit(".", 1)[1]](source)
