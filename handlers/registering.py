"""Registering a deal in conversation: the draft is filled turn by turn, read back whole, and submitted on a yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from handlers import passing_on
from handlers.draft_view import (
    ask_next,
    asking_parts,
    doubt_question,
    is_complete,
    is_lookalike_open,
    missing_label,
    question,
    read_back,
    registrant,
    reminder,
    rules_of,
    summary,
    way_out,
    which_company,
)
from handlers.filling import Filled, fill, recheck
from handlers.identity import ANSWERS, with_lookalike
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.recording import record
from handlers.registration_form import (
    facts,
    form,
    form_slots,
    label,
    missing,
    offered,
)
from handlers.reply import Choice, Part, Text, Tone
from handlers.state import Conversation, Draft
from handlers.submitting import submit
from handlers.understanding.readings import Act, Slot, SlotReading, Understanding
from handlers.wording import Words
from program.access import Act as Allowed

#: After so many answers in a row that did not help, the form or a person is offered.
PATIENCE: Final = 2


def start(work: Work, conversation: Conversation, understood: Understanding, *, partner_id: str | None = None) -> Outcome:
    """A new registration, from whatever the message already says; `partner_id` is whom the vendor's person registers for."""
    queue = tuple(_waiting(deal) for deal in understood.deals[1:])
    fresh = replace(conversation, cancelled=None, queue=(*conversation.queue, *queue), asked=None, failures=0, pending=None)
    filled = _first(work, understood, partner_id)
    return _next(work, fresh, filled, lead=_of_several(work, filled.draft, queue))


def _of_several(work: Work, draft: Draft, queue: Sequence[Mapping[str, str]]) -> tuple[Part, ...]:
    """Says that one message named further deals, which wait for their turn."""
    if not queue:
        return ()
    words = Words.of(work.viewer.member)
    names = [draft.get(Slot.COMPANY) or "?", *(values.get(Slot.COMPANY.value, "?") for values in queue)]
    return (Text(text=words.count("register.several", len(names), companies=words.all_of(names), first=names[0])),)


def begin(work: Work, conversation: Conversation, draft: Draft, said: Understanding, *, lead: tuple[Part, ...]) -> Outcome:
    """A draft of which something is known already. One that is in progress is not lost: it waits, as one that was cancelled."""
    filled = fill(draft, said, rules_of(work, draft))
    begun = replace(filled, draft=replace(filled.draft, before=()))
    aside = conversation.draft or conversation.cancelled
    return _next(work, replace(conversation, cancelled=aside, asked=None, failures=0, pending=None), begun, lead=lead)


def _first(work: Work, understood: Understanding, partner_id: str | None) -> Filled:
    """A new draft with what is known of it at once; there is nothing before that to go back to."""
    fresh = Draft(id=work.ids.draft(), partner_id=partner_id)
    filled = fill(fresh, understood, rules_of(work, fresh))
    return replace(filled, draft=replace(filled.draft, before=()))


def _waiting(deal: Mapping[Slot, SlotReading]) -> dict[str, str]:
    """What is kept of a deal until its turn; what could be read in more than one way is asked for then."""
    return {slot.value: reading.value for slot, reading in deal.items() if not reading.alternatives}


def take(work: Work, conversation: Conversation, draft: Draft, understood: Understanding) -> Outcome:
    """One message while a registration is in progress."""
    acts = understood.acts
    kinship = next((answer for act, answer in ANSWERS.items() if act in acts), None)
    if kinship is not None and draft.lookalike is not None and draft.lookalike.is_open:
        draft = draft.answered(kinship.value)
    filled = fill(draft, understood, rules_of(work, draft))
    if filled.touched or filled.faults or kinship is not None or understood.deals[1:]:
        queue = tuple(_waiting(deal) for deal in understood.deals[1:])
        conversation = replace(conversation, queue=(*conversation.queue, *queue))
        return _next(work, conversation, filled, lead=_of_several(work, filled.draft, queue))
    if Act.CONFIRM in acts and _is_reserved(understood):
        return _deny(work, conversation, draft, understood)
    if Act.CONFIRM in acts and conversation.asked is None and is_complete(draft, work):
        return confirm(work, conversation, draft)
    for act, handle in _ACTS.items():
        if act in acts:
            return handle(work, conversation, draft, understood)
    return _not_understood(work, conversation, draft)


def _is_reserved(understood: Understanding) -> bool:
    """Whether a yes comes with a change that could not be read ("yes, but make it bigger"): no yes to what was shown."""
    return Act.CLEAR in understood.acts or (Act.CORRECT in understood.acts and not understood.slots)


