"""Replies of every kind, for whatever has to draw them: what people type, and what has been used against bots, in every part."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from handlers.reply import (
    Chart,
    Choice,
    Choices,
    Fact,
    Facts,
    Field,
    FieldKind,
    File,
    Form,
    Lookup,
    Option,
    Part,
    Progress,
    Purpose,
    Reply,
    Source,
    Sources,
    Standing,
    Table,
    Text,
    Tone,
)

HOSTILE = st.sampled_from(
    [
        "<!channel> <!here> <@U123> <#C1|general>",
        "<http://x.example|here> <mailto:a@b.example|boss>",
        "<!subteam^S1> <!date^1^{date}|x>",
        "*bold* _it_ ~no~ `code` :smile:",
        "> quote",
        "```\n<@U1>\n```",
        "\u2066\u202e\u200f\ufeff",
        "**bold** _it_ ~~no~~ `code`",
        "[click here](https://x.example)",
        "<at>everyone</at> <b>big</b><script>alert(1)</script>",
        "- one\n- two\n1. three\n# four\n> five",
        "{{DATE(2026-02-14T06:08:39Z, SHORT)}}",
        "${company} $(title)",
        "https://x.example www.x.example",
        "![img](https://x.example/1.png)",
        "\u202eabc\u2066\x00\ufeff",
        "&lt;b&gt; &amp;",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "\\*not\\*",
        "👩‍🚀🏳️‍🌈" * 9,
        "Ärger & Söhne <GmbH>",
        "مرحبا بالعالم שלום",
    ]
)
WORDS = st.one_of(HOSTILE, st.text(max_size=40), st.text(min_size=1, max_size=4).map(lambda text: text * 2500), st.just(""))
SHORT = st.one_of(HOSTILE, st.text(max_size=80))
NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 8))
    row = st.lists(SHORT, min_size=columns, max_size=columns).map(tuple)
    rows = draw(st.lists(row, max_size=12))
    numeric = frozenset(draw(st.sets(st.integers(0, columns - 1))))
    return Table(caption=draw(SHORT), columns=("c",) * columns, rows=tuple(rows * draw(st.sampled_from([1, 12]))), numeric=numeric)


ACTIONS = st.one_of(st.text(min_size=1, max_size=200), st.sampled_from(["step/decline/R-7K3M2Q", "register.form", "approve/R-1/2"]))
CHOICE = st.builds(Choice, label=SHORT, action=ACTIONS, style=st.sampled_from(["default", "primary", "danger"]))
CHOICES = st.lists(CHOICE, min_size=1, max_size=40)
FIELDS = st.builds(
    Field,
    name=st.text(min_size=1, max_size=20),
    kind=st.sampled_from(FieldKind),
    label=st.one_of(HOSTILE, st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40)),
    required=st.booleans(),
    hint=SHORT,
    value=WORDS,
    error=SHORT,
    options=st.lists(st.builds(Option, value=st.text(min_size=1, max_size=50), label=SHORT), max_size=12).map(tuple),
    lookup=st.sampled_from([None, *Lookup]),
)
FORMS = st.builds(
    Form,
    id=st.just("won/R-7K3M2Q"),
    title=WORDS,
    submit=st.text(min_size=1, max_size=60),
    fields=st.lists(FIELDS, min_size=1, max_size=12, unique_by=lambda field: field.name).map(tuple),
)
SOURCES = st.builds(
    Sources,
    sources=st.lists(
        st.builds(Source, label=st.one_of(SHORT, st.integers(1, 30).map(lambda n: f"[{n}] Handbook")), place=SHORT, quote=WORDS),
        min_size=1,
        max_size=14,
    ).map(tuple),
)
FEEDBACK = st.builds(Choices, choices=st.tuples(CHOICE, CHOICE), purpose=st.just(Purpose.FEEDBACK))
PARTS: st.SearchStrategy[Part] = st.one_of(
    st.builds(Text, text=WORDS, tone=st.sampled_from(Tone)),
    st.builds(
        Facts,
        title=SHORT,
        facts=st.lists(st.builds(Fact, label=SHORT, value=WORDS, note=SHORT), min_size=1, max_size=25).map(tuple),
    ),
    tables(),
    st.builds(Progress, label=SHORT, done=NUMBERS, total=st.just(Decimal(100)), caption=SHORT),
    st.builds(Chart, title=SHORT, labels=st.just(("a", "b")), values=st.just((Decimal(0), Decimal(2))), shown=st.just(("0", "2"))),
    st.builds(File, name=SHORT, media_type=st.just("text/csv"), content=st.just(b"x"), title=SHORT),
    st.builds(Choices, choices=CHOICES.map(tuple), prompt=SHORT),
    FEEDBACK,
    FORMS,
    SOURCES,
)
REPLIES = st.builds(
    Reply,
    parts=st.lists(PARTS, min_size=1, max_size=8).map(tuple),
    language=st.sampled_from(["en", "de"]),
    standing=st.builds(Standing, state=st.sampled_from(["idle", "collecting", "confirming", "submitted"])),
)
