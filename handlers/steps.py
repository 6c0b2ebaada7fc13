"""A step that needs a few answers: asked in conversation or as a form, read in one way, and read back where it is final."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from handlers.draft_view import rules_of
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.registration_form import Rules, check, show
from handlers.reply import Choice, Fact, Facts, Field, FieldKind, Form, Lookup, Option, Part, Text, Tone
from handlers.state import Conversation, Pending
from handlers.step_options import Weighed, named_option, read_by_one
from handlers.understanding.dates import read_dates
from handlers.understanding.products import read_products
from handlers.understanding.reader import understand
from handlers.understanding.readings import Act, Context, Product, Slot, Understanding
from handlers.understanding.text import clean
from handlers.wording import Words
from program.periods import local_date

#: So much is kept of an answer in words.
MAX_WORDS: Final = 1000
#: After so many answers in a row that did not help, a person is offered.
_PATIENCE: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to know: read and checked as a `slot`, picked from `options`, or else taken as the words that it is.

    Words for a `kind` of date are read as a day that is over, or one `ahead`. `known` is the canonical value that holds until
    another one is given. An amount is two values: `name` and "currency"; of `many` products the value is their names, parted by
    "; ". Whoever answers it without those it `resets` means them to go. `reads` makes a canonical value of
    words, or None; then `fault` says what is wanted.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.LONG_TEXT
    slot: Slot | None = None
    options: tuple[Option, ...] = ()
    lookup: Lookup | None = None
    many: bool = False
    ahead: bool = False
    resets: tuple[str, ...] = ()
    required: bool = True
    hint: str = ""
    known: str = ""
    reads: Callable[[str], str | None] | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a step asks for a subject; with `confirm` it is read back and done on a yes.

    `about` are further facts to read back ("its protection ends at once"), `weigh` says them by the answers. With `changes` it is
    about changing what is known: without a change there is nothing to do, and the form is drawn.
    """

    title: str
    submit: str
    questions: tuple[Question, ...] = ()
    confirm: bool = False
    changes: bool = False
    about: tuple[Part, ...] = ()
    currency: str = ""
    weigh: Callable[[Mapping[str, str]], Weighed] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`ask` says what is to be known about a subject, or why it cannot be done; `do` does it with what was answered."""

    verb: str
    ask: Callable[[Work, str], Asked | tuple[Part, ...]]
    do: Callable[[Work, Conversation, str, Mapping[str, str]], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """Canonical values and, by question, what was wrong with an answer."""

    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def begin(
    work: Work, conversation: Conversation, step: Step, subject: str, given: Mapping[str, str] | None = None, *, sure: bool = False
) -> Outcome:
    """Starts the step with what is known already; done at once when nothing is open. `sure`: it need not be confirmed."""
    asked = step.ask(work, subject)
    if not isinstance(asked, Asked):
        return Outcome(parts=asked, conversation=replace(conversation, pending=None))
    values = {name: value for name, value in (given or {}).items() if value}
    return _go_on(work, conversation, step, asked, Pending(kind=step.verb, subject=subject, values=values), sure=sure)


def answered(
    work: Work, conversation: Conversation, step: Step, pending: Pending, text: str, understood: Understanding
) -> Outcome | None:
    """A message while the step is open; None when it is about something else."""
    asked = step.ask(work, pending.subject)
    if not isinstance(asked, Asked):
        return Outcome(parts=asked, conversation=replace(conversation, pending=None))
    if Act.CANCEL in understood.acts or (pending.asked == "" and Act.DENY in understood.acts and not understood.slots):
        return say(replace(conversation, pending=None), Words.of(work.viewer.member)("pending.dropped"))
    if pending.asked == "" and Act.CONFIRM in understood.acts and not understood.slots and asked.confirm:
        return _done(work, conversation, step, asked, pending)
    read = _read_message(work, asked, pending, text)
    if not read.values and not read.faults and understood.intent not in ("", "out_of_scope"):
        return None
    if not read.values:
        return _again(work, conversation, asked, pending, read)
    after = replace(pending, values={**pending.values, **read.values}, failures=0)
    return _go_on(work, conversation, step, asked, after)


def submitted(work: Work, conversation: Conversation, step: Step, subject: str, given: Mapping[str, str]) -> Outcome:
    """The form came back: done, or drawn again with every fault."""
    asked = step.ask(work, subject)
    if not isinstance(asked, Asked):
        return Outcome(parts=asked, conversation=replace(conversation, pending=None))
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    for question in asked.questions:
        text = clean(given.get(question.name, ""))
        read = _read_one(work, asked, question, text) if text else _Read()
        values.update(read.values)
        faults.update(read.faults)
        if not text and question.required:
            faults[question.name] = Words.of(work.viewer.member)("step.needed")
    pending = Pending(kind=step.verb, subject=subject, values=values)
    if faults:
        lead = Text(text=Words.of(work.viewer.member).count("register.form_faults", len(faults)), tone=Tone.WARNING)
        drawn = _form(work, asked, pending, typed=given, faults=faults)
        return Outcome(parts=(lead, drawn), conversation=replace(conversation, pending=replace(pending, asked=next(iter(faults)))))
    whole = replace(asked, questions=_without_known(asked.questions))
    return (_done if asked.weigh is None else _go_on)(work, conversation, step, whole, pending)


def show_form(work: Work, conversation: Conversation, step: Step, pending: Pending) -> Outcome:
    """Everything the step asks as a form, with what is known filled in."""
    asked = step.ask(work, pending.subject)
    if not isinstance(asked, Asked):
        return Outcome(parts=asked, conversation=replace(conversation, pending=None))
    return Outcome(parts=(_form(work, asked, pending),), conversation=replace(conversation, pending=pending))


def confirmed(work: Work, conversation: Conversation, step: Step, pending: Pending) -> Outcome:
    """The button that says yes to what was read back."""
    asked = step.ask(work, pending.subject)
    if not isinstance(asked, Asked):
        return Outcome(parts=asked, conversation=replace(conversation, pending=None))
    return _go_on(work, conversation, step, asked, pending, sure=True)


def _without_known(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """A form says everything: what was emptied there is empty."""
    return tuple(replace(question, known="") for question in questions)


def _go_on(work: Work, conversation: Conversation, step: Step, asked: Asked, pending: Pending, *, sure: bool = False) -> Outcome:
    """The next question, the read-back, or the deed."""
    values = _known(asked, pending)
    if asked.weigh is not None:
        weighed = asked.weigh(values)
        if not weighed.submit:
            return Outcome(parts=weighed.about, conversation=replace(conversation, pending=None))
        asked = replace(asked, about=weighed.about, submit=weighed.submit)
    missing = next((question for question in asked.questions if question.required and question.name not in values), None)
    if missing is not None or (asked.changes and not pending.values):
        open_one = replace(pending, asked=missing.name if missing is not None else "")
        return Outcome(parts=(*asked.about, _form(work, asked, open_one)), conversation=replace(conversation, pending=open_one))
    if asked.confirm and not sure:
        ready = replace(pending, asked="")
        return Outcome(parts=_read_back(work, step, asked, ready), conversation=replace(conversation, pending=ready))
    return _done(work, conversation, step, asked, pending)


def _done(work: Work, conversation: Conversation, step: Step, asked: Asked, pending: Pending) -> Outcome:
    return step.do(work, replace(conversation, pending=None), pending.subject, _known(asked, pending))


def _known(asked: Asked, pending: Pending) -> dict[str, str]:
    reset = {name for question in asked.questions if question.name in pending.values for name in question.resets}
    known = {question.name: question.known for question in asked.questions if question.known and question.name not in reset}
    values = {**known, **pending.values}
    if asked.currency and any(question.slot is Slot.AMOUNT and question.name in values for question in asked.questions):
        values.setdefault("currency", asked.currency)
    return values


def _read_back(work: Work, step: Step, asked: Asked, pending: Pending) -> tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    values = _known(asked, pending)
    facts = tuple(
        Fact(label=question.label, value=_shown(question, values[question.name], values, words))
        for question in asked.questions
        if values.get(question.name)
    )
    mark = f"{step.verb}/{pending.subject}"
    choices = [Choice(label=asked.submit, action=f"step.do/{mark}", style="primary")]
    if asked.questions:
        choices.append(Choice(label=words("choice.change"), action=f"step.form/{mark}"))
    choices.append(Choice(label=words("choice.keep" if asked.weigh is None else "choice.cancel"), action="step.drop"))
    head: tuple[Part, ...] = (Facts(title=asked.title, facts=facts) if facts else Text(text=asked.title, tone=Tone.TITLE),)
    head = head if asked.weigh is None else ()  # what follows from the answers says them all
    return (*head, *asked.about, *offer(choices))


def _shown(question: Question, value: str, values: Mapping[str, str], words: Words) -> str:
    if question.options:
        return next((option.label for option in question.options if option.value == value), value)
    if question.many:
        return words.all_of(value.split("; "))
    if question.slot is None and question.kind is FieldKind.DATE:
        return words.day(date.fromisoformat(value))
    return show(question.slot, value, words, values.get("currency")) if question.slot is not None else value


def _again(work: Work, conversation: Conversation, asked: Asked, pending: Pending, read: _Read) -> Outcome:
    """An answer that did not help: what was wrong and the question again; after a few, a person."""
    words = Words.of(work.viewer.member)
    after = replace(pending, failures=pending.failures + 1)
    faults = dict(read.faults) or {pending.asked: words("step.not_understood")}
    parts: list[Part] = [Text(text=text, tone=Tone.WARNING) for text in faults.values()]
    if after.failures >= _PATIENCE:
        choices = [
            Choice(label=words("choice.person"), action="handover"),
            Choice(label=words("choice.keep"), action="step.drop"),
        ]
        parts += offer(choices, words("register.way_out"))
    elif pending.asked:
        parts.append(_form(work, asked, after))
    else:
        parts.append(Text(text=words("step.say_yes")))
    return Outcome(parts=tuple(parts), conversation=replace(conversation, pending=after))


def _form(
    work: Work,
    asked: Asked,
    pending: Pending,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> Form:
    words = Words.of(work.viewer.member)
    values = _known(asked, pending)

    def typed_value(question: Question) -> str:
        if typed is not None:
            return typed.get(question.name, "")[:MAX_WORDS]
        value = values.get(question.name, "")
        return value if question.options or not value else _shown(question, value, values, words)

    return Form(
        id=f"{pending.kind}/{pending.subject}",
        title=asked.title,
        submit=asked.submit,
        fields=tuple(
            Field(
                name=question.name,
                kind=FieldKind.CHOICE if question.options else question.kind,
                label=question.label,
                required=question.required,
                hint=question.hint,
                value=typed_value(question),
                error=(faults or {}).get(question.name, ""),
                options=question.options,
                lookup=question.lookup,
            )
            for question in asked.questions
        ),
    )


def read_for(work: Work, step: Step, subject: str, text: str, about: Slot | None = None) -> Mapping[str, str]:
    """What a message says to the step's questions before any was asked; `about` is the slot that its words name, else the first."""
    asked = step.ask(work, subject)
    if not isinstance(asked, Asked):
        return {}
    slots = {question.slot: question.name for question in reversed(asked.questions) if question.slot is not None}
    name = slots[about] if about in slots else next(reversed(slots.values()), "")
    return _read_message(work, asked, Pending(kind=step.verb, subject=subject, asked=name), text).values


