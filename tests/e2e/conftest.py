"""A browser for each module, and pages that are signed in and whose faults fail the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.ascertain_server import PASSWORD, RunningServer, SeededTenant
from tools import web
from tools.browser import chromium, sign_in

OpenPage = Callable[..., Page]
_PATIENCE_MS = 20_000  # of a machine that is busy; every wait ends as soon as what it waits for is there
_PICTURES = Path("test-results")  # of the pages as a test left them; ignored by git

expect.set_options(timeout=_PATIENCE_MS)


@pytest.fixture(scope="module")
def browser(running_server: RunningServer) -> Iterator[Browser]:
    """Started after the server and closed with the module: Playwright's loop would be in the way of other tests'."""
    web.build()
    with chromium() as started:
        yield started


@pytest.fixture
def faults() -> list[str]:
    """What pages complained of: errors of scripts and answers that say the server failed."""
    return []


@pytest.fixture
def open_page(
    browser: Browser, running_server: RunningServer, faults: list[str], request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Opens a page in a context of its own, signed in as a role of the first tenant unless told otherwise."""
    contexts = []

    def open_as(
        role: str, *, tenant: SeededTenant | None = None, address: str | None = None, scheme: str = "light"
    ) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: answer.status >= 500 and faults.append(f"{answer.status} {answer.url}"))
        emails = (tenant or running_server.tenants[0]).emails
        sign_in(page, address or running_server.address, emails[role], PASSWORD)
        return page

    yield open_as
    for number, context in enumerate(contexts):
        for page in context.pages:
            page.screenshot(path=_PICTURES / f"{request.node.name}-{number}.png")
        context.close()
    assert faults == []
