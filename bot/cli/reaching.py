"""Whether the chats and the models that are configured can be reached and take what is configured, by calls that change nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from bot.chats import CannotStart
from bot.composition import build_model
from bot.config import Settings
from bot.vectors import build_embedder
from storage.engine import Database

if TYPE_CHECKING:
    from knowledge.usage import Failure

#: "ok", "look" (may pass by itself) or "wrong", what was asked, and what came of it.
Line = tuple[str, str, str]
_TEAMS: Final = "Teams"


def reached(settings: Settings) -> tuple[Line, ...]:
    """One for each that is configured."""
    return (*_slack(settings), *_teams(settings), *_models(settings))


def _slack(settings: Settings) -> Iterator[Line]:
    if settings.slack_bot_token is None:
        return
    from bot.slack.begin import whose_token  # Slack's packages take long to import

    try:
        tenant = asyncio.run(whose_token(settings))
    except CannotStart as cannot:
        yield "wrong", "Slack", str(cannot)
    except ConnectionError as error:
        yield "look", "Slack", f"cannot be reached just now ({error})"
    else:
        yield "ok", "Slack", f"accepts the token, for {tenant}"


def _teams(settings: Settings) -> Iterator[Line]:
    if settings.teams_app_id is None:
        return
    from bot.teams.begin import problems, reached  # botbuilder takes long to import

    if list(problems(settings)):
        return  # said already, of the chats
    has_keys, has_token = asyncio.run(reached(settings))
    if has_keys:
        yield "ok", _TEAMS, "the keys of its messages can be fetched"
    else:
        yield "look", _TEAMS, "the keys of its messages cannot be fetched just now: nothing that comes in would be believed"
    if has_token:
        yield "ok", _TEAMS, "Microsoft gives the app a token"
    elif has_keys:
        yield "wrong", _TEAMS, "Microsoft gives the app no token: look at TEAMS_APP_ID, TEAMS_APP_TYPE and TEAMS_APP_PASSWORD"
    else:
        yield "look", _TEAMS, "Microsoft cannot be asked for a token just now"


def _models(settings: Settings) -> Iterator[Line]:
    model = build_model(settings)
    if model is not None:
        yield _asked("model", settings.openai_model, model.reach())
        model.close()
    embedder = build_embedder(settings, is_sqlite=Database(settings.database_url.get_secret_value()).is_sqlite)
    if embedder is not None:
        yield _asked("vectors", embedder.name, embedder.reach())
        embedder.close()


def _asked(of: str, named: str | None, failure: Failure | None) -> Line:
    from knowledge.usage import Failure

    match failure:
        case None:
            return "ok", of, f"the provider takes the key and knows {named}"
        case Failure.UNAUTHORIZED:
            return "wrong", of, "the provider does not take the key"
        case Failure.REJECTED:
            return "look", of, f"the provider answers, but not that it knows {named}; some do not say which models they have"
        case _:
            return "look", of, f"the provider cannot be reached just now ({failure.value})"
