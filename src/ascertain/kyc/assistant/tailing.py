"""Reading a run's events: those there are, then each as it comes, to the last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.database import Database
from ascertain.kyc.assistant import leases, store
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.model import LAST_EVENTS, RunEvent

# A notification lost with a connection is made up for, and an abandoned run seen, this soon.
_POLL_S = 1.0


async def tail_run(
    db: Database,
    hub: RunHub,
    tenant_id: str,
    run_id: str,
    after: int,
    *,
    clock: Clock = utc_now,
    poll_s: float = _POLL_S,
) -> AsyncIterator[RunEvent]:
    """Events of a run past the ordinal `after`, until it ends; a lost reader changes nothing for the run.

    A run whose process is gone is ended here, or begun again by `hub.take_over` where nothing was shown yet.
    """
    async with hub.waiting_for(run_id) as news:
        while True:
            news.clear()
            async with db.transaction(tenant_id) as tx:
                events = await store.list_events(tx, run_id, after=after)
                run = None
                if not events:
                    # The run first: each statement sees what is committed by then, so a run seen ended has all its events.
                    run = await store.find_run(tx, run_id)
                    events = await store.list_events(tx, run_id, after=after)
            for event in events:
                yield event
                after = event.ordinal
                if event.type in LAST_EVENTS:
                    return
            if events:
                continue
            if run is None or run.state != "running":
                return
            if leases.is_abandoned(run, clock):
                await _settle_abandoned(db, hub, tenant_id, run_id, clock)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), poll_s)


async def _settle_abandoned(db: Database, hub: RunHub, tenant_id: str, run_id: str, clock: Clock) -> None:
    async with db.transaction(tenant_id) as tx:
        run = await store.find_run(tx, run_id, lock=True)
        if run is None or not leases.is_abandoned(run, clock):
            return
        if hub.take_over is None or not leases.may_rerun(run):
            await leases.end_abandoned(tx, run_id, clock)
            return
        begin = await hub.take_over(tx, run)
    # Not before: the first event of a run whose lease nobody else sees yet is refused, and the run would be given up.
    begin()
