"""Leases: a run whose process has died is ended with an error, or restarted if nothing of its answer was shown."""

from datetime import timedelta

from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kyc.assistant import store
from ascertain.kyc.assistant.model import Outcome, Run

# One restart: a question that ends two processes may well be the cause.
MAX_ATTEMPTS = 2
INTERRUPTED = {"code": "run.interrupted", "detail": "The answer was interrupted. Ask again."}


# Longer than any lease: one that ends later was given while the clock was ahead, and would block its chat until then.
_LONGEST = timedelta(hours=1)


def is_abandoned(run: Run, clock: Clock) -> bool:
    """Whether the lease of a running run has expired."""
    if run.state != "running" or run.lease_expires_at is None:
        return run.state == "running"
    return not timedelta(0) < run.lease_expires_at - clock() <= _LONGEST


def may_rerun(run: Run) -> bool:
    """Whether the run can be restarted without a reader seeing two different answers."""
    return not run.shown and not run.stop_requested and run.attempt < MAX_ATTEMPTS


async def end_abandoned(tx: Connection, run_id: str, clock: Clock) -> None:
    """End a run whose lease has expired; what was shown of its answer remains in its events."""
    run = await store.find_run(tx, run_id, lock=True)
    if run is None or not is_abandoned(run, clock):
        return
    outcome = Outcome("stopped" if run.stop_requested else "failed", error=INTERRUPTED)
    owner = run.lease_owner or ""
    await store.append_events(tx, run_id, owner=owner, events=[("error", INTERRUPTED)], at=clock(), shown=False)
    await store.finish_run(tx, run_id, owner=owner, outcome=outcome, at=clock())


async def end_abandoned_runs(tx: Connection, chat_id: str, clock: Clock) -> None:
    """End the abandoned runs of a chat, which would block its next question."""
    for run in await store.list_running(tx, chat_id):
        if is_abandoned(run, clock):
            await end_abandoned(tx, run.id, clock)
