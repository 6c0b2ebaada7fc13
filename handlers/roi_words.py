"""A return in words: whether it pays, and each figure with the sum that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers.roi_pdf import RoiPage
from handlers.wording import Words
from program.pricing import PriceList
from program.return_on_investment import WEEKS, YEARS, Return, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A calculation that was made: what it is about, the figures, and what came of them. `listed` are the prices it rests on."""

    product: str
    listed: PriceList
    situation: Situation
    found: Return


def verdict_of(found: Return, words: Words) -> tuple[str, bool]:
    """The result in a sentence, and whether it is a good one."""
    value, years = words.money(found.value), words.number(YEARS)
    if found.payback is None:
        return words("roi.never", value=value, years=years), False
    is_good = found.value.amount >= 0
    return words("roi.even" if is_good else "roi.late", month=words.number(found.payback), value=value, years=years), is_good


def left_out(words: Words) -> str:
    """What the calculation does not know."""
    return words("roi.left_out", weeks=words.number(WEEKS), years=words.number(YEARS))


def facts_of(made: Reckoned, listed: str, words: Words) -> tuple[tuple[str, str, str], ...]:
    """Label, figure and how it comes about, in the order of the calculation; `listed` says which price list it is from."""
    situation, found = made.situation, made.found
    people, hours = words.number(situation.people), words.number(situation.hours)
    time = words("roi.time.sum", people=people, hours=hours, weeks=words.number(WEEKS), hourly=words.money(situation.hourly))
    saved = f"{words.money(found.time_saved)} + {words.money(situation.replaced)}"
    price = f"{words.number(situation.units)} × {words.money(situation.price)}"
    first = f"{words.money(found.cost)} + {words.money(situation.introduction)}"
    years = words.number(YEARS)
    value = words("roi.value.sum", years=years, saved=words.money(found.saved), paid=words.money(found.paid))
    payback = words("roi.month", month=words.number(found.payback)) if found.payback else words("roi.no_month")
    rows = [
        ("time", words.money(found.time_saved), time),
        ("replaces", words.money(situation.replaced), ""),
        ("saved", words.money(found.saved), saved),
        ("price", words.money(found.cost), f"{price} · {listed}" if listed else price),
        ("first", words.money(found.first_outlay), first),
        ("payback", payback, _payback_sum(found, words)),
        (
            "paid",
            words.money(found.paid),
            words("roi.paid.sum", years=years, cost=words.money(found.cost), once=words.money(situation.introduction)),
        ),
        ("value_of_years", words.money(found.value), value),
    ]
    if found.percent is not None:
        share = words("roi.percent.sum", value=words.money(found.value), paid=words.money(found.paid))
        rows.append(("percent", words.rate(Decimal(found.percent)).replace("-", "−"), share))
    return tuple((words(f"roi.fact.{name}", years=years), figure, how) for name, figure, how in rows)


def page_of(made: Reckoned, listed: str, vendor: str, day: date, words: Words) -> RoiPage:
    """The same as a page to hand over."""
    found, years = made.found, words.number(YEARS)
    payback = words("roi.month", month=words.number(found.payback)) if found.payback else words("roi.no_month_short")
    percent = "–" if found.percent is None else words.rate(Decimal(found.percent)).replace("-", "−")
    ends = ((words("roi.year", number=words.number(one.number)), one.balance) for one in found.years)
    bars = tuple((label, balance.amount, words.money(balance)) for label, balance in ends)
    return RoiPage(
        language=words.language,
        title=words("roi.page.title", product=made.product),
        lead=verdict_of(found, words)[0],
        headlines=(
            (words("roi.fact.payback"), payback),
            (words("roi.fact.value_of_years", years=years), words.money(found.value)),
            (words("roi.fact.percent"), percent),
        ),
        rows=facts_of(made, listed, words),
        chart_title=words("roi.chart"),
        bars=bars,
        note=left_out(words),
        vendor=vendor,
        prepared=words("roi.page.prepared", day=words.day(day)),
    )


def _payback_sum(found: Return, words: Words) -> str:
    """How the month comes about: within the first year, or from what the later months leave."""
    fields = {"first": words.money(found.first_outlay), "saved": words.money(found.saved), "cost": words.money(found.cost)}
    if found.payback is None:
        return words("roi.payback.none", **fields)
    return words("roi.payback.first" if found.payback <= 12 else "roi.payback.later", **fields)
