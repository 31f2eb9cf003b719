"""Tailing a run: its stored events, then each new one, up to the last."""

from collections.abc import AsyncIterator

from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.database import Database
from ascertain.kyc.assistant import leases, store
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.model import LAST_EVENTS, Run, RunEvent

# Polling makes up for a notification lost with its connection, and notices an abandoned run.
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
    """Events of a run after the ordinal `after`, until it ends; the run does not depend on its readers.

    Events of this process arrive in memory. The database is read for earlier events, for those of other processes, and
    after each timeout. A run whose process has died is ended here, or restarted by `hub.take_over` if nothing was shown.
    """
    async with hub.subscribe(tenant_id, run_id) as inbox:
        while True:
            run = None
            delivered = inbox.take(after)
            events = delivered
            if not delivered:
                run, events = await _stored(db, tenant_id, run_id, after)
            for event in events:
                yield event
                after = event.ordinal
                if event.type in LAST_EVENTS:
                    return
            if not delivered:
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
        # The run before its events: each statement sees what is committed by then, so a finished run has all its events.
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
        start = await hub.take_over(tx, run)
    # After the commit: the writer checks the lease in its own transaction and would refuse the first event before it.
    start()
