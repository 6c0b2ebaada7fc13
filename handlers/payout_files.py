"""A payout run as a CSV file: what each partner gets, for whoever pays it, or every line of it, for whoever checks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.reply import File
from handlers.sheet import written
from handlers.state import Conversation
from handlers.wording import Words
from program.payouts import Run

#: Stable names, for whatever reads the file.
_TOTALS: Final = ("run", "status", "partner_id", "partner", "amount", "currency", "lines", "carried_over")
_LINES: Final = (
    *("run", "status", "partner_id", "partner", "line", "registration", "company", "kind", "earned_on", "due_on"),
    *("amount", "currency", "corrects"),
)


def send_file(work: Work, conversation: Conversation, run_id: str) -> Outcome:
    """The totals of the run as a file in the chat."""
    words = Words.of(work.viewer.member)
    run = work.payouts.get(run_id)
    if run is None:
        return say(conversation, words("payout.unknown", id=run_id[:20]))
    file = File(
        name=f"payout-{run.id}.csv",
        media_type="text/csv",
        content=written(total_rows(work, run)),
        title=words("payout.file", id=run.id),
    )
    return Outcome(parts=(file,), conversation=conversation)


def total_rows(work: Work, run: Run) -> Iterator[tuple[str, ...]]:
    """A header, then a row for each partner and currency, those who are carried over last."""
    yield _TOTALS
    totals = work.payouts.totals(run.id)
    names = {partner.id: partner.name for partner in work.people.partners()}
    for total in sorted(totals, key=lambda total: total.carried is not None):
        yield (
            run.id,
            status_of(run),
            total.partner_id,
            names.get(total.partner_id, ""),
            str(total.amount.amount),
            total.amount.currency,
            str(total.lines),
            total.carried.value if total.carried else "",
        )


def line_rows(work: Work, run: Run) -> Iterator[tuple[str, ...]]:
    """A header, then every line that the run pays."""
    yield _LINES
    for paid in work.payouts.lines(run.id):
        line = paid.line
        yield (
            run.id,
            status_of(run),
            paid.partner.id,
            paid.partner.name,
            line.id,
            line.registration_id,
            paid.company,
            line.kind.value,
            line.earned_on.isoformat(),
            paid.due_on.isoformat(),
            str(line.amount.amount),
            line.amount.currency,
            line.corrects or "",
        )


def status_of(run: Run) -> str:
    return run.decision.outcome.value if run.decision else "prepared"
