"""The summary row of a case, from which the queue is read; refreshed soon after every event of the case.

A refresh counts over the whole case, so that one for each event would make a document dearer the more the case has. Events
therefore mark the row as out of date, and the first of them enqueues one refresh for all that follow until it begins.
"""

from dataclasses import dataclass
from datetime import datetime

from ascertain.kernel import jobs
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kyc import documents, entities, risk, screening
from ascertain.kyc.cases import store
from ascertain.kyc.cases.blockers import policy_blockers, step_blockers
from ascertain.kyc.cases.model import CaseSummary, StepStatus
from ascertain.kyc.cases.wording import STEP_NAMES, plural

# What a case waits for when only a person can go on; commands that watch a case end on it.
WAITS_FOR_FAILED_STEP = "a step that failed"

_REFRESH_JOB = "case.summary"
# In a burst of uploads some twenty events come in it; pages load the queue again after a second.
_REFRESH_AFTER_S = 0.3


@dataclass(frozen=True, slots=True)
class _Counts:
    """What the summary counts: documents in all, those read, those that could not be read; facts and hits that wait."""

    documents: int
    done: int
    failed: int
    facts: int
    hits: int

    @property
    def read(self) -> bool:
        """Whether no document is still to be read."""
        return self.done + self.failed == self.documents


def waiting_on(case: CaseSummary, counts: _Counts, stopped: str | None) -> str:
    """What the case waits for, as the queue shows it: the earliest thing that somebody or something has to do.

    Args:
        stopped: the code of the blocker of the first step that is not done, if any.
    """
    if case.state == "proposed":
        return "second review"
    if case.state in ("approved", "rejected"):
        return "nothing: " + case.state
    if not counts.documents:
        return "documents"
    if not counts.read:
        return "documents being read"
    if counts.failed:
        return "a document that could not be read"
    parts = []
    if counts.facts:
        parts.append(plural(counts.facts, "fact to check", "facts to check"))
    if counts.hits:
        parts.append(plural(counts.hits, "hit to judge", "hits to judge"))
    if parts:
        return ", ".join(parts)
    if stopped == "step.failed":
        return WAITS_FOR_FAILED_STEP
    return "steps running" if stopped == "step.running" else "your proposal"


def progress(total: int, done: int, steps: list[StepStatus]) -> str:
    """Progress in a few words, such as "read 4/5" or "read 5/5 · owners done"."""
    finished = [step.step for step in steps if step.state == "done"]
    head = f"read {done}/{total}"
    return f"{head} · {STEP_NAMES[finished[-1]]} done" if finished else head


async def _count(tx: Connection, case_id: str) -> _Counts:
    by_state = await documents.count_documents(tx, case_id)
    return _Counts(
        documents=sum(by_state.values()),
        done=by_state.get(documents.DocumentState.DONE, 0),
        failed=by_state.get(documents.DocumentState.FAILED, 0),
        facts=await documents.count_facts_to_check(tx, case_id) + await entities.count_conflicts(tx, case_id),
        hits=await screening.count_open_hits(tx, case_id),
    )


async def refresh_summary(tx: Connection, case_id: str, *, now: datetime) -> None:
    """Write the summary row from the current state of documents, entities, screening and risk."""
    case = await store.get_case(tx, case_id, lock=True)
    counts = await _count(tx, case_id)
    assessment = await risk.find_assessment(tx, case_id)
    steps = await store.list_steps(tx, case_id)
    stopping = step_blockers(case, steps) or policy_blockers(assessment, await risk.find_published(tx))
    # Results are provisional until every document is read and every step is done on the current inputs.
    unfinished = any(step.state != "done" for step in steps)
    await store.update_case(
        tx,
        case_id,
        documents_total=counts.documents,
        documents_done=counts.done,
        documents_failed=counts.failed,
        facts_to_check=counts.facts,
        hits_to_judge=counts.hits,
        band=assessment.band if assessment else None,
        score=assessment.score if assessment else None,
        provisional=unfinished or not counts.read,
        waiting_on=waiting_on(case, counts, stopping[0].code if stopping else None),
        progress=progress(counts.documents, counts.done, steps),
        # Whatever became of the job that was enqueued for it: the next event enqueues another.
        summary_due=False,
        updated_at=now,
    )


async def refresh_soon(tx: Connection, case_id: str) -> None:
    """Have the summary row written again; what else happens until that begins is covered by the same refresh."""
    if await store.set_summary_due(tx, case_id):
        await jobs.enqueue(tx, _REFRESH_JOB, {"case_id": case_id}, delay_s=_REFRESH_AFTER_S)


def refresh_spec(db: Database, *, clock: Clock) -> JobSpec:
    """The job that writes a summary row that is out of date."""

    async def run(job: Job) -> None:
        case_id = job.payload["case_id"]
        # In a transaction of its own: an event that still finds the mark has committed before the refresh begins to count.
        async with db.transaction(job.tenant_id) as tx:
            await store.update_case(tx, case_id, summary_due=False)
        async with db.transaction(job.tenant_id) as tx:
            await refresh_summary(tx, case_id, now=clock())

    return JobSpec(_REFRESH_JOB, run)
