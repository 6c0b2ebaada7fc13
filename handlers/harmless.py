"""Takes out of a document's words whatever a chat would make a link, a picture or a call of: they are quoted, and do nothing."""

from __future__ import annotations

import re
from typing import Final

_PICTURE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
#: `<https://…|label>`, `<@U123>`, `<!channel>`, `<#C1|general>`, and HTML.
_POINTED = re.compile(r"<(?:[^<>|\n]*\|([^<>\n]*)|[@!#/a-zA-Z][^<>\n]*)>")
_ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]{1,15}:(?=//|\S+@)|www\.)\S*", re.IGNORECASE)
_DANGEROUS = re.compile(r"(?:(?:java|vb)script|\b(?:data|mailto|tel)):\S*", re.IGNORECASE)
_CALL = re.compile(r"(?<![\w.+-])@(?=[\w])")
#: Halves of what was taken out, which are parted so that they cannot become one with what comes next.
_LEFT = re.compile(r"(\](?=\()|!(?=\[)|<(?=[@!#/\w]))")
_BLANKS = re.compile(r"[ \t]{2,}")
_TURNS: Final = 5


def harmless(text: str) -> str:
    """The text without links, pictures and calls; what they were labelled with stays."""
    for _ in range(_TURNS):  # what is left of one may be another
        before = text
        for pattern in (_PICTURE, _LINK):
            text = pattern.sub(r"\1", text)
        text = _POINTED.sub(lambda found: found[1] or "", text)
        for pattern in (_ADDRESS, _DANGEROUS, _CALL):
            text = pattern.sub("", text)
        if text == before:
            break
    return _BLANKS.sub(" ", _LEFT.sub(r"\1 ", text)).strip()
