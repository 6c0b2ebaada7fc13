"""What a browser is shown at a link to a deal: how to open it in the chat. The page is the same for every link.

Nobody is signed in here, so it shows nothing of a deal, not even whether there is one. Who has the link sends it to
the bot, which knows them.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final

from aiohttp import web

from handlers.deal_links import PATH
from handlers.wording import LANGUAGES, Words

_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:1.05rem/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}"
    "h1{font-size:1.5rem;line-height:1.25}section+section{margin-top:3rem}"
)
_STYLE_HASH: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def routes() -> list[web.RouteDef]:
    return [web.get(f"{PATH}{{token}}", _page)]


async def _page(request: web.Request) -> web.Response:
    return web.Response(text=_PAGE, content_type="text/html", charset="utf-8", headers=_HEADERS)


def _draw() -> str:
    sections = [
        f'<section lang="{language}"><h1>{escape(words("deal_page.title"))}</h1><p>{escape(words("deal_page.text"))}</p></section>'
        for language, words in ((language, Words(language)) for language in LANGUAGES)
    ]
    head = f'<meta charset="utf-8"><title>{escape(Words(LANGUAGES[0])("deal_page.title"))}</title>'
    size = '<meta name="viewport" content="width=device-width">'
    top = f'<!doctype html><html lang="{LANGUAGES[0]}"><head>{head}{size}<style>{_STYLE}</style></head>'
    return f"{top}<body><main>{''.join(sections)}</main></body></html>"


_PAGE: Final = _draw()
