"""Computing beside the event loop, in threads that tenants get in turn."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from ascertain.kernel.fair_queue import FairQueue
from ascertain.kernel.processor_shares import interpreter

P = ParamSpec("P")
T = TypeVar("T")

# Threads of one interpreter compute one at a time; more would only take time from the event loop.
_THREADS = 4
# Half of them, because a function may compute for a minute: the other tenants share the other half.
_OF_ONE_TENANT = 2
_WAITING = 200
_LONGEST_WAIT_S = 120.0

# Python makes a thread that wants to run wait so long for each one that computes, after each system call; with its own 5 ms a
# request or job that makes twenty of them takes a tenth of a second beside a single thread that computes.
SWITCH_INTERVAL_S = 0.0001

_turns = FairQueue(_THREADS, waiting=_WAITING, per_tenant=_OF_ONE_TENANT)
# Not those of the event loop, whose number depends on the machine and which others use as well: whoever has a turn has a thread.
_threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="computing")


async def run_in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of a function that computes for more than a few milliseconds. Raises Busy."""
    # As asyncio.to_thread: the function sees the tenant and the trace of its caller.
    counted = interpreter.counted(function, is_awaited=lambda: _turns.is_awaited)
    call = partial(contextvars.copy_context().run, counted, *args, **kwargs)
    async with _turns.turn(_LONGEST_WAIT_S):
        return await asyncio.get_running_loop().run_in_executor(_threads, call)
