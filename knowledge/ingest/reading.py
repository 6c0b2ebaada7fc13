"""Reads one file into a document; to be run where nothing else can come to harm (`knowledge.ingest.worker`)."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.ports_library import ReadDocument, Unreadable
from knowledge.ingest.chunking import chunks_of
from knowledge.ingest.cleaning import on_one_line
from knowledge.ingest.decoding import decoded
from knowledge.ingest.formats import Format, agree_on_text, checked_format
from knowledge.ingest.front_matter import split
from knowledge.ingest.limits import Limits
from knowledge.ingest.outline import Heading, Outline
from knowledge.ingest.sections import sections_of
from knowledge.languages import language_of_document


def document_of(name: str, content: bytes, limits: Limits) -> ReadDocument:
    """Raises Unreadable for what is known to go wrong; whatever else is raised means that the file is broken."""
    if len(content) > limits.size:
        raise Unreadable("document.too_large", megabytes=str(limits.size // 1_000_000))
    format_ = checked_format(name, content)
    stated, outline = _outlined(format_, content, limits)
    chunks = chunks_of(sections_of(outline.blocks))
    if not chunks:
        raise Unreadable("document.no_text")
    if sum(len(chunk.text) for chunk in chunks) > limits.characters:
        raise Unreadable("document.unpacks_too_large")
    sections = sum(isinstance(block, Heading) for block in outline.blocks)
    return ReadDocument(
        title=stated.get("title") or on_one_line(outline.title),
        language=stated.get("language") or language_of_document("\n".join(chunk.text for chunk in chunks[:100])),
        media_type=format_.value,
        pages=outline.pages or sections or 1,
        chunks=chunks,
        stated=stated,
    )


def _outlined(format_: Format, content: bytes, limits: Limits) -> tuple[Mapping[str, str], Outline]:
    # What parses a format is loaded when the first file of the format comes: together they take longer than most files.
    match format_:
        case Format.MARKDOWN | Format.HTML | Format.TEXT:
            return _of_text(format_, decoded(content))
        case Format.PDF:
            from knowledge.ingest.from_pdf import outline_of_pdf

            return {}, outline_of_pdf(content, limits)
        case Format.DOCX | Format.PPTX:
            return {}, _of_office(format_, content, limits)


def _of_office(format_: Format, content: bytes, limits: Limits) -> Outline:
    from knowledge.ingest.archives import check_archive

    check_archive(format_, content, limits)
    if format_ is Format.DOCX:
        from knowledge.ingest.from_docx import outline_of_docx

        return outline_of_docx(content)
    from knowledge.ingest.from_pptx import outline_of_pptx

    return outline_of_pptx(content, limits)


def _of_text(format_: Format, text: str) -> tuple[Mapping[str, str], Outline]:
    from knowledge.ingest.from_html import outline_of_html
    from knowledge.ingest.from_markdown import outline_of_markdown
    from knowledge.ingest.from_text import outline_of_text

    if format_ is Format.HTML:
        return {}, outline_of_html(text)
    stated, rest = split(text)
    agree_on_text(format_, rest)
    return stated, outline_of_markdown(rest) if format_ is Format.MARKDOWN else outline_of_text(rest)
