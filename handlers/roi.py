"""The return that a product brings an end customer: a few figures of theirs, the price from the list, every formula shown."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from handlers.branding import brand_of
from handlers.clauses import clause_sources
from handlers.figures import NOTHING, amount_in, count_in, decimal_in
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.prices import offer_in
from handlers.quote_view import since
from handlers.reply import Chart, Choice, Fact, Facts, FieldKind, File, Option, Part, Text, Tone
from handlers.roi_pdf import drawn
from handlers.roi_words import Reckoned, facts_of, left_out, page_of, verdict_of
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step, begin
from handlers.wording import Words
from program.money import Money
from program.periods import local_date
from program.policy import Ground
from program.pricing import MOST_UNITS, PriceList, list_in_force
from program.return_on_investment import Return, Situation, reckon

#: Beyond them a figure is a slip.
_MOST_PEOPLE, _MOST_HOURS = 1_000_000, Decimal(60)
#: What is asked, in this order; `units` are as many as people where nothing is said.
NAMES: Final = ("product", "people", "hours", "hourly", "replaced", "introduction", "units")
_MONEY: Final = ("hourly", "replaced", "introduction")


def prices_of(work: Work) -> dict[str, PriceList]:
    """Every product that has a price today, in the partner's currency where there is any in it, else in the program's."""
    names = [one.name for one in work.catalogue.products()]
    day, known = local_date(work.at, work.program.zone), work.prices.of(names)
    own = work.viewer.partner.currency if work.viewer.partner else work.program.currency
    for currency in dict.fromkeys((own, work.program.currency)):
        found = {name: listed for name in names if (listed := list_in_force(known, name, currency, day)) is not None}
        if found:
            return found
    return {}


def show_calculator(work: Work, conversation: Conversation, text: str) -> Outcome:
    """Asks for the figures; a product that the words name is known already."""
    named = offer_in(work, text)
    given = {"product": named.products[0]} if len(named.products) == 1 and named.products[0] in prices_of(work) else {}
    return begin(work, conversation, ROI, "new", given)


def _ask(work: Work, subject: str) -> Asked | tuple[Part, ...]:
    words, prices = Words.of(work.viewer.member), prices_of(work)
    if not prices:
        return (Text(text=words("price.no_list")),)
    currency = next(iter(prices.values())).steps[0].amount.currency
    known = _from_mark(subject)
    questions = tuple(_question(name, known.get(name, ""), currency, prices, words) for name in NAMES)
    return Asked(title=words("roi.ask"), submit=words("roi.submit"), questions=questions, changes=bool(known))


def _from_mark(subject: str) -> dict[str, str]:
    """The figures of an earlier calculation."""
    return dict(zip(NAMES, subject.split(";"), strict=False)) if ";" in subject else {}


def _question(name: str, known: str, currency: str, prices: Mapping[str, PriceList], words: Words) -> Question:
    if name == "product":
        options = tuple(Option(value=one, label=one) for one in prices)
        return Question(
            name=name, label=words("roi.product"), options=options, kind=FieldKind.CHOICE, known=known if known in prices else ""
        )

    def reads(text: str) -> str | None:
        return _figure(name, text, currency)

    is_optional = name in ("introduction", "units")
    return Question(
        name=name,
        label=words(f"roi.{name}", currency=currency),
        hint=words(f"roi.{name}.hint"),
        kind=FieldKind.TEXT,
        required=not is_optional,
        known=(reads(known) or "") if known else "",
        reads=reads,
        fault=words("profit.fault.money" if name in _MONEY else "profit.fault.number", currency=currency),
    )


def _figure(name: str, text: str, currency: str) -> str | None:
    if name in _MONEY:
        return amount_in(text, currency)
    return decimal_in(text, _MOST_HOURS) if name == "hours" else count_in(text, _MOST_PEOPLE if name == "people" else MOST_UNITS)


def _do(work: Work, conversation: Conversation, _: str, values: Mapping[str, str]) -> Outcome:
    words = Words.of(work.viewer.member)
    made = reckoned(work, values)
    if made is None:
        return say(conversation, words("press.outdated"))
    if isinstance(made, int):
        return say(conversation, words("price.least", product=values["product"], least=words.number(made)), tone=Tone.WARNING)
    policy = work.program.in_force(work.at)
    price = made.listed.of(made.situation.units)
    mark = ";".join(values.get(name, "") for name in NAMES)
    verdict, is_good = verdict_of(made.found, words)
    listed = since(price, policy, words) if price is not None else ""
    facts = tuple(Fact(label=label, value=figure, note=how) for label, figure, how in facts_of(made, listed, words))
    parts: tuple[Part, ...] = (
        Text(text=verdict, tone=Tone.SUCCESS if is_good else Tone.WARNING),
        Facts(title=made.product, facts=facts),
        _chart(made.found, words),
        Text(text=left_out(words), tone=Tone.HINT),
        clause_sources([policy.clause(Ground.PRICE_LIST).id], policy, words),
        *offer(
            [
                Choice(label=words("choice.roi_page"), action=f"roi.page/{mark}"),
                Choice(label=words("choice.change"), action=f"step/roi/{mark}"),
            ]
        ),
    )
    return Outcome(parts=parts, conversation=conversation)


def reckoned(work: Work, values: Mapping[str, str]) -> Reckoned | int | None:
    """The calculation; the smallest quantity where fewer units were named, None where the figures are none or the price is gone."""
    listed = prices_of(work).get(values.get("product", ""))
    if listed is None or not all(values.get(name) for name in ("people", "hours", "hourly", "replaced")):
        return None
    currency = listed.steps[0].amount.currency
    units = int(values.get("units") or values["people"])
    price = listed.of(units)
    if price is None:
        return listed.least

    def money(name: str) -> Money:
        return Money(amount=Decimal(values.get(name) or NOTHING), currency=currency)

    situation = Situation(
        replaced=money("replaced"),
        people=int(values["people"]),
        hours=Decimal(values["hours"]),
        hourly=money("hourly"),
        units=units,
        price=price.amount,
        introduction=money("introduction"),
    )
    return Reckoned(product=values["product"], listed=listed, situation=situation, found=reckon(situation))


def _chart(found: Return, words: Words) -> Chart:
    return Chart(
        title=words("roi.chart"),
        labels=tuple(words("roi.year", number=words.number(one.number)) for one in found.years),
        values=tuple(one.balance.amount for one in found.years),
        shown=tuple(words.money(one.balance) for one in found.years),
    )


def send_page(work: Work, conversation: Conversation, mark: str) -> Outcome:
    """The calculation that a choice carries as a page for the end customer; what is in it comes from outside and is read again."""
    words = Words.of(work.viewer.member)
    made = reckoned(work, _values_in(work, mark))
    if not isinstance(made, Reckoned):
        return say(conversation, words("press.outdated"))
    policy = work.program.in_force(work.at)
    listed = words("roi.page.listed", day=words.day(made.listed.steps[0].valid_from))
    page = page_of(made, listed, work.program.vendor, local_date(work.at, work.viewer.member.zone), words)
    content = drawn(page, brand_of(work), policy.branding)
    file = File(name=f"{words('roi.page.file')}.pdf", media_type="application/pdf", content=content, title=page.title)
    return Outcome(parts=(file,), conversation=conversation)


def _values_in(work: Work, mark: str) -> dict[str, str]:
    """The figures of the mark as they would be read from a form; what is none is left out."""
    prices = prices_of(work)
    if not prices:
        return {}
    currency = next(iter(prices.values())).steps[0].amount.currency
    stated = _from_mark(mark)
    read = {name: _figure(name, text, currency) for name, text in stated.items() if name != "product" and text}
    product = {"product": stated["product"]} if stated.get("product") in prices else {}
    return product | {name: value for name, value in read.items() if value is not None}


ROI: Final = Step(verb="roi", ask=_ask, do=_do)
