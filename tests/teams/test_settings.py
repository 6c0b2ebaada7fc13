"""Where anybody could pass for a partner, or for Microsoft, the chat in Teams is not begun, and why is said in sentences."""

from __future__ import annotations

from typing import Any, Final

import pytest

from bot.config import Settings
from bot.teams.begin import problems
from tests.teams_fake.world import guid

GOOD: Final[dict[str, Any]] = {
    "teams_app_id": guid(1),
    "teams_app_password": "secret",
    "teams_app_tenantid": guid(2),
    "teams_tenants": f"{guid(2)}, {guid(3).upper()}",
}


def wrong(**change: Any) -> list[str]:
    return list(problems(Settings.model_validate(GOOD | change)))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"teams_app_password": "the next one, secret"},
        {"teams_app_type": "MultiTenant", "teams_app_tenantid": None},
        {"teams_app_type": "UserAssignedMSI", "teams_app_password": None},
        {"teams_test_url": "http://127.0.0.1:1"},
        {"teams_app_id": None, "teams_app_password": None, "teams_anonymous": True},
    ],
)
def test_what_can_be_run_is_run(change: dict[str, Any]) -> None:
    assert wrong(**change) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"teams_app_id": "me"}, "TEAMS_APP_ID"),
        ({"teams_app_id": None}, "TEAMS_APP_ID"),
        ({"teams_app_password": None}, "TEAMS_APP_PASSWORD"),
        ({"teams_app_password": "one, two, three"}, "TEAMS_APP_PASSWORD"),
        ({"teams_app_type": "UserAssignedMSI"}, "TEAMS_APP_PASSWORD"),
        ({"teams_app_tenantid": "contoso.onmicrosoft.com"}, "TEAMS_APP_TENANTID"),
        ({"teams_app_tenantid": None}, "TEAMS_APP_TENANTID"),
        ({"teams_tenants": None}, "TEAMS_TENANTS"),
        ({"teams_tenants": "*"}, "TEAMS_TENANTS"),
        ({"teams_anonymous": True}, "TEAMS_ANONYMOUS"),
        ({"teams_test_url": "https://login.example"}, "TEAMS_TEST_URL"),
    ],
)
def test_what_is_wrong_is_said_by_its_name(change: dict[str, Any], why: str) -> None:
    (said,) = wrong(**change)
    assert why in said
    assert "secret" not in said.removesuffix("secret, or two while one takes the other's place.")
