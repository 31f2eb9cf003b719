"""The only state machine of a case: what changes its inputs, which step follows which, and when a result is stale.

Each change of a case's inputs raises `inputs_version` and starts the steps anew. A step computes outside any transaction and
then writes under a fence: the fence locks the case, refuses the result if the inputs moved on meanwhile, and enqueues the
next step in that same transaction. So a result is whole, of one version of the inputs, or not there.
"""

from collections.abc import Awaitable, Callable

from ascertain.kernel import audit, jobs, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.cases import store
from ascertain.kyc.cases.model import STEPS, CaseSummary, StaleStep, Step

Fence = Callable[[Connection], Awaitable[None]]


def job_kind(step: Step) -> str:
    """The name of the job that runs a step."""
    return f"case.{step.value}"


async def _enqueue(tx: Connection, case_id: str, step: Step, version: int) -> None:
    payload = {"case_id": case_id, "inputs_version": version}
    await jobs.enqueue(tx, job_kind(step), payload, dedupe_key=f"{case_id}:{step.value}:{version}")


async def inputs_changed(tx: Connection, actor: Actor, case_id: str, *, because: str, clock: Clock) -> int:
    """Raise the version of a case's inputs and start its steps on them; a decided case is opened again.

    Args:
        because: the topic of the news that changed the inputs, kept in the record when it reopens a case.
    Returns: the new version.
    Raises: CaseNotFound.
    """
    case = await store.get_case(tx, case_id, lock=True)
    if case.state in ("approved", "rejected"):
        await reopen(tx, actor, case, because=because, clock=clock)
    version = await store.raise_inputs_version(tx, case_id, now=clock())
    await _enqueue(tx, case_id, Step.RESOLVE, version)
    await outbox.publish(
        tx, "case.inputs_changed", {"case_id": case_id, "inputs_version": version, "because": because}, stream=case_id
    )
    return version


async def reopen(tx: Connection, actor: Actor, case: CaseSummary, *, because: str, clock: Clock) -> None:
    """Open a decided case for another round, with a task that says why."""
    now = clock()
    await store.begin_round(tx, case.id, now=now)
    title = f"TextProfile again: {because} since the case was {case.state}"
    await store.insert_task(tx, new_id("task"), case.id, "reopened", title, now=now)
    await audit.record(
        tx, actor, "case.reopened", object_kind="case", object_id=case.id, stream=case.id, details={"because": because}
    )
    await outbox.publish(tx, "decision.reopened", {"case_id": case.id, "because": because}, stream=case.id)


def fence(case_id: str, step: Step, version: int, *, clock: Clock) -> Fence:
    """What a step calls first in its write transaction: checks the version, marks the step done, enqueues the next."""

    async def check(tx: Connection) -> None:
        case = await store.get_case(tx, case_id, lock=True)
        if case.inputs_version != version:
            raise StaleStep(f"{step.value} ran on version {version}; the case is at {case.inputs_version}.")
        if not await store.set_step(tx, case_id, step.value, "done", version, at=clock()):
            raise StaleStep(f"{step.value} was done on version {version} already.")
        following = STEPS.index(step) + 1
        if following < len(STEPS):
            await _enqueue(tx, case_id, STEPS[following], version)

    return check
