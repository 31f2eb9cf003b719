"""Computing beside the event loop, in threads that tenants get in turn."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from ascertain.kernel.fair_queue import FairQueue

P = ParamSpec("P")
T = TypeVar("T")

# Fewer than the threads of the loop's own executor, five on a single core, so that a turn is never followed by a second wait there.
# Threads of one interpreter compute one at a time anyway; more would only take time from the event loop.
_THREADS = 4
_OF_ONE_TENANT = 3
_WAITING = 200
_LONGEST_WAIT_S = 120.0

_threads = FairQueue(_THREADS, waiting=_WAITING, per_tenant=_OF_ONE_TENANT)


async def run_in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of a function that computes for more than a few milliseconds. Raises Busy."""
    async with _threads.turn(_LONGEST_WAIT_S):
        return await asyncio.to_thread(function, *args, **kwargs)
