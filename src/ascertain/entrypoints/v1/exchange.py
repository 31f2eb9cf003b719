"""One request under /v1 and the response to its caller."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ascertain.ai.llm import Admission, CachePolicy, CallOptions, Gateway, GatewayRequest, Message
from ascertain.entrypoints.v1.answers import EVENTS, Send, coded, encode, error_object
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.tenancy import Actor

if TYPE_CHECKING:
    from ascertain.entrypoints.v1.assistant_model import AssistantModel

# Model names for "the first of the route" and for the assistant over the caller's cases and library.
ANY_MODEL = frozenset({"auto", "default"})
ASSISTANT_MODEL = "ascertain"
# Name and version of the prompt in the usage ledger: the caller's own prompt has neither.
_PROMPT = ("v1", "1")


@dataclass(frozen=True, slots=True)
class Exchange:
    """The actor, the gateway, and the channel of the response."""

    actor: Actor
    gateway: Gateway
    assistant: "Callable[[], AssistantModel] | None"
    path: str
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]]
    send: Send

    def request(
        self, model: str, messages: tuple[Message, ...], max_tokens: int, options: CallOptions
    ) -> GatewayRequest:
        """The request in the form of the gateway."""
        settings = self.gateway.settings
        return GatewayRequest(
            self.actor.tenant_id,
            "chat",
            self.actor.id,
            None,
            messages,
            (),
            settings.deadline_s,
            max_tokens,
            *_PROMPT,
            # Through its text: the binary value of a float has digits that were not configured.
            cost_budget_usd=Decimal(str(settings.cost_budget_usd)),
            options=options,
            model=None if model in ANY_MODEL else model,
            cache=self._cache_policy(options),
        )

    def _cache_policy(self, options: CallOptions) -> CachePolicy | None:
        """Repeated requests of the same key are answered from the cache, if they are deterministic: temperature 0.

        A request may contain anybody's data, so that its response is never given to another key.
        """
        ttl_s = self.gateway.settings.v1_cache_s
        if options.temperature != 0 or not ttl_s:
            return None
        # A key with other permissions may get another answer to the same request.
        rights = hashlib.sha256(" ".join(sorted(self.actor.permissions)).encode()).hexdigest()[:16]
        return CachePolicy(rights, "none", ttl_s=ttl_s)

    async def stream(self, events: AsyncGenerator[bytes, None], admission: Admission) -> None:
        """Send pieces as server-sent events. Nothing is sent before the first one, so that an early error has its own status.

        When the caller disconnects, the call to the provider ends.
        """
        async with self._cancelled_by_disconnect(asyncio.current_task()):
            began = False
            try:
                async for piece in events:
                    if not began:
                        began = True
                        headers = [*EVENTS, *limit_headers(admission)]
                        await self.send({"type": "http.response.start", "status": 200, "headers": headers})
                    await self.send({"type": "http.response.body", "body": piece, "more_body": True})
            except AscertainError as error:
                if not began:
                    raise
                await self.send(
                    {
                        "type": "http.response.body",
                        "body": b"data: " + encode(error_object(error)) + b"\n\n",
                        "more_body": True,
                    }
                )
            finally:
                # Ends the call to the provider if the stream was not read to its end.
                await events.aclose()
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    @asynccontextmanager
    async def _cancelled_by_disconnect(self, task: "asyncio.Task[Any] | None") -> AsyncIterator[None]:
        async def watch() -> None:
            while (await self.receive())["type"] != "http.disconnect":
                pass
            if task is not None:
                task.cancel()

        watcher = asyncio.create_task(watch())
        try:
            yield
        except asyncio.CancelledError:
            if not (watcher.done() and not watcher.cancelled()):
                raise  # the server is stopping; a caller that disconnected is no error
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher


def limit_headers(admission: Admission) -> list[tuple[bytes, bytes]]:
    """Headers with the remainder of the tenant's limits."""
    return coded(admission.quota_status.headers()) if admission.quota_status else []
