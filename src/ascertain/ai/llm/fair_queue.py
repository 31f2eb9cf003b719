"""A fair queue for concurrent calls: free slots go to waiting tenants in turn, so that none can crowd out the others."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ascertain.ai.llm.errors import QueueTimedOut


class FairQueue:
    """Allows `slots` concurrent calls.

    A free slot goes to the waiting tenant with the fewest active calls, among equals to the one that has waited longest
    for its turn; within a tenant the order is first in, first out. `waiting` limits the queue of each tenant.
    """

    def __init__(self, slots: int, *, waiting: int) -> None:
        self._free = slots
        self._most_waiting = waiting
        self._under_way: dict[str, int] = {}
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def slot(self, tenant_id: str, deadline: float) -> AsyncIterator[None]:
        """Hold a slot; wait for it until `deadline` (event-loop time). Raises QueueTimedOut."""
        await self.acquire(tenant_id, deadline)
        try:
            yield
        finally:
            self.release(tenant_id)

    async def acquire(self, tenant_id: str, deadline: float) -> None:
        """Acquire a slot, to be freed by `release`; wait until `deadline` (event-loop time). Raises QueueTimedOut."""
        # A free slot is not taken past waiting tenants; this also keeps the common case free of futures.
        if self._free and not self._waiting:
            self._enter(tenant_id)
            return
        queue = self._waiting.setdefault(tenant_id, deque())
        if len(queue) >= self._most_waiting:
            raise QueueTimedOut("Too many requests are waiting. Try again in a moment.")
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
                raise QueueTimedOut("Too many requests are being processed. Try again in a moment.") from error
            raise

    def _enter(self, tenant_id: str) -> None:
        self._free -= 1
        self._under_way[tenant_id] = self._under_way.get(tenant_id, 0) + 1

    def release(self, tenant_id: str) -> None:
        """Free a slot for the tenant whose turn it is."""
        self._free += 1
        left = self._under_way[tenant_id] - 1
        if left:
            self._under_way[tenant_id] = left
        else:
            del self._under_way[tenant_id]
        self._call_next()

    def _call_next(self) -> None:
        while self._free and self._waiting:
            tenant_id = min(self._waiting, key=lambda tenant: self._under_way.get(tenant, 0))
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
