"""What scripts of another origin may do, by a browser: nothing without a setting, and never with cookies."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page

from ascertain.entrypoints.api.app import create_app
from ascertain.kernel.config import HttpSettings
from ascertain.kernel.http.boundary import BoundaryMiddleware, settle
from tools.browser import chromium

# A request with a token, as a web app of another origin sends it; "refused" where the browser does not show the answer.
_ASK = """async ([url, options]) => {
    try { const answer = await fetch(url, options); return answer.status; } catch { return "refused"; }
}"""
_WITH_TOKEN = {"headers": {"Authorization": "Bearer x", "Content-Type": "application/json"}}


class _Blank(BaseHTTPRequestHandler):
    """The page of the other origin."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>another site</title>")

    def log_message(self, *args: Any) -> None: ...


@contextmanager
def _serving(http: HttpSettings) -> Iterator[str]:
    http = settle(http, listens_on="127.0.0.1")
    config = uvicorn.Config(
        BoundaryMiddleware(create_app(http=http), http), port=0, log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def other_origin() -> Iterator[str]:
    site = ThreadingHTTPServer(("127.0.0.1", 0), _Blank)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()


@pytest.fixture(scope="module")
def page(other_origin: str) -> Iterator[Page]:
    with chromium() as browser:
        opened = browser.new_page()
        opened.goto(other_origin)
        yield opened


def _ask(page: Page, url: str, **options: Any) -> Any:
    return page.evaluate(_ASK, [url, options])


def test_without_a_setting_a_script_of_another_origin_reads_nothing(page: Page) -> None:
    with _serving(HttpSettings()) as server:
        for path in ("/api/v1/openapi.json", "/api/v1/cases", "/bff/me", "/healthz"):
            assert _ask(page, server + path) == "refused"
            assert _ask(page, server + path, **_WITH_TOKEN) == "refused"


def test_an_allowed_origin_calls_the_api_with_a_token_and_without_cookies(page: Page, other_origin: str) -> None:
    with _serving(HttpSettings(api_origins=[other_origin])) as server:
        assert _ask(page, f"{server}/api/v1/openapi.json") == 200
        # The preflight is answered before any sign-in is asked for.
        headers = {"content-type": "application/json", "idempotency-key": "k"}
        assert _ask(page, f"{server}/api/v1/webhooks", method="POST", body="{}", headers=headers) == 401
        assert _ask(page, f"{server}/api/v1/webhooks", method="DELETE") == 405
        assert _ask(page, f"{server}/api/v1/openapi.json", credentials="include") == "refused"
        # The list of /api says nothing about the rest.
        assert _ask(page, f"{server}/bff/me") == "refused"
        assert _ask(page, f"{server}/healthz") == "refused"


def test_a_list_of_every_origin_does_not_admit_cookies(page: Page) -> None:
    with _serving(HttpSettings(api_origins=["*"])) as server:
        assert _ask(page, f"{server}/api/v1/openapi.json") == 200
        assert _ask(page, f"{server}/api/v1/openapi.json", credentials="include") == "refused"


def test_another_origin_is_not_in_the_list(page: Page) -> None:
    with _serving(HttpSettings(api_origins=["http://127.0.0.1:1", "null"])) as server:
        assert _ask(page, f"{server}/api/v1/openapi.json") == "refused"
