"""Whatever is asked, decided, withdrawn and waited for, and in whatever order: a customer is never protected twice at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from program.deciding import AlreadyOurs, Approved, Declined, Referred, Request, decide, protection, rival_protection
from program.partners import Partner
from program.registrations import UNDECIDED, Claim, CustomerFile, Registration, Status, may_become
from tests.program.deals import NOW, POLICY, claim, no_two_hold, partner, sale

PARTNERS = (partner("nordwind"), partner("alpenblick", "Europe/Zurich"), partner("kiwi", "Pacific/Auckland"))
MANAGERS = {"nordwind": "manager", "alpenblick": "other", "kiwi": None}
FAMILIES = st.sampled_from([None, "CRM", "ERP"])
#: Clocks of two machines differ, and a turn reads its clock before it waits for its turn.
SKEW = st.sampled_from([timedelta(0), timedelta(0), timedelta(seconds=-3), timedelta(minutes=-2)])


class OneCustomer(RuleBasedStateMachine):
    """The file of one end customer, as the record keeps it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.claims: list[Claim] = []

    @property
    def file(self) -> CustomerFile:
        live = (Status.APPROVED, *UNDECIDED)
        return CustomerFile(id="c", name="Acme", revision=1, claims=tuple(one for one in self.claims if one.status in live))

    @rule(by=st.sampled_from(PARTNERS), family=FAMILIES, skew=SKEW)
    def register(self, by: Partner, family: str | None, skew: timedelta) -> None:
        at = self.now + skew
        asked = Request(partner=by, manager_id=MANAGERS[by.id], opportunity=sale(family=family), files=(self.file,))
        fresh = Claim(
            registration_id=f"R-{len(self.claims):03}",
            partner_id=by.id,
            member_id="m",
            manager_id=MANAGERS[by.id],
            family=family,
            status=Status.IN_REVIEW,
            registered_at=at,
            protected=None,
        )
        match decide(asked, policy=POLICY, at=at):
            case Approved(protected=period):
                self.claims.append(replace(fresh, status=Status.APPROVED, protected=period))
            case Referred():
                self.claims.append(fresh)
            case Declined():
                self.claims.append(replace(fresh, status=Status.DECLINED))
            case AlreadyOurs(claim=known):
                assert known.partner_id == by.id

    @rule(number=st.integers(0, 40), skew=SKEW)
    @precondition(lambda self: any(one.status in UNDECIDED for one in self.claims))
    def a_person_approves(self, number: int, skew: timedelta) -> None:
        waiting = [one for one in self.claims if one.status in UNDECIDED]
        chosen = waiting[number % len(waiting)]
        at = self.now + skew
        case = Registration(
            id=chosen.registration_id,
            partner_id=chosen.partner_id,
            member_id="m",
            opportunity=sale(family=chosen.family),
            status=chosen.status,
            registered_at=chosen.registered_at,
            policy_version=POLICY.version,
        )
        if rival_protection(case, (self.file,), policy=POLICY, at=at) is None:
            holder = next(one for one in PARTNERS if one.id == chosen.partner_id)
            self._becomes(chosen, Status.APPROVED, protected=protection(holder, policy=POLICY, at=at))

    @rule(number=st.integers(0, 40), after=st.sampled_from(Status))
    @precondition(lambda self: self.claims)
    def it_goes_on(self, number: int, after: Status) -> None:
        chosen = self.claims[number % len(self.claims)]
        if after is not Status.APPROVED and may_become(chosen.status, after):
            self._becomes(chosen, after)

    @rule(days=st.sampled_from([0, 1, 29, 31, 89, 90, 91, 200]), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)

    def _becomes(self, chosen: Claim, status: Status, **more: object) -> None:
        self.claims[self.claims.index(chosen)] = replace(chosen, status=status, **more)  # type: ignore[arg-type]  # the period

    @invariant()
    def nobody_is_protected_beside_another(self) -> None:
        assert no_two_hold(self.claims)


TestOneCustomer = OneCustomer.TestCase
TestOneCustomer.settings = settings(max_examples=40, stateful_step_count=30)


def test_two_that_hold_at_one_instant_would_be_seen() -> None:
    assert not no_two_hold([claim("R-1"), claim("R-2", "third")])
    assert no_two_hold([claim("R-1", family="CRM"), claim("R-2", "third", family="ERP")])
