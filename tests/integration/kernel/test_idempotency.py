"""A POST sent twice with one key has one effect; problem responses name the fault."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

import httpx
import pytest
from fastapi import FastAPI, UploadFile
from pydantic import Field
from starlette.types import ASGIApp, Receive, Scope, Send

from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database
from ascertain.kernel.errors import RateLimited
from ascertain.kernel.http import (
    ERROR_RESPONSES,
    CurrentActor,
    Db,
    Resources,
    WireModel,
    install_problem_handlers,
    permitted,
)
from ascertain.kernel.http.idempotency import IdempotencyMiddleware, RequestHashKey, sweep_idempotency
from ascertain.kernel.http.idempotency_claims import STALE_AFTER
from ascertain.kernel.http.request_content import ContentHash
from ascertain.kernel.http.secrets import Secret, SecretShownOnce
from ascertain.kernel.tenancy import Actor


class Thing(WireModel):
    """Something to post."""

    name: str
    number: int = Field(0)


class Key(WireModel):
    """A thing with a secret."""

    thing: Thing
    secret: SecretShownOnce


class Keys(WireModel):
    """Several of them."""

    items: list[Key]


class Token(WireModel):
    """A secret without a thing."""

    access_token: Secret


class SignedIn:
    """Takes the place of the authentication middleware."""

    def __init__(self, app: ASGIApp, actor: Actor, rights: set[str]) -> None:
        self._app, self._actor, self._rights = app, actor, rights

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["actor"] = replace(self._actor, permissions=frozenset(self._rights))
        await self._app(scope, receive, send)


class Effects:
    """How often the route ran, and whether it may go on."""

    def __init__(self) -> None:
        self.count = 0
        self.go = asyncio.Event()
        self.go.set()


@pytest.fixture
def effects() -> Effects:
    return Effects()


@pytest.fixture
def rights() -> set[str]:
    """The permissions of the actor, which a test may change between requests."""
    return set()


@pytest.fixture
async def client(
    db: Database, clock: FixedClock, actor: Actor, effects: Effects, rights: set[str]
) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.state.resources = Resources()
    app.state.resources.add(db)
    app.state.resources.add(RequestHashKey(b"a key of the test"))
    app.state.clock = clock
    install_problem_handlers(app)

    @app.post("/api/v1/things", status_code=201, responses=ERROR_RESPONSES)
    async def post_thing(actor: CurrentActor, body: Thing) -> Thing:
        effects.count += 1
        await effects.go.wait()
        if body.name == "fails":
            raise RuntimeError("a private matter")
        if body.name == "too soon":
            raise RateLimited("Wait a moment.")
        return Thing(name=body.name, number=effects.count)

    @app.post("/api/v1/keys", status_code=201)
    async def post_keys(actor: CurrentActor, body: Thing) -> Keys:
        effects.count += 1
        return Keys(items=[Key(thing=body, secret="ask_never_stored")])

    @app.post("/api/v1/token")
    async def post_token(actor: CurrentActor, body: Thing) -> Token:
        effects.count += 1
        return Token(access_token=f"token_never_stored_{effects.count}")

    @app.post("/api/v1/guarded")
    async def post_guarded(actor: Annotated[Actor, permitted("case.write")], body: Thing) -> Thing:
        effects.count += 1
        return body

    @app.post("/api/v1/files", status_code=201)
    async def post_file(actor: CurrentActor, file: UploadFile) -> Thing:
        effects.count += 1
        return Thing(name=file.filename or "", number=len(await file.read()))

    @app.get("/api/v1/numbers")
    async def count_things(db: Db, actor: CurrentActor, number: int = 0) -> int:
        async with db.transaction(actor.tenant_id) as tx:
            found: int = await tx.fetchval("select $1::int", number)
            return found

    app.add_middleware(IdempotencyMiddleware, longest_body=4 << 20)
    app.add_middleware(SignedIn, actor=actor, rights=rights)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as found:
        yield found


async def _post(client: httpx.AsyncClient, name: str, key: str = "k1") -> httpx.Response:
    return await client.post("/api/v1/things", json={"name": name}, headers={"Idempotency-Key": key})


async def test_the_second_of_two_equal_posts_gets_the_answer_of_the_first(
    client: httpx.AsyncClient, effects: Effects
) -> None:
    first, second = await _post(client, "a"), await _post(client, "a")
    assert (first.status_code, first.json()) == (second.status_code, second.json()) == (201, {"name": "a", "number": 1})
    assert second.headers["idempotent-replayed"] == "true"
    assert effects.count == 1


async def test_one_key_for_two_different_posts_is_refused(client: httpx.AsyncClient) -> None:
    await _post(client, "a")
    answer = await _post(client, "b")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.mismatch")


async def test_a_post_is_refused_while_the_same_post_is_still_running(
    client: httpx.AsyncClient, effects: Effects
) -> None:
    effects.go.clear()
    running = asyncio.create_task(_post(client, "a"))
    while effects.count == 0:
        await asyncio.sleep(0.01)
    answer = await _post(client, "a")
    effects.go.set()
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency.in_flight")
    assert (await running).status_code == 201


async def test_a_server_error_releases_the_key_and_reveals_nothing(client: httpx.AsyncClient, effects: Effects) -> None:
    answers = [await _post(client, "fails") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert effects.count == 2
    assert answers[0].headers["content-type"] == "application/problem+json"
    assert "private" not in answers[0].text


async def test_a_post_that_was_rate_limited_runs_when_it_is_repeated(
    client: httpx.AsyncClient, effects: Effects
) -> None:
    answers = [await _post(client, "too soon") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert effects.count == 2


async def test_a_stored_response_expires_after_a_day(
    client: httpx.AsyncClient, clock: FixedClock, effects: Effects
) -> None:
    await _post(client, "a")
    clock.advance(25 * 3600)
    await _post(client, "a")
    assert effects.count == 2


async def test_values_that_cannot_be_stored_are_refused_with_their_place(client: httpx.AsyncClient) -> None:
    answer = await _post(client, "a\x00b")
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid")
    too_large = await client.get("/api/v1/numbers", params={"number": 2**40})
    assert (too_large.status_code, too_large.json()["code"]) == (422, "input.invalid")


async def _stored(db: Database, tenant_id: str) -> str:
    async with db.transaction(tenant_id) as tx:
        return str(
            await tx.fetchval("select string_agg(t::text || convert_from(body, 'UTF8'), ' ') from http_idempotency t")
        )


async def test_a_secret_is_shown_once_and_never_stored(
    client: httpx.AsyncClient, db: Database, actor: Actor, effects: Effects
) -> None:
    sent = {"json": {"name": "a"}, "headers": {"Idempotency-Key": "k"}}
    first, second = [await client.post("/api/v1/keys", **sent) for _ in range(2)]  # type: ignore[arg-type]
    assert first.json()["items"][0]["secret"] == "ask_never_stored"
    assert second.json() == {"items": [{"thing": {"name": "a", "number": 0}, "secret": None}]}
    assert (second.status_code, second.headers["idempotent-replayed"], effects.count) == (201, "true", 1)
    assert "never_stored" not in await _stored(db, actor.tenant_id)


async def test_a_request_for_a_token_runs_again(
    client: httpx.AsyncClient, db: Database, actor: Actor, effects: Effects
) -> None:
    sent = {"json": {"name": "a"}, "headers": {"Idempotency-Key": "k"}}
    tokens = [(await client.post("/api/v1/token", **sent)).json()["access_token"] for _ in range(2)]  # type: ignore[arg-type]
    assert tokens == ["token_never_stored_1", "token_never_stored_2"]
    assert "never_stored" not in await _stored(db, actor.tenant_id)


async def test_the_hash_of_a_request_says_nothing_about_its_body(
    client: httpx.AsyncClient, db: Database, actor: Actor
) -> None:
    body = b'{"name":"a password"}'
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    await client.post("/api/v1/things", content=body, headers=headers)
    parts = [b"/api/v1/things", b"", str(len(body)).encode(), body]
    assert hashlib.sha256(b"\n".join(parts)).hexdigest() not in await _stored(db, actor.tenant_id)


async def test_expired_responses_are_deleted_without_further_requests(
    client: httpx.AsyncClient, db: Database, actor: Actor, clock: FixedClock
) -> None:
    await _post(client, "a")
    clock.advance(25 * 3600)
    await sweep_idempotency(db, now=clock())
    assert await _stored(db, actor.tenant_id) == "None"


async def _upload(client: httpx.AsyncClient, data: bytes, boundary: str, name: str = "a.pdf") -> httpx.Response:
    return await client.post(
        "/api/v1/files",
        files={"file": (name, data)},
        headers={"Idempotency-Key": "k1", "Content-Type": f"multipart/form-data; boundary={boundary}"},
    )


async def test_an_upload_is_recognised_by_its_content_whatever_its_boundary(
    client: httpx.AsyncClient, effects: Effects
) -> None:
    data = bytes(range(256)) * 12_000  # three megabytes
    first = await _upload(client, data, "one")
    second = await _upload(client, data, "another-boundary-of-another-length")
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert (first.status_code, second.headers["idempotent-replayed"], effects.count) == (201, "true", 1)


async def test_uploads_that_differ_only_at_their_end_are_two(client: httpx.AsyncClient, effects: Effects) -> None:
    data = bytes(3_000_000)
    assert (await _upload(client, data + b"a", "one")).status_code == 201
    for other in (await _upload(client, data + b"b", "one"), await _upload(client, data + b"a", "one", "b.pdf")):
        assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")
    assert effects.count == 1


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_a_boundary_that_arrives_in_pieces_is_left_out_of_the_hash(size: int) -> None:
    def hashed(boundary: str, body: bytes) -> str:
        content_type = f"multipart/form-data; boundary={boundary}".encode()
        found = ContentHash(b"key", {"path": "/", "query_string": b"", "headers": [(b"content-type", content_type)]})
        for start in range(0, len(body), size):
            found.update(body[start : start + size])
        return found.hexdigest()

    one = hashed("aab", b"--aab\r\ndata aaab aa\r\n--aab--\r\n")
    assert one == hashed("xyz", b"--xyz\r\ndata axyz aa\r\n--xyz--\r\n")
    assert one != hashed("xyz", b"--xyz\r\ndata bxyz aa\r\n--xyz--\r\n")


async def test_a_key_begun_while_the_clock_was_ahead_is_not_blocked_until_then(
    client: httpx.AsyncClient, db: Database, actor: Actor, clock: FixedClock
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        await tx.execute(
            "insert into http_idempotency (actor_id, key, request_hash, begun_at) values ($1, 'k1', 'x', $2)",
            actor.id,
            clock() + timedelta(days=1),
        )
    assert (await _post(client, "a")).status_code == 201


async def test_a_large_json_body_is_hashed_to_its_end(client: httpx.AsyncClient, effects: Effects) -> None:
    long = "a" * (3 << 20)
    assert (await _post(client, long + "a")).status_code == 201
    answer = await _post(client, long + "b")
    assert (answer.status_code, answer.json()["code"], effects.count) == (422, "idempotency.mismatch", 1)


async def test_a_request_that_lost_its_claim_does_not_overwrite_the_answer_of_the_next(
    client: httpx.AsyncClient, clock: FixedClock, effects: Effects
) -> None:
    effects.go.clear()
    slow = asyncio.create_task(_post(client, "a"))
    while effects.count == 0:
        await asyncio.sleep(0.01)
    clock.advance(STALE_AFTER.total_seconds() + 1)
    again = asyncio.create_task(_post(client, "a"))
    while effects.count == 1:
        await asyncio.sleep(0.01)
    # The first is cut off, which releases its own claim only.
    slow.cancel()
    await asyncio.wait([slow])
    assert (await _post(client, "a")).json()["code"] == "idempotency.in_flight"
    effects.go.set()
    assert (await again).json()["number"] == 2
    assert (await _post(client, "a")).json()["number"] == 2


async def test_a_stored_answer_needs_the_permission_of_its_route(
    client: httpx.AsyncClient, rights: set[str], effects: Effects
) -> None:
    rights.add("case.write")
    sent = {"json": {"name": "a"}, "headers": {"Idempotency-Key": "k"}}
    first, second = [await client.post("/api/v1/guarded", **sent) for _ in range(2)]  # type: ignore[arg-type]
    assert (first.status_code, second.headers["idempotent-replayed"]) == (200, "true")
    rights.clear()
    refused = await client.post("/api/v1/guarded", **sent)  # type: ignore[arg-type]
    assert (refused.status_code, refused.json()["code"], effects.count) == (403, "auth.forbidden", 1)
