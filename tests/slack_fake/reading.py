"""The methods that look something up: who the bot is, people, conversations and what was said there."""

from __future__ import annotations

from typing import Final

from tests.slack_fake.chat import as_json
from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Call, Method
from tests.slack_fake.world import Channel, Message, Person, Refusal, Team

_PAGE: Final = 1000
_SCOPES: Final = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}


def auth_test(call: Call) -> Json:
    token = call.token
    assert token is not None, "the method takes a token"
    if token.team is None:
        return {"url": "https://org.slack.example/", "enterprise_id": token.enterprise, "is_enterprise_install": True} | {
            "user_id": f"UBOT{str(token.enterprise)[1:]}",
            "bot_id": f"B{str(token.enterprise)[1:]}",
            "team_id": token.enterprise,
        }
    team = call.platform.teams[token.team]
    return {
        "url": f"https://{team.name.lower()}.slack.example/",
        "team": team.name,
        "team_id": team.id,
        "user": team.bot.name,
        "user_id": team.bot.id,
        "bot_id": team.bot_id,
        "enterprise_id": team.enterprise,
        "is_enterprise_install": False,
    }


def auth_revoke(call: Call) -> Json:
    assert call.token is not None, "the method takes a token"
    call.token.is_revoked = not call.is_on("test")
    return {"revoked": call.token.is_revoked}


def team_info(call: Call) -> Json:
    team = call.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.name.lower(), "enterprise_id": team.enterprise}}


def users_info(call: Call) -> Json:
    return {"user": _person(call, _find_person(call, call.get("user")))}


def users_by_email(call: Call) -> Json:
    found = next((each for each in call.team.people.values() if each.email == call.get("email") and not each.is_deleted), None)
    if found is None:
        raise Refusal("users_not_found")
    return {"user": _person(call, found)}


def users_list(call: Call) -> Json:
    return {"members": [_person(call, each) for each in call.team.people.values()], "response_metadata": {"next_cursor": ""}}


def bots_info(call: Call) -> Json:
    team = call.team
    return {"bot": {"id": team.bot_id, "name": team.bot.real_name, "app_id": call.platform.app.id, "user_id": team.bot.id}}


def conversations_open(call: Call) -> Json:
    users = [user for user in call.get("users").split(",") if user]
    if call.get("channel"):
        return {"channel": {"id": call.channel().id}}
    if len(users) != 1:
        raise Refusal("not_modelled_by_the_fake" if users else "users_list_not_supplied")
    person = _find_person(call, users[0])
    if person.is_bot:
        raise Refusal("cannot_dm_bot")
    if person.is_deleted:
        raise Refusal("user_disabled")
    channel = call.team.dm(person.id)
    return {"channel": {"id": channel.id} | (_channel(call.team, channel) if call.is_on("return_im") else {})}


def conversations_info(call: Call) -> Json:
    return {"channel": _channel(call.team, call.channel())}


def conversations_list(call: Call) -> Json:
    bot = call.team.bot.id
    seen = [each for each in call.team.channels.values() if each.kind == "channel" or bot in each.members]
    return {"channels": [_channel(call.team, each) for each in seen], "response_metadata": {"next_cursor": ""}}


def conversations_members(call: Call) -> Json:
    return {"members": sorted(call.channel().members), "response_metadata": {"next_cursor": ""}}


def history(call: Call) -> Json:
    channel = _readable(call)
    told = [each for each in _told(call.team, channel) if each.thread_ts in (None, each.ts)]
    return _page(call, list(reversed(told)))


def replies(call: Call) -> Json:
    channel = _readable(call)
    if call.team.find(channel.id, call.get("ts")) is None:
        raise Refusal("thread_not_found")
    return _page(call, [each for each in _told(call.team, channel) if call.get("ts") in (each.ts, each.thread_ts)])


def react(call: Call) -> Json:
    message = call.team.find(call.channel().id, call.get("timestamp"))
    if message is None:
        raise Refusal("message_not_found")
    if call.get("name") in message.reactions:
        raise Refusal("already_reacted")
    message.reactions.add(call.get("name"))
    return {}


def open_socket(call: Call) -> Json:
    return {"url": call.platform.open_socket()}


