"""What a pressed choice does. An action is a verb and its arguments, parted by slashes; it carries no authority of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from handlers import (
    approval_places,
    assigning,
    awarding,
    bulk,
    collateral_talk,
    deal_links,
    deals,
    draft_view,
    earnings,
    earnings_explained,
    helping,
    library_talk,
    linking,
    nudge_talk,
    on_behalf,
    passing_on,
    payout_talk,
    quote_review,
    quoting,
    registering,
    renewing,
    reviewing,
    steps,
    tier_intents,
    timeline,
)
from handlers.decision_refused import note_refused
from handlers.identity import ANSWERS
from handlers.message import Sender
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.state import Conversation, Draft, Pending
from handlers.step_table import STEPS
from handlers.understanding.readings import Slot, SlotReading, Understanding
from handlers.wording import Words
from program.access import Act

Press = Callable[[Work, Conversation, Sender, Sequence[str]], Outcome]
GoOn = Callable[[Work, Conversation, steps.Step, Pending], Outcome]
#: The longest action that we make; a longer one is none of ours.
_LONGEST: Final = 200


def press(work: Work, conversation: Conversation, sender: Sender, action: str) -> Outcome:
    """Carries out the action for the viewer; one that is unknown, malformed or out of date changes nothing and says so."""
    verb, _, rest = action[:_LONGEST].partition("/")
    arguments = rest.split("/") if rest else []
    take = _PRESSES.get(verb)
    if take is None or len(arguments) < _ARGUMENTS.get(verb, 0):
        return say(conversation, Words.of(work.viewer.member)("press.outdated"))
    note_refused(work, action[:_LONGEST])
    return take(work, conversation, sender, arguments)


def _draft_step(handle: Callable[[Work, Conversation, Draft], Outcome]) -> Press:
    """A step on the draft that the button was drawn for; on any other draft the button is out of date."""

    def step(work: Work, conversation: Conversation, _: Sender, arguments: Sequence[str]) -> Outcome:
        draft = conversation.draft
        if draft is None or draft.id != arguments[0]:
            return _stale_draft(work, conversation)
        return handle(work, conversation, draft)

    return step


def _stale_draft(work: Work, conversation: Conversation) -> Outcome:
    words = Words.of(work.viewer.member)
    if conversation.draft is not None:
        lead = say(conversation, words("press.other_draft")).parts
        return registering.resume(work, conversation, conversation.draft, lead=lead)
    if conversation.last is not None:
        return say(conversation, words("register.already_done", id=conversation.last))
    return say(conversation, words("press.outdated"))


def _confirm(work: Work, conversation: Conversation, _: Sender, arguments: Sequence[str]) -> Outcome:
    draft = conversation.draft
    if draft is None or draft.id != arguments[0]:
        return _stale_draft(work, conversation)
    if str(draft.version) != arguments[1] or not draft_view.is_complete(draft, work):
        lead = say(conversation, Words.of(work.viewer.member)("press.changed_since")).parts
        return registering.resume(work, conversation, draft, lead=lead)
    return registering.confirm(work, conversation, draft)


def _pick(work: Work, conversation: Conversation, _: Sender, arguments: Sequence[str]) -> Outcome:
    draft, (draft_id, name, index) = conversation.draft, arguments[:3]
    options = draft.doubts.get(name, ()) if draft is not None and draft.id == draft_id else ()
    if draft is None or not index.isascii() or not index.isdigit() or int(index) >= len(options):
        return _stale_draft(work, conversation)
    reading = SlotReading(value=options[int(index)], text=draft.words.get(name, ""))
    return registering.take(work, conversation, draft, Understanding(slots={Slot(name): reading}))


def _kin(work: Work, conversation: Conversation, _: Sender, arguments: Sequence[str]) -> Outcome:
    """The answer to whether a similar known company is meant."""
    act = next((act for act, relation in ANSWERS.items() if relation.value == arguments[1]), None)
    draft = conversation.draft
    if draft is None or draft.id != arguments[0] or act is None or not draft_view.is_lookalike_open(draft):
        return _stale_draft(work, conversation)
    return registering.take(work, conversation, draft, Understanding(acts=frozenset({act})))


def _restore(work: Work, conversation: Conversation, _: Sender, arguments: Sequence[str]) -> Outcome:
    if conversation.cancelled is None or conversation.cancelled.id != arguments[0]:
        return say(conversation, Words.of(work.viewer.member)("press.outdated"))
    return registering.restore(work, conversation)


def _start(work: Work, conversation: Conversation, _: Sender, __: Sequence[str]) -> Outcome:
    if conversation.draft is not None:
        return registering.resume(work, conversation, conversation.draft)
    if work.viewer.may(Act.REGISTER_FOR):
        return on_behalf.begin(work, conversation, Understanding())
    if not work.viewer.may_draft:
        return say(conversation, Words.of(work.viewer.member)("register.not_allowed"))
    return registering.start(work, conversation, Understanding())


def _start_with_form(work: Work, conversation: Conversation, sender: Sender, arguments: Sequence[str]) -> Outcome:
    """The same for a chat that draws forms: all at once instead of question by question."""
    begun = _start(work, conversation, sender, arguments)
    draft = begun.conversation.draft
    return begun if draft is None else registering.show_form(work, begun.conversation, draft)


def _approve(work: Work, conversation: Conversation, _: Sender, arguments: Sequence[str]) -> Outcome:
    return awarding.approve(work, conversation, arguments[0], arguments[1])


def _show_asked(work: Work, conversation: Conversation, id: str) -> Outcome:
    """The case, or the quote, that a card in a channel asks about."""
    is_quote = work.viewer.may(Act.REVIEW) and work.quotes.get(id) is not None
    return (quoting.show_quote if is_quote else reviewing.show_case)(work, conversation, id)


def _pass_on(work: Work, conversation: Conversation, _: Sender, __: Sequence[str]) -> Outcome:
    pending = conversation.pending
    text = pending.subject if pending is not None and pending.kind == "pass_on" else ""
    return passing_on.pass_on(work, replace(conversation, pending=None), text)


def _begin(work: Work, conversation: Conversation, arguments: Sequence[str]) -> Outcome:
    step = STEPS.get(arguments[0])
    if step is None:
        return say(conversation, Words.of(work.viewer.member)("press.outdated"))
    return steps.begin(work, conversation, step, arguments[1])


def _open_step(go_on: GoOn, work: Work, conversation: Conversation, arguments: Sequence[str]) -> Outcome:
    """A button of the step that is open; of any other it is out of date."""
    pending, step = conversation.pending, STEPS.get(arguments[0])
    if step is None or pending is None or (pending.kind, pending.subject) != (arguments[0], arguments[1]):
        return say(conversation, Words.of(work.viewer.member)("press.outdated"))
    return go_on(work, conversation, step, pending)


def _drop(work: Work, conversation: Conversation) -> Outcome:
    return say(replace(conversation, pending=None), Words.of(work.viewer.member)("pending.dropped"))


_PRESSES: Final[dict[str, Press]] = {
    "draft.confirm": _confirm,
    "draft.pick": _pick,
    "draft.kin": _kin,
    "draft.restore": _restore,
    "draft.cancel": _draft_step(registering.cancel),
    "draft.form": _draft_step(registering.show_form),
    "register.start": _start,
    "register.form": _start_with_form,
    "deals.list": lambda work, conversation, _, __: deals.list_deals(work, conversation),
    "deals.show": lambda work, conversation, _, arguments: deals.show_deal(work, conversation, arguments[0]),
    "deals.open": lambda work, conversation, _, arguments: deal_links.open_deal(work, conversation, arguments[0]),
    "earnings.deal": lambda work, conversation, _, arguments: earnings.show_deal(work, conversation, arguments[0]),
    "earnings.line": lambda work, conversation, _, arguments: earnings_explained.explain(work, conversation, arguments[0]),
    "earnings.now": lambda work, conversation, _, __: earnings.of_late(work, conversation),
    "earnings.of": lambda work, conversation, _, arguments: earnings.of_partner(work, conversation, *arguments[:4]),
    "timeline": lambda work, conversation, _, arguments: timeline.show_timeline(work, conversation, arguments[0]),
    "renew": lambda work, conversation, _, arguments: renewing.renew(work, conversation, arguments[0], Understanding()),
    "review.queue": lambda work, conversation, _, __: reviewing.queue(work, conversation),
    "review.show": lambda work, conversation, _, arguments: reviewing.show_case(work, conversation, arguments[0]),
    "review.approve": _approve,
    "quote.begin": lambda work, conversation, _, arguments: quoting.begin_quote(work, conversation, arguments[0]),
    "quote.list": lambda work, conversation, _, __: quoting.list_quotes(work, conversation),
    "quote.show": lambda work, conversation, _, arguments: quoting.show_quote(work, conversation, arguments[0]),
    "quote.approve": lambda work, conversation, _, arguments: quote_review.approve(work, conversation, *arguments[:2]),
    **payout_talk.PRESSES,
    **collateral_talk.PRESSES,
    **library_talk.PRESSES,
    **nudge_talk.PRESSES,
    **approval_places.PRESSES,
    "approvals.show": lambda work, conversation, _, arguments: _show_asked(work, conversation, arguments[0]),
    "step": lambda work, conversation, _, arguments: _begin(work, conversation, arguments),
    "step.do": lambda work, conversation, _, arguments: _open_step(steps.confirmed, work, conversation, arguments),
    "step.form": lambda work, conversation, _, arguments: _open_step(steps.show_form, work, conversation, arguments),
    "step.drop": lambda work, conversation, *_: _drop(work, conversation),
    "bulk.template": lambda work, conversation, _, __: bulk.template(work, conversation),
    "request.pass_on": _pass_on,
    **tier_intents.PRESSES,
    "handover": lambda work, conversation, _, __: registering.hand_over(work, conversation),
    "members.list": lambda work, conversation, _, __: linking.list_members(work, conversation),
    "members.remove": lambda work, conversation, _, arguments: linking.remove(work, conversation, arguments[0]),
    "assign": lambda work, conversation, _, arguments: assigning.assign_to(work, conversation, arguments[0], arguments[1]),
    "language": lambda work, conversation, _, arguments: helping.switch_language(work, conversation, arguments[0]),
}
_ARGUMENTS: Final = {
    "draft.confirm": 2,
    "draft.pick": 3,
    "draft.kin": 2,
    "draft.restore": 1,
    "draft.cancel": 1,
    "draft.form": 1,
    "deals.show": 1,
    "deals.open": 1,
    "earnings.deal": 1,
    "earnings.line": 1,
    "earnings.of": 3,
    "timeline": 1,
    "renew": 1,
    "review.show": 1,
    "review.approve": 2,
    "quote.begin": 1,
    "quote.show": 1,
    "quote.approve": 2,
    **payout_talk.ARGUMENTS,
    **collateral_talk.ARGUMENTS,
    **library_talk.ARGUMENTS,
    **nudge_talk.ARGUMENTS,
    **approval_places.ARGUMENTS,
    "approvals.show": 1,
    "step": 2,
    "step.do": 2,
    "step.form": 2,
    "tier.benefits": 2,
    "members.remove": 1,
    "assign": 2,
    "language": 1,
}
