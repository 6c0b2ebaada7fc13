"""The step of Slack's Workflow Builder: how the manifest describes it, what a run of it hands in, how it is told what came of it.

A run is a message like any other. It is kept before Slack is told that it arrived, has its turn once, and its reply goes out by the
outbox: so it is completed or failed whatever happens in between. Completing it again does no harm: Slack refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from bot.delivery.channel import Later, Limit, Outcome, Refused, Rendered, Sent, Unknown
from bot.incoming import Incoming
from bot.slack.address import Execution, is_execution, is_id, read_execution
from bot.slack.calls import Api
from bot.slack.keyed import incoming_of
from bot.slack.words import clean, cut
from bot.slack.workspaces import Workspace, Workspaces
from handlers.message import Submitted
from handlers.unattended import REGISTER, SLOTS, VERB
from handlers.understanding.readings import Slot
from handlers.wording import Words

EVENT: Final = "function_executed"
PERSON: Final = "person"
_RESULT: Final = {"registration": "Registration", "status": "Status"}
#: So much of what is handed in is read, and so much of what is wrong is said.
_LONGEST: Final = 3000
_ERROR: Final = 1000
#: With these Slack says that it was told already, perhaps by a try whose answer was lost; or that nobody waits any more.
_OVER: Final = frozenset(
    {"execution_not_in_running_state", "function_execution_not_found", "function_execution_not_in_running_state"}
)


def functions() -> dict[str, Any]:
    """For the manifest: in English, as Slack shows it to whoever builds a workflow."""
    words = Words("en")
    person = {"type": "slack#/types/user_id", "name": PERSON, "title": "Person", "is_required": True}
    person |= {"description": "Who registers the deal: a partner’s member whose account is linked"}
    inputs = {
        slot.value: {
            "type": "string",
            "name": slot.value,
            "title": words(f"slot.{slot.value}"),
            "description": words(f"slot.{slot.value}"),
            "is_required": slot is Slot.COMPANY,
        }
        for slot in SLOTS
    }
    outputs = {
        name: {"type": "string", "name": name, "title": title, "description": title, "is_required": True}
        for name, title in _RESULT.items()
    }
    step = {"title": "Register a deal", "description": "Registers a deal for a partner’s member and gives its number and status"}
    return {REGISTER: step | {"input_parameters": {PERSON: person, **inputs}, "output_parameters": outputs}}


def read_run(event: Mapping[str, Any], ours: Workspace) -> Incoming | None:
    """The run as a message of the person that it is for: who may not do it, or is nobody we know, is answered as anywhere else."""
    id, inputs, function = event.get("function_execution_id"), event.get("inputs"), event.get("function")
    if not is_execution(id) or not isinstance(function, Mapping):
        return None
    given = inputs if isinstance(inputs, Mapping) else {}
    person = given.get(PERSON)
    known = {slot.value for slot in SLOTS}
    values = {name: value[:_LONGEST] for name, value in given.items() if name in known and isinstance(value, str)}
    what = Submitted(form=f"{VERB}/{str(function.get('callback_id'))[:100]}", values=values)
    to = Execution(tenant=ours.tenant, id=id)
    return incoming_of(f"run:{id}", ours, person if is_id(person) else "NOBODY", what, to)


class Runs:
    """Tells runs what came of them."""

    def __init__(self, api: Api, workspaces: Workspaces) -> None:
        self._api = api
        self._workspaces = workspaces

    @staticmethod
    def limits(conversation: str) -> tuple[Limit, ...]:
        run = read_execution(conversation)
        return () if run is None else (Limit(bucket=f"slack:{run.tenant}:runs", count=40, per=timedelta(minutes=1)),)

    async def send(self, conversation: str, message: Rendered) -> Outcome:
        """Completes the run with the result of the reply; fails it with its words where it has none."""
        run = read_execution(conversation)
        token = None if run is None else await self._workspaces.token(run.tenant)
        if run is None or token is None:
            return Refused(code="no_such_address" if run is None else "not_installed")
        client, result = self._api.client(token), message.get("result")
        if result:
            telling = client.functions_completeSuccess(function_execution_id=run.id, outputs=dict(result))
        else:
            error = cut(clean(str(message["text"])), _ERROR)
            telling = client.functions_completeError(function_execution_id=run.id, error=error)
        answer = await self._api.call(telling)
        match answer:
            case Refused(code=code) if code in _OVER:
                return Sent(id=run.id)
            case Refused() | Later() | Unknown():
                return answer
        return Sent(id=run.id)
