"""Whatever the format, every sentence that can be seen is in exactly one chunk, as it stands, under its heading."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import pairwise
from typing import Any

import pytest

from handlers.ports_library import ReadDocument
from knowledge.ingest.chunking import LONGEST
from knowledge.sentences import sentences
from tests.knowledge.made_office import slides, word
from tests.knowledge.made_pdf import flowing, text
from tests.knowledge.reading_here import read

#: Heading → paragraphs, in both languages; {n} makes each sentence one of its kind.
PATTERNS = {
    "en": "The edition {n} supports SAML, e.g. for schools. It costs {n} EUR per seat and month! Is {n} enough? Dr. No says {n}.",
    "de": "Die Ausgabe {n} gilt z. B. für Schulen. Sie kostet {n} EUR je Nutzer bzw. Gerät! Reicht {n}? Ab dem 3. März gilt {n}.",
}
Story = dict[str, list[str]]


def _story(language: str) -> Story:
    pattern = PATTERNS[language].replace("Dr. No says so", "Dr. No says {n}").replace("gilt mehr", "gilt {n}")
    return {
        f"Part {part}x": [" ".join(pattern.format(n=f"{part}{at}{n}x") for n in range(3)) for at in range(4)] for part in range(5)
    }


def _markdown(story: Story) -> bytes:
    return "\n\n".join(f"## {heading}\n\n" + "\n\n".join(texts) for heading, texts in story.items()).encode()


def _html(story: Story) -> bytes:
    return "".join(
        f"<h2>{heading}</h2>" + "".join(f"<p>{escape(one)}</p>" for one in texts) for heading, texts in story.items()
    ).encode()


def _plain(story: Story) -> bytes:
    return "\n\n".join(f"{heading}\n======\n\n" + "\n\n".join(texts) for heading, texts in story.items()).encode()


def _pdf(story: Story) -> bytes:
    return flowing(*(part for heading, texts in story.items() for part in (text(heading, "Heading2"), *map(text, texts))))


def _docx(story: Story) -> bytes:
    def write(document: Any) -> None:
        for heading, texts in story.items():
            document.add_heading(heading, 1)
            for one in texts:
                document.add_paragraph(one)

    return word(write)


def _pptx(story: Story) -> bytes:
    def write(presentation: Any) -> None:
        for heading, texts in story.items():
            slide = presentation.slides.add_slide(presentation.slide_layouts[1])
            slide.shapes.title.text, slide.placeholders[1].text = heading, "\n".join(texts)

    return slides(write)


MAKERS = {"a.md": _markdown, "a.html": _html, "a.txt": _plain, "a.pdf": _pdf, "a.docx": _docx, "a.pptx": _pptx}


@pytest.mark.parametrize("language", PATTERNS)
@pytest.mark.parametrize(("name", "make"), MAKERS.items(), ids=MAKERS.keys())
def test_every_sentence_is_in_exactly_one_chunk(name: str, make: Callable[[Story], bytes], language: str) -> None:
    story = _story(language)
    document: ReadDocument = read(name, make(story))
    assert document.language == language
    found = [(chunk.place.headings[-1], one.text) for chunk in document.chunks for one in sentences(chunk.text)]
    assert found == [(heading, one.text) for heading, texts in story.items() for words in texts for one in sentences(words)]
    assert all(len(chunk.text) <= LONGEST for chunk in document.chunks)
    for one, two in pairwise(document.chunks):
        assert one.place != two.place or len(one.text) + len(two.text) > LONGEST
