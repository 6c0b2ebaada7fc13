"""A fake Slack, and an app that does next to nothing, for the fake's own tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.slack_fake.bench import Bench
from tests.slack_fake.sample_app import SampleApp
from tests.slack_fake.slack import FakeSlack


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as running:
        yield running


@pytest.fixture
def app(slack: FakeSlack) -> Iterator[SampleApp]:
    sample = SampleApp(slack)
    yield sample
    sample.close()


@pytest.fixture
def bench(slack: FakeSlack) -> Bench:
    slack.courier.subscribed = frozenset()  # there is no app to be told anything
    return Bench(slack)
