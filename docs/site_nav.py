"""The site's navigation is the start page: its headings and the pages that it lists, in its order. Read by mkdocs (mkdocs.yml)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_HEADING = re.compile(r"^(?P<level>##|###) (?P<title>.+)$")
_PAGE = re.compile(r"^(?:-|\d+\.) \[(?P<title>[^\]]+)\]\((?P<path>[^)]+\.md)\)")


def navigation(index: str) -> list[dict[str, Any]]:
    """Sections of sections of pages, as mkdocs takes them, of the text of the start page."""
    nav: list[dict[str, Any]] = [{"Start": "index.md"}]
    section = pages = nav
    for line in index.splitlines():
        if heading := _HEADING.match(line):
            pages = []
            (nav if heading["level"] == "##" else section).append({heading["title"]: pages})
            section = pages if heading["level"] == "##" else section
        elif page := _PAGE.match(line):
            pages.append({page["title"]: page["path"]})
    return nav


def on_config(config: Any) -> Any:
    """Called by mkdocs once it has read its file."""
    config["nav"] = navigation((Path(config["docs_dir"]) / "index.md").read_text(encoding="utf-8"))
    return config
