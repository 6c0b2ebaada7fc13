"""One message, one answer: what it means in this conversation, and which handler it goes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from handlers import (
    answering,
    approval_places,
    asking,
    assigning,
    awarding,
    branding,
    bulk,
    collateral_talk,
    curating,
    deals,
    draft_view,
    earnings,
    everyday,
    helping,
    library_talk,
    linking,
    looked_after,
    nudge_talk,
    on_behalf,
    passing_on,
    payout_talk,
    portfolio,
    pricing_talk,
    quoting,
    registering,
    reviewing,
    steps,
    tier_intents,
    transferring,
    working,
    working_direct,
)
from handlers.deal_links import open_deal, read_link
from handlers.message import Opened, Pressed, Said, Sender, Submitted, Uploaded, What
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.pressing import press
from handlers.received import Received, ReceivedDocument, ReceivedPicture
from handlers.registration_form import READ_ALONG
from handlers.reply import Choices, Reply, Standing
from handlers.sheet_reading import Sheet
from handlers.state import Conversation, Draft
from handlers.step_table import STEPS
from handlers.submitted import take_submitted
from handlers.understanding.everyday_words import states_named
from handlers.understanding.library_words import goes_on
from handlers.understanding.life import asks_what_expires
from handlers.understanding.readings import Act, Understanding
from handlers.wording import Words
from program.access import Act as Allowed
from program.registrations import UNDECIDED, Registration


def respond(
    work: Work, conversation: Conversation, sender: Sender, what: What, read_before: Understanding | Received | None
) -> tuple[Reply, Conversation]:
    """The reply to a message and the conversation after it. `read_before` is what `Said` meant, or what `Uploaded` is."""
    understood = read_before if isinstance(read_before, Understanding) else None
    conversation = _in_their_language(work, conversation, understood)
    work = work.speaking(conversation.language or work.viewer.member.language)
    outcome = _handle(work, conversation, sender, what, read_before)
    after = outcome.conversation
    if isinstance(what, Said) and after.questions == conversation.questions:
        after = replace(after, questions=())  # something else was talked about
    offered = tuple(choice for part in outcome.parts if isinstance(part, Choices) for choice in part.choices)
    if offered or after.draft is None or not _is_same_draft(conversation, after):
        after = replace(after, offered=offered)
    language = outcome.language or work.viewer.member.language
    standing = _standing(work, after, outcome, understood)
    return Reply(parts=outcome.parts, language=language, standing=standing, place=outcome.place), after


def _is_same_draft(before: Conversation, after: Conversation) -> bool:
    """Whether earlier choices may still be picked by a word: those of another draft are out of date, its "cancel" too."""
    return before.draft is not None and after.draft is not None and before.draft.id == after.draft.id


def _in_their_language(work: Work, conversation: Conversation, understood: Understanding | None) -> Conversation:
    """The bot answers in the language that is written to it, until another one is; what it sends by itself is in the chosen one."""
    if understood is None or understood.language is None:
        return conversation
    chosen = understood.language == work.viewer.member.language
    return replace(conversation, language=None if chosen else understood.language)


def _handle(
    work: Work, conversation: Conversation, sender: Sender, what: What, read_before: Understanding | Received | None
) -> Outcome:
    match what:
        case Opened():
            return _opened(work, conversation)
        case Pressed(action=action):
            return press(work, conversation, sender, action)
        case Submitted(form=form, values=values):
            return take_submitted(work, conversation, form, values)
        case Said(text=text) if (token := read_link(text)) is not None:
            return open_deal(work, conversation, token)
        case Said(text=text, place=place):
            understood = read_before if isinstance(read_before, Understanding) else Understanding()
            if understood.intent == approval_places.HERE:
                understood = replace(understood, argument=place)
            return _said(work, conversation, sender, text, understood)
        case Uploaded():
            return _uploaded(work, conversation, read_before)


def _uploaded(work: Work, conversation: Conversation, received: Understanding | Received | None) -> Outcome:
    match received:
        case Sheet():
            return bulk.take_upload(work, conversation, received)
        case ReceivedDocument():
            return curating.take_document(work, conversation, received)
        case ReceivedPicture():
            return branding.take_logo(work, conversation, received)
        case _:
            return say(conversation, Words.of(work.viewer.member)("upload.no_use"))


def _opened(work: Work, conversation: Conversation) -> Outcome:
    greeting = helping.welcome(work, conversation)
    if conversation.draft is None:
        return greeting
    company = conversation.draft.values.get("company")
    words = Words.of(work.viewer.member)
    lead = greeting.parts[:1] if company is None else ()
    back = registering.resume(work, conversation, conversation.draft)
    hello = say(conversation, words("register.welcome_back", company=company or words("register.your_deal")))
    return replace(back, parts=(*lead, *hello.parts, *back.parts))


def _said(work: Work, conversation: Conversation, sender: Sender, text: str, understood: Understanding) -> Outcome:
    if not text.strip():
        return helping.not_understood(work, conversation)
    if understood.switch_to is not None:
        return _switched(work, conversation, sender, text, understood, understood.switch_to)
    waiting = _pending(work, conversation, text, understood)
    if waiting is not None:
        return waiting
    picked = _picked(conversation, understood)
    if picked is not None:
        return press(work, conversation, sender, picked)
    draft = conversation.draft
    if understood.intent in ("register_deal", "register_for") or (draft is not None and not _digresses(understood)):
        return _registering(work, conversation, draft, understood)
    outcome = _intent(work, conversation, sender, text, understood)
    if draft is not None and outcome.conversation.draft is not None and not _waits_for_words(outcome.conversation):
        outcome = replace(outcome, parts=(*outcome.parts, *draft_view.reminder(work, draft)))
    return outcome


def _waits_for_words(conversation: Conversation) -> bool:
    return conversation.pending is not None and conversation.pending.kind != "pass_on"


def _switched(
    work: Work, conversation: Conversation, sender: Sender, text: str, understood: Understanding, language: str
) -> Outcome:
    """The other language from here on; whatever else the message said is done in it."""
    switched = helping.switch_language(work, conversation, language)
    work, conversation = work.speaking(language), switched.conversation
    rest = replace(understood, switch_to=None, intent="" if understood.intent == "switch_language" else understood.intent)
    draft = conversation.draft
    if draft is not None:
        then = registering.take(work, conversation, draft, rest) if rest.slots else registering.resume(work, conversation, draft)
    elif rest.intent:
        then = _intent(work, conversation, sender, text, rest)
    else:
        return switched
    return replace(then, parts=(*switched.parts, *then.parts), language=language)


def _pending(work: Work, conversation: Conversation, text: str, understood: Understanding) -> Outcome | None:
    """The answer to what a step asked, or the yes to passing words on. A command is no such answer."""
    pending = conversation.pending
    if pending is None:
        return None
    if pending.kind == "pass_on":
        after = replace(conversation, pending=None)
        return passing_on.pass_on(work, after, pending.subject) if Act.CONFIRM in understood.acts else None
    if understood.intent in _COMMANDS or pricing_talk.asks_anew(work, pending, text, understood):
        return None
    outcome = steps.answered(work, conversation, STEPS[pending.kind], pending, text, understood)
    if outcome is not None and outcome.conversation.pending is None and outcome.conversation.draft is not None:
        return replace(outcome, parts=(*outcome.parts, *draft_view.reminder(work, outcome.conversation.draft)))
    return outcome


def _picked(conversation: Conversation, understood: Understanding) -> str | None:
    """The action of the choice that was named by number or label; doubts of a draft are settled with the draft itself."""
    offered, chosen = conversation.offered, understood.chosen
    if chosen is None or not -len(offered) <= chosen < len(offered):
        return None
    action = offered[chosen].action
    return None if action.startswith("draft.pick/") else action


def _digresses(understood: Understanding) -> bool:
    """Whether the message is about something other than the registration in progress."""
    return understood.intent not in ("", "register_deal", "help", "greet", "thank", "hand_over", "out_of_scope") or (
        understood.intent == "hand_over" or Act.HAND_OVER in understood.acts
    )


def _registering(work: Work, conversation: Conversation, draft: Draft | None, understood: Understanding) -> Outcome:
    words = Words.of(work.viewer.member)
    if understood.intent == "register_for" or (draft is None and work.viewer.may(Allowed.REGISTER_FOR)):
        return on_behalf.begin(work, conversation, understood)
    if draft is None and not work.viewer.may_draft:
        return say(conversation, words("register.not_allowed"))
    if draft is None:
        return registering.start(work, conversation, understood)
    other = understood.intent == "register_deal" and _is_another(draft, understood)
    if other:
        return registering.queue_another(work, conversation, draft, understood)
    return registering.take(work, conversation, draft, understood)


def _is_another(draft: Draft, understood: Understanding) -> bool:
    """Whether "register X" in the middle of a draft means another deal: it names another customer."""
    named = [reading.value for slot, reading in understood.slots.items() if slot.value == "company"]
    known = draft.values.get("company")
    return bool(named) and known is not None and named[0].casefold() != known.casefold() and Act.CORRECT not in understood.acts


def _intent(work: Work, conversation: Conversation, sender: Sender, text: str, understood: Understanding) -> Outcome:
    conversation = replace(conversation, pending=None)
    acts, intent = understood.acts, understood.intent
    if conversation.questions and goes_on(text):
        return asking.answer(work, conversation, text)
    if (known := asking.answer_if_known(work, conversation, text, understood)) is not None:
        return known
    if Act.HAND_OVER in acts or intent == "hand_over":
        return registering.hand_over(work, conversation, understood.argument)
    if Act.UNDO in acts or Act.RESUME in acts:
        return registering.restore(work, conversation)
    if Act.CONFIRM in acts and conversation.last is not None and not intent:
        return say(conversation, Words.of(work.viewer.member)("register.already_done", id=conversation.last))
    handlers = _HANDLERS | _OF_DIRECT if work.viewer.may(Allowed.RECORD) else _HANDLERS
    if intent in handlers:
        outcome = handlers[intent](work, conversation, sender, text, understood)
        return replace(outcome, conversation=replace(outcome.conversation, failures=0))
    if Act.THANK in acts or Act.GREET in acts or Act.HELP in acts:
        act = next(one for one in (Act.HELP, Act.GREET, Act.THANK) if one in acts)
        return _HANDLERS[act.value](work, conversation, sender, text, understood)
    if intent in _LATER:
        return asking.not_yet(work, conversation, intent, text)
    return helping.not_understood(work, conversation)


Handler = Callable[[Work, Conversation, Sender, str, Understanding], Outcome]


def _status(work: Work, conversation: Conversation, _: Sender, text: str, understood: Understanding) -> Outcome:
    if not understood.subject:
        if asks_what_expires(text) and (work.viewer.partner is not None or work.viewer.may(Allowed.REVIEW)):
            return deals.list_expiring(work, conversation)
        return deals.list_deals(work, conversation, states_named(text))
    if quote := pricing_talk.quote_in(understood.subject):
        return quoting.show_quote(work, conversation, quote)
    if (partner := portfolio.named_partner(work, understood.subject)) is not None:
        return portfolio.show(work, conversation, partner)
    found = deals.find(work, conversation, understood.subject, "deals.show")
    if not isinstance(found, Registration):
        return found
    decides = found.status in UNDECIDED and work.viewer.may_decide(found)
    return (reviewing.show_case if decides else deals.show_deal)(work, conversation, found.id)


def _decide(work: Work, conversation: Conversation, understood: Understanding) -> Outcome:
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Allowed.REVIEW):
        return say(conversation, words("review.not_yours"))
    if quote := pricing_talk.quote_in(understood.subject):
        return pricing_talk.decide(work, conversation, understood, quote)
    verb = _VERBS[understood.intent]
    opens = f"step/{verb}" if verb in STEPS else f"review.{verb}"
    found = deals.find(work, conversation, understood.subject, opens, fits=lambda one: one.status in UNDECIDED)
    if not isinstance(found, Registration):
        return found
    if understood.intent == "approve":
        return awarding.approve(work, conversation, found.id)
    return steps.begin(work, conversation, STEPS[_VERBS[understood.intent]], found.id, {"text": understood.argument})


def _state(work: Work, conversation: Conversation, understood: Understanding) -> Outcome:
    """What speaks for the viewer's side: of a registration, named by its number or customer, or of a direct opportunity."""
    subject = understood.subject.upper()
    if work.viewer.partner is not None:
        found = deals.find(work, conversation, subject, "step/statement")
        if not isinstance(found, Registration):
            return found
        subject = found.id
    return steps.begin(work, conversation, STEPS["statement"], subject)


