"""Few requests of a tenant at a time on the event loop, so that one with many connections does not fill it.

Within a tenant the turns go by person, the keys of a person included: a program that sends hundreds delays no colleague.
"""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ascertain.kernel.fair_queue import FairQueue
from ascertain.kernel.processor_shares import interpreter
from ascertain.kernel.tenancy import Actor

# The loop computes one thing at a time: four requests keep it busy while their statements wait for the database. Measured with
# eight: the requests of other tenants beside one that sends all it can took twice as long.
_OF_ONE_TENANT = 4
# The last one is for colleagues, who then begin at once.
_OF_ONE_PERSON = 3
_WAITING = 1_000
_LONGEST_WAIT_S = 60.0
# What lasts longer waits for something else than the loop (a reading process, a model, a large upload) and has its turns there.
# Without this limit four slow uploads of one person would block all colleagues.
_LONGEST_PLACE_S = 1.0


class FairRequestMiddleware:
    """Lets requests of signed-in tenants begin, a few of each at a time, and later those of a tenant that computed too much lately.

    Once begun, a request counts until its answer begins, or for a second, whichever comes first.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # By tenant, for as long as one has requests; in each the turns go to its persons.
        self._turns: dict[str, FairQueue] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        actor: Actor | None = scope.get("state", {}).get("actor") if scope["type"] == "http" else None
        if actor is None:
            await self._app(scope, receive, send)
            return
        loop, person, counts = asyncio.get_running_loop(), actor.person_id or actor.id, True
        turns = self._turns.setdefault(
            actor.tenant_id, FairQueue(_OF_ONE_TENANT, waiting=_WAITING, per_tenant=_OF_ONE_PERSON)
        )
        await turns.acquire(person, loop.time() + _LONGEST_WAIT_S)

        def release() -> None:
            nonlocal counts
            if counts:
                counts = False
                turns.release(person)
                if turns.is_idle:
                    self._turns.pop(actor.tenant_id, None)

        async def observe(message: Message) -> None:
            release()
            await send(message)

        try:
            await interpreter.rest(actor.tenant_id)
        except BaseException:
            release()
            raise
        timer = loop.call_later(_LONGEST_PLACE_S, release)
        try:
            await interpreter.drive(self._app(scope, receive, observe), actor.tenant_id)
        finally:
            timer.cancel()
            release()
