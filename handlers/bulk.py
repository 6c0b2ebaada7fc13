"""Many deals at once from a list: checked line by line, read back as a table, and all that are ready decided on one yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from handlers import registering
from handlers.bulk_lines import Checked, Decided, check_lines, register_lines
from handlers.clauses import clause_sources
from handlers.notices import tell_all
from handlers.on_behalf import partner_meant, unknown_partner, which_partner
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.registration_form import show
from handlers.reply import Choice, File, Part, Table, Text, Tone
from handlers.sheet import written
from handlers.sheet_reading import Sheet, SheetLine
from handlers.state import Conversation
from handlers.steps import Asked, Step, begin
from handlers.submitting import Registered
from handlers.understanding.readings import Slot, SlotReading, Understanding
from handlers.understanding.sheet_words import ORDER
from handlers.wording import Words
from program.access import Act
from program.deciding import AlreadyOurs
from program.partners import Partner
from program.policy import Ground
from program.registrations import Registration, Status


def take_upload(work: Work, conversation: Conversation, sheet: Sheet) -> Outcome:
    """A list that was sent: what it holds, and the question whether to register what is ready."""
    words = Words.of(work.viewer.member)
    if not (work.viewer.may(Act.REGISTER) or work.viewer.may(Act.REGISTER_FOR)):
        return say(conversation, words("register.not_allowed"))
    if sheet.fault is not None:
        template = Choice(label=words("choice.csv_template"), action="bulk.template")
        fault = Text(text=words(sheet.fault.id, **sheet.fault.fields), tone=Tone.WARNING)
        return Outcome(parts=(fault, *offer([template])), conversation=conversation)
    checked = check_lines(work, work.viewer.partner, sheet.lines)
    parts = list(summary(checked, words))
    if sheet.ignored:
        columns = words.all_of([short(name, 30) for name in sheet.ignored[:10]])
        parts.append(Text(text=words("bulk.ignored", columns=columns), tone=Tone.HINT))
    going = [one for one in checked if one.is_ready or one.similar]
    if not going:
        return Outcome(parts=tuple(parts), conversation=replace(conversation, pending=None))
    asked = begin(work, conversation, BULK, work.ids.draft(), _kept(going))
    return replace(asked, parts=(*parts, *asked.parts))


def summary(checked: Sequence[Checked], words: Words) -> tuple[Part, ...]:
    """How many lines are ready, and each line with what stands against it."""
    counts = {
        "ready": sum(one.is_ready for one in checked),
        "faulty": sum(bool(one.faults) for one in checked),
        "similar": sum(one.similar for one in checked),
        "ours": sum(one.ours is not None for one in checked),
    }
    said = words.all_of([words.count(f"bulk.{kind}", count) for kind, count in counts.items() if count])
    rows = tuple((str(one.number), *_shown(one, words), _state(one, words)) for one in checked)
    names = ("line", "company", "close_date", "amount", "result")
    columns = tuple(words(f"column.{name}") for name in names)
    lines = words.count("bulk.lines", len(checked), said=said)
    return (
        Text(text=lines, tone=Tone.TITLE),
        Table(caption=words("bulk.caption"), columns=columns, rows=rows, numeric=frozenset({3})),
    )


def template(work: Work, conversation: Conversation) -> Outcome:
    """An empty list to fill in, its columns named in the reader's language."""
    words = Words.of(work.viewer.member)
    header = [words(f"column.csv.{slot.value}") for slot in ORDER]
    delimiter = ";" if words.language == "de" else ","  # what a spreadsheet expects there
    content = written([header], delimiter=delimiter)
    file = File(name=words("bulk.template_name"), media_type="text/csv", content=content, title=words("bulk.template_title"))
    return Outcome(parts=(Text(text=words("bulk.how")), file), conversation=conversation)


def _shown(one: Checked, words: Words) -> tuple[str, str, str]:
    values, currency = one.draft.values, one.draft.get(Slot.CURRENCY)

    def value(slot: Slot) -> str:
        return show(slot, values[slot.value], words, currency) if slot.value in values else "–"

    return short(value(Slot.COMPANY)), value(Slot.CLOSE_DATE), value(Slot.AMOUNT)


def _state(one: Checked, words: Words) -> str:
    if one.faults:
        return " ".join(one.faults)
    if one.ours is not None:
        return words("bulk.is_ours", id=one.ours)
    return words("bulk.is_similar" if one.similar else "bulk.is_ready")


def _kept(going: Sequence[Checked]) -> dict[str, str]:
    """The lines as a pending step remembers them: "3.company" is the company of line 3. What we only assumed is left out."""
    return {f"{one.number}.{name}": value for one in going for name, value in _values(one).items()}


def _lines(values: Mapping[str, str]) -> tuple[SheetLine, ...]:
    """The lines that `_kept` made the values from."""
    lines: dict[int, dict[Slot, SlotReading]] = {}
    for key, value in values.items():
        number, dot, name = key.partition(".")
        if dot:
            lines.setdefault(int(number), {})[Slot(name)] = SlotReading(value=value)
    return tuple(SheetLine(number=number, read=Understanding(slots=slots)) for number, slots in sorted(lines.items()))


