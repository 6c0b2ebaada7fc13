"""What whoever looks after the library should see, on request and once a week.

Questions without an answer, answers that did not help, documents that are old and much used, documents that contradict each other,
and what ends soon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from handlers.deidentifying import deidentified
from handlers.library_view import since
from handlers.notices import tell
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.ports_asked import AskedQuestion
from handlers.ports_library import Verdict
from handlers.reply import Choice, Fact, Facts, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.understanding.text import fold
from handlers.wording import Words
from program.access import Act
from program.collateral import Document, DocumentKind
from program.periods import local_date

#: What the report looks at.
_WEEKS: Final = timedelta(days=28)
_WEEK: Final = timedelta(days=7)
_SHOWN: Final = 5
#: Words that many questions share say nothing of what they ask.
_SHORTEST: Final = 4
#: So much of their words two questions share when they ask the same.
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Questions that ask much the same; `text` is the newest one's."""

    text: str
    count: int


def report(work: Work, conversation: Conversation) -> Outcome:
    """The last four weeks."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.CURATE):
        return say(conversation, words("report.not_yours"))
    parts = report_parts(work, work.at - _WEEKS, words)
    return Outcome(parts=parts or (Text(text=words("report.nothing")),), conversation=conversation)


def digest(work: Work) -> None:
    """The week's report to the viewer, once a week, however often it is called; nothing where there is nothing to say."""
    member = work.viewer.member
    words = Words.of(member)
    parts = report_parts(work, work.at - _WEEK, words)
    if not parts:
        return
    year, week, _ = local_date(work.at, member.zone).isocalendar()
    lead = Text(text=words("report.digest"), tone=Tone.TITLE)
    tell(work.by_rule(), member, key=f"library.digest:{year}-{week:02}", compose=lambda _: (lead, *parts))


def report_parts(work: Work, begin: datetime, words: Words) -> tuple[Part, ...]:
    """The report on what was asked from the instant on; nothing where there is nothing to do."""
    asked = work.asked.since(begin)
    documents = {one.id: one for one in work.library.documents()}
    return (
        *_count(asked, words),
        *_unanswered(work, asked, words),
        *_rejected(work, asked, words),
        *_contradictions(asked, documents, words),
        *_stale(work, documents, begin, words),
        *_ending(work, documents.values(), words),
    )


def _count(asked: Sequence[AskedQuestion], words: Words) -> tuple[Part, ...]:
    if not asked:
        return ()
    verdicts = Counter(one.verdict for one in asked)
    shown = {verdict.value: words.number(verdicts[verdict]) for verdict in Verdict}
    return (Text(text=words.count("report.count", len(asked), **shown)),)


def _unanswered(work: Work, asked: Sequence[AskedQuestion], words: Words) -> tuple[Part, ...]:
    texts = [_hidden(work, one) for one in asked if one.verdict is not Verdict.ANSWERED]
    groups = grouped(texts)[:_SHOWN]
    if not groups:
        return ()
    rows = tuple((short(group.text, 80), words.number(group.count)) for group in groups)
    columns = (words("column.question"), words("column.how_often"))
    return (Table(caption=words("report.unanswered"), columns=columns, rows=rows, numeric=frozenset({1})),)


def grouped(texts: Sequence[str]) -> list[_Group]:
    """Texts that share half of their longer words together, the largest group first; within a group the first text speaks."""
    groups: list[tuple[set[str], list[str]]] = []
    for text in texts:
        said = {word for word in fold(text).split() if len(word) >= _SHORTEST}
        found = next((group for group in groups if len(said & group[0]) >= _ALIKE * max(1, min(len(said), len(group[0])))), None)
        if found is None or not said:
            groups.append((said, [text]))
        else:
            found[1].append(text)
    return sorted((_Group(text=each[0], count=len(each)) for _, each in groups), key=lambda group: -group.count)


