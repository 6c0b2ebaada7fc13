"""`partnerbot slack`: what Slack has to be told about the bot."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.common import fail, settings_or_exit

app = typer.Typer(help="The chat in Slack.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The chat in Slack."""


@app.command()
def manifest(
    url: Annotated[str | None, typer.Option(help="Where Slack reaches the bot: https://bot.example.com")] = None,
) -> None:
    """Print the manifest to create the app from; without --url, for Socket Mode. With PUBLIC_URL set, links to deals unfurl."""
    if url is not None and not url.startswith("https://"):
        raise fail("Slack delivers to https:// only, for example --url https://bot.example.com")
    from bot.slack.manifest import manifest as of_app  # Slack's packages take long to import, and only this needs them

    public_url = settings_or_exit().public_url
    typer.echo(json.dumps(of_app(url, public_url=public_url), indent=2, ensure_ascii=False))
