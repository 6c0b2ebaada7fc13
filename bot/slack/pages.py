"""What a browser is shown while somebody installs the bot: one short page for each way in which that can end."""

from __future__ import annotations

from base64 import b64encode
from enum import StrEnum
from hashlib import sha256
from html import escape
from typing import Final

from handlers.wording import LANGUAGES, Words


class Ending(StrEnum):
    """Of an installation, as the browser learns of it."""

    INSTALLED = "installed"
    DENIED = "denied"
    EXPIRED = "expired"  # the state is too old, was used before, or was never ours
    STRANGER = "stranger"  # the browser is not the one that began
    CODE = "code"  # Slack does not know the code (any more)
    FAILED = "failed"  # Slack could not say


STATUS: Final = {
    Ending.INSTALLED: 200,
    Ending.DENIED: 403,
    Ending.EXPIRED: 400,
    Ending.STRANGER: 400,
    Ending.CODE: 400,
    Ending.FAILED: 502,
}

_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:1.05rem/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}"
    "h1{font-size:1.5rem;line-height:1.25}a{font-weight:600}"
)
_STYLE_HASH: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
#: The address of the page has a code in it: nothing is loaded from elsewhere, and nobody is told where one came from.
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_PAGE: Final = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width"><style>{style}</style></head>'
    '<body><main><h1>{title}</h1><p>{text}</p><p><a href="{link}">{label}</a></p></main></body></html>'
)


def draw(ending: Ending, *, language: str, link: str, workspace: str = "", reference: str = "") -> str:
    """The page as HTML; `link` is where its one link leads. `workspace` is a name that people gave."""
    words = Words(language)
    label = words("install.open") if ending is Ending.INSTALLED else words("install.again")
    title, text = (words(f"install.{ending.value}.{part}", workspace=workspace, reference=reference) for part in ("title", "text"))
    return _PAGE.format(
        language=words.language,
        title=escape(title),
        text=escape(text),
        style=_STYLE,
        link=escape(link),
        label=escape(label),
    )


def preferred_language(accept: str) -> str:
    """Of those that the bot speaks, the one that an Accept-Language header likes best; English when it likes none."""
    liked: list[tuple[int, str]] = []
    for position, each in enumerate(accept.split(",")[:20]):
        tag, _, weight = each.partition(";")
        language = tag.strip().lower().partition("-")[0]
        digits = weight.strip().lower().removeprefix("q=").replace(".", "").ljust(4, "0")[:4] if weight else "1000"
        if language in LANGUAGES and digits.isdecimal() and int(digits):
            liked.append((position - 100 * int(digits), language))
    return min(liked)[1] if liked else LANGUAGES[0]
