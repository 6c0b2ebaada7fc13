"""A file that somebody sent: a list of deals, a document for the library, or a picture, told apart by who sent it and by its name.

Reading a document takes seconds and a picture a good part of one, so it is done before the turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from handlers.brand import Logo
from handlers.logo_reading import read_logo
from handlers.message import Uploaded
from handlers.ports import CatalogueProduct
from handlers.ports_library import ReadDocument, Reader, Unreadable
from handlers.sheet import decoded
from handlers.sheet_reading import Sheet, read_sheet
from handlers.understanding.readings import Product
from program.access import Act, Viewer
from program.co_branding import BrandingFault
from program.policy_branding import BrandingRules

_DOCUMENTS: Final = frozenset({".md", ".html", ".htm", ".txt", ".pdf", ".pptx", ".docx"})
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedDocument:
    """A document from somebody who looks after the library; `read` is None where `why` says that it cannot be read."""

    name: str
    content: bytes
    read: ReadDocument | None = None
    why: Unreadable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPicture:
    """A picture from somebody who may send their company's logo: the logo, or what is wrong with it; from anybody else nothing."""

    logo: Logo | tuple[BrandingFault, ...] = ()


Received = Sheet | ReceivedDocument | ReceivedPicture


def receive(
    what: Uploaded,
    *,
    viewer: Viewer,
    products: Sequence[CatalogueProduct],
    today: date,
    reader: Reader | None,
    branding: BrandingRules,
) -> Received:
    """What was sent, read as far as it can be. Writes nothing; whatever is no picture and no document is taken for a list."""
    suffix = PurePath(what.name.casefold()).suffix
    if suffix in _PICTURES:
        return ReceivedPicture(logo=read_logo(what.content, branding) if viewer.may(Act.BRAND) else ())
    if suffix in _DOCUMENTS and viewer.may(Act.CURATE) and reader is not None:
        return _document(what, reader)
    return read_list(decoded(what.content), viewer=viewer, products=products, today=today)


def read_list(text: str, *, viewer: Viewer, products: Sequence[CatalogueProduct], today: date) -> Sheet:
    """The lines of a list of deals. Reads nothing else and writes nothing."""
    catalogue = tuple(Product(name=product.name, aliases=product.aliases) for product in products)
    country = viewer.partner.country if viewer.partner else "DE"
    return read_sheet(text, today=today, catalogue=catalogue, language=viewer.member.language, country=country)


def _document(what: Uploaded, reader: Reader) -> ReceivedDocument:
    try:
        return ReceivedDocument(name=what.name, content=what.content, read=reader.read(what.name, what.content))
    except Unreadable as unreadable:
        return ReceivedDocument(name=what.name, content=what.content, why=unreadable)
