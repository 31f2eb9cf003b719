"""A tenant whose files took much processor time lately is read at a low priority, the others at the usual one."""

import asyncio
import os
import time

import pytest

from ascertain.ai.reading import ReaderPool, ReaderSettings
from ascertain.ai.reading.child_process import Child
from ascertain.ai.reading.errors import ReadTimedOut
from ascertain.ai.reading.pool import MOST_CPU_S
from ascertain.ai.reading.sandbox import Profile
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.kernel.processor_shares import ProcessorShares
from ascertain.kernel.tenancy import acting_tenant


async def _read(pool: ReaderPool, tenant_id: str) -> tuple[int, int]:
    """Read a page for the tenant; returns the id and the niceness of the process."""
    acting_tenant.set(tenant_id)
    async with pool.open("application/pdf", render("utility_bill", "A", random_content("utility_bill", 1))) as reader:
        await reader.read_page(1)
        pid = reader._child.pid
        assert pid is not None
        return pid, os.getpriority(os.PRIO_PROCESS, pid)


async def test_who_used_much_processor_time_lets_others_go_first() -> None:
    pool, usual = ReaderPool(ReaderSettings(), size=2), os.getpriority(os.PRIO_PROCESS, os.getpid())

    async def read(tenant_id: str) -> tuple[int, int]:
        return await asyncio.create_task(_read(pool, tenant_id))

    # As many short files one after another as a long one: each takes little.
    while pool._shares.used_s("first") < MOST_CPU_S:
        _, niceness = await read("first")
        assert niceness == usual
    assert (await read("first"))[1] == usual  # nobody else reads
    assert (await read("second"))[1] == usual
    process, niceness = await read("first")
    assert niceness > usual
    assert (await read("first"))[0] == process  # for as long as that lasts
    pool._shares.add("first", -pool._shares.used_s("first"))
    assert (await read("first"))[1] == usual
    await pool.close()


async def test_a_process_that_has_computed_for_long_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = ReaderPool(ReaderSettings())
    process, _ = await _read(pool, "one")
    assert (await _read(pool, "one"))[0] == process
    monkeypatch.setattr("ascertain.ai.reading.pool._REUSED_FOR_S", 0.0)
    assert (await _read(pool, "one"))[0] == process
    assert (await _read(pool, "one"))[0] != process
    await pool.close()


def test_what_was_used_fades(monkeypatch: pytest.MonkeyPatch) -> None:
    shares, now = ProcessorShares(half_life_s=20), [100.0]
    monkeypatch.setattr("ascertain.kernel.processor_shares.time.monotonic", lambda: now[0])
    shares.add("one", 8.0)
    now[0] += 20
    assert shares.used_s("one") == pytest.approx(4.0)
    now[0] += 2000
    shares.add("two", 1.0)
    assert list(shares._used) == ["two"]


def test_a_process_that_goes_behind_all_others_is_given_more_time() -> None:
    child = Child(Profile(1000, confined=False), "one")
    child.lower_priority()
    # It waits for work: what it takes is no processor time.
    began = time.monotonic()
    with pytest.raises(ReadTimedOut), child._ended_after(0.1):
        child._pipe.recv_bytes()
    assert time.monotonic() - began >= 1.0
    child.kill()
