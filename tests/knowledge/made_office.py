"""Word and PowerPoint files for tests, made on the fly, and what python-docx and python-pptx have no words for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.oxml import parse_xml as docx_xml
from PIL import Image
from pptx import Presentation

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def word(write: Callable[[Any], object]) -> bytes:
    """A Word document that the function writes."""
    document = docx.Document()
    write(document)
    return saved(document)


def slides(write: Callable[[Any], object]) -> bytes:
    """A presentation that the function fills."""
    presentation = Presentation()
    write(presentation)
    return saved(presentation)


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (20, 20), (0, 0, 90)).save(file, "PNG")
    file.seek(0)
    return file


def put_xml(document: Any, xml: str) -> None:
    """Appends a paragraph, or whatever the XML is, to the body of a Word document."""
    opened, rest = xml.split(" " if " " in xml.split(">")[0] else ">", 1)
    joint = " " if " " in xml.split(">")[0] else ">"
    element = docx_xml(f"{opened} {NAMES}{joint}{rest}")
    document.element.body.insert(len(document.element.body) - 1, element)


def changed(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The archive with these parts put in or, where None, left out."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry, old.read(entry))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)
