"""What a partner earned: the statement of a period, the lines of one deal, and the way to everything else about money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from handlers import earning_forecast, earnings_explained, earnings_open, what_if
from handlers.deals import find
from handlers.earning_lines import amounts, company_of, line_label, period_words, state_label, total
from handlers.message import Sender
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.reply import Chart, Choice, Fact, Facts, Part, Table, Text, Tone
from handlers.settling import today_of
from handlers.state import Conversation, Draft
from handlers.statement_files import statement_file
from handlers.understanding.earning_questions import Ask, EarningQuestion, is_earning_word, read_earning_question
from handlers.understanding.readings import Slot, Understanding
from handlers.understanding.text import fold
from handlers.wording import Words
from program.access import Act
from program.ledger import Entry, LineState
from program.partners import Partner, Role
from program.periods import first_of_month, months_after
from program.registrations import Registration

#: A reply shows so many lines, the latest ones; the file has all of them.
_SHOWN: Final = 8
#: A chart shows so many months, the last of them that of the statement's end.
_MONTHS: Final = 6
#: So many partners are offered to pick from.
_OFFERED: Final = 9


def answer(work: Work, conversation: Conversation, _: Sender, text: str, understood: Understanding) -> Outcome:
    """Whatever a message asks about money, for whoever may see it."""
    words = Words.of(work.viewer.member)
    if work.viewer.partner is None and not work.viewer.may(Act.REVIEW):
        return say(conversation, words("earnings.not_yours"))
    question = read_earning_question(text, today=today_of(work))
    if question.line:
        return earnings_explained.explain(work, conversation, question.line, question)
    partner = _partner(work, text)
    named = understood.slots.get(Slot.COMPANY)
    company = named.value if named is not None and not _is_no_customer(named.value, partner) else ""
    draft = conversation.draft
    if partner is not None and draft is not None and _is_about(draft, company, question):
        return what_if.drafted(work, conversation, draft, partner, question, text)
    if company or question.this_deal:
        return _about_a_deal(work, conversation, company or conversation.last or "", question, text)
    if partner is None:
        return _which_partner(work, conversation, question)
    match question.ask:
        case Ask.WHAT_IF:
            return what_if.supposed(work, conversation, partner, question, text)
        case Ask.FORECAST:
            return earning_forecast.forecast(work, conversation, partner)
        case Ask.OPEN:
            return earnings_open.open_amounts(work, conversation, partner, question)
        case Ask.CAMPAIGNS:
            return earnings_open.campaigns(work, conversation, partner)
        case Ask.RATES:
            return earnings_open.rates(work, conversation, partner)
        case Ask.EXPLAIN:
            return earnings_explained.explain_latest(work, conversation, partner, question)
        case _:
            return _statement(work, conversation, partner, question)


def _is_about(draft: Draft, company: str, question: EarningQuestion) -> bool:
    """Whether the registration in progress is meant: by its customer's name, or by "this"."""
    return fold(draft.get(Slot.COMPANY) or "") == fold(company) if company else question.this_deal


def _partner(work: Work, text: str) -> Partner | None:
    """Whose money it is: the viewer's own company's, or that of the partner whom the message names."""
    if work.viewer.partner is not None:
        return work.viewer.partner
    said = f" {fold(text)} "
    partners = work.people.partners()
    named = [partner for partner in partners if any(f" {word} " in said for word in (fold(partner.name), partner.id))]
    named = named or [partner for partner in partners if f" {fold(partner.name).split()[0]} " in said.replace("?", " ")]
    return named[0] if len(named) == 1 else partners[0] if len(partners) == 1 else None


def _is_no_customer(name: str, partner: Partner | None) -> bool:
    """Whether a name that was read as a customer's is that of the partner, or a word of the question ("Gold", "Prognose")."""
    said = fold(name)
    return is_earning_word(said) or (partner is not None and said in fold(partner.name))


def _which_partner(work: Work, conversation: Conversation, question: EarningQuestion) -> Outcome:
    words = Words.of(work.viewer.member)
    first, last = _period(question, today_of(work))
    choices = [
        Choice(label=partner.name, action=f"earnings.of/{partner.id}/{first.isoformat()}/{last.isoformat()}")
        for partner in work.people.partners()[:_OFFERED]
    ]
    return Outcome(parts=offer(choices, words("earnings.which_partner")), conversation=conversation)


