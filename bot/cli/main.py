"""The commands themselves, thin: each opens what it needs and hands over."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import operator
from bot.cli import (
    audit,
    backtest,
    database,
    doctor,
    knowledge,
    matching,
    nudges,
    outbox,
    payouts,
    person,
    policy,
    reading,
    slack,
    teams,
    workspaces,
)
from bot.cli import backup as backing
from bot.cli.common import fail, open_house
from bot.clock import elapsed, now
from bot.console.chat import Chat
from bot.console.say import described, read_instant, say_lines
from bot.console.say import say as say_once
from bot.importing import BILLING, import_billing, import_file, import_registrations
from bot.ledger_sweep import LedgerSweep
from bot.library_sweep import LibrarySweep
from bot.lines import BadLine
from bot.plain import render
from bot.vectors import Filling
from handlers.reply import Reply
from program.partners import Role
from program.review_time import Rung
from program.tier_history import Cause

app = typer.Typer(
    name="partnerbot",
    help="The partner program in chat: deals registered in conversation, decided in the same turn.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(audit.app, name="audit")
app.add_typer(database.app, name="db")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(nudges.app, name="nudges")
app.add_typer(outbox.app, name="outbox")
app.add_typer(person.app, name="person")
app.add_typer(payouts.app, name="payouts")
app.add_typer(slack.app, name="slack")
app.add_typer(teams.app, name="teams")
slack.app.add_typer(workspaces.app, name="workspaces")
policy_app = typer.Typer(help="The policy of the program.", no_args_is_help=True)
app.add_typer(policy_app, name="policy")

As = Annotated[str, typer.Option("--as", help="The e-mail address of the person who speaks.", metavar="EMAIL")]
At = Annotated[
    str | None, typer.Option("--at", help="The instant to act at, ISO 8601 in UTC, for trying things out.", metavar="ISO")
]


class Importable(StrEnum):
    PARTNERS = "partners"
    MEMBERS = "members"
    CUSTOMERS = "customers"
    PRODUCTS = "products"
    TERRITORIES = "territories"
    NAMED_ACCOUNTS = "named-accounts"
    CERTIFICATIONS = "certifications"
    REFERENCES = "references"
    PRACTICES = "practices"
    SPONSORS = "sponsors"
    PRICES = "prices"
    CHANNEL_COSTS = "channel-costs"
    REGISTRATIONS = "registrations"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    REFUNDS = "refunds"
    CHURN = "churn"
    USAGE = "usage"
    EXCHANGE_RATES = "exchange-rates"


@app.command()
def chat(as_: As) -> None:
    """Talk to the bot at the terminal."""
    with open_house() as house:
        Chat(house.turns, house.ids, as_, Console()).run()


@app.command()
def say(
    text: Annotated[str | None, typer.Argument(help="What to say; left out with --jsonl.")] = None,
    as_: Annotated[str | None, typer.Option("--as", help="The e-mail address of the person who speaks.", metavar="EMAIL")] = None,
    at: At = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line instead of text.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read {"as", "at", "text"} lines, write a JSON line for each.')] = False,
) -> None:
    """Say one thing and print the answer; the conversation is kept in the database."""
    with open_house() as house:
        try:
            if jsonl:
                say_lines(house.turns, house.ids, sys.stdin, sys.stdout)
                return
            if as_ is None or text is None:
                raise fail('Say who speaks and what: partnerbot say --as seller@nordwind.example "my deals"')
            reply = say_once(house.turns, house.ids, as_, text, at=read_instant(at) if at else None)
        except BadLine as bad:
            raise fail(str(bad)) from None
        except UnicodeDecodeError:
            raise fail("The input is no text in UTF-8.") from None
    typer.echo(json.dumps(described(reply), ensure_ascii=False) if as_json else render(reply))


@app.command()
def deals(as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False) -> None:
    """List every registration, for the operator."""
    with open_house() as house:
        rows = list(operator.deals(house, at=now()))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['status']:<16} {row['company']}  ({row['partner']})")


@app.command()
def init(
    email: Annotated[str, typer.Argument(help="The first channel admin's e-mail address.")],
    name: Annotated[str, typer.Option(help="Their name.")] = "",
    language: Annotated[str, typer.Option(help="en or de")] = "en",
) -> None:
    """Begin a program: make the first channel admin and print their link code."""
    with open_house() as house:
        try:
            _print_invitation(operator.begin(house, email, name=name, language=language, at=now()))
        except operator.Refused as refused:
            raise fail(str(refused)) from None


@app.command()
def invite(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    role: Annotated[Role | None, typer.Option(help="What they are; needed for somebody new.")] = None,
    partner: Annotated[str | None, typer.Option(help="The id of their partner.")] = None,
    name: Annotated[str, typer.Option(help="Their name.")] = "",
    language: Annotated[str, typer.Option(help="en or de")] = "en",
) -> None:
    """Invite a person: print a code that links their chat account once."""
    with open_house() as house:
        try:
            made = operator.invite(house, email, role=role, partner_id=partner, name=name, language=language, at=now())
        except operator.Refused as refused:
            raise fail(str(refused)) from None
        _print_invitation(made)


@app.command("import")
def import_(
    kind: Annotated[Importable, typer.Argument(help="What the file holds.")],
    file: Annotated[Path, typer.Argument(help="A CSV file with a header line.")],
    as_: Annotated[str | None, typer.Option("--as", help="Who registers; only for registrations.", metavar="EMAIL")] = None,
    partner: Annotated[str | None, typer.Option(help="The id of the partner that the vendor's person registers for.")] = None,
) -> None:
    """Bring in a CSV file: checked line by line, all or nothing, repeatable."""
    if kind is Importable.REGISTRATIONS:
        _import_registrations(file, as_, partner)
        return
    with open_house() as house:
        if kind.value in BILLING:
            result = import_billing(kind.value, file, house.database, house.program, at=now(), ids=house.ids)
        else:
            result = import_file(kind.value, file, house.database, at=now(), ids=house.ids)
    if result.problems:
        raise fail(*(problem.sentence for problem in result.problems), "Nothing was imported.")
    typer.echo(f"{result.added} added, {result.changed} changed, {result.unchanged} unchanged")


def _import_registrations(file: Path, as_: str | None, partner: str | None) -> None:
    if as_ is None:
        raise fail("Say who registers: --as EMAIL")
    with open_house() as house:
        result = import_registrations(file, house.database, house.program, as_=as_, partner_id=partner, at=now(), ids=house.ids)
    if result.problems:
        raise fail(*(problem.sentence for problem in result.problems), "Nothing was registered.")
    typer.echo(render(Reply(parts=result.parts)))


@app.command()
def demo(
    load_only: Annotated[bool, typer.Option("--load-only", help="Fill the database and stop.")] = False,
    port: Annotated[int, typer.Option(help="The port of the page, on this machine only.")] = 3978,
) -> None:
    """Try the bot with an invented program: a chat page at http://127.0.0.1:3978/"""
    from bot.cli.demo import run  # aiohttp takes long to import, and only the page needs it

    with open_house(demo=True) as house:
        run(house, load_only=load_only, port=port)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 for every one of the machine.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 3979,
) -> None:
    """Run the bot for the chats that are configured, with /healthz, /readyz and /metrics."""
    from bot.cli.serve import run  # aiohttp takes long to import, and only the server needs it

    with open_house(quiet=False) as house:
        run(house, host=host, port=port)


