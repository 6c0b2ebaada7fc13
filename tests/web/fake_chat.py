"""A chat to put the page in front of: it answers with every kind of part, and remembers what was delivered to it."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from aiohttp import web

from bot.incoming import Incoming
from bot.web.app import Exchange, Persona, build_app
from handlers.message import Opened, Pressed, Said, Submitted, Uploaded
from handlers.reply import (
    Chart,
    Choice,
    Choices,
    Fact,
    Facts,
    Field,
    FieldKind,
    File,
    Form,
    Option,
    Progress,
    Reply,
    Source,
    Sources,
    Table,
    Text,
    Tone,
)

START = datetime(2026, 11, 3, 9, 15, tzinfo=UTC)

PERSONAS = (
    Persona(id="seller@birke.example", name="Jana Vogt", role="seller", company="Birke Systemhaus GmbH", language="en"),
    Persona(id="admin@birke.example", name="Tomas Ruiz", role="partner admin", company="Birke Systemhaus GmbH", language="en"),
    Persona(id="manager@maker.example", name="Petra Lang", role="partner manager", company="Lumenpfad AG", language="de"),
    Persona(id="channel@maker.example", name="Idris Okafor", role="channel admin", company="Lumenpfad AG", language="en"),
    Persona(id="direct@maker.example", name="Maja Sorensen", role="direct seller", company="Lumenpfad AG", language="en"),
    Persona(id="stranger", name="Somebody", role="stranger", company="", language="en"),
)
SELLER, MANAGER, STRANGER = PERSONAS[0].id, PERSONAS[2].id, PERSONAS[5].id

MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script> **b** &amp; {{7*7}}'

CLAUSE = "A registration protects the end customer for 90 days, counted from the day of approval. The last day counts whole."


def say(*texts: str, language: str = "en") -> Reply:
    return Reply(parts=tuple(Text(text=text) for text in texts), language=language)


def greeting(name: str, language: str = "en") -> Reply:
    if language == "de":
        return Reply(language="de", parts=(Text(text=f"Guten Tag, {name}. Zwei Registrierungen warten auf Sie."),))
    choices = (Choice(label="Register a deal", action="register", style="primary"), Choice(label="My deals", action="deals"))
    welcome = Text(text=f"Hello {name}. Tell me about a deal in one sentence, or pick something.")
    return Reply(parts=(welcome, Choices(choices=choices)))


def summary() -> Reply:
    facts = (
        Fact(label="End customer", value="Ahornwerk GmbH & Co. KG", note="ahornwerk.example"),
        Fact(label="Contact", value="Eva Brandt", note="einkauf@ahornwerk.example"),
        Fact(label="Amount", value="€45,000.00"),
        Fact(label="Close date", value="31 March 2027", note='you wrote "end of March"'),
    )
    choices = (
        Choice(label="Yes, register it", action="confirm:1", style="primary"),
        Choice(label="Change something", action="change:1"),
        Choice(label="Cancel", action="cancel:1", style="danger"),
    )
    title = Text(text="Shall I register this?", tone=Tone.TITLE)
    hint = Text(text="You can add a product, the country or the industry: just write it.", tone=Tone.HINT)
    return Reply(parts=(title, Facts(facts=facts), hint, Choices(choices=choices)))


def approved() -> Reply:
    facts = (Fact(label="Protected until", value="1 February 2027", note="90 days"), Fact(label="Number", value="R-2041"))
    source = Source(label="Program policy", place="clause 4.2, version 2026-07", quote=CLAUSE)
    ahead = Progress(label="Silver", done=Decimal("31500"), total=Decimal("50000"), caption="€31,500 of €50,000 this year")
    done = Text(text="Registered and approved: Ahornwerk GmbH & Co. KG is protected for you.", tone=Tone.SUCCESS)
    return Reply(parts=(done, Facts(facts=facts, title="Your protection"), ahead, Sources(sources=(source,))))


def deals() -> Reply:
    rows = tuple(
        (f"Kunde {n} Maschinenbau AG", "approved" if n % 3 else "in review", f"{90 - n} days", f"€{n * 1250:,}.00")
        for n in range(1, 16)
    )
    table = Table(
        caption="Your deals", columns=("End customer", "Status", "Protected", "Amount"), rows=rows, numeric=frozenset({2, 3})
    )
    chart = Chart(
        title="Won per quarter",
        labels=("Q1", "Q2", "Q3", "Q4 so far"),
        values=(Decimal("12000"), Decimal("31500.50"), Decimal("-4000"), Decimal("22000")),
        shown=("€12,000", "€31,500.50", "−€4,000", "€22,000"),
    )
    content = b"customer,amount\nKunde 1,1250.00\n"
    sheet = File(name="deals-2026-11.csv", media_type="text/csv", content=content, title="All of it as a table")
    return Reply(parts=(table, chart, sheet))


def deal_form(values: dict[str, str], errors: dict[str, str]) -> Reply:
    def field(name: str, kind: FieldKind, label: str, required: bool, hint: str = "", options: tuple[Option, ...] = ()) -> Field:
        known, error = values.get(name, ""), errors.get(name, "")
        return Field(name=name, kind=kind, label=label, required=required, hint=hint, value=known, error=error, options=options)

    products = (Option(value="flow", label="Flow"), Option(value="vault", label="Vault"))
    fields = (
        field("company", FieldKind.TEXT, "Company", True),
        field("email", FieldKind.EMAIL, "E-mail of the contact", True),
        field("phone", FieldKind.PHONE, "Phone", False),
        field("close_date", FieldKind.DATE, "Close date", True, "As you would say it: end of March, in 6 weeks"),
        field("amount", FieldKind.MONEY, "Amount", False, "For example 45k EUR"),
        field("seats", FieldKind.NUMBER, "Seats", False),
        field("product", FieldKind.CHOICE, "Product", False, options=products),
        field("notes", FieldKind.LONG_TEXT, "Notes", False),
    )
    intro = (Text(text="Almost: one thing is not clear yet.", tone=Tone.WARNING),) if errors else ()
    return Reply(parts=(*intro, Form(id="deal", title="Register a deal", submit="Check it", fields=fields)))


def hostile() -> Reply:
    """Every text that a reply can hold is markup."""
    m = MARKUP
    field = Field(
        name="f", kind=FieldKind.CHOICE, label=m, required=True, hint=m, value=m, error=m, options=(Option(value=m, label=m),)
    )
    return Reply(
        parts=(
            *(Text(text=m, tone=tone) for tone in Tone),
            Facts(facts=(Fact(label=m, value=m, note=m),), title=m),
            Table(caption=m, columns=(m,), rows=((m,),)),
            Progress(label=m, done=Decimal(1), total=Decimal(3), caption=m),
            Chart(title=m, labels=(m,), values=(Decimal(1),), shown=(m,)),
            File(name="x.html", media_type="text/html", content=m.encode(), title=m),
            Choices(choices=(Choice(label=m, action="hostile", style=m), Choice(label=m, action="hostile2")), prompt=m),
            Form(id="h", title=m, submit=m, fields=(field,)),
            Sources(sources=(Source(label=m, place=m, quote=m), Source(label=m, place=m))),
        )
    )


_SAID: dict[str, Callable[[], Reply]] = {
    "deal": summary,
    "deals": deals,
    "form": lambda: deal_form({"company": "Ahornwerk GmbH"}, {}),
    "hostile": hostile,
    "deutsch": lambda: say("Gern, ab jetzt auf Deutsch.", language="de"),
    "long": lambda: say(*(f"Line {n} of a long answer." for n in range(60))),
}


class FakeChat:
    """`deliveries` is everything that came in, `turns` what had an effect: the same key twice is one turn."""

    def __init__(self) -> None:
        self.deliveries: list[Incoming] = []
        self.turns: list[Incoming] = []
        self._answers: dict[str, Reply] = {}
        self._transcripts: defaultdict[str, list[Exchange]] = defaultdict(list)
        self._waiting: defaultdict[str, dict[str, Reply]] = defaultdict(dict)
        self._news = asyncio.Event()

    async def personas(self) -> Sequence[Persona]:
        return PERSONAS

    async def turn(self, incoming: Incoming) -> Reply:
        self.deliveries.append(incoming)
        if isinstance(incoming.what, Said) and incoming.what.text.startswith("break "):
            raise RuntimeError(f"cannot go on with {incoming.what.text}")
        if incoming.key not in self._answers:
            self.turns.append(incoming)
            self._answers[incoming.key] = reply = self._answer(incoming)
            self._record(incoming.conversation, Exchange(key=incoming.key, at=START, what=incoming.what, reply=reply))
        return self._answers[incoming.key]

    async def notices(self, persona: str, timeout: float) -> Sequence[tuple[str, Reply]]:
        end = asyncio.get_running_loop().time() + timeout
        while not self._waiting[persona] and (left := end - asyncio.get_running_loop().time()) > 0:
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                break
        return tuple(self._waiting[persona].items())

    async def seen(self, persona: str, keys: Sequence[str]) -> None:
        for key in keys:
            reply = self._waiting[persona].pop(key, None)
            if reply is not None:
                self._record(persona, Exchange(key=key, at=START, what=None, reply=reply))

    async def transcript(self, persona: str) -> Sequence[Exchange]:
        return tuple(self._transcripts[persona])

    async def write(self, persona: str, key: str, reply: Reply) -> None:
        """The bot writes on its own."""
        self._waiting[persona][key] = reply
        self._news.set()
        self._news = asyncio.Event()

    def _record(self, persona: str, exchange: Exchange) -> None:
        self._transcripts[persona].append(exchange)

    def _answer(self, incoming: Incoming) -> Reply:
        who = next(persona for persona in PERSONAS if persona.id == incoming.conversation)
        match incoming.what:
            case Opened():
                return greeting(who.name.split()[0], who.language)
            case Pressed(action="confirm:1"):
                return approved()
            case Pressed(action=action):
                return say(f"You pressed {action}.")
            case Submitted(values=values):
                clear = values.get("close_date") == "end of March"
                return (
                    summary() if clear else deal_form(dict(values), {"close_date": "I cannot read this date. Try: end of March."})
                )
            case Uploaded(name=name, content=content):
                return say(f"You sent {name} with {len(content.splitlines())} lines.")
            case Said(text=text):
                return _SAID.get(text, lambda: say(f"You said: {text}"))()


class Served:
    """The page over a fake chat, on a free port of the loopback interface, in a thread of its own."""

    def __init__(self) -> None:
        self.chat = FakeChat()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Served:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def write(self, persona: str, key: str, reply: Reply) -> None:
        asyncio.run_coroutine_threadsafe(self.chat.write(persona, key, reply), self._loop).result(10)

    def remember(self, persona: str, exchange: Exchange) -> None:
        """An exchange of an earlier day."""
        self._loop.call_soon_threadsafe(self.chat._record, persona, exchange)

    async def _start(self) -> None:
        self._runner = web.AppRunner(build_app(self.chat))
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]


def earlier(days: int, said: str, reply: Reply) -> Exchange:
    """What was said so many days before the fake chat's own day."""
    return Exchange(key=f"earlier-{days}-{said}", at=START - timedelta(days=days), what=Said(text=said), reply=reply)
