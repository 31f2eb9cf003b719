"""A request with too large a body is refused, whatever its Content-Length; each request is counted by its route."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request, UploadFile

from ascertain.kernel.http.body_limit import BodyLimitMiddleware
from ascertain.kernel.http.observing import ObservingMiddleware
from ascertain.kernel.telemetry import render_metrics


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    @app.post("/files/{name}")
    async def post_file(name: str, file: UploadFile) -> int:
        return len(await file.read())

    @app.post("/raw")
    async def post_raw(request: Request) -> int:
        return len(await request.body())

    app.add_middleware(BodyLimitMiddleware, max_bytes=10_000)
    app.add_middleware(ObservingMiddleware)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as found:
        yield found


_FORM = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


async def _chunks(count: int, *, head: bytes = b"") -> AsyncIterator[bytes]:
    yield head
    for _ in range(count):
        yield b"x" * 1000


async def test_a_claimed_length_over_the_limit_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/files/a", files={"file": b"x" * 20_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "input.too_large")


async def test_a_body_that_grows_over_the_limit_is_cut_off(client: httpx.AsyncClient) -> None:
    form = {"content-type": "multipart/form-data; boundary=b"}
    answers = [
        await client.post("/raw", content=_chunks(50)),
        await client.post("/files/a", content=_chunks(50, head=_FORM), headers=form),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(413, "input.too_large")] * 2


async def test_a_body_within_the_limit_passes(client: httpx.AsyncClient) -> None:
    assert (await client.post("/raw", content=_chunks(9))).json() == 9000


async def test_requests_are_counted_by_the_template_of_their_route(client: httpx.AsyncClient) -> None:
    await client.post("/files/doc_123", files={"file": b"x"})
    output = render_metrics().decode()
    assert 'route="/files/{name}",status="200"' in output
    assert "doc_123" not in output