@app.command()
def sweep(at: At = None) -> None:
    """Do once what is due by itself: reminders, overdue decisions, tiers, true-ups, old messages. For cron; safe to repeat."""
    with open_house() as house:
        try:
            moment = read_instant(at) if at else now()
        except BadLine as bad:
            raise fail(str(bad)) from None
        swept, tiers, forgotten = house.sweeps.run(moment), house.sweeps.run_tiers(moment), house.forgetting.run(moment)
        settled = LedgerSweep(house.database, house.program, house.ids).run(moment)
        LibrarySweep(house.database, house.program, house.ids).run(moment)
        if house.embedder is not None:
            Filling(house.database, house.embedder, elapsed).sweep()
    for rung in Rung:
        typer.echo(f"{rung.name.lower().replace('_', ' ')}: {swept.climbed.get(rung, 0)}")
    for cause, count in tiers.changed.items():
        if cause is not Cause.INITIAL:  # the tier that a partner was brought in with is no news
            typer.echo(f"tier {cause.value.replace('_', ' ')}: {count}")
    typer.echo(f"messages forgotten: {forgotten}")
    typer.echo(f"statement lines booked: {settled.lines}")
    if settled.left:
        raise fail(f"Deals that could not be settled: {settled.left}. The log says why.")
    if swept.failed:
        raise fail(f"Registrations that could not be dealt with: {swept.failed}. The log says why.")
    if tiers.failed:
        raise fail(f"Partners whose tiers could not be dealt with: {tiers.failed}. The log says why.")


