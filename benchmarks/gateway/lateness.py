"""Lateness of the benchmark's own event loop: a process that shares a core reads and writes late, which affects every figure."""

import asyncio

_EVERY_S = 0.005


class Lateness:
    """Wakes every 5 ms and records by how much it was late."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _EVERY_S
            await asyncio.sleep(_EVERY_S)
            self._late.append(loop.time() - due)

    def clear(self) -> None:
        """Start a new measurement."""
        self._late.clear()

    def p99_ms(self) -> float:
        """The 99th percentile since the last `clear`, in milliseconds."""
        ordered = sorted(self._late) or [0.0]
        return round(max(0.0, ordered[int(len(ordered) * 0.99)]) * 1000, 2)
