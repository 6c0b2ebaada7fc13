"""Measures how long reading a file takes, for each format, in the process that is kept warm for it.

    python benchmarks/reading_files.py [--files 20] [--small 1200]

Files are made first: of each format as many as asked for, all different, of ten pages (slides, or as much text as fills ten pages), with
headings, paragraphs, a list and a table on each. Then each is read as `knowledge add` reads it. `CPU` is what the reading process
computed, `wall` what a clock on the wall says, which is more on a machine where other things run. The last row reads so many small
Markdown files, process start included. Memory is the most that a reading process used.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

import docx
from pptx import Presentation
from pptx.util import Inches
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, ListFlowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from knowledge.ingest import Files

PAGES: Final = 10
_STYLES: Final = getSampleStyleSheet()
ROWS: Final = [["Edition", "Price", "Seats"], *([f"Edition {n}", f"{n}0 EUR", f"{n}00"] for n in range(1, 9))]


def sentences(file: int, page: int) -> list[str]:
    """Four paragraphs of about 600 characters, which no other page has."""
    words = f"The edition {file}-{page} supports single sign-on with Okta, and costs {file}{page} EUR per seat and month, e.g. for schools. "
    return [words * 5 for _ in range(4)]


def markdown(file: int) -> bytes:
    table = "\n".join(["|" + "|".join(ROWS[0]) + "|", "|-|-|-|", *("|" + "|".join(row) + "|" for row in ROWS[1:])])
    parts = []
    for page in range(PAGES):
        items = "\n".join(f"- item {item} of page {page}" for item in range(5))
        parts.append(f"# Part {page}\n\n" + "\n\n".join(sentences(file, page)) + f"\n\n{items}\n\n{table}\n")
    return "\n".join(parts).encode()


def html(file: int) -> bytes:
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    parts = []
    for page in range(PAGES):
        items = "".join(f"<li>item {item} of page {page}</li>" for item in range(5))
        paragraphs = "".join(f"<p class='text'>{text}</p>" for text in sentences(file, page))
        parts.append(f"<h1>Part {page}</h1>{paragraphs}<ul>{items}</ul><table>{table}</table>")
    style = "<style>.hint {display: none} .text {color: #222}</style>"
    return f"<!DOCTYPE html><html><head>{style}</head><body>{''.join(parts)}</body></html>".encode()


def plain(file: int) -> bytes:
    return "\n\n".join(f"Part {page}\n======\n\n" + "\n\n".join(sentences(file, page)) for page in range(PAGES)).encode()


def pdf(file: int) -> bytes:
    story: list[Flowable] = []
    for page in range(PAGES):
        story.append(Paragraph(f"Part {page}", _STYLES["Heading1"]))
        story += [Paragraph(text, _STYLES["Normal"]) for text in sentences(file, page)]
        story.append(
            ListFlowable([Paragraph(f"item {item} of page {page}", _STYLES["Normal"]) for item in range(5)], bulletType="bullet")
        )
        story += [Table(ROWS), PageBreak()]
    target = BytesIO()
    SimpleDocTemplate(target).build(story)
    return target.getvalue()


def word(file: int) -> bytes:
    document = docx.Document()
    for page in range(PAGES):
        document.add_heading(f"Part {page}", 1)
        for text in sentences(file, page):
            document.add_paragraph(text)
        for item in range(5):
            document.add_paragraph(f"item {item} of page {page}", style="List Bullet")
        table = document.add_table(rows=len(ROWS), cols=3)
        for cells, row in zip((line.cells for line in table.rows), ROWS, strict=True):
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    return _saved(document)


def deck(file: int) -> bytes:
    presentation = Presentation()
    for page in range(PAGES):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"Part {page}"
        slide.placeholders[1].text = "\n".join(sentences(file, page)[:1] + [f"item {item} of page {page}" for item in range(5)])
        table = slide.shapes.add_table(len(ROWS), 3, Inches(1), Inches(3), Inches(6), Inches(3)).table
        for number, row in enumerate(ROWS):
            for column, text in enumerate(row):
                table.cell(number, column).text = text
        slide.notes_slide.notes_text_frame.text = sentences(file, page)[1]
    return _saved(presentation)


def _saved(document: object) -> bytes:
    target = BytesIO()
    document.save(target)  # type: ignore[attr-defined]  # a document or a presentation
    return target.getvalue()


MAKERS: Final[Mapping[str, Callable[[int], bytes]]] = {
    "md": markdown,
    "html": html,
    "txt": plain,
    "pdf": pdf,
    "docx": word,
    "pptx": deck,
}


def computed(files: Files) -> tuple[float, float]:
    """Seconds that the reading process has computed, and the most memory that it had, in megabytes."""
    process = files._idle[0]._process.pid
    told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    memory = next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM"))
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9, memory / 1e3


def row(kind: str, count: int) -> str:
    contents = [MAKERS[kind](number) for number in range(count)]
    with Files(at_once=1) as files:
        files.read(f"first.{kind}", MAKERS[kind](count))  # what is loaded once for a format
        before, _ = computed(files)
        wall = time.perf_counter()
        chunks = sum(len(files.read(f"{number}.{kind}", content).chunks) for number, content in enumerate(contents))
        wall = time.perf_counter() - wall
        after, memory = computed(files)
    cpu, pages = after - before, PAGES * count
    size = sum(map(len, contents)) / count / 1e3
    return (
        f"| {kind} | {size:.0f} | {chunks / count:.0f} | {cpu / count * 1e3:.1f} | {wall / count * 1e3:.1f} | "
        f"{pages / cpu:,.0f} | {pages / wall:,.0f} | {memory:.0f} |\n"
    )


def small(count: int) -> str:
    contents = [f"# File {number}\n\n{sentences(number, 0)[0]}\n\n## More\n\n- one\n- two\n".encode() for number in range(count)]
    wall = time.perf_counter()
    with Files(at_once=1) as files:
        for number, content in enumerate(contents):
            files.read(f"{number}.md", content)
    wall = time.perf_counter() - wall
    return f"\n{count:,} Markdown files of {len(contents[0]) / 1e3:.1f} kB, process start included: {wall:.1f} s\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--small", type=int, default=1_200)
    told = parser.parse_args()
    out = sys.stdout
    out.write("| format | kB a file | chunks a file | CPU ms a file | wall ms a file | pages/s CPU | pages/s wall | peak MB |\n")
    out.write("|---|---|---|---|---|---|---|---|\n")
    for kind in MAKERS:
        out.write(row(kind, told.files))
    out.write(small(told.small))


if __name__ == "__main__":
    main()
