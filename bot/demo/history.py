"""The demo's past is played, not made up: every deal is decided by the rules of its day, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.demo.files import DemoFiles
from handlers.ports import Happened
from program.conflicts import approved, declined, next_step, share
from program.deciding import AlreadyOurs, Approved, Declined, Referred, Request, decide, protection, rival_protection
from program.lifecycle import Refused, appeal, extend, lose, reopen, win, withdraw
from program.partners import Member, Partner
from program.policy import Ground, NextStep, Program
from program.registrations import UNDECIDED, Closing, LossReason, Opportunity, Registration, Reviewer, Status
from program.routing import Territory
from storage.loading import Recorded


class Move(Enum):
    """What may happen to a registration after it was submitted."""

    APPROVE = auto()
    DECLINE = auto()
    SHARE = auto()
    ASK = auto()
    ANSWER = auto()
    WIN = auto()
    LOSE = auto()
    WITHDRAW = auto()
    EXTEND = auto()
    REOPEN = auto()
    APPEAL = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A move, so long after the registration; `words` are a reason, a note, a question, or its answer."""

    after: timedelta
    move: Move
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A registration to play: submitted at an instant, and what follows where it can."""

    id: str
    member: Member
    registered_at: datetime
    sale: Opportunity
    renews: str | None = None
    then: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The program as it stands all the while: partners by id, the manager's id for each, who decides across portfolios."""

    program: Program
    partners: Mapping[str, Partner]
    managers: Mapping[str, str]
    channel_admin: str
    territories: tuple[Territory, ...]