_VERBS: Final = {"approve": "approve", "decline": "decline", "ask_more": "ask", "split": "split"}
_HANDLERS: Final[dict[str, Handler]] = {
    "deal_status": _status,
    "commission_lookup": earnings.answer,
    "check_conflict": lambda work, conversation, *rest: registering.check_first(work, conversation, rest[-1]),
    "review_queue": lambda work, conversation, *_: reviewing.queue(work, conversation),
    "approve": lambda work, conversation, _, __, understood: _decide(work, conversation, understood),
    "decline": lambda work, conversation, _, __, understood: _decide(work, conversation, understood),
    "ask_more": lambda work, conversation, _, __, understood: _decide(work, conversation, understood),
    "split": lambda work, conversation, _, __, understood: _decide(work, conversation, understood),
    "statement": lambda work, conversation, _, __, understood: _state(work, conversation, understood),
    "answer_request": lambda work, conversation, _, __, understood: steps.begin(
        work, conversation, answering.ANSWER, understood.subject, {"text": understood.argument}
    ),
    "link": lambda work, conversation, sender, _, understood: linking.link_again(work, conversation, sender, understood.subject),
    "unlink": lambda work, conversation, sender, *_: linking.unlink(work, conversation, sender),
    "invite": lambda work, conversation, _, __, understood: linking.invite(
        work, conversation, understood.subject, understood.argument
    ),
    "remove_member": lambda work, conversation, _, __, understood: linking.ask_to_remove(work, conversation, understood.subject),
    "list_members": lambda work, conversation, *_: linking.list_members(work, conversation),
    "looked_after": lambda work, conversation, *_: looked_after.show(work, conversation),
    "transfer": lambda work, conversation, _, __, understood: transferring.transfer_deals(
        work, conversation, understood.subject, understood.argument
    ),
    "csv_template": lambda work, conversation, *_: bulk.template(work, conversation),
    "assign": lambda work, conversation, _, __, understood: assigning.assign(
        work, conversation, understood.subject, understood.argument
    ),
    "deputy": lambda work, conversation, _, text, understood: assigning.name_deputy(work, conversation, understood.subject, text),
    "extend_registration": working.extend,
    "withdraw_deal": working.withdraw,
    "won_deal": working.won,
    "reopen_deal": working.reopen,
    "appeal": working.appeal,
    "amend_registration": working.amend,
    "renew_deal": working.renew,
    "timeline": working.show_timeline,
    **tier_intents.INTENTS,
    "quote": pricing_talk.quote,
    "my_quotes": pricing_talk.my_quotes,
    "profitability": pricing_talk.profitability,
    "channel_economics": pricing_talk.channel_economics,
    **payout_talk.HANDLERS,
    **collateral_talk.HANDLERS,
    **library_talk.INTENTS,
    **nudge_talk.INTENTS,
    **approval_places.INTENTS,
    **everyday.INTENTS,
}
#: What the same intents, and further ones, mean to a direct seller.
_OF_DIRECT: Final[dict[str, Handler]] = {
    "deal_status": working_direct.status,
    "list_leads": working_direct.status,
    "won_deal": working_direct.won,
    "withdraw_deal": working_direct.withdraw,
    "amend_registration": working_direct.amend,
}
#: What the program will have and the bot cannot do yet: said plainly, and passed on if wanted.
_LATER: Final = frozenset({"mdf_request"})
#: What is always a command, even where words for something else were asked for.
_COMMANDS: Final = frozenset(
    {"approve", "decline", "split", "ask_more", "review_queue", "link", "unlink", "answer_request", "help", "register_for"}
    | payout_talk.HANDLERS.keys()
)


def _standing(work: Work, after: Conversation, outcome: Outcome, understood: Understanding | None) -> Standing:
    draft = outcome.draft or after.draft
    if outcome.state is not None:
        state = outcome.state
    elif after.draft is None:
        state = "idle"
    else:
        was_shown = after.asked is None and draft_view.is_complete(after.draft, work)
        state = "confirming" if was_shown else "collecting"
    asks = after.asked.value if after.draft is not None and after.asked is not None and state == "collecting" else None
    values = {slot.value: (draft.get(slot) if draft else None) for slot in READ_ALONG}
    intent = understood.intent if understood else ""
    return Standing(state=state, asks=asks, intent=intent, draft=values, result=dict(outcome.result))