# ── reading answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _read_message(work: Work, asked: Asked, pending: Pending, text: str) -> _Read:
    """What a message answers: the question that is open, and whatever else it names of the others."""
    open_one = next((question for question in asked.questions if question.name == pending.asked), None)
    if open_one is not None and open_one.slot is None:
        return _read_one(work, asked, open_one, clean(text))
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    understood = _understood(work, clean(text), open_one.slot if open_one else None)
    for question in asked.questions:
        if question.many:
            values.update(_products(work, question, text).values)
            continue
        if question.slot is None or question.slot not in understood.slots:
            continue
        read = _checked(work, asked, question, question.slot, understood)
        values.update(read.values)
        faults.update(read.faults)
    if open_one is None and not values and not faults:
        choice = next((one for one in asked.questions if one.options and named_option(one.options, text)), None)
        own = {one.name: one.reads for one in asked.questions if one.reads is not None}
        return _read_one(work, asked, choice, clean(text)) if choice else _Read(values=read_by_one(own, clean(text)))
    return _Read(values=values, faults=faults)


def _read_one(work: Work, asked: Asked, question: Question, text: str) -> _Read:
    words = Words.of(work.viewer.member)
    if question.reads is not None:
        value = question.reads(text)
        return _Read(faults={question.name: question.fault}) if value is None else _Read(values={question.name: value})
    if question.options:
        option = named_option(question.options, text)
        if option is None:
            labels = words.either([one.label for one in question.options])
            return _Read(faults={question.name: words("step.one_of", options=labels)})
        return _Read(values={question.name: option.value})
    if question.slot is None and question.kind is FieldKind.DATE:
        return _read_day(work, question, text)
    if question.slot is None:
        return _Read(values={question.name: text[:MAX_WORDS]})
    if question.many:
        return _products(work, question, text)
    understood = _understood(work, text, question.slot)
    if question.slot not in understood.slots:
        products = words.either([product.name for product in work.catalogue.products()])
        return _Read(faults={question.name: words(f"fault.{question.slot.value}", said=text[:80], products=products)})
    return _checked(work, asked, question, question.slot, understood)


