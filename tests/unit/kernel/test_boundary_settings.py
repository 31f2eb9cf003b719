"""Names, readers of metrics, and cookies, by where the server listens and what it trusts."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ascertain.entrypoints.api.app import create_app
from ascertain.entrypoints.bff.middleware import cookie_of, same_site
from ascertain.kernel.config import Access, HttpSettings
from ascertain.kernel.http.boundary import BoundaryMiddleware, settle


def _client(http: HttpSettings, *, proxy: str | None = None, host: str = "127.0.0.1") -> httpx.AsyncClient:
    settled = settle(http, listens_on=host)
    app: Any = BoundaryMiddleware(create_app(http=settled), settled)
    if http.trusted_proxies:
        app = ProxyHeadersMiddleware(app, http.trusted_proxies)
    transport = httpx.ASGITransport(app, client=(proxy or "198.51.100.1", 1))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


@pytest.mark.parametrize(
    ("host", "access", "expected"),
    [
        ("127.0.0.1", "auto", 200),
        ("::1", "auto", 200),
        ("localhost", "auto", 200),
        ("0.0.0.0", "auto", 401),
        ("192.0.2.1", "auto", 401),
        ("0.0.0.0", "open", 200),
        ("127.0.0.1", "signed_in", 401),
        ("127.0.0.1", "off", 404),
    ],
)
async def test_metrics_and_openapi_are_open_on_loopback_only(host: str, access: Access, expected: int) -> None:
    async with _client(HttpSettings(metrics=access, openapi=access), host=host) as client:
        # Drawing the document takes seconds; a browser test reads it.
        for path in ("/metrics",) if expected == 200 else ("/metrics", "/api/v1/openapi.json"):
            assert ((await client.get(path)).status_code, path) == (expected, path)


async def test_names_are_a_setting_where_others_reach_the_server() -> None:
    async with _client(HttpSettings(), host="0.0.0.0") as client:
        assert (await client.get("/api/v1/cases", headers={"Host": "ascertain.bank.example"})).status_code == 401
    async with _client(HttpSettings(allowed_hosts=["Ascertain.bank.example"]), host="0.0.0.0") as client:
        assert (await client.get("/api/v1/cases", headers={"Host": "ascertain.bank.example:8443"})).status_code == 401
        refused = await client.get("/api/v1/cases", headers={"Host": "127.0.0.1"})
        assert (refused.status_code, refused.json()["code"]) == (421, "http.host")


@pytest.mark.parametrize(("proxy", "trusted"), [("10.0.0.7", True), ("10.9.0.7", False)])
async def test_only_a_trusted_proxy_says_that_a_request_came_over_tls(proxy: str, trusted: bool) -> None:
    async with _client(HttpSettings(trusted_proxies=["10.0.0.0/24"]), proxy=proxy) as client:
        answer = await client.get("/api/v1/cases", headers={"X-Forwarded-Proto": "https"})
    assert ("strict-transport-security" in answer.headers) is trusted


def _scope(scheme: str, *headers: tuple[bytes, bytes]) -> Scope:
    return {"type": "http", "scheme": scheme, "headers": list(headers)}


def test_over_tls_a_cookie_that_another_host_could_have_set_is_not_read() -> None:
    plain = (b"cookie", b"ascertain_session=planted")
    prefixed = (b"cookie", b"ascertain_session=planted; __Host-ascertain_session=own")
    assert cookie_of(_scope("https", plain), "ascertain_session") is None
    assert cookie_of(_scope("https", prefixed), "ascertain_session") == "own"
    assert cookie_of(_scope("http", plain), "ascertain_session") == "planted"


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({b"sec-fetch-site": b"same-origin"}, True),
        # A proxy that rewrites Host: the browser's own word decides.
        ({b"sec-fetch-site": b"same-origin", b"origin": b"https://public.example", b"host": b"inner"}, True),
        ({b"sec-fetch-site": b"same-site", b"origin": b"https://a.example", b"host": b"a.example"}, False),
        ({b"sec-fetch-site": b"cross-site"}, False),
        ({b"origin": b"https://a.example", b"host": b"A.example"}, True),
        ({b"origin": b"https://a.example:8443", b"host": b"a.example"}, False),
        ({b"origin": b"null", b"host": b"a.example"}, False),
        ({b"origin": b"https://evil.example", b"host": b"a.example"}, False),
    ],
)
def test_a_request_is_of_this_site_by_headers_that_no_script_can_set(headers: dict[bytes, bytes], ours: bool) -> None:
    assert same_site(list(headers.items())) is ours


@pytest.fixture
def messages() -> Iterator[list[dict[str, Any]]]:
    yield []


async def test_headers_of_a_route_are_not_replaced(messages: list[dict[str, Any]]) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"cache-control", b"private, max-age=60"), (b"content-security-policy", b"sandbox")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def send(message: Any) -> None:
        messages.append(message)

    async def receive() -> Any: ...

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/api/v1/x",
        "scheme": "http",
        "headers": [(b"host", b"localhost")],
    }
    await BoundaryMiddleware(app, settle(HttpSettings(), listens_on="127.0.0.1"))(scope, receive, send)
    found = dict(messages[0]["headers"])
    assert (found[b"cache-control"], found[b"content-security-policy"]) == (b"private, max-age=60", b"sandbox")
    assert len(messages[0]["headers"]) == len(found)
