"""The demo has a price for everything it sells, and figures for what its channels cost."""

from __future__ import annotations

from bot.demo.catalogue import PRODUCTS
from program.channel_economics import Channel, economics
from program.periods import local_date, months_after, start_of_day
from program.policy import Program
from program.pricing import list_in_force
from storage.engine import Database
from storage.work import SqlWork
from tests.bot.demo_program import AT, demo, everything, program, seen_by

__all__ = ["demo", "everything", "program"]  # fixtures


def test_everything_that_is_sold_has_a_price_this_year_and_had_another_before(demo: Database, program: Program) -> None:
    today = local_date(AT, program.zone)
    with seen_by(demo, program, "seller@nordwind.example") as work:
        for product in PRODUCTS:
            prices = work.prices.of([product.name])
            now = list_in_force(prices, product.name, program.currency, today)
            before = list_in_force(prices, product.name, program.currency, today.replace(year=today.year - 1))
            assert now is not None
            assert before is not None
            assert now.steps[0].amount.amount > before.steps[0].amount.amount


def test_a_channel_admin_finds_what_a_customer_costs_in_both_channels(everything: SqlWork, program: Program) -> None:
    first = months_after(local_date(AT, program.zone).replace(day=1), -12)
    last = months_after(first, 11)
    found = economics(
        everything.channel_figures.costs(first, last),
        everything.channel_figures.wins(start_of_day(months_after(last, 1), program.zone)),
        first=first,
        last=last,
        zone=program.zone,
        rules=program.in_force(AT).economics,
    )
    assert all(found.total(channel).each is not None for channel in Channel)
    assert found.months_missing == dict.fromkeys(Channel, 0)