def _about_a_deal(work: Work, conversation: Conversation, subject: str, question: EarningQuestion, text: str) -> Outcome:
    found = find(work, conversation, subject, "earnings.deal")
    if not isinstance(found, Registration):
        return found
    if question.ask is Ask.WHAT_IF:
        return what_if.supposed_for(work, conversation, found, question, text)
    if question.ask is Ask.EXPLAIN:
        return earnings_explained.explain_deal(work, conversation, found, question)
    return show_deal(work, conversation, found.id)


def show_deal(work: Work, conversation: Conversation, registration_id: str) -> Outcome:
    """What one deal has earned so far; what it would, where it is not won."""
    words = Words.of(work.viewer.member)
    registration = work.registrations.get(registration_id)
    if registration is None:
        return say(conversation, words("deals.unknown", id=registration_id[:20]))
    entries, company = work.statements.of_deal(registration_id), registration.opportunity.company
    if not entries:
        return what_if.expected(work, conversation, registration)
    work.log.add("statement.viewed", registration.partner_id, deal=registration_id)
    title = words("earnings.of_deal", company=company, amount=amounts(entries, words))
    choices = [_explain_choice(entry, words) for entry in entries[:3]]
    parts = (Text(text=title, tone=Tone.TITLE), _lines_table(work, entries, words, by_deal=False), *offer(choices))
    return Outcome(parts=parts, conversation=conversation)


def glance(work: Work) -> tuple[Part, ...]:
    """What the viewer's company earned this month and last month, for who sees it; nothing on the vendor's side."""
    partner, words = work.viewer.partner, Words.of(work.viewer.member)
    if partner is None:
        return ()
    this = first_of_month(today_of(work))
    entries = work.statements.lines(partner.id, months_after(this, -1), _end_of_month(this))
    facts = []
    for month in (this, months_after(this, -1)):
        of_month = [entry for entry in entries if first_of_month(entry.line.earned_on) == month]
        if of_month:
            facts.append(Fact(label=words.month(month), value=amounts(of_month, words)))
    if not facts:
        return ()
    title = words("earnings.glance_own" if work.viewer.member.role is Role.SELLER else "earnings.glance")
    statement = f"earnings.of/{partner.id}/{this.isoformat()}/{_end_of_month(this).isoformat()}"
    return (Facts(title=title, facts=tuple(facts)), *offer([Choice(label=words("choice.statement"), action=statement)]))


# ── the statement of a period ────────────────────────────────────────────────────────────────────────────────────────────


def of_late(work: Work, conversation: Conversation) -> Outcome:
    """The statement of the viewer's company: of this month, or the last one as long as this one has brought nothing."""
    partner = work.viewer.partner
    if partner is None:
        return say(conversation, Words.of(work.viewer.member)("press.outdated"))
    this = first_of_month(today_of(work))
    first = this if work.statements.lines(partner.id, this, _end_of_month(this)) else months_after(this, -1)
    return _statement(work, conversation, partner, EarningQuestion(ask=Ask.STATEMENT, first=first, last=_end_of_month(first)))


def of_partner(work: Work, conversation: Conversation, partner_id: str, first: str, last: str, file: str = "") -> Outcome:
    """The statement that a choice names; everything in it comes from outside and is checked again."""
    words = Words.of(work.viewer.member)
    partner = work.people.partner(partner_id) if work.viewer.partner is None else work.viewer.partner
    try:
        period = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return say(conversation, words("press.outdated"))
    allowed = work.viewer.partner is not None or work.viewer.may(Act.REVIEW)
    if partner is None or partner.id != partner_id or not allowed or period[0] > period[1]:
        return say(conversation, words("press.outdated"))
    question = EarningQuestion(ask=Ask.STATEMENT, first=period[0], last=period[1], file=file if file in ("pdf", "csv") else "")
    return _statement(work, conversation, partner, question)