def _products(work: Work, question: Question, text: str) -> _Read:
    """The products that the words name, in their order; what could be several is no answer."""
    catalogue = _catalogue(work)
    named = [reading.names[0] for reading in read_products(text, catalogue) if len(reading.names) == 1]
    if named:
        return _Read(values={question.name: "; ".join(dict.fromkeys(named))})
    fault = check(Slot.PRODUCT, text[:80], rules_of(work))
    words = Words.of(work.viewer.member)
    return _Read(faults={question.name: words(fault.id, **fault.fields)} if fault else {})


def _catalogue(work: Work) -> tuple[Product, ...]:
    return tuple(Product(name=product.name, aliases=product.aliases) for product in work.catalogue.products())


def _read_day(work: Work, question: Question, text: str) -> _Read:
    """The first day of what the words name, "since September" is its first; or one that is not over, its last."""
    today = local_date(work.at, work.viewer.member.zone)
    if question.ahead:
        found = next((one.value for one in read_dates(text, today=today) if one.value >= today), None)
    else:
        found = next((one.start for one in read_dates(text, today=today, past=True) if one.start <= today), None)
    if found is None:
        fault = Words.of(work.viewer.member)("fault.day_ahead" if question.ahead else "fault.past_day", said=text[:80])
        return _Read(faults={question.name: fault})
    return _Read(values={question.name: found.isoformat()})


