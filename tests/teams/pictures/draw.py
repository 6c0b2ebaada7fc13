"""Draws the transcripts as people see them in Teams, one picture each: a developer's tool, to look at what the renderer makes.

Run from the top of the repository, after `make install-dev`: `.venv/bin/python -m tests.teams.pictures.draw FOLDER [NAME …]`.
Without names, every transcript is drawn; with `--narrow`, as on a phone; with `--dark` or `--contrast`, in that theme.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which
from typing import Any, Final

import structlog
from playwright.sync_api import FloatRect, Page
from sqlalchemy import select

from bot.teams.forms import dialog
from bot.teams.render import render
from handlers.message import Pressed, Said, Submitted, Uploaded, load
from handlers.reply import Form, Reply
from handlers.reply_json import load as load_reply
from handlers.wording import Words
from storage.engine import migrate
from storage.tables import inbox, outbox
from tests.bot.house import House, furnish
from tests.bot.transcripts import FOLDER, Player
from tests.teams.renderer import browser, prepare

Thing = dict[str, Any]

#: Of a picture, in pixels of the page.
_HIGHEST: Final = 1100


def played(path: Path) -> list[Thing]:
    """What was said and shown while the transcript was played."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/house.db"
        migrate(url)
        house = House(url)
        furnish(house)
        Player(house).play(path)
        with house.database.reading() as connection:
            turns = connection.execute(select(inbox).where(inbox.c.reply.is_not(None)).order_by(inbox.c.id)).mappings().all()
            told = connection.execute(select(outbox).order_by(outbox.c.id)).mappings().all()
        house.close()
    rows = [(row["at"], 0, row) for row in turns] + [(row["at"], 1, row) for row in told]
    return [thing for _, kind, row in sorted(rows, key=lambda row: row[:2]) for thing in _things(kind, row)]


def _things(kind: int, row: Any) -> Iterator[Thing]:
    reply = load_reply(row["reply"])
    if kind == 0:
        yield {"kind": "said", "who": row["user_id"], "text": _done(load(row["what"]))}
    yield from shown(reply, who="partnerbot" if kind == 0 else f"partnerbot to {row['member_id']}")


def shown(reply: Reply, *, who: str = "partnerbot") -> Iterator[Thing]:
    """The messages of a reply, and its forms as they look in a dialog."""
    words = Words(reply.language)
    for message in render(reply, words):
        yield {"kind": "message", "who": who, "message": message}
    for part in reply.parts:
        if isinstance(part, Form):
            yield {"kind": "dialog", "task": dialog(part, words)}


def _done(what: object) -> str:
    match what:
        case Said(text=text):
            return text
        case Pressed(action=action):
            return f"▸ {action}"
        case Submitted(values=values):
            return " · ".join(f"{name}: {value}" for name, value in values.items() if value)
        case Uploaded(name=name):
            return f"📄 {name}"
    return "…"


def draw(page: Page, things: Sequence[Thing], folder: Path, name: str, *, width: int, scheme: str) -> None:
    """Pictures of the scene, cut where one thing ends and the next begins."""
    folder.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": width, "height": 400})
    page.evaluate("([things, scheme, width]) => drawScene(things, scheme, width)", [list(things), scheme, width])
    for number, clip in enumerate(_clips(page), 1):
        page.screenshot(path=folder / f"{name}-{number}.png", clip=clip, full_page=True)


def _clips(page: Page) -> Iterator[FloatRect]:
    boxes = [box for thing in page.locator(".thing").all() if (box := thing.bounding_box()) is not None]
    width = page.evaluate("document.body.offsetWidth")
    top, bottom = 0.0, 0.0
    for box in boxes:
        end = box["y"] + box["height"] + 8
        if bottom > top and end - top > _HIGHEST:
            yield {"x": 0, "y": top, "width": width, "height": bottom - top}
            top = bottom
        bottom = end
    yield {"x": 0, "y": top, "width": width, "height": bottom + 8 - top}


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    given = [each for each in sys.argv[1:] if not each.startswith("--")]
    wanted = given[1:] or sorted(path.stem for path in FOLDER.glob("*.txt"))
    width = 320 if "--narrow" in sys.argv else 700
    scheme = next((scheme for scheme in ("dark", "contrast") if f"--{scheme}" in sys.argv), "light")
    with browser(which("chromium") or which("google-chrome") or "chromium") as launched:
        page = launched.new_page()
        prepare(page)
        for name in wanted:
            draw(page, played(FOLDER / f"{name}.txt"), Path(given[0]), name, width=width, scheme=scheme)


if __name__ == "__main__":
    main()
