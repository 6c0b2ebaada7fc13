"""What Teams asks and waits for, read: a form to open, a form that came back, a word on an answer. Pure and tolerant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.incoming import Incoming
from bot.teams.ids import digest, is_id
from bot.teams.package import REGISTER
from bot.teams.read import Account, Raw, Scope, deed, is_key, is_text, plain, pressing
from bot.teams.render import ASKS
from handlers.message import Pressed, Said, Submitted, What
from handlers.reply import Lookup

#: So much of a message is put into the form from it.
_LONGEST: Final = 3_000
_NEW_DEAL: Final = "register.form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """To be answered with a form."""

    account: Account
    incoming: Incoming


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form that came back. With `is_elsewhere` it was opened where the bot may not be, and what comes of it is told elsewhere."""

    account: Account
    incoming: Incoming
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A word on what was posted as `posted`: whether it helped, and perhaps why not."""

    account: Account
    key: str
    posted: str
    is_helpful: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What somebody types in a field that is looked up; `form` is the id of the form that it is in."""

    account: Account
    lookup: Lookup
    form: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A card of this key is shown to somebody."""

    account: Account
    card: str


Asked = Opening | Filled | Judged | Search | Look


def read_asked(raw: Raw, account: Account) -> Asked | None:
    """What Teams asks; None for anything else, and for what is not as Teams documents it."""
    if raw.get("type") != "invoke" or not is_id(raw.get("id")):
        return None
    value = _object(raw, "value")
    match raw.get("name"):
        case "task/fetch":
            return _opening(raw, account, _opened(_object(value, "data")))
        case "task/submit":
            return _filled(raw, account, _object(value, "data"))
        case "composeExtension/fetchTask":
            return _opening(raw, _elsewhere(account), _begun(value))
        case "composeExtension/submitAction":
            found = _filled(raw, _elsewhere(account), _object(value, "data"))
            return None if found is None else replace(found, is_elsewhere=True)
        case "application/search":
            return _search(account, value)
        case "adaptiveCard/action":
            return _look(account, _object(value, "action"))
        case "message/submitAction":
            return _judged(raw, account, value)
    return None


def opening_action(form: str) -> str:
    """The action that draws the form of that id."""
    verb, _, subject = form.partition("/")
    return f"draft.form/{subject}" if verb == "register" else f"step/{verb}/{subject}"


def _opened(data: Raw) -> What | None:
    """The form of a button, or the question that stands behind its action; other actions are no dialogs."""
    if data.get("verb") != "open":
        return None
    if is_text(form := data.get("form"), most=1_000):
        return Pressed(action=opening_action(form))
    action = data.get("action")
    return Pressed(action=action) if is_text(action, most=1_000) and action.startswith(ASKS) else None


def _begun(value: Raw) -> What | None:
    """A new deal; from a message, with what that says."""
    if value.get("commandId") != REGISTER:
        return None
    said = _object(_object(value, "messagePayload"), "body").get("content")
    text = plain(said)[:_LONGEST] if isinstance(said, str) else ""
    return Said(text=f"register {text}") if text else Pressed(action=_NEW_DEAL)


def _opening(raw: Raw, account: Account, what: What | None) -> Opening | None:
    return None if what is None else Opening(account=account, incoming=_incoming(raw, account, "open", what))


def _filled(raw: Raw, account: Account, data: Raw) -> Filled | None:
    what = deed(data)
    return Filled(account=account, incoming=_incoming(raw, account, "form", what)) if isinstance(what, Submitted) else None


def _search(account: Account, value: Raw) -> Search | None:
    """Nothing here is trusted: what may be seen is decided for the account."""
    dataset, typed = value.get("dataset"), value.get("queryText", "")
    lookup, _, form = dataset.partition("/") if isinstance(dataset, str) else ("", "", "")
    if lookup not in set(Lookup) or not isinstance(typed, str):
        return None
    return Search(account=account, lookup=Lookup(lookup), form=form, typed=typed[:_LONGEST])


def _look(account: Account, action: Raw) -> Look | None:
    """Also where somebody asks for it by hand; a press of any other button is kept for its turn."""
    card = _object(action, "data").get("card")
    return Look(account=account, card=card) if action.get("verb") == "view" and is_key(card) else None


def _judged(raw: Raw, account: Account, value: Raw) -> Judged | None:
    given = _object(value, "actionValue")
    reaction, posted = given.get("reaction"), raw.get("replyToId")
    if value.get("actionName") != "feedback" or reaction not in ("like", "dislike") or not is_id(posted):
        return None
    key = _incoming(raw, account, "judged", Pressed(action="")).key
    return Judged(account=account, key=key, posted=posted, is_helpful=reaction == "like", text=_feedback(given.get("feedback")))


def _feedback(given: Any) -> str:
    """What was written: Teams sends JSON with it, as text or as it is, and has sent the words themselves."""
    if isinstance(given, str):
        try:
            read = json.loads(given)
        except (ValueError, RecursionError):
            return given.strip()[:_LONGEST]
        given = read if isinstance(read, dict) else {"feedbackText": given}
    text = given.get("feedbackText") if isinstance(given, dict) else None
    return text.strip()[:_LONGEST] if isinstance(text, str) else ""


def _elsewhere(account: Account) -> Account:
    """A message extension is opened wherever somebody writes, also between two people: never taken for the chat with the bot."""
    return replace(account, scope=Scope.GROUP, address=replace(account.address, asker=account.sender.user))


def _incoming(raw: Raw, account: Account, kind: str, what: What) -> Incoming:
    to = str(pressing(account).address)
    key = f"teams:{kind}:{digest(account.address.tenant, account.address.conversation, str(raw.get('id')))}"
    private = to if account.scope is Scope.PERSONAL else None
    return Incoming(key=key, sender=account.sender, conversation=to, what=what, private=private)


def _object(raw: Raw, name: str) -> Mapping[str, Any]:
    found = raw.get(name)
    return found if isinstance(found, dict) else {}