class History:
    """Plays deals against the customers' files and keeps what came of them."""

    def __init__(self, setting: Setting, files: DemoFiles) -> None:
        self._setting = setting
        self._files = files
        self._found: dict[str, Registration] = {}
        self._events: dict[str, list[Happened]] = {}

    def play(self, deals: Iterable[Deal], until: datetime) -> tuple[Recorded, ...]:
        """What has come of the deals by the instant; what would be later has not happened."""
        moments: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        for deal in deals:
            moments.append((deal.registered_at, len(moments), self._submission(deal)))
            moments += [(deal.registered_at + step.after, len(moments), self._step(deal, step)) for step in deal.then]
        for at, _, happen in sorted(moments, key=lambda moment: moment[:2]):
            if at < until:
                happen(at)
        return tuple(
            Recorded(
                registration=registration,
                customer_ids=self._files.ids_of(registration.id),
                events=tuple(self._events[registration.id]),
            )
            for registration in self._found.values()
        )

    def _submission(self, deal: Deal) -> Callable[[datetime], None]:
        return lambda at: self._submit(deal, at)

    def _step(self, deal: Deal, step: Step) -> Callable[[datetime], None]:
        return lambda at: self._move(deal, step, at)

    def _submit(self, deal: Deal, at: datetime) -> None:
        partner = self._setting.partners[deal.member.partner_id or ""]
        policy = self._setting.program.in_force(at)
        ids = self._files.open(deal.sale)
        request = Request(
            partner=partner,
            manager_id=self._setting.managers[partner.id],
            opportunity=deal.sale,
            files=self._files.read(ids, self._found, at),
            territories=self._setting.territories,
            open_count=sum(self._is_open(each, partner.id, at) for each in self._found.values()),
        )
        verdict = decide(request, policy=policy, at=at)
        if isinstance(verdict, AlreadyOurs):
            return
        fresh = Registration(
            id=deal.id,
            partner_id=partner.id,
            member_id=deal.member.id,
            opportunity=deal.sale,
            status=Status.IN_REVIEW,
            registered_at=at,
            policy_version=policy.version,
            renews=deal.renews if deal.renews in self._found else None,
        )
        self._files.note(deal.id, ids, partner.id, self._setting.managers[partner.id])
        self._log("submitted", fresh, at, deal.member.id, policy=policy.version)
        self._carry_out(fresh, verdict, at)

    def _carry_out(self, fresh: Registration, verdict: Approved | Declined | Referred, at: datetime) -> None:
        by = fresh.member_id
        match verdict:
            case Approved(protected=protected, clause=clause):
                self._keep(replace(fresh, status=Status.APPROVED, protected=protected, decided_at=at))
                self._log("approved", fresh, at, by, clause=clause)
                self._hand_over(fresh, at, by)
            case Declined(reasons=reasons):
                self._keep(replace(fresh, status=Status.DECLINED, reasons=reasons, decided_at=at))
                self._log("declined", fresh, at, by, clause=reasons[0].clause)
            case Referred(reasons=reasons, reviewer=reviewer, escalates=escalates):
                self._keep(replace(fresh, reasons=reasons, reviewer=reviewer, review_since=at))
                self._log("referred", fresh, at, by, clause=reasons[0].clause, reviewer=reviewer.value)
                for id in escalates:
                    self._change(replace(self._found[id], reviewer=Reviewer.CHANNEL_ADMIN))
                    self._log("escalated", self._found[id], at, by)

    def _move(self, deal: Deal, step: Step, at: datetime) -> None:
        """What cannot happen any more, because the registration went another way, does not."""
        found = self._found.get(deal.id)
        if found is None:
            return
        decider = (
            self._setting.channel_admin if found.reviewer is Reviewer.CHANNEL_ADMIN else self._setting.managers[found.partner_id]
        )
        match step.move:
            case Move.APPROVE | Move.DECLINE | Move.SHARE if found.status in UNDECIDED:
                self._decide(found, step, at, decider)
            case Move.ASK if found.status is Status.IN_REVIEW:
                self._change(replace(found, status=Status.ACTION_REQUIRED, review_since=None, note=step.words))
                self._log("action_required", found, at, decider, question=step.words)
            case Move.ANSWER if found.status is Status.ACTION_REQUIRED:
                self._change(replace(found, status=Status.IN_REVIEW, review_since=at, note=""))
                self._log("answered", found, at, found.member_id, question=found.note, answer=step.words)
            case Move.WIN | Move.LOSE | Move.WITHDRAW:
                self._end(found, step.move, at)
            case Move.EXTEND | Move.REOPEN | Move.APPEAL:
                self._go_on(found, step, at)
            case _:
                return

    def _end(self, found: Registration, move: Move, at: datetime) -> None:
        """Won for what it was registered for, lost for want of a decision, or withdrawn."""
        sale, policy = found.opportunity, self._setting.program.version(found.policy_version)
        closing = Closing(at=at, amount=sale.amount, products=(sale.product,) if sale.product else ())
        match move:
            case Move.WIN:
                after = win(found, closing, policy=policy, at=at)
            case Move.LOSE:
                after = lose(found, LossReason.NO_DECISION, at=at)
            case _:
                after = withdraw(found, at=at)
        if isinstance(after, Refused):
            return
        self._change(after)
        self._log(after.status.value, found, at, found.member_id)

    def _go_on(self, found: Registration, step: Step, at: datetime) -> None:
        """Longer protected, opened again, or before a channel admin."""
        partner = self._setting.partners[found.partner_id]
        policy = self._setting.program.version(found.policy_version)
        match step.move:
            case Move.EXTEND:
                after, kind = extend(found, partner, policy=policy, at=at), "extended"
                fields = {"note": step.words}
            case Move.REOPEN:
                files = self._files.read(self._files.ids_of(found.id), self._found, at)
                after, kind = reopen(found, files, policy=policy, at=at), "reopened"
                fields = {"reason": step.words}
            case _:
                after, kind = appeal(found, partner, policy=policy, at=at), "appealed"
                fields = {"reason": step.words}
        if isinstance(after, Refused):
            return
        if step.move is Move.EXTEND and after.protected is not None:
            fields["until"] = after.protected.last_day(partner.zone).isoformat()
        if step.move is Move.REOPEN:
            fields["status"] = after.status.value
        self._change(after)
        self._log(kind, found, at, found.member_id, **fields)

    def _decide(self, found: Registration, step: Step, at: datetime, decider: str) -> None:
        policy = self._setting.program.version(found.policy_version)
        files = self._files.read(self._files.ids_of(found.id), self._found, at)
        clauses = ",".join(dict.fromkeys(reason.clause for reason in found.reasons))
        if step.move is Move.DECLINE or rival_protection(found, files, policy=policy, at=at):
            self._change(declined(found, at=at, by=decider, note=step.words))
            self._log("declined", found, at, decider, clause=clauses)
            return
        protected = protection(self._setting.partners[found.partner_id], policy=policy, at=at)
        direct = next((sale for file in files for sale in file.direct), None) if step.move is Move.SHARE else None
        split = share(found, direct, policy) if direct else None
        self._change(approved(found, protected, at=at, by=decider, split=split))
        self._log("approved", found, at, decider, clause=clauses)
        if split is not None:
            shares = f"{split.partner_percent}/{100 - split.partner_percent}"
            clause = policy.clause(Ground.SPLIT).id
            self._log("shared", found, at, decider, clause=clause, shares=shares, opportunity=split.opportunity_id)
        self._hand_over(found, at, decider)

    def _hand_over(self, registration: Registration, at: datetime, by: str) -> None:
        policy = self._setting.program.version(registration.policy_version)
        if next_step(self._setting.partners[registration.partner_id].kinds, policy) is NextStep.HAND_OVER:
            self._log("handed_over", registration, at, by)

    @staticmethod
    def _is_open(registration: Registration, partner_id: str, at: datetime) -> bool:
        return registration.partner_id == partner_id and registration.status_at(at) in UNDECIDED | {Status.APPROVED}

    def _keep(self, registration: Registration) -> None:
        self._found[registration.id] = registration

    def _change(self, registration: Registration) -> None:
        self._keep(replace(registration, revision=registration.revision + 1))

    def _log(self, kind: str, registration: Registration, at: datetime, actor_id: str, **fields: str) -> None:
        event = Happened(kind=f"registration.{kind}", subject=registration.id, at=at, actor_id=actor_id, fields=fields)
        self._events.setdefault(registration.id, []).append(event)