@policy_app.callback()
def policy_group() -> None:
    """The policy of the program."""


@policy_app.command("check")
def policy_check(file: Annotated[Path, typer.Argument(help="A policy file, for example program.toml.")]) -> None:
    """Report every mistake of a policy file with its line."""
    raise typer.Exit(policy.check(file, sys.stdout))


@policy_app.command("backtest")
def policy_backtest(
    file: Annotated[Path, typer.Argument(help="A policy file with other rules.")],
    version: Annotated[str | None, typer.Option(help="Its version to play; without it, the newest.")] = None,
    to: Annotated[Path | None, typer.Option(help="A CSV file to write every difference to.")] = None,
) -> None:
    """Show what the deals won so far would have earned under other rules. Writes nothing to the database."""
    with open_house() as house:
        code = backtest.backtest(house.database, house.program, file, version=version, to=to, at=now(), sink=sys.stdout)
    raise typer.Exit(code)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file, for example partnerbot.backup.")]) -> None:
    """Write all that the database holds at one moment into a file. The bot may go on serving."""
    typer.echo(f"{backing.backup(file)} rows in {file}")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that partnerbot backup wrote.")]) -> None:
    """Take a backup into the database of DATABASE_URL, which has to be empty; it may be of the other kind."""
    typer.echo(f"{sum(backing.restore(file).values())} rows restored")


@app.command(name="doctor")
def doctor_(
    reach: Annotated[
        bool, typer.Option("--reach", help="Ask Slack, Microsoft and the models, too, whether they take what is configured.")
    ] = False,
) -> None:
    """Say what is configured, what is reachable and what is missing, what waits and what was given up."""
    raise typer.Exit(doctor.run(sys.stdout, reach=reach))


@app.command()
def understand() -> None:
    """Read {"id", "text", "reference", "catalog"} lines and print what each message is taken for."""
    try:
        reading.understand_lines(sys.stdin, sys.stdout)
    except BadLine as bad:
        raise fail(str(bad)) from None


@app.command()
def match(
    a: Annotated[str | None, typer.Argument(help="A company's name; left out, pairs are read from standard input.")] = None,
    b: Annotated[str | None, typer.Argument(help="Another company's name.")] = None,
) -> None:
    """Say whether two names are one company, and why; or read {"id", "a", "b"} lines and print a JSON line for each."""
    if a is not None and b is not None:
        matching.match_pair(a, b, sys.stdout)
        return
    if a is not None:
        raise fail('Give two names: partnerbot match "Acme GmbH" "ACME"')
    try:
        matching.match_lines(sys.stdin, sys.stdout)
    except BadLine as bad:
        raise fail(str(bad)) from None


def _print_invitation(made: operator.Invitation) -> None:
    typer.echo(f"{made.member.name} <{made.member.email}>, {made.member.role.value.replace('_', ' ')}")
    typer.echo(f"Type this in the chat within {made.hours} hours; it works once:")
    typer.echo(f"  link {made.code}")
