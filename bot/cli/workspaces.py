"""The workspaces of Slack that installed the bot: for the operator, without a token."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from bot.cli.common import fail, open_house
from bot.clock import now
from storage.installations import Installation, Installations

app = typer.Typer(help="The workspaces that installed the bot.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The workspaces that installed the bot."""


@app.command("list")
def list_() -> None:
    """List every workspace and organisation that installed the bot, also those that took it out again."""
    at = now()
    with open_house() as house, house.database.reading() as connection:
        found = Installations(connection, at).all()
    for installation in found:
        typer.echo(_line(installation, at))
    if not found:
        typer.echo("No workspace has installed the bot.")


@app.command()
def forget(tenant: Annotated[str, typer.Argument(help="Its id, as `list` shows it.")]) -> None:
    """Delete a workspace's tokens and unlink its accounts. It can install the bot again; its people then need new codes."""
    with open_house() as house, house.database.transaction() as connection:
        if not Installations(connection, now()).forget(tenant):
            raise fail(f"There is no workspace {tenant}. See: partnerbot slack workspaces list")
    typer.echo(f"{tenant} is forgotten. To take the bot out of Slack, too, an admin of the workspace removes the app there.")


def _line(installation: Installation, at: datetime) -> str:
    whole = "organisation" if installation.team_id is None else "workspace"
    when = f"installed {installation.installed_at:%Y-%m-%d %H:%M}"
    return "  ".join((f"{installation.tenant:<12}", f"{whole:<12}", when, _state(installation, at)))


def _state(installation: Installation, at: datetime) -> str:
    if installation.sealed is None:
        return f"revoked {installation.revoked_at:%Y-%m-%d %H:%M}"
    expires_at = installation.sealed.expires_at
    if expires_at is None:
        return "token does not expire"
    return f"token {'expired' if expires_at <= at else 'good until'} {expires_at:%Y-%m-%d %H:%M}"
