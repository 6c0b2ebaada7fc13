"""Looks an Office file over before anything parses it: how much it unpacks to, what is in it, and that its XML is plain."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from handlers.ports_library import Unreadable
from knowledge.ingest.formats import Format, agree_on_office
from knowledge.ingest.limits import Limits

_AT_A_TIME: Final = 65_536
#: Small parts may repeat themselves as they like.
_NEVER_A_BOMB: Final = 1_000_000
#: No part of an Office file declares a document type or an entity; whoever does is up to something.
_DECLARES: Final = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be"))
_MAIN: Final[Mapping[str, Format]] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Format.DOCX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": Format.PPTX,
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": Format.PPTX,
}
_BROKEN: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, OSError)


def parsed_xml(content: bytes) -> etree._Element:
    """The root of a part; no entities, no network, no unlimited depth or size."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("document.broken") from error


def check_archive(named: Format, content: bytes, limits: Limits) -> None:
    """Raises Unreadable where the archive is broken, has a password, unpacks to too much, or is not what its name says."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_entries(archive.infolist(), limits)
            left = limits.unpacked
            for entry in archive.infolist():
                left -= _unpacked(archive, entry, left)
            found = _format_of(archive.read("[Content_Types].xml"))
    except _BROKEN as error:
        raise Unreadable("document.broken") from error
    agree_on_office(named, found)


def _check_entries(entries: list[ZipInfo], limits: Limits) -> None:
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("document.encrypted")
    if len(names) < len(entries):
        raise Unreadable("document.broken")  # of two parts with one name, one program reads the first, another the second
    swells = any(entry.file_size > max(entry.compress_size * limits.ratio, _NEVER_A_BOMB) for entry in entries)
    if swells or len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked:
        raise Unreadable("document.unpacks_too_large")


def _unpacked(archive: ZipFile, entry: ZipInfo, left: int) -> int:
    """How much there really is in an entry, whatever it says; its XML declares nothing."""
    size, before = 0, b""
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as part:
        while piece := part.read(_AT_A_TIME):
            size += len(piece)
            if size > left:
                raise Unreadable("document.unpacks_too_large")
            if is_xml and any(word in before + piece for word in _DECLARES):
                raise Unreadable("document.broken")
            before = piece[-32:]
    return size


def _format_of(content_types: bytes) -> Format:
    for override in parsed_xml(content_types).iter("{*}Override"):
        found = _MAIN.get(override.get("ContentType", ""))
        if found is not None:
            return found
    raise Unreadable("document.unknown_format")
