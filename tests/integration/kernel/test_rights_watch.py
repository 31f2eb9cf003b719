"""A request that lasts ends with the rights of its actor, whether it has answered or not; others go on."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from ascertain.kernel import auth
from ascertain.kernel.auth.model import RightsLost
from ascertain.kernel.auth.rights import basis_of
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Database
from ascertain.kernel.tenancy import Actor
from tests.servers.accounts import add_account

Sent = list[MutableMapping[str, Any]]
_STREAM = b"text/event-stream; charset=utf-8"


def _request(watch: auth.RightsWatch, actor: Actor, sent: Sent, *, answers: bytes = b"") -> "asyncio.Task[None]":
    """A request that answers nothing, or the first part of a response of this content type, and then waits for ever."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if answers:
            headers = [(b"content-type", answers)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"first", "more_body": True})
        await asyncio.Event().wait()

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {}

    return asyncio.create_task(auth.end_when_lost(watch, actor, app, {}, receive, send, after_s=0))


async def test_requests_end_when_their_actor_is_disabled_and_those_of_others_go_on(
    db: Database, actor: Actor, make_actor: Any, clock: FixedClock
) -> None:
    other = make_actor("Other", frozenset({"case.read"}))
    actor = make_actor("Gone", frozenset({"case.read"}))
    async with db.transaction(actor.tenant_id) as tx:
        for one in (actor, other):
            await add_account(tx, one, ["case.read"])
    watch = auth.RightsWatch(db, AuthSettings(), clock=clock)
    sent: dict[str, Sent] = {"stream": [], "work": [], "other": []}
    stream = _request(watch, actor, sent["stream"], answers=_STREAM)
    work = _request(watch, actor, sent["work"])
    going_on = _request(watch, other, sent["other"], answers=_STREAM)
    await asyncio.sleep(0)
    await watch.check()
    assert not (stream.done() or work.done() or going_on.done())
    async with db.transaction(actor.tenant_id) as tx:
        await tx.execute("update auth_users set disabled_at = now() where id = $1", actor.id)
    await watch.check()
    await stream
    assert sent["stream"][-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    with pytest.raises(RightsLost):
        await work
    assert sent["work"] == [] and not going_on.done()
    going_on.cancel()
    with pytest.raises(asyncio.CancelledError):  # what ends for another reason is not taken for a lost right
        await going_on


async def test_rights_that_cannot_be_checked_end_in_the_end(db: Database, make_actor: Any, clock: FixedClock) -> None:
    actor = make_actor("A", frozenset({"case.read"}))
    watch = auth.RightsWatch(db, AuthSettings(), clock=clock, every_s=0.01, unchecked_s=0.05)
    sent: Sent = []
    task = _request(watch, actor, sent, answers=_STREAM)
    await asyncio.sleep(0)
    await db.close()
    await watch.start()
    async with asyncio.timeout(20):
        await task
    await watch.stop()
    assert not sent[-1]["more_body"]


async def test_a_response_that_is_cut_off_does_not_look_complete(
    db: Database, make_actor: Any, clock: FixedClock
) -> None:
    gone = make_actor("Without an account", frozenset({"case.read"}))
    watch = auth.RightsWatch(db, AuthSettings(), clock=clock)
    sent: Sent = []
    request = _request(watch, gone, sent, answers=b"application/x-ndjson")
    await asyncio.sleep(0)
    await watch.check()
    await request
    assert sent[-1] == {"type": "http.response.body", "body": b"first", "more_body": True}


async def test_a_check_that_hangs_ends_what_is_open_and_checking_goes_on_after_it(
    db: Database, make_actor: Any, clock: FixedClock
) -> None:
    actor = make_actor("A", frozenset({"case.read"}))
    async with db.transaction(actor.tenant_id) as tx:
        await add_account(tx, actor, ["case.read"])
    watch = auth.RightsWatch(db, AuthSettings(), clock=clock, every_s=0.01, unchecked_s=0.2)
    ended, ended_later = asyncio.Event(), asyncio.Event()
    async with db.transaction(actor.tenant_id) as tx:
        await tx.execute("lock table auth_users in access exclusive mode")
        watch.watch(basis_of(actor), actor.permissions, ended.set)
        await watch.start()
        await asyncio.wait_for(ended.wait(), 30)
    async with db.transaction(actor.tenant_id) as tx:
        await tx.execute("update auth_users set disabled_at = now() where id = $1", actor.id)
    watch.watch(basis_of(actor), actor.permissions, ended_later.set)
    await asyncio.wait_for(ended_later.wait(), 30)
    await watch.stop()
