"""Files are read in processes of their own that stay warm, and a file that kills one harms no other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.ports_library import Unreadable
from knowledge.ingest import LIMITS, Files, Limits, read_file
from tests.knowledge.reading_here import read, shown


def test_a_file_is_read_in_another_process_as_it_is_here() -> None:
    content = b"---\ntitle: Price list\ntiers: gold\n---\n# Prices\n\nText.\n\n## More\n\nWords.\n"
    assert read_file("a.md", content) == read("a.md", content)


def test_one_process_reads_many_files_from_many_threads() -> None:
    with Files() as files, ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(lambda number: files.read(f"{number}.md", f"# File {number}\n\nText.".encode()), range(100)))
    assert [document.title for document in documents] == [f"File {number}" for number in range(100)]


def test_what_is_too_large_or_of_unknown_kind_starts_no_process() -> None:
    with Files(replace(LIMITS, size=100)) as files:
        with pytest.raises(Unreadable, match="too_large"):
            files.read("a.md", b"x" * 101)
        with pytest.raises(Unreadable, match="unknown_format"):
            files.read("a.xyz", b"x")


#: Takes html.parser's tree builder a time that grows with the square of its length.
SLOW = b"<p>Seen.</p>" + b"<div>" * 400_000 + b"</p>" * 400_000


@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(replace(LIMITS, seconds=5), id="by the clock", marks=pytest.mark.slow),
        pytest.param(replace(LIMITS, cpu_seconds=1), id="by the processor"),
    ],
)
def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read(limits: Limits) -> None:
    with Files(limits, at_once=1) as files:
        with pytest.raises(Unreadable, match="took_too_long"):
            files.read("slow.html", SLOW)
        assert shown(files.read("a.md", b"Text.")) == "Text."


def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_one_is_read() -> None:
    with Files(replace(LIMITS, memory=200_000_000), at_once=1) as files:
        with pytest.raises(Unreadable, match=r"unpacks_too_large|broken"):
            files.read("large.html", b"<b>x</b>" * 1_000_000)
        assert shown(files.read("a.md", b"Text.")) == "Text."


def test_a_process_that_refused_a_file_reads_no_other_because_it_may_be_short_of_memory_since() -> None:
    with Files(at_once=1) as files:
        with pytest.raises(Unreadable):
            files.read("broken.pdf", b"%PDF-1.7 nothing")
        assert files._idle == []
        assert shown(files.read("a.md", b"Text.")) == "Text."


def test_the_process_that_reads_knows_nothing_of_the_environment() -> None:
    with Files() as files:
        files.read("a.md", b"Text.")
        process = files._idle[0]._process.pid
        assert Path(f"/proc/{process}/environ").read_bytes() == b""


def test_a_closed_reader_leaves_no_process() -> None:
    with Files() as files:
        files.read("a.md", b"Text.")
        processes = [worker._process for worker in files._idle]
    assert len(processes) == 1
    assert all(process.poll() is not None for process in processes)
