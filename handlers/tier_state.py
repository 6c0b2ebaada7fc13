"""A partner's tier with everything that it rests on, as of this turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.ports import Work
from program.partners import Partner, Tier
from program.periods import local_date
from program.policy import Policy
from program.tier_facts import Facts
from program.tier_history import Known, TierChange, tier_at
from program.tiering import Standing, standing, tier_met


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerTier:
    """`held` is the partner's tier now, `met` the one whose requirements are all met; days are those of the program's zone."""

    partner: Partner
    policy: Policy
    zone: str
    today: date
    facts: Facts
    history: tuple[TierChange, ...]
    figures: Standing
    held: Tier
    met: Tier

    @property
    def known(self) -> Known:
        """What decides on changes of the tier."""
        return Known(
            partner_id=self.partner.id,
            history=self.history,
            own=self.partner.tier,
            met=self.met,
            is_complete=self.figures.is_complete,
        )


def tier_of(work: Work, partner: Partner) -> PartnerTier:
    """The tier of a partner in sight, under the policy of today."""
    return composed(work, partner, work.tiers.facts(partner.id), work.tiers.changes(partner.id))


def composed(work: Work, partner: Partner, facts: Facts, history: tuple[TierChange, ...]) -> PartnerTier:
    """The same, where facts and history were read already."""
    policy, zone = work.program.in_force(work.at), work.program.zone
    today = local_date(work.at, zone)
    figures = standing(facts, policy=policy, day=today, zone=zone)
    return PartnerTier(
        partner=partner,
        policy=policy,
        zone=zone,
        today=today,
        facts=facts,
        history=history,
        figures=figures,
        held=tier_at(history, work.at, own=partner.tier),
        met=tier_met(figures, policy),
    )
