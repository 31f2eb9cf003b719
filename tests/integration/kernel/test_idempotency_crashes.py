"""A process that dies while it serves a request with an Idempotency-Key: the request has one effect, and the answer says so."""

import asyncio
import os
import signal
import sys
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from ascertain.kernel import outbox
from ascertain.kernel.clock import Clock, FixedClock, utc_now
from ascertain.kernel.database import Database, transaction_name
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.http import CurrentActor, Db, Resources, install_problem_handlers
from ascertain.kernel.http.idempotency import IdempotencyMiddleware, RequestHashKey, repeatable
from ascertain.kernel.http.idempotency_claims import STALE_AFTER
from ascertain.kernel.tenancy import Actor


class _SignedIn:
    def __init__(self, app: ASGIApp, tenant: str) -> None:
        self._app, self._tenant = app, tenant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["actor"] = Actor(self._tenant, "person", "usr_1", "A. Beck", frozenset())
        await self._app(scope, receive, send)


class _Gate:
    """Lets a route go on."""

    def __init__(self) -> None:
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self.go.set()


def _app(db: Database, tenant: str, clock: Clock, gate: _Gate) -> FastAPI:
    app = FastAPI()
    app.state.resources = Resources()
    app.state.resources.add(db)
    app.state.resources.add(RequestHashKey(b"a key of the test"))
    app.state.clock = clock
    install_problem_handlers(app)

    async def effect(db: Database) -> str:
        gate.begun.set()
        await gate.go.wait()
        transaction_name.set("t.post")
        async with db.transaction(tenant) as tx:
            await outbox.publish(tx, "t.done", {}, stream="s")
        return "done"

    @app.post("/api/v1/things")
    async def post_thing(actor: CurrentActor, db: Db) -> str:
        return await effect(db)

    @app.post("/api/v1/same-things")
    @repeatable
    async def post_same(actor: CurrentActor, db: Db) -> str:
        return await effect(db)

    @app.post("/api/v1/half")
    async def post_half(actor: CurrentActor, db: Db) -> str:
        await effect(db)
        raise Unavailable("The second half failed.")

    @app.post("/api/v1/nothing")
    async def post_nothing(actor: CurrentActor, db: Db) -> str:
        async with db.transaction(tenant) as tx:
            await tx.fetchval("select count(*) from outbox_events")
        raise Unavailable("Nothing was done.")

    app.add_middleware(IdempotencyMiddleware)
    app.add_middleware(_SignedIn, tenant=tenant)
    return app


async def _post(app: FastAPI, path: str = "things") -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.post(f"/api/v1/{path}", headers={"Idempotency-Key": "k"})


async def _effects(db: Database, tenant: str) -> int:
    async with db.transaction(tenant) as tx:
        found: int = await tx.fetchval("select count(*) from outbox_events where stream = 's'")
        return found


async def _serve_once(address: str, tenant: str, path: str) -> None:
    db = await Database.connect(address)
    await _post(_app(db, tenant, utc_now, _Gate()), path)


async def _kill_while_serving(address: str, tenant: str, path: str, fault_point: str) -> None:
    environment = {**os.environ, "ASCERTAIN_FAULT_POINT": fault_point}
    process = await asyncio.create_subprocess_exec(sys.executable, __file__, address, tenant, path, env=environment)
    assert await asyncio.wait_for(process.wait(), 60) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("path", "fault_point", "code"),
    [
        ("things", "t.post.before_commit", None),
        ("things", "t.post.after_commit", "idempotency.unknown_outcome"),
        ("things", "idempotency.before_answer", "idempotency.unknown_outcome"),
        ("same-things", "t.post.after_commit", None),
    ],
)
async def test_a_request_whose_process_was_killed_is_repeated_only_if_nothing_was_stored(
    db: Database, tenant: str, database_urls: tuple[str, str], path: str, fault_point: str, code: str | None
) -> None:
    await _kill_while_serving(database_urls[0], tenant, path, fault_point)
    before = await _effects(db, tenant)
    at_once = await _post(_app(db, tenant, utc_now, _Gate()), path)
    assert at_once.json()["code"] == "idempotency.in_flight"
    later = FixedClock(utc_now() + STALE_AFTER + timedelta(seconds=1))
    answer = await _post(_app(db, tenant, later, _Gate()), path)
    if code is None:
        assert (answer.status_code, await _effects(db, tenant)) == (200, before + 1)
    else:
        assert (answer.status_code, answer.json()["code"], await _effects(db, tenant)) == (409, code, 1)


async def test_a_request_whose_key_was_taken_over_commits_nothing(db: Database, tenant: str, clock: FixedClock) -> None:
    gate = _Gate()
    gate.go.clear()
    slow = asyncio.create_task(_post(_app(db, tenant, clock, gate)))
    await gate.begun.wait()
    clock.advance(STALE_AFTER.total_seconds() + 1)
    second = await _post(_app(db, tenant, clock, _Gate()))
    gate.go.set()
    first = await slow
    assert (second.status_code, await _effects(db, tenant)) == (200, 1)
    assert (first.status_code, first.json()["code"]) == (409, "idempotency.claim_lost")
    replayed = await _post(_app(db, tenant, clock, _Gate()))
    assert (replayed.status_code, replayed.headers["idempotent-replayed"]) == (200, "true")


async def test_a_request_that_fails_after_it_stored_something_is_not_run_again(
    db: Database, tenant: str, clock: FixedClock
) -> None:
    app = _app(db, tenant, clock, _Gate())
    answers = [await _post(app, "half") for _ in range(2)]
    assert [answer.json()["code"] for answer in answers] == ["unavailable", "idempotency.unknown_outcome"]
    assert await _effects(db, tenant) == 1


async def test_a_request_that_only_read_is_run_again(db: Database, tenant: str, clock: FixedClock) -> None:
    app = _app(db, tenant, clock, _Gate())
    assert [(await _post(app, "nothing")).json()["code"] for _ in range(2)] == ["unavailable", "unavailable"]


if __name__ == "__main__":
    asyncio.run(_serve_once(*sys.argv[1:]))
