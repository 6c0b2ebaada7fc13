"""What Slack delivers, read: a message for its turn, a form to open, a form that came back, the Home tab; or nothing for us.

Pure, and tolerant: of whatever is not there, or is not what Slack documents, nothing is made. The tenant is the workspace that the
delivery was authorised for, never the one that a payload names besides: people of other workspaces write here, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from bot.incoming import Incoming, Sender
from bot.slack import workflow
from bot.slack.address import Address, is_id, is_ts, read_address
from bot.slack.happenings import HAPPENINGS, Shared, Stopped, happened
from bot.slack.keyed import digest, incoming_of, sender_of
from bot.slack.modal import read_lookup, read_values
from bot.slack.words import typed
from bot.slack.workspaces import Workspace
from handlers.approval_cards import SHOW
from handlers.message import LARGEST_FILE, Pressed, Said, Submitted, What
from handlers.reply import Lookup

Body = Mapping[str, Any]

#: Ways in of our own, by which the manifest names them.
REGISTER_SHORTCUT: Final = "register_deal"
MESSAGE_SHORTCUT: Final = "register_from_message"
#: Each command with the words that stand before what is said after it.
COMMANDS: Final = MappingProxyType({"/commission": "commission", "/deal": "", "/help": "help", "/tier": "tier"})
#: What Slack calls a click on a work object.
LOOKED: Final = "entity_details_requested"
EVENTS: Final = ("agent_session_stopped", "app_home_opened", "app_mention", "message.im")
#: The action that draws the form of a deal, of a new one or of the draft there is.
REGISTER: Final = "register.form"
#: The action that shows the deal of a link to whoever pressed it, and to nobody beside.
PEEK: Final = "deals.open/"
#: Actions whose answer is shown in a modal, and posted nowhere.
PEEKS: Final = (PEEK, SHOW)
#: Actions that are answered with a form, or that very deal, which is shown in a modal at once.
_ASKS: Final = ("answer.bad/", "draft.form/", "step/", "step.form/", REGISTER, *PEEKS)
#: Elements that are pressed; the second is the pair of thumbs under an answer.
_PRESSED: Final = ("button", "feedback_buttons")
#: Messages with one of these are still somebody's words.
_WORDED: Final = (None, "file_share", "thread_broadcast")
#: Files that can be read; of a picture, only the words that came with it are, if any.
_READABLE: Final = (".csv", ".docx", ".htm", ".html", ".md", ".pdf", ".pptx", ".txt")
_PICTURES: Final = (".jpeg", ".jpg", ".png")
#: So much of a message is put into the form from it.
_LONGEST: Final = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that came with a message; it has to be fetched."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """To be kept for its turn. With `is_command` it was not said where it is answered, and its sender is to be told so."""

    incoming: Incoming
    is_command: bool = False
    attached: Attached | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """To be answered with a form in a modal, which Slack opens only in the three seconds after."""

    incoming: Incoming
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A form that came back; Slack waits for what is wrong with it."""

    incoming: Incoming


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Somebody looks at the Home tab; `hash` is of what they see there, "" for nothing yet."""

    sender: Sender
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Somebody opens their direct messages with the bot."""

    sender: Sender
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody clicked a work object of ours: its details are to be shown to them, in the three seconds after."""

    incoming: Incoming
    trigger: str
    id: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Somebody types in a field that is looked up; Slack waits for the options. `form` is the id of the form it is in."""

    sender: Sender
    lookup: Lookup
    form: str
    typed: str


Read = Message | Opening | Submission | Home | Talk | Look | Question | Shared | Stopped


def read(body: Body, ours: Workspace) -> Read | None:
    """What the payload is to us; None for what we have nothing to do with."""
    if "command" in body:
        return _command(body, ours)
    reader = _READERS.get(str(body.get("type")))
    return reader(body, ours) if reader is not None else None


# ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _event(body: Body, ours: Workspace) -> Read | None:
    event = _object(body, "event")
    if event.get("type") == "app_home_opened":
        return _home(event, ours)
    if event.get("type") == LOOKED:
        return _look(event, ours)
    if event.get("type") == workflow.EVENT:
        run = workflow.read_run(event, ours)
        return None if run is None else Message(incoming=run)
    if event.get("type") in HAPPENINGS:
        return happened(event)
    if event.get("type") not in ("message", "app_mention") or _is_of_a_bot(event, ours):
        return None
    if event.get("subtype") not in _WORDED or event.get("hidden") or event.get("edited"):
        return None
    return _message(event, ours)


