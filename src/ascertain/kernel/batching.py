"""Group commit: while one batch is in progress, the items that arrive form the next one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class Batcher(Generic[In, Out]):
    """Passes items to `flush` in batches of at most `largest`, one batch at a time, in order of arrival.

    There is no time window: a single item is flushed immediately. Under load the batches grow by themselves, so that they
    share the cost of a commit or a round trip. `flush` returns a result or an exception for each item; if it raises, every
    item of the batch gets that error.
    """

    def __init__(
        self, flush: Callable[[Sequence[In]], Awaitable[Sequence[Out | Exception]]], *, largest: int = 500
    ) -> None:
        self._flush = flush
        self._largest = largest
        self._waiting: deque[tuple[In, asyncio.Future[Out]]] = deque()
        self._task: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is waiting and nothing is in progress."""
        return self._task is None

    async def submit(self, item: In) -> Out:
        """The result for `item`. If the caller is cancelled, its item stays in the batch."""
        return await self.put(item)

    def put(self, item: In) -> "asyncio.Future[Out]":
        """Add `item` to the next batch; returns a future of its result."""
        result: asyncio.Future[Out] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, result))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return result

    async def drained(self) -> None:
        """Return when nothing is waiting any more."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._largest))]
                try:
                    results: Sequence[Out | Exception] = await self._flush([item for item, _ in batch])
                except Exception as error:
                    results = [error] * len(batch)
                for (_, future), result in zip(batch, results, strict=True):
                    _resolve(future, result)
        finally:
            self._task = None


def _resolve(future: "asyncio.Future[Out]", result: Out | Exception) -> None:
    if future.done():  # its caller was cancelled
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