def _find_person(call: Call, id: str) -> Person:
    found = call.team.people.get(id)
    if found is None:
        raise Refusal("user_not_found")
    return found


def _person(call: Call, person: Person) -> Json:
    profile: Json = {"real_name": person.real_name, "display_name": person.name}
    if call.token and "users:read.email" in call.token.scopes:
        profile["email"] = person.email
    return {
        "id": person.id,
        "team_id": person.home,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.is_deleted,
        "is_bot": person.is_bot,
        "is_restricted": person.is_restricted,
        "is_stranger": person.home != call.team.id,
        "tz": person.zone,
        "profile": profile,
    } | ({"locale": person.locale} if call.is_on("include_locale") else {})


def _channel(team: Team, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_private": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_archived": channel.is_archived,
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_pending_ext_shared": False,
        "is_member": team.bot.id in channel.members,
    }


def _readable(call: Call) -> Channel:
    channel, team = call.channel("channel"), call.team
    if team.bot.id not in channel.members:
        raise Refusal("not_in_channel")
    needed = _SCOPES[channel.kind]
    if call.token is None or needed not in call.token.scopes:
        raise Refusal("missing_scope", needed=needed)
    return channel


def _told(team: Team, channel: Channel) -> list[Message]:
    """What is in the channel's history: nothing deleted, nothing ephemeral."""
    return [each for each in team.messages if each.channel == channel.id and not each.is_deleted and each.only_to is None]


def _page(call: Call, found: list[Message]) -> Json:
    """The messages between `oldest` and `latest`, `limit` at once. Metadata only for those who ask."""
    oldest, latest = call.get("oldest") or "0", call.get("latest") or "9"
    ends = call.is_on("inclusive")
    within = [each for each in found if (oldest <= each.ts <= latest) and (ends or each.ts not in (oldest, latest))]
    limit = int(call.get("limit") or 100)
    if not 0 < limit <= _PAGE:
        raise Refusal("invalid_limit")
    start = int(call.get("cursor") or 0)
    page, rest = within[start : start + limit], len(within) > start + limit
    with_metadata = call.is_on("include_all_metadata")
    return {
        "messages": [as_json(call.team, each, with_metadata=with_metadata) for each in page],
        "has_more": rest,
        "response_metadata": {"next_cursor": str(start + limit) if rest else ""},
    }


_PAGED: Final = "cursor inclusive latest limit oldest include_all_metadata"
_HISTORY: Final = "channels:history|groups:history|im:history"
METHODS: Final = {
    "auth.test": Method(answer=auth_test, tier=5),
    "auth.revoke": Method(answer=auth_revoke, optional="test"),
    "team.info": Method(answer=team_info, optional="team domain", scope="team:read"),
    "users.info": Method(answer=users_info, required="user", optional="include_locale", tier=4, scope="users:read"),
    "users.lookupByEmail": Method(answer=users_by_email, required="email", scope="users:read.email"),
    "users.list": Method(answer=users_list, optional="cursor include_locale limit", tier=2, scope="users:read"),
    "bots.info": Method(answer=bots_info, optional="bot", scope="users:read"),
    "conversations.open": Method(answer=conversations_open, optional="channel users return_im prevent_creation", scope="im:write"),
    "conversations.info": Method(
        answer=conversations_info,
        required="channel",
        optional="include_locale include_num_members",
        scope="channels:read|groups:read|im:read",
    ),
    "conversations.list": Method(
        answer=conversations_list, optional="cursor exclude_archived limit types", tier=2, scope="channels:read"
    ),
    "conversations.members": Method(
        answer=conversations_members, required="channel", optional="cursor limit", tier=4, scope="channels:read|groups:read"
    ),
    "conversations.history": Method(answer=history, required="channel", optional=_PAGED, scope=_HISTORY),
    "conversations.replies": Method(answer=replies, required="channel ts", optional=_PAGED, scope=_HISTORY),
    "reactions.add": Method(answer=react, required="channel name timestamp", scope="reactions:write"),
    "apps.connections.open": Method(answer=open_socket, tier=1, scope="connections:write", kind="app"),
}
