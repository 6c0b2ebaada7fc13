"""A statement as a file: every line of a period, as CSV for a spreadsheet or as PDF to keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.earning_lines import amounts, line_label, period_words, state_label
from handlers.ports import Work
from handlers.reply import File
from handlers.settling import today_of
from handlers.sheet import written
from handlers.statement_pdf import Page, drawn
from handlers.wording import Words
from program.ledger import Entry, LineState
from program.partners import Partner
from program.policy import Policy

COLUMNS = ("id", "earned", "company", "deal", "line", "base", "rate", "amount", "currency", "state", "clauses", "version")


def statement_file(work: Work, partner: Partner, entries: Sequence[Entry], first: date, last: date, kind: str) -> File:
    """The lines of the period, `first` and `last` included, as "pdf" or "csv"; at least one line."""
    words = Words.of(work.viewer.member)
    companies = {one.id: one.opportunity.company for one in work.registrations.of_partner(partner.id)}
    name = words("statement.file_name", partner=partner.id, first=first.isoformat(), last=last.isoformat())
    title = words("statement.file_title", partner=partner.name)
    if kind == "csv":
        content = written(_csv_rows(work, entries, companies, words), delimiter=";" if words.language == "de" else ",")
        return File(name=f"{name}.csv", media_type="text/csv", content=content, title=title)
    page = _page(work, partner, entries, companies, first, last, words)
    return File(name=f"{name}.pdf", media_type="application/pdf", content=drawn(page), title=title)


def _csv_rows(work: Work, entries: Sequence[Entry], companies: dict[str, str], words: Words) -> list[tuple[str, ...]]:
    """Figures as the reader's spreadsheet takes them: a decimal comma in German, nothing else marked."""
    today = today_of(work)
    rows = [tuple(words(f"column.statement.{name}") for name in COLUMNS)]
    for entry in entries:
        line = entry.line
        rows.append(
            (
                line.id,
                line.earned_on.isoformat(),
                companies.get(line.registration_id, ""),
                line.registration_id,
                words(f"line.{line.kind.value}"),
                f"{_plain(str(line.base.amount), words)} {line.base.currency}",
                "" if line.percent is None else _plain(format(line.percent, "f"), words),
                _plain(str(line.amount.amount), words),
                line.amount.currency,
                state_label(entry, today, words),
                " ".join(line.clauses),
                line.policy_version,
            )
        )
    return rows


def _plain(figure: str, words: Words) -> str:
    return figure.replace(".", ",") if words.language == "de" else figure


def _page(
    work: Work, partner: Partner, entries: Sequence[Entry], companies: dict[str, str], first: date, last: date, words: Words
) -> Page:
    today = today_of(work)
    rows = [
        (
            entry.line.id,
            words.short_day(entry.line.earned_on),
            companies.get(entry.line.registration_id, entry.line.registration_id),
            line_label(entry.line, words),
            words.money(entry.line.base),
            words.money(entry.line.amount),
            state_label(entry, today, words),
        )
        for entry in entries
    ]
    return Page(
        language=words.language,
        title=words("statement.title", period=period_words(first, last, words)),
        lead=words("statement.lead", partner=partner.name, program=work.program.name, day=words.day(today)),
        columns=tuple(words(f"column.statement.{name}") for name in ("id", "earned", "company", "line", "base", "amount", "state")),
        rows=tuple(rows),
        totals=_totals(entries, today, words),
        clauses_title=words("statement.clauses"),
        clauses=_clauses(work, entries, words),
        footer=words("statement.footer", vendor=work.program.vendor),
    )


def _totals(entries: Sequence[Entry], today: date, words: Words) -> tuple[tuple[str, str], ...]:
    """The sum, and how much of it is paid, payable and accrued."""
    found = [(words("statement.total"), amounts(entries, words))]
    for state in LineState:
        of_state = [entry for entry in entries if entry.state(today) is state]
        if of_state:
            found.append((words(f"line_sum.{state.value}"), amounts(of_state, words)))
    return tuple(found)


def _clauses(work: Work, entries: Sequence[Entry], words: Words) -> tuple[str, ...]:
    """The clauses that the lines rest on, each version's once, with their text."""
    cited = {(entry.line.policy_version, clause) for entry in entries for clause in entry.line.clauses}
    policies: dict[str, Policy] = {version: work.program.version(version) for version, _ in cited}
    in_order = sorted(cited, key=lambda one: (one[0], [int(part) for part in one[1].split(".")]))
    return tuple(
        words("statement.clause", id=id, version=version, text=policies[version].clauses[id].text[words.language])
        for version, id in in_order
    )