def _understood(work: Work, text: str, slot: Slot | None) -> Understanding:
    member, partner = work.viewer.member, work.viewer.partner
    catalogue = _catalogue(work)
    known = {Slot.COMPANY.value: "?"}  # it is about a deal that there is: the words are answers
    context = Context(asked=slot, values=known, language=member.language, default_country=partner.country if partner else "DE")
    return understand(text, today=local_date(work.at, member.zone), catalogue=catalogue, context=context)


def _checked(work: Work, asked: Asked, question: Question, slot: Slot, understood: Understanding) -> _Read:
    reading = understood.slots[slot]
    rules = _rules(work, asked)
    fault = check(slot, reading.value, rules)
    if reading.alternatives:
        options = [show(slot, value, rules.words, asked.currency) for value in (reading.value, *reading.alternatives)]
        said = rules.words("doubt.which", said=reading.text, options=rules.words.either(options))
        return _Read(faults={question.name: said})
    if fault is not None:
        return _Read(faults={question.name: rules.words(fault.id, **fault.fields)})
    values = {question.name: reading.value}
    if slot is Slot.AMOUNT and Slot.CURRENCY in understood.slots:
        values["currency"] = understood.slots[Slot.CURRENCY].value
    return _Read(values=values)


def _rules(work: Work, asked: Asked) -> Rules:
    return replace(rules_of(work), currency=asked.currency or rules_of(work).currency)
