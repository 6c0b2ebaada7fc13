"""Makes the pictures of the chat page: loads the demo into a fresh database, serves it on a free port, and says what is to be seen.

Run from the top of the repository: `.venv/bin/python -m docs.pictures.make`. It needs a Chromium, by default Debian's.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER: Final = Path(__file__).parent
SELLER: Final = "seller@nordwind.example"
DEAL: Final = "Register a deal: Brandt Logistik GmbH, contact einkauf@brandt-logistik.example, 45k EUR, closing end of March"

QUESTION: Final = "Does the Enterprise edition support SAML with Okta?"
UNKNOWN: Final = "Do you support hovercraft integration?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One view of the page: `width` in CSS pixels, `scale` how many pixels of the picture each takes.

    The height is what the conversation takes from the seller's first (0) or second (1) message on.
    """

    name: str
    width: int
    scheme: Literal["light", "dark"]
    scale: float
    begins_at: int
    says: tuple[str, ...] = (DEAL, "yes")
    is_phone: bool = False


PICTURES: Final = (
    Picture(name="register-light", width=960, scheme="light", scale=1.125, begins_at=0),
    Picture(name="register-dark", width=960, scheme="dark", scale=1.125, begins_at=0),
    Picture(name="register-phone", width=390, scheme="light", scale=2, begins_at=1, is_phone=True),
    Picture(name="ask-light", width=960, scheme="light", scale=1.125, begins_at=0, says=(QUESTION, UNKNOWN)),
)
_TALLEST: Final = 2000
#: How much taller the conversation is than what it takes to show it from a message on.
_TO_SPARE: Final = """at => {
  const log = document.querySelector("#log");
  const own = document.querySelectorAll("article.own")[at].getBoundingClientRect();
  const last = document.querySelector("article.bot:last-of-type").getBoundingClientRect();
  return log.clientHeight - (last.bottom - own.top) - 40;
}"""


@contextmanager
def demo(database: Path) -> Iterator[str]:
    """The address of a demo over a database that is new; it ends with the block."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from bot.cli import app; app()", "demo", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603 - the project's own command, with nothing from outside
        command, env={"DATABASE_URL": f"sqlite:///{database}"}, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            for line in server.stdout or ():
                if "http://" in line:
                    yield f"http://127.0.0.1:{port}"
                    return
            raise RuntimeError("the demo did not start")
        finally:
            server.terminate()


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Says it as the seller and takes the picture of the answer."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": _TALLEST},
        device_scale_factor=picture.scale,
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        locale="en-GB",
        is_mobile=picture.is_phone,
        has_touch=picture.is_phone,
    )
    page = context.new_page()
    page.goto(f"{address}/#as={SELLER}")
    page.wait_for_function("() => document.querySelector('#log[aria-busy=false] article.bot')")
    for text in picture.says:
        _say(page, text)
    page.locator("#said").blur()
    spare = page.evaluate(_TO_SPARE, picture.begins_at)
    page.set_viewport_size({"width": picture.width, "height": _TALLEST - int(spare)})
    page.locator("#log").evaluate("log => log.scrollTo(0, log.scrollHeight)")
    page.screenshot(path=FOLDER / f"{picture.name}.png", animations="disabled")
    context.close()


def _say(page: Page, text: str) -> None:
    before = page.locator("article.own").count()
    page.locator("#said").fill(text)
    page.locator("#send").click()
    page.wait_for_function("n => document.querySelectorAll('article.own')[n]?.dataset.state === 'sent'", arg=before)


def main(chromium: str, only: str = "") -> None:
    """Each picture gets a demo of its own, so that none shows what another has registered."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            if only not in ("", picture.name):
                continue
            with tempfile.TemporaryDirectory() as folder, demo(Path(folder, "demo.db")) as address:
                take(browser, address, picture)
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser to use")
    parser.add_argument("--only", default="", metavar="NAME", help="the picture to make; left out, all")
    options = parser.parse_args()
    main(options.chromium, options.only)
