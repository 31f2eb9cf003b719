"""A tenant with many connections has few requests on the event loop, and delays nobody else's."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ascertain.kernel.http.fair_requests import FairRequestMiddleware
from ascertain.kernel.processor_shares import ProcessorShares
from ascertain.kernel.tenancy import Actor

_Send = Callable[[dict[str, Any]], Awaitable[None]]


class _Route:
    """An application whose answers begin when they are allowed to."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.persons: list[str] = []
        self.answer = asyncio.Event()
        self.middleware = FairRequestMiddleware(self)

    async def __call__(self, scope: Any, receive: Any, send: _Send) -> None:
        self.begun.append(scope["state"]["actor"].tenant_id if scope["state"] else "nobody")
        self.persons.append(scope["state"]["actor"].person_id if scope["state"] else "")
        await self.answer.wait()
        await send({"type": "http.response.start"})
        await asyncio.sleep(3600 if scope["path"] == "/events" else 0)

    def request(self, tenant: str, path: str = "/cases", person: str = "usr_1") -> "asyncio.Task[None]":
        async def send(_: Any) -> None: ...

        state = {"actor": Actor(tenant, "person", person, "A. Beck", frozenset())} if tenant else {}
        scope = {"type": "http", "path": path, "state": state}
        return asyncio.ensure_future(self.middleware(scope, send, send))  # type: ignore[arg-type]


async def test_a_request_begins_although_another_tenant_has_a_hundred() -> None:
    route = _Route()
    requests = [route.request("hostile") for _ in range(100)]
    await asyncio.sleep(0.01)
    few = len(route.begun)
    requests += [route.request("honest"), route.request("")]
    await asyncio.sleep(0.01)
    assert few < 20 and route.begun[few:] == ["honest", "nobody"]
    route.answer.set()
    await asyncio.gather(*requests)
    assert route.begun.count("hostile") == 100


async def test_a_stream_and_a_request_that_waits_for_something_else_give_their_place_up() -> None:
    route = _Route()
    route.answer.set()
    streams = [route.request("bank", "/events") for _ in range(100)]
    await asyncio.sleep(0.01)
    assert len(route.begun) == 100
    route.answer.clear()
    slow = [route.request("bank") for _ in range(20)]
    while len(route.begun) < 120:  # none of the twenty is answered
        await asyncio.sleep(0.05)
    route.answer.set()
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*slow)


async def test_a_colleague_of_somebody_who_sends_hundreds_begins_at_once_and_the_next_ones_get_every_other_turn() -> (
    None
):
    route = _Route()
    requests = [route.request("bank", person="usr_many") for _ in range(100)]
    await asyncio.sleep(0.01)
    few = len(route.begun)
    requests += [route.request("bank", person="usr_few") for _ in range(4)]
    await asyncio.sleep(0.01)
    assert few < 4 and route.persons[few:] == ["usr_few"]
    route.answer.set()
    await asyncio.gather(*requests)
    assert route.persons[few + 1 :].index("usr_few") <= 1 and route.persons.count("usr_many") == 100
    assert route.middleware._turns == {}  # nothing is kept of tenants that are quiet


async def test_a_tenant_that_computed_more_than_its_share_begins_later_than_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ascertain.kernel.http.fair_requests.interpreter", shares := ProcessorShares(0.05))
    shares.add("heavy", 1.0)
    shares.add("honest", 0.001)
    route = _Route()
    route.answer.set()
    await asyncio.gather(route.request("heavy"), route.request("honest"), route.request("honest"))
    assert route.begun == ["honest", "honest", "heavy"]


async def test_what_a_request_computes_is_counted_for_its_tenant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ascertain.kernel.http.fair_requests.interpreter", shares := ProcessorShares(60))
    route = _Route()
    route.answer.set()
    await route.request("bank")
    assert 0 < shares.used_s("bank") < 0.1
