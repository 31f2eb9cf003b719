"""Garbage collection of a serving process."""

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from ascertain.entrypoints.serving import _Server
from ascertain.kernel.config import HttpSettings


class Cycle:
    """References itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collector_off() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


async def test_a_tick_frees_young_cycles_and_skips_old_ones(collector_off: None) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    config = uvicorn.Config(app)
    config.load()
    server = _Server(config, HttpSettings())
    old = weakref.ref(Cycle())
    gc.collect(0)  # frees it
    assert old() is None
    held = Cycle()
    gc.collect(0)  # moves it to an older generation
    aged, young = weakref.ref(held), weakref.ref(Cycle())
    del held
    await server.on_tick(1)
    assert (young() is None, aged() is None) == (True, False)
    await server.on_tick(6000)
    assert aged() is None
