"""Reading a run's events: those there are, then each as it comes, to the last."""

from collections.abc import AsyncIterator

from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.database import Database
from ascertain.kyc.assistant import leases, store
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.model import LAST_EVENTS, Run, RunEvent

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

    What this process writes is handed over in memory; the database is asked for what was there before, for what others
    write, and where nothing is told for a while. A run whose process is gone is ended here, or begun again by
    `hub.take_over` where nothing was shown yet.
    """
    async with hub.reading(tenant_id, run_id) as inbox:
        while True:
            run = None
            handed = inbox.take(after)
            events = handed
            if not handed:
                run, events = await _stored(db, tenant_id, run_id, after)
            for event in events:
                yield event
                after = event.ordinal
                if event.type in LAST_EVENTS:
                    return
            if not handed:
                if events:
                    continue
                if run is None or run.state != "running":
                    return
                if leases.is_abandoned(run, clock):
                    await _settle_abandoned(db, hub, tenant_id, run_id, clock)
                    continue
            await inbox.wait(poll_s)


async def _stored(db: Database, tenant_id: str, run_id: str, after: int) -> tuple[Run | None, list[RunEvent]]:
    """The next stored events, and the run where there are none."""
    async with db.transaction(tenant_id) as tx:
        if events := await store.list_events(tx, run_id, after=after):
            return None, events
        # The run first: each statement sees what is committed by then, so a run seen ended has all its events.
        run = await store.find_run(tx, run_id)
        return run, await store.list_events(tx, run_id, after=after)


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
