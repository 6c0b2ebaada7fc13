"""Payout runs: one is prepared from everything payable, shown for review with what is odd about it, and found again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.clauses import clause_sources
from handlers.notices import tell_all
from handlers.outcome import Outcome, offer, say, short
from handlers.ports import Work
from handlers.reply import Choice, Choices, Fact, Facts, Part, Table, Text, Tone
from handlers.settling import today_of
from handlers.state import Conversation
from handlers.wording import Words
from program.access import Act
from program.billing import NoExchangeRate
from program.money import Money
from program.partners import Partner
from program.payouts import CarriedOver, Run, RunOutcome, Total, largest_changes, prepare, sums

#: A review shows so many partners, those who get most; the file has all of them.
_SHOWN: Final = 10
#: A review names so many who are carried over.
_CARRIED: Final = 5
#: A list shows so many runs.
_LISTED: Final = 8


def prepare_payout(work: Work, conversation: Conversation) -> Outcome:
    """Prepares a run of what is payable today, or shows the one that waits for its decision."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.PAY_OUT):
        return say(conversation, words("payout.not_yours"))
    waiting = work.payouts.waiting()
    if waiting:
        lead = Text(text=words("payout.waits_already", id=waiting[0].id), tone=Tone.WARNING)
        return Outcome(parts=(lead, *run_parts(work, waiting[0], words)), conversation=conversation)
    policy, today = work.program.in_force(work.at), today_of(work)
    prepared = prepare(work.payouts.payable(today), lambda currency: _minimum(work, currency, today))
    if not prepared.lines:
        nothing = Text(text=words("payout.nothing"))
        carried = _carried_parts(work, prepared.totals, words)
        clause = (clause_sources([policy.earning.payout.clause], policy, words),) if carried else ()
        return Outcome(parts=(nothing, *carried, *clause), conversation=conversation)
    run = Run(
        id=work.ids.payout(),
        prepared_at=work.at,
        prepared_by=work.viewer.member.id,
        through=today,
        policy_version=policy.version,
    )
    work.payouts.add(run, prepared)
    work.log.add("payout.prepared", run.id, lines=str(len(prepared.lines)), **_logged(prepared.totals))
    _ask_others(work, run, prepared.totals)
    return Outcome(parts=run_parts(work, run, words), conversation=conversation)


def _minimum(work: Work, currency: str, today: date) -> Money | None:
    """The least that is paid in the currency, at this month's rate."""
    least = work.program.in_force(work.at).earning.payout.minimum
    try:
        return work.books.exchange().money(least, currency, today)
    except NoExchangeRate:
        return None


def _logged(totals: Sequence[Total]) -> dict[str, str]:
    """The sums for the log, by currency."""
    return {f"total_{money.currency}": str(money.amount) for money in sums(totals)}


def _ask_others(work: Work, run: Run, totals: Sequence[Total]) -> None:
    """The other channel admins are told that a run waits for one of them."""
    by = work.viewer.member.name

    def compose(their: Words) -> tuple[Part, ...]:
        amount = their.all_of([their.money(money) for money in sums(totals)])
        show = Choice(label=their("choice.show", id=run.id), action=f"payout.show/{run.id}", style="primary")
        text = their("notice.payout_prepared", id=run.id, name=by, amount=amount)
        return (Text(text=text, tone=Tone.TITLE), Choices(choices=(show,)))

    tell_all(work, work.people.channel_admins(), key=f"payout.prepared:{run.id}", compose=compose)


def show_run(work: Work, conversation: Conversation, run_id: str) -> Outcome:
    """One run with its totals, what is odd about it, and what can be done."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.PAY_OUT):
        return say(conversation, words("payout.not_yours"))
    run = work.payouts.get(run_id)
    if run is None:
        return say(conversation, words("payout.unknown", id=run_id[:20]))
    return Outcome(parts=run_parts(work, run, words), conversation=conversation)


def list_runs(work: Work, conversation: Conversation) -> Outcome:
    """The newest runs, what waits first."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.PAY_OUT):
        return say(conversation, words("payout.not_yours"))
    runs = work.payouts.latest(_LISTED)
    start = Choice(label=words("choice.payout_prepare"), action="payout.prepare")
    if not runs:
        return Outcome(parts=(Text(text=words("payout.none")), *offer([start])), conversation=conversation)
    rows = tuple((run.id, words.short_day(run.through), _paid_in(work, run, words), _standing(work, run, words)) for run in runs)
    columns = tuple(words(f"column.{name}") for name in ("id", "payout_through", "amount", "status"))
    table = Table(caption=words("payout.list"), columns=columns, rows=rows, numeric=frozenset({2}))
    choices = [Choice(label=words("choice.show", id=run.id), action=f"payout.show/{run.id}") for run in runs]
    if all(run.decision is not None for run in runs):
        choices.append(start)
    return Outcome(parts=(table, *offer(choices)), conversation=conversation)


def _paid_in(work: Work, run: Run, words: Words) -> str:
    return words.all_of([words.money(money) for money in sums(work.payouts.totals(run.id))])


