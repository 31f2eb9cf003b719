"""One time limit for many awaits of a task."""

import asyncio
from types import TracebackType


class TimeLimit:
    """`with limit:` around each await raises TimeoutError once the time is up; code in between is not interrupted.

    Uses one timer for all awaits of a stream, where `asyncio.timeout` would set and cancel a timer for each token.
    """

    __slots__ = ("_cancelling", "_loop", "_passed", "_task", "_timer")

    def __init__(self, at: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._passed = False
        self._task: asyncio.Task[object] | None = None
        self._timer = self._loop.call_at(at, self._expire)

    def move(self, at: float) -> None:
        """Move the limit to another event-loop time."""
        self._timer.cancel()
        self._timer = self._loop.call_at(at, self._expire)

    def end(self) -> None:
        """Cancel the limit."""
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
        # As in asyncio.timeout: a concurrent cancellation by someone else takes precedence over ours.
        if task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise TimeoutError from error

    def _expire(self) -> None:
        self._passed = True
        if self._task is not None:
            self._task.cancel()
