"""`partnerbot knowledge …`: the library for the operator, who sees everything in it."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot import shelving
from bot.cli import knowledge_lines
from bot.cli.common import fail, open_house
from bot.clock import elapsed, now
from bot.composition import House, build_answerer
from bot.lines import BadLine
from bot.shelving import Outcome, Shelved, Stated
from bot.vectors import Filling
from handlers.unreadable import why_unreadable
from handlers.wording import LANGUAGES, Words
from knowledge.analysing import LetterAnalyser
from knowledge.ingest import Files
from program.access import BY_RULE
from program.collateral import Audience, DocumentKind
from program.partners import PartnerKind, Tier
from storage.engine import Transaction
from storage.library import SqlLibrary
from storage.library_filling import filled
from storage.people import SqlPeople

if TYPE_CHECKING:
    from knowledge.meaning import Embedder

app = typer.Typer(help="The library that partners are answered from.", no_args_is_help=True)
#: What a day looks like on the command line.
_DAY = ["%Y-%m-%d"]


@app.callback()
def group() -> None:
    """The library that partners are answered from."""


@app.command()
def add(
    path: Annotated[Path, typer.Argument(help="A file, or a folder with everything below it.", exists=True)],
    kind: Annotated[DocumentKind | None, typer.Option(help="What the documents are for.")] = None,
    language: Annotated[str, typer.Option(help="en or de; left out, it is read off the text.")] = "",
    product: Annotated[str, typer.Option(help="The product they are about; left out, all.")] = "",
    owner: Annotated[str | None, typer.Option(help="Who looks after them.", metavar="EMAIL")] = None,
    valid_from: Annotated[datetime | None, typer.Option(help="The first day they count.", formats=_DAY)] = None,
    valid_until: Annotated[datetime | None, typer.Option(help="The last day they count.", formats=_DAY)] = None,
    tier: Annotated[list[Tier] | None, typer.Option(help="For partners of this tier; may be repeated.")] = None,
    partner_kind: Annotated[list[PartnerKind] | None, typer.Option(help="For partners of this kind; may be repeated.")] = None,
    country: Annotated[list[str] | None, typer.Option(help="For partners in this country, as DE; may be repeated.")] = None,
    internal: Annotated[bool, typer.Option("--internal", help="For the vendor's own people only.")] = False,
) -> None:
    """Add files to the library, or replace what it has under their names. What cannot be read is named, the rest is added."""
    if language and language not in LANGUAGES:
        raise fail(f"The language must be one of: {', '.join(LANGUAGES)}.")
    audience = _audience(tier, partner_kind, country, internal=internal)
    with open_house() as house:
        stated = Stated(
            kind=kind,
            language=language,
            product=product,
            owner_id=None if owner is None else _owner(house, owner),
            valid_from=_day(valid_from),
            valid_until=_day(valid_until),
            audience=audience,
        )
        done = _shelved(house, path, stated)
    refused = [one for one in done if one.outcome is Outcome.REFUSED]
    typer.echo(", ".join(f"{sum(one.outcome is outcome for one in done)} {outcome.value}" for outcome in Outcome))
    if refused:
        raise fail(*map(_refusal, refused))


def _shelved(house: House, path: Path, stated: Stated) -> list[Shelved]:
    files = shelving.files_below(path)
    with _progress() as progress:
        task = progress.add_task("Reading", total=len(files))
        done = []
        with Files(at_once=1) as reader:
            for one in shelving.shelve(house, files, stated, reader, at=now()):
                done.append(one)
                progress.update(task, advance=1, description=one.name)
    return done


def _refusal(one: Shelved) -> str:
    why = one.why
    return f"{one.name}: {why_unreadable(Words('en'), why) if why else ''}"


def _audience(
    tiers: list[Tier] | None, kinds: list[PartnerKind] | None, countries: list[str] | None, *, internal: bool
) -> Audience | None:
    """None where nothing is said: then the file may say it."""
    if not (tiers or kinds or countries or internal):
        return None
    codes = frozenset(country.upper() for country in countries or ())
    if wrong := sorted(code for code in codes if len(code) != 2 or not code.isalpha()):
        raise fail(f"“{wrong[0]}” is no country. A country has two letters: DE, AT, US")
    return Audience(tiers=frozenset(tiers or ()), kinds=frozenset(kinds or ()), countries=codes, is_internal=internal)


def _owner(house: House, email: str) -> str:
    with house.database.reading() as connection:
        member = SqlPeople(connection, BY_RULE, now()).by_email(email.strip().casefold())
    if member is None:
        raise fail(f"{email} is not in the program. Import or invite them first.")
    return member.id


def _day(instant: datetime | None) -> date | None:
    return None if instant is None else instant.date()


@app.command("list")
def list_() -> None:
    """List the current version of every document."""
    with open_house() as house, house.database.reading() as connection:
        found = _library(connection).documents()
    table = Table("name", "version", "kind", "language", "for", "counts")
    for one in found:
        table.add_row(
            one.name, str(one.version), one.kind.value, one.language, _for(one.audience), _days(one.valid_from, one.valid_until)
        )
    Console().print(table if found else "The library is empty. See: partnerbot knowledge add --help")


def _for(audience: Audience) -> str:
    if audience.is_internal:
        return "vendor only"
    return (
        "; ".join(", ".join(sorted(each)) for each in (audience.tiers, audience.kinds, audience.countries) if each) or "everybody"
    )


def _days(first: date | None, last: date | None) -> str:
    return " ".join(part for part in (f"from {first}" if first else "", f"until {last}" if last else "") if part) or "always"


@app.command()
def show(name: Annotated[str, typer.Argument(help="Its name, as `list` shows it.")]) -> None:
    """Show a document and its parts as they are searched."""
    with open_house() as house, house.database.reading() as connection:
        library = _library(connection)
        found = library.named(name)
        if found is None:
            raise fail(f"There is no document {name}. See: partnerbot knowledge list")
        chunks = library.chunks(found.id)
    typer.echo(f"{found.id}  {found.name}  version {found.version}\n{found.title}\n")
    facts = {
        "kind": found.kind.value,
        "language": found.language or "neither English nor German",
        "product": found.product or "all",
        "for": _for(found.audience),
        "counts": _days(found.valid_from, found.valid_until),
        "added": f"{found.added_at:%Y-%m-%d %H:%M}",
        "size": f"{found.size} bytes, {found.pages} pages",
    }
    for label, value in facts.items():
        typer.echo(f"{label:<9} {value}")
    for chunk in chunks:
        typer.echo(f"\n[{knowledge_lines.place(chunk.place) or chunk.number}]\n{chunk.text}")


@app.command()
def remove(name: Annotated[str, typer.Argument(help="Its name, as `list` shows it.")]) -> None:
    """Take a document out of lists and answers. What cites it keeps its words."""
    with open_house() as house, house.database.transaction() as connection:
        library = _library(connection)
        found = library.named(name)
        if found is None or not library.remove(found.id):
            raise fail(f"There is no document {name}. See: partnerbot knowledge list")
    typer.echo(f"{name} is removed.")


@app.command()
def reindex() -> None:
    """File every document anew, and make the vectors that are missing; needed after an update that says so, or another model."""
    with open_house() as house:
        with house.database.transaction() as connection, _progress() as progress:
            library = _library(connection)
            documents = library.documents()
            library.clear_index()
            for document in progress.track(documents, description="Filing"):
                library.reindex(document.id)
        typer.echo(f"{len(documents)} filed")
        if house.embedder is not None:
            _make_vectors(house, house.embedder)


def _make_vectors(house: House, embedder: Embedder) -> None:
    filling = Filling(house.database, embedder, elapsed)
    filling.drop_others()
    with _progress() as progress:
        task = progress.add_task("Vectors", total=None)
        is_whole = filling.run(lambda more: progress.update(task, advance=more))
    with house.database.reading() as connection:
        count = filled(connection, embedder.name, embedder.dimensions)
    typer.echo(f"{count.with_vector} of {count.chunks} parts have a vector")
    if not is_whole:
        raise fail("The rest could not be made now; what could be is kept. The log says why. See: partnerbot doctor")


def _progress() -> Progress:
    return Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)


@app.command()
def search(question: Annotated[str | None, typer.Argument(help="What to look for; left out, JSON lines are read.")] = None) -> None:
    """Show the passages nearest to a question; or read {"id", "question", "language", "top"} lines and print a line for each."""
    with open_house() as house:
        asker = _asker(house)
        try:
            if question is None:
                knowledge_lines.search_lines(asker, sys.stdin, sys.stdout)
            else:
                knowledge_lines.show_passages(asker, question, Console())
        except BadLine as bad:
            raise fail(str(bad)) from None


@app.command()
def ask(question: Annotated[str | None, typer.Argument(help="What to ask; left out, JSON lines are read.")] = None) -> None:
    """Answer a question from the library as the bot would; or read {"id", "question", "language"} lines and print a line for each.

    Questions on standard input are answered in the documents' own words, a single one by the language model, if one is configured.
    """
    with open_house() as house:
        asker = _asker(house)
        try:
            if question is None:
                knowledge_lines.ask_lines(asker, sys.stdin, sys.stdout)
            else:
                knowledge_lines.show_answer(asker.answer(knowledge_lines.question_of(question)), Console())
        except BadLine as bad:
            raise fail(str(bad)) from None


def _asker(house: House) -> knowledge_lines.Asker:
    return knowledge_lines.Asker(house.database, build_answerer(house.model, house.embedder), _library)


def _library(connection: Transaction) -> SqlLibrary:
    return SqlLibrary(connection, BY_RULE, now(), LetterAnalyser())