def confirm(work: Work, conversation: Conversation, draft: Draft) -> Outcome:
    """The yes: submitted and decided in this turn; then the next deal of the queue, if any.

    What was shown days ago may have become impossible since: that is said, and nothing is submitted.
    """
    rules, records = rules_of(work, draft), work.viewer.may(Allowed.RECORD)
    if not records and registrant(work, draft) is None:
        words = rules.words
        return say(replace(conversation, draft=None, queue=(), asked=None), words("behalf.out_of_sight"), tone=Tone.WARNING)
    checked = recheck(draft, rules)
    if checked.faults:
        return _next(work, conversation, checked)
    outcome = (record if records else submit)(work, conversation, draft, rules)
    return follow(work, outcome, draft.partner_id)


def follow(work: Work, outcome: Outcome, partner_id: str | None) -> Outcome:
    """After a draft is done with, the next deal that waited in the queue is taken up, on behalf of the same partner if any."""
    conversation = outcome.conversation
    if conversation.draft is not None or not conversation.queue:
        return outcome
    words = Words.of(work.viewer.member)
    values, rest = conversation.queue[0], conversation.queue[1:]
    known = {Slot(name): SlotReading(value=value) for name, value in values.items()}
    lead = Text(text=words("register.next_of_queue", company=values.get(Slot.COMPANY.value, "?")), tone=Tone.TITLE)
    next_one = _first(work, Understanding(slots=known), partner_id)
    then = _next(work, replace(conversation, queue=rest), next_one, lead=(*outcome.parts, lead))
    return replace(then, state=outcome.state, draft=outcome.draft)


def cancel(work: Work, conversation: Conversation, draft: Draft) -> Outcome:
    """The draft is put aside; "undo" brings it back."""
    words = Words.of(work.viewer.member)
    after = replace(conversation, draft=None, cancelled=draft, asked=None, failures=0)
    records = work.viewer.may(Allowed.RECORD)
    company = draft.get(Slot.COMPANY) or words("register.the_deal")
    parts = (
        Text(text=words("record.cancelled" if records else "register.cancelled", company=company)),
        *offer([Choice(label=words("choice.bring_back"), action=f"draft.restore/{draft.id}")]),
    )
    return follow(work, Outcome(parts=parts, conversation=after, state="cancelled", draft=draft), draft.partner_id)


def restore(work: Work, conversation: Conversation) -> Outcome:
    """The draft that was cancelled last is in progress again; one that came up in its place, and is untouched, waits again."""
    words = Words.of(work.viewer.member)
    draft, current, queue = conversation.cancelled, conversation.draft, conversation.queue
    if draft is None:
        return say(conversation, words("register.nothing_to_undo"))
    if current is not None and current.before:
        return resume(work, conversation, current, lead=(Text(text=words("register.one_at_a_time")),))
    if current is not None:
        queue = ({name: value for name, value in current.values.items() if name not in current.assumed}, *queue)
    after = replace(conversation, draft=draft, cancelled=None, queue=queue)
    return resume(work, after, draft, lead=(Text(text=words("register.restored")),))


def resume(work: Work, conversation: Conversation, draft: Draft, *, lead: tuple[Part, ...] = ()) -> Outcome:
    """The draft as it stands, with the question that is open."""
    return _next(work, conversation, recheck(draft, rules_of(work, draft)), lead=lead)


def queue_another(work: Work, conversation: Conversation, draft: Draft, understood: Understanding) -> Outcome:
    """Another deal named in the middle of one: kept, and taken up when this one is done."""
    words = Words.of(work.viewer.member)
    deals = understood.deals or (understood.slots,)
    values = tuple(_waiting(deal) for deal in deals)
    names = words.all_of([deal.get(Slot.COMPANY.value, "?") for deal in values])
    lead = Text(text=words("register.queued", company=names, current=draft.get(Slot.COMPANY) or words("register.the_deal")))
    return _next(work, replace(conversation, queue=(*conversation.queue, *values)), Filled(draft=draft), lead=(lead,))


