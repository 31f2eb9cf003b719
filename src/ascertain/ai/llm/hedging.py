"""Hedged calls: if the first provider is slow to send a token, the fallback is called in parallel; the faster one wins."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from ascertain.ai.llm.attempt import ProviderAttempt
from ascertain.ai.llm.model import Piece


@dataclass(slots=True)
class HedgedCall:
    """An attempt whose first piece is awaited; `first` is None if it ended without output."""

    attempt: ProviderAttempt
    pieces: AsyncGenerator[Piece, None]
    first: Piece | None = None

    async def fetch_first(self) -> None:
        """Wait for the first piece."""
        self.first = await anext(self.pieces, None)

    async def stream(self) -> AsyncGenerator[Piece, None]:
        """All pieces, including the first."""
        try:
            if self.first is not None:
                yield self.first
            async for piece in self.pieces:
                yield piece
        finally:
            await self.pieces.aclose()


async def hedge(
    first: HedgedCall, fallback: Callable[[], Awaitable[HedgedCall | None]], *, after_s: float
) -> HedgedCall:
    """The call whose first piece arrives first; the other is cancelled and settled as cancelled.

    Args:
        fallback: creates the second call after `after_s`; returns None if its breaker is open.
    Raises: the last error, if neither call produced an answer.
    """
    tasks = {asyncio.ensure_future(first.fetch_first()): first}
    winner: HedgedCall | None = None
    try:
        done, _ = await asyncio.wait(tasks, timeout=after_s)
        if not done and (second := await fallback()) is not None:
            tasks[asyncio.ensure_future(second.fetch_first())] = second
        # A failed call does not end the race: the other may still answer.
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
        for task, call in tasks.items():
            if call is not winner:
                task.cancel()
        # Wait for the cancellation, so that the losing call is settled before the winner's first piece is passed on.
        await asyncio.gather(*tasks, return_exceptions=True)
        for call in tasks.values():
            if call is not winner:
                await call.pieces.aclose()
