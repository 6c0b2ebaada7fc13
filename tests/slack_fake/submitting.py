"""What Slack does with the body of an acknowledgement: of a modal, a command, a question for options; and what it refuses of it."""

from __future__ import annotations

from tests.slack_fake.blocks import inputs
from tests.slack_fake.chat import respond
from tests.slack_fake.courier import Ack
from tests.slack_fake.elements import Json, options
from tests.slack_fake.views import faults, pushed, replaced
from tests.slack_fake.world import Channel, Refusal, Team, View


def taken(team: Team, view: View, ack: Ack, complaints: list[str]) -> dict[str, str]:
    """Carries the answer out; the errors that stand under the fields now. What Slack would not understand is a complaint."""
    stack = team.stacks.get(view.user, [])
    if not ack.is_good:
        return {}
    try:
        body = ack.json
    except ValueError:
        complaints.append("view_submission: the answer is no JSON")
        return {}
    match body:
        case {} if not body:
            if view in stack:
                stack.remove(view)
        case {"response_action": "clear"}:
            stack.clear()
        case {"response_action": "errors", "errors": dict(errors)} if errors:
            if strange := errors.keys() - inputs(view.body).keys():
                complaints.append(f"view_submission: errors for what is no input block: {sorted(strange)}")
            return {str(key): str(value) for key, value in errors.items()}
        case {"response_action": "update" | "push" as action, "view": dict(new)}:
            _show(team, view, action, new, complaints)
        case _:
            complaints.append(f"view_submission: Slack knows no such answer: {body}")
    return {}


def said_in_answer(team: Team, ack: Ack, channel: Channel, user: str, complaints: list[str]) -> None:
    """Shows what stands in the answer to a slash command: plain text, or a message as JSON."""
    if not ack.is_good or not ack.body:
        return
    try:
        given = ack.json if ack.body.startswith("{") else {"text": ack.body}
        respond(team, given, None, channel, user, None)
    except (ValueError, Refusal) as error:
        complaints.append(f"command: Slack would not show the answer: {error}")


def offered(ack: Ack, complaints: list[str]) -> list[Json]:
    """The options that a select shows; none where Slack would not take them."""
    try:
        body = ack.json if ack.is_good else {}
    except ValueError:
        body = {}
    found = body.get("options")
    if refused := list(options(found, "/options", 100)) if found != [] else []:
        complaints.append(f"block_suggestion: {'; '.join(refused)}")
        return []
    return found or []


def _show(team: Team, view: View, action: str, new: Json, complaints: list[str]) -> None:
    if found := faults(new):
        complaints.append(f"view_submission: {'; '.join(found)}")
    elif action == "update":
        replaced(team, view, new)
    else:
        try:
            pushed(team, view.user, new)
        except Refusal as refusal:
            complaints.append(f"view_submission: {refusal.error}")
