"""Whatever a file does, it ends in a document or in the reason why not, in time, and harms nothing else."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.ports_library import UNREADABLE, Unreadable
from handlers.unreadable import why_unreadable
from handlers.wording import LANGUAGES, Words
from knowledge.ingest import ENDINGS, LIMITS, Files
from tests.knowledge.made_office import changed, part, slides, word
from tests.knowledge.made_pdf import drawn
from tests.knowledge.reading_here import refusal, shown
from tests.shares import FEWER

WORD = word(lambda document: document.add_paragraph("Partners get 20 %. They get it at once."))
DECK = slides(lambda deck: deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text_frame.__setattr__("text", "Text"))
PDF = drawn(lambda canvas: canvas.drawString(50, 700, "Partners get 20 %."))
BODY = "word/document.xml"


@pytest.fixture(scope="module")
def files() -> Iterator[Files]:
    with Files(replace(LIMITS, cpu_seconds=6, seconds=40, memory=600_000_000), at_once=1) as files:
        yield files


def outcome(files: Files, name: str, content: bytes) -> str:
    """The code of the reason, "" when it was read. What is known of it must be enough for a sentence."""
    try:
        document = files.read(name, content)
    except Unreadable as why:
        code = why.code
        sentences = [why_unreadable(Words(language), why) for language in LANGUAGES]
    else:
        assert document.chunks
        return ""
    assert code in UNREADABLE
    assert all(sentences)
    return code


# --- archives ------------------------------------------------------------------------------------------------------------


def _entities() -> bytes:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return f"<!DOCTYPE x [{names}]><w:document>&e9;</w:document>".encode()


def _with_size(content: bytes, name: str, size: int) -> bytes:
    """The archive with another unpacked size told of an entry, in the directory that says so first."""
    at = content.rindex(name.encode()) - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def _twice(content: bytes, name: str) -> bytes:
    file = BytesIO(content)
    with ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(name, part(content, name))
    return file.getvalue()


def _many_entries() -> bytes:
    return changed(WORD, {f"word/x{number}.xml": b"<x/>" for number in range(LIMITS.entries + 1)})


def _locked(content: bytes) -> bytes:
    """With the flag that says that an entry has a password."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 8] + b"\x01" + content[at + 9 :]


ARCHIVES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: changed(WORD, {"word/media/a.bin": bytes(120_000_000)}), "unpacks_too_large"),
    "many small bombs": (
        lambda: changed(WORD, {f"word/{n}.bin": (b"ab" * 20 + bytes(range(256))) * 60_000 for n in range(9)}),
        "unpacks_too_large",
    ),
    "too many parts": (_many_entries, "unpacks_too_large"),
    "a part that says it is smaller than it is": (lambda: _with_size(WORD, BODY, 10), "broken"),
    "a part that is there twice": (lambda: _twice(WORD, BODY), "broken"),
    "entities that grow without end": (lambda: changed(WORD, {BODY: _entities()}), "broken"),
    "an entity that is a file": (
        lambda: changed(WORD, {BODY: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}),
        "broken",
    ),
    "entities in another encoding": (lambda: changed(WORD, {BODY: _entities().decode().encode("utf-16")}), "broken"),
    "elements without end": (lambda: changed(WORD, {BODY: b"<a>" * 100_000 + b"</a>" * 100_000}), "broken"),
    "no body": (lambda: changed(WORD, {BODY: None}), "broken"),
    "a body that is none": (lambda: changed(WORD, {BODY: b"\x00\x01"}), "broken"),
    "cut off": (lambda: WORD[: len(WORD) // 2], "broken"),
    "with a password": (lambda: _locked(WORD), "encrypted"),
    "with a password, by Word": (lambda: _ole("EncryptedPackage"), "encrypted"),
    "of 1997": (lambda: _ole("WordDocument"), "unknown_format"),
    "with macros": (
        lambda: changed(
            WORD,
            {
                "[Content_Types].xml": part(WORD, "[Content_Types].xml").replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            },
        ),
        "unknown_format",
    ),
    "a presentation": (lambda: DECK, "other_format"),
    "any other archive": (lambda: changed(WORD, {"[Content_Types].xml": None}), "broken"),
    "a PDF": (lambda: PDF, "other_format"),
    "a PDF and a document in one": (lambda: PDF + WORD, "other_format"),
}


def _ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(500)


@pytest.mark.parametrize(("make", "reason"), ARCHIVES.values(), ids=ARCHIVES.keys())
def test_an_office_file_that_is_up_to_something_is_refused(make: Callable[[], bytes], reason: str, files: Files) -> None:
    assert outcome(files, "a.docx", make()) == f"document.{reason}"


def test_nothing_is_fetched_that_a_file_points_to(files: Files) -> None:
    relations = part(WORD, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId77" TargetMode="External" Target="http://192.0.2.1/x.dotm" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>',
    )
    document = files.read("a.docx", changed(WORD, {"word/_rels/document.xml.rels": relations}))
    assert shown(document) == "Partners get 20 %. They get it at once."


# --- PDF -----------------------------------------------------------------------------------------------------------------


def _pdf(*objects: bytes) -> bytes:
    """A file of these objects, the first of which is its catalogue."""
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
    b"/Resources<</Font<</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)


def _ten_thousand_pages() -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(10_000))
    return _pdf(_CATALOGUE, b"<</Type/Pages/Kids[%s]/Count 10000>>" % kids, _PAGE, _stream(b"BT /F 12 Tf 50 700 Td (Text) Tj ET"))


