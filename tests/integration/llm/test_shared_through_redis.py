"""Limits, breakers and cached answers of two processes through a real Redis, and the behaviour without Redis."""

import asyncio
import time
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from ascertain.ai.llm import LimitReached, Quota, SharedBreakers, SharedExactCache, SharedRateLimits, Usage
from ascertain.ai.llm.caching import CachedResponse
from ascertain.kernel.database import Database
from ascertain.kernel.redis import ProcessLock, RedisGone, SecondProcess, SharedRedis
from tests.servers.redis_server import RedisServer

KEY = ("tenant_1", "openai", "m")


@pytest.fixture
async def pair(redis_server: RedisServer) -> AsyncIterator[tuple[SharedRedis, SharedRedis]]:
    """Two processes' connections."""
    made = SharedRedis(redis_server.url), SharedRedis(redis_server.url)
    yield made
    for one in made:
        await one.close()


async def test_two_processes_share_one_quota(pair: tuple[SharedRedis, SharedRedis]) -> None:
    limits, quota = [SharedRateLimits(one) for one in pair], Quota(20, 100_000)
    found = await asyncio.gather(
        *(limits[turn % 2].acquire("a", quota, 10) for turn in range(50)), return_exceptions=True
    )
    refused = [one for one in found if isinstance(one, LimitReached)]
    assert len(found) - len(refused) == 20
    assert all(0 < one.retry_after_s <= 4 for one in refused)
    await limits[0].acquire("b", quota, 10)


async def test_unused_tokens_are_returned_with_the_next_request(pair: tuple[SharedRedis, SharedRedis]) -> None:
    limits, quota = SharedRateLimits(pair[0]), Quota(100, 1000)
    await limits.acquire("a", quota, 900)
    with pytest.raises(LimitReached):
        await limits.acquire("a", quota, 500)
    limits.release("a", quota, 800)
    assert (await limits.acquire("a", quota, 500)).tokens == pytest.approx(400, abs=40)


async def test_an_open_breaker_is_shared_and_only_one_process_probes(
    pair: tuple[SharedRedis, SharedRedis],
) -> None:
    one, other = (SharedBreakers(redis, failures=3, cooldown_s=0.6) for redis in pair)
    assert await other.admit(KEY)
    for breakers in (one, other, one):
        breakers.failed(KEY)
        await asyncio.sleep(0.02)
    await other.refresh()
    await one.refresh()
    assert (one.state(KEY), other.state(KEY)) == ("open", "open")
    assert not await one.admit(KEY) and not await other.admit(KEY)
    assert await other.admit(("tenant_2", "openai", "m"))
    await asyncio.sleep(0.65)
    assert [await one.admit(KEY), await other.admit(KEY)] == [True, False]
    one.succeeded(KEY)
    await asyncio.sleep(0.05)
    await other.refresh()
    assert other.state(KEY) == "closed"
    for breakers in (one, other):
        await breakers.close()


async def test_without_redis_each_process_continues_locally_and_reconnects(
    redis_server: RedisServer, pair: tuple[SharedRedis, SharedRedis]
) -> None:
    redis, quota = pair[0], Quota(5, 1000)
    limits, answers = SharedRateLimits(redis), SharedExactCache(redis)
    breakers = SharedBreakers(redis, failures=1, cooldown_s=30)
    await limits.acquire("a", quota, 10)
    redis_server.kill()
    started = time.monotonic()
    for _ in range(5):
        await limits.acquire("a", quota, 10)
    with pytest.raises(LimitReached):
        await limits.acquire("a", quota, 10)  # the local bucket applies
    assert await answers.find("t:x") is None
    breakers.failed(KEY)
    assert not await breakers.admit(KEY)
    assert time.monotonic() - started < 2
    with pytest.raises(RedisGone):
        await redis.command("PING")
    redis_server.start()
    await asyncio.sleep(1.1)
    assert await redis.answers()
    await limits.acquire("a", quota, 10)
    await breakers.close()


async def test_an_answer_cached_by_one_process_is_found_by_the_other(pair: tuple[SharedRedis, SharedRedis]) -> None:
    answer = CachedResponse("Nevada [1]", "openai", "m", Usage(10, 5), Decimal("0.001"))
    await SharedExactCache(pair[0]).store("tenant_1:k", answer, 60)
    assert await SharedExactCache(pair[1]).find("tenant_1:k") == answer
    assert await SharedExactCache(pair[1]).find("tenant_2:k") is None


async def test_a_second_process_needs_redis(db: Database) -> None:
    alone = ProcessLock(db.address, shared=False)
    await alone.acquire()
    for shared in (False, True):
        with pytest.raises(SecondProcess, match="REDIS_URL"):
            await ProcessLock(db.address, shared=shared).acquire(timeout_s=0)
    await alone.release()
    together = [ProcessLock(db.address, shared=True) for _ in range(2)]
    for lock in together:
        await lock.acquire(timeout_s=1)
    for lock in together:
        await lock.release()


async def test_the_lock_is_acquired_again_after_its_connection_was_cut(db: Database) -> None:
    lock = ProcessLock(db.address, shared=False)
    await lock.acquire()
    async with db.untenanted() as tx:
        query = (
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ascertain process lock'"
        )
        await tx.execute(query + " and datname = current_database()")
    for _ in range(100):
        await asyncio.sleep(0.05)
        try:
            await ProcessLock(db.address, shared=False).acquire(timeout_s=0)
        except SecondProcess:
            break
    else:
        raise AssertionError("the lock was not acquired again")
    await lock.release()
