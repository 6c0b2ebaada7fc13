"""How long an approval takes: what the policy promises, and the program's real figures of the last twelve months."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from handlers.business_days import business_days
from handlers.ports import Work
from handlers.reply import Fact, Facts, Part, Text, Tone
from handlers.wording import Words
from program.access import Act
from program.partners import Role
from program.periods import local_date
from program.review_time import business_days_between, median

_A_YEAR: Final = timedelta(days=365)
#: With fewer decisions than this, nothing is said of how long they took.
_FEWEST: Final = 5
#: To a partner, figures are told of so many partners at least: in fewer, it could find out about another.
_FEWEST_PARTNERS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    """`days` counts the decisions of persons by the business days from the submission to the decision; `partners` had them."""

    at_once: int
    days: Counter[int]
    partners: int

    @property
    def by_person(self) -> int:
        return self.days.total()


def approval_time(work: Work, words: Words) -> tuple[Part, ...]:
    """The figures, of the portfolio for a partner manager, else of the program; counts only for those who decide."""
    figures, decides = _figures(work), work.viewer.may(Act.REVIEW)
    known = figures.by_person >= _FEWEST and (work.viewer.partner is None or figures.partners >= _FEWEST_PARTNERS)
    facts = []
    if known or (decides and figures.at_once):
        share = Decimal(figures.at_once) / (figures.at_once + figures.by_person)
        counted = words.count("approval.counted", figures.at_once) if decides else ""
        facts.append(Fact(label=words("approval.at_once"), value=words.percent(share), note=counted))
    if known:
        days = median(figures.days)
        value = words.count("approval.within", days) if days else words("approval.same_day")
        counted = words.count("approval.counted", figures.by_person) if decides else words("approval.half")
        facts.append(Fact(label=words("approval.median"), value=value, note=counted))
    own = work.viewer.member.role is Role.PARTNER_MANAGER
    title = words("approval.title_portfolio" if own else "approval.title")
    too_few = () if known else (Text(text=words("approval.too_few"), tone=Tone.HINT),)
    return (*((Facts(title=title, facts=tuple(facts)),) if facts else ()), *too_few)


def _figures(work: Work) -> _Figures:
    since = work.at - _A_YEAR
    days: Counter[int] = Counter()
    partners = set()
    for decided in work.decisions.by_person(since):
        submitted_on, decided_on = (local_date(at, decided.zone) for at in (decided.submitted_at, decided.decided_at))
        days[business_days_between(submitted_on, decided_on, business_days(decided.country))] += 1
        partners.add(decided.partner_id)
    return _Figures(at_once=work.decisions.at_once(since), days=days, partners=len(partners))
