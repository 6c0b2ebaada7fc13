"""The chat in Slack as the settings name it: for one workspace, or for all that install the bot."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp.web import AbstractRouteDef
from pydantic import SecretStr

from bot.clock import elapsed, now
from bot.composition import House
from bot.config import Settings, parted
from bot.delivery.metrics import Metrics
from bot.slack.access import Access
from bot.slack.calls import Api
from bot.slack.edge import SlackChat
from bot.slack.installations import InstalledWorkspaces
from bot.slack.manifest import scopes
from bot.slack.news import News
from bot.slack.oauth import OAuth
from bot.slack.rooms import Rooms
from bot.slack.sealing import Seal
from bot.slack.streams import Streams
from bot.slack.vault import Vault
from bot.slack.workspaces import SingleWorkspace, Workspaces


def begin(house: House, metrics: Metrics) -> SlackChat:
    """For the one workspace of SLACK_BOT_TOKEN, or for every one that installs the app of SLACK_CLIENT_ID."""
    settings = house.settings
    api = Api(settings.slack_api_url, now, metrics)
    pages: Sequence[AbstractRouteDef] = ()
    single = SingleWorkspace(api, _plain(settings.slack_bot_token))
    workspaces: Workspaces = single
    news = News(house.database, now, None)
    if settings.slack_client_id is not None:
        wanted = sorted(scopes(links=settings.public_url is not None))
        access = Access(api, settings.slack_client_id, _plain(settings.slack_client_secret))
        installed = InstalledWorkspaces(Vault(house.database, Seal(parted(settings.slack_token_keys)), now), access, now, elapsed)
        oauth = OAuth(
            house.database, installed, access, now, house.ids, api_url=settings.slack_api_url, scopes=wanted
        )  # fmt: skip
        workspaces, pages, news = installed, oauth.routes(), News(house.database, now, installed)
    # Only what a language model words is made for long enough to be looked at.
    streams = None if house.model is None else Streams(api, workspaces, house.database, now, is_on=settings.slack_streaming)
    signing = list(settings.slack_signing_secrets)

    def use(settings: Settings) -> None:
        signing[:] = settings.slack_signing_secrets
        single.use_token(_plain(settings.slack_bot_token))

    house.secrets.follow(use)
    return SlackChat(
        api,
        workspaces,
        house.turns,
        house.database,
        now,
        secrets=signing,
        app_token=_plain(settings.slack_app_token) or None,
        pages=pages,
        news=news,
        public_url=settings.public_url,
        streams=streams,
        rooms=Rooms(api, workspaces, home=settings.slack_home_workspace, is_only=settings.slack_client_id is None),
    )


async def whose_token(settings: Settings) -> str:
    """The workspace of SLACK_BOT_TOKEN, as Slack says; raises CannotStart when it refuses, ConnectionError while it is away."""
    api = Api(settings.slack_api_url, now)
    api.open()
    try:
        workspace = await SingleWorkspace(api, _plain(settings.slack_bot_token)).whose()
    finally:
        await api.close()
    return workspace.tenant


def _plain(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()
