"""Where values stand in a TOML text."""

from __future__ import annotations

import tomllib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.policy_lines import LineScan, Path, Unfinished

_TEXT = """# a comment with [brackets] and = signs
name = "a # that is no comment"
dotted.key . "with.dots" = 'it = [is] not'
"""


def lines(text: str) -> dict[Path, int]:
    return dict(LineScan(text).run())


def test_keys_dotted_and_quoted_stand_on_their_line() -> None:
    assert lines(_TEXT) == {("name",): 2, ("dotted",): 3, ("dotted", "key"): 3, ("dotted", "key", "with.dots"): 3}


def test_tables_and_arrays_of_tables_are_counted() -> None:
    text = "[a.b]\nx = 1\n[[c]]\n[c.d]\ny = 2\n[[c]]\n\n[[c.e]]\nz = 3\n[[c.e]]\nz = 4\n"
    assert lines(text) == {
        ("a",): 1, ("a", "b"): 1, ("a", "b", "x"): 2,
        ("c",): 3, ("c", 0): 3, ("c", 0, "d"): 4, ("c", 0, "d", "y"): 5,
        ("c", 1): 6, ("c", 1, "e"): 8, ("c", 1, "e", 0): 8, ("c", 1, "e", 0, "z"): 9,
        ("c", 1, "e", 1): 10, ("c", 1, "e", 1, "z"): 11,
    }  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        '"""one\ntwo \\"""\nthree"""',
        '"""\nends with quotes """""',
        "'''one\n[not a table]\nb = 2'''",
        "[1, # a comment with ]\n  [2, 3],\n]",
        '[\n  { x = 1 },\n  { y = "}" },\n]',
        "1979-05-27 07:32:00",
        "1979-05-27T07:32:00+02:00\t# after",
        "{ }",
        "[]",
        "1_000.5e-3",
    ],
)
def test_what_follows_a_long_value_is_found_on_its_own_line(value: str) -> None:
    text = f"a = {value}\n\nafter = true\n"
    tomllib.loads(text)
    assert lines(text)["after",] == value.count("\n") + 3


def test_items_of_arrays_and_inline_tables_stand_where_they_are_written() -> None:
    text = 'a = [\n  "x",\n\n  { b = 1, c.d = [2,\n 3] },\n]\n'
    assert lines(text) == {
        ("a",): 1, ("a", 0): 2, ("a", 1): 4, ("a", 1, "b"): 4, ("a", 1, "c"): 4, ("a", 1, "c", "d"): 4,
        ("a", 1, "c", "d", 0): 4, ("a", 1, "c", "d", 1): 5,
    }  # fmt: skip


def test_windows_line_ends_count_once() -> None:
    assert lines('a = """x\r\ny"""\r\n\r\nb = 1\r\n')["b",] == 4


@pytest.mark.parametrize("text", ['a = "x', 'a = """x\n\n', "a = [1,\n", "a = {", "[a", "a", "= 1", "a = \n", "a = 'x\n'"])
def test_a_broken_text_is_refused(text: str) -> None:
    with pytest.raises(Unfinished):
        LineScan(text).run()


def test_a_broken_text_broke_in_the_statement_begun_last() -> None:
    scan = LineScan('a = 1\n\nb = """\n\n\n')
    with pytest.raises(Unfinished):
        scan.run()
    assert scan.begun == 3


_KEYS = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True), st.text(st.characters(codec="ascii"), max_size=6))
_SCALARS = st.one_of(
    st.integers(-(2**62), 2**62),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.dates(min_value=date(1000, 1, 1)),
    st.datetimes(min_value=datetime(1000, 1, 1)),  # noqa: DTZ001 - TOML has local times
)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=8
)


def written(value: object, gap: str) -> str:
    """The value as TOML; `gap` is what stands between the items of an array."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case list():
            return "[" + gap + ("," + gap).join(written(item, gap) for item in value) + gap + "]"
        case dict():
            return "{" + ", ".join(f"{quoted(key)} = {written(item, gap)}" for key, item in value.items()) + "}"
        case date():
            return value.isoformat()
    return str(value)


def quoted(text: str) -> str:
    return '"' + "".join(char if char.isalnum() else f"\\U{ord(char):08X}" for char in text) + '"'


def paths(value: object, above: Path = ()) -> set[Path]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path for key, item in items for path in ({(*above, key)} | paths(item, (*above, key)))}


@given(
    st.dictionaries(_KEYS, _VALUES, max_size=5),
    st.sampled_from(["", " ", "\n", " # [x] = '\n\n", "\r\n"]),
    st.sampled_from(["\n", "\n\n", " # end\n"]),
)
def test_every_value_of_any_document_has_a_line(document: dict[str, object], gap: str, end: str) -> None:
    text = ""
    begins = {}
    for key, value in document.items():
        begins[key] = text.count("\n") + 1
        text += f"{quoted(key)} = {written(value, gap)}{end}"
    assert tomllib.loads(text).keys() == document.keys()
    found = lines(text)
    assert set(found) == paths(document)
    assert {key: found[key,] for key in document} == begins


@given(st.text(st.sampled_from("ab=.\"'[]{}#,\n\r\t 1-\\"), max_size=40))
def test_what_tomllib_accepts_the_scan_reads_whole(text: str) -> None:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines(text)) == paths(document)
