"""A body is refused before it is read where its sender has no rights, and where it is too large, whatever its Content-Length."""

from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import pytest
from fastapi import FastAPI, Request, UploadFile
from starlette.types import ASGIApp, Receive, Scope, Send

from ascertain.kernel.config import HttpSettings
from ascertain.kernel.http import CurrentActor, WireModel, install_problem_handlers, permitted
from ascertain.kernel.http.observing import ObservingMiddleware
from ascertain.kernel.http.request_bodies import RequestBodyMiddleware
from ascertain.kernel.telemetry import render_metrics
from ascertain.kernel.tenancy import Actor

READER = Actor("t", "person", "usr_1", "A. Beck", frozenset({"case.read"}))


class SignedIn:
    """Takes the place of the authentication middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if any(name == b"authorization" for name, _ in scope["headers"]):
            scope.setdefault("state", {})["actor"] = READER
        await self._app(scope, receive, send)


class Note(WireModel):
    """A body in JSON."""

    text: str
    more: object = None


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    install_problem_handlers(app)

    @app.post("/files/{name}")
    async def post_file(name: str, actor: CurrentActor, file: UploadFile) -> int:
        return len(await file.read())

    @app.post("/open")
    async def post_open(body: Note) -> int:
        return len(body.text)

    @app.post("/notes")
    async def post_note(actor: CurrentActor, body: Note) -> int:
        return len(body.text)

    @app.post("/reviews")
    async def post_review(actor: Annotated[Actor, permitted("proposal.review")], body: Note) -> None: ...

    @app.post("/raw")
    async def post_raw(actor: CurrentActor, request: Request) -> int:
        return len(await request.body())

    app.add_middleware(RequestBodyMiddleware, settings=HttpSettings(open_body_kb=1, json_body_kb=16, upload_body_mb=1))
    app.add_middleware(SignedIn)
    app.add_middleware(ObservingMiddleware)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as found:
        yield found


SIGNED_IN = {"authorization": "Bearer x"}
_FORM = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


class Chunks:
    """A body without a length, which counts how much of it was asked for."""

    def __init__(self, count: int, head: bytes = b"") -> None:
        self.count, self.head, self.given = count, head, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.head
        for _ in range(self.count):
            self.given += 1
            yield b"x" * 1000


async def test_without_an_actor_nothing_of_the_body_is_read(client: httpx.AsyncClient) -> None:
    body = Chunks(1000)
    answer = await client.post("/notes", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"], body.given) == (401, "auth.required", 0)
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_without_the_permission_nothing_of_the_body_is_read(client: httpx.AsyncClient) -> None:
    body = Chunks(1000)
    answer = await client.post("/reviews", content=body, headers={"content-type": "application/json", **SIGNED_IN})
    assert (answer.status_code, answer.json()["code"], body.given) == (403, "auth.forbidden", 0)


@pytest.mark.parametrize(
    ("path", "size", "limit"),
    [("/open", 2_000, 1 << 10), ("/notes", 20_000, 16 << 10), ("/files/a", 2_000_000, 1 << 20)],
)
async def test_each_kind_of_route_has_its_limit_which_the_refusal_names(
    client: httpx.AsyncClient, path: str, size: int, limit: int
) -> None:
    if path.startswith("/files"):
        answer = await client.post(path, files={"file": b"x" * size}, headers=SIGNED_IN)
    else:
        answer = await client.post(path, json={"text": "x" * size}, headers=SIGNED_IN)
    assert (answer.status_code, answer.json()["code"], answer.json()["limit_bytes"]) == (413, "input.too_large", limit)
    assert str(limit) in answer.json()["detail"]


async def test_a_body_without_a_length_is_cut_off_at_the_limit(client: httpx.AsyncClient) -> None:
    form = {"content-type": "multipart/form-data; boundary=b", **SIGNED_IN}
    raw, file = Chunks(50), Chunks(5000, head=_FORM)
    answers = [
        await client.post("/raw", content=raw, headers=SIGNED_IN),
        await client.post("/files/a", content=file, headers=form),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(413, "input.too_large")] * 2
    assert (raw.given, file.given) == (17, 1049)


async def test_a_body_within_the_limit_passes(client: httpx.AsyncClient) -> None:
    assert (await client.post("/raw", content=Chunks(9), headers=SIGNED_IN)).json() == 9000
    assert (await client.post("/open", json={"text": "x"})).json() == 1


async def test_a_compressed_body_is_refused(client: httpx.AsyncClient) -> None:
    headers = {"content-encoding": "gzip", "content-type": "application/json"}
    answer = await client.post("/open", content=b"\x1f\x8b", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "input.unsupported_type")


@pytest.mark.parametrize(
    "value",
    [
        "1e999999",
        "-1e400",
        "NaN",
        "Infinity",
        "9" * 400,
        "9" * 5000,
        "[" * 60 + "]" * 60,
        '{"a":' * 60 + "1" + "}" * 60,
    ],
)
async def test_numbers_without_end_and_deep_nesting_are_refused(client: httpx.AsyncClient, value: str) -> None:
    body = f'{{"text": "a", "more": {value}}}'
    answer = await client.post("/notes", content=body, headers={"content-type": "application/json", **SIGNED_IN})
    assert answer.status_code in (400, 422), answer.text


async def test_requests_are_counted_by_the_template_of_their_route(client: httpx.AsyncClient) -> None:
    await client.post("/files/doc_123", files={"file": b"x"}, headers=SIGNED_IN)
    output = render_metrics().decode()
    assert 'route="/files/{name}",status="200"' in output
    assert "doc_123" not in output