PDFS: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "of ten thousand pages": (_ten_thousand_pages, ("too_many_pages",)),
    "of pages that hold each other": (
        lambda: _pdf(_CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1>>"),
        ("broken", "no_text"),
    ),
    "whose page unpacks to 400 megabytes": (
        lambda: _pdf(_CATALOGUE, _ONE_PAGE, _PAGE, _stream(bytes(400_000_000))),
        ("broken", "no_text", "took_too_long", "unpacks_too_large"),
    ),
    "of a million letters on one page": (
        lambda: _pdf(_CATALOGUE, _ONE_PAGE, _PAGE, _stream(b"BT /F 12 Tf 50 700 Td (Text) Tj ET " * 300_000)),
        ("", "took_too_long", "broken", "unpacks_too_large"),
    ),
    "of a form in itself": (
        lambda: _pdf(
            _CATALOGUE,
            _ONE_PAGE,
            _PAGE.replace(b"/Resources<<", b"/Resources<</XObject<</X 5 0 R>>"),
            _stream(b"BT /F 12 Tf 50 700 Td (Text) Tj ET /X Do"),
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 5>>stream\n/X Do\nendstream",
        ),
        ("",),
    ),
    "that is not complete": (lambda: PDF[:300], ("broken",)),
    "with a script": (
        lambda: _pdf(
            b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
            _ONE_PAGE,
            _PAGE,
            _stream(b"BT /F 12 Tf 50 700 Td (Text) Tj ET"),
        ),
        ("",),
    ),
}


@pytest.mark.parametrize(("make", "reasons"), PDFS.values(), ids=PDFS.keys())
def test_a_pdf_that_is_up_to_something_ends_with_its_reason(
    make: Callable[[], bytes], reasons: tuple[str, ...], files: Files
) -> None:
    assert outcome(files, "a.pdf", make()) in [reason and f"document.{reason}" for reason in reasons]
    assert outcome(files, "a.pdf", PDF) == ""


# --- text ----------------------------------------------------------------------------------------------------------------

TEXTS = {
    "elements in elements": ("a.html", b"<div>" * 20_000 + b"Seen" + b"</div>" * 20_000),
    "ends of what never began": ("a.html", b"<p>Seen" + b"</div>" * 50_000),
    "a tag without end": ("a.html", b"Seen <a " + b"b=c " * 100_000),
    "a rule for everything, many times": (
        "a.html",
        b"<style>" + b"* * * * p:not(:has(q)) {display:none}" * 500 + b"</style><p>Seen",
    ),
    "quotes in quotes": ("a.md", b">" * 20_000 + b" Seen"),
    "lists in lists": ("a.md", b"".join(b" " * (2 * depth) + b"- Seen\n" for depth in range(300))),
    "brackets without end": ("a.md", b"Seen " + b"[" * 15_000 + b"](" * 5_000),
    "stars without end": ("a.md", b"Seen " + b"*a **a _a " * 5_000),
    "a table of one row": ("a.md", b"|a" * 5_000 + b"|\n" + b"|-" * 5_000 + b"|\n|Seen" + b"|b" * 5_000),
    "one line of ten megabytes": ("a.txt", b"Seen " + b"x" * 9_000_000),
    "stops without end": ("a.txt", b"Seen. " + b". " * 80_000),
    "marks upon marks": ("a.txt", b"Seen a" + "\u0301".encode() * 100_000),
    "lines without end": ("a.txt", b"Seen\n" * 200_000),
    "a matter of aliases": ("a.md", b"---\na: &a [x,x]\nb: &b [*a,*a]\ntitle: [*b,*b]\n---\nSeen"),
}


@pytest.mark.parametrize(("name", "content"), TEXTS.values(), ids=TEXTS.keys())
def test_a_text_that_is_up_to_something_ends_in_time(name: str, content: bytes, files: Files) -> None:
    codes = ("", *(f"document.{one}" for one in ("took_too_long", "broken", "front_matter", "unpacks_too_large", "no_text")))
    assert outcome(files, name, content) in codes
    assert shown(files.read("a.md", b"Text.")) == "Text."


# --- anything ------------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from([f"a{ending}" for ending in ENDINGS])
SAMPLES = {
    ".pdf": PDF,
    ".docx": WORD,
    ".pptx": DECK,
    ".html": b"<p style='color:#fff'>x</p><table><tr><td>y",
    ".md": b"# A\n\n|a|\n|-|\n",
}


@FEWER
@given(NAMES, st.binary(max_size=400))
def test_any_bytes_end_in_a_document_or_a_reason(name: str, content: bytes) -> None:
    assert _ends(name, content)


@FEWER
@given(st.sampled_from(sorted(SAMPLES)), st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=8)), max_size=8))
def test_a_file_with_changed_bytes_ends_in_a_document_or_a_reason(ending: str, changes: list[tuple[float, bytes]]) -> None:
    content = SAMPLES[ending]
    for share, piece in changes:
        at = int(share * len(content))
        content = content[:at] + piece + content[at + len(piece) :]
    assert _ends(f"a{ending}", content)


@FEWER
@given(st.text(max_size=200), st.sampled_from([BODY, "word/styles.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"]))
def test_a_document_with_changed_parts_ends_in_a_document_or_a_reason(text: str, name: str) -> None:
    assert _ends("a.docx", changed(WORD, {name: part(WORD, name).replace(b"w:t", text.encode("utf-8", "replace"), 3)}))


@pytest.fixture(scope="module", autouse=True)
def _shared(files: Files) -> Iterator[None]:
    _SHARED.append(files)
    yield
    _SHARED.clear()


#: What examples of one test may share, as a fixture cannot be given to them.
_SHARED: list[Files] = []


def _ends(name: str, content: bytes) -> bool:
    return outcome(_SHARED[0], name, content) in ("", *UNREADABLE)


def test_an_archive_made_of_nothing_is_refused() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED):
        pass
    assert refusal("a.docx", file.getvalue()) == "document.broken"