def _rejected(work: Work, asked: Sequence[AskedQuestion], words: Words) -> tuple[Part, ...]:
    bad = [one for one in asked if one.is_helpful is False][:_SHOWN]
    facts = tuple(Fact(label=short(_hidden(work, one), 80), value=short(one.complaint or "–", 120)) for one in bad)
    return (Facts(title=words("report.rejected"), facts=facts),) if facts else ()


def _contradictions(asked: Sequence[AskedQuestion], documents: Mapping[str, Document], words: Words) -> tuple[Part, ...]:
    pairs: Counter[tuple[str, str]] = Counter()
    for one in asked:
        against = {cited.document_id for cited in one.cited if cited.contradicts} & documents.keys()
        named = {cited.document_id for cited in one.cited if not cited.contradicts} & documents.keys()
        pairs.update((min(a, b), max(a, b)) for a in named for b in against if a != b)
    facts = tuple(
        Fact(label=short(documents[a].title, 60), value=short(documents[b].title, 60)) for (a, b), _ in pairs.most_common(_SHOWN)
    )
    return (Facts(title=words("report.contradictions"), facts=facts),) if facts else ()


def _stale(work: Work, documents: Mapping[str, Document], begin: datetime, words: Words) -> tuple[Part, ...]:
    """Documents by their age in months times how often they were cited; those under half a year old are left out."""
    uses, today = work.asked.uses(begin), local_date(work.at, words.zone)
    ages = {id: _months(since(documents[id], words), today) for id in uses if id in documents}
    worst = sorted((id for id, months in ages.items() if months >= 6), key=lambda id: -ages[id] * uses[id])[:_SHOWN]
    if not worst:
        return ()
    rows = tuple((short(documents[id].title, 60), words.number(ages[id]), words.number(uses[id])) for id in worst)
    columns = tuple(words(f"column.{name}") for name in ("document", "months_old", "how_often"))
    return (Table(caption=words("report.stale"), columns=columns, rows=rows, numeric=frozenset({1, 2})),)


def _months(first: date, today: date) -> int:
    return (today.year - first.year) * 12 + today.month - first.month - (today.day < first.day)


def _ending(work: Work, documents: Iterable[Document], words: Words) -> tuple[Part, ...]:
    today, days = local_date(work.at, words.zone), work.program.in_force(work.at).support.remind_days
    soon = sorted((one for one in documents if ends_within(one, today, days)), key=lambda one: (one.valid_until, one.name))[:_SHOWN]
    facts = tuple(Fact(label=short(one.title, 60), value=words.day(one.valid_until)) for one in soon if one.valid_until)
    return (Facts(title=words("report.ending"), facts=facts),) if facts else ()


def ends_within(document: Document, today: date, days: int) -> bool:
    """Whether the document counts today and no longer in so many days."""
    return document.valid_until is not None and today <= document.valid_until <= today + timedelta(days=days)


def remind_of_ends(work: Work) -> None:
    """Tells owners once that a document of theirs ends soon, with the way to extend it."""
    days = work.program.in_force(work.at).support.remind_days
    for document in work.library.documents():
        owner = work.people.member(document.owner_id) if document.owner_id else None
        if owner is None or not owner.active or not ends_within(document, local_date(work.at, owner.zone), days):
            continue
        tell(work, owner, key=f"document.ends:{document.id}", compose=partial(_ends, document))


def _ends(document: Document, their: Words) -> tuple[Part, ...]:
    day = their.day(document.valid_until) if document.valid_until else "–"
    is_answer = document.kind is DocumentKind.VERIFIED_ANSWER
    text = their("notice.answer_ends" if is_answer else "notice.document_ends", title=short(document.title, 80), day=day)
    choices = [
        Choice(label=their("choice.extend_document"), action=f"document.extend/{document.id}", style="primary"),
        Choice(label=their("choice.change"), action=f"step/document/{document.id}"),
    ]
    return (Text(text=text), *offer(choices))


def _hidden(work: Work, asked: AskedQuestion) -> str:
    asker = work.people.member(asked.member_id)
    partner = work.people.partner(asked.partner_id) if asked.partner_id else None
    return deidentified(work, asked.text, asker=asker, partner=partner)
