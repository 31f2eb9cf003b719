"""Every screen of the web app and how one gets there: what is checked for accessibility and what pictures are taken of."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROUTES = Path(__file__).resolve().parent.parent / "frontend" / "src" / "app" / "router.tsx"
_PATIENCE_MS = 30_000


@dataclass(frozen=True, slots=True)
class Place:
    """What the addresses of screens name: cases of both kinds, a page of a register and an answer."""

    company: str
    person: str
    register: str
    run: str
    entity: str


@dataclass(frozen=True, slots=True)
class Screen:
    """An address with names of a Place in braces, what is there once it stands, and what is done before one looks."""

    name: str
    path: str
    ready: str
    act: Callable[[Page], None] | None = None

    def open(self, page: Page, address: str, place: Place) -> None:
        """Go there and wait until it stands."""
        page.goto(address + self.path.format_map(asdict(place)))
        page.locator(self.ready).first.wait_for(timeout=_PATIENCE_MS)
        if self.act:
            self.act(page)


def _search_names(page: Page) -> None:
    page.get_by_label("Name, in any script").fill("Viktor Halvorsen")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_text("% match").first.wait_for()


def _search_library(page: Page) -> None:
    page.get_by_label("Search the library").fill("nominee holdings above three percent")
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("[aria-live=polite] p").first.wait_for()


def _open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.get_by_label("Search or jump to").and_(page.get_by_role("textbox")).fill("mer")
    page.locator("[role=dialog] [data-action]").first.wait_for()


def _open_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def _past_conversation(page: Page) -> None:
    page.get_by_role("button", name="History").click()
    page.get_by_role("list", name="Chats").get_by_role("listitem").get_by_role("button").first.click()
    page.get_by_role("group", name="Answer").get_by_role("button", name="Source").first.wait_for()


_TABS = {
    "overview": "ol[aria-label='Progress of the case']",
    "facts": "table[aria-label=Facts]",
    "ownership": ".react-flow__node",
    "screening": "[aria-label=Case] .note, [aria-label=Case] .card",
    "risk": "[aria-label^='Score ']",
    "timeline": "[aria-label=Case] tbody tr",
    "decision": "text=Evidence pack",
}

SCREENS: tuple[Screen, ...] = (
    Screen("sign-in", "/login", "text=Sign in to your queue"),
    Screen("queue", "/?view=all", "tbody tr"),
    Screen("queue-empty", "/?view=monitoring", ".note"),
    Screen("queue-no-match", "/?view=all&band=prohibited", ".note"),
    Screen("palette", "/?view=all", "tbody tr", _open_palette),
    Screen("keys", "/?view=all", "tbody tr", _open_keys),
    Screen("new-case", "/cases/new", "text=Open the case"),
    *(Screen(f"company-{tab}", f"/cases/{{company}}?tab={tab}", ready) for tab, ready in _TABS.items()),
    Screen(
        "company-page", "/cases/{company}?tab=facts&document={register}&page=1", "[aria-label=Page] [aria-label*=': ']"
    ),
    Screen("assistant", "/cases/{company}?tab=overview", _TABS["overview"], _past_conversation),
    Screen("person-overview", "/cases/{person}", _TABS["overview"]),
    Screen("person-ownership", "/cases/{person}?tab=ownership", "[aria-label=Case] .note, [aria-label=Case] p"),
    Screen("person-screening", "/cases/{person}?tab=screening", "text=to judge"),
    Screen("entity", "/entities/{entity}", ".card"),
    Screen("review", "/review", "[aria-label='Which pairs']"),
    Screen("anatomy", "/runs/{run}", "text=Sources for the model"),
    Screen("screening", "/screening", "tbody tr", _search_names),
    Screen("library", "/library", "text=Drop policies here", _search_library),
    Screen("insights", "/insights", ".card"),
    Screen("admin", "/admin", "text=Audit log"),
    Screen("account", "/account", "text=Sign out everywhere"),
    Screen("set-password", "/set-password", "text=Repeat it"),
    Screen("no-such-case", "/cases/case_nothing", "[role=alert]"),
    Screen("nothing-here", "/nothing", "text=Page not found"),
)


def routes() -> set[str]:
    """Paths of the router, as written there."""
    return set(re.findall(r'\bpath: "([^"]+)"', ROUTES.read_text()))


def uncovered(paths: set[str]) -> set[str]:
    """Those of the router's paths that no screen goes to."""
    visited = [re.sub(r"\{\w+\}", "x", screen.path.partition("?")[0]) for screen in SCREENS]
    return {path for path in paths if not any(re.fullmatch(re.sub(r"\$\w+", "[^/]+", path), one) for one in visited)}


def find_place(get: Callable[[str], Any], company: str, person: str) -> Place:
    """The place of two cases, named by id, that have documents and an answer; `get` asks the API for a path."""
    documents = get(f"/cases/{company}/documents")["items"]
    register = next(one["id"] for one in documents if one["document_type"] == "shareholder_register")
    chat = get(f"/chats?case={company}&limit=1")["items"][0]["id"]
    run = next(message["run_id"] for message in get(f"/chats/{chat}")["messages"] if message["run_id"])
    owner = next(party for party in get(f"/cases/{company}/parties")["items"] if "owner" in party["roles"])
    return Place(company, person, register, run, owner["entity_id"])
