"""The chat in Slack as the settings name it."""

from __future__ import annotations

from bot.clock import now
from bot.composition import House
from bot.slack.calls import Api
from bot.slack.edge import SlackChat
from bot.slack.workspaces import SingleWorkspace


def begin(house: House) -> SlackChat:
    """For the one workspace of SLACK_BOT_TOKEN."""
    settings = house.settings
    token = "" if settings.slack_bot_token is None else settings.slack_bot_token.get_secret_value()
    api = Api(settings.slack_api_url, now)
    workspaces = SingleWorkspace(api, token)
    app_token = settings.slack_app_token
    return SlackChat(
        api,
        workspaces,
        house.turns,
        house.database,
        now,
        secrets=settings.slack_signing_secrets,
        app_token=None if app_token is None else app_token.get_secret_value(),
    )
