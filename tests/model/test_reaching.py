"""`partnerbot doctor --reach` asks the models' providers, at no cost, whether they take the key and know the model."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.bot.house import POLICY_FILE
from tests.model.stub import KEY, Stub


def reached(stub: Stub, **env: str) -> tuple[int, list[str]]:
    """The exit code, and what is said of the model and of vectors."""
    known = {"DATABASE_URL": "sqlite://", "PARTNERBOT_POLICY": str(POLICY_FILE), "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": stub.url}
    ran = CliRunner().invoke(app, ("doctor", "--reach"), env=known | env, catch_exceptions=False)
    return ran.exit_code, [line for line in ran.stdout.splitlines() if "provider" in line]


def test_a_provider_that_takes_the_key_and_knows_the_models_is_well(stub: Stub) -> None:
    code, said = reached(stub, OPENAI_MODEL="gpt-4o-mini", EMBEDDING_MODEL="text-embedding-3-small")
    assert code == 0
    assert [line.split()[:2] for line in said] == [["ok", "model"], ["ok", "vectors"]]
    assert stub.asked == 0, "nothing that costs was asked"


@pytest.mark.parametrize(
    ("env", "code", "said"),
    [
        ({"OPENAI_API_KEY": "sk-other"}, 1, "wrong model the provider does not take the key"),
        ({"OPENAI_MODEL": "unheard-of"}, 0, "look model the provider answers, but not that it knows unheard-of"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, 0, "look model the provider cannot be reached just now (connection)"),
    ],
)
def test_what_is_wrong_is_told_from_what_may_pass(stub: Stub, env: dict[str, str], code: int, said: str) -> None:
    found, (line,) = reached(stub, **{"OPENAI_MODEL": "gpt-4o-mini", **env})
    assert (found, " ".join(line.split()).startswith(said)) == (code, True), line
