"""The order in which providers are tried for one request: retries first, then the next provider, within the deadline."""

import asyncio
from collections.abc import Callable, Sequence

from ascertain.ai.llm.attempt import Dependencies, RequestContext, breaker_key
from ascertain.ai.llm.errors import LlmError, NoProvider, ProviderRateLimited
from ascertain.ai.llm.model import Attempt
from ascertain.ai.llm.provider import Provider


class FallbackSequence:
    """`next` returns the provider to try; the caller reports a failed attempt to `failed`."""

    def __init__(
        self,
        dependencies: Dependencies,
        context: RequestContext,
        providers: Sequence[Provider],
        *,
        jitter: Callable[[], float],
    ) -> None:
        self._dependencies = dependencies
        self._context = context
        self._providers = providers
        self._jitter = jitter
        self._place = 0
        self._retry = 0
        self._problem: LlmError = NoProvider("No model is available at the moment.")

    @property
    def fallback(self) -> Provider | None:
        """The provider after the current one."""
        after = self._place + 1
        return self._providers[after] if after < len(self._providers) else None

    async def next(self) -> Provider:
        """The provider to try now. Raises the LlmError of the last attempt when no provider is left."""
        while self._place < len(self._providers):
            provider = self._providers[self._place]
            if await self._dependencies.breakers.admit(breaker_key(self._context.request, provider)):
                return provider
            self._context.attempts.append(Attempt(provider.name, provider.model, "skipped", 0.0))
            self._move_on()
        raise self._problem

    async def failed(self, problem: LlmError) -> None:
        """Wait for a retry, or move on to the next provider. Raises `problem` where neither is possible."""
        self._problem = problem
        if problem.retryable and await self._pause(problem):
            self._retry += 1
            return
        self._move_on()

    def _move_on(self) -> None:
        if not self._problem.may_fall_back or asyncio.get_running_loop().time() >= self._context.deadline:
            raise self._problem
        self._place += 1
        self._retry = 0

    async def _pause(self, problem: LlmError) -> bool:
        """Wait before retrying the same provider; False where retries are exhausted or the deadline is too close."""
        settings = self._dependencies.settings
        # Exponential backoff with jitter of 50 to 150 %, so that clients that failed together do not retry together.
        pause = settings.retry_pause_s * 2**self._retry * (0.5 + self._jitter())
        if isinstance(problem, ProviderRateLimited) and problem.retry_after_s is not None:
            pause = max(pause, problem.retry_after_s)
        if self._retry >= settings.retries or asyncio.get_running_loop().time() + pause >= self._context.deadline:
            return False
        await asyncio.sleep(pause)
        return True
