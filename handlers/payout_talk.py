"""What people say and press about payouts and disputes, handed to whatever does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from handlers import dispute_deciding, dispute_view, disputing, payout_deciding, payout_files, payouts, punctual, steps
from handlers.message import Sender
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.state import Conversation
from handlers.steps import Step
from handlers.understanding.readings import Understanding

Handler = Callable[[Work, Conversation, Sender, str, Understanding], Outcome]
Press = Callable[[Work, Conversation, Sender, Sequence[str]], Outcome]


def _begins(step: Step) -> Handler:
    """The step about what the words name, with the words after it."""

    def handle(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
        return steps.begin(work, conversation, step, understood.subject, {"text": understood.argument})

    return handle


def _runs(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    """One run by its number, or the list."""
    if understood.subject:
        return payouts.show_run(work, conversation, understood.subject)
    return payouts.list_runs(work, conversation)


def _on_the_one_that_waits(step: Step) -> Handler:
    """The step about the run that the words name, else about the only one that waits."""

    def handle(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
        waiting = work.payouts.waiting()
        if not understood.subject and len(waiting) != 1:
            return payouts.list_runs(work, conversation)
        subject = understood.subject or waiting[0].id
        return steps.begin(work, conversation, step, subject, {"text": understood.argument})

    return handle


def _disputes(work: Work, conversation: Conversation, _: Sender, __: str, understood: Understanding) -> Outcome:
    if understood.subject:
        return dispute_view.show_dispute(work, conversation, understood.subject)
    return dispute_view.list_disputes(work, conversation)


#: What is said, by intent.
HANDLERS: Final[Mapping[str, Handler]] = {
    "payout_prepare": lambda work, conversation, *_: payouts.prepare_payout(work, conversation),
    "payout_runs": _runs,
    "payout_approve": _on_the_one_that_waits(payout_deciding.APPROVE),
    "payout_cancel": _on_the_one_that_waits(payout_deciding.CANCEL),
    "payout_file": lambda work, conversation, _, __, understood: payout_files.send_file(work, conversation, understood.subject),
    "payout_punctuality": lambda work, conversation, *_: punctual.show_punctuality(work, conversation),
    "dispute": lambda work, conversation, _, __, understood: disputing.begin_dispute(
        work, conversation, understood.subject, understood.argument
    ),
    "dispute_withdraw": _begins(disputing.WITHDRAW),
    "dispute_uphold": _begins(dispute_deciding.UPHOLD),
    "dispute_reject": _begins(dispute_deciding.REJECT),
    "disputes": _disputes,
}
#: What is pressed, by verb.
PRESSES: Final[Mapping[str, Press]] = {
    "payout.prepare": lambda work, conversation, *_: payouts.prepare_payout(work, conversation),
    "payout.list": lambda work, conversation, *_: payouts.list_runs(work, conversation),
    "payout.show": lambda work, conversation, _, arguments: payouts.show_run(work, conversation, arguments[0]),
    "payout.file": lambda work, conversation, _, arguments: payout_files.send_file(work, conversation, arguments[0]),
    "dispute.show": lambda work, conversation, _, arguments: dispute_view.show_dispute(work, conversation, arguments[0]),
    "dispute.list": lambda work, conversation, *_: dispute_view.list_disputes(work, conversation),
}
#: How many arguments each needs.
ARGUMENTS: Final[Mapping[str, int]] = {"payout.show": 1, "payout.file": 1, "dispute.show": 1}
#: Every step that asks for answers.
STEPS: Final = (
    payout_deciding.APPROVE,
    payout_deciding.CANCEL,
    disputing.DISPUTE,
    disputing.WITHDRAW,
    dispute_deciding.UPHOLD,
    dispute_deciding.REJECT,
)
