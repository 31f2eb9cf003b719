"""Requests as an attacker writes them, by raw sockets against a running server."""

import json
import re
import socket

import httpx
import pytest

from tests.servers.ascertain_server import PASSWORD, RunningServer


def _raw(server: RunningServer, request: bytes, *, timeout_s: float = 10) -> bytes:
    """What the server answers until it closes the connection, or says no more for a moment."""
    host, port = server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=timeout_s) as connection:
        connection.sendall(request)
        answer = b""
        while True:
            try:
                part = connection.recv(65536)
            except (TimeoutError, ConnectionResetError):
                return answer
            if not part:
                return answer
            answer += part
            connection.settimeout(0.3)


def _status(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return int(found.group(1)) if found else 0


def _head(server: RunningServer, method: str, path: str, *lines: str) -> bytes:
    host = server.address.removeprefix("http://")
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", *lines, "", ""]).encode()


def test_a_stranger_is_refused_before_a_byte_of_the_body_is_sent(running_server: RunningServer) -> None:
    length = "Content-Length: 40000000"
    for path, expected in (
        ("/api/v1/auth/token", 413),
        ("/bff/login", 413),
        ("/api/v1/webhooks", 401),
        ("/api/v1/cases/case_1/documents", 401),
        ("/bff/api/v1/webhooks", 401),
        ("/v1/chat/completions", 401),
    ):
        head = _head(running_server, "POST", path, "Content-Type: application/json", length)
        assert (path, _status(_raw(running_server, head))) == (path, expected)


def test_a_client_that_sends_everything_first_reads_the_refusal(running_server: RunningServer) -> None:
    body = {"email": "a@example.org", "password": "x" * 40_000_000}
    answer = httpx.post(f"{running_server.address}/api/v1/auth/token", json=body, timeout=30)
    assert (answer.status_code, answer.json()["limit_bytes"]) == (413, 8192)


def test_bodies_are_limited_by_route(running_server: RunningServer) -> None:
    client = running_server.client(running_server.tenants[0], "all")
    refused = client.post("/cases", json={"customer_name": "x" * 1_100_000})
    assert (refused.status_code, refused.json()["limit_bytes"]) == (413, 1 << 20)
    key = client.post("/api-keys", json={"name": "v1", "permissions": ["model.use"]}).json()["secret"]
    v1 = httpx.Client(base_url=running_server.address, headers={"Authorization": f"Bearer {key}"}, timeout=30)
    message = {"role": "user", "content": "x" * (33 << 20)}
    refused = v1.post("/v1/chat/completions", json={"model": "auto", "messages": [message]})
    assert refused.status_code == 413
    assert "32 MB" in refused.json()["error"]["message"]
    values = b'{"model":"a","messages":[],"tools":[' + b"[]," * 300_000 + b"1]}"
    refused = v1.post("/v1/chat/completions", content=values)
    assert refused.status_code == 413
    assert v1.post("/v1/chat/completions", content=b"[" * 100_000).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 4000 + b"]" * 4000,
        b'{"email": ' + b"[" * 3000 + b"]" * 3000 + b"}",
        b'{"email": "a", "password": 1e999999}',
        b'{"email": "a", "password": ' + b"9" * 5000 + b"}",
        b'{"email": "\\ud800", "password": "x"}',
        b'{"email": "a\\u0000", "password": "x"}',
        b'{"email": "\xff\xfe", "password": "x"}',
        b"null",
        b"",
    ],
)
def test_no_body_breaks_sign_in(running_server: RunningServer, body: bytes) -> None:
    for path in ("/api/v1/auth/token", "/bff/login"):
        answer = httpx.post(
            f"{running_server.address}{path}", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in (400, 422), (path, answer.text)


_SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Length: 4", "Content-Length: 44"),
        ("Content-Length: 4", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", "Content-Length: 4"),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding : chunked",),
        ("Content-Length: +4",),
        ("Content-Length: 4_4",),
        ("Content-Length: -1",),
        ("Content-Length: 99999999999999999999999",),
        ("X-A: b\rTransfer-Encoding: chunked",),
        (" Content-Length: 4",),
    ],
)
def test_two_readings_of_a_length_are_refused(running_server: RunningServer, lines: tuple[str, ...]) -> None:
    head = _head(running_server, "POST", "/api/v1/auth/token", "Content-Type: application/json", *lines)
    answer = _raw(running_server, head + b"0\r\n\r\n" + _SMUGGLED)
    assert _status(answer) in (400, 413)
    assert answer.count(b"HTTP/1.1 ") == 1  # what follows is never answered as a request of its own


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["Host: evil.example"], 421),
        (["Host: evil.example:8800"], 421),
        (["Host: 127.0.0.1.evil.example"], 421),
        (["Host: evil@localhost"], 421),
        (["Host: localhost", "Host: evil.example"], 400),
        ([], 400),
        (["Host:"], 421),
        (["Host: LOCALHOST:1"], 401),
        (["Host: localhost."], 401),
        (["Host: [::1]:8800"], 401),
        (["Host: evil.example", "X-Forwarded-Host: localhost"], 421),
    ],
)
def test_a_server_on_loopback_answers_under_its_own_names_only(
    running_server: RunningServer, lines: list[str], status: int
) -> None:
    for path in ("/api/v1/cases", "/bff/me", "/v1/models"):
        request = "\r\n".join([f"GET {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode()
        assert (path, _status(_raw(running_server, request))) == (path, status)


def test_a_probe_by_address_is_answered(running_server: RunningServer) -> None:
    assert _status(_raw(running_server, b"GET /healthz HTTP/1.1\r\nHost: 10.1.2.3:8800\r\n\r\n")) == 200
    assert _status(_raw(running_server, b"GET /healthz HTTP/1.0\r\n\r\n")) == 200
    assert _status(_raw(running_server, b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n")) == 421


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /%ff%00%2e%2e/%2e%2e/etc/passwd HTTP/1.1", 404),
        ("GET /assets/%00 HTTP/1.1", 404),
        ("GET /docs/%00/%2e%2e%2fpasswd HTTP/1.1", 404),
        ("GET /assets/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1", 404),
        ("GET /api/v1/cases/%00 HTTP/1.1", 401),
        ("HEAD / HTTP/1.1", 200),
        ("HEAD /cases/of-the-web-app HTTP/1.1", 200),
        ("HEAD /healthz HTTP/1.1", 200),
        ("HEAD /readyz HTTP/1.1", 200),
        ("POST /api/v1/nothing HTTP/1.1", 404),
        ("GET /api/v1/nothing HTTP/1.1", 404),
        ("GET /api/v1/openapi.json/ HTTP/1.1", 404),
        ("TRACE / HTTP/1.1", 405),
        ("CONNECT evil.example:443 HTTP/1.1", 400),
        ("PRI * HTTP/2.0", 400),
        ("GET / HTTP/9.9", 400),
        ("\x16\x03\x01\x02", 400),
    ],
)
def test_odd_request_lines_are_no_faults_of_the_server(running_server: RunningServer, line: str, status: int) -> None:
    answer = _raw(running_server, f"{line}\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert _status(answer) == status
    assert b"root:" not in answer


def test_answers_carry_what_keeps_browsers_from_storing_sniffing_and_framing(running_server: RunningServer) -> None:
    client = running_server.client(running_server.tenants[0], "all")
    for answer in (
        client.get("/cases"),
        client.get("/nothing"),
        httpx.get(f"{running_server.address}/bff/me"),
        httpx.get(f"{running_server.address}/v1/models", headers={"Authorization": "Bearer x"}),
    ):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" not in answer.headers
    assert "frame-ancestors 'none'" in client.get("/cases").headers["content-security-policy"]
    page = httpx.get(running_server.address).headers
    assert "frame-ancestors 'none'" in page["content-security-policy"]
    assert page["x-content-type-options"] == "nosniff"


def test_forwarded_headers_of_strangers_are_not_believed(running_server: RunningServer) -> None:
    tenant = running_server.tenants[0]
    answer = httpx.post(
        f"{running_server.address}/bff/login",
        json={"email": tenant.emails["analyst"], "password": PASSWORD},
        headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"},
    )
    assert answer.status_code == 200
    assert "strict-transport-security" not in answer.headers
    assert "Secure" not in answer.headers["set-cookie"]


def test_without_a_setting_no_other_origin_may_read_or_ask(running_server: RunningServer) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for path in ("/api/v1/cases", "/v1/models", "/bff/me", "/healthz"):
        for answer in (
            httpx.options(f"{running_server.address}{path}", headers=asked),
            httpx.get(f"{running_server.address}{path}", headers={"Origin": "null"}),
        ):
            assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
    ],
)
def test_no_other_site_signs_anybody_in_or_out(running_server: RunningServer, headers: dict[str, str]) -> None:
    credentials = {"email": running_server.tenants[0].emails["analyst"], "password": PASSWORD}
    with httpx.Client(base_url=running_server.address) as client:
        assert client.post("/bff/login", json=credentials, headers=headers).status_code == 403
        csrf = client.post("/bff/login", json=credentials).json()["csrf_token"]
        token = {"X-CSRF-Token": csrf}
        assert client.post("/bff/logout").json()["code"] == "auth.csrf"
        assert client.post("/bff/logout", headers={**headers, **token}).status_code == 403
        assert client.get("/bff/me").status_code == 200
        assert client.post("/bff/logout", headers=token).status_code == 204
        assert client.get("/bff/me").status_code == 401


def test_a_form_of_another_site_is_no_sign_in(running_server: RunningServer) -> None:
    credentials = {"email": running_server.tenants[0].emails["analyst"], "password": PASSWORD}
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = httpx.post(
            f"{running_server.address}/bff/login",
            content=json.dumps(credentials),
            headers={"Content-Type": kind},
        )
        assert answer.status_code == 422