def _is_of_a_bot(event: Body, ours: Workspace) -> bool:
    return bool(event.get("bot_id") or event.get("bot_profile")) or event.get("user") in (ours.bot_user_id, "USLACKBOT")


def _message(event: Body, ours: Workspace) -> Message | None:
    """The key is made of where and when: an app_mention and the message that it is are one, and so are their repetitions."""
    user, channel, ts, text = (event.get(name) for name in ("user", "channel", "ts", "text"))
    if not (is_id(user) and is_id(channel) and is_ts(ts) and isinstance(text, str)):
        return None
    mention = f"<@{ours.bot_user_id}>"
    is_direct = event.get("channel_type") == "im" or channel.startswith("D")
    if not is_direct and mention not in text:
        return None
    thread = root if is_ts(root := event.get("thread_ts")) else ts
    to = Address(tenant=ours.tenant, channel=channel, thread=thread, asker=None if is_direct else user)
    place = "" if is_direct else str(Address(tenant=ours.tenant, channel=channel))
    said = Said(text=typed(text.replace(mention, " ")).strip(), place=place)
    return Message(incoming=incoming_of(f"{channel}:{ts}", ours, user, said, to), attached=_attached(event, said))


def _attached(event: Body, said: Said) -> Attached | None:
    """The first file of a message that can be read; a picture beside other words is only shown, unless they are of a logo."""
    readable = _READABLE if said.text and "logo" not in said.text.casefold() else (*_READABLE, *_PICTURES)
    files = event.get("files")
    for file in files if isinstance(files, list) else ():
        known = file if isinstance(file, dict) else {}
        name, url, size = (known.get(key) for key in ("name", "url_private_download", "size"))
        if not (isinstance(name, str) and isinstance(url, str) and isinstance(size, int)):
            continue
        if name.casefold().endswith(readable) and size <= LARGEST_FILE:
            return Attached(name=name, url=url)
    return None


def _home(event: Body, ours: Workspace) -> Home | Talk | None:
    channel = event.get("channel")
    if not is_id(event.get("user")):
        return None
    if event.get("tab") == "messages":
        return Talk(sender=sender_of(ours, event["user"]), channel=channel) if is_id(channel) else None
    if event.get("tab") != "home":
        return None
    seen = _object(event, "view").get("hash")
    return Home(sender=sender_of(ours, event["user"]), hash=seen if isinstance(seen, str) else "")


def _look(event: Body, ours: Workspace) -> Look | None:
    """As if they had pressed the button below the link; whether there is such a deal is for the turn to say."""
    user, trigger, url = (event.get(name) for name in ("user", "trigger_id", "entity_url"))
    channel, ts, id = event.get("channel"), event.get("message_ts"), _object(event, "external_ref").get("id")
    if not (
        is_id(user) and isinstance(trigger, str) and trigger and isinstance(url, str) and isinstance(id, str) and 0 < len(id) < 256
    ):
        return None
    place = {"container": {"channel_id": channel, "message_ts": ts}, "message": {"thread_ts": event.get("thread_ts")}}
    key = f"look:{user}:{digest(trigger)}"
    incoming = incoming_of(key, ours, user, Pressed(action=f"{PEEK}{id}"), _pressed_in(place, ours, user))
    return Look(incoming=incoming, trigger=trigger, id=id, url=url)


# ── buttons, commands, shortcuts ─────────────────────────────────────────────────────────────────────────────────────────


def _press(body: Body, ours: Workspace) -> Read | None:
    user, actions = _object(body, "user").get("id"), body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], dict) else {}
    value, at = action.get("value"), action.get("action_ts")
    if not is_id(user) or action.get("type") not in _PRESSED or not isinstance(value, str) or not is_ts(at):
        return None
    to = _pressed_in(body, ours, user)
    key = f"press:{user}:{at}:{digest(value)}"
    return _opening_or_message(body, incoming_of(key, ours, user, Pressed(action=value), to))


