"""Chunks are of a size, cross no heading, page or slide, and hold every sentence once."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.ports_library import Chunk, Place
from knowledge.ingest.chunking import LONGEST, SHORTEST, chunks_of
from knowledge.ingest.outline import Block, Heading, PageBegins, Paragraph, SlideBegins, Table
from knowledge.ingest.sections import sections_of


def _chunks(*blocks: Block) -> tuple[Chunk, ...]:
    return chunks_of(sections_of(blocks))


def _sentence(name: str, length: int) -> str:
    """As many characters as asked for, in words, with a name that occurs once."""
    return (f"Satz {name} " + "steht hier " * (length // 11 + 1))[: length - 1].strip() + "."


LONG_PARAGRAPH = " ".join(_sentence(f"Nr{number}x", 120) for number in range(30))


def test_a_long_paragraph_is_cut_between_sentences_into_even_parts() -> None:
    chunks = _chunks(Paragraph(text=LONG_PARAGRAPH))
    assert all(SHORTEST <= len(chunk.text) <= LONGEST for chunk in chunks)
    assert " ".join(chunk.text for chunk in chunks) == LONG_PARAGRAPH
    assert all(chunk.text.startswith("Satz") and chunk.text.endswith(".") for chunk in chunks)


def test_short_neighbours_under_one_heading_are_joined_and_items_stand_line_by_line() -> None:
    items = [Paragraph(text=text, is_item=True) for text in ("SAML", "OIDC")]
    chunks = _chunks(Heading(level=1, text="SSO"), Paragraph(text="Supported:"), *items, Paragraph(text="That is all."))
    assert chunks == (Chunk(number=0, place=Place(headings=("SSO",)), text="Supported:\n\nSAML\nOIDC\n\nThat is all."),)


def test_no_chunk_crosses_a_heading_a_page_or_a_slide() -> None:
    chunks = _chunks(
        Heading(level=1, text="A"),
        Paragraph(text="One."),
        Heading(level=2, text="B"),
        Paragraph(text="Two."),
        PageBegins(number=2),
        Paragraph(text="Three."),
        Heading(level=1, text="C"),
        Paragraph(text="Four."),
    )
    assert [(one.place.headings, one.place.page, one.text) for one in chunks] == [
        (("A",), None, "One."),
        (("A", "B"), None, "Two."),
        (("A", "B"), 2, "Three."),
        (("C",), 2, "Four."),
    ]


def test_a_slide_does_not_inherit_the_headings_of_the_one_before() -> None:
    first = (SlideBegins(number=1), Heading(level=1, text="A"), Paragraph(text="One."))
    chunks = _chunks(*first, SlideBegins(number=2), Paragraph(text="Two."))
    assert [one.place for one in chunks] == [Place(slide=1, headings=("A",)), Place(slide=2)]


def test_a_heading_that_nothing_follows_is_text_itself() -> None:
    blocks = (Heading(level=1, text="A"), Heading(level=2, text="Bare"), Heading(level=2, text="B"), Paragraph(text="Text."))
    assert [(one.place.headings, one.text) for one in _chunks(*blocks)] == [(("A",), "Bare"), (("A", "B"), "Text.")]


def test_a_long_table_repeats_its_header_in_every_chunk() -> None:
    rows = tuple((f"Edition {number}", f"{number} EUR", "per seat and month") for number in range(100))
    chunks = _chunks(Table(header=("Edition", "Price", "Unit"), rows=rows))
    assert len(chunks) > 3
    assert all(chunk.text.startswith("Edition | Price | Unit\n") and len(chunk.text) <= LONGEST for chunk in chunks)
    lines = [line for chunk in chunks for line in chunk.text.split("\n")[1:]]
    assert lines == [" | ".join(row) for row in rows]


def test_two_tables_with_the_same_header_stay_apart() -> None:
    table = Table(header=("A", "B"), rows=(("1", "2"),))
    assert [one.text for one in _chunks(table, table)] == ["A | B\n1 | 2\n\nA | B\n1 | 2"]


def test_a_header_alone_and_a_row_too_long_are_kept() -> None:
    assert [one.text for one in _chunks(Table(header=("A", "B"), rows=()))] == ["A | B"]
    chunks = _chunks(Table(header=("H",), rows=((LONG_PARAGRAPH,),)))
    assert all(one.text.startswith("H\nSatz") and len(one.text) <= LONGEST for one in chunks)
    assert " ".join(one.text.removeprefix("H\n") for one in chunks) == LONG_PARAGRAPH


@pytest.mark.parametrize("text", ["x" * 2000, "wort " * 1000])
def test_what_has_no_sentence_is_cut_between_words_if_it_has_any(text: str) -> None:
    chunks = _chunks(Paragraph(text=text))
    assert all(len(one.text) <= LONGEST for one in chunks)
    assert "".join(one.text for one in chunks).replace(" ", "") == text.replace(" ", "")


_LENGTHS = st.integers(min_value=20, max_value=1_500)
_BLOCKS = st.lists(
    st.one_of(
        st.tuples(st.just("heading"), st.integers(1, 3)),
        st.tuples(st.just("paragraph"), st.lists(_LENGTHS, min_size=1, max_size=8)),
        st.tuples(st.just("page"), st.none()),
        st.tuples(st.just("table"), st.integers(1, 60)),
    ),
    max_size=12,
)


def _built(plan: list[tuple[str, object]]) -> tuple[list[Block], list[str]]:
    """The blocks of a plan, and the names of all sentences and rows in it."""
    blocks: list[Block] = []
    names: list[str] = []
    for number, (kind, detail) in enumerate(plan):
        match kind, detail:
            case "heading", int(level):
                blocks.append(Heading(level=level, text=f"Heading h{number}h"))
            case "paragraph", list(lengths):
                own = [f"s{number}s{place}s" for place in range(len(lengths))]
                blocks.append(Paragraph(text=" ".join(map(_sentence, own, lengths))))
                names += own
            case "table", int(count):
                own = [f"r{number}r{place}r" for place in range(count)]
                blocks.append(Table(header=("Name", "Preis"), rows=tuple((name, "12 EUR je Monat") for name in own)))
                names += own
            case _:
                blocks.append(PageBegins(number=number + 1))
    return blocks, names


@given(_BLOCKS)
def test_every_sentence_and_row_is_in_exactly_one_chunk_and_chunks_have_their_size(plan: list[tuple[str, object]]) -> None:
    blocks, names = _built(plan)
    chunks = _chunks(*blocks)
    everything = "\n".join(chunk.text for chunk in chunks)
    assert [everything.count(name) for name in names] == [1] * len(names)
    assert [chunk.number for chunk in chunks] == list(range(len(chunks)))
    assert all(0 < len(chunk.text) <= LONGEST for chunk in chunks)
    if all(length <= LONGEST - SHORTEST for kind, detail in plan if kind == "paragraph" for length in cast("list[int]", detail)):
        _are_filled(chunks)


def _are_filled(chunks: tuple[Chunk, ...]) -> None:
    """Where no sentence is long, two neighbours in one place never have room in one chunk (but for a few characters of a gap)."""
    for _, group in groupby(chunks, key=lambda chunk: (chunk.place.page, chunk.place.headings)):
        here = [chunk.text for chunk in group if not chunk.text.startswith("Heading")]  # those are the bare ones
        assert all(len(one) + len(two) > LONGEST - 20 for one, two in pairwise(here))