# ── the review ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def run_parts(work: Work, run: Run, words: Words) -> tuple[Part, ...]:
    """The run as it is reviewed: totals and lines for each partner, what is odd, who is carried over, and what can be done."""
    totals = work.payouts.totals(run.id)
    policy = work.program.version(run.policy_version)
    clauses = [policy.earning.payout.clause]
    return (
        Facts(title=words("payout.title", id=run.id, day=words.day(run.through)), facts=run_facts(work, run, totals, words)),
        *_table(work, totals, words),
        *(_odd(work, run, totals, words) if run.decision is None else ()),
        *_carried_parts(work, totals, words),
        clause_sources(clauses, policy, words),
        *offer(_choices(work, run, words)),
    )


def run_facts(work: Work, run: Run, totals: Sequence[Total], words: Words) -> tuple[Fact, ...]:
    paid = [total for total in totals if total.carried is None]
    facts = [Fact(label=words("payout.total"), value=words.money(money)) for money in sums(totals)]
    facts.append(Fact(label=words("payout.partners"), value=words.number(len({total.partner_id for total in paid}))))
    facts.append(Fact(label=words("payout.lines"), value=words.number(sum(total.lines for total in paid))))
    facts.append(Fact(label=words("payout.status"), value=_standing(work, run, words), note=_prepared_by(work, run, words)))
    if run.decision is not None and run.decision.reason:
        facts.append(Fact(label=words("payout.reason"), value=run.decision.reason))
    return tuple(facts)


def _prepared_by(work: Work, run: Run, words: Words) -> str:
    return words("payout.prepared_by", name=name_of(work, run.prepared_by, words), at=words.moment(run.prepared_at))


def _standing(work: Work, run: Run, words: Words) -> str:
    if run.decision is None:
        return words("payout.waits")
    name, at = name_of(work, run.decision.by, words), words.moment(run.decision.at)
    is_approved = run.decision.outcome is RunOutcome.APPROVED
    return words("payout.approved_by" if is_approved else "payout.cancelled_by", name=name, at=at)


def name_of(work: Work, member_id: str, words: Words) -> str:
    member = work.people.member(member_id)
    return member.name if member else words("role.former_colleague")


def _partners(work: Work, totals: Sequence[Total]) -> dict[str, Partner]:
    found = (work.people.partner(id) for id in dict.fromkeys(total.partner_id for total in totals))
    return {partner.id: partner for partner in found if partner is not None}


def _table(work: Work, totals: Sequence[Total], words: Words) -> tuple[Part, ...]:
    paid = [total for total in totals if total.carried is None]
    partners = _partners(work, paid[:_SHOWN])
    rows = tuple(
        (
            short(partners[total.partner_id].name, 40),
            words.money(total.amount),
            words.number(total.lines),
            words.money(total.clawed_back) if total.clawbacks else "–",
        )
        for total in paid[:_SHOWN]
    )
    columns = tuple(words(f"column.{name}") for name in ("partner", "amount", "lines", "clawed_back"))
    if not rows:
        return ()
    table = Table(caption=words("payout.table"), columns=columns, rows=rows, numeric=frozenset({1, 2, 3}))
    if len(paid) <= _SHOWN:
        return (table,)
    more = words("payout.more", shown=words.number(_SHOWN), total=words.number(len(paid)))
    return (table, Text(text=more, tone=Tone.HINT))


def _odd(work: Work, run: Run, totals: Sequence[Total], words: Words) -> tuple[Part, ...]:
    """What a second person should look at before approving."""
    changes = largest_changes(totals, work.payouts.before(run))
    partners = _partners(work, [change.total for change in changes])
    sentences = [
        words(
            "payout.odd_change",
            partner=partners[change.total.partner_id].name,
            before=words.money(change.before),
            now=words.money(change.total.amount),
        )
        for change in changes
    ]
    clawbacks = sum(total.clawbacks for total in totals if total.carried is None)
    if clawbacks:
        sentences.append(words.count("payout.odd_clawbacks", clawbacks))
    disputed = work.payouts.disputed(run.id)
    if disputed:
        sentences.append(words.count("payout.odd_disputed", len(disputed), lines=words.all_of(disputed[:_CARRIED])))
    return tuple(Text(text=sentence, tone=Tone.WARNING) for sentence in sentences)


def _carried_parts(work: Work, totals: Sequence[Total], words: Words) -> tuple[Part, ...]:
    carried = [total for total in totals if total.carried is not None]
    if not carried:
        return ()
    partners = _partners(work, carried[:_CARRIED])
    facts = [
        Fact(
            label=short(partners[total.partner_id].name, 40),
            value=words.money(total.amount),
            note=words(f"carried.{(total.carried or CarriedOver.NEGATIVE).value}"),
        )
        for total in carried[:_CARRIED]
    ]
    if len(carried) > _CARRIED:
        facts.append(Fact(label="…", value=words.count("payout.carried_more", len(carried) - _CARRIED)))
    return (Facts(title=words("payout.carried"), facts=tuple(facts)),)


def _choices(work: Work, run: Run, words: Words) -> list[Choice]:
    choices = [Choice(label=words("choice.payout_csv"), action=f"payout.file/{run.id}")]
    if run.decision is not None:
        return choices
    cancel = Choice(label=words("choice.payout_cancel"), action=f"step/payout.cancel/{run.id}", style="danger")
    if run.prepared_by == work.viewer.member.id:
        return [*choices, cancel]
    approve = Choice(label=words("choice.payout_approve"), action=f"step/payout.approve/{run.id}", style="primary")
    return [approve, *choices, cancel]
