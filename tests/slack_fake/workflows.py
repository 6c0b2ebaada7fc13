"""Steps of workflows that an app offers: somebody's workflow runs one, and waits until the app completes or fails it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Call, Method, Platform
from tests.slack_fake.world import Refusal, Team


@dataclass(slots=True, kw_only=True)
class Run:
    """One execution of a step; `outputs` when it was completed, `error` when it failed."""

    id: str
    team: str
    callback_id: str
    outputs: Json | None = None
    error: str | None = None

    @property
    def is_over(self) -> bool:
        return self.outputs is not None or self.error is not None


def begun(platform: Platform, team: Team, callback_id: str, inputs: Json) -> tuple[Run, Json]:
    """A new run with the event that tells the app of it. What a builder cannot leave out is there, and nothing undeclared."""
    function = platform.functions[callback_id]
    declared = function["input_parameters"]
    missing = {name for name, each in declared.items() if each.get("is_required")} - inputs.keys()
    if missing or inputs.keys() - declared.keys():
        raise AssertionError(f"Workflow Builder takes no such step: {sorted(missing or inputs.keys() - declared.keys())}")
    run = Run(id=team.new_id("Fx"), team=team.id, callback_id=callback_id)
    platform.runs[run.id] = run
    shown = {"id": "Fn0EXAMPLE", "callback_id": callback_id, "title": function["title"], "type": "app", "app_id": platform.app.id}
    shown |= {"input_parameters": list(declared.values()), "output_parameters": list(function["output_parameters"].values())}
    event = {
        "type": "function_executed",
        "function": shown,
        "inputs": inputs,
        "function_execution_id": run.id,
        "workflow_execution_id": team.new_id("Wx"),
        "bot_access_token": "xwfp-not-a-token",
        "event_ts": team.new_ts(),
    }
    return run, event


def complete(call: Call) -> Json:
    run, outputs = _running(call), _object(call.args["outputs"])
    declared = call.platform.functions[run.callback_id]["output_parameters"]
    missing = {name for name, each in declared.items() if each.get("is_required") and not outputs.get(name)}
    if missing or outputs.keys() - declared.keys() or not all(isinstance(each, str) for each in outputs.values()):
        raise Refusal("parameter_validation_failed", *sorted(missing | outputs.keys() - declared.keys()))
    run.outputs = outputs
    return {}


def fail(call: Call) -> Json:
    run = _running(call)
    run.error = call.get("error")
    return {}


def _running(call: Call) -> Run:
    run: Run | None = call.platform.runs.get(call.get("function_execution_id"))
    if run is None or run.team != call.team.id:
        raise Refusal("function_execution_not_found")
    if run.is_over:
        raise Refusal("execution_not_in_running_state")
    return run


def _object(given: Any) -> Json:
    found = json.loads(given) if isinstance(given, str) else given
    if not isinstance(found, dict):
        raise Refusal("invalid_arguments", "outputs")
    return found


METHODS: Final = {
    "functions.completeSuccess": Method(answer=complete, required="function_execution_id outputs"),
    "functions.completeError": Method(answer=fail, required="function_execution_id error"),
}
