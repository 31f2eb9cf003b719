"""A POST sent twice with one key has one effect; problem responses name the fault."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import Field
from starlette.types import ASGIApp, Receive, Scope, Send

from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database
from ascertain.kernel.errors import RateLimited
from ascertain.kernel.http import ERROR_RESPONSES, CurrentActor, Db, Resources, WireModel, install_problem_handlers
from ascertain.kernel.http.idempotency import IdempotencyMiddleware
from ascertain.kernel.tenancy import Actor


class Thing(WireModel):
    """Something to post."""

    name: str
    number: int = Field(0)


class SignedIn:
    """Takes the place of the authentication middleware."""

    def __init__(self, app: ASGIApp, actor: Actor) -> None:
        self._app, self._actor = app, actor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["actor"] = self._actor
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
async def client(db: Database, clock: FixedClock, actor: Actor, effects: Effects) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.state.resources = Resources()
    app.state.resources.add(db)
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

    @app.get("/api/v1/numbers")
    async def count_things(db: Db, actor: CurrentActor, number: int = 0) -> int:
        async with db.transaction(actor.tenant_id) as tx:
            found: int = await tx.fetchval("select $1::int", number)
            return found

    app.add_middleware(IdempotencyMiddleware)
    app.add_middleware(SignedIn, actor=actor)
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
