"""Addresses of Redis, and a server that refuses, hangs or disappears: one connection for many callers."""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ascertain.kernel.redis import RedisGone, Script, SharedRedis
from tests.servers.redis_server import RedisServer, redis_server

__all__ = ["redis_server"]


@pytest.fixture
async def socket(tmp_path: Path) -> AsyncIterator[str]:
    """The path of a server that listens on a Unix socket and requires a password."""
    binary, path = shutil.which("redis-server"), tmp_path / "s"
    assert binary
    options = [
        "--port",
        "0",
        "--unixsocket",
        str(path),
        "--requirepass",
        "p@ss word",
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    server = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL)
    async with asyncio.timeout(5):
        while not path.exists():
            await asyncio.sleep(0.02)
    yield str(path)
    server.kill()
    server.wait()


async def test_password_and_database_of_the_address_are_used(socket: str) -> None:
    third, first = (SharedRedis(f"unix://:p%40ss%20word@{socket}?db={number}") for number in (3, 0))
    await third.command("SET", "word", "here")
    assert [await one.command("GET", "word") for one in (third, first)] == [b"here", None]
    with pytest.raises(RedisGone):
        await SharedRedis(f"unix://:wrong@{socket}").command("PING")
    for one in (third, first):
        await one.close()


async def test_each_of_many_callers_gets_its_own_answer_or_refusal(
    redis_server: RedisServer,
) -> None:
    redis = SharedRedis(redis_server.url)
    echo = Script("return ARGV[1]")

    async def one(number: int) -> object:
        if number % 10 == 0:
            return await redis.command("INCR", "text")
        return await redis.run(echo, ["k"], number)

    await redis.command("SET", "text", "no number")
    found = await asyncio.gather(*(one(number) for number in range(200)), return_exceptions=True)
    for number, reply in enumerate(found):
        if number % 10 == 0:
            assert isinstance(reply, RedisGone) and "no number" not in str(reply)
        else:
            assert reply == str(number).encode()
    await redis.close()


async def test_a_server_that_hangs_is_given_up_after_a_second(redis_server: RedisServer) -> None:
    redis = SharedRedis(redis_server.url)
    assert await redis.answers()
    os.kill(redis_server.pid, signal.SIGSTOP)
    began = time.monotonic()
    waiting = [asyncio.create_task(redis.command("PING")) for _ in range(20)]
    waiting[0].cancel()  # a cancelled caller must not shift the answers of the others
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(one, RedisGone) for one in found[1:])
    assert time.monotonic() - began < 2
    os.kill(redis_server.pid, signal.SIGCONT)
    await asyncio.sleep(1.1)
    assert await redis.answers()
    await redis.close()
