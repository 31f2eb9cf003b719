"""axe-core over every screen and tab, light and dark."""

import time
from contextlib import closing
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e.conftest import OpenPage
from tests.servers.ascertain_server import RunningServer
from tools import screens

pytestmark = pytest.mark.browser

_GRAVE = ("serious", "critical")
_CHECK = """async rules => {
    const found = await axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
    return found.violations.map(one => [one.impact, one.id, one.nodes.map(node => `${node.target} ${node.html}`)]);
}"""


def _violations(page: Page, name: str, rules: list[str] | None) -> list[str]:
    found: list[tuple[str, str, list[str]]] = page.evaluate(_CHECK, rules)
    return [f"{name}: {rule}: {node[:240]}" for impact, rule, nodes in found if impact in _GRAVE for node in nodes]


@pytest.fixture
def place(running_server: RunningServer) -> screens.Place:
    """The seeded cases, and an answer about the company's."""
    tenant = running_server.tenants[0]
    with closing(running_server.client(tenant, "all")) as client:

        def get(path: str) -> Any:
            return client.get(path).raise_for_status().json()

        chat = client.post("/chats", json={"case_id": tenant.company_case}).raise_for_status().json()["id"]
        asked = client.post(f"/chats/{chat}/runs", json={"question": "Who are the beneficial owners, and how?"})
        run = asked.raise_for_status().json()["id"]
        ends_s = time.monotonic() + 30
        while get(f"/runs/{run}")["state"] == "running" and time.monotonic() < ends_s:
            time.sleep(0.1)
        return screens.find_place(get, tenant.company_case, tenant.person_case)


def test_no_screen_has_a_serious_violation(
    open_page: OpenPage, running_server: RunningServer, place: screens.Place
) -> None:
    page = open_page("all")
    found: list[str] = []
    for screen in screens.SCREENS:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        screen.open(page, running_server.address, place)
        page.evaluate(AXE_SCRIPT)
        found += _violations(page, f"{screen.name}, light", None)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += _violations(page, f"{screen.name}, dark", ["color-contrast"])
    assert found == []


def test_a_planted_fault_is_found(open_page: OpenPage) -> None:
    page = open_page("all")
    page.evaluate(AXE_SCRIPT)
    page.evaluate("document.querySelector('main').innerHTML = '<button></button><img src=x>'")
    assert {one.split(": ")[1] for one in _violations(page, "planted", None)} == {"button-name", "image-alt"}


def test_every_route_is_among_the_screens() -> None:
    assert screens.uncovered(screens.routes()) == set()
    assert screens.uncovered({"/cases/$id/parties"}) == {"/cases/$id/parties"}
