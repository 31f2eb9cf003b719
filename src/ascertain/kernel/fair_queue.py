"""Admission to a shared pool: free slots go to waiting tenants in turn, so that none can crowd out the others.

The same mechanism guards every pool of a process: reading processes, database connections, the embedder, password hashes,
searches, calls to models. The queue of jobs, which processes share, has the same rule in SQL (`jobs_next`).
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ascertain.kernel.errors import AscertainError, MachineFault
from ascertain.kernel.tenancy import acting_tenant

# What a refused caller is advised to wait. Slots change hands far faster; a shorter pause would only add to the load.
_RETRY_AFTER_S = 2


class Busy(MachineFault):
    """The caller's tenant has too much work waiting for this part of the system, or waited too long for its turn.

    A job that is refused a turn has not failed: it runs again later.
    """

    code = "busy"


class FairQueue:
    """Allows `slots` concurrent uses of a pool.

    A free slot goes to the waiting tenant with the fewest active uses, among equals to the one that has waited longest
    for its turn; within a tenant the order is first in, first out. `waiting` limits the queue of each tenant, `per_tenant`
    its active uses. The latter is lower than `slots` where a use may be long: a tenant that arrives later then finds a slot
    at once. Both limits raise `refusal`, as does a wait that reaches its deadline.
    """

    def __init__(
        self, slots: int, *, waiting: int, per_tenant: int | None = None, refusal: type[AscertainError] = Busy
    ) -> None:
        self._free = slots
        self._per_tenant = per_tenant or slots
        self._most_waiting = waiting
        self._refusal = refusal
        self._active: dict[str, int] = {}
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nobody uses or awaits a slot."""
        return not self._active and not self._waiting

    @property
    def is_awaited(self) -> bool:
        """Whether anybody waits for a slot."""
        return bool(self._waiting)

    @asynccontextmanager
    async def slot(self, tenant_id: str, deadline: float) -> AsyncIterator[None]:
        """Use a slot; wait for it until `deadline` (event-loop time). Raises the refusal."""
        await self.acquire(tenant_id, deadline)
        try:
            yield
        finally:
            self.release(tenant_id)

    @asynccontextmanager
    async def turn(self, timeout_s: float) -> AsyncIterator[None]:
        """Use a slot for the tenant on whose behalf this task works; wait at most `timeout_s`. Raises the refusal."""
        async with self.slot(acting_tenant.get(), asyncio.get_running_loop().time() + timeout_s):
            yield

    async def acquire(self, tenant_id: str, deadline: float) -> None:
        """Acquire a slot, to be freed by `release`; wait until `deadline` (event-loop time). Raises the refusal."""
        # Whoever waits is at the limit of its tenant while a slot is free, for slots are granted when they become free. Taking
        # it therefore passes nobody, and the common case creates no future.
        if self._free and self._active.get(tenant_id, 0) < self._per_tenant and tenant_id not in self._waiting:
            self._enter(tenant_id)
            return
        if len(self._waiting.get(tenant_id, ())) >= self._most_waiting:
            raise self._refusal("Too many requests are waiting. Try again in a moment.", retry_after_s=_RETRY_AFTER_S)
        queue = self._waiting.setdefault(tenant_id, deque())
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            async with asyncio.timeout_at(deadline):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.release(tenant_id)  # the slot was granted in the same moment as the timeout or cancellation
            else:
                self._forget(tenant_id, turn)
            if isinstance(error, TimeoutError):
                raise self._refusal(
                    "Too many requests are being processed. Try again in a moment.", retry_after_s=_RETRY_AFTER_S
                ) from error
            raise

    def release(self, tenant_id: str) -> None:
        """Free a slot for the tenant whose turn it is."""
        self._free += 1
        left = self._active[tenant_id] - 1
        if left:
            self._active[tenant_id] = left
        else:
            del self._active[tenant_id]
        self._call_next()

    def _enter(self, tenant_id: str) -> None:
        self._free -= 1
        self._active[tenant_id] = self._active.get(tenant_id, 0) + 1

    def _call_next(self) -> None:
        while self._free:
            below = [tenant for tenant in self._waiting if self._active.get(tenant, 0) < self._per_tenant]
            if not below:
                return
            tenant_id = min(below, key=lambda tenant: self._active.get(tenant, 0))
            queue = self._waiting.pop(tenant_id)
            turn = queue.popleft()
            if queue:
                self._waiting[tenant_id] = queue  # re-inserted last: dicts preserve insertion order
            if not turn.done():
                self._enter(tenant_id)
                turn.set_result(None)

    def _forget(self, tenant_id: str, turn: "asyncio.Future[None]") -> None:
        queue = self._waiting.get(tenant_id)
        if queue is not None and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._waiting[tenant_id]
        self._call_next()
