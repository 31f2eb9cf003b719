"""Few requests of a tenant at a time on the event loop, so that one with many connections does not fill it."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ascertain.kernel.fair_queue import FairQueue
from ascertain.kernel.tenancy import Actor

# The loop computes one thing at a time: eight requests keep it busy while their statements wait for the database.
_OF_ONE_TENANT = 8
# All tenants together: no limit in effect. Requests of one tenant are never to wait for those of another here.
_TOGETHER = 1_000_000
_WAITING = 1_000
_LONGEST_WAIT_S = 60.0
# What lasts longer waits for something else than the loop (a reading process, a model, a large upload) and has its turns there.
# Without this limit eight slow uploads of one person would block all colleagues.
_LONGEST_PLACE_S = 0.5


class FairRequestMiddleware:
    """Lets requests of signed-in tenants begin, each tenant's in order and a few at a time.

    A request counts until its answer begins, or for half a second, whichever comes first.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turns = FairQueue(_TOGETHER, waiting=_WAITING, per_tenant=_OF_ONE_TENANT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        actor: Actor | None = scope.get("state", {}).get("actor") if scope["type"] == "http" else None
        if actor is None:
            await self._app(scope, receive, send)
            return
        loop, tenant_id, counts = asyncio.get_running_loop(), actor.tenant_id, True
        await self._turns.acquire(tenant_id, loop.time() + _LONGEST_WAIT_S)

        def release() -> None:
            nonlocal counts
            if counts:
                counts = False
                self._turns.release(tenant_id)

        async def observe(message: Message) -> None:
            release()
            await send(message)

        timer = loop.call_later(_LONGEST_PLACE_S, release)
        try:
            await self._app(scope, receive, observe)
        finally:
            timer.cancel()
            release()
