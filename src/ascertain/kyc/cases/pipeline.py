"""The only state machine of a case: what changes its inputs, which step follows which, and when a result is stale.

Each change of a case's inputs raises `inputs_version` and restarts the steps. A step computes outside any transaction and
then writes under a fence: the fence locks the case, refuses the result if the inputs have changed meanwhile, and enqueues
the next step in the same transaction. A result is therefore complete and of one version of the inputs, or absent.
"""

from collections.abc import Awaitable, Callable

from ascertain.kernel import audit, jobs, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.cases import inputs, store
from ascertain.kyc.cases.model import STEPS, CaseSummary, StaleStep, Step

Fence = Callable[[Connection], Awaitable[None]]

# Few documents are worked on at once: somebody waits for the result. Of many, about as long as the steps themselves take.
_MANY_DOCUMENTS = 50
_DELAY_S_PER_DOCUMENT = 0.01
_LONGEST_DELAY_S = 10.0

# Topic of the event that changed the inputs, to the reason shown when it reopens a decided case.
_REASONS = {
    "document.uploaded": "a document was added or is read again",
    "document.extracted": "a document was added or re-read",
    "document.classified": "the type of a document was corrected",
    "fact.reviewed": "a fact or flag was reviewed",
    "judgement.made": "records were judged",
    "hit.adjudicated": "a screening hit was adjudicated",
    "hit.found": "a watchlist update produced a hit",
    "hit.gone": "a watchlist update removed a hit",
    "ownership.imported": "ownership statements were imported",
    "ownership.said": "ownership information was changed",
    "policy.published": "a policy version was published",
}


def reason_of(topic: str) -> str:
    """Why a case was reopened, in words; a topic without words of its own is shown as a general change."""
    return _REASONS.get(topic, "the inputs of the case changed")


def job_kind(step: Step) -> str:
    """The name of the job that runs a step."""
    return f"case.{step.value}"


async def _enqueue(tx: Connection, case_id: str, step: Step, version: int, *, delay_s: float = 0) -> None:
    payload = {"case_id": case_id, "inputs_version": version}
    # The version is part of the key: a newer version must not be swallowed by a queued job of the one before.
    await jobs.enqueue(tx, job_kind(step), payload, dedupe_key=f"{case_id}:{step.value}:{version}", delay_s=delay_s)


def _delay_s(case: CaseSummary, because: str) -> float:
    """Seconds to wait for the next document before the steps of a case begin.

    A step works on the whole case. Begun for each of a thousand documents, it would work a thousand times on up to a thousand, and
    all but the last result would be discarded; a delay that grows with the case leaves those that nothing follows.
    """
    if not because.startswith("document.") or case.documents_total < _MANY_DOCUMENTS:
        return 0
    return min(case.documents_total * _DELAY_S_PER_DOCUMENT, _LONGEST_DELAY_S)


async def inputs_changed(tx: Connection, actor: Actor, case_id: str, *, because: str, clock: Clock) -> int:
    """Raise the version of a case's inputs and start its steps on them; a decided case is reopened.

    Args:
        because: the topic of the event that changed the inputs; recorded where it reopens a case.
    Returns: the new version.
    Raises: CaseNotFound.
    """
    case = await store.get_stored_case(tx, case_id, lock=True)
    if case.state in ("approved", "rejected"):
        await reopen(tx, actor, case, because=because, clock=clock)
    version = await store.raise_inputs_version(tx, case_id, now=clock())
    await _enqueue(tx, case_id, Step.RESOLVE, version, delay_s=_delay_s(case, because))
    await outbox.publish(
        tx, "case.inputs_changed", {"case_id": case_id, "inputs_version": version, "because": because}, stream=case_id
    )
    return version


async def reopen(tx: Connection, actor: Actor, case: CaseSummary, *, because: str, clock: Clock) -> None:
    """Reopen a decided case for another round, with a task that states the reason."""
    now = clock()
    await store.begin_round(tx, case.id, now=now)
    title = f"Review again: {reason_of(because)} after the case was {case.state}"
    await store.insert_task(tx, new_id("task"), case.id, "reopened", title, now=now)
    await audit.record(
        tx, actor, "case.reopened", object_kind="case", object_id=case.id, stream=case.id, details={"because": because}
    )
    await outbox.publish(tx, "decision.reopened", {"case_id": case.id, "because": because}, stream=case.id)


def fence(case_id: str, step: Step, version: int, *, clock: Clock) -> Fence:
    """The call with which a step begins its write transaction: check the version, mark the step done, enqueue the next."""

    async def check(tx: Connection) -> None:
        case = await store.get_stored_case(tx, case_id, lock=True)
        if case.inputs_version != version:
            raise StaleStep(f"{step.value} ran on version {version}; the case is at {case.inputs_version}.")
        if await inputs.is_pending(tx, case_id):
            raise StaleStep(f"{step.value} ran on version {version}; the case has changed since.")
        if not await store.set_step(tx, case_id, step.value, "done", version, at=clock()):
            raise StaleStep(f"{step.value} is already done on version {version}.")
        next_index = STEPS.index(step) + 1
        if next_index < len(STEPS):
            await _enqueue(tx, case_id, STEPS[next_index], version)

    return check
