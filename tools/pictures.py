"""Draw the README's pictures from a demo of its own: `python -m tools.pictures`, or every screen with `--all FOLDER`.

Each picture is taken light and dark at 1280 x 800; with --all also at 2560 x 1440, to be looked at and thrown away. A demo that
already runs is used where its home folder and address are given.
"""

import argparse
import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from tools import screens
from tools.browser import chromium, sign_in

ROOT = Path(__file__).resolve().parent.parent
_SIZES = ((1280, 800), (2560, 1440))
_QUESTION = "How many shares does Ilse Varga hold in Meridian Freight Ltd?"


@contextmanager
def demo() -> Iterator[tuple[Path, str]]:
    """A demo in a folder of its own, stopped at the end; its home and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="asc-pictures-") as home:
        environment = {**os.environ, "ASCERTAIN_HOME": home, "ASCERTAIN_PORT": str(port)}
        command = [sys.executable, "-m", "ascertain.entrypoints", "run", "--demo"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            for line in process.stdout:
                print(line, end="")
                if "Ascertain is at" in line:
                    break
            yield Path(home), f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


class Photographer:
    """A page signed in as one of the demo's people, and where its pictures go."""

    def __init__(self, browser: Browser, home: Path, address: str, person: int, folder: Path) -> None:
        who = json.loads((home / "demo.json").read_text())["people"][person]
        self._folder = folder
        self.address = address
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        self.page.set_default_timeout(60_000)
        sign_in(self.page, address, who["email"], who["password"])
        found = self.api("/cases?view=all&state=any")["items"]
        self.cases: dict[str, str] = {case["customer_name"].split()[0].lower(): case["id"] for case in found}

    def api(self, path: str) -> Any:
        """What the API answers in this person's session."""
        return self.page.evaluate("path => fetch(path).then(answer => answer.json())", f"/bff/api/v1{path}")

    def case(self, name: str, tab: str, **more: str | int) -> None:
        """Open a tab of the case whose customer's first word is `name`."""
        query = "&".join(f"{key}={value}" for key, value in {"tab": tab, **more}.items())
        self.page.goto(f"{self.address}/cases/{self.cases[name]}?{query}")

    def take(self, name: str) -> None:
        """The page as it is, light and dark, as WebP."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            self.page.wait_for_timeout(150)  # until what was drawn for the other scheme is drawn anew
            picture = Image.open(io.BytesIO(self.page.screenshot()))
            picture.save(self._folder / f"{name}-{scheme}.webp", quality=82, method=6)


def _propose(beck: Photographer) -> None:
    """The clean company's case as the second person finds it."""
    if beck.api(f"/cases/{beck.cases['harrow']}")["state"] != "open":
        return
    beck.case("harrow", "facts")
    beck.page.locator("table[aria-label=Facts]").wait_for()
    beck.page.keyboard.press("n")
    while unsure := re.search(r"\d+ to check", beck.page.get_by_role("region", name="Case").inner_text()):
        beck.page.locator("tr[aria-selected=true]").get_by_role("button", name="Accept").click()
        beck.page.get_by_text(unsure.group()).wait_for(state="hidden")
    beck.case("harrow", "decision")
    beck.page.get_by_text("Nothing blocks a decision").wait_for()
    beck.page.get_by_label("Reason").fill("Owner and address documented, nobody on a list, nothing contradicts.")
    beck.page.get_by_role("button", name="Propose …").click()
    beck.page.get_by_role("button", name="Propose to approve").click()
    beck.page.get_by_text("waiting for a second person").wait_for()


def _ask(head: Photographer) -> None:
    head.case("meridian", "overview")
    head.page.get_by_label("Ask about this case").fill(_QUESTION)
    head.page.get_by_role("button", name="Send").click()
    head.page.get_by_role("link", name="anatomy").wait_for()


def _queue(head: Photographer) -> None:
    head.page.goto(f"{head.address}/?view=all")
    head.page.locator("tbody tr").first.wait_for()


def _case(head: Photographer) -> None:
    facts = head.api(f"/cases/{head.cases['meridian']}/facts")["items"]
    fact = next(one for one in facts if one["property"] == "sharesCount" and one["value"] == "610")
    head.case("meridian", "facts", document=fact["document_id"], page=1, fact=fact["id"])
    head.page.locator("[aria-label=Page] [data-lit]").wait_for()
    head.page.locator("tr[aria-selected=true]").evaluate("row => row.scrollIntoView({ block: 'start' })")


def _ownership(head: Photographer) -> None:
    head.case("meridian", "ownership")
    head.page.locator(".react-flow__edge-path").first.wait_for()
    head.page.get_by_role("button", name="Close the documents pane").click()


def _screening(head: Photographer) -> None:
    head.case("viktor", "screening")
    head.page.get_by_text("to judge").first.wait_for()


def _risk(head: Photographer) -> None:
    head.case("meridian", "risk")
    head.page.locator("[aria-label^='Score ']").wait_for()


def _assistant(head: Photographer) -> None:
    _ask(head)
    sources = head.page.get_by_role("list", name="Sources").get_by_role("button")
    sources.filter(has_text=re.compile(r"\.(pdf|jpg)")).first.click()
    head.page.locator("[aria-label=Page] [data-lit]").first.wait_for()


def _decision(head: Photographer) -> None:
    head.case("harrow", "decision")
    head.page.get_by_role("region", name="Second review").wait_for()


def _anatomy(head: Photographer) -> None:
    _ask(head)
    head.page.get_by_role("link", name="anatomy").click()
    head.page.get_by_text("Sources for the model").wait_for()


PICTURES: dict[str, Callable[[Photographer], None]] = {
    "queue": _queue,
    "case": _case,
    "ownership": _ownership,
    "screening": _screening,
    "risk": _risk,
    "assistant": _assistant,
    "decision": _decision,
    "anatomy": _anatomy,
}


def draw(home: Path, address: str, folder: Path) -> None:
    """The README's pictures, into `folder`."""
    with chromium() as browser:
        _propose(Photographer(browser, home, address, 0, folder))
        head = Photographer(browser, home, address, 1, folder)
        for name, prepare in PICTURES.items():
            prepare(head)
            head.take(name)
            print(f"pictures: {name}")


def draw_all(home: Path, address: str, folder: Path) -> None:
    """Every screen at both sizes, to be looked at."""
    with chromium() as browser:
        head = Photographer(browser, home, address, 1, folder)
        _ask(head)
        place = screens.find_place(head.api, head.cases["meridian"], head.cases["viktor"])
        for width, height in _SIZES:
            head.page.set_viewport_size({"width": width, "height": height})
            for screen in screens.SCREENS:
                screen.open(head.page, address, place)
                head.take(f"{screen.name}-{width}")
            print(f"pictures: every screen at {width}")


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every screen, into this folder")
    parser.add_argument("--home", type=Path, help="home folder of a demo that already runs")
    parser.add_argument("--address", help="its address")
    given = parser.parse_args()
    folder: Path = given.all or ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    act = draw_all if given.all else draw
    if given.home:
        act(given.home, given.address, folder)
        return
    with demo() as (home, address):
        act(home, address, folder)


if __name__ == "__main__":
    main()
