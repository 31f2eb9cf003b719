"""A run ends when its asker is disabled or loses a permission, and a person who only signed out gets the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from ascertain.ai.llm import ScriptedAnswer, SendText, Wait
from ascertain.kernel import auth
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection
from tests.integration.assistant.conftest import GOOD, Bench
from tests.servers.accounts import add_account

_RIGHTS = ("case.read", "chat.use")


async def _disable(tx: Connection, bench: Bench) -> None:
    await tx.execute("update auth_users set disabled_at = now() where id = $1", bench.actor.id)


async def _lose_a_permission(tx: Connection, bench: Bench) -> None:
    await auth.ensure_roles(tx, {f"of {bench.actor.id}": frozenset({"chat.use"})})


async def _nothing(tx: Connection, bench: Bench) -> None:
    pass


@pytest.mark.parametrize(("act", "ends"), [(_disable, True), (_lose_a_permission, True), (_nothing, False)])
async def test_a_run_ends_with_the_rights_of_its_asker(
    bench: Bench, act: Callable[[Connection, Bench], Awaitable[None]], ends: bool
) -> None:
    bench.actor = replace(bench.actor, permissions=frozenset(_RIGHTS))
    async with bench.db.transaction(bench.tenant) as tx:
        await add_account(tx, bench.actor, _RIGHTS)
    go = asyncio.Event()
    watch = auth.RightsWatch(bench.db, AuthSettings(), clock=bench.clock)
    executor = bench.executor(ScriptedAnswer((SendText("Ilse Varga "), Wait(until=go))), GOOD, rights=watch)
    run = await bench.ask(executor)
    async with bench.db.transaction(bench.tenant) as tx:
        await act(tx, bench)
    await watch.check()
    if not ends:
        go.set()
    await executor.finished(run.id)
    ended = await bench.run(run.id)
    assert ended.state == ("failed" if ends else "done")
    if ends:
        assert (await bench.events(run.id))[-1].data["code"] == "run.rights_lost"
