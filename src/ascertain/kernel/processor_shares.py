"""How much processor time each tenant took lately: who took much lets the others go first.

Turns alone do not share a processor. A tenant whose requests are few and costly gets as many turns as the others and most of the
time, and what computes in a thread of this interpreter slows its event loop for everybody.
"""

import asyncio
import math
import threading
import time
import types
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from ascertain.kernel.tenancy import acting_tenant

P = ParamSpec("P")
T = TypeVar("T")

# Who computed within the last so many seconds shares the processor, however little it was.
_ACTIVE_S = 15.0
_PRUNED_EVERY_S = 1.0
# Half-lives, after which what was used is less than a hundredth.
_FADED_AFTER = 8
# Steps of a task are counted together until they amount to this.
_COUNTED_TOGETHER_S = 0.005
# A tenant is never confined to less than this share of the processor that an interpreter computes on, however many are active.
_LEAST_SHARE = 0.1
_LONGEST_REST_S = 15.0
# In a thread between two items, of which so many take a few milliseconds.
_LONGEST_PAUSE_S = 2.0
_PACE = 256


_at_once: ContextVar[bool] = ContextVar("at_once", default=False)


@contextmanager
def at_once() -> Iterator[None]:
    """What is computed meanwhile does not rest: others wait for what the caller has taken, such as a transaction's locks."""
    before = _at_once.get()
    _at_once.set(True)
    try:
        yield
    finally:
        _at_once.set(before)


class ProcessorShares:
    """Processor seconds by tenant, of which half fade in `half_life_s`: a tenant that stops is soon served as any other.

    `occupied` is the share of one processor up to which a tenant may take more than its fair share of it. Answers take the longer,
    the more often the processor is occupied when they need it.
    """

    def __init__(self, half_life_s: float, *, occupied: float = 1.0) -> None:
        self.occupied = occupied
        self._half_life_s = half_life_s
        self._used: dict[str, tuple[float, float]] = {}
        self._pruned_at = 0.0
        self._resting_since: dict[str, float] = {}

    def used_s(self, tenant_id: str) -> float:
        """The seconds that count now."""
        seconds, at = self._used.get(tenant_id, (0.0, 0.0))
        return seconds * math.exp2((at - time.monotonic()) / self._half_life_s)

    def add(self, tenant_id: str, seconds: float) -> None:
        """Count what was computed for a tenant."""
        now = time.monotonic()
        self._used[tenant_id] = (self.used_s(tenant_id) + seconds, now)
        # Of thousands of tenants only those that computed lately remain.
        if now - self._pruned_at > _PRUNED_EVERY_S:
            self._pruned_at = now
            for other, (_, at) in list(self._used.items()):
                if now - at > max(_ACTIVE_S, _FADED_AFTER * self._half_life_s):
                    self._used.pop(other, None)

    def rest_s(self, tenant_id: str) -> float:
        """Seconds until the tenant is down to its share of one processor beside those that computed lately; 0 if it is alone."""
        used_s = self.used_s(tenant_id)
        # What somebody has used lately who steadily takes a whole processor.
        whole_s = self._half_life_s / math.log(2)
        if used_s <= whole_s * _LEAST_SHARE or not (others := self._others(tenant_id)):
            return 0.0
        left = self.occupied - sum(map(self.used_s, others)) / whole_s
        allowed_s = whole_s * max(_LEAST_SHARE, 1 / (1 + len(others)), left)
        return max(0.0, self._half_life_s * math.log2(used_s / allowed_s))

    def is_alone(self, tenant_id: str) -> bool:
        """Whether no other tenant computed lately."""
        return not self._others(tenant_id)

    def _others(self, tenant_id: str) -> list[str]:
        since = time.monotonic() - _ACTIVE_S
        return [one for one, (_, at) in list(self._used.items()) if at >= since and one != tenant_id]

    def resting(self) -> list[str]:
        """The tenants that are to rest now; one that would rest for longer than a quarter of a minute is left out once."""
        now = time.monotonic()
        beyond = [tenant for tenant in list(self._used) if self.rest_s(tenant)]
        self._resting_since = {tenant: self._resting_since.get(tenant, now) for tenant in beyond}
        over = [tenant for tenant in beyond if now - self._resting_since[tenant] > _LONGEST_REST_S]
        for tenant in over:
            self._resting_since[tenant] = now
        return [tenant for tenant in beyond if tenant not in over]

    async def rest(self, tenant_id: str) -> None:
        """Wait while the tenant is beyond its share, at most a quarter of a minute: work goes on slowly rather than never."""
        if rest_s := self.rest_s(tenant_id):
            await asyncio.sleep(min(rest_s, _LONGEST_REST_S))

    def counted(
        self, function: Callable[P, T], *, threads: int = 1, is_awaited: Callable[[], bool] = lambda: False
    ) -> Callable[P, T]:
        """The function; whatever thread calls it, its processor time counts for the tenant of the task that this is called in.

        Args:
            threads: among how many it divides its work, the calling one included.
            is_awaited: whether others wait for the calling thread, which then does not rest.
        """
        tenant_id, may_rest = acting_tenant.get(), not _at_once.get()

        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            began_s = time.thread_time()
            _here.computing = _Computing(self, tenant_id, threads, is_awaited, may_rest, began_s, began_s)
            try:
                return function(*args, **kwargs)
            finally:
                _here.computing.count()
                _here.computing = None

        return call

    async def drive(self, work: Awaitable[T], tenant_id: str) -> T:
        """Await `work`, and count what the event loop computes for it."""
        return await self._driven(work, tenant_id)

    @types.coroutine
    def _driven(self, work: Awaitable[T], tenant_id: str) -> Generator[Any, Any, T]:
        steps = work.__await__()
        resume: Callable[[Any], Any] = steps.send
        given, used_s = None, 0.0
        try:
            while True:
                # Not the thread's own time, whose system call would be made with the interpreter's lock.
                began = time.perf_counter()
                try:
                    waits_for = resume(given)
                except StopIteration as end:
                    return end.value  # type: ignore[no-any-return]
                finally:
                    used_s += time.perf_counter() - began
                if used_s > _COUNTED_TOGETHER_S:
                    self.add(tenant_id, used_s)
                    used_s = 0.0
                try:
                    resume, given = steps.send, (yield waits_for)
                except BaseException as error:
                    resume, given = steps.throw, error
        finally:
            self.add(tenant_id, used_s)
            # An error refers to this frame: without this they would live until the next collection.
            del resume, given


