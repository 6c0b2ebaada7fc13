"""The chat in Teams as the settings name it; refused where anybody could pass for a partner."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientSession

from bot.chats import CannotStart
from bot.clock import elapsed, now
from bot.composition import House
from bot.config import Settings, parted
from bot.delivery.metrics import Metrics
from bot.teams.chat import TeamsChat
from bot.teams.connector import Connector
from bot.teams.edge import Credentials, by_managed_identity, by_password
from bot.teams.ids import read_guid
from bot.teams.keys import Keys
from bot.teams.places import Places, is_loopback

#: By which the bot calls itself in development, where it has no app.
_NOBODY: Final = "00000000-0000-0000-0000-000000000000"


def begin(house: House, metrics: Metrics) -> TeamsChat:
    """Raises CannotStart with everything that is wrong."""
    settings = house.settings
    if found := " ".join(problems(settings)):
        raise CannotStart(found)
    app_id = read_guid(settings.teams_app_id) or _NOBODY
    places = _places(settings)
    keys = None if settings.teams_anonymous else Keys(places.metadata, elapsed)
    credentials = None if settings.teams_anonymous else _credentials(settings, app_id, places)
    connector = Connector(places, credentials, now, metrics)
    # Only what a language model words is made for long enough to be looked at.
    streams = house.model is not None and settings.teams_streaming
    chat = TeamsChat(
        app_id, connector, keys, tenants(settings), house.turns, house.database, now, streams=streams, home=home(settings)
    )
    house.secrets.follow(partial(_renew, chat, credentials, app_id, places))
    return chat


async def reached(settings: Settings) -> tuple[bool, bool]:
    """Whether the keys are to be had by which messages from Teams are known, and a token for the app's own messages."""
    places = _places(settings)
    keys, credentials = Keys(places.metadata, elapsed), _credentials(settings, read_guid(settings.teams_app_id) or _NOBODY, places)
    async with ClientSession() as session:
        keys.open(session)
        await keys.warm()
    return keys.are_there, await credentials.token() is not None


def tenants(settings: Settings) -> tuple[str, ...]:
    """Those that may use the bot, in small letters."""
    return tuple(each.strip().lower() for each in (settings.teams_tenants or "").split(",") if each.strip())


def home(settings: Settings) -> str | None:
    """The vendor's own tenant: the only one, or the one that the Azure Bot is in; None where nobody can tell."""
    admitted, own = tenants(settings), read_guid(settings.teams_app_tenantid)
    return admitted[0] if len(admitted) == 1 else own if own in admitted else None


def problems(settings: Settings) -> Iterator[str]:
    """What is wrong with the settings of Teams, in sentences; nothing is when the chat can be run."""
    if settings.teams_anonymous and settings.teams_app_id is not None:
        yield "TEAMS_ANONYMOUS believes anybody and is for developing, without TEAMS_APP_ID."
    if not settings.teams_anonymous:
        yield from _app(settings)
    named = tenants(settings)
    if not named or any(read_guid(each) is None for each in named):
        yield "TEAMS_TENANTS must be the ids of the tenants whose people may use the bot, parted by commas."
    if settings.teams_test_url is not None and not is_loopback(urlsplit(settings.teams_test_url).hostname):
        yield "TEAMS_TEST_URL must be on this machine: whoever is there can pass for Microsoft."


def _app(settings: Settings) -> Iterator[str]:
    if read_guid(settings.teams_app_id) is None:
        yield "TEAMS_APP_ID must be the id of the app; without one, anybody would be believed."
    count = len(parted(settings.teams_app_password))
    if settings.teams_app_type == "UserAssignedMSI":
        if count:
            yield "TEAMS_APP_PASSWORD is not used by a UserAssignedMSI; take it out."
    elif not 1 <= count <= 2:
        yield "TEAMS_APP_PASSWORD must be the app's client secret, or two while one takes the other's place."
    if settings.teams_app_type != "MultiTenant" and read_guid(settings.teams_app_tenantid) is None:
        yield f"TEAMS_APP_TENANTID must be the id of the tenant that the Azure Bot is in; {settings.teams_app_type} needs it."


def _places(settings: Settings) -> Places:
    test_url = None if settings.teams_test_url is None else settings.teams_test_url.rstrip("/")
    return Places(test_url=test_url, local=settings.teams_anonymous)


def _renew(chat: TeamsChat, credentials: Credentials | None, app_id: str, places: Places, settings: Settings) -> None:
    """The secret and the tenants of these settings from now on, if they can be that."""
    if list(problems(settings)):
        return
    chat.admit(tenants(settings))
    if credentials is not None:
        credentials.use(_credentials(settings, app_id, places))


def _credentials(settings: Settings, app_id: str, places: Places) -> Credentials:
    if settings.teams_app_type == "UserAssignedMSI":
        return by_managed_identity(app_id, elapsed)
    tenant = settings.teams_app_tenantid if settings.teams_app_type == "SingleTenant" else None
    return by_password(app_id, parted(settings.teams_app_password), tenant, places, elapsed)
