"""Hedged calls: where the first provider has said nothing for a while, the next is asked beside it; the faster one wins."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from ascertain.ai.llm.attempt import ProviderAttempt
from ascertain.ai.llm.model import Piece


@dataclass(slots=True)
class HedgedCall:
    """A call whose first piece is awaited; `first` is None where it ended without any."""

    calling: ProviderAttempt
    pieces: AsyncGenerator[Piece, None]
    first: Piece | None = None

    async def begin(self) -> None:
        """Wait for the first piece."""
        self.first = await anext(self.pieces, None)

    async def rest(self) -> AsyncGenerator[Piece, None]:
        """All pieces, the first as well."""
        try:
            if self.first is not None:
                yield self.first
            async for piece in self.pieces:
                yield piece
        finally:
            await self.pieces.aclose()


async def hedge(first: HedgedCall, spare: Callable[[], Awaitable[HedgedCall | None]], *, after_s: float) -> HedgedCall:
    """The runner whose first piece came first; the other is cancelled, and settled as such.

    Args:
        spare: makes the second runner, or None where it may not run; asked for after `after_s`.
    Raises: what the last of them raised where none gave an answer.
    """
    tasks = {asyncio.ensure_future(first.begin()): first}
    winner: HedgedCall | None = None
    try:
        done, _ = await asyncio.wait(tasks, timeout=after_s)
        if not done and (second := await spare()) is not None:
            tasks[asyncio.ensure_future(second.begin())] = second
        problem: BaseException | None = None
        pending = set(tasks)
        while pending and winner is None:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                error = task.exception()
                if error is None:
                    winner = winner or tasks[task]
                else:
                    problem = error
        if winner is None:
            assert problem is not None
            raise problem
        return winner
    finally:
        for task, runner in tasks.items():
            if runner is not winner:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for runner in tasks.values():
            if runner is not winner:
                await runner.pieces.aclose()