def _statement(work: Work, conversation: Conversation, partner: Partner, question: EarningQuestion) -> Outcome:
    words, (first, last) = Words.of(work.viewer.member), _period(question, today_of(work))
    entries = work.statements.lines(partner.id, first, last)
    # Who looked at whose money is asked by auditors.
    work.log.add("statement.viewed", partner.id, first=first.isoformat(), last=last.isoformat(), file=question.file)
    if question.file:
        if not entries:
            return say(conversation, words("earnings.none", period=period_words(first, last, words)))
        file = statement_file(work, partner, entries, first, last, question.file)
        return Outcome(parts=(file,), conversation=conversation)
    charted = _chart_part(work, partner, last, words)
    if not entries:
        nothing = Text(text=words("earnings.none", period=period_words(first, last, words)))
        return Outcome(parts=(nothing, *charted), conversation=conversation)
    title = words("earnings.title", period=period_words(first, last, words), amount=amounts(entries, words))
    lead: list[Part] = [Text(text=title if work.viewer.partner else f"{partner.name} · {title}", tone=Tone.TITLE)]
    shown = entries[-_SHOWN:]
    parts = (*lead, _states(work, entries, words), _lines_table(work, shown, words, by_deal=True), *_rest(entries, words), *charted)
    return Outcome(parts=(*parts, *_offers(partner, shown, first, last, words)), conversation=conversation)


def _rest(entries: Sequence[Entry], words: Words) -> tuple[Part, ...]:
    if len(entries) <= _SHOWN:
        return ()
    said = words("earnings.more", shown=words.number(_SHOWN), total=words.number(len(entries)))
    return (Text(text=said, tone=Tone.HINT),)


def _offers(partner: Partner, shown: Sequence[Entry], first: date, last: date, words: Words) -> tuple[Part, ...]:
    period = f"{partner.id}/{first.isoformat()}/{last.isoformat()}"
    largest = max(shown, key=lambda entry: abs(entry.line.amount.amount))
    return offer(
        [
            _explain_choice(largest, words),
            Choice(label=words("choice.pdf"), action=f"earnings.of/{period}/pdf"),
            Choice(label=words("choice.csv"), action=f"earnings.of/{period}/csv"),
        ]
    )


def _explain_choice(entry: Entry, words: Words) -> Choice:
    label = words("choice.explain", amount=words.money(entry.line.amount))
    return Choice(label=label, action=f"earnings.line/{entry.line.id}")


def _states(work: Work, entries: Sequence[Entry], words: Words) -> Facts:
    """How much of it is paid, payable and still to fall due."""
    today = today_of(work)
    facts = []
    for state in (LineState.PAID, LineState.PAYABLE, LineState.ACCRUED):
        of_state = [entry for entry in entries if entry.state(today) is state]
        if of_state:
            facts.append(Fact(label=words(f"line_sum.{state.value}"), value=amounts(of_state, words)))
    return Facts(facts=tuple(facts))


def _lines_table(work: Work, entries: Sequence[Entry], words: Words, *, by_deal: bool) -> Table:
    today = today_of(work)
    rows = []
    for entry in entries:
        deal = (short(company_of(work, entry), 28),) if by_deal else ()
        cells = (words.short_day(entry.line.earned_on), *deal, line_label(entry.line, words), words.money(entry.line.amount))
        rows.append((*cells, state_label(entry, today, words)))
    names = ("earned", *(("company",) if by_deal else ()), "line", "amount", "state")
    return Table(
        caption=words.count("earnings.lines", len(entries)),
        columns=tuple(words(f"column.{name}") for name in names),
        rows=tuple(rows),
        numeric=frozenset({names.index("amount")}),
    )


def _chart_part(work: Work, partner: Partner, last: date, words: Words) -> tuple[Part, ...]:
    """The months up to the one in which the period ends, or up to this month; nothing where there was none, or only one."""
    month = min(first_of_month(last), first_of_month(today_of(work)))
    months = [months_after(month, -back) for back in reversed(range(_MONTHS))]
    entries = work.statements.lines(partner.id, months[0], _end_of_month(month))
    if len({first_of_month(entry.line.earned_on) for entry in entries}) < 2:
        return ()
    currency = entries[-1].line.amount.currency
    earned = [total((entry for entry in entries if first_of_month(entry.line.earned_on) == each), currency) for each in months]
    return (
        Chart(
            title=words("earnings.chart", currency=currency),
            labels=tuple(words.short_month(each) for each in months),
            values=tuple(max(amount.amount, Decimal(0)) for amount in earned),
            shown=tuple(words.money(amount) for amount in earned),
        ),
    )


def _period(question: EarningQuestion, today: date) -> tuple[date, date]:
    """The period asked for; this month where none is named."""
    if question.first is not None and question.last is not None:
        return question.first, question.last
    first = first_of_month(today)
    return first, _end_of_month(first)


def _end_of_month(first: date) -> date:
    """The last day of the month that begins on the day."""
    return months_after(first, 1) - timedelta(days=1)
