"""A time limit over many waits of one task."""

import asyncio
from types import TracebackType


class TimeLimit:
    """`with limit:` around each wait ends it with TimeoutError once the time is up; in between nothing is interrupted.

    One timer for all of a stream's waits, where `asyncio.timeout` would set and cancel one for each token.
    """

    __slots__ = ("_cancelling", "_loop", "_passed", "_task", "_timer")

    def __init__(self, at: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._passed = False
        self._task: asyncio.Task[object] | None = None
        self._timer = self._loop.call_at(at, self._expire)

    def move(self, at: float) -> None:
        """Another time (the loop's clock)."""
        self._timer.cancel()
        self._timer = self._loop.call_at(at, self._expire)

    def end(self) -> None:
        """Limit nothing any more."""
        self._timer.cancel()

    def __enter__(self) -> None:
        if self._passed:
            raise TimeoutError
        self._task = asyncio.current_task()
        assert self._task is not None
        self._cancelling = self._task.cancelling()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        task, self._task = self._task, None
        if not self._passed or task is None:
            return
        # As asyncio.timeout does: a cancellation from elsewhere in the same moment goes before ours.
        if task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise TimeoutError from error

    def _expire(self) -> None:
        self._passed = True
        if self._task is not None:
            self._task.cancel()
