"""The site is the documentation: every page is in its navigation, in the order of the start page, and nothing is fetched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from docs.site_nav import navigation
from tests.docs.pages import page, pages
from tests.house.sources import TOP


def listed(nav: list[dict[str, Any]]) -> Iterator[str]:
    for entry in nav:
        for value in entry.values():
            if isinstance(value, str):
                yield value
            else:
                yield from listed(value)


def test_the_navigation_is_what_the_start_page_lists() -> None:
    text = "## Learn\n\n- [A](a.md): first\n\n## Do\n\n### One\n\n- [B](b.md)\n\n### Two\n\n1. [C](c.md)\n## Know\n- [D](d.md)\n"
    assert navigation(text) == [
        {"Start": "index.md"},
        {"Learn": [{"A": "a.md"}]},
        {"Do": [{"One": [{"B": "b.md"}]}, {"Two": [{"C": "c.md"}]}]},
        {"Know": [{"D": "d.md"}]},
    ]


def test_every_page_is_in_the_navigation_once() -> None:
    found = sorted(listed(navigation(page("docs/index.md").text)))
    assert found == sorted(each.path.removeprefix("docs/") for each in pages() if each.path.startswith("docs/"))


def test_nothing_is_fetched_from_elsewhere_by_the_theme() -> None:
    settings = yaml.safe_load((TOP / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["theme"]["font"] is False
    assert settings["extra"]["generator"] is False
    assert not settings.keys() & {"extra_css", "extra_javascript"}


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_names_no_other_machine(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(
        command, cwd=TOP, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    built = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")}
    fetched = re.compile(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?P<url>https?://[^"]+)"')
    assert {name: match["url"] for name, text in built.items() if (match := fetched.search(text))} == {}
    assert len(built) > len(pages()) // 2
