"""What Teams delivers, read: a message for its turn, a button of a card, an installation that came or went; or nothing for us.

Pure, and tolerant: of whatever is not there, or is not what Teams documents, nothing is made. Who somebody is stands in the tenant
and the object id of their account; names and addresses of the payload are believed to nobody.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, TypeGuard

from bot.incoming import Incoming, Sender
from bot.teams.address import Address
from bot.teams.forms import read_fields
from bot.teams.ids import digest, is_id, read_guid
from bot.teams.rooms import room_of
from handlers.message import Opened, Pressed, Said, Submitted, What

Raw = Mapping[str, Any]

#: Nobody writes so much in a message, or fills so much into a card.
_LONGEST: Final = 20_000
_MOST_FIELDS: Final = 100
#: By which a message of ours is known.
_KEY: Final = re.compile(r"[0-9a-f]{40}", re.ASCII)
#: Of a locale or a time zone.
_NAME: Final = re.compile(r"[A-Za-z0-9/_+-]{1,64}", re.ASCII)
_FILE: Final = "application/vnd.microsoft.teams.file.download.info"
_BREAK: Final = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6])>", re.IGNORECASE)
#: What Teams lays text out with; anything else in angle brackets was typed.
_TAG: Final = re.compile(
    r"</?(?:a|at|b|blockquote|code|div|em|h[1-6]|i|li|ol|p|pre|s|span|strike|strong|table|tbody|td|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


class Scope(StrEnum):
    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who it was and where. `mri` is what Teams writes to them by; `locale` and `zone` are what their client says of itself."""

    sender: Sender
    mri: str
    scope: Scope
    address: Address
    locale: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that came with a message; it has to be fetched."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """To be kept for its turn."""

    account: Account
    incoming: Incoming
    attached: Attached | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The bot came into a conversation; with `team` into a team of that id. `incoming` is of whoever brought it."""

    account: Account
    incoming: Incoming
    team: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """The bot was taken out of a conversation."""

    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Whether a file may be put into the person's own place: at `upload_url`, None for no. `message` asked for it."""

    account: Account
    file: str
    message: str | None = None
    upload_url: str | None = None
    content_url: str = ""
    name: str = ""
    unique_id: str = ""
    file_type: str = ""


Read = Message | Installed | Removed | Consent


def account_of(raw: Raw) -> Account | None:
    """None where it is not said beyond doubt: the tenant has to be the same in both places."""
    conversation, sender = _object(raw, "conversation"), _object(raw, "from")
    tenant = read_guid(_object(_object(raw, "channelData"), "tenant").get("id"))
    user, mri = read_guid(sender.get("aadObjectId")), sender.get("id")
    service_url = raw.get("serviceUrl")
    if tenant is None or tenant != read_guid(conversation.get("tenantId")) or user is None:
        return None
    if not (is_id(conversation.get("id")) and is_id(mri) and not mri.startswith("28:") and isinstance(service_url, str)):
        return None
    scope = _scope(conversation)
    asker = None if scope is Scope.PERSONAL else user
    client = _client(raw)
    return Account(
        sender=Sender(chat="teams", tenant=tenant, user=user),
        mri=mri,
        scope=scope,
        address=Address(tenant=tenant, conversation=conversation["id"], service_url=service_url, asker=asker),
        locale=_name(client.get("locale") or raw.get("locale")),
        zone=_name(client.get("timezone") or raw.get("localTimezone")),
    )


def read(raw: Raw, account: Account) -> Read | None:
    """What the activity is to us; None for what we have nothing to do with."""
    match raw.get("type"), raw.get("name"):
        case "message", _:
            return _message(raw, account)
        case "invoke", "adaptiveCard/action":
            return _action(raw, account)
        case "invoke", "fileConsent/invoke":
            return _consent(raw, account)
        case "installationUpdate", _:
            return _installation(raw, account)
        case "conversationUpdate", _:
            return _members(raw, account)
    return None


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _message(raw: Raw, account: Account) -> Message | None:
    """A button of a card comes as a message without text, and its data as `value`; a press of a suggestion as its text."""
    value = raw.get("value")
    if isinstance(value, dict) and (what := deed(value)) is not None:
        return _kept(raw, pressing(account), what)
    text = said(raw)
    attached = _attached(raw)
    if attached is None and not text:
        return None
    place = "" if account.scope is Scope.PERSONAL else str(room_of(account.address))
    return _kept(raw, account, Said(text=text, place=place), attached=attached)


def pressing(account: Account) -> Account:
    """The same, where a button was pressed and nothing said."""
    is_elsewhere = account.scope is not Scope.PERSONAL
    return replace(account, address=replace(account.address, is_pressing=is_elsewhere))


def said(raw: Raw) -> str:
    """The words of a message without the mention of the bot; who is mentioned stands in the entities, never in the text."""
    text = raw.get("text")
    if not isinstance(text, str) or len(text) > _LONGEST:
        return ""
    ours = _object(raw, "recipient").get("id")
    for entity in _list(raw, "entities"):
        named = _object(entity, "mentioned").get("id")
        mention = entity.get("text")
        if entity.get("type") == "mention" and named == ours and isinstance(mention, str) and mention:
            text = text.replace(mention, " ")
    return plain(text)


