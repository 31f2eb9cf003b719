"""One request under /v1 and the way back to its caller."""

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

# Names that stand for "whatever the routes prefer" and for the assistant over the caller's cases and library.
ANY_MODEL = frozenset({"auto", "default"})
ASSISTANT_MODEL = "ascertain"
_PROMPT = ("v1", "1")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Who asks, the gateway, and how to answer."""

    actor: Actor
    gateway: Gateway
    assistant: "Callable[[], AssistantModel] | None"
    path: str
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]]
    send: Send

    def request(
        self, model: str, messages: tuple[Message, ...], max_tokens: int, options: CallOptions
    ) -> GatewayRequest:
        """The wish in the gateway's words."""
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
            cost_budget_usd=Decimal(str(settings.cost_budget_usd)),
            options=options,
            model=None if model in ANY_MODEL else model,
            cache=self._cache_policy(options),
        )

    def _cache_policy(self, options: CallOptions) -> CachePolicy | None:
        """The same request of the same key is answered as before, where it leaves nothing to chance: temperature 0.

        What a program sends may be about anybody, so that no other key is given the answer.
        """
        ttl_s = self.gateway.settings.v1_cache_s
        if options.temperature != 0 or not ttl_s:
            return None
        rights = hashlib.sha256(" ".join(sorted(self.actor.permissions)).encode()).hexdigest()[:16]
        return CachePolicy(rights, "none", ttl_s=ttl_s)

    async def stream(self, events: AsyncGenerator[bytes, None], admission: Admission) -> None:
        """Send pieces as server-sent events; nothing is sent before the first, so that an early error has its status.

        A caller that goes away ends the call upstream.
        """
        async with self._gone_ends(asyncio.current_task()):
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
                await events.aclose()
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    @asynccontextmanager
    async def _gone_ends(self, task: "asyncio.Task[Any] | None") -> AsyncIterator[None]:
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
                raise  # the server stops; a caller that went away is no error
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher


def limit_headers(admission: Admission) -> list[tuple[bytes, bytes]]:
    """What is left of the tenant's limits."""
    return coded(admission.quota_status.headers()) if admission.quota_status else []
