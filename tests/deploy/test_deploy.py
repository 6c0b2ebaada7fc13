"""The files by which the bot is deployed are of the shapes that their readers publish, and name only what there is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from bot.config import Settings
from tests.house.sources import TOP

DEPLOY = TOP / "deploy"
MANIFESTS: dict[str, Any] = {
    f"{path.name}: {document['kind']}": document
    for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))
}
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNIT = (DEPLOY / "partnerbot.service").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
#: Variables of Python itself, and of PostgreSQL's image.
OTHERS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
IMAGES = {"python:3.13-slim", "postgres:17-alpine", "partnerbot:latest", "build"}


def pods(document: Any) -> Iterator[Any]:
    """Every pod that the manifest makes."""
    if document["kind"] in {"Deployment", "Job"}:
        yield document["spec"]["template"]["spec"]


@pytest.mark.parametrize("document", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_is_what_kubernetes_takes(document: Any) -> None:
    kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)


def test_a_manifest_with_a_mistake_is_found() -> None:
    wrong = {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "x"}, "spec": {"minAvailble": 1}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, kubernetes_validate.latest_version(), strict=True)


def test_compose_is_what_its_specification_says() -> None:
    vendored = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    schema = json.loads(vendored.read_text(encoding="utf-8"))
    jsonschema.validate(COMPOSE, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"services": {"bot": {"imagge": "x"}}}, schema)


@pytest.mark.parametrize("name", ["deployment.yaml: Deployment", "upgrade.yaml: Job"])
def test_no_pod_has_more_rights_than_it_needs(name: str) -> None:
    (pod,) = pods(MANIFESTS[name])
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] is True
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert container["image"] in IMAGES


def test_a_new_replica_is_there_before_an_old_one_goes_and_has_time_to_finish() -> None:
    deployment = MANIFESTS["deployment.yaml: Deployment"]
    assert deployment["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    (pod,) = pods(deployment)
    assert pod["terminationGracePeriodSeconds"] >= 45  # twice twenty seconds of draining, and the pause before
    (bot,) = pod["containers"]
    assert bot["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert bot["livenessProbe"]["httpGet"]["path"] == "/healthz"  # a database that is away is no reason to kill the bot


def named() -> set[str]:
    """Every variable that a file of these gives the bot."""
    of_pods = [variable["name"] for each in MANIFESTS.values() for pod in pods(each) for variable in pod["containers"][0]["env"]]
    config = MANIFESTS["config.yaml: ConfigMap"]["data"]
    composed = [name for service in ("upgrade", "bot") for name in COMPOSE["services"][service]["environment"]]
    unit = re.findall(r"^Environment=(\w+)=", UNIT, re.MULTILINE)
    return {*of_pods, *config, *composed, *unit, *re.findall(r"^(?:ENV| {3}) (\w+)=", CONTAINER, re.MULTILINE)} - OTHERS


def test_every_variable_is_one_of_ours() -> None:
    settings = {str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()}
    assert len(named()) >= 5
    assert {name.removesuffix("_FILE") for name in named()} <= settings


def test_the_image_is_made_of_the_lock_and_runs_as_nobody_in_particular() -> None:
    assert "--no-deps --require-hashes -r requirements.txt" in CONTAINER
    assert set(re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE)) <= IMAGES
    last = CONTAINER.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINER, re.MULTILINE)
    sources = [name for line in copied for name in line.split()]
    assert [name for name in sources if not (TOP / name).exists()] == []
    ignored = (TOP / ".containerignore").read_text(encoding="utf-8")
    assert [name for name in sources if f"!{name}\n" not in ignored] == []


def test_compose_runs_the_upgrade_before_the_bot_and_opens_on_this_machine_only() -> None:
    bot = COMPOSE["services"]["bot"]
    assert bot["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
    assert bot["read_only"] is True
    assert all(port.startswith("127.0.0.1:") for port in bot["ports"])
    assert {service.get("image") for service in COMPOSE["services"].values()} <= IMAGES
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_the_unit_is_shut_in() -> None:
    lines = UNIT.splitlines()
    for line in ("DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateDevices=yes", "CapabilityBoundingSet="):
        assert line in lines
    loaded = set(re.findall(r"^LoadCredential=(\w+):", UNIT, re.MULTILINE))
    assert loaded == set(re.findall(r"=%d/(\w+)$", UNIT, re.MULTILINE))


def test_systemd_has_nothing_to_object_to_in_the_unit(tmp_path: Any) -> None:
    """Where systemd is; elsewhere its lines are looked at above. The commands are not installed here: only that may be said."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        return
    unit = tmp_path / "partnerbot.service"
    unit.write_text(UNIT.replace("/srv/partnerbot/.venv/bin/partnerbot", "/bin/true"), encoding="utf-8")
    done = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "partnerbot.service" in line] == []