@dataclass
class _Computing:
    """What the present thread computes, and up to which of its own time that was counted."""

    shares: ProcessorShares
    tenant_id: str
    threads: int
    is_awaited: Callable[[], bool]
    may_rest: bool
    began_s: float
    counted_s: float
    rested_s: float = 0.0

    def count(self) -> None:
        now = time.thread_time()
        self.shares.add(self.tenant_id, self.threads * (now - self.counted_s))
        self.counted_s = now

    def rest(self) -> None:
        """Sleep for a while where the tenant is beyond its share, and this has had at least its least share of the time."""
        if not self.may_rest:
            return
        self.count()
        longest_s = _LONGEST_REST_S + (self.counted_s - self.began_s) / _LEAST_SHARE
        pause_s = min(self.shares.rest_s(self.tenant_id), _LONGEST_PAUSE_S, longest_s - self.rested_s)
        if pause_s > 0 and not self.is_awaited():
            self.rested_s += pause_s
            time.sleep(pause_s)


class _Here(threading.local):
    computing: _Computing | None = None


_here = _Here()


def paced(items: Iterable[T]) -> Iterator[T]:
    """The items; between some of them a thread that computes for a tenant beyond its share sleeps, and others get on.

    For loops over thousands of items in what runs by `run_in_thread`; elsewhere it does nothing.
    """
    for at, item in enumerate(items):
        if not at % _PACE and _here.computing is not None:
            _here.computing.rest()
        yield item


# What this process's interpreter computes, on its event loop and in threads. A tenant that computes beyond its share rests within
# seconds: its share of a half-life is what it may compute at once.
interpreter = ProcessorShares(half_life_s=2.0)