def plain(text: str) -> str:
    """As it was typed: Teams writes what is laid out, and some characters, as HTML, and lines in several ways."""
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = html.unescape(text).replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def _attached(raw: Raw) -> Attached | None:
    """The first file of a message that somebody sent from their own place."""
    for each in _list(raw, "attachments"):
        name, url = each.get("name"), _object(each, "content").get("downloadUrl")
        if each.get("contentType") == _FILE and isinstance(name, str) and isinstance(url, str):
            return Attached(name=name[:255], url=url)
    return None


# ── cards ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _action(raw: Raw, account: Account) -> Message | None:
    action = _object(_object(raw, "value"), "action")
    what = deed(_object(action, "data"), verb=action.get("verb"))
    return None if what is None else _kept(raw, pressing(account), what)


def deed(data: Raw, *, verb: object = None) -> What | None:
    """What was done with a card. Everything in it may be made up: it is a claim, and judged where it is carried out."""
    verb = data.get("verb") if verb is None else verb
    if verb == "press" and is_text(action := data.get("action"), most=1_000):
        return Pressed(action=action)
    if verb == "form" and is_text(form := data.get("form"), most=1_000):
        values = read_fields(data)
        if len(values) <= _MOST_FIELDS and all(len(value) <= _LONGEST for value in values.values()):
            return Submitted(form=form, values=values)
    return None


def is_key(value: object) -> TypeGuard[str]:
    """Whether it looks like what a message of ours is known by."""
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def is_text(value: object, *, most: int) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= most


def _consent(raw: Raw, account: Account) -> Consent | None:
    value = _object(raw, "value")
    file, upload = _object(value, "context").get("file"), _object(value, "uploadInfo")
    if not is_key(file) or account.scope is not Scope.PERSONAL:
        return None
    message = raw.get("replyToId")
    asked = Consent(account=account, file=file, message=message if is_id(message) else None)
    if value.get("action") != "accept":
        return asked
    given = tuple(upload.get(name) for name in ("uploadUrl", "contentUrl", "name", "uniqueId", "fileType"))
    if not all(isinstance(each, str) for each in given):
        return None
    url, content_url, name, unique_id, file_type = map(str, given)
    return replace(asked, upload_url=url, content_url=content_url, name=name[:255], unique_id=unique_id, file_type=file_type)


# ── installations ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _installation(raw: Raw, account: Account) -> Read | None:
    match raw.get("action"):
        case "add" | "add-upgrade":
            return _installed(raw, account)
        case "remove" | "remove-upgrade":
            return Removed(account=account)
    return None


def _members(raw: Raw, account: Account) -> Read | None:
    """Of all that come and go, only the bot itself is of interest."""
    ours = _object(raw, "recipient").get("id")
    if any(each.get("id") == ours for each in _list(raw, "membersAdded")):
        return _installed(raw, account)
    if any(each.get("id") == ours for each in _list(raw, "membersRemoved")):
        return Removed(account=account)
    return None


def _installed(raw: Raw, account: Account) -> Installed:
    """Teams tells it in two ways, and at every upgrade again: it is one thing for each conversation."""
    team = _object(_object(raw, "channelData"), "team").get("id")
    key = f"teams:welcome:{digest(account.address.tenant, account.address.conversation)}"
    incoming = _incoming(key, account, Opened())
    return Installed(account=account, incoming=incoming, team=team if is_id(team) else None)


# ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _kept(raw: Raw, account: Account, what: What, *, attached: Attached | None = None) -> Message | None:
    """Under what Teams calls the activity: one that is delivered again is the same."""
    if not is_id(id := raw.get("id")):
        return None
    key = f"teams:{digest(account.address.tenant, account.address.conversation, str(raw.get('type')), id)}"
    return Message(account=account, incoming=_incoming(key, account, what), attached=attached)


def _incoming(key: str, account: Account, what: What) -> Incoming:
    to = str(account.address)
    private = to if account.scope is Scope.PERSONAL else None
    return Incoming(key=key, sender=account.sender, conversation=to, what=what, private=private)


def _scope(conversation: Raw) -> Scope:
    """Whatever is not surely between two is read along by others."""
    kind = conversation.get("conversationType")
    if kind == Scope.PERSONAL.value and conversation.get("isGroup") is not True:
        return Scope.PERSONAL
    return Scope.CHANNEL if kind == Scope.CHANNEL.value else Scope.GROUP


def _client(raw: Raw) -> Raw:
    return next((each for each in _list(raw, "entities") if each.get("type") == "clientInfo"), {})


def _name(value: object) -> str:
    return value if isinstance(value, str) and _NAME.fullmatch(value) else ""


def _object(raw: Raw, name: str) -> Raw:
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def _list(raw: Raw, name: str) -> list[Raw]:
    found = raw.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
