"""What the vendor's products cost: one of them for so many units, or the whole list that is in force today."""

from __future__ import annotations

from handlers.clauses import clause_sources
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.quote_view import since, unit_price
from handlers.reply import Choice, Fact, Facts, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.understanding.pricing import Offer, read_offer
from handlers.understanding.readings import Product
from handlers.wording import Words
from program.access import Act
from program.money import Money
from program.periods import local_date, months_after
from program.policy import Ground
from program.pricing import MOST_UNITS, Price, PriceList, list_in_force


def offer_in(work: Work, text: str) -> Offer:
    """What the words say of an offer of the vendor's products."""
    return read_offer(text, tuple(Product(name=one.name, aliases=one.aliases) for one in work.catalogue.products()))


def price_list(work: Work, product: str) -> PriceList | None:
    """Today's prices of the product, in the partner's currency where it has any, else in the program's."""
    prices = work.prices.of([product])
    day = local_date(work.at, work.program.zone)
    own = work.viewer.partner.currency if work.viewer.partner else work.program.currency
    found = (list_in_force(prices, product, currency, day) for currency in dict.fromkeys((own, work.program.currency)))
    return next((one for one in found if one is not None), None)


def show_price(work: Work, conversation: Conversation, text: str) -> Outcome:
    """The price of the product that is named, or the whole list."""
    words, asked = Words.of(work.viewer.member), offer_in(work, text)
    if len(asked.products) != 1:
        return _several(work, conversation, asked.products, words)
    product = asked.products[0]
    listed = price_list(work, product)
    if listed is None:
        return say(conversation, words("price.none", product=product))
    quantity = asked.quantity or listed.least
    price = listed.of(quantity)
    policy = work.program.in_force(work.at)
    sources = clause_sources([policy.clause(Ground.PRICE_LIST).id], policy, words)
    if price is None or quantity > MOST_UNITS:
        few = words("price.least", product=product, least=words.number(listed.least))
        return Outcome(parts=(Text(text=few), sources), conversation=conversation)
    facts = [Fact(label=words("quote.list_price"), value=unit_price(price, words), note=since(price, policy, words))]
    if asked.quantity is not None:
        total = Money(amount=price.amount.amount * quantity, currency=price.amount.currency)
        note = words("quote.times", quantity=words.number(quantity), price=words.money(price.amount))
        facts.append(Fact(label=words("quote.listed"), value=words("quote.a_year", amount=words.money(total)), note=note))
    parts: tuple[Part, ...] = (Facts(title=product, facts=tuple(facts)), *_steps(listed, words), sources)
    return Outcome(parts=(*parts, *_may_quote(work, product, words)), conversation=conversation)


def _steps(listed: PriceList, words: Words) -> tuple[Part, ...]:
    """The prices by quantity, where there is more than one."""
    if len(listed.steps) == 1:
        return ()
    rows = tuple((words.number(step.from_quantity), unit_price(step, words)) for step in listed.steps)
    columns = (words("column.from_quantity"), words("column.price"))
    return (Table(caption=words("price.steps"), columns=columns, rows=rows, numeric=frozenset({0, 1})),)


def _may_quote(work: Work, product: str, words: Words) -> tuple[Part, ...]:
    """What a partner can do next: quote it."""
    partner = work.viewer.partner
    if partner is None or not work.viewer.may(Act.QUOTE):
        return ()
    limit = work.program.in_force(work.at).pricing.authority[partner.tier]
    own = words("price.own", limit=words.number(limit), tier=partner.tier.value.capitalize())
    return (Text(text=own), *offer([Choice(label=words("choice.quote"), action=f"quote.begin/{product}")]))


def _several(work: Work, conversation: Conversation, named: tuple[str, ...], words: Words) -> Outcome:
    """The list in force, of the products that were named or of all."""
    names = named or tuple(product.name for product in work.catalogue.products())
    found = {name: listed for name in names if (listed := price_list(work, name)) is not None}
    if not found:
        return say(conversation, words("price.no_list"))
    rows = tuple(
        (name, words.number(step.from_quantity), unit_price(step, words), words.short_day(step.valid_from))
        for name, listed in found.items()
        for step in listed.steps
    )
    columns = tuple(words(f"column.{name}") for name in ("item", "from_quantity", "price", "valid_from"))
    policy = work.program.in_force(work.at)
    table = Table(caption=words("price.caption"), columns=columns, rows=rows, numeric=frozenset({1, 2}))
    sources = clause_sources([policy.clause(Ground.PRICE_LIST).id], policy, words)
    return Outcome(parts=(table, *_review_is_due(work, words), sources), conversation=conversation)


def _review_is_due(work: Work, words: Words) -> tuple[Part, ...]:
    """To whoever looks after the list: that it has been long enough since its last review."""
    today = local_date(work.at, work.program.zone)
    newest = work.prices.newest(today)
    months = work.program.in_force(work.at).pricing.review_months
    if newest is None or not work.viewer.sees_all or months_after(newest, months) > today:
        return ()
    return (Text(text=words("price.review_due", day=words.day(newest), months=words.number(months)), tone=Tone.WARNING),)


def price_of(work: Work, product: str, quantity: int) -> Price | PriceList | None:
    """The price of a unit for so many; the list where that is fewer than have to be taken, None where there is no list."""
    listed = price_list(work, product)
    return None if listed is None else listed.of(quantity) or listed
