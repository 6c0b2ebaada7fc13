"""The same sums a second time, deliberately plain: from the figures of the policy file, in fractions, with nothing of the program.

`expected` says what must stand in the ledger for a deal on a day, item by item, in the minor unit of the partner's currency.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}


def percent(figure: Any) -> Fraction:
    return Fraction(str(figure)) / 100


def in_twelve(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def units(amount: Fraction, currency: str) -> int:
    rounded: int = round(amount * Fraction(10) ** DIGITS[currency])  # Python rounds a half to the even side
    return rounded


def worth(amount: Fraction, source: str, target: str, day: date, rates: dict[tuple[str, date], str]) -> Fraction:
    if source == target:
        return amount
    month = date(day.year, day.month, 1)
    own = {"EUR": Fraction(1)}
    buy = own.get(source) or Fraction(rates[(source, month)])
    sell = own.get(target) or Fraction(rates[(target, month)])
    return amount * buy / sell


def share(whole: int, part: int) -> int:
    """So many parts of a hundred, a unit that is left over to whoever lacks more of it, to the partner when both lack the same."""
    sign, whole = (-1, -whole) if whole < 0 else (1, whole)
    mine, mine_left = divmod(whole * part, 100)
    theirs, theirs_left = divmod(whole * (100 - part), 100)
    if mine + theirs < whole and mine_left >= theirs_left:
        mine += 1
    return sign * mine


def takes_part(rule: dict[str, Any], deal: dict[str, Any]) -> bool:
    if deal["renewal"] or not rule["first"] <= deal["won_on"] <= rule["last"]:
        return False
    if rule["kinds"] and deal["kind"] not in rule["kinds"]:
        return False
    if rule["tiers"] and deal["tier"] not in rule["tiers"]:
        return False
    wanted = {word.lower() for word in rule["products"]}
    sold = {word.lower() for name, family, _ in deal["products"] for word in (name, family)}
    return not wanted or bool(wanted & sold)


def rate(policy: dict[str, Any], deal: dict[str, Any]) -> Fraction:
    table = policy["commission"][policy["kinds"][deal["kind"]]["rates"]]
    found = percent(table[deal["tier"]])
    if any(is_complex for _, _, is_complex in deal["products"]):
        found += percent(policy["commission"]["complex"]["points"])
    for rule in policy["commission"].get("verticals", {}).values():
        if (deal["industry"] or "").lower() in [industry.lower() for industry in rule["industries"]]:
            found += percent(rule["points"])
    several = policy["commission"].get("several")
    if several and len({name for name, _, _ in deal["products"]}) >= several["products"]:
        found += percent(several["points"])
    if deal["rewarded"]:
        found += percent(policy["tiers"]["promotion"]["points"])
    for rule in policy.get("promotions", {}).values():
        if takes_part(rule, deal):
            found += percent(rule.get("points", 0))
    found = min(found, percent(table["cap"]))
    if deal["renewal"]:
        found *= percent(policy["commission"]["renewal"]["share"]) if deal["kind"] == "reseller" else 0
    return found


def earned(policy: dict[str, Any], deal: dict[str, Any], base: Fraction, rates: dict[tuple[str, date], str]) -> int:
    target, day = deal["paid_in"], deal["won_on"]
    whole = units(worth(base * rate(policy, deal), deal["currency"], target, day, rates), target)
    cap = policy["commission"].get("deal_cap")
    if cap:
        whole = min(whole, units(worth(Fraction(str(cap["amount"])), "EUR", target, day, rates), target))
    return whole if deal["part"] == 100 else share(whole, deal["part"])


def expected(
    policy: dict[str, Any], deal: dict[str, Any], facts: list[dict[str, Any]], rates: dict[tuple[str, date], str], today: date
) -> dict[str, int]:
    facts = [fact for fact in facts if fact["on"] <= today]
    stays_until = deal["won_on"] + timedelta(days=policy["commission"]["clawback"]["churn_days"])
    gone = [fact["on"] for fact in facts if fact["kind"] == "churn" and deal["won_on"] <= fact["on"] < stays_until]
    left = min(gone, default=None)
    items: dict[str, int] = {}
    if policy["kinds"][deal["kind"]]["pays"] == "revenue_share":
        for fact in facts:
            if fact["kind"] == "usage":
                items[f"share:{fact['on']:%Y-%m}"] = 0
        for item in items:
            month = date.fromisoformat(item[6:] + "-01")
            revenue = sum(
                Fraction(fact["amount"]) for fact in facts if fact["kind"] == "usage" and f"{fact['on']:%Y-%m}" == item[6:]
            )
            of_tier = percent(policy["revenue_share"][deal["tier_in"](month)])
            whole = units(worth(revenue * of_tier, deal["currency"], deal["paid_in"], month, rates), deal["paid_in"])
            items[item] = whole if deal["part"] == 100 else share(whole, deal["part"])
    else:
        items |= commission(policy, deal, facts, rates, today, left)
    for name, rule in policy.get("promotions", {}).items():
        if "amount" in rule and takes_part(rule, deal) and left is None:
            given = worth(Fraction(str(rule["amount"])), "EUR", deal["paid_in"], deal["won_on"], rates)
            items[f"spiff:{name}"] = units(given, deal["paid_in"])
    return {item: amount for item, amount in items.items() if amount}


def commission(
    policy: dict[str, Any],
    deal: dict[str, Any],
    facts: list[dict[str, Any]],
    rates: dict[tuple[str, date], str],
    today: date,
    left: date | None,
) -> dict[str, int]:
    value, refunded = Fraction(deal["value"]), Fraction(0)
    before = earned(policy, deal, value, rates)
    items = {"commission": before}
    settled_on = in_twelve(deal["won_on"], policy["commission"]["true_up"]["months"])
    invoiced = [Fraction(fact["amount"]) for fact in facts if fact["kind"] == "invoice" and fact["on"] < settled_on]
    happened = [(fact["on"], "a", fact["source"], f"refund:{fact['source']}") for fact in facts if fact["kind"] == "refund"]
    if invoiced and settled_on <= today:
        happened.append((settled_on, "b", "", "true_up"))
    if left is not None:
        happened.append((left, "c", "", "churn"))
    for _, _, source, item in sorted(happened):
        if item == "true_up":
            value = sum(invoiced, Fraction(0))
        elif item == "churn":
            value = Fraction(0)
        else:
            refunded += next(Fraction(fact["amount"]) for fact in facts if fact["kind"] == "refund" and fact["source"] == source)
        after = earned(policy, deal, max(value - refunded, Fraction(0)), rates)
        items[item] = after - before
        before = after
        if item == "churn":
            break
    return items