def _pressed_in(body: Body, ours: Workspace, user: str) -> Address:
    """The thread of the message that has the button; the direct messages, if it was in the Home tab or a modal."""
    container, message = _object(body, "container"), _object(body, "message")
    channel, ts = container.get("channel_id"), container.get("message_ts")
    if not (is_id(channel) and is_ts(ts)):
        return Address(tenant=ours.tenant, channel=user)
    # A message that one person alone sees comes without itself, and nothing can be answered to it.
    thread = next((root for root in (message.get("thread_ts"), container.get("thread_ts")) if is_ts(root)), None)
    if container.get("is_ephemeral") is True:
        return Address(tenant=ours.tenant, channel=channel, thread=thread, asker=user)
    if channel.startswith("D"):
        return Address(tenant=ours.tenant, channel=channel, thread=thread)
    # A word for one person is not seen in a thread that nobody has begun: it stands below the message.
    return Address(tenant=ours.tenant, channel=channel, thread=None if thread == ts else thread, asker=user, is_pressing=True)


def _opening_or_message(body: Body, incoming: Incoming) -> Read:
    trigger = body.get("trigger_id")
    asks = isinstance(incoming.what, Pressed) and incoming.what.action.startswith(_ASKS)
    if asks and isinstance(trigger, str) and trigger:
        return Opening(incoming=incoming, trigger=trigger)
    return Message(incoming=incoming)


def _command(body: Body, ours: Workspace) -> Message | Opening | None:
    """Answered in the direct messages, wherever it was typed; without words, with the form of a deal."""
    user, trigger, text = body.get("user_id"), body.get("trigger_id"), body.get("text", "")
    ours_to_answer = COMMANDS.get(str(body["command"]))
    if not is_id(user) or not isinstance(trigger, str) or not trigger or not isinstance(text, str) or ours_to_answer is None:
        return None
    lead = "help" if text.strip().casefold() in ("help", "hilfe") else ours_to_answer
    said = lead if lead == "help" else f"{lead} {typed(text)}".strip()
    what: What = Said(text=said)
    to = Address(tenant=ours.tenant, channel=user)
    key = f"command:{user}:{digest(trigger)}"
    if said:
        return Message(incoming=incoming_of(key, ours, user, what, to), is_command=True)
    return Opening(incoming=incoming_of(key, ours, user, Pressed(action=REGISTER), to), trigger=trigger)


def _shortcut(body: Body, ours: Workspace) -> Opening | None:
    user, trigger, callback = _object(body, "user").get("id"), body.get("trigger_id"), body.get("callback_id")
    if not is_id(user) or not isinstance(trigger, str) or not trigger:
        return None
    to = Address(tenant=ours.tenant, channel=user)
    if callback == REGISTER_SHORTCUT:
        what: What = Pressed(action=REGISTER)
    elif callback == MESSAGE_SHORTCUT and isinstance(_object(body, "message").get("text"), str):
        what = Said(text=f"register {typed(_object(body, 'message')['text'])[:_LONGEST]}")
    else:
        return None
    return Opening(incoming=incoming_of(f"shortcut:{user}:{digest(trigger)}", ours, user, what, to), trigger=trigger)


# ── modals ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _submission(body: Body, ours: Workspace) -> Submission | None:
    """What comes along with a view is not trusted: an address in another workspace, or of another asker, is none."""
    user, view = _object(body, "user").get("id"), _object(body, "view")
    form, _, place = str(view.get("private_metadata", "")).partition("\n")
    if not is_id(user) or view.get("callback_id") != "form" or not form:
        return None
    to = read_address(place)
    if to is None or to.tenant != ours.tenant or to.asker not in (None, user):
        to = Address(tenant=ours.tenant, channel=user)
    values = read_values(_object(view, "state"))
    filled = "\x1f".join(f"{name}={value}" for name, value in sorted(values.items()))
    key = f"form:{user}:{digest(str(view.get('id')), str(view.get('hash')), filled)}"
    return Submission(incoming=incoming_of(key, ours, user, Submitted(form=form, values=values), to))


def _suggestion(body: Body, ours: Workspace) -> Question | None:
    """Whose options and of what; nothing here is trusted but that it is Slack's: what may be seen is decided for the account."""
    user, typed, lookup = _object(body, "user").get("id"), body.get("value"), read_lookup(str(body.get("action_id")))
    if not is_id(user) or not isinstance(typed, str) or lookup is None:
        return None
    form, _, _ = str(_object(body, "view").get("private_metadata", "")).partition("\n")
    return Question(sender=sender_of(ours, user), lookup=lookup, form=form, typed=typed)


def _object(body: Body, name: str) -> Body:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


_READERS: Final[Mapping[str, Callable[[Body, Workspace], Read | None]]] = {
    "event_callback": _event,
    "block_actions": _press,
    "view_submission": _submission,
    "block_suggestion": _suggestion,
    "shortcut": _shortcut,
    "message_action": _shortcut,
}
