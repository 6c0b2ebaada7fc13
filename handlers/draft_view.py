"""How a draft is shown: what was taken in, the next question, the doubts to settle, the summary to confirm."""

from __future__ import annotations

from handlers.filling import Filled
from handlers.identity import ANSWERS
from handlers.outcome import offer
from handlers.ports import Work
from handlers.registration_form import CONTACT, Rules, facts, label, missing, offered, show
from handlers.reply import Choice, Fact, Facts, Part, Text, Tone
from handlers.state import Draft
from handlers.understanding.readings import Slot
from handlers.wording import Words
from program.access import Act
from program.partners import Partner
from program.periods import local_date


def rules_of(work: Work, draft: Draft | None = None) -> Rules:
    """What a draft of the viewer's, or an answer, is checked against."""
    partner = registrant(work, draft)
    return Rules(
        today=local_date(work.at, work.viewer.member.zone),
        policy=work.program.in_force(work.at),
        products=work.catalogue.products(),
        currency=partner.currency if partner else work.program.currency,
        words=Words.of(work.viewer.member),
    )


def registrant(work: Work, draft: Draft | None) -> Partner | None:
    """For whom a draft is: the viewer's own partner, or the one that the vendor's person registers for; None for direct sales."""
    if work.viewer.partner is not None or draft is None or draft.partner_id is None:
        return work.viewer.partner
    return work.people.partner(draft.partner_id)


def is_complete(draft: Draft, work: Work) -> bool:
    """Whether nothing is missing or unclear, so that a yes may submit it."""
    return not is_lookalike_open(draft) and not draft.doubts and not missing(draft.values, work.program.in_force(work.at))


def is_lookalike_open(draft: Draft) -> bool:
    """Whether the seller has still to say if the customer is one that we know by a similar name."""
    return draft.lookalike is not None and draft.lookalike.is_open


def summary(work: Work, draft: Draft, rules: Rules) -> tuple[Part, ...]:
    """Everything read back, what may still be said, and the buttons."""
    words = rules.words
    partner = registrant(work, draft)
    more = offered(draft.values, partner, rules.policy)
    behalf = (Fact(label=words("fact.on_behalf_of"), value=partner.name),) if partner and draft.partner_id else ()
    renews = (Fact(label=words("fact.renews"), value=draft.renews),) if draft.renews else ()
    parts: list[Part] = [Facts(title=words("register.summary"), facts=(*behalf, *facts(draft, words), *renews))]
    if more:
        parts.append(
            Text(text=words("register.optional", slots=words.all_of([label(slot, words) for slot in more])), tone=Tone.HINT)
        )
    mark = f"{draft.id}/{draft.version}"
    records = work.viewer.may(Act.RECORD)
    choices = [
        Choice(label=words("choice.record" if records else "choice.register"), action=f"draft.confirm/{mark}", style="primary"),
        Choice(label=words("choice.change"), action=f"draft.form/{draft.id}"),
        Choice(label=words("choice.cancel"), action=f"draft.cancel/{draft.id}"),
    ]
    return (*parts, *offer(choices, words("record.confirm" if records else "register.confirm")))


def confirm_short(work: Work, words: Words) -> str:
    """The question for the yes within a sentence."""
    return words("record.confirm_short" if work.viewer.may(Act.RECORD) else "register.confirm_short")


def ask_next(work: Work, draft: Draft) -> Slot | None:
    if draft.doubts:
        return Slot(next(iter(draft.doubts)))
    return next(iter(missing(draft.values, work.program.in_force(work.at))), None)


def which_company(draft: Draft, words: Words) -> tuple[Part, ...]:
    """The question in three ways whether a similar known company is meant."""
    hint = draft.lookalike.hint if draft.lookalike else ""
    company = draft.values[Slot.COMPANY.value]
    prompt = words("identity.ask", company=company, hint=hint) if hint else words("identity.ask_bare", company=company)
    choices = [
        Choice(label=words(f"identity.{relation.value}"), action=f"draft.kin/{draft.id}/{relation.value}")
        for relation in ANSWERS.values()
    ]
    return offer(choices, prompt)


def asking_parts(slot: Slot, draft: Draft, words: Words) -> tuple[Part, ...]:
    if slot.value not in draft.doubts:
        return (Text(text=question(slot, draft, words)),)
    options = draft.doubts[slot.value]
    choices = [
        Choice(label=show(slot, option, words, draft.get(Slot.CURRENCY)), action=f"draft.pick/{draft.id}/{slot.value}/{index}")
        for index, option in enumerate(options)
    ]
    return (Text(text=doubt_question(slot, draft, words)), *offer(choices))


def doubt_question(slot: Slot, draft: Draft, words: Words) -> str:
    """The question that settles a slot with more than one possible value."""
    options = [show(slot, option, words, draft.get(Slot.CURRENCY)) for option in draft.doubts[slot.value]]
    if len(options) == 1:
        return words("doubt.single", value=options[0])
    return words("doubt.which", said=draft.words.get(slot.value, "") or label(slot, words), options=words.either(options))


def question(slot: Slot, draft: Draft, words: Words) -> str:
    if slot.value in draft.doubts:
        return doubt_question(slot, draft, words)
    return words(f"ask.{slot.value}", company=draft.get(Slot.COMPANY) or words("register.the_customer"))


def read_back(draft: Draft, filled: Filled, words: Words) -> tuple[Part, ...]:
    """One short line with what was just taken in, so that every normalisation is seen when it happens."""
    touched = filled.touched | ({Slot.AMOUNT} if Slot.CURRENCY in filled.touched else frozenset())
    known = facts(draft, words, touched)
    if not known:
        return ()
    line = " · ".join(f"{fact.value} ({fact.note})" if fact.note else fact.value for fact in known)
    return (Text(text=words("register.noted", line=line)),)


def way_out(draft: Draft, words: Words) -> tuple[Part, ...]:
    choices = [
        Choice(label=words("choice.form"), action=f"draft.form/{draft.id}", style="primary"),
        Choice(label=words("choice.person"), action="handover"),
        Choice(label=words("choice.cancel"), action=f"draft.cancel/{draft.id}"),
    ]
    return offer(choices, words("register.way_out"))


def missing_label(slot: Slot, words: Words) -> str:
    return words("slot.contact") if slot in CONTACT else label(slot, words)


def reminder(work: Work, draft: Draft) -> tuple[Part, ...]:
    """After something else was answered: one line that leads back to the draft and its open question."""
    words = Words.of(work.viewer.member)
    company = draft.get(Slot.COMPANY) or words("register.your_deal")
    asked = ask_next(work, draft)
    if is_lookalike_open(draft):
        return (Text(text=words("register.back_to_company", company=company), tone=Tone.HINT), *which_company(draft, words))
    open_question = question(asked, draft, words) if asked else confirm_short(work, words)
    return (Text(text=words("register.back_to", company=company, question=open_question), tone=Tone.HINT),)
