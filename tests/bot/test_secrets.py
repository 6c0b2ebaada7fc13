"""Secrets come from the environment or from files of their own, and are read again when a file changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadConfiguration, Settings, read_settings
from bot.secrets import Secrets

LONG, LONGER = "a-secret-of-some-length-1", "another-secret-of-some-length-2"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one in which billing's secret is."""
    monkeypatch.delenv("BILLING_WEBHOOK_SECRET", raising=False)
    path = tmp_path / "billing"
    path.write_text(f"{LONG}\n", encoding="utf-8")
    monkeypatch.setenv("BILLING_WEBHOOK_SECRET_FILE", str(path))
    return path


def test_a_secret_is_read_from_its_file_without_the_end_of_the_line(file: Path) -> None:
    assert read_settings().billing_webhook_secrets == (LONG,)


def test_a_secret_in_two_places_is_in_neither(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLING_WEBHOOK_SECRET", LONGER)
    with pytest.raises(BadConfiguration) as bad:
        read_settings()
    assert bad.value.problems == ("BILLING_WEBHOOK_SECRET and BILLING_WEBHOOK_SECRET_FILE exclude each other",)


def test_a_file_that_is_not_there_is_a_problem_with_a_name(file: Path) -> None:
    file.unlink()
    with pytest.raises(BadConfiguration) as bad:
        read_settings()
    assert bad.value.problems == ("BILLING_WEBHOOK_SECRET_FILE names no file that can be read",)


def test_whoever_follows_hears_of_a_change_once_and_of_nothing_else(file: Path) -> None:
    heard: list[tuple[str, ...]] = []

    def use(settings: Settings) -> None:
        heard.append(settings.billing_webhook_secrets)

    secrets = Secrets()
    secrets.follow(use)
    secrets.look()
    assert heard == []
    file.write_text(f"{LONGER},{LONG}", encoding="utf-8")
    secrets.look()
    secrets.look()
    assert heard == [(LONGER, LONG)]
    file.write_text("short", encoding="utf-8")
    secrets.look()
    assert heard == [(LONGER, LONG)]


def test_a_link_that_comes_to_lead_elsewhere_is_a_change(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Kubernetes changes what it mounts."""
    other, link = tmp_path / "other", tmp_path / "link"
    other.write_text(LONGER, encoding="utf-8")
    link.symlink_to(file)
    monkeypatch.setenv("BILLING_WEBHOOK_SECRET_FILE", str(link))
    heard: list[tuple[str, ...]] = []
    secrets = Secrets()
    secrets.follow(lambda settings: heard.append(settings.billing_webhook_secrets))
    link.unlink()
    link.symlink_to(other)
    secrets.look()
    assert heard == [(LONGER,)]
