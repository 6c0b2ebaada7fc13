"""Draws the transcripts as people see them on Slack, one picture each: a developer's tool, to look at what the renderer makes.

Run from the top of the repository, after `npm ci` in this folder: `.venv/bin/python -m tests.slack.pictures.draw FOLDER [NAME …]`.
Without names, every transcript is drawn; with `--narrow`, as on a phone. It needs node and a Chromium.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any, Final
from urllib.parse import parse_qs

import structlog
from playwright.sync_api import FloatRect, Page, sync_playwright

from storage.engine import migrate
from tests.bot.house import House, furnish
from tests.bot.transcripts import FOLDER, Player
from tests.slack.stage import Stage
from tests.slack_fake.elements import Json
from tests.slack_fake.slack import FakeSlack
from tests.web.browser import ARGUMENTS

#: Of a picture, in pixels of the page.
_HIGHEST: Final = 1100
HERE: Final = Path(__file__).parent
_SHOWN: Final = {"views.open": "modal", "views.update": "modal", "views.publish": "home", "chat.update": "message"}


def played(path: Path) -> list[Json]:
    """What went over the wire while the transcript was played: a line for each thing that somebody saw or did."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/house.db"
        migrate(url)
        house = House(url)
        furnish(house)
        with FakeSlack() as slack:
            stage = Stage(slack, house)
            try:
                Player(stage).play(path)
                stage.finish()
            finally:
                stage.bot.close()
            team = slack.north.team
            names = {person.id: person.real_name for person in team.people.values()}
            names |= {
                channel.id: names[(channel.members - {team.bot.id}).pop()]
                for channel in team.channels.values()
                if channel.kind == "im"
            }
            things = [thing for entry in slack.platform.journal for thing in _things(entry, names)]
        house.close()
    return [
        thing for thing in things if thing["kind"] != "modal" or any(each["type"] == "input" for each in thing["view"]["blocks"])
    ]


def _things(entry: Json, names: dict[str, str]) -> Iterator[Json]:
    if entry["kind"] == "delivery":
        yield from _done(entry, names)
    elif entry["method"] == "chat.postMessage":
        args = entry["args"]
        to = names.get(args["channel"], "")
        yield {"kind": "message", "who": "partnerbot", "to": to, "text": args.get("text", ""), "blocks": args.get("blocks")}
    elif entry["method"] in _SHOWN and "view" in entry["args"]:
        yield {"kind": _SHOWN[entry["method"]], "view": entry["args"]["view"]}


def _done(entry: Json, names: dict[str, str]) -> Iterator[Json]:
    body: Any = entry["body"]
    body = json.loads(body) if body.startswith("{") else json.loads(parse_qs(body)["payload"][0])
    event = body.get("event", {})
    if event.get("type") == "message" and event.get("user") in names and "bot_id" not in event and not event.get("hidden"):
        files = " ".join(file["name"] for file in event.get("files", ()))
        yield {"kind": "said", "who": names[event["user"]], "text": event["text"] or f"📄 {files}"}
    elif body.get("type") == "block_actions":
        yield {"kind": "said", "who": names[body["user"]["id"]], "text": f"▸ {body['actions'][0]['text']['text']}"}
    elif body.get("type") == "view_submission":
        answer = json.loads(entry["answer"] or "{}")
        yield {"kind": "modal", "view": _filled(body["view"]), "errors": answer.get("errors", {})}


def _filled(view: Json) -> Json:
    """The modal with what was typed into it."""
    blocks = []
    for block in view["blocks"]:
        state = view["state"]["values"].get(block["block_id"], {})
        for given in state.values():
            chosen = {"initial_option": given["selected_option"]} if given.get("selected_option") else {}
            typed = {"initial_value": given["value"]} if given.get("value") else {}
            block = block | {"element": block["element"] | typed | chosen}
        blocks.append(block)
    return view | {"blocks": blocks}


def draw(scenes: list[Json], folder: Path) -> None:
    """A picture of each scene, called by its name."""
    command = ["node", "draw.mjs"]
    pages = json.loads(
        subprocess.run(command, cwd=HERE, input=json.dumps(scenes), stdout=subprocess.PIPE, text=True, check=True).stdout
    )
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium") or which("google-chrome"), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 740, "height": 400})
        for each in pages:
            page.set_content(each["html"])
            for number, clip in enumerate(_clips(page), 1):
                page.screenshot(path=folder / f"{each['name']}-{number}.png", clip=clip, full_page=True)
        browser.close()


def _clips(page: Page) -> Iterator[FloatRect]:
    """Where to cut the page into pictures that one can look at: between two things, not higher than a screen if that can be."""
    boxes = [thing.bounding_box() for thing in page.locator(".scene > *").all()]
    width = page.evaluate("document.querySelector('.scene').offsetWidth")
    top, bottom = 0.0, 0.0
    for box in (box for box in boxes if box is not None):
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
    narrow = "--narrow" in sys.argv
    draw([{"name": name, "things": played(FOLDER / f"{name}.txt"), "narrow": narrow} for name in wanted], Path(given[0]))


if __name__ == "__main__":
    main()
