"""Reads Markdown by way of the HTML that it stands for, so that what is hidden in HTML is hidden here, too."""

from __future__ import annotations

from functools import cache
from typing import Final

from markdown_it import MarkdownIt

from knowledge.ingest.from_html import outline_of_html
from knowledge.ingest.outline import Outline

#: Of quotes and lists in each other; what lies deeper is left out.
_DEEPEST: Final = 100


def outline_of_markdown(text: str) -> Outline:
    """CommonMark with tables and struck-out text. The title is the first heading."""
    return outline_of_html(_markdown().render(text))


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
