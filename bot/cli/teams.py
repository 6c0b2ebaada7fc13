"""`partnerbot teams`: what Teams has to be given."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import fail, settings_or_exit

app = typer.Typer(help="The chat in Microsoft Teams.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The chat in Microsoft Teams."""


@app.command()
def package(
    developer: Annotated[str, typer.Option(help="Who offers the app: a name of at most 32 characters")],
    website: Annotated[str, typer.Option(help="The page of who offers it: https://example.com")],
    privacy: Annotated[str | None, typer.Option(help="Their page on privacy; without it, the website")] = None,
    terms: Annotated[str | None, typer.Option(help="Their terms of use; without them, the website")] = None,
    output: Annotated[Path, typer.Option(help="Where to write it")] = Path("partnerbot-teams.zip"),
) -> None:
    """Write the app package to upload to Teams, for the app of TEAMS_APP_ID."""
    app_id = settings_or_exit().teams_app_id
    if app_id is None:
        raise fail("Set TEAMS_APP_ID to the id of the app in Microsoft Entra; docs/how-to/set-up-teams.md says where it stands.")
    if not 0 < len(developer.strip()) <= 32:
        raise fail("Teams takes names of at most 32 characters for --developer.")
    pages = {"--website": website, "--privacy": privacy or website, "--terms": terms or website}
    for option, page in pages.items():
        if not page.startswith("https://"):
            raise fail(f"Teams takes pages at https:// only, for example {option} https://example.com")
    from bot.teams.package import Publisher  # only this draws icons
    from bot.teams.package import package as write

    publisher = Publisher(name=developer.strip(), website=website, privacy=pages["--privacy"], terms=pages["--terms"])
    output.write_bytes(write(app_id, publisher, version("partnerbot")))
    typer.echo(f"{output} can be uploaded to Teams.")