def _ask(work: Work, _: str) -> Asked | tuple[Part, ...]:
    words = Words.of(work.viewer.member)
    if work.viewer.may(Act.REGISTER):
        return Asked(title=words("bulk.ask"), submit=words("bulk.submit"), confirm=True)
    if not work.viewer.may(Act.REGISTER_FOR):
        return (Text(text=words("register.not_allowed")),)
    return Asked(title=words("bulk.ask"), submit=words("bulk.submit"), questions=(which_partner(work),), confirm=True)


def _do(work: Work, conversation: Conversation, _: str, values: Mapping[str, str]) -> Outcome:
    """The yes: days may have passed, so every line is checked again, and what is ready is decided."""
    words = Words.of(work.viewer.member)
    said = values.get("partner", "")
    partner = work.viewer.partner or partner_meant(work, said)
    lines = _lines(values)
    if not lines:
        return say(conversation, words("press.outdated"))
    if partner is None:
        asked = begin(work, conversation, BULK, work.ids.draft(), {**values, "partner": ""})
        return replace(asked, parts=(unknown_partner(said, words), *asked.parts))
    checked = check_lines(work, partner, lines)
    decided = register_lines(work, partner, [one for one in checked if one.is_ready])
    if work.viewer.partner is None:
        _tell_partner(work, partner, decided)
    count = len(_made(decided))
    done = Text(text=words.count("bulk.done", count), tone=Tone.SUCCESS if count else Tone.PLAIN)
    parts = (*([done] if decided else []), *results(work, partner, checked, decided, words))
    return _one_by_one(work, Outcome(parts=parts, conversation=conversation), partner, checked)


def _one_by_one(work: Work, outcome: Outcome, partner: Partner, checked: Sequence[Checked]) -> Outcome:
    """The lines that need an answer about a similar customer wait in the queue, and the first is taken up."""
    conversation, draft = outcome.conversation, outcome.conversation.draft
    partner_id = partner.id if work.viewer.partner is None else None
    waiting = tuple(_values(one) for one in checked if one.similar)
    if draft is not None and draft.partner_id != partner_id:
        return outcome  # what waits in a queue belongs to the partner of the draft before it
    queued = replace(outcome, conversation=replace(conversation, queue=(*conversation.queue, *waiting)))
    return registering.follow(work, queued, partner_id)


def _values(one: Checked) -> dict[str, str]:
    return {name: value for name, value in one.draft.values.items() if name not in one.draft.assumed}


def results(work: Work, partner: Partner, checked: Sequence[Checked], decided: Sequence[Decided], words: Words) -> tuple[Part, ...]:
    """One verdict for each line, and the clauses that they rest on."""
    verdicts = {one.checked.number: one.found for one in decided}
    rows, clauses = [], []
    for one in checked:
        found = verdicts.get(one.number)
        if found is None:
            rows.append((str(one.number), short(one.draft.get(Slot.COMPANY) or "–"), _state(one, words), one.ours or "–"))
            continue
        said, id, grounds = _verdict(work, partner, found, words)
        rows.append((str(one.number), short(one.draft.values[Slot.COMPANY.value]), said, id))
        clauses += grounds
    policy = work.program.in_force(work.at)
    if work.viewer.partner is None and decided:
        clauses.append(policy.clause(Ground.ON_BEHALF).id)
    columns = tuple(words(f"column.{name}") for name in ("line", "company", "result", "id"))
    table = Table(caption=words("bulk.verdicts"), columns=columns, rows=tuple(rows))
    return (table, clause_sources(clauses, policy, words)) if clauses else (table,)


def _verdict(work: Work, partner: Partner, found: Registered | AlreadyOurs, words: Words) -> tuple[str, str, list[str]]:
    """The verdict in a few words, the registration's id, and the clauses."""
    if isinstance(found, AlreadyOurs):
        return words("bulk.is_ours", id=found.claim.registration_id), found.claim.registration_id, []
    registration = found.registration
    clauses = [reason.clause for reason in registration.reasons]
    grounds = words.all_of([words(f"ground.{reason.ground.value}") for reason in registration.reasons])
    if registration.protected is not None:
        until = words.day(registration.protected.last_day(partner.zone))
        period = work.program.version(registration.policy_version).clause(Ground.PROTECTED_PERIOD).id
        return words("bulk.is_approved", until=until), registration.id, [period]
    declined = registration.status is Status.DECLINED
    said = words("bulk.is_declined" if declined else "bulk.is_in_review", grounds=grounds, clauses=words.all_of(clauses))
    return said, registration.id, clauses


def _tell_partner(work: Work, partner: Partner, decided: Sequence[Decided]) -> None:
    """The partner's members learn what was registered on their behalf: one notice for the whole list."""
    name, lines = work.viewer.member.name, [one.checked for one in decided]
    first = next((one.found.registration.id for one in decided if isinstance(one.found, Registered)), None)
    if first is None:
        return
    tell_all(
        work,
        work.people.colleagues(partner.id),
        key=f"registration.on_behalf:{first}",
        compose=lambda their: (
            Text(text=their.count("notice.on_behalf_many", len(_made(decided)), name=name), tone=Tone.TITLE),
            *results(work, partner, lines, decided, their),
        ),
    )


def _made(decided: Sequence[Decided]) -> list[Registration]:
    """What stands after the yes: protected, or with a person."""
    found = [one.found.registration for one in decided if isinstance(one.found, Registered)]
    return [registration for registration in found if registration.status is not Status.DECLINED]


BULK: Final = Step(verb="bulk", ask=_ask, do=_do)