def check_first(work: Work, conversation: Conversation, understood: Understanding) -> Outcome:
    """Is this customer free? Whoever asks learns what their own company holds, and that registering gives the verdict at once."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may_draft:
        return say(conversation, words("register.not_allowed"))
    reading = understood.slots.get(Slot.COMPANY)
    company = reading.value if reading else understood.subject
    ours = work.registrations.named(company) if company else ()
    if ours:
        choices = [Choice(label=words("choice.show", id=one.id), action=f"deals.show/{one.id}") for one in ours[:3]]
        return Outcome(parts=(Text(text=words("check.ours", company=company)), *offer(choices)), conversation=conversation)
    choice = Choice(label=words("choice.start"), action="register.start", style="primary")
    return Outcome(parts=(Text(text=words("check.by_registering")), *offer([choice])), conversation=conversation)


def hand_over(work: Work, conversation: Conversation, text: str = "") -> Outcome:
    """To a person: the words, or what there is of the draft; without either, the question is asked for."""
    words = Words.of(work.viewer.member)
    draft = conversation.draft
    if draft is None or text:
        return passing_on.pass_on(work, conversation, text)
    known = "; ".join(f"{fact.label}: {fact.value}" for fact in facts(draft, words))
    return passing_on.pass_on(work, conversation, words("ask.help_with_draft", facts=known))


def show_form(work: Work, conversation: Conversation, draft: Draft) -> Outcome:
    """The whole draft as a form."""
    rules = rules_of(work, draft)
    words = rules.words
    slots = form_slots(registrant(work, draft), rules.policy)
    parts = (Text(text=words("register.form_intro")), form(draft, rules, slots))
    return Outcome(parts=parts, conversation=replace(conversation, draft=draft, failures=0))


def take_form(work: Work, conversation: Conversation, draft: Draft, understood: Understanding, typed: Mapping[str, str]) -> Outcome:
    """A form that came back: all its faults at once with the input kept, or the summary."""
    rules = rules_of(work, draft)
    slots = form_slots(registrant(work, draft), rules.policy)
    filled = fill(draft, understood, rules)
    faults = {slot: rules.words(fault.id, **fault.fields) for slot, fault in filled.faults.items()}
    for name in filled.draft.doubts:
        faults.setdefault(Slot(name), doubt_question(Slot(name), filled.draft, rules.words))
    for slot in missing(filled.draft.values, rules.policy):
        faults.setdefault(slot, rules.words(f"why.{slot.value}"))
    if faults:
        kept = form(filled.draft, rules, slots, typed=typed, faults=faults)
        lead = Text(text=rules.words.count("register.form_faults", len(faults)), tone=Tone.WARNING)
        return Outcome(parts=(lead, kept), conversation=replace(conversation, draft=filled.draft, asked=next(iter(faults))))
    return _next(work, conversation, filled)


def _next(work: Work, conversation: Conversation, filled: Filled, *, lead: tuple[Part, ...] = ()) -> Outcome:
    """The reply to a changed draft: what was wrong, then the next question, or the summary when nothing is open."""
    draft = with_lookalike(work, filled.draft)
    rules = rules_of(work, draft)
    words = rules.words
    said = [*lead, *(Text(text=words(fault.id, **fault.fields), tone=Tone.WARNING) for fault in filled.faults.values())]
    asked = next(iter(filled.faults), None) or ask_next(work, draft)
    failures = conversation.failures + 1 if filled.faults else 0
    after = replace(conversation, draft=draft, asked=asked, failures=failures, pending=None)
    if filled.faults and failures >= PATIENCE:
        suggested = asking_parts(asked, draft, words) if asked is not None and asked.value in draft.doubts else ()
        return Outcome(parts=(*said, *suggested, *way_out(draft, words)), conversation=after)
    if is_lookalike_open(draft) and not filled.faults:
        known = read_back(draft, filled, words)
        return Outcome(parts=(*said, *known, *which_company(draft, words)), conversation=replace(after, asked=None))
    if asked is None:
        return Outcome(parts=(*said, *summary(work, draft, rules)), conversation=after)
    if filled.faults and not draft.doubts:
        return Outcome(parts=tuple(said), conversation=after)
    known = read_back(draft, filled, words)
    return Outcome(parts=(*said, *known, *asking_parts(asked, draft, words)), conversation=after)


def _not_understood(work: Work, conversation: Conversation, draft: Draft) -> Outcome:
    words = Words.of(work.viewer.member)
    failures = conversation.failures + 1
    after = replace(conversation, failures=failures)
    if failures >= PATIENCE:
        return Outcome(parts=(Text(text=words("register.lost")), *way_out(draft, words)), conversation=after)
    asked = ask_next(work, draft)
    if asked is None:
        parts = (Text(text=words("register.say_yes")), *summary(work, draft, rules_of(work, draft)))
        return Outcome(parts=parts, conversation=replace(after, asked=None))
    text = words("register.not_understood", question=question(asked, draft, words))
    return Outcome(parts=(Text(text=text), *asking_parts(asked, draft, words)[1:]), conversation=replace(after, asked=asked))


def _undo(work: Work, conversation: Conversation, draft: Draft, _: Understanding) -> Outcome:
    words = Words.of(work.viewer.member)
    before = draft.undone()
    if before is None and conversation.cancelled is not None:
        return restore(work, conversation)
    if before is None:
        return say(conversation, words("register.nothing_to_undo"))
    touched = frozenset(slot for slot in Slot if before.get(slot) != draft.get(slot))
    return _next(work, conversation, Filled(draft=before, touched=touched), lead=(Text(text=words("register.undone")),))


def _cancel(work: Work, conversation: Conversation, draft: Draft, _: Understanding) -> Outcome:
    return cancel(work, conversation, draft)


def _skip(work: Work, conversation: Conversation, draft: Draft, understood: Understanding) -> Outcome:
    asked = conversation.asked or ask_next(work, draft)
    words = Words.of(work.viewer.member)
    if asked is not None and asked in missing(draft.values, work.program.in_force(work.at)):
        why = words(f"why.{asked.value}")
        return say(replace(conversation, asked=asked), words("register.needed", why=why))
    doubts = {name: options for name, options in draft.doubts.items() if asked is None or name != asked.value}
    after = draft.changed(values=draft.values, words=draft.words, doubts=doubts, assumed=draft.assumed)
    return _next(work, conversation, Filled(draft=after))


def _why(work: Work, conversation: Conversation, draft: Draft, understood: Understanding) -> Outcome:
    words = Words.of(work.viewer.member)
    about = understood.about or conversation.asked or Slot.COMPANY
    return Outcome(parts=(Text(text=words(f"why.{about.value}")), *reminder(work, draft)), conversation=conversation)


def _missing(work: Work, conversation: Conversation, draft: Draft, _: Understanding) -> Outcome:
    words = Words.of(work.viewer.member)
    rules = rules_of(work, draft)
    open_slots = [Slot(name) for name in draft.doubts] + list(missing(draft.values, rules.policy))
    if not open_slots:
        is_all = not is_lookalike_open(draft)
        return resume(work, conversation, draft, lead=(Text(text=words("register.nothing_missing")),) if is_all else ())
    more = offered(draft.values, registrant(work, draft), rules.policy)
    parts: list[Part] = [
        Text(text=words("register.missing", slots=words.all_of([missing_label(slot, words) for slot in open_slots])))
    ]
    if more:
        parts.append(
            Text(text=words("register.optional", slots=words.all_of([label(slot, words) for slot in more])), tone=Tone.HINT)
        )
    return Outcome(parts=tuple(parts), conversation=conversation)


def _deny(work: Work, conversation: Conversation, draft: Draft, _: Understanding) -> Outcome:
    words = Words.of(work.viewer.member)
    choices = [
        Choice(label=words("choice.change"), action=f"draft.form/{draft.id}", style="primary"),
        Choice(label=words("choice.cancel"), action=f"draft.cancel/{draft.id}"),
    ]
    return Outcome(parts=(Text(text=words("register.what_to_change")), *offer(choices)), conversation=conversation)


def _show_form(work: Work, conversation: Conversation, draft: Draft, _: Understanding) -> Outcome:
    return show_form(work, conversation, draft)


def _again(work: Work, conversation: Conversation, draft: Draft, understood: Understanding) -> Outcome:
    words = Words.of(work.viewer.member)
    lead: tuple[Part, ...] = ()
    if Act.CONFIRM in understood.acts and conversation.queue:
        first, then = draft.get(Slot.COMPANY) or words("register.the_deal"), conversation.queue[0].get(Slot.COMPANY.value, "?")
        lead = (Text(text=words("register.then", first=first, then=then)),)
    elif Act.THANK in understood.acts:
        lead = (Text(text=words("small_talk.thanks")),)
    elif Act.GREET in understood.acts:
        company = draft.get(Slot.COMPANY) or words("register.your_deal")
        lead = (Text(text=words("register.welcome_back", company=company)),)
    elif Act.HELP in understood.acts:
        lead = (Text(text=words("help.while_registering")),)
    return resume(work, conversation, draft, lead=lead)


_ACTS: Final = {
    Act.CANCEL: _cancel,
    Act.UNDO: _undo,
    Act.SHOW_FORM: _show_form,
    Act.WHY: _why,
    Act.MISSING: _missing,
    Act.SKIP: _skip,
    Act.DENY: _deny,
    Act.HELP: _again,
    Act.REPEAT: _again,
    Act.RESUME: _again,
    Act.GREET: _again,
    Act.THANK: _again,
    Act.CONFIRM: _again,
}
